"""What a statement is composed of → bytes that tell all of it: same bytes, same statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from hashlib import sha256
from operator import attrgetter
from typing import Any, Final

from reportgen.app.compact import Ways, packed
from reportgen.model.balances import Balances, Bridge, Terms
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
    """Return how values are told; those that are made by the names of their fields alone are told by all of these."""
    found = Ways()
    ways: dict[type, Any] = {Component: _component}
    ways |= {kind: _by_fields(kind) for kind in (Balances, Bridge, Terms)}
    found.update(ways)
    return found


def _by_fields(kind: type[Balances | Bridge | Terms]) -> Any:
    """Return the way of a class by the values of its fields in their order; its own asks for these at every value."""
    return partial(_valued, kind, attrgetter(*(each.name for each in fields(kind))))


def _valued(kind: type, asked: Callable[[object], Any], value: object) -> tuple[type, Any]:
    return kind, asked(value)


_WAYS: Final = _ways()
