"""Turns receivables by age into lying bars: a bar a row, stacked of its buckets, darker the older they are."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.document import Chart
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.pdf.shapes import (
    LABEL_SIZE,
    Label,
    Line,
    Rect,
    Shapes,
    category,
    figure,
    lengths,
    rect,
    text_width,
)
from reportgen.render.words import Words, word

_ROW, _BAR = 18.0, 11.0
_GAP = 5.0
SHADES = 6
"""So many shades there are from light to dark; more buckets share the darkest."""

_LIGHT_TEXT = 3
"""From this shade on, figures on a bar are light."""


def ageing(chart: Chart, words: Words, width: float) -> Shapes:
    """Return stacked bars with a figure in each bucket that has room for it, and the row's sum at its end.

    A bucket below zero (money paid in advance) takes nothing of the bar: it is told by its figure in the table beside.
    """
    totals = [_total(chart, index) for index in range(len(chart.categories))]
    longest = max((text_width(word(words, name, "compact")) for name in chart.categories), default=0.0)
    names = min(longest + 2 * _GAP, width * 0.38)
    room = max((text_width(word(words, total, "compact")) for total in totals), default=0.0) + 2 * _GAP
    drawn = [sum(_drawn(chart, index)) for index in range(len(chart.categories))]
    scale = (width - names - room) / (max(drawn, default=0.0) or 1.0)
    rects: list[Rect] = []
    labels: list[Label] = []
    for index, total in enumerate(totals):
        bars = list(_stack(chart, index, names, scale))
        rects += bars
        labels += _inside(chart, index, bars, words)
        labels.append(category(0, _base(index), chart.categories[index], words, names - _GAP))
        labels.append(figure(names + drawn[index] * scale + _GAP, _base(index), total, words))
    last = _top(len(chart.categories) - 1) + _BAR
    axis = Line(round(names, 2), 0, round(names, 2), last + _top(0), "axis")
    return Shapes(_top(len(chart.categories)), tuple(rects), (axis,), tuple(labels))


def shade(index: int, of: int) -> int:
    """Return the shade of a bucket, from 0 (lightest): the last bucket is the darkest, however many there are."""
    return round(index * (SHADES - 1) / max(of - 1, 1))


def _drawn(chart: Chart, index: int) -> list[float]:
    return [max(lengths(chart, series.key)[index] or 0.0, 0.0) for series in chart.series]


def _total(chart: Chart, index: int) -> Quantity | NotMeasured:
    known = [value for series in chart.series if isinstance(value := series.values[index], Quantity)]
    if not known:
        return NotMeasured()
    first = known[0]
    return Quantity(sum((value.value for value in known[1:]), first.value), first.unit, first.currency)


def _stack(chart: Chart, index: int, left: float, scale: float) -> Iterator[Rect]:
    for place, length in enumerate(_drawn(chart, index)):
        wide = length * scale
        yield rect(left, _top(index), wide, _BAR, f"shade-{shade(place, len(chart.series))}")
        left += wide


def _inside(chart: Chart, index: int, bars: list[Rect], words: Words) -> Iterator[Label]:
    for place, (series, bar) in enumerate(zip(chart.series, bars, strict=True)):
        value = series.values[index]
        if bar.width > 0 and text_width(word(words, value, "compact")) + 4 <= bar.width:
            found = figure(bar.x + bar.width / 2, _base(index), value, words, "middle")
            role = "light" if shade(place, len(chart.series)) >= _LIGHT_TEXT else "name"
            yield Label(found.x, found.y, found.text, "middle", role)


def _top(index: int) -> float:
    return 3 + index * _ROW


def _base(index: int) -> float:
    return round(_top(index) + _BAR / 2 + LABEL_SIZE * 0.36, 2)
