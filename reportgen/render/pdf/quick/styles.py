"""Turns an element's declarations into its style, kept from one document to the next: pages of a template share them.

A style follows from its parent's style and the declarations that match, and both are the same objects in every document
of a template. What some pages change in place afterwards (lists, footnotes, leaders) is never kept: `is_steady` tells.
"""

from __future__ import annotations

import re
from typing import Any, Final
from xml.etree.ElementTree import Element

from weasyprint.css import ComputedStyle, InitialStyle, StyleFor

_MOST: Final = 3_000
"""So many styles are kept, of some kilobytes each; a paper has some hundreds."""

_UNSTEADY: Final = re.compile(
    r"""list-item|marker|leader\(|footnote|note-(?:call|area|callback)|overflow(?:-[xy])?\s*:
    |\d(?:vw|vh|vmin|vmax|vi|vb)\b|<(?:li|ol|ul|dl|details|summary|style|link|input|select|textarea)\b""",
    re.VERBOSE,
)

_steady = False
_kept: dict[tuple[Any, ...], Any] = {}
_set_computed_styles = StyleFor.set_computed_styles


def install() -> None:
    """Replace how an element's style is made."""
    StyleFor.set_computed_styles = set_computed_styles


def is_steady(html: str, css: str) -> bool:
    """Tell whether nothing in a page changes its elements' styles later, and none depends on the size of the page."""
    return not _UNSTEADY.search(css) and not _UNSTEADY.search(html)


def begin(*, steady: bool) -> None:
    """Say whether the document that comes next may share its styles with others."""
    global _steady  # noqa: PLW0603  one document at a time
    _steady = steady
    if len(_kept) > _MOST:
        _kept.clear()


def set_computed_styles(
    style_for: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """Set an element's style as WeasyPrint's method of this name does."""
    if not _steady or pseudo_type is not None or not isinstance(element, Element):
        _set_computed_styles(style_for, element, parent, root, pseudo_type, base_url, target_collector)
        return
    styles = style_for.get_computed_styles()
    cascaded = style_for.get_cascaded_styles().get((element, None), {})
    above = None if element == root else styles[parent, None]
    told = tuple((name, _told(value), weight) for name, (value, weight) in cascaded.items())
    key = (id(above), base_url, id(style_for.font_config), told)
    style = _kept.get(key)
    if style is None:
        first = InitialStyle(style_for.font_config) if above is None else styles[root, None]
        # What is compared by its place in memory must stay there: the style holds its parent and its declarations.
        style = _kept[key] = ComputedStyle(
            above, cascaded, None, first, base_url, style_for.font_config, style_for.initial_page_sizes
        )
    styles[element, None] = style
    if target_collector and style["anchor"]:
        target_collector.collect_anchor(style["anchor"])


def _told(value: Any) -> Any:
    """Return what a declared value is known by: itself, or its place in memory where it may be a list."""
    try:
        hash(value)
    except TypeError:
        return id(value)
    return value
