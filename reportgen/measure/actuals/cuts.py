"""A measure cut by a column of its rows or of the roster.

One small table a subject, whose rows sum to the subject's figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from reportgen.measure.actuals.book import Book, covered
from reportgen.measure.actuals.crediting import NUMBER
from reportgen.measure.actuals.reading import Books, first_day, quantity, reach
from reportgen.model.measured import CrossTable, SliceRow, SliceTable, Subject
from reportgen.model.period import Period, year_before
from reportgen.model.plan import EVER, BandSlice, Slice
from reportgen.model.quantity import Measurable, NotMeasured
from reportgen.model.room import aside
from reportgen.model.step import Rows
from reportgen.model.table import NUMERIC


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice of the plan: `codes` are the numbers of the labels of the book's rows, `labels` what is behind them.

    `sums` are what the labels of every subject of a kind come to in a period.
    """

    slice: Slice | BandSlice
    book: Book
    codes: np.ndarray = field(repr=False, compare=False)
    labels: tuple[str, ...]
    earlier: Callable[[Period], Cut | None] = field(repr=False, compare=False)
    sums: Callable[[str, Period], Mapping[str, Mapping[int, int]]] = field(repr=False, compare=False)


def cut(books: Books, wanted: Slice | BandSlice, period: Period) -> Cut | None:
    """Compute a slice as of a period's end.

    None when the inputs lack the measure or the column, or the measure cannot be added up.
    """
    found = books.of(wanted.measure, period)
    if found is None or found.measure.how == "distinct":
        return None
    coded = _coded(found, books, wanted)
    if coded is None:
        return None
    codes, labels = aside(coded[0]), coded[1]

    @cache
    def sums(kind: str, period: Period) -> Mapping[str, Mapping[int, int]]:
        """Return what every subject's labels come to over the months that the measure counts in a period."""
        return found.lines.tally(kind, "", *reach(found, period)).by_code(codes, len(labels))

    @cache
    def earlier(period: Period) -> Cut | None:
        """What is open or overdue was another thing then, and of other teams: such a measure is cut anew."""
        if wanted.measure in books.changing or found.measure.window == EVER:
            return cut(books, wanted, period)
        return Cut(wanted, found, codes, labels, lambda _: None, sums)

    return Cut(wanted, found, codes, labels, earlier, sums)


def _coded(found: Book, books: Books, wanted: Slice | BandSlice) -> tuple[np.ndarray, tuple[str, ...]] | None:
    """Return for each row the number of its label, and the labels; None where the inputs do not tell."""
    if isinstance(wanted, BandSlice):
        return _of_bands(found, wanted)
    if wanted.of == "row":
        return _of_rows(found, wanted.column) if wanted.column in found.table.columns else None
    return _of_people(found, wanted.column) if books.crediting.says(wanted.column) else None


