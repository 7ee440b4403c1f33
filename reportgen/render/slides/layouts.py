"""Turns the grid of a slide into named layouts and places: what `starter` draws and `slides` asks a template for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reportgen.render.slides.tokens import FOOT, INK, LABEL, MUTED, TEXT, Box

MARGIN: Final = 64
_WIDE: Final = 1152


@dataclass(frozen=True, slots=True)
class Spot:
    """A placeholder of a layout: its name, kind and index, box, and the look of its text (size in pixels)."""

    name: str
    kind: str
    index: int
    box: Box
    size: int
    fill: str = INK
    bold: bool = False
    align: str = "l"
    anchor: str = "t"


def _title(box: Box, size: int = 30, anchor: str = "ctr") -> Spot:
    return Spot("title", "title", 0, box, size, bold=True, anchor=anchor)


def _subtitle(box: Box, size: int = TEXT) -> Spot:
    return Spot("subtitle", "body", 10, box, size, MUTED)


def _region(name: str, index: int, box: Box) -> Spot:
    return Spot(name, "body", index, box, TEXT)


_HEAD_OF_SLIDE: Final = (_title(Box(MARGIN, 40, _WIDE, 66)), _subtitle(Box(MARGIN, 108, _WIDE, 28)))
FOOT_OF_SLIDE: Final = (
    Spot("foot", "ftr", 20, Box(MARGIN, 676, 760, 24), FOOT, MUTED, anchor="ctr"),
    Spot("page", "sldNum", 21, Box(856, 676, 360, 24), FOOT, MUTED, align="r", anchor="ctr"),
)
_LEFT: Final = 634
_RIGHT: Final = Box(746, 164, 470, 492)

LAYOUTS: Final[dict[str, tuple[Spot, ...]]] = {
    "cover": (
        _title(Box(MARGIN, 176, 760, 150), 44, "b"),
        _subtitle(Box(MARGIN, 344, 760, 84), 22),
        Spot("facts", "body", 11, Box(MARGIN, 500, 760, 120), LABEL + 1, MUTED, anchor="b"),
        FOOT_OF_SLIDE[0],
    ),
    "summary": (
        *_HEAD_OF_SLIDE,
        _region("metrics", 11, Box(MARGIN, 160, _WIDE, 118)),
        _region("body-left", 12, Box(MARGIN, 290, _LEFT, 370)),
        _region("body-right", 13, Box(746, 290, 470, 370)),
        *FOOT_OF_SLIDE,
    ),
    "chart-table": (
        *_HEAD_OF_SLIDE,
        _region("body-left", 12, Box(MARGIN, 164, _LEFT, 492)),
        _region("body-right", 13, _RIGHT),
        *FOOT_OF_SLIDE,
    ),
    "table": (*_HEAD_OF_SLIDE, _region("body", 12, Box(MARGIN, 164, _WIDE, 492)), *FOOT_OF_SLIDE),
    "appendix": (*_HEAD_OF_SLIDE, _region("body", 12, Box(MARGIN, 164, _WIDE, 492)), *FOOT_OF_SLIDE),
}
"""The layouts by name, and their places by name."""

BODY: Final = Spot("body", "body", 1, Box(MARGIN, 164, _WIDE, 492), TEXT)
"""The master's body, which the regions of all layouts take their style from."""
