"""Turns the ways in which people write a day into the days it could be: one, two where the order is open, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reportgen.sources.values.months import month_number
from reportgen.sources.values.numerals import plain

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""The years of business: a day outside them is read, and doubted."""

CERTAIN = ""
"""The order of a day that can be read in one way only."""

_ZONE = r"\s?(?:Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
_TIME = (
    rf"(?:(?:T|\s|,\s)\s*[0-9]{{1,2}}(?:[:.][0-9]{{2}}){{1,2}}(?:[.,][0-9]{{1,9}})?(?:\s?[AaPp]\.?[Mm]\.?)?{_ZONE})?"
)
_YEAR_FIRST = tuple(
    re.compile(form + _TIME, re.ASCII)
    for form in (
        r"(?P<Y>[0-9]{4})(?P<mark>[-/.])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2})",
        r"(?P<Y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<Y>[0-9]{4})\s?年\s?(?P<m>[0-9]{1,2})\s?月\s?(?P<d>[0-9]{1,2})\s?[日号]",
        r"(?P<Y>[0-9]{4})\s(?P<m>[0-9]{1,2})\s(?P<d>[0-9]{1,2})",
    )
)
_CHINESE = re.compile(
    r"(?P<Y>[零〇○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})[日号]"
)
_SHORT_CHINESE = re.compile(r"(?P<y>[0-9]{2})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})[日号]", re.ASCII)
_PARTS = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}", re.ASCII)
_DAY_YEAR_SHORT = re.compile(rf"([0-9]{{2}})([-/.])([0-9]{{1,2}})\2([0-9]{{1}}){_TIME}", re.ASCII)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_NAME = r"(?P<b>[^\W\d_]{3,10})\.?"
_NAMED_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.|º)?"
_BETWEEN = r",?[-\s/.]*(?:de\s)?"
_NAMED = tuple(
    re.compile(_WEEKDAY + form + _TIME)
    for form in (
        rf"{_NAMED_DAY}{_BETWEEN}{_NAME}{_BETWEEN}(?P<Y>[0-9]{{4}}|'?[0-9]{{2}})",
        rf"{_NAME}[-\s]+{_NAMED_DAY}(?:,\s?|\s)(?P<Y>[0-9]{{4}})",
        rf"(?P<Y>[0-9]{{4}})[-\s/]+{_NAME}[-\s/]+{_NAMED_DAY}",
    )
)
_DIRECTIVES = {"Y": r"(?P<Y>[0-9]{4})", "m": r"(?P<m>[0-9]{1,2})", "d": r"(?P<d>[0-9]{1,2})"}
_NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"〇": 0, "○": 0}


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A written day: by the order in which it is read (`dmy`, `mdy`, `ymd`, or `CERTAIN`), the day that it is.

    No days at all where the calendar has none such. `short` says that its year has two digits, `other` what else the
    century makes of the day where that is open.
    """

    days: Mapping[str, date]
    short: bool = False
    other: Mapping[str, date] = field(default_factory=dict)


def date_pattern(form: str) -> re.Pattern[str]:
    """Turn a declared form (`%m/%d/%Y`) into a pattern; digits only, so that no language is read from the machine."""
    parts = re.split(r"(%.)", form)
    return re.compile(
        "".join(_DIRECTIVES.get(part[1:], "[0-9]{1,2}") if part.startswith("%") else re.escape(part) for part in parts)
    )


def written_day(text: str, patterns: Sequence[re.Pattern[str]] = ()) -> WrittenDay | None:
    """Read a day in any of the common forms, or in a declared one, which counts first. A time of day is left out.

    None for a text that is no day at all.
    """
    usual = plain(text)
    for pattern in (*patterns, *_YEAR_FIRST):
        if match := pattern.fullmatch(usual):
            return _certain(int(match["Y"]), int(match["m"]), int(match["d"]))
    for read in (_of_parts, _of_names, _of_chinese):
        found = read(usual)
        if found is not None:
            return found
    return None


def read_date(text: str, patterns: Sequence[re.Pattern[str]] = ()) -> date | None:
    """Read a day that can be read in one way only."""
    found = written_day(text, patterns)
    return found.days.get(CERTAIN) if found and not found.other else None


def _of_parts(text: str) -> WrittenDay | None:
    """Read three numbers without a year of four digits in front: the order is open."""
    match = _PARTS.fullmatch(text)
    if match is None:
        last = _DAY_YEAR_SHORT.fullmatch(text)  # 26.7.1: the last cannot be a year
        return _short({"ymd": (last[1], last[3], last[4])}) if last else None
    first, second, last_part = match[1], match[3], match[4]
    if len(last_part) == 4:
        days = {"dmy": _day(last_part, second, first), "mdy": _day(last_part, first, second)}
        return WrittenDay({order: day for order, day in days.items() if day})
    forms = {"dmy": (last_part, second, first), "mdy": (last_part, first, second)}
    return _short(forms | ({"ymd": (first, second, last_part)} if len(first) == 2 else {}))


def _of_names(text: str) -> WrittenDay | None:
    """Read a day with its month's name: `1-Jul-26`, `July 1, 2026`, `1. Juli 2026`."""
    for pattern in _NAMED:
        match = pattern.fullmatch(text)
        month = month_number(match["b"]) if match else None
        if match and month:
            if len(match["Y"]) == 4:
                return _certain(int(match["Y"]), month, int(match["d"]))
            return _short({CERTAIN: (match["Y"].lstrip("'"), str(month), match["d"])})
    return None


