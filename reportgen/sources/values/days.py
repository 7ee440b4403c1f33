"""Turns a column of written days into days, in the order of day and month that the column itself shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from reportgen.model.period import month_of
from reportgen.sources import kinds
from reportgen.sources.grid import CellKind
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.dates import (
    CERTAIN,
    WrittenDay,
    business_day_of_serial,
    date_pattern,
    is_likely,
    written_day,
)
from reportgen.sources.values.evidence import Order, decide_order
from reportgen.sources.values.numbers import ABSENT
from reportgen.sources.values.outcome import Doubt
from reportgen.sources.values.spellings import Spellings

_ORDERS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
_MONTHS_NAMED = 4
Pairs = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Days:
    """The spellings of a column as days, while they are being read; None where absent."""

    rule: ColumnRule
    found: Spellings
    days: list[date | None]
    doubts: list[Doubt] = field(default_factory=list)

    def refuse(self, indexes: Sequence[int], kind: Any, values: Any) -> None:
        """Doubt every row with one of some spellings."""
        self.doubts += self.found.each(indexes, self.rule.name, kind, values)

    def tell(self, indexes: Sequence[int], kind: Any, shown: int, values: Pairs) -> None:
        """Doubt or note all rows with some spellings once; `shown` is the spelling that is named."""
        rows = ("rows", str(len(self.found.rows(indexes))))
        said = (("column", self.rule.name), rows, *values)
        self.doubts.append(self.found.once(indexes, self.rule.name, kind, shown, said))


def read_days(rule: ColumnRule, found: Spellings, epoch: int) -> tuple[Any, list[Doubt]]:
    """Return the spellings' days (numpy `datetime64[D]`, NaT where absent) and the doubts."""
    patterns = [date_pattern(form) for form in rule.formats]
    texts = found.texts.to_pylist()
    days = Days(rule, found, [None] * len(texts))
    filled = [index for index, text in enumerate(texts) if text and text not in ABSENT]
    numbers = {index for index in filled if found.kinds is not None and found.kinds[index] == CellKind.NUMBER}
    written = {index: written_day(texts[index], patterns) for index in filled}
    _serials(days, texts, {index for index in numbers if written[index] is None}, epoch)
    unread = [index for index in filled if written[index] is None and index not in numbers]
    _refuse(days, _day_numbers(days, texts, unread, epoch))
    _in_order(days, {index: day for index, day in written.items() if day is not None})
    _told_of_years(days)
    return np.array(days.days, dtype="datetime64[D]"), days.doubts


def _serials(days: Days, texts: Sequence[str], numbers: set[int], epoch: int) -> None:
    """Read a workbook's numbers in a column of days as the day numbers they are, where such a day is likely."""
    wrong = []
    for index in sorted(numbers):
        days.days[index] = business_day_of_serial(texts[index], epoch)
        if days.days[index] is None:
            wrong.append(index)
    _number_for_date(days, wrong, lambda _: "")


def _day_numbers(days: Days, texts: Sequence[str], unread: list[int], epoch: int) -> list[int]:
    """Read day numbers that are text where several stand in the column, or nothing else; return what is left unread.

    A lone one may be anything.
    """
    serials = {index: day for index in unread if (day := business_day_of_serial(texts[index], epoch))}
    if not serials:
        return unread
    filled = sum(bool(text) and text not in ABSENT for text in texts)
    if len(serials) > 1 or filled == 1:
        for index, day in serials.items():
            days.days[index] = day
        first = min(serials)
        days.tell(list(serials), kinds.SERIALS_READ, first, (("day", serials[first].isoformat()),))
    else:
        _number_for_date(days, list(serials), lambda index: f"; it would be {serials[index]} in a spreadsheet program")
    return [index for index in unread if index not in serials]


def _number_for_date(days: Days, indexes: Sequence[int], meant: Any) -> None:
    name = days.rule.name
    days.refuse(
        indexes,
        kinds.NUMBER_FOR_DATE,
        lambda index: (("column", name), ("meant", meant(index)), ("formats", _forms(days.rule))),
    )


def _refuse(days: Days, unread: Sequence[int]) -> None:
    days.refuse(unread, kinds.DATE_UNREADABLE, lambda _: (("formats", _forms(days.rule)),))


def _forms(rule: ColumnRule) -> str:
    return "".join(f", or as {form}" for form in rule.formats)


