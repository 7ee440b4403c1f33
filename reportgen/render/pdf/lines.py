"""Turns values over time into lines: a forecast in its band with targets, and the small line of a trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.model.document import Chart, Trend
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.pdf.shapes import (
    LABEL_SIZE,
    Dot,
    Label,
    Line,
    Shapes,
    Trace,
    category,
    dot,
    figure,
    lengths,
    main_series,
    text_width,
    trace,
)
from reportgen.render.words import Words, word

_TOP, _BASE, _FOOT = 14.0, 96.0, 14.0
_NEAR = 0.4
"""Where no value falls below this part of the highest, the drawing does not begin at zero."""

_APART = LABEL_SIZE + 1.5
"""How far base lines of labels above one another must be apart."""


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where values are: `slot` is a period's width, `low` the value at the base, `unit` the height of one."""

    slot: float
    low: float
    unit: float

    def x(self, index: int) -> float:
        return (index + 0.5) * self.slot

    def y(self, value: float) -> float:
        return _BASE - (value - self.low) * self.unit


def forecast(chart: Chart, words: Words, width: float) -> Shapes:
    """Return what was as a line, what is expected as a dashed one in its band, and a tick a target.

    The last figure that was, the last that is expected and the ends of its band are said beside their points.
    """
    room = _aside(chart, words)
    plane = _plane(chart, width - room)
    labels = (*_ends(chart, words, plane, width), *_names(chart, words, plane))
    ticks = tuple(_ticks(chart, plane))
    axis = Line(0, _BASE, round(width - room, 2), _BASE, "axis")
    return Shapes(
        _BASE + _FOOT, (), (axis, *ticks), labels, traces=tuple(_traces(chart, plane)), dots=tuple(_dots(chart, plane))
    )


def _aside(chart: Chart, words: Words) -> float:
    """Room at the right for the figures of the last point."""
    last = (_last(chart, key) for key in ("forecast", "low", "high", "actual"))
    return max((text_width(word(words, value, "compact")) for _, value in filter(None, last)), default=0.0) + 8


def _plane(chart: Chart, width: float) -> _Plane:
    known = [item for series in chart.series for item in lengths(chart, series.key) if item is not None]
    high, low = max(*known, 0.0, 0.0), min(*known, 0.0, 0.0)
    lowest = min(known, default=0.0)
    if lowest > _NEAR * high:
        # Unlike a bar, a line says nothing by its distance from zero.
        low = lowest - (high - lowest) * 0.25
    return _Plane(width / max(len(chart.categories), 1), low, (_BASE - _TOP) / ((high - low) or 1.0))


def _points(chart: Chart, key: str, plane: _Plane) -> list[tuple[float, float]]:
    return [(plane.x(i), plane.y(value)) for i, value in enumerate(lengths(chart, key)) if value is not None]


def _traces(chart: Chart, plane: _Plane) -> Iterator[Trace]:
    actual, expected = _points(chart, "actual", plane), _points(chart, "forecast", plane)
    joint = [actual[-1]] if actual and expected and expected[0][0] > actual[-1][0] else []
    low, high = _points(chart, "low", plane), _points(chart, "high", plane)
    if low and high:
        yield trace([*joint, *high, *reversed(low)], "band", closed=True)
    if len(actual) > 1:
        yield trace(actual, "actual")
    if len(joint) + len(expected) > 1:
        yield trace([*joint, *expected], "forecast")


def _dots(chart: Chart, plane: _Plane) -> Iterator[Dot]:
    for x, y in _points(chart, "actual", plane):
        yield dot(x, y, 1.8, "actual")
    for x, y in _points(chart, "forecast", plane):
        yield dot(x, y, 2.0, "actual", hollow=True)


def _ticks(chart: Chart, plane: _Plane) -> Iterator[Line]:
    half = min(plane.slot * 0.36, 16.0)
    for index, value in enumerate(lengths(chart, "target")):
        if value is not None:
            x, y = plane.x(index), round(plane.y(value), 2)
            yield Line(round(x - half, 2), y, round(x + half, 2), y, "target")


