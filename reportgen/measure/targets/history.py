"""A measure's rows → what each person, line or customer group brought in a year: the weights of a target's division."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from reportgen.measure.actuals.book import Book
from reportgen.measure.calendar import Calendar
from reportgen.measure.columns import month_id
from reportgen.measure.targets.levels import GIVEN_AS, History


def history(book: Book | None, calendar: Calendar) -> History:
    """Return what answers for a level and a fiscal year; nothing where the data do not tell."""

    @cache
    def sold(level: str, year: int) -> Mapping[str, int]:
        months = [month_id(month.start) for month in calendar.months(year)]
        if book is None or book.measure.how != "sum":
            return {}
        return _people(book, months) if level == "person" else _values(book, GIVEN_AS.get(level, ""), months)

    return sold


def _people(book: Book, months: list[int]) -> dict[str, int]:
    totals = book.lines.tally("person", "", months[0], months[-1]).totals
    return {person: total.value for person, total in totals.items()}


def _values(book: Book, column: str, months: list[int]) -> dict[str, int]:
    if column not in book.table.columns:
        return {}
    index = book.lines.within(book.lines.all, months[0], months[-1])
    codes, names = book.lines.codes(column)
    sums = pd.Series(book.lines.worth(index)).groupby(codes[index]).sum()
    return {names[int(code)]: int(value) for code, value in sums.items() if int(code) >= 0}  # type: ignore[call-overload]
