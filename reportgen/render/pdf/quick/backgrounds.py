"""Turns a box into what is painted behind it, at once where that is nothing, and boxes into one flat sequence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Final

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background

_BARE: Final = "_bare"
_CORNERS: Final = (
    "border_top_left_radius",
    "border_top_right_radius",
    "border_bottom_right_radius",
    "border_bottom_left_radius",
)
_SQUARE: Final = dict.fromkeys(_CORNERS, (0, 0))

_layout_box_backgrounds = background.layout_box_backgrounds


def install() -> None:
    """Replace `layout_box_backgrounds` wherever it is called, and the boxes' `descendants`."""
    boxes.Box.descendants = descendants
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.") and hasattr(module, "layout_box_backgrounds"):
            module.layout_box_backgrounds = layout_box_backgrounds  # type: ignore[attr-defined]


def layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Find what is painted behind a box as WeasyPrint's function of this name does."""
    if style is not None or box is page or not _is_bare(box.style):
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    box.__dict__.update(_SQUARE)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)
    box.background = None


def descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
    """Yield a box and all below it, in tree order."""
    coming = [box]
    while coming:
        each = coming.pop()
        yield each
        if each is box or placeholders or isinstance(each, boxes.Box):
            coming += reversed(each.children)


def _is_bare(style: Any) -> bool:
    """Tell whether nothing is painted behind a style's boxes and their corners are square; kept with it."""
    found: bool | None = style.__dict__.get(_BARE)
    if found is None:
        found = style.__dict__[_BARE] = (
            all((0, "px") in style[corner] for corner in _CORNERS)
            and style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and get_color(style, "background_color").alpha == 0
        )
    return found
