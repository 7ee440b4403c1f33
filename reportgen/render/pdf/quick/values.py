"""Turns a property that nothing declares of an element into its value at once: its parent's, or the initial one.

Most of what the layout asks of a style was declared by nobody. The library looks for all that a declaration could say
before it comes to that; here what can be declared is looked at first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

_OWN_WAY: Final = frozenset(("page", "position", "float", "display"))
"""What is more than its declared, inherited or initial value; so are all that are called `text_decoration_…`."""


class _Plain(NamedTuple):
    """A property's value where nothing declares it: its parent's, or the initial one; `alike` would declare it too."""

    inherited: bool
    initial: Any
    alike: tuple[str, ...]


_missing = ComputedStyle.__missing__


def install() -> None:
    """Replace how a style finds the value of a property that it is asked for."""
    ComputedStyle.__missing__ = missing


def missing(style: Any, key: str) -> Any:
    """Find the value of a property as WeasyPrint's method of this name does, and keep it with the style."""
    plain, declared = _PLAIN.get(key), style.cascaded
    if plain is None or key in declared:
        return _missing(style, key)
    inherited, value, alike = plain
    for name in alike:
        if name in declared:
            return _missing(style, key)
    if inherited:
        parent = style.parent_style
        if parent is None:
            return _missing(style, key)
        value = parent[key]
        if check_math(value):
            return _missing(style, key)
    style[key] = value
    return value


def _plain() -> Iterator[tuple[str, _Plain]]:
    for key, initial in INITIAL_VALUES.items():
        inherited = key in INHERITED
        own_way = key in _OWN_WAY or key.startswith(("text_decoration_", "__"))
        computed = not inherited and (key in INITIAL_NOT_COMPUTED or check_math(initial))
        if not own_way and not computed:
            yield key, _Plain(inherited, initial, _alike(key))


def _alike(key: str) -> tuple[str, ...]:
    """Return the names by which a property is declared in terms of the text's direction, whichever that is."""
    named = PHYSICAL_FUNCTIONS.get(key)
    return () if named is None else tuple(dict.fromkeys(named(block="ttb", inline=way) for way in ("ltr", "rtl")))


_PLAIN: Final = dict(_plain())
