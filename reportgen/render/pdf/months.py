"""Turns a chart of months into upright bars with a tick at each target and last year's bar in grey beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.model.document import Chart
from reportgen.model.quantity import NotMeasured
from reportgen.render.pdf.shapes import (
    LABEL_SIZE,
    Label,
    Line,
    Rect,
    Shapes,
    category,
    figure,
    lengths,
    main_series,
    rect,
    text_width,
)
from reportgen.render.words import Words, word

_WIDEST = 40.0
"""The widest bar in points: few months on a wide page stay slender."""

_ROWS, _ROW = 3, 9.0
"""Where figures are wider than a month's slot they stand in so many rows above all bars, each so high."""

_FREE = 0.8
"""The part of its months that a text above them may take: the next one may begin left of its own."""

_GAP = 0.5
"""Between last year's bar and the month's own."""

_TOP, _BASE, _FOOT = 14.0, 86.0, 14.0
"""Room for the figures above the bars, the lowest point of a bar, and room for the names of the months."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things are: `zero` is the axis, `base` where the lowest bar ends; `scale` is a unit, `slot` a month.

    `past` tells whether any month has last year's bar beside its own: without one, bars stand under their figures.
    """

    zero: float
    base: float
    scale: float
    slot: float
    past: bool

    def y(self, value: float) -> float:
        return round(self.zero - value * self.scale, 2)

    @property
    def bar_width(self) -> float:
        return min(self.slot * 0.44, _WIDEST)

    @property
    def previous_width(self) -> float:
        return self.bar_width * 0.52 if self.past else 0.0

    def left(self, index: int) -> float:
        """Where a month's bars begin: last year's and its own are in the middle of the slot."""
        return (index + 0.5) * self.slot - (self.bar_width + self.previous_width) / 2

    def bar(self, index: int) -> float:
        return self.left(index) + self.previous_width + (_GAP if self.past else 0.0)


def months(chart: Chart, words: Words, width: float) -> Shapes:
    """Return the shapes of a chart of months."""
    crowded = _is_crowded(chart, words, width / max(len(chart.categories), 1))
    frame = _frame(chart, width, _TOP + (_ROWS - 1) * _ROW if crowded else _TOP)
    rects = (*_bars(chart, "previous", frame), *_bars(chart, "actual", frame))
    axis = Line(0, round(frame.zero, 2), width, round(frame.zero, 2), "axis")
    told = (*_figures(chart, words, frame), *_absences(chart, words, frame))
    labels = (*(_in_rows(told, width) if crowded else told), *_names(chart, words, frame))
    return Shapes(frame.base + _FOOT, rects, (axis, *_ticks(chart, frame)), labels)


def _is_crowded(chart: Chart, words: Words, slot: float) -> bool:
    """Tell whether what stands over a month is wider than it; its bar is a little right of its middle."""
    _, shown = main_series(chart)
    # A figure with its unit, as in 10.1 万, stands in one line: the unit hangs over, as far as the month's end.
    figures = (word(words, value, "compact") for value in shown if not isinstance(value, NotMeasured))
    texts = (word(words, value, "compact") for value in shown)
    return any(text_width(text) > slot for text in figures) or any(
        text_width(line) > slot * _FREE - 1 for text in texts for line in _broken(text, slot * _FREE - 1)
    )


def _in_rows(labels: Sequence[Label], width: float) -> Iterator[Label]:
    """Put the figures above all bars, one after another in each row; what stands in two lines is said in one."""
    words: dict[float, str] = {}
    for label in sorted(labels, key=lambda label: label.y):
        words[label.x] = f"{words[label.x]} {label.text}" if label.x in words else label.text
    roles = {label.x: label.role for label in labels}
    for row in range(_ROWS):
        places = sorted(words)[row::_ROWS]
        y = LABEL_SIZE + (_ROWS - 1 - row) * _ROW
        for x, kept in zip(places, _spread(places, [text_width(words[x]) / 2 for x in places], width), strict=True):
            yield Label(round(kept, 2), y, words[x], "middle", roles[x])


