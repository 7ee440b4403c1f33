"""Turns the many ways in which people write one number into an exact fraction, or into what it could be.

A number is read in two steps: its grammar (sign, currency, digits with their marks, 万, %), and then its digits under
one of two decimal marks. Only the second can be doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_CURRENCIES: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}),
    "元": frozenset({"CNY"}),
    "圆": frozenset({"CNY", "JPY"}),
    "RMB": frozenset({"CNY"}),
    "人民币": frozenset({"CNY"}),
    "CN¥": frozenset({"CNY"}),
    "$": frozenset({"USD", "CAD", "AUD", "HKD", "SGD", "TWD", "NZD", "MXN"}),
    "US$": frozenset({"USD"}),
    "HK$": frozenset({"HKD"}),
    "NT$": frozenset({"TWD"}),
    "A$": frozenset({"AUD"}),
    "C$": frozenset({"CAD"}),
    "S$": frozenset({"SGD"}),
    "美元": frozenset({"USD"}),
    "港元": frozenset({"HKD"}),
    "港币": frozenset({"HKD"}),
    "欧元": frozenset({"EUR"}),
    "英镑": frozenset({"GBP"}),
    "日元": frozenset({"JPY"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
}
_MULTIPLES: Mapping[str, int] = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
    "k": 10**3,
    "tsd": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mm": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "mrd": 10**9,
    "billion": 10**9,
}
_SIGNS = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_WORDS = "|".join(sorted(filter(None, _MULTIPLES), key=len, reverse=True))
_PATTERN = re.compile(
    rf"""(?P<open>\()?\s*
        (?P<sign>[+-])?\s*
        (?P<before>{_SIGNS}|[A-Za-z]{{3}})?\s*
        (?P<inner>[+-])?\s*
        (?P<body>[.,]?[0-9](?:[0-9., ']*[0-9.,])?)
        (?:[eE](?P<exponent>[+-]?[0-9]{{1,2}}))?\s*
        (?:(?P<multiple>{_WORDS})\.?(?![A-Za-z]))?\s*
        (?P<share>[%‰])?\s*
        (?P<after>(?:{_SIGNS})整?|[A-Za-z]{{3}})?\s*
        (?P<trailing>-)?\s*
        (?P<close>\))?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_LONGEST = 60
_SHARES = {"%": 100, "‰": 1000}
_DASHES = "−–‐‑﹣"
_BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_PLAIN = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},  # full width
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _BLANKS), " "),
    ord("￥"): "¥",
    ord("￡"): "£",
    ord("’"): "'",
    ord("‘"): "'",
    ord("﹪"): "%",
}
UNUSUAL = f"[！-～{_DASHES}{_BLANKS}￥￡’‘﹪]"
"""Characters, as a regular expression, that `plain` replaces by the usual ones."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A written number before its decimal mark is known.

    `body` is its digits with their marks, `factor` what its sign, 万 and % multiply them by. `currencies` are those
    its signs allow, None where it has none; `multiple` is its word for thousands and more, in small letters; `own_unit`
    says that it tells itself in what it counts (元, 万), `share` that it is a percentage, `bare_power` that its power
    of ten has no sign: `1e3` is a number only where nothing else can stand.
    """

    body: str
    factor: Fraction
    currencies: frozenset[str] | None = None
    multiple: str = ""
    own_unit: bool = False
    share: bool = False
    bare_power: bool = False


def plain(text: str) -> str:
    """Return a text with full-width characters, minus signs, blanks and apostrophes as a keyboard has them.

    Unlike Unicode's own compatibility forms this keeps 10² from becoming 102.
    """
    return text.translate(_PLAIN).strip()


