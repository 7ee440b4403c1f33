"""Turns the ways in which people write a day or a period into one, or into None where it could be another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from reportgen.model.period import month_of, parse_period

_TIME = r"(?:[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_YEAR_FIRST = tuple(
    re.compile(form + _TIME, re.ASCII)
    for form in (
        r"(?P<Y>[0-9]{4})(?P<mark>[-/.])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2})",
        r"(?P<Y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<Y>[0-9]{4})年\s?(?P<m>[0-9]{1,2})月\s?(?P<d>[0-9]{1,2})日",
    )
)
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|([0-9]{2})|年\s?([0-9]{1,2})月份?)", re.ASCII)
_QUARTER = re.compile(r"([0-9]{4})(?:-?Q|年第?)([1-4])(?:季度?)?", re.ASCII)
_YEAR = re.compile(r"([0-9]{4})年?", re.ASCII)
_DIRECTIVES = {"Y": r"(?P<Y>[0-9]{4})", "m": r"(?P<m>[0-9]{1,2})", "d": r"(?P<d>[0-9]{1,2})"}


def date_pattern(form: str) -> re.Pattern[str]:
    """Turn a declared form (`%m/%d/%Y`) into a pattern; digits only, so that no language is read from the machine."""
    parts = re.split(r"(%.)", form)
    return re.compile(
        "".join(_DIRECTIVES.get(part[1:], "[0-9]{1,2}") if part.startswith("%") else re.escape(part) for part in parts)
    )


def read_date(text: str, patterns: Sequence[re.Pattern[str]] = ()) -> date | None:
    """Read a day: year first in any common form, or one of the declared forms. A time of day is left out."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for pattern in (*_YEAR_FIRST, *patterns):
        match = pattern.fullmatch(plain)
        if match:
            return _day(int(match["Y"]), int(match["m"]), int(match["d"]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_period(text: str) -> str | None:
    """Read a month, quarter or year and return its id: `2026年3月` is `2026-03`, `2017Q3` is `2017-Q3`.

    A day stands for its month.
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    day = read_date(plain)
    if day is not None:
        return month_of(day).id
    found = None
    if match := _MONTH.fullmatch(plain):
        month = int(match[2] or match[3] or match[4])
        found = parse_period(f"{match[1]}-{month:02}")
    elif match := _QUARTER.fullmatch(plain):
        found = parse_period(f"{match[1]}-Q{match[2]}")
    elif match := _YEAR.fullmatch(plain):
        found = parse_period(match[1])
    return found.id if found else None
