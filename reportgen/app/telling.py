"""What a statement is composed of → bytes that tell all of it: same bytes, same statement."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from reportgen.app.compact import Ways, packed
from reportgen.model.pay import Component

_MOST: Final = 1000
"""So many components are remembered at once: a plan has some dozens, and every statement has most of them."""

_KNOWN: Final[dict[int, tuple[Component, bytes]]] = {}
"""Components by their identity, each with what tells it: the component is held, so that nothing else gets that."""


def told(value: object) -> bytes:
    """Return plain values as bytes: from them an equal value could be made, so two that differ are never told alike.

    A component of the plan is told by a hash of all it says, worked out once and not for everybody whom it pays.
    """
    return packed(value, _WAYS)


def _component(component: Component) -> tuple[type, tuple[bytes]]:
    found = _KNOWN.get(id(component))
    if found is None:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        found = _KNOWN[id(component)] = component, sha256(packed(component)).digest()
    return bytes, (found[1],)


def _ways() -> Ways:
    found = Ways()
    way: Any = _component
    found[Component] = way
    return found


_WAYS: Final = _ways()
