"""Turns what a column of numbers showed while it was read into doubts and notes: each said once, with its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow.compute as pc

from reportgen.model.problem import Kind
from reportgen.model.table import Column, ColumnType
from reportgen.sources import kinds
from reportgen.sources.grid import CellKind
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.evidence import Shown
from reportgen.sources.values.forms import Form, multiple_of
from reportgen.sources.values.lookalikes import number_meant
from reportgen.sources.values.numerals import decimals_of, read_number, shown
from reportgen.sources.values.outcome import Doubt
from reportgen.sources.values.spellings import Spellings

_UNREADABLE = {
    ColumnType.MONEY: kinds.AMOUNT_UNREADABLE,
    ColumnType.NUMBER: kinds.NUMBER_UNREADABLE,
    ColumnType.PERCENT: kinds.PERCENT_UNREADABLE,
}


@dataclass(slots=True)
class Numbers:
    """The spellings of a column as integers at its scale, while they are being read."""

    column: Column
    found: Spellings
    units: Any
    absent: Any
    odd: Any
    doubts: list[Doubt] = field(default_factory=list)


def with_points(numbers: Numbers) -> Any:
    """Tell of each spelling whether it is a number with a decimal point that somebody typed."""
    typed = ~numbers.absent
    if numbers.found.kinds is not None:
        typed = typed & (numbers.found.kinds != CellKind.NUMBER)
    return typed & pc.match_substring(numbers.found.texts, ".").to_numpy(zero_copy_only=False)


def refuse(rule: ColumnRule, numbers: Numbers, strange: list[Any]) -> None:
    """Report spellings that are no numbers, with the character that may have been mistyped."""
    if not strange:
        return
    column = rule.column

    def said(index: int) -> tuple[tuple[str, str], ...]:
        text = numbers.found.texts[index].as_py()
        currency = f", in {column.currency}" if column.currency else ""
        percent = column.type is ColumnType.PERCENT
        alike = number_meant(
            text, lambda meant: read_number(meant, column.currency, percent=percent, decimal=rule.decimal) is not None
        )
        return (("currency", currency), ("alike", f" {alike}" if alike else ""))

    kind = _UNREADABLE[column.type]
    numbers.doubts += numbers.found.each(np.concatenate(strange), column.name, kind, said)


def refuse_foreign(numbers: Numbers, foreign: list[Any]) -> None:
    """Report amounts that name another currency than the one declared."""
    if foreign:
        column = numbers.column
        values = (("column", column.name), ("currency", column.currency or "without one"))
        indexes = np.concatenate(foreign)
        numbers.doubts += numbers.found.each(indexes, column.name, kinds.AMOUNT_OTHER_CURRENCY, lambda _: values)


def do_not_fit(numbers: Numbers, indexes: Any, form: Form, decimals: int, factor: Fraction, kind: Kind) -> None:
    """Report numbers of a form that have more decimals, or more digits, than the column can hold."""
    if not len(indexes):
        return
    column = numbers.column
    digits = dict(zip(form.indexes.tolist(), form.digits.tolist(), strict=True))
    multiple = multiple_of(column, form, decimals, factor) / 10**column.scale

    def said(index: int) -> tuple[tuple[str, str], ...]:
        needed = str(decimals_of(digits[index] * multiple) or "?")
        return (("column", column.name), ("scale", str(column.scale)), ("needed", needed))

    numbers.doubts += numbers.found.each(indexes, column.name, kind, said)


def note_texts(numbers: Numbers) -> None:
    """Say once of a workbook's column that some of its numbers are stored as text."""
    said = numbers.found.kinds
    indexes = np.flatnonzero(~numbers.absent & (said == CellKind.TEXT))
    if len(indexes):
        values = (("column", numbers.column.name), ("rows", str(len(numbers.found.rows(indexes)))))
        note = numbers.found.once(indexes, numbers.column.name, kinds.NUMBER_AS_TEXT, int(indexes[0]), values)
        numbers.doubts.append(note)


def note_commas(numbers: Numbers, forms: list[Form]) -> None:
    """Say once of a column that it was read against the usual form, and which number decided it."""
    if not any(form.shown is Shown.COMMA for form in forms):
        return
    found, name = numbers.found, numbers.column.name
    indexes = np.concatenate([form.indexes for form in forms])
    shows = next(form for form in sorted(forms, key=lambda form: not form.proven) if form.shown is Shown.COMMA)
    values = (("column", name), ("rows", str(len(found.rows(indexes)))))
    numbers.doubts.append(found.once(indexes, name, kinds.DECIMAL_COMMA_READ, int(shows.indexes[0]), values))


def unclear(numbers: Numbers, open_ones: list[Form], forms: list[Form], factor: Fraction) -> Doubt:
    """Report all numbers with two readings together, and what the column would total under each."""
    found, column = numbers.found, numbers.column
    indexes = np.concatenate([form.indexes for form in open_ones])
    counts = found.counts()
    certain = Fraction(_sum(numbers.units, counts), 10**column.scale)
    decimal = grouped = Fraction(0)
    for form in open_ones:
        total = _sum(form.digits, counts[form.indexes])
        decimal += total * multiple_of(column, form, form.after_mark, factor) / 10**column.scale
        grouped += total * multiple_of(column, form, 0, factor) / 10**column.scale
    form = open_ones[0]
    digits = int(form.digits[0])
    values = (
        ("column", column.name),
        ("first", shown(digits * multiple_of(column, form, form.after_mark, factor) / 10**column.scale)),
        ("second", shown(digits * multiple_of(column, form, 0, factor) / 10**column.scale)),
        ("because", _because(numbers, forms)),
        ("rows", str(len(found.rows(indexes)))),
        ("total", shown(certain + decimal)),
        ("other_total", shown(certain + grouped)),
    )
    return found.once(indexes, column.name, kinds.DECIMAL_UNCLEAR, int(form.indexes[0]), values)


def _sum(values: Any, counts: Any) -> int:
    """Return Σ value × count exactly: in two halves, neither of which can leave 64 bits."""
    if values.dtype == object:
        return sum(int(value) * int(count) for value, count in zip(values, counts, strict=True))
    half = 10**9
    return int((values // half * counts).sum()) * half + int((values % half * counts).sum())


def _because(numbers: Numbers, forms: list[Form]) -> str:
    """Say why nothing decides: there is no evidence, or there is evidence of both."""
    texts = numbers.found.texts
    shows = {
        form.shown: texts[int(form.indexes[0])].as_py()
        for form in sorted(forms, key=lambda form: form.proven)
        if form.shown in {Shown.POINT, Shown.COMMA}
    }
    if Shown.POINT not in shows:
        points = np.flatnonzero(with_points(numbers))
        if len(points):
            shows[Shown.POINT] = texts[int(points[0])].as_py()
    if len(shows) == 2:
        return f"its column has both “{shows[Shown.POINT]}” and “{shows[Shown.COMMA]}”"
    return "nothing else in its column decides"