def _last(chart: Chart, key: str) -> tuple[int, Quantity] | None:
    """The last period that a series tells of, and its value."""
    for series in chart.series:
        if series.key == key:
            known = [(i, value) for i, value in enumerate(series.values) if isinstance(value, Quantity)]
            return known[-1] if known else None
    return None


def _ends(chart: Chart, words: Words, plane: _Plane, width: float) -> Iterator[Label]:
    """The figures at the right, moved apart where they would meet; the last actual stands above its own point.

    An end of the band that is what is expected is not said twice.
    """
    expected = _last(chart, "forecast")
    wanted = [
        (key, found)
        for key in ("high", "forecast", "low")
        if (found := _last(chart, key)) and (key == "forecast" or found != expected)
    ]
    ends = [(key, value, plane.y(float(value.value))) for key, (_, value) in wanted]
    for (key, value, _), y in zip(ends, apart([y for _, _, y in ends], LABEL_SIZE, _BASE), strict=True):
        label = figure(width, y + LABEL_SIZE * 0.36, value, words, "end")
        yield label if key == "forecast" else Label(label.x, label.y, label.text, "end", "category")
    actual = _last(chart, "actual")
    if actual is not None:
        index, value = actual
        half = text_width(word(words, value, "compact")) / 2
        x = min(max(plane.x(index), half), width - half)
        yield figure(x, max(plane.y(float(value.value)) - 5, LABEL_SIZE), value, words, "middle")


def apart(places: Sequence[float], least: float, most: float) -> list[float]:
    """Return base lines moved so far apart that texts do not meet, in the same order, between two bounds."""
    moved = list(places)
    order = sorted(range(len(moved)), key=lambda index: moved[index])
    floor = least
    for index in order:
        moved[index] = max(moved[index], floor)
        floor = moved[index] + _APART
    ceiling = most
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - _APART
    return moved


def _names(chart: Chart, words: Words, plane: _Plane) -> Iterator[Label]:
    """The periods' names; where there are many, every second or third."""
    widest = max((text_width(word(words, name, "compact")) for name in chart.categories), default=0.0)
    each = max(1, -int(-(widest + 2) // plane.slot)) if plane.slot < widest + 2 <= 60 else 1
    for index, name in enumerate(chart.categories):
        if index % each == 0:
            room = min(plane.slot * each - 2, 2 * plane.x(index))
            yield category(plane.x(index), _BASE + 10, name, words, max(room, 8.0), middle=True)


def spark_line(
    values: Sequence[float | None], width: float, height: float
) -> tuple[tuple[Trace, ...], tuple[Dot, ...]]:
    """Return a line through what is known, with gaps where nothing is, and a point at the newest value."""
    known = [value for value in values if value is not None]
    if not known:
        return (), ()
    high, low = max(known), min(known)
    unit = (height - 4) / ((high - low) or 1.0)
    step = (width - 6) / max(len(values) - 1, 1)
    middle = 0.0 if high > low else (height - 4) / 2
    places = [
        None if value is None else (3 + index * step, height - 2 - middle - (value - low) * unit)
        for index, value in enumerate(values)
    ]
    last = next(place for place in reversed(places) if place is not None)
    return tuple(_runs(places)), (dot(*last, 1.6, "actual"),)


def _runs(places: Sequence[tuple[float, float] | None]) -> Iterator[Trace]:
    run: list[tuple[float, float]] = []
    for place in (*places, None):
        if place is not None:
            run.append(place)
            continue
        if len(run) > 1:
            yield trace(run, "actual")
        run = []


def spark(chart: Chart, words: Words, width: float) -> Shapes:
    """Return a small line with its last figure at its end."""
    key, values = main_series(chart)
    newest = next((value for value in reversed(values) if isinstance(value, Quantity)), NotMeasured())
    room = text_width(word(words, newest, "compact")) + 6
    traces, dots = spark_line(lengths(chart, key), min(width - room, 160.0), 24.0)
    label = figure(min(width - room, 160.0) + 3, 12 + LABEL_SIZE * 0.36, newest, words)
    return Shapes(24.0, (), (), (label,), traces=traces, dots=dots)


def trend_lengths(found: Trend) -> tuple[float | None, ...]:
    """Return the values of a trend as lengths to draw; None where there is none."""
    return tuple(float(value.value) if isinstance(value, Quantity) else None for value in found.values)
