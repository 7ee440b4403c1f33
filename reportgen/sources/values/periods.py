"""Turns the ways in which people write a month, a quarter, a half-year or a year into its id, by the whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.model.period import month_of, parse_span
from reportgen.sources import kinds
from reportgen.sources.grid import CellKind
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.dates import CERTAIN, business_day_of_serial, written_day
from reportgen.sources.values.evidence import decide_order
from reportgen.sources.values.months import month_number
from reportgen.sources.values.numbers import ABSENT
from reportgen.sources.values.numerals import plain
from reportgen.sources.values.outcome import Doubt
from reportgen.sources.values.spellings import Spellings

_MONTH = re.compile(r"([0-9]{4})\s?(?:[-/.]\s?([0-9]{1,2})|([0-9]{2})|年\s?([0-9]{1,2})\s?月份?)", re.ASCII)
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})", re.ASCII)
_MONTH_NAMED = re.compile(r"([^\W\d_]{3,10})\.?[-\s/,']*([0-9]{4}|[0-9]{2})|([0-9]{4})[-\s/]*([^\W\d_]{3,10})\.?")
_MONTH_CHINESE = re.compile(r"([0-9]{4})年([一二三四五六七八九十]{1,2})月份?")
_SHORT_CHINESE = re.compile(r"([0-9]{2})年([0-9]{1,2})月份?", re.ASCII)
_TWO = re.compile(r"([0-9]{2})[-/.]([0-9]{2})", re.ASCII)
_QUARTER = re.compile(
    r"(?P<Y>[0-9]{4}|[0-9]{2})\s?(?:年|[-/.\s]?)\s?(?:第?\s?(?P<q>[1-4一二三四])\s?季度?|Q(?P<Q>[1-4]))"
    r"|(?:第?(?P<q2>[1-4一二三四])季度?|Q(?P<Q2>[1-4])|(?P<Q3>[1-4])Q)[-/.\s,']*(?P<Y2>[0-9]{4}|[0-9]{2})年?",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?P<Y>[0-9]{4}|[0-9]{2})\s?(?:年|[-/.\s]?)\s?(?:(?P<h>[上下])半年度?|H(?P<H>[12]))"
    r"|(?:(?P<h2>[上下])半年度?|HJ?\s?(?P<H2>[12])|(?P<H3>[12])H|(?P<H4>[12])\.\s?(?:Halbjahr|HJ))"
    r"[-/.\s,']*(?P<Y2>[0-9]{4}|[0-9]{2})年?",
    re.IGNORECASE,
)
_YEARS = r"(?:[0-9]{4}|[0-9]{2})(?:\s?[-/]\s?(?:[0-9]{4}|[0-9]{2}))?"
_FISCAL = re.compile(
    rf"(?:(?:FY|fiscal year|GJ|Geschäftsjahr|财年|财政年度)[-\s']*{_YEARS}|{_YEARS}\s?(?:财年|财政年度|FY))"
    rf"(?:[-\s]?[QH][1-4])?|[QH][1-4][-\s]?FY[-\s']*{_YEARS}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"([0-9]{4})\s?(?:年|年度|全年)?", re.ASCII)
_TENTH_OR_FIRST = re.compile(r"([0-9]{4})\.1", re.ASCII)
_HALVES = {"上": "1", "下": "2"}
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_EITHER = {"ym": "year, month", "my": "month, year"}
_CENTURY = 90


def written_period(text: str) -> Mapping[str, str]:
    """Read a month, quarter, half-year or year: by the order in which it is read, its id. Empty where it is none.

    A day stands for its month; `03/04/2026` stands for two.
    """
    usual = plain(text)
    day = written_day(usual)
    if day is not None:
        return {order: month_of(found).id for order, found in day.days.items()} if not day.other else {}
    for read in (_two_numbers, _month, _quarter, _half, _year):
        found = read(usual)
        if found:
            return found
    return {}


def read_period(text: str) -> str | None:
    """Read a month, quarter, half-year or year that is sure, and return its id.

    `2026年3月` is `2026-03`, `2017Q3` is `2017-Q3`; a day stands for its month.
    """
    return written_period(text).get(CERTAIN)


def _two_numbers(text: str) -> dict[str, str]:
    """Read `26-07`, which can be one month only, and `07-08`, which can be two."""
    match = _TWO.fullmatch(text)
    if not match:
        return {}
    ids = {"ym": _month_id(match[1], match[2]), "my": _month_id(match[2], match[1])}
    return {order: found for order, found in ids.items() if found}


def _month(text: str) -> dict[str, str]:
    if match := _MONTH.fullmatch(text):
        return _sure(_month_id(match[1], match[2] or match[3] or match[4]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _sure(_month_id(match[2], match[1]))
    if match := _SHORT_CHINESE.fullmatch(text):
        return _sure(_month_id(match[1], match[2]))
    if match := _MONTH_CHINESE.fullmatch(text):
        return _sure(_month_id(match[1], month_number(match[2]) or 0))
    if match := _MONTH_NAMED.fullmatch(text):
        return _sure(_month_id(match[2] or match[3], month_number(match[1] or match[4]) or 0))
    return {}


def _quarter(text: str) -> dict[str, str]:
    match = _QUARTER.fullmatch(text)
    if not match:
        return {}
    quarter = next(part for part in (match["q"], match["Q"], match["q2"], match["Q2"], match["Q3"]) if part)
    return _sure(_id(f"{_year_of(match['Y'] or match['Y2'])}-Q{_QUARTERS.get(quarter, quarter)}"))


def _half(text: str) -> dict[str, str]:
    match = _HALF.fullmatch(text)
    if not match:
        return {}
    half = next(part for part in (match["h"], match["H"], match["h2"], match["H2"], match["H3"], match["H4"]) if part)
    return _sure(_id(f"{_year_of(match['Y'] or match['Y2'])}-H{_HALVES.get(half, half)}"))


def _year(text: str) -> dict[str, str]:
    match = _YEAR.fullmatch(text)
    return _sure(_id(match[1])) if match else {}


def _sure(found: str) -> dict[str, str]:
    return {CERTAIN: found} if found else {}


def _month_id(year: str, month: str | int) -> str:
    written = _year_of(year)
    return _id(f"{written}-{int(month):02}") if written else ""


def _year_of(text: str) -> str:
    """Return a year in full; of two digits 50 to 89 are nobody knows which century."""
    if len(text) == 4:
        return text
    short = int(text)
    return f"20{text}" if short < 50 else f"19{text}" if short >= _CENTURY else ""


def _id(text: str) -> str:
    found = parse_span(text)
    return found.id if found else ""


# ------------------------------------------------------------------------------------------------- the column


def read_periods(rule: ColumnRule, found: Spellings, epoch: int) -> tuple[list[str], list[Doubt]]:
    """Return the spellings' periods ("" where absent) and the doubts."""
    texts = found.texts.to_pylist()
    numbers = set() if found.kinds is None else {int(i) for i in (found.kinds == CellKind.NUMBER).nonzero()[0]}
    read = {
        index: _of_number(text, epoch) if index in numbers else written_period(text)
        for index, text in enumerate(texts)
        if text and text not in ABSENT
    }
    ids = [read.get(index, {}).get(CERTAIN, "") for index in range(len(texts))]
    unread = [i for i, meant in read.items() if not meant]
    fiscal = [i for i in unread if _FISCAL.fullmatch(plain(texts[i]))]
    doubts = found.each(fiscal, rule.name, kinds.PERIOD_FISCAL)
    doubts += found.each(sorted(set(unread) - set(fiscal)), rule.name, kinds.PERIOD_UNREADABLE)
    open_ones = {index: meant for index, meant in read.items() if meant and CERTAIN not in meant}
    unclear = _in_order(rule, ids, open_ones)
    if unclear:
        doubts.append(_unclear(rule, found, unclear, open_ones))
    return ids, doubts