def numeral(text: str) -> Numeral | None:
    """Read the grammar of a written number: `(¥1,234.5万)`, `500-`, `CNY 3`, `12.5 %`. None where it is not one."""
    match = _PATTERN.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    if match is None or not _is_consistent(match):
        return None
    marks = [_meant(mark) for mark in (match["before"], match["after"]) if mark]
    if None in marks:
        return None
    currencies = frozenset.intersection(*[mark for mark in marks if mark is not None]) if marks else None
    if currencies is not None and not currencies:
        return None
    multiple = (match["multiple"] or "").lower()
    factor = Fraction(_MULTIPLES[multiple], _SHARES.get(match["share"] or "", 1))
    if match["exponent"]:
        factor *= Fraction(10) ** int(match["exponent"])
    if match["open"] or "-" in _signs(match):
        factor = -factor
    own_unit = bool(multiple or match["after"])
    bare = bool(match["exponent"]) and match["exponent"][0].isdigit()
    return Numeral(match["body"], factor, currencies, multiple, own_unit, share=bool(match["share"]), bare_power=bare)


def _is_consistent(match: re.Match[str]) -> bool:
    """Tell whether signs and brackets go together, and whether the parts that exclude each other do."""
    if bool(match["open"]) != bool(match["close"]) or len(_signs(match)) + bool(match["open"]) > 1:
        return False
    if match["share"] and (match["before"] or match["after"] or match["multiple"]):
        return False
    return not (match["exponent"] and match["multiple"])


def _meant(mark: str) -> frozenset[str] | None:
    """Return the currencies that a sign or code stands for; None for three letters that are none."""
    known = _CURRENCIES.get(mark.upper().removesuffix("整"))
    if known is not None:
        return known
    return frozenset({mark.upper()}) if mark.upper() in _codes() else None


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def _signs(match: re.Match[str]) -> str:
    return "".join(match[name] or "" for name in ("sign", "inner", "trailing"))


# --------------------------------------------------------------------------------------------- the digits' marks

_GROUPS = {
    ".": re.compile(r"(?:[0-9]*|[1-9][0-9]{0,2}(?:(?P<mark>[, '])[0-9]{3})(?:(?P=mark)[0-9]{3})*)(?:\.[0-9]*)?"),
    ",": re.compile(r"(?:[0-9]*|[1-9][0-9]{0,2}(?:(?P<mark>[. '])[0-9]{3})(?:(?P=mark)[0-9]{3})*)(?:,[0-9]*)?"),
}
# Indian groups: two digits each before the last three.
_INDIAN = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]*)?")


def decimals_under(body: str, mark: str) -> int | None:
    """Return how many decimals a body of digits has if `mark` is the decimal mark; None where it cannot be."""
    if not any(map(str.isdigit, body)):
        return None
    if _GROUPS[mark].fullmatch(body) or (mark == "." and _INDIAN.fullmatch(body)):
        return len(body.partition(mark)[2])
    return None


def value_under(written: Numeral, mark: str) -> Fraction | None:
    """Return a number's value if `mark` is the decimal mark."""
    decimals = decimals_under(written.body, mark)
    if decimals is None:
        return None
    return Fraction(int("".join(filter(str.isdigit, written.body))), 10**decimals) * written.factor


def read_number(text: str, currency: str = "", *, percent: bool = False, decimal: str = "") -> Fraction | None:
    """Read `1,234.50`, `¥1.2亿`, `（500）`, `500-`, `１２３`; with `percent` also `12.5%`, which is 0.125.

    None for everything else, also for a sign of another currency than the declared one. Without a `decimal` mark the
    point is one, and a comma counts only where it parts thousands.
    """
    written = numeral(text)
    if written is None or written.bare_power or (written.share and not percent):
        return None
    if written.currencies is not None and currency not in written.currencies:
        return None
    return value_under(written, decimal or ".")


def decimals_of(value: Fraction) -> int | None:
    """Return how many decimals write a value exactly, or None where none do."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def shown(value: Fraction) -> str:
    """Write a value in full for a sentence: thousands by commas, decimals after a point."""
    decimals = decimals_of(value)
    if decimals is None:
        return f"{value.numerator}/{value.denominator}"
    whole = str(abs(value.numerator) * 10**decimals // value.denominator).rjust(decimals + 1, "0")
    digits = f"{int(whole[: len(whole) - decimals]):,}" + (f".{whole[len(whole) - decimals :]}" if decimals else "")
    return f"-{digits}" if value < 0 else digits
