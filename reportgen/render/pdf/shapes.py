"""The shapes that a chart is drawn with, in points from its upper left corner, and how long a text is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportgen.model.document import Chart, Value
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.render.words import Words, word

LABEL_SIZE = 7.0
"""The size of text in a chart, in points."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar. `role` is its series' key, or `track` for the ground behind it."""

    x: float
    y: float
    width: float
    height: float
    role: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `role` is `axis`, `target`, `today`, `link` or `grid`."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str


@dataclass(frozen=True, slots=True)
class Tip:
    """An arrow's tip that points right from (x, y): its bar goes on beyond the drawing. `size` is half its height."""

    x: float
    y: float
    size: float
    role: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A line through points, or the area that it goes round where it is `closed`; places as SVG writes them."""

    points: str
    role: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line; a hollow one is expected rather than there. A milestone is a dot too."""

    x: float
    y: float
    radius: float
    role: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A text at its base line.

    `role` is `category`, `figure`, `absent` (not measured), `name` (text on a light ground), `light` (a figure on a
    dark one), `mark` (what the page is about) or a status.
    """

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"]
    role: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of a chart, in the order of drawing, and its height."""

    height: float
    rects: tuple[Rect, ...] = ()
    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()
    tips: tuple[Tip, ...] = ()
    traces: tuple[Trace, ...] = ()
    dots: tuple[Dot, ...] = ()


def figure(
    x: float, y: float, value: Measurable, words: Words, anchor: Literal["start", "middle", "end"] = "start"
) -> Label:
    """Return the label of a value."""
    text = word(words, value, "compact")
    return Label(round(x, 2), round(y, 2), text, anchor, "absent" if isinstance(value, NotMeasured) else "figure")


def category(x: float, y: float, value: Value, words: Words, room: float, *, middle: bool = False) -> Label:
    """Return the label of a category, cut where it is longer than its room."""
    text = shortened(word(words, value, "compact"), room)
    return Label(round(x, 2), round(y, 2), text, "middle" if middle else "start", "category")


def trace(points: Sequence[tuple[float, float]], role: str, *, closed: bool = False) -> Trace:
    """Return a line through points with places rounded."""
    return Trace(" ".join(f"{round(x, 2)},{round(y, 2)}" for x, y in points), role, closed)


def dot(x: float, y: float, radius: float, role: str, *, hollow: bool = False) -> Dot:
    """Return a point with its place rounded."""
    return Dot(round(x, 2), round(y, 2), radius, role, hollow)


def rect(x: float, y: float, width: float, height: float, role: str) -> Rect:
    """Return a rectangle with places rounded, so that the same chart is the same text."""
    return Rect(round(x, 2), round(y, 2), round(width, 2), round(height, 2), role)


def lengths(chart: Chart, key: str) -> tuple[float | None, ...]:
    """Return the values of a series as lengths to draw, which need not be exact; None where there is none."""
    for series in chart.series:
        if series.key == key:
            return tuple(float(item.value) if isinstance(item, Quantity) else None for item in series.values)
    return (None,) * len(chart.categories)


def main_series(chart: Chart) -> tuple[str, tuple[Measurable, ...]]:
    """Return the key and values of the series that a chart is about: `actual`, else the first."""
    for series in (*(series for series in chart.series if series.key == "actual"), *chart.series):
        return series.key, series.values
    return "actual", ()


def text_width(text: str, size: float = LABEL_SIZE) -> float:
    """Return about how long a text is in points: Chinese characters are as wide as high, others a little over half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in text) * size


def shortened(text: str, room: float, size: float = LABEL_SIZE) -> str:
    """Return a text that fits into a room, ending in an ellipsis where something had to go."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