def _spread(middles: Sequence[float], halves: Sequence[float], width: float) -> list[float]:
    """Return the middles of texts moved so far that none meets another or leaves the drawing."""
    kept, edge = list(middles), 0.0
    for index, half in enumerate(halves):
        kept[index] = max(kept[index], edge + half)
        edge = kept[index] + half + 2
    edge = width
    for index in reversed(range(len(kept))):
        kept[index] = min(kept[index], edge - halves[index])
        edge = kept[index] - halves[index] - 2
    return kept


def _frame(chart: Chart, width: float, top: float) -> _Frame:
    known = [item for series in chart.series for item in lengths(chart, series.key) if item is not None]
    high, low = max(*known, 0.0, 0.0), min(*known, 0.0, 0.0)
    # Where all is zero there is nothing to see, and no height to see it in.
    base = _BASE + top - _TOP if high > low else top
    scale = (base - top) / ((high - low) or 1.0)
    past = any(value is not None for value in lengths(chart, "previous"))
    return _Frame(top + high * scale, base, scale, width / max(len(chart.categories), 1), past)


def _bars(chart: Chart, key: str, frame: _Frame) -> Iterator[Rect]:
    for index, value in enumerate(lengths(chart, key)):
        if value is not None:
            actual = key == "actual"
            x, width = (frame.bar(index), frame.bar_width) if actual else (frame.left(index), frame.previous_width)
            yield rect(x, frame.y(max(value, 0.0)), width, abs(value) * frame.scale, key)


def _ticks(chart: Chart, frame: _Frame) -> Iterator[Line]:
    for index, value in enumerate(lengths(chart, "target")):
        if value is not None:
            x = frame.bar(index)
            y = frame.y(value)
            yield Line(round(x - 2, 2), y, round(x + frame.bar_width + 2, 2), y, "target")


def _figures(chart: Chart, words: Words, frame: _Frame) -> Iterator[Label]:
    """The actual's figure stands above its bar, or above the target's tick where the two would meet."""
    _, shown = main_series(chart)
    actuals, targets = lengths(chart, "actual"), lengths(chart, "target")
    for index, value in enumerate(shown):
        if isinstance(value, NotMeasured):
            continue
        peak = frame.y(max(actuals[index] or 0.0, 0.0))
        target = targets[index]
        if target is not None and peak - 11 < frame.y(target) < peak + 1:
            peak = frame.y(target)
        half = text_width(word(words, value, "compact")) / 2
        x = max(min(frame.bar(index) + frame.bar_width / 2, frame.slot * len(shown) - half), half)
        yield figure(x, peak - 3.5, value, words, "middle")


def _absences(chart: Chart, words: Words, frame: _Frame) -> Iterator[Label]:
    """Neighbouring months without a figure share one label, above all that is drawn there.

    A narrow one has two lines.
    """
    _, shown = main_series(chart)
    known = [lengths(chart, key) for key in ("target", "previous")]
    for absent, group in groupby(range(len(shown)), lambda index: isinstance(shown[index], NotMeasured)):
        months = list(group)
        if not absent:
            continue
        peak = min(frame.y(max(series[index] or 0.0, 0.0)) for series in known for index in months)
        lines = _broken(word(words, shown[months[0]], "compact"), frame.slot * (len(months) - 1 + _FREE) - 1)
        for above, line in enumerate(reversed(lines)):
            x = (months[0] + months[-1] + 1) / 2 * frame.slot
            lowest = max(peak - 3.5, LABEL_SIZE + (len(lines) - 1) * (LABEL_SIZE + 1))
            yield Label(round(x, 2), round(lowest - above * (LABEL_SIZE + 1), 2), line, "middle", "absent")


def _broken(text: str, room: float) -> list[str]:
    """A text between whose words a line is broken where it is longer than its room."""
    first, space, rest = text.partition(" ")
    return [first, rest] if space and text_width(text) > room else [text]


def _names(chart: Chart, words: Words, frame: _Frame) -> Iterator[Label]:
    for index, name in enumerate(chart.categories):
        yield category(index * frame.slot + frame.slot / 2, frame.base + 10, name, words, frame.slot - 2, middle=True)
