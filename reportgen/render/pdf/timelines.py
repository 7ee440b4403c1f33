"""Turns tasks over time into a Gantt chart: a bar a task, filled as far as it is done, and a line where the day is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.model.document import Task, Timeline
from reportgen.model.period import month_of
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.pdf.shapes import (
    LABEL_SIZE,
    Dot,
    Label,
    Line,
    Rect,
    Shapes,
    category,
    dot,
    rect,
    shortened,
    text_width,
)
from reportgen.render.words import Words, word

_HEAD, _ROW, _BAR = 14.0, 14.0, 7.0
_GAP = 5.0


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that are drawn, and where."""

    first: date
    last: date
    left: float
    width: float

    def x(self, day: date) -> float:
        """The place where a day begins; the day after the last is the right end."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return self.left + self.width * min(max(share, 0.0), 1.0)


def timeline(found: Timeline, words: Words, width: float) -> Shapes:
    """Return the shapes of a timeline over the whole months that its tasks touch."""
    names = _room([word(words, task.label, "compact") for task in found.rows], width * 0.34)
    notes = _room([_note(task, words) for task in found.rows], width * 0.22)
    span = _span(found, names, width - names - notes)
    height = _HEAD + _ROW * len(found.rows) + 2
    rects: list[Rect] = []
    dots: list[Dot] = []
    labels: list[Label] = list(_months(span, words))
    for index, task in enumerate(found.rows):
        base = _top(index) + _BAR / 2 + LABEL_SIZE * 0.36
        if task.start == task.end:
            half = span.width / ((span.last - span.first).days + 1) / 2
            place = min(max(span.x(task.start) + half, span.left + 3), span.left + span.width - 3)
            dots.append(dot(place, _top(index) + _BAR / 2, 3.0, _role(task), hollow=not _is_done(task)))
        else:
            rects += _bar(task, index, span)
        labels.append(category(0, base, task.label, words, names - _GAP))
        note = shortened(_note(task, words), notes - _GAP)
        labels.append(Label(width, round(base, 2), note, "end", _note_role(task)))
    lines = (*_grid(span, height), *_today(found, span, height))
    return Shapes(height, tuple(rects), lines, tuple(labels), dots=tuple(dots))


def _room(texts: list[str], most: float) -> float:
    return min(max(map(text_width, texts), default=0.0) + 2 * _GAP, most)


def _span(found: Timeline, left: float, width: float) -> _Span:
    days = [day for task in found.rows for day in (task.start, task.end)] or [found.day]
    last = max(days)
    following = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
    return _Span(min(days).replace(day=1), following - timedelta(days=1), left, width)


def _top(index: int) -> float:
    return _HEAD + index * _ROW + (_ROW - _BAR) / 2


def _bar(task: Task, index: int, span: _Span) -> Iterator[Rect]:
    left, right = span.x(task.start), span.x(task.end + timedelta(days=1))
    yield rect(left, _top(index), right - left, _BAR, "track")
    if isinstance(task.done, Quantity):
        share = min(max(float(task.done.value), 0.0), 1.0)
        yield rect(left, _top(index) + 1.5, (right - left) * share, _BAR - 3, _role(task))


def _is_done(task: Task) -> bool:
    return isinstance(task.done, Quantity) and task.done.value >= 1


def _role(task: Task) -> str:
    return "actual" if task.status.value == "none" else task.status.value


def _note(task: Task, words: Words) -> str:
    return word(words, task.done if task.note is None else task.note, "compact")


def _note_role(task: Task) -> str:
    if task.note is None and isinstance(task.done, NotMeasured):
        return "absent"
    return "figure" if task.status.value == "none" else task.status.value


def _first_days(span: _Span) -> Iterator[date]:
    day = span.first
    while day <= span.last:
        yield day
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _months(span: _Span, words: Words) -> Iterator[Label]:
    """The months' names in the middle of their slots; where they are narrow, every second or third."""
    days = list(_first_days(span))
    texts = [word(words, month_of(day), "compact") for day in days]
    slot = span.width / max(len(days), 1)
    each = max(1, -int(-(max(map(text_width, texts)) + 2) // slot))
    for index, (day, text) in enumerate(zip(days, texts, strict=True)):
        if index % each == 0 and span.x(day) + text_width(text) <= span.left + span.width + 1:
            yield Label(round(span.x(day) + 1, 2), LABEL_SIZE + 1, text, "start", "category")


def _grid(span: _Span, height: float) -> Iterator[Line]:
    for day in _first_days(span):
        x = round(span.x(day), 2)
        yield Line(x, 2, x, height, "grid")


def _today(found: Timeline, span: _Span, height: float) -> Iterator[Line]:
    if span.first <= found.day <= span.last:
        x = round(span.x(found.day + timedelta(days=1)), 2)
        yield Line(x, _HEAD - 3, x, height, "today")
