"""Turns a whole column of cell texts into one of its declared type, with a doubt for every cell that resists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.problem import Kind
from reportgen.model.table import ColumnType
from reportgen.sources import kinds
from reportgen.sources.grid import Cells
from reportgen.sources.likeness import likeliest
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.dates import date_pattern, read_date, read_period
from reportgen.sources.values.numerals import decimals_of, read_number

Texts = Any
"""An arrow `large_string` array."""

LIMIT = 10**18
"""Every integer is smaller than this, so that the sum or difference of any two fits into 64 bits."""

_ERRORS = (
    "#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA", "#ERROR!",
)  # fmt: skip
_ABSENT = frozenset({"-", "–", "—", "--", "——", "/", "N/A", "n/a", "NULL", "null"})
_SHORT_WORDS = 0.5  # of two characters one may differ
_INVISIBLE = "[\\x{200B}\\x{2060}\\x{FEFF}]"
_UNREADABLE = {
    ColumnType.MONEY: kinds.AMOUNT_UNREADABLE,
    ColumnType.NUMBER: kinds.NUMBER_UNREADABLE,
    ColumnType.PERCENT: kinds.PERCENT_UNREADABLE,
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that could not be taken as it stands.

    Position among the rows, column, and what a problem of it will say.
    """

    position: int
    column: str
    kind: Kind
    found: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A column of the declared type, and the doubts about it.

    A doubtful cell is absent unless its kind says otherwise.
    """

    series: pd.Series[Any]
    doubts: tuple[Doubt, ...]


def typed(rule: ColumnRule, cells: Cells) -> Typed:
    """Read a column's cells by its rule."""
    texts = trimmed(cells.texts, normalised=rule.column.type is ColumnType.ID)
    failed = pc.is_in(texts, pa.array(_ERRORS, pa.large_string()))
    doubts = _each(failed, texts, lambda position, text: Doubt(position, rule.name, kinds.ERROR_CELL, text))
    if doubts:
        texts = pc.if_else(failed, "", texts)
    result = _READERS[rule.column.type](rule, texts)
    blank = np.asarray(result.series.isna()) if rule.required else np.zeros(0, bool)
    if rule.required and blank.any():
        blamed = {doubt.position for doubt in (*doubts, *result.doubts)}
        empty = (
            Doubt(int(one), rule.name, kinds.VALUE_MISSING, "", (("column", rule.name),))
            for one in np.flatnonzero(blank)
        )
        doubts += [doubt for doubt in empty if doubt.position not in blamed]
    return Typed(result.series, (*doubts, *result.doubts))


def trimmed(cells: Texts, *, normalised: bool) -> Texts:
    """Take away blanks around and invisible characters within texts.

    Full-width characters become plain where that is asked for.
    """
    texts = pc.utf8_trim_whitespace(cells)
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts
    texts = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _INVISIBLE, ""))
    return pc.utf8_normalize(texts, form="NFKC") if normalised else texts


def text_series(texts: Texts) -> pd.Series[Any]:
    """Return texts as a pandas column in which "" is absent."""
    present = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.large_string()), texts)
    return pd.Series(pd.array(present, dtype="string[pyarrow]"))


def _each(mask: Any, texts: Texts, doubt: Callable[[int, str], Doubt]) -> list[Doubt]:
    positions = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
    return [
        doubt(int(position), text) for position, text in zip(positions, texts.filter(mask).to_pylist(), strict=True)
    ]


def _read_texts(rule: ColumnRule, texts: Texts) -> Typed:
    if rule.default:
        texts = pc.if_else(pc.equal(texts, ""), rule.default, texts)
    if not rule.values:
        return Typed(text_series(texts), ())
    named = {_plain_key(written): meant for written, meant in rule.values}
    meant = {*named.values(), rule.default}
    distinct, codes = _distinct(texts)
    changed = [named.get(_plain_key(text), text) for text in distinct]
    strangers = [index for index, text in enumerate(changed) if text and text not in meant]
    doubts = tuple(_stranger(rule, codes, index, distinct[index]) for index in strangers)
    return Typed(text_series(pa.array(changed, pa.large_string()).take(pa.array(codes))), doubts)


def _plain_key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _stranger(rule: ColumnRule, codes: Any, index: int, text: str) -> Doubt:
    """Report a value that the profile does not name: once, at its first row, with the number of rows."""
    rows = np.flatnonzero(codes == index)
    near = likeliest(text, [written for written, _ in rule.values], _SHORT_WORDS)
    nearest = f" Nearest: {near}." if near else ""
    values = (("column", rule.name), ("rows", str(len(rows))), ("nearest", nearest))
    return Doubt(int(rows[0]), rule.name, kinds.VALUE_NOT_IN_LIST, text, values)


def _distinct(texts: Texts) -> tuple[list[str], Any]:
    """Return the different texts of a column, and for each row the index of its own."""
    encoded = pc.dictionary_encode(texts)
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _read_distinct(texts: Texts, read: Callable[[str], T | None]) -> tuple[list[T | None], Any, list[int]]:
    """Read each different text once.

    Also return the row codes and the indexes of texts that are neither read nor absent.
    """
    distinct, codes = _distinct(texts)
    values = [read(text) if text and text not in _ABSENT else None for text in distinct]
    bad = [index for index, text in enumerate(distinct) if text and text not in _ABSENT and values[index] is None]
    return values, codes, bad


