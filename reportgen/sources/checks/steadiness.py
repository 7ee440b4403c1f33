"""A table's months → months whose rows or sums are far from those of the month before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from reportgen.model.money import decimal_text, half_up, plain
from reportgen.model.table import ColumnType, Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import NO_DAY, chosen, exact_sums, first_of, in_place_order, integers
from reportgen.sources.checks.exports import day_in_name
from reportgen.sources.checks.suspects import Said, Suspects
from reportgen.sources.profiles.check_rules import Steady

_NO_MONTH = -(10**6)


@dataclass(frozen=True, slots=True)
class _Months:
    """The months that a table has, in order: each row's index among them (-1: none), and their texts."""

    of_row: Any
    numbers: Any
    first: Any


def unsteady(rule: Steady, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect the first row of a month of which rows or sums are far from those of the month before.

    Only months that follow one another are compared. The last month may not be over: it is compared by its files only.
    """
    del tables
    if rule.date and rule.date not in table.columns:
        return []
    months = _months(rule, table)
    rows = np.flatnonzero(months.of_row >= 0)
    counted = [("the number of rows", np.ones(len(table.frame), np.int64), 0, False)]
    for name in (name for name in rule.sums if name in table.columns):
        amount = integers(table, name)
        is_money = table.columns[name].type is ColumnType.MONEY
        counted.append((f"the sum of {name}", amount.values, amount.scale, is_money))
    return [_far(rule, table, months, rows, each) for each in counted]


def _months(rule: Steady, table: Table) -> _Months:
    month = _month_of_rows(rule, table)
    month = np.where(chosen(table, rule.where), month, _NO_MONTH)
    numbers, index = np.unique(month, return_inverse=True)
    if len(numbers) and numbers[0] == _NO_MONTH:
        numbers, index = numbers[1:], index - 1
    rows = np.flatnonzero(index >= 0)
    return _Months(index, numbers, first_of(index, len(numbers), in_place_order(table, rows)))


def _month_of_rows(rule: Steady, table: Table) -> Any:
    """Return months since 1970."""
    if rule.date:
        series = table.frame[rule.date]
        if table.columns[rule.date].type is ColumnType.DATE:
            found = series.to_numpy("datetime64[M]").astype(np.int64)
            return np.where(found == NO_DAY, _NO_MONTH, found)
        distinct = {text: _month_number(str(text)) for text in series.dropna().unique()}
        return series.map(distinct).to_numpy("int64", na_value=_NO_MONTH)
    days = [day_in_name(rule.files, source.file) for source in table.sources]
    of_sources = np.array([_NO_MONTH if one is None else (one.year - 1970) * 12 + one.month - 1 for one in days])
    return of_sources[table.frame["_source"].to_numpy()] if days else np.zeros(0, np.int64)


def _month_number(text: str) -> int:
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    return (int(found[1]) - 1970) * 12 + int(found[2]) - 1 if found else _NO_MONTH


def _far(rule: Steady, table: Table, months: _Months, rows: Any, counted: tuple[str, Any, int, bool]) -> Suspects:
    what, values, scale, is_money = counted
    sums = exact_sums(months.of_row[rows], values[rows], len(months.numbers)).astype(object)
    top, bottom = rule.factor.numerator, rule.factor.denominator
    suspected: dict[int, tuple[int, int, int]] = {}
    for index in range(1, len(months.numbers)):
        last, now = int(sums[index - 1]), int(sums[index])
        follows = months.numbers[index] == months.numbers[index - 1] + 1
        more = now * bottom > last * top
        less = now * top < last * bottom and (index < len(months.numbers) - 1 or bool(rule.files))
        if follows and last > 0 and (more or less):
            suspected[int(months.first[index])] = (index, last, now)

    def say(position: int) -> Said:
        index, last, now = suspected[position]
        number = int(months.numbers[index])
        values = (
            ("what", what[0].upper() + what[1:]),
            ("month", _month(number)),
            ("before", _month(number - 1)),
            ("last", plain(Fraction(last, 10**scale), scale)),
            ("times", plain(half_up(Fraction(now, last)))),
            ("factor", decimal_text(rule.factor) or str(rule.factor)),
        )
        amount = abs(Fraction(now - last, 10**scale)) if is_money else None
        return Said(plain(Fraction(now, 10**scale), scale), values, amount=amount)

    return Suspects(kinds.TOTALS_FAR, table, np.array(list(suspected), np.int64), rule.date, say, "")


def _month(number: int) -> str:
    return f"{1970 + number // 12}-{number % 12 + 1:02d}"