# --------------------------------------------------------------------------------------------- the order of parts


def _in_order(days: Days, written: Mapping[int, WrittenDay]) -> None:
    """Enter the days that are certain, and the others in the order that is declared or that the column shows."""
    for index, day in written.items():
        if CERTAIN in day.days:
            _enter(days, index, day, CERTAIN)
    open_ones = {index: day for index, day in written.items() if day.days and CERTAIN not in day.days}
    order = Order(days.rule.order) if days.rule.order else decide_order({i: day.days for i, day in open_ones.items()})
    unclear = _enter_in(days, open_ones, order)
    impossible = [index for index, day in written.items() if not day.days]
    if days.rule.order:
        impossible, unclear = sorted(impossible + unclear), []
    in_order = f" in the order {_ORDERS[days.rule.order]}" if days.rule.order else ""
    days.refuse(impossible, kinds.DATE_IMPOSSIBLE, lambda _: (("order", in_order),))
    if unclear:
        _unclear(days, unclear, open_ones, order)
    elif order.name and order.by >= 0:
        days.tell(list(open_ones), kinds.DATE_ORDER_READ, order.by, (("order", _ORDERS[order.name]),))
    _note_short_years(days, written)


def _enter_in(days: Days, open_ones: Mapping[int, WrittenDay], order: Order) -> list[int]:
    """Enter days in one order, and those that are the same in every order; return the others."""
    unclear: list[int] = []
    for index, day in open_ones.items():
        if order.name in day.days:
            _enter(days, index, day, order.name)
        elif not days.rule.order and len(set(day.days.values())) == 1:
            _enter(days, index, day, next(iter(day.days)))
        else:
            unclear.append(index)
    return unclear


def _note_short_years(days: Days, written: Mapping[int, WrittenDay]) -> None:
    short = [index for index, day in written.items() if day.short and days.days[index] is not None]
    if short:
        days.tell(short, kinds.SHORT_YEARS_READ, short[0], (("day", str(days.days[short[0]])),))


def _enter(days: Days, index: int, day: WrittenDay, order: str) -> None:
    """Take a day; where its century is open there are two, and none is taken."""
    first, second = day.days[order], day.other.get(order)
    if second is None:
        days.days[index] = first
    else:
        values = (("first", first.isoformat()), ("second", second.isoformat()))
        days.refuse([index], kinds.SHORT_YEAR_UNCLEAR, lambda _: values)


def _unclear(days: Days, unclear: Sequence[int], written: Mapping[int, WrittenDay], order: Order) -> None:
    """Report all days with several readings together, and the months in which they would fall under each."""
    names = [name for name in _ORDERS if any(name in written[index].days for index in unclear)]
    shown = next((index for index in unclear if all(name in written[index].days for name in names[:2])), unclear[0])
    first, second = list(written[shown].days)[:2]
    texts = days.found.texts
    because = "nothing else in its column decides"
    if order.against >= 0:
        because = f"its column has both “{texts[order.by].as_py()}” and “{texts[order.against].as_py()}”"
    values = (
        ("first", written[shown].days[first].isoformat()),
        ("second", written[shown].days[second].isoformat()),
        ("because", because),
        ("months", _months(days, unclear, written, first)),
        ("other_months", _months(days, unclear, written, second)),
        ("orders", " or ".join(f"`order: {name}`" for name in names)),
    )
    days.tell(unclear, kinds.DATE_UNCLEAR, shown, values)


def _months(days: Days, indexes: Sequence[int], written: Mapping[int, WrittenDay], order: str) -> str:
    """Name the months, and the rows in each, of days read in one order."""
    counts = days.found.counts()
    months: Counter[str] = Counter()
    for index in indexes:
        day = written[index].days.get(order)
        if day:
            months[month_of(day).id] += int(counts[index])
    named = [f"{month} (rows: {rows})" for month, rows in sorted(months.items())[:_MONTHS_NAMED]]
    more = len(months) - _MONTHS_NAMED
    return ", ".join(named) + (f" and months more: {more}" if more > 0 else "")


def _told_of_years(days: Days) -> None:
    """Doubt days far from business once each, wherever they come from; they count as they are."""
    for index, day in enumerate(days.days):
        if day is not None and not is_likely(day):
            days.tell([index], kinds.DATE_UNLIKELY, index, (("day", day.isoformat()),))
