"""What a threshold is a share of → its value for each subject: a target, the usual, an industry's average, the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.groups import Grouped
from reportgen.measure.alerts.figures import Board, mean
from reportgen.measure.columns import at_scale
from reportgen.measure.kpis.figures import times
from reportgen.measure.kpis.formulas import measures_of
from reportgen.measure.kpis.source import listed
from reportgen.model.alerts import Above, Alert, Below
from reportgen.model.period import Period, year_before
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.rhythm import Look, look_before
from reportgen.model.step import Rows, Step

Base = Callable[[str], Step | None]
"""Subject → what its figure is compared with; None where there is nothing to compare with."""

Means = Mapping[tuple[str, ...], tuple[Fraction, int]]
"""Texts of some columns → the mean of the rows that have them, and how many there are."""


def base_of(board: Board, alert: Alert, condition: Below | Above, figure: str, look: Look) -> Base | None:
    """Return what a figure is compared with at a time, None where the threshold stands for itself."""
    if condition.of == "value":
        return None
    if condition.of == "period_before":
        past = board.values(figure, alert.subject, look_before(look, alert.every).period)
        return past.get
    if condition.of == "year_before":
        return board.values(figure, alert.subject, year_before(look.period)).get
    if not condition.against:
        return lambda label: _target(board, figure, alert.subject, label, look.period)
    return _against(board, alert, condition, figure, look.period)


def _target(board: Board, figure: str, kind: str, label: str, period: Period) -> Step | None:
    """Return a KPI's target: of the subject's own value of its column, else the KPI's."""
    kpi = board.kpi(figure, period)
    if kpi is None:
        return None
    if label in kpi.values:
        return Step("target", Quantity(kpi.values[label], kpi.unit), rule=f"kpis/{kpi.id}", places=(kpi.place,))
    goal = kpi.target
    if goal is None:
        return None
    if goal.value is not None:
        value = Quantity(goal.value * times(goal, period), kpi.unit)
        return Step("target", value, rule=f"kpis/{kpi.id}", places=(kpi.place,))
    step = board.source(kind, label).goal(goal.metric, goal.column, period, kpi.unit)
    return step if isinstance(step.value, Quantity) else None


def _against(board: Board, alert: Alert, condition: Below | Above, figure: str, period: Period) -> Base:
    """Return the mean of the subject's own rows of a measure, else of the row that agrees with the figure's."""
    if board.kpi(condition.against, period) is not None:
        return board.values(condition.against, alert.subject, period).get
    own = board.shelf.grouped(condition.against, alert.subject, period)
    if not isinstance(own, NotMeasured):
        return lambda label: _mean_of(own, condition.against, label)
    return _Agreeing.of(board, alert, condition, figure, period).base


def _mean_of(grouped: Grouped, name: str, label: str) -> Step | None:
    if label not in grouped.index:
        return None
    held = listed(grouped.book, grouped.index[label], grouped.rows(label))
    value = mean(held)
    return Step(name, value, f"mean of {name}", rows=held.told) if isinstance(value, Quantity) else None


@dataclass(frozen=True, slots=True)
class _Agreeing:
    """A table of usual values that knows texts and not the subject: an industry's days in a stage.

    The subject's newest row says which texts are its own; what the table does not know, the company's history does.
    """

    against: str
    history: str
    columns: tuple[str, ...]
    unit: Unit
    usual: Means
    past: Means
    texts: Mapping[str, tuple[str, ...]]
    said: dict[tuple[str, ...], Step | None] = field(default_factory=dict)

    @staticmethod
    def of(board: Board, alert: Alert, condition: Below | Above, figure: str, period: Period) -> _Agreeing:
        """Prepare both tables; without a common column nothing agrees."""
        names = (condition.against, condition.history)
        usual, past = (board.books.of(name, period) if name else None for name in names)
        mine = board.shelf.grouped(_base_measure(board, figure, period), alert.subject, period)
        if usual is None or isinstance(mine, NotMeasured):
            return _Agreeing(*names, (), Unit.NUMBER, {}, {}, {})
        columns = tuple(name for name in usual.table.key if name != usual.measure.date)
        if not set(columns) <= set(mine.book.table.columns):
            return _Agreeing(*names, (), Unit.NUMBER, {}, {}, {})
        knows = past is not None and set(columns) <= set(past.table.columns)
        return _Agreeing(
            *names,
            columns,
            usual.measure.unit,
            _means(usual, columns),
            _means(past, columns) if past is not None and knows else {},
            _texts(mine, columns),
        )

    def base(self, label: str) -> Step | None:
        """Return the usual value of a subject: the table's, else the mean of the company's own past."""
        texts = self.texts.get(label)
        if texts is None:
            return None
        if texts not in self.said:
            self.said[texts] = self._of(texts)
        return self.said[texts]

    def _of(self, texts: tuple[str, ...]) -> Step | None:
        named = {column: (text,) for column, text in zip(self.columns, texts, strict=True)}
        for name, known in ((self.against, self.usual), (self.history, self.past)):
            if texts in known:
                value, count = known[texts]
                rows = Rows("", name, where=named, count=count)
                return Step(name, Quantity(value, self.unit), f"mean of {name} of {', '.join(texts)}", rows=rows)
        return None


def _base_measure(board: Board, figure: str, period: Period) -> str:
    kpi = board.kpi(figure, period)
    return next(iter(measures_of(kpi.kind))) if kpi else figure


def _means(book: Book, columns: tuple[str, ...]) -> Means:
    """Return the mean of a measure's filled rows by the texts of some columns; rows that lack one are left out."""
    coded = [book.lines.codes(column) for column in columns]
    index = np.flatnonzero(book.lines.known & np.all([codes >= 0 for codes, _ in coded], axis=0))
    if not len(index):
        return {}
    keys = np.stack([codes[index] for codes, _ in coded])
    different, inverse, counts = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    order = np.argsort(inverse.ravel(), kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    sums = np.add.reduceat(book.lines.worth(index)[order], starts)
    found = {}
    for place, (total, count) in enumerate(zip(sums.tolist(), counts.tolist(), strict=True)):
        texts = tuple(values[different[at, place]] for at, (_, values) in enumerate(coded))
        found[texts] = (at_scale(total, book.scale) / count, count)
    return found


def _texts(grouped: Grouped, columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the texts of each subject's newest row."""
    if not grouped.index:
        return {}
    if not columns:
        return dict.fromkeys(grouped.index, ())
    coded = [grouped.book.lines.codes(column) for column in columns]
    sizes = [len(index) for index in grouped.index.values()]
    index = np.concatenate(list(grouped.index.values()))
    order = np.lexsort((index, grouped.book.lines.month[index], np.repeat(np.arange(len(sizes)), sizes)))
    newest = index[order[np.cumsum(sizes) - 1]]
    texts = (_said(codes[newest], values.whole()) for codes, values in coded)
    return dict(zip(grouped.index, zip(*texts, strict=True), strict=True))


def _said(codes: np.ndarray, values: list[str]) -> list[str]:
    return ["" if code < 0 else values[code] for code in codes.tolist()]
