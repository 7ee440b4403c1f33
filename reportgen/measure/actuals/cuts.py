"""A measure cut by a column of its rows or of the roster.

One small table a subject, whose rows sum to the subject's figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from reportgen.measure.actuals.attributes import labels
from reportgen.measure.actuals.book import Book, covered
from reportgen.measure.actuals.reading import Books, quantity, reach
from reportgen.measure.columns import sums_by
from reportgen.model.measured import SliceRow, SliceTable, Subject
from reportgen.model.period import Period, year_before
from reportgen.model.plan import BandSlice, Slice
from reportgen.model.quantity import Measurable, NotMeasured
from reportgen.model.table import NUMERIC, Table

Parts = Mapping[str, tuple[tuple[int, str, int], ...]]
"""Subject id → (month, label, value) of each part."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice of the plan, computed for people, teams and the company."""

    slice: Slice | BandSlice
    book: Book
    people: Parts = field(repr=False)
    teams: Parts = field(repr=False)
    company: Parts = field(repr=False)
    earlier: Callable[[Period], Cut | None] = field(repr=False, compare=False)


def cut(books: Books, wanted: Slice | BandSlice, period: Period) -> Cut | None:
    """Compute a slice as of a period's end.

    None when the inputs lack the measure or the column, or the measure cannot be added up.
    """
    found = books.of(wanted.measure, period)
    if found is None or found.measure.how == "distinct":
        return None
    parts = _labels(found, books, wanted, found.table)
    if parts is None:
        return None
    totals = sums_by(found.lines.frame.assign(label=parts), ["person", "epoch", "month", "label"], "value")
    return _sorted_out(books, wanted, found, totals)


def _labels(found: Book, books: Books, wanted: Slice | BandSlice, table: Table) -> pd.Series | None:
    if isinstance(wanted, BandSlice):
        return _of_bands(found, table, wanted)
    return _of_rows(found, table, wanted.column) if wanted.of == "row" else _of_people(found, books, wanted.column)


def _of_bands(found: Book, table: Table, wanted: BandSlice) -> pd.Series | None:
    """Return the band of each row's number: the last one that begins at or below it; "" below all and for no number."""
    if wanted.column not in table.columns or table.columns[wanted.column].type not in NUMERIC:
        return None
    values = table.frame.loc[found.lines.frame.index, wanted.column]
    unit = 10 ** table.columns[wanted.column].scale
    labels = pd.Series("", index=values.index, dtype="string")
    for band in wanted.bands:
        inside = values.notna() if band.start is None else (values >= -((-band.start * unit) // 1)).fillna(value=False)
        labels = labels.mask(inside, band.label)
    return labels


def _of_rows(found: Book, table: Table, column: str) -> pd.Series | None:
    if column not in table.columns:
        return None
    labels: pd.Series = table.frame.loc[found.lines.frame.index, column].astype("string").fillna("")
    return labels


def _of_people(found: Book, books: Books, column: str) -> pd.Series | None:
    if not books.crediting.says(column):
        return None
    said = labels(found, books.crediting, column)
    pairs = zip(found.lines.frame["person"], found.lines.frame["epoch"], strict=True)
    return pd.Series([said[(str(p), int(e))] for p, e in pairs], index=found.lines.frame.index, dtype="string")


def _sorted_out(books: Books, wanted: Slice | BandSlice, found: Book, totals: pd.DataFrame) -> Cut:
    people: dict[str, list[tuple[int, str, int]]] = {}
    teams: dict[str, list[tuple[int, str, int]]] = {}
    company: list[tuple[int, str, int]] = []
    for person, epoch, month, label, value in totals[["person", "epoch", "month", "label", "value"]].itertuples(
        index=False
    ):
        part = (int(month), str(label), int(value))
        company.append(part)
        people.setdefault(str(person), []).append(part)
        for manager in books.crediting.teams(str(person), int(epoch)):
            teams.setdefault(manager, []).append(part)
    here = (wanted, found, _frozen(people), _frozen(teams), {"": tuple(company)})

    @cache
    def earlier(period: Period) -> Cut | None:
        """What is open or overdue was another thing then: such a measure is cut anew."""
        if wanted.measure in books.changing:
            return cut(books, wanted, period)
        return Cut(*here, lambda _: None)

    return Cut(*here, earlier)


def _frozen(parts: Mapping[str, list[tuple[int, str, int]]]) -> Parts:
    return {name: tuple(found) for name, found in parts.items()}


def slice_table(found: Cut, subject: Subject, period: Period, past: bool) -> SliceTable:
    """Return a subject's slice in a period beside the year before, largest first, equal ones by label.

    `past` says whether the year before may be held against it.
    """
    before = year_before(period)
    then_cut = found.earlier(before)
    now, then = _totals(found, subject, period), _totals(then_cut, subject, before) if then_cut else {}
    reason = "" if past else "not-comparable"
    if not reason and (then_cut is None or not covered(then_cut.book, before)):
        reason = "no-history"
    labels = sorted({*now, *then}, key=lambda label: (-now.get(label, 0), label))
    rows = tuple(SliceRow(label, _amount(found, now, label), _past(found, then, label, reason)) for label in labels)
    total: Measurable = (
        quantity(found.book, sum(now.values())) if covered(found.book, period) else NotMeasured("no-history")
    )
    return SliceTable(found.slice.id, rows, total)


def _totals(found: Cut, subject: Subject, period: Period) -> dict[str, int]:
    """Return what each label comes to over the months that the measure counts in a period."""
    parts: Parts = {"person": found.people, "team": found.teams}.get(subject.kind, found.company)
    first, last = reach(found.book, period)
    totals: dict[str, int] = {}
    for month, label, value in parts.get(subject.id if subject.kind in ("person", "team") else "", ()):
        if first <= month <= last:
            totals[label] = totals.get(label, 0) + value
    return totals


def _amount(found: Cut, totals: Mapping[str, int], label: str) -> Measurable:
    return quantity(found.book, totals.get(label, 0))


def _past(found: Cut, totals: Mapping[str, int], label: str, reason: str) -> Measurable:
    return NotMeasured(reason) if reason else quantity(found.book, totals.get(label, 0))