def _of_bands(found: Book, wanted: BandSlice) -> tuple[np.ndarray, tuple[str, ...]] | None:
    """Return the band of each row's number: the last one that begins at or below it; "" below all and for no number."""
    column = found.table.columns.get(wanted.column)
    if column is None or column.type not in NUMERIC:
        return None
    values = found.table.frame[column.name].iloc[found.lines.position]
    unit, labels = 10**column.scale, {"": 0}
    codes = np.zeros(len(values), NUMBER)
    for band in wanted.bands:
        inside = values.notna() if band.start is None else (values >= -((-band.start * unit) // 1)).fillna(value=False)
        codes[inside.to_numpy(dtype=bool)] = labels.setdefault(band.label, len(labels))
    return codes, tuple(labels)


def _of_rows(found: Book, column: str) -> tuple[np.ndarray, tuple[str, ...]]:
    codes, values = found.lines.codes(column)
    return _merged(codes + 1, ("", *values))


def _of_people(found: Book, column: str) -> tuple[np.ndarray, tuple[str, ...]]:
    said, numbers = found.lines.said(column)
    return said, tuple(numbers)


def _merged(codes: np.ndarray, labels: Sequence[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return labels once each: an empty text is as good as none."""
    numbers: dict[str, int] = {}
    found = np.array([numbers.setdefault(label, len(numbers)) for label in labels], NUMBER)
    return found[codes], tuple(numbers)


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
    return _table(found, found.slice.id, period, now, then, reason)


def _table(
    found: Cut, name: str, period: Period, now: Mapping[str, int], then: Mapping[str, int], reason: str
) -> SliceTable:
    """Return what labels come to and came to; `reason` is why nothing is known of the past, "" where it is."""
    labels = sorted({*now, *then}, key=lambda label: (-now.get(label, 0), label))
    rows = tuple(SliceRow(label, _amount(found, now, label), _past(found, then, label, reason)) for label in labels)
    total: Measurable = (
        quantity(found.book, sum(now.values())) if covered(found.book, period) else NotMeasured("no-history")
    )
    return SliceTable(name, rows, total)


def cross_table(books: Books, found: Cut, across: Slice | BandSlice, period: Period) -> CrossTable | None:
    """Return the company's slice by another one's column too, beside the year before.

    What is measured is the first slice's measure. None where its rows do not tell the other one's column.
    """
    before = year_before(period)
    then_cut = found.earlier(before)
    now, then = _pairs(books, found, across, period), {}
    if now is None:
        return None
    reason = "no-history"
    if then_cut is not None and covered(then_cut.book, before):
        then, reason = _pairs(books, then_cut, across, before) or {}, ""
    rows, columns = (
        _table(found, name, period, _summed(now, place), _summed(then, place), reason)
        for place, name in enumerate((found.slice.id, across.id))
    )
    cells = tuple(
        tuple(_part(found, now, then, (row.label, each.label), reason) for each in columns.rows) for row in rows.rows
    )
    first, _ = reach(found.book, period)
    measure = found.book.measure
    behind = Rows(measure.table, measure.id, start=first_day(first) if first else None, end=period.end)
    return CrossTable(rows, columns, cells, behind)


def _pairs(books: Books, found: Cut, across: Slice | BandSlice, period: Period) -> dict[tuple[str, str], int] | None:
    """Return what each pair of labels comes to in a period."""
    coded = _coded(found.book, books, across)
    if coded is None:
        return None
    codes, labels = coded
    pairs = found.codes * len(labels) + codes
    tally = found.book.lines.tally("company", "", *reach(found.book, period))
    sums = tally.by_code(pairs, len(found.labels) * len(labels)).get("", {})
    return {(found.labels[pair // len(labels)], labels[pair % len(labels)]): value for pair, value in sums.items()}


def _summed(pairs: Mapping[tuple[str, str], int], place: int) -> dict[str, int]:
    """Return what the labels at one place of the pairs come to."""
    found: dict[str, int] = {}
    for pair, value in pairs.items():
        found[pair[place]] = found.get(pair[place], 0) + value
    return found


def _part(
    found: Cut,
    now: Mapping[tuple[str, str], int],
    then: Mapping[tuple[str, str], int],
    pair: tuple[str, str],
    reason: str,
) -> SliceRow:
    actual = quantity(found.book, now.get(pair, 0))
    return SliceRow(pair[1], actual, NotMeasured(reason) if reason else quantity(found.book, then.get(pair, 0)))


def labels_of(found: Cut) -> tuple[str, ...]:
    """Return the labels that any row has, in order."""
    return tuple(sorted(found.labels[code] for code in np.flatnonzero(np.bincount(found.codes))))


def _totals(found: Cut, subject: Subject, period: Period) -> dict[str, int]:
    """Return what each label comes to over the months that the measure counts in a period."""
    own = subject.kind in ("person", "team")
    sums = found.sums(subject.kind if own else "company", period).get(subject.id if own else "", {})
    return {found.labels[code]: value for code, value in sums.items()}


def _amount(found: Cut, totals: Mapping[str, int], label: str) -> Measurable:
    return quantity(found.book, totals.get(label, 0))


def _past(found: Cut, totals: Mapping[str, int], label: str, reason: str) -> Measurable:
    return NotMeasured(reason) if reason else quantity(found.book, totals.get(label, 0))
