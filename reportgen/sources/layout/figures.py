"""Turns the texts of a column into exact whole numbers at one scale, so that sums of them can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.sources.chunks import chunks_of, in_one
from reportgen.sources.values.numerals import decimals_of, read_number
from reportgen.sources.values.spellings import content_of, ends_of

_PLAIN = r"^-?[0-9]{1,20}(\.[0-9]{1,17})?$"
_GROUPED = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,17})?$"
_COMMA_DECIMALS = r"^-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?$"
_SURELY_COMMA = r",([0-9]{1,2}|[0-9]{4,})$"
_MOST_ODD = 20_000
_MOST_DECIMALS = 17
_MOST_DIGITS = 18
_LIMIT = 2**62
_POINT = ord(".")
_USUAL = np.zeros(256, bool)
_USUAL[[ord(character) for character in "0123456789.-"]] = True


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of numbers: `units` are whole numbers of 10^-scale (int64, or Python integers beyond that).

    Blank cells are 0. `unread` are the positions of cells that are filled and no number.
    """

    units: Any
    scale: int
    unread: Any

    def value(self, position: int) -> Fraction:
        """Return one number."""
        return Fraction(int(self.units[position]), 10**self.scale)

    def sums(self) -> Any:
        """Return the running sums, one more than there are numbers: the first is 0."""
        bound = (
            int(np.abs(self.units).max(initial=0)) * max(1, len(self.units)) if self.units.dtype != object else _LIMIT
        )
        units = self.units if bound < _LIMIT else self.units.astype(object)
        zero = np.zeros(1, units.dtype)
        return np.concatenate([zero, np.cumsum(units)])


def figures(texts: Any) -> Figures:
    """Read a column. Currency signs, brackets, 万 and the like are understood; a decimal comma where it must be one."""
    return _plain_figures(texts) or _figures(in_one(texts))


def _plain_figures(texts: Any) -> Figures | None:
    """Read at once a column of nothing but digits, minus signs and points, as long exports have it."""
    chunks = chunks_of(texts)
    if not all(map(_is_plain, chunks)):
        return None
    scale = max((_most_decimals(chunk) for chunk in chunks), default=0)
    if max((int(pc.max(pc.binary_length(chunk)).as_py()) for chunk in chunks), default=0) + scale > _MOST_DIGITS:
        return None
    try:
        exact = [pc.cast(chunk, pa.decimal128(38, scale)) for chunk in chunks]
    except pa.ArrowInvalid:  # a number with two points, a minus sign within
        return None
    return Figures(np.concatenate([np.zeros(0, np.int64), *map(_low_halves, exact)]), scale, np.zeros(0, np.int64))


def _is_plain(texts: Any) -> bool:
    content, ends = content_of(texts), ends_of(texts)
    if not len(texts) or not (np.diff(ends) > 0).all() or not _USUAL[content].all():
        return False
    lasts = content[ends[1:] - ends[0] - 1]
    return bool((content[ends[:-1] - ends[0]] != _POINT).all() and (lasts != _POINT).all())


def _low_halves(exact: Any) -> Any:
    return np.frombuffer(exact.buffers()[1], dtype="<i8")[2 * exact.offset :: 2][: len(exact)]


def _figures(texts: Any) -> Figures:
    trimmed = pc.utf8_trim_whitespace(texts)
    blank = pc.equal(trimmed, "")
    plain = pc.match_substring_regex(trimmed, _PLAIN)
    if not pc.all(pc.or_(plain, blank)).as_py():
        trimmed = _usual(trimmed, plain)
        plain = pc.match_substring_regex(trimmed, _PLAIN)
    odd = np.flatnonzero(pc.invert(pc.or_(plain, blank)).to_numpy(zero_copy_only=False))
    read, unread = _read_odd(trimmed, odd)
    scale = max([_most_decimals(trimmed.filter(plain)), *(decimals_of(value) or 0 for value in read.values())])
    units = _units(pc.if_else(plain, trimmed, pa.scalar(None, pa.large_string())), scale)
    if read:
        exact = {position: int(value * 10**scale) for position, value in read.items()}
        if max(map(abs, exact.values())) >= _LIMIT:
            units = units.astype(object)
        for position, value in exact.items():
            units[position] = value
    return Figures(units, scale, unread)


def _usual(texts: Any, plain: Any) -> Any:
    """Take commas that part thousands away; turn decimal commas into points where they must be such."""
    rest = texts.filter(pc.invert(plain))
    decimal = (
        pc.any(pc.match_substring_regex(rest, _SURELY_COMMA)).as_py()
        and pc.all(pc.or_(pc.match_substring_regex(texts, _COMMA_DECIMALS), pc.equal(texts, ""))).as_py()
    )
    if decimal:
        return pc.replace_substring(pc.replace_substring(texts, ".", ""), ",", ".")
    grouped = pc.match_substring_regex(texts, _GROUPED)
    return pc.if_else(grouped, pc.replace_substring(texts, ",", ""), texts)


def _read_odd(texts: Any, odd: Any) -> tuple[dict[int, Fraction], Any]:
    if not len(odd):
        return {}, odd
    if len(odd) > _MOST_ODD:
        return {}, odd
    read: dict[int, Fraction] = {}
    unread: list[int] = []
    for position, text in zip(odd.tolist(), texts.take(pa.array(odd)).to_pylist(), strict=True):
        value = _any_currency(text)
        if value is None or (decimals_of(value) or 0) > _MOST_DECIMALS:
            unread.append(position)
        else:
            read[position] = value
    return read, np.array(unread, np.int64)


def _any_currency(text: str) -> Fraction | None:
    if text in {"-", "–", "—"}:
        return Fraction(0)
    found: Sequence[str] = ("", "CNY", "USD", "EUR", "GBP")
    return next((value for currency in found if (value := read_number(text, currency)) is not None), None)


def _most_decimals(texts: Any) -> int:
    point = pc.find_substring(texts, ".")
    decimals = pc.if_else(pc.less(point, 0), 0, pc.subtract(pc.subtract(pc.binary_length(texts), 1), point))
    return int(pc.max(decimals).as_py() or 0)


def _units(texts: Any, scale: int) -> Any:
    """Return plain decimals as whole numbers of 10^-scale; what is absent is 0."""
    longest = int(pc.max(pc.binary_length(texts)).as_py() or 0)
    if longest + scale <= _MOST_DIGITS:
        low = pc.cast(texts, pa.decimal128(38, scale))
        return np.where(low.is_valid().to_numpy(zero_copy_only=False), _low_halves(low), 0)
    exact = [0 if text is None else int(Fraction(text) * 10**scale) for text in texts.to_pylist()]
    return np.array(exact, dtype=object)