def _unread(texts: Texts, codes: Any, bad: Sequence[int], doubt: Callable[[int, str], Doubt]) -> tuple[Doubt, ...]:
    return tuple(_each(pa.array(np.isin(codes, bad)), texts, doubt)) if bad else ()


def _read_dates(rule: ColumnRule, texts: Texts) -> Typed:
    patterns = [date_pattern(form) for form in rule.formats]
    values, codes, bad = _read_distinct(texts, lambda text: read_date(text, patterns))
    days = np.array(values, dtype="datetime64[D]").astype("datetime64[s]")
    forms = "".join(f", or as {form}" for form in rule.formats)
    doubts = _unread(
        texts, codes, bad, lambda at, text: Doubt(at, rule.name, kinds.DATE_UNREADABLE, text, (("formats", forms),))
    )
    return Typed(pd.Series(days[codes] if len(days) else np.zeros(0, "datetime64[s]")), doubts)


def _read_periods(rule: ColumnRule, texts: Texts) -> Typed:
    values, codes, bad = _read_distinct(texts, read_period)
    ids = pa.array([value or "" for value in values], pa.large_string())
    doubts = _unread(texts, codes, bad, lambda at, text: Doubt(at, rule.name, kinds.PERIOD_UNREADABLE, text))
    return Typed(text_series(ids.take(pa.array(codes))), doubts)


def _read_numbers(rule: ColumnRule, texts: Texts) -> Typed:
    """Read plain decimals all at once, and what is left one by one."""
    scale = rule.column.scale
    decimals = rf"(\.[0-9]{{1,{scale}}}0{{0,9}}|\.0{{1,9}})?" if scale else r"(\.0{1,9})?"
    plain = pc.match_substring_regex(texts, rf"^-?[0-9]{{1,{18 - scale}}}{decimals}$")
    exact = pc.cast(pc.if_else(plain, texts, pa.scalar(None, pa.large_string())), pa.decimal128(38, scale))
    integers = _unscaled(exact)
    absent = ~plain.to_numpy(zero_copy_only=False)
    doubts: list[Doubt] = []
    odd = np.flatnonzero(pc.and_(pc.invert(plain), pc.not_equal(texts, "")).to_numpy(zero_copy_only=False))
    for position, text in zip(odd.tolist(), texts.take(pa.array(odd)).to_pylist(), strict=True):
        value = _read_odd(rule, text)
        if isinstance(value, int):
            integers[position], absent[position] = value, False
        elif value is not None:
            doubts.append(Doubt(position, rule.name, value.kind, text, value.values))
    return Typed(pd.Series(pd.arrays.IntegerArray(integers, absent)), tuple(doubts))


def _unscaled(exact: Any) -> Any:
    """Return the integers of decimals that are known to fit 64 bits: the low half of each 128-bit value.

    Absent ones are 0.
    """
    low = np.frombuffer(exact.buffers()[1], dtype="<i8")[2 * exact.offset :: 2][: len(exact)]
    return np.where(exact.is_valid().to_numpy(zero_copy_only=False), low, 0)


def _read_odd(rule: ColumnRule, text: str) -> int | Doubt | None:
    """Read one number that is not a plain decimal.

    An integer at the scale, None for absent, or a doubt without its position.
    """
    if text in _ABSENT:
        return None
    column = rule.column
    value = read_number(text, column.currency, percent=column.type is ColumnType.PERCENT)
    if value is None:
        currency = f", in {column.currency}" if column.currency else ""
        return Doubt(0, rule.name, _UNREADABLE[column.type], text, (("currency", currency),))
    return scaled(value, rule.name, column.scale, text)


def scaled(value: Fraction, name: str, scale: int, text: str) -> int | Doubt:
    """Return a value as an integer at a scale; where it is too precise or too large, a doubt without its position."""
    units = value * 10**scale
    if units.denominator != 1:
        needed = str(decimals_of(value) or "?")
        values = (("column", name), ("scale", str(scale)), ("needed", needed))
        return Doubt(0, name, kinds.AMOUNT_TOO_PRECISE, text, values)
    if abs(units.numerator) >= LIMIT:
        return Doubt(0, name, kinds.AMOUNT_TOO_LARGE, text, (("column", name), ("scale", str(scale))))
    return int(units)


def absent_series(kind: ColumnType, length: int) -> pd.Series[Any]:
    """Return a column of a type in which every value is absent."""
    if kind is ColumnType.DATE:
        return pd.Series(np.full(length, "NaT", dtype="datetime64[s]"))
    if kind in _UNREADABLE:
        return pd.Series(pd.arrays.IntegerArray(np.zeros(length, np.int64), np.ones(length, bool)))
    return pd.Series(pd.array(pa.nulls(length, pa.large_string()), dtype="string[pyarrow]"))


_READERS: dict[ColumnType, Callable[[ColumnRule, Texts], Typed]] = {
    ColumnType.ID: _read_texts,
    ColumnType.TEXT: _read_texts,
    ColumnType.DATE: _read_dates,
    ColumnType.PERIOD: _read_periods,
    ColumnType.MONEY: _read_numbers,
    ColumnType.NUMBER: _read_numbers,
    ColumnType.PERCENT: _read_numbers,
}
