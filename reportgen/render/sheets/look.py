"""Turns the brand's colours into the styles that cells name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from reportgen.model.measured import Status
from reportgen.render.brand import Brand

Colour = Literal["ink", "muted", "hairline", "accent", "good", "watch", "alarm", "accent_light"]
Fill = Literal["", "accent_light", "good", "watch", "alarm"]
Line = Literal["", "hairline", "ink", "accent"]

FONT: Final = "Microsoft YaHei"
"""The font of every cell.

A cell names one font and no program loads it from the file. Microsoft YaHei is on every Windows and comes with Office
for the Mac, suits Chinese beside Latin and has tabular figures; other programs know it as a Chinese sans serif and put
their own (Noto Sans SC) in its place. Naming Noto instead would give most readers SimSun.
"""


@dataclass(frozen=True, slots=True)
class Style:
    """How one cell looks: size in points, and colours of the brand by name."""

    size: float = 10
    bold: bool = False
    colour: Colour = "ink"
    fill: Fill = ""
    above: Line = ""
    below: Line = ""
    align: Literal["start", "end"] = "start"
    wrap: bool = False
    indent: bool = False
    shrink: bool = False


EYEBROW: Final = Style(size=9, colour="muted")
NAME: Final = Style(size=18, bold=True)
SHEET_TITLE: Final = Style(size=14, bold=True)
SECTION: Final = Style(size=11, bold=True, below="hairline")
ASIDE: Final = Style(size=9, colour="muted", align="end")
RULE: Final = Style(size=9, colour="muted", below="accent")
RULE_END: Final = Style(size=9, colour="muted", below="accent", align="end")
LABEL: Final = Style(size=9, colour="muted")
PART_TITLE: Final = Style(size=11, bold=True)
NOTE: Final = Style(size=9, colour="muted", wrap=True)
TEXT: Final = Style(wrap=True)

TONE: Final[dict[Status, Colour]] = {
    Status.GOOD: "good",
    Status.WATCH: "watch",
    Status.ALARM: "alarm",
    Status.NONE: "ink",
}
TINT: Final[dict[Status, Fill]] = {
    Status.GOOD: "good",
    Status.WATCH: "watch",
    Status.ALARM: "alarm",
    Status.NONE: "",
}
SIGN: Final[dict[Status, str]] = {Status.GOOD: "●", Status.WATCH: "▲", Status.ALARM: "▼", Status.NONE: ""}
"""A state is never said by colour alone."""


def opaque(brand: Brand, colour: Colour) -> str:
    """Return a colour as spreadsheets write it: opacity and RRGGBB."""
    return "FF" + str(getattr(brand, colour)).removeprefix("#").upper()


def tint(brand: Brand, fill: Colour) -> str:
    """Return what fills a cell: the light accent as it is, a state's colour thinned to a tenth on white."""
    full = opaque(brand, fill)
    if fill == "accent_light":
        return full
    channels = (int(full[index : index + 2], 16) for index in (2, 4, 6))
    return "FF" + "".join(f"{255 - (255 - channel) // 10:02X}" for channel in channels)