def _of_number(text: str, epoch: int) -> Mapping[str, str]:
    """Read a workbook's number: 202607, 2026, a day number; 2026.1 may have been typed as 2026.10."""
    if match := _TENTH_OR_FIRST.fullmatch(text):
        return {"january": f"{match[1]}-01", "october": f"{match[1]}-10"}
    day = business_day_of_serial(text, epoch)
    return {CERTAIN: month_of(day).id} if day else written_period(text)


def _in_order(rule: ColumnRule, ids: list[str], open_ones: Mapping[int, Mapping[str, str]]) -> list[int]:
    """Enter the periods whose order is declared or shown by the column; return those left unclear."""
    declared = {rule.order, {"dmy": "my", "mdy": "my", "ymd": "ym"}.get(rule.order, "")}
    shown = decide_order(open_ones).name
    unclear = []
    for index, meant in open_ones.items():
        orders = [order for order in meant if order in (declared if rule.order else {shown})]
        if orders or len(set(meant.values())) == 1:
            ids[index] = meant[orders[0]] if orders else next(iter(meant.values()))
        else:
            unclear.append(index)
    return unclear


def _unclear(
    rule: ColumnRule, found: Spellings, unclear: Sequence[int], open_ones: Mapping[int, Mapping[str, str]]
) -> Doubt:
    """Report all periods with two readings together."""
    first, second = list(open_ones[unclear[0]].values())[:2] if len(open_ones[unclear[0]]) > 1 else ("", "")
    values: tuple[tuple[str, Any], ...] = (
        ("column", rule.name),
        ("first", first),
        ("second", second),
        ("rows", str(len(found.rows(unclear)))),
    )
    return found.once(unclear, rule.name, kinds.PERIOD_UNCLEAR, unclear[0], values)
