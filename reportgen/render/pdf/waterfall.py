"""Turns a waterfall into bars that start where the one before ended: upright, or lying where names are long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reportgen.model.document import Chart
from reportgen.model.quantity import Quantity
from reportgen.render.pdf.shapes import (
    LABEL_SIZE,
    Label,
    Line,
    Rect,
    Shapes,
    category,
    lengths,
    main_series,
    rect,
    text_width,
)
from reportgen.render.words import Words, word

_TOP, _BASE = 14.0, 86.0
"""Where the highest and the lowest bar of an upright waterfall end."""

_LINE = 8.5
_ROW, _BAR = 16.0, 10.0
_GAP = 4.0
_NEAR = 0.6
"""Where no level falls below this part of the highest, the bars' common foot is cut off, and a mark says so."""

_WIDEST = 34.0


@dataclass(frozen=True, slots=True)
class _Step:
    """One bar: from a level to a level. `role` is `total`, `up` or `down`."""

    start: float
    end: float
    role: str

    @property
    def low(self) -> float:
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        return max(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From levels to lengths: `foot` is the level where the drawing begins, cut off above zero where `cut`."""

    foot: float
    unit: float
    cut: bool

    def at(self, level: float) -> float:
        return (level - self.foot) * self.unit


def waterfall(chart: Chart, words: Words, width: float) -> Shapes:
    """Return the shapes of a waterfall; a change that was not measured moves nothing and is said in words."""
    slot = width / max(len(chart.categories), 1)
    names = [_lines(word(words, name, "compact"), slot - 3) for name in chart.categories]
    figures = [_figure(chart, words, index) for index in range(len(chart.categories))]
    fits = all(lines for lines in names) and all(text_width(text) <= slot - 1 for text in figures)
    steps = _steps(chart)
    return _upright(steps, names, figures, width) if fits else _lying(chart, steps, figures, words, width)


def _steps(chart: Chart) -> tuple[_Step, ...]:
    """The bars in order; the first and the last stand on the ground."""
    key, _ = main_series(chart)
    values = [value or 0.0 for value in lengths(chart, key)]
    found, level = [], 0.0
    for index, value in enumerate(values):
        if index in (0, len(values) - 1):
            found.append(_Step(0.0, value, "total"))
            level = value
        else:
            found.append(_Step(level, level + value, "up" if value >= 0 else "down"))
            level += value
    return tuple(found)


def _scale(steps: tuple[_Step, ...], length: float) -> _Scale:
    levels = [level for step in steps for level in ((step.end,) if step.role == "total" else (step.start, step.end))]
    high, low = max(*levels, 0.0, 0.0), min(*levels, 0.0, 0.0)
    lowest = min(levels, default=0.0)
    if lowest > _NEAR * high > 0 and len(steps) > 2:
        # Whole bars would leave the changes too small to see: what all have in common is cut off.
        low = lowest - max((high - lowest) * 0.6, high * 0.02)
        return _Scale(low, length / ((high - low) or 1.0), cut=True)
    return _Scale(low, length / ((high - low) or 1.0), cut=False)


def _figure(chart: Chart, words: Words, index: int) -> str:
    """What stands at a bar: where it starts and ends as it is, changes with their sign."""
    _, values = main_series(chart)
    value = values[index]
    text = word(words, value, "compact")
    signed = 0 < index < len(values) - 1 and isinstance(value, Quantity) and value.value > 0
    return f"+{text}" if signed else text


def _lines(text: str, room: float) -> list[str]:
    """A name in at most two lines of a room; none where it does not fit."""
    if text_width(text) <= room:
        return [text]
    for cut in sorted(range(1, len(text)), key=lambda cut: abs(2 * cut - len(text))):
        first, second = text[:cut].rstrip(), text[cut:].lstrip()
        broken = " " in (text[cut - 1], text[cut]) or not text.isascii()
        if broken and max(text_width(first), text_width(second)) <= room:
            return [first, second]
    return []


def _upright(steps: tuple[_Step, ...], names: list[list[str]], figures: list[str], width: float) -> Shapes:
    slot, scale = width / max(len(steps), 1), _scale(steps, _BASE - _TOP)
    wide = min(slot * 0.72, _WIDEST)
    floor = _BASE - scale.at(max(0.0, scale.foot))
    rects: list[Rect] = []
    labels: list[Label] = []
    lines = [Line(0, round(floor, 2), width, round(floor, 2), "axis")]
    for index, step in enumerate(steps):
        middle = (index + 0.5) * slot
        top, bottom = _BASE - scale.at(step.high), _BASE - scale.at(max(step.low, scale.foot))
        rects.append(rect(middle - wide / 2, top, wide, max(bottom - top, 0.6), step.role))
        if scale.cut and step.role == "total":
            rects += _cut(middle - wide / 2, _BASE - 7, wide)
        labels.append(Label(round(middle, 2), round(top - 3.5, 2), figures[index], "middle", "figure"))
        labels += _below(names[index], middle)
    lines += _links([(index + 0.5) * slot for index in range(len(steps))], steps, scale, wide)
    height = _BASE + 2 + _LINE * max((len(lines) for lines in names), default=1) + 2
    return Shapes(round(height, 2), tuple(rects), tuple(lines), tuple(labels))


def _links(middles: list[float], steps: tuple[_Step, ...], scale: _Scale, wide: float) -> Iterator[Line]:
    """Thin lines from where a bar ends to where the next one starts."""
    for (one, step), (other, _) in pairwise(zip(middles, steps, strict=True)):
        y = round(_BASE - scale.at(step.end), 2)
        yield Line(round(one + wide / 2, 2), y, round(other - wide / 2, 2), y, "link")


def _cut(x: float, y: float, wide: float) -> list[Rect]:
    """Two white stripes across a bar's foot: what is below is not drawn to scale."""
    return [rect(x - 1, y, wide + 2, 1.2, "paper"), rect(x - 1, y + 3, wide + 2, 1.2, "paper")]


def _below(lines: list[str], middle: float) -> Iterator[Label]:
    for index, text in enumerate(lines):
        yield Label(round(middle, 2), round(_BASE + 9 + index * _LINE, 2), text, "middle", "category")


def _lying(chart: Chart, steps: tuple[_Step, ...], figures: list[str], words: Words, width: float) -> Shapes:
    longest = max((text_width(word(words, name, "compact")) for name in chart.categories), default=0.0)
    names = min(longest + 2 * _GAP, width * 0.38)
    room = max((text_width(text) for text in figures), default=0.0) + 2 * _GAP
    scale = _scale(steps, width - names - room)
    rects: list[Rect] = []
    labels: list[Label] = []
    lines: list[Line] = [_ground(names + scale.at(max(0.0, scale.foot)), len(steps))]
    for index, step in enumerate(steps):
        top = 2 + index * _ROW
        left, right = names + scale.at(max(step.low, scale.foot)), names + scale.at(step.high)
        rects.append(rect(left, top, max(right - left, 0.6), _BAR, step.role))
        if scale.cut and step.role == "total":
            rects += [rect(names + 5 + shift, top - 1, 1.2, _BAR + 2, "paper") for shift in (0, 3)]
        base = top + _BAR / 2 + LABEL_SIZE * 0.36
        labels.append(category(0, base, chart.categories[index], words, names - _GAP))
        labels.append(Label(round(right + _GAP, 2), round(base, 2), figures[index], "start", "figure"))
        if index + 1 < len(steps):
            end = round(names + scale.at(step.end), 2)
            lines.append(Line(end, top + _BAR, end, top + _ROW, "link"))
    return Shapes(2 + _ROW * len(steps), tuple(rects), tuple(lines), tuple(labels))


def _ground(x: float, rows: int) -> Line:
    return Line(round(x, 2), 0, round(x, 2), _ROW * rows, "axis")
