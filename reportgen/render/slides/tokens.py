"""Turns the look of a deck into names: theme colours, sizes in pixels of a slide 1280 wide, and the sign of a status.

Colours are slots of the theme, never values, so that whoever changes the theme in their own template restyles every
table and chart. What the slots are called here is what `starter` puts into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reportgen.model.measured import Status

EMU: Final = 9525
"""English metric units in a pixel: 12,192,000 make a slide of 1280."""

INK: Final = "tx1"
MUTED: Final = "tx2"
HAIRLINE: Final = "bg2"
ACCENT: Final = "accent1"
LIGHT: Final = "accent5"
PAST: Final = "accent6"

TITLE_SIZES: Final = (30, 28, 26, 24, 22, 20, 18)
SUBTITLE_SIZES: Final = (17, 16, 15, 14, 13)
FIGURE_SIZES: Final = (34, 30, 26, 22, 19, 17)
LABEL: Final = 14
LABEL_SIZES: Final = (14, 13, 12, 11)
TEXT: Final = 17
LARGE: Final = 20
"""The sentences of a summary, if they leave room enough."""

TABLE_SIZES: Final = (17, 16, 15, 14, 13, 12)
FOOT: Final = 12


@dataclass(frozen=True, slots=True)
class Tone:
    """How a status looks: the theme colour of its text and the sign that goes with it where there is no colour."""

    colour: str
    sign: str


TONES: Final = {
    Status.GOOD: Tone("accent2", "●"),
    Status.WATCH: Tone("accent3", "▲"),
    Status.ALARM: Tone("accent4", "▼"),
    Status.NONE: Tone(INK, ""),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a slide, in pixels from its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The first pixel below the box."""
        return self.y + self.height

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds this one and another."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        return Box(x, y, right - x, max(self.bottom, other.bottom) - y)
