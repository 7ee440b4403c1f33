"""Turns a box and the box around it into its lengths, resolved in one go, and tells at once of most that they flow."""

from __future__ import annotations

import sys
from math import inf
from typing import Any, Final

from weasyprint.css.functions import check_math
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import float as floats
from weasyprint.layout import percent

_ACROSS: Final = (
    "margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width",
)  # fmt: skip
_DOWN: Final = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
_HEIGHTS: Final = ("height", "min_height", "max_height")
_BORDERS: Final = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


_avoid_collisions = floats.avoid_collisions
_is_in_normal_flow = boxes.Box.is_in_normal_flow


def install() -> None:
    """Replace these functions wherever the layout calls them, and the boxes' `is_in_normal_flow`."""
    boxes.Box.is_in_normal_flow = is_in_normal_flow
    for called, before, after in (
        ("resolve_percentages", percent.resolve_percentages, resolve_percentages),
        ("avoid_collisions", _avoid_collisions, avoid_collisions),
    ):
        for name, module in list(sys.modules.items()):
            if name.startswith("weasyprint.") and getattr(module, called, None) is before:
                setattr(module, called, after)


def is_in_normal_flow(box: Any) -> bool:
    """Tell whether a box stands where its text does: nearly all do, and are asked five times over."""
    if box.style["float"] == "none" and box.style["position"] in ("static", "relative"):
        return True
    return _is_in_normal_flow(box)  # type: ignore[no-any-return]


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """Find where a box stands beside floats as WeasyPrint's function of this name does; mostly there are none."""
    style = containing_block.style
    if context.excluded_shapes or style["direction"] != "ltr" or box.is_floated():
        return _avoid_collisions(context, box, containing_block, outer)
    left, width = containing_block.content_box_x(), containing_block.width
    if outer:
        return left, box.position_y, left + width - left
    right = left + width - box.margin_right
    left += box.margin_left
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set a box's used lengths, as WeasyPrint's function of this name does."""
    if isinstance(containing_block, boxes.Box):
        across, down = containing_block.width, containing_block.height
    else:
        across, down = containing_block
    _set(box, _ACROSS, across)
    _set(box, _DOWN, down if isinstance(box, boxes.PageBox) else across)
    if down == "auto":
        height = box.style["height"]
        box.height = "auto" if height == "auto" or check_math(height) or height.unit == "%" else height.value
        _set(box, ("min_height",), 0)
        _set(box, ("max_height",), inf)
    else:
        _set(box, _HEIGHTS, down)
    _borders(box)
    _shrink(box)


def _set(box: Any, names: tuple[str, ...], whole: Any) -> None:
    style, used = box.style, box.__dict__
    for name in names:
        value = style[name]
        if type(value) is Dimension:
            used[name] = whole * value.value / 100 if value.unit == "%" else value.value
        elif value is None:
            used[name] = None
        elif value == "auto":
            used[name] = 0 if name in ("min_width", "min_height") else "auto"
        else:
            percent.resolve_one_percentage(box, name, whole)


def _borders(box: Any) -> None:
    style, used = box.style, box.__dict__
    resolved = style["border_collapse"] == "collapse"
    for name in _BORDERS:
        if not (resolved and hasattr(box, name)):
            used[name] = style[name]


def _shrink(box: Any) -> None:
    """Take paddings and borders off sizes that include them."""
    if box.style["box_sizing"] != "border-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")
        return
    used = box.__dict__
    for axis, delta in (
        ("width", box.padding_left + box.padding_right + box.border_left_width + box.border_right_width),
        ("height", box.padding_top + box.padding_bottom + box.border_top_width + box.border_bottom_width),
    ):
        if delta > 0:
            if used[axis] != "auto":
                used[axis] = max(0, used[axis] - delta)
            used[f"max_{axis}"] = max(0, used[f"max_{axis}"] - delta)
            if used[f"min_{axis}"] != "auto":
                used[f"min_{axis}"] = max(0, used[f"min_{axis}"] - delta)