def _of_chinese(text: str) -> WrittenDay | None:
    if match := _SHORT_CHINESE.fullmatch(text):
        return _short({CERTAIN: (match["y"], match["m"], match["d"])})
    if match := _CHINESE.fullmatch(text):
        year = int("".join(str(_NUMERALS[sign]) for sign in match["Y"]))
        return _certain(year, _chinese(match["m"]), _chinese(match["d"]))
    return None


def _chinese(text: str) -> int:
    """Return a number of one to ninety-nine written in Chinese numerals."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS[text] if len(text) == 1 else 0
    return (_NUMERALS.get(tens, 0) if tens else 1) * 10 + (_NUMERALS.get(ones, 99) if ones else 0)


def _certain(year: int, month: int, day: int) -> WrittenDay:
    found = _day(year, month, day)
    return WrittenDay({CERTAIN: found} if found else {})


def _short(forms: Mapping[str, tuple[str, str, str]]) -> WrittenDay:
    """Read years of two digits: 00 to 49 are this century, 90 to 99 the last, and between them nobody can know."""
    days: dict[str, date] = {}
    other: dict[str, date] = {}
    for order, (year, month, day) in forms.items():
        century = 1900 if int(year) >= 50 else 2000
        found = _day(century + int(year), month, day)
        if found:
            days[order] = found
        later = _day(2000 + int(year), month, day) if 50 <= int(year) < 90 else None
        if later:
            other[order] = later
    return WrittenDay(days, short=True, other=other)


def _day(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------ day numbers


def day_of_serial(serial: int, epoch: int = 1900) -> date | None:
    """Return the day that a spreadsheet program counts as a number, from either of its two beginnings.

    Counted from 1900 the number 60 is 29 February 1900, a day that never was.
    """
    if epoch == 1904:
        return date(1904, 1, 1) + timedelta(serial) if 0 <= serial < 2_900_000 else None
    if serial == 60 or not 0 < serial < 2_900_000:
        return None
    return date(1899, 12, 30 if serial > 60 else 31) + timedelta(serial)


def business_day_of_serial(text: str, epoch: int) -> date | None:
    """Return the day that a number stands for, where it is one of the years of business; its time is left out."""
    whole, _, _ = text.partition(".")
    day = day_of_serial(int(whole), epoch) if whole.isascii() and whole.isdigit() and len(whole) == 5 else None
    return day if day and is_likely(day) else None


def is_likely(day: date) -> bool:
    """Tell whether a day lies in the years of business."""
    return FIRST_DAY <= day <= LAST_DAY
