"""Turns charts with a row for each category into lying bars: amounts, attainment against 100 %, stages of a funnel."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.document import Chart
from reportgen.model.quantity import Measurable
from reportgen.render.pdf.shapes import (
    LABEL_SIZE,
    Label,
    Line,
    Rect,
    Shapes,
    Tip,
    category,
    figure,
    lengths,
    main_series,
    rect,
    text_width,
)
from reportgen.render.words import Words, word

_ROW, _BAR = 18.0, 10.0
_GAP = 5.0
BULLET_REACH = 1.25
"""The share of the target at which a bullet's track ends; longer bars end there in an arrow."""


def bars(chart: Chart, words: Words, width: float) -> Shapes:
    """Return lying bars from a common zero, each with its figure at its end."""
    key, values = main_series(chart)
    known = lengths(chart, key)
    names, room = _names_width(chart, words, width), _figures_width(values, words)
    high, low = max(*(item or 0.0 for item in known), 0.0, 0.0), min(*(item or 0.0 for item in known), 0.0, 0.0)
    scale = (width - names - room) / ((high - low) or 1.0)
    zero = names - low * scale
    rects = tuple(
        rect(zero + min(item, 0.0) * scale, _top(index), abs(item) * scale, _BAR, "actual")
        for index, item in enumerate(known)
        if item is not None
    )
    ends = (zero + max(item or 0.0, 0.0) * scale for item in known)
    labels = tuple(figure(end + _GAP, _base(index), values[index], words) for index, end in enumerate(ends))
    axis = Line(round(zero, 2), 0, round(zero, 2), _height(chart), "axis")
    return Shapes(_height(chart), rects, (axis,), (*_names(chart, words, names), *labels))


def bullets(chart: Chart, words: Words, width: float) -> Shapes:
    """Return a track a row with a bar on it and a tick where the target (100 %) is."""
    key, values = main_series(chart)
    names, room = _names_width(chart, words, width), _figures_width(values, words)
    track = width - names - room
    rects: list[Rect] = []
    for index, item in enumerate(lengths(chart, key)):
        rects.append(rect(names, _top(index), track, _BAR, "track"))
        if item is not None:
            rects.append(rect(names, _top(index) + 2.5, track * reach(item), _BAR - 5, "actual"))
    tips = tuple(
        Tip(round(names + track, 2), _top(index) + _BAR / 2, _BAR / 2, "actual")
        for index, item in enumerate(lengths(chart, key))
        if item is not None and beyond(item)
    )
    tick = round(names + track * reach(1.0), 2)
    ticks = tuple(
        Line(tick, _top(index) - 1, tick, _top(index) + _BAR + 1, "target") for index in range(len(chart.categories))
    )
    labels = tuple(figure(width, _base(index), value, words, "end") for index, value in enumerate(values))
    return Shapes(_height(chart), tuple(rects), ticks, (*_names(chart, words, names), *labels), tips)


def funnel(chart: Chart, words: Words, width: float) -> Shapes:
    """Return a bar a stage, centred, so that the narrowing is what one sees."""
    key, values = main_series(chart)
    names, room = _names_width(chart, words, width), _figures_width(values, words)
    known = lengths(chart, key)
    high = max(*(item or 0.0 for item in known), 0.0, 0.0) or 1.0
    space = width - names - room
    rects = tuple(
        rect(names + space * (1 - item / high) / 2, _top(index), space * item / high, _BAR + 2, "actual")
        for index, item in enumerate(known)
        if item is not None and item > 0
    )
    labels = tuple(figure(width, _base(index), value, words, "end") for index, value in enumerate(values))
    return Shapes(_height(chart), rects, (), (*_names(chart, words, names), *labels))


def reach(share: float) -> float:
    """Return how far along its track an attainment goes, from 0 to 1."""
    return round(min(max(share, 0.0), BULLET_REACH) / BULLET_REACH, 4)


def beyond(share: float) -> bool:
    """Tell whether an attainment goes on beyond the end of its track."""
    return share > BULLET_REACH


def _top(index: int) -> float:
    return 4 + index * _ROW


def _base(index: int) -> float:
    """The base line of a row's text: its figures' middle is the bar's."""
    return _top(index) + _BAR / 2 + LABEL_SIZE * 0.36


def _height(chart: Chart) -> float:
    return 4 + _ROW * len(chart.categories)


def _names(chart: Chart, words: Words, room: float) -> Iterator[Label]:
    for index, name in enumerate(chart.categories):
        yield category(0, _base(index), name, words, room - _GAP)


def _names_width(chart: Chart, words: Words, width: float) -> float:
    longest = max((text_width(word(words, name, "compact")) for name in chart.categories), default=0.0)
    return min(longest + 2 * _GAP, width * 0.38)


def _figures_width(values: tuple[Measurable, ...], words: Words) -> float:
    return max((text_width(word(words, value, "compact")) for value in values), default=0.0) + 2 * _GAP
