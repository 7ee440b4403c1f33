"""Turns the many ways in which people write one number into an exact fraction, or into None where it is not sure."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_CURRENCIES = {
    "¥": frozenset({"CNY", "JPY"}),
    "元": frozenset({"CNY"}),
    "RMB": frozenset({"CNY"}),
    "$": frozenset({"USD", "CAD", "AUD", "HKD", "SGD", "TWD"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
}
_MULTIPLES = {"": 1, "万": 10_000, "亿": 100_000_000}
_PATTERN = re.compile(
    r"""(?P<open>\()?\s*
        (?P<sign>[+-])?\s*
        (?P<before>[¥$€£]|[A-Z]{3})?\s*
        (?P<inner>[+-])?\s*
        (?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[ ][0-9]{3})+|[0-9]*)
        (?P<decimals>\.[0-9]*)?\s*
        (?P<multiple>[万亿])?\s*
        (?P<percent>%)?
        (?P<after>[元€£]|[A-Z]{3})?\s*
        (?P<trailing>-)?\s*
        (?P<close>\))?""",
    re.VERBOSE | re.ASCII,
)
_LONGEST = 60


def read_number(text: str, currency: str = "", *, percent: bool = False) -> Fraction | None:
    """Read `1,234.50`, `¥1.2亿`, `（500）`, `500-`, `１２３`; with `percent` also `12.5%`, which is 0.125.

    None for everything else, also for a sign of another currency than the declared one, and for a comma that does not
    part thousands.
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    match = _PATTERN.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None or not _is_consistent(match, currency, percent):
        return None
    digits = re.sub(r"[, ]", "", match["digits"])
    decimals = (match["decimals"] or "").removeprefix(".")
    if not digits + decimals:
        return None
    value = Fraction(int(digits + decimals), 10 ** len(decimals)) * _MULTIPLES[match["multiple"] or ""]
    value = value / 100 if match["percent"] else value
    return -value if match["open"] or "-" in _signs(match) else value


def _is_consistent(match: re.Match[str], currency: str, percent: bool) -> bool:
    """Tell whether signs, brackets, currency and percent sign fit one another and what was declared."""
    marks = [mark for mark in (match["before"], match["after"]) if mark]
    if any(currency not in _CURRENCIES.get(mark, {mark}) for mark in marks):
        return False
    if bool(match["open"]) != bool(match["close"]) or len(_signs(match)) + bool(match["open"]) > 1:
        return False
    return percent or not match["percent"]


def _signs(match: re.Match[str]) -> str:
    return "".join(match[name] or "" for name in ("sign", "inner", "trailing"))


def decimals_of(value: Fraction) -> int | None:
    """Return how many decimals write a value exactly, or None where none do."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
