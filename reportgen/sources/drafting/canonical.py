"""Turns the cells of a column and the rule for them into values of one form each, and doubts about the rest.

What a workbook says of a cell is kept: a number stays a number whatever its column is. A text becomes what the
column's rule makes of it, and stays a text where it resists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.table import NUMERIC, ColumnType
from reportgen.sources import kinds as problem_kinds
from reportgen.sources.chunks import in_one
from reportgen.sources.drafting.found import Values
from reportgen.sources.grid import CellKind, Cells
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.columns import typed
from reportgen.sources.values.numerals import decimals_of, read_number
from reportgen.sources.values.outcome import Doubt, Typed
from reportgen.sources.values.spellings import trimmed

_TIME_OF_DAY = (
    r"[T ]\s*(?P<hour>[0-9]{1,2}):(?P<rest>[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)$"
)
_THOUSANDS = r"^-?[0-9]{1,3}\.[0-9]{3}$"
_PLAIN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_OF_SCALE = frozenset({problem_kinds.AMOUNT_TOO_PRECISE.code, problem_kinds.AMOUNT_TOO_LARGE.code})
"""Doubts that come of a fixed number of decimals, which a value as text does not have."""

_ADDITIVE = frozenset({ColumnType.MONEY, ColumnType.NUMBER})
_VERBATIM = frozenset({ColumnType.ID, ColumnType.TEXT})

_TRUTHS = pa.array(["true", "false"], pa.large_string())

Texts = Any
Kinds = Any


def canonical(rule: ColumnRule, cells: Cells) -> tuple[Values, tuple[Doubt, ...]]:
    """Give a column's values their one form.

    A cell that is doubted keeps its text, and one that says that there is no value (`—`, `N/A`) is blank.
    """
    texts = trimmed(cells.texts, normalised=rule.column.type is ColumnType.ID)
    kinds = _kinds(texts, cells)
    if rule.column.type in _ADDITIVE and cells.factor == 1 and _are_plain(texts, kinds, rule, cells):
        return Values(texts, np.where(kinds == CellKind.TEXT, CellKind.NUMBER, kinds).astype(np.uint8)), ()
    read = typed(rule, cells)
    for doubt in read.doubts:
        if doubt.kind is problem_kinds.ERROR_CELL:
            kinds[doubt.positions] = CellKind.ERROR
    column = rule.column
    if column.type not in _VERBATIM:
        _blank_absent(kinds, read)
    if column.type in NUMERIC:
        values = _numbers(texts, kinds, read, rule, cells.factor)
    elif column.type is ColumnType.DATE:
        values = _dates(texts, kinds, read.series)
    else:
        values = _put(texts, kinds, _of_text(kinds), _as_texts(read.series), CellKind.TEXT, read.series)
        if cells.kinds is None and column.type is ColumnType.TEXT:
            values = _said_truths(values)
        if column.type is ColumnType.PERIOD:
            values = _bare_years(values)
    values = _iso(_truths(values))
    return values, tuple(doubt for doubt in read.doubts if _stands(doubt, values))


def _are_plain(texts: Texts, kinds: Kinds, rule: ColumnRule, cells: Cells) -> bool:
    """Tell whether all that stands in a column is numbers that have one reading, so that none need be read."""
    if cells.kinds is not None:
        return bool(np.isin(kinds, (CellKind.NUMBER, CellKind.BLANK)).all())
    filled = texts.filter(pc.not_equal(texts, ""))
    if rule.decimal == "," or not pc.all(pc.match_substring_regex(filled, _PLAIN)).as_py():
        return False
    return not pc.any(pc.match_substring_regex(filled, _THOUSANDS)).as_py()


def blank_marks(cells: Cells, values: Values) -> tuple[str, ...]:
    """Return what stands in cells that count as having no value: `—`, `N/A` and the like, each once."""
    blank = pa.array(values.kinds == CellKind.BLANK)
    written = pc.unique(pc.utf8_trim_whitespace(cells.texts.filter(blank)))
    return tuple(sorted(text for text in written.to_pylist() if text))


def plain_values(cells: Cells) -> Values:
    """Give cells that belong to no column the form of their own kind, and nothing is guessed."""
    texts = trimmed(cells.texts, normalised=False)
    return _iso(_truths(Values(texts, _kinds(texts, cells))))


def _kinds(texts: Texts, cells: Cells) -> Kinds:
    """Return a copy of the cells' kinds; cells of a text file are texts. A cell of blanks alone is blank."""
    blank = pc.equal(texts, "").to_numpy(zero_copy_only=False)
    if cells.kinds is None:
        return np.where(blank, CellKind.BLANK, CellKind.TEXT).astype(np.uint8)
    kinds = np.array(cells.kinds, np.uint8)
    kinds[blank & (kinds != CellKind.UNCALCULATED) & (kinds != CellKind.ERROR)] = CellKind.BLANK
    return kinds


def _blank_absent(kinds: Kinds, read: Typed) -> None:
    """Let a text that was neither read nor doubted be blank: it says that there is no value."""
    silent = _of_text(kinds) & np.asarray(read.series.isna())
    for doubt in read.doubts:
        silent[doubt.positions] = False
    kinds[silent] = CellKind.BLANK


def _of_text(kinds: Kinds) -> Any:
    return kinds == CellKind.TEXT


def _stands(doubt: Doubt, values: Values) -> bool:
    """Tell whether a doubt is about the value as it is now: decimals and size are no matter to a text."""
    return doubt.kind.code not in _OF_SCALE or bool((values.kinds[doubt.positions] != CellKind.NUMBER).any())


def _numbers(texts: Texts, kinds: Kinds, read: Typed, rule: ColumnRule, factor: int) -> Values:
    """Keep the numbers of a workbook to their last digit, times the unit's factor; texts become what was read."""
    exact = decimal_texts(read.series, rule.column.scale)
    values = _put(texts, kinds, _of_text(kinds), exact, CellKind.NUMBER, read.series)
    values = _too_precise(values, read.doubts, rule, factor)
    whole = kinds == CellKind.NUMBER
    if factor == 1 or not whole.any():
        return values
    return Values(pc.if_else(pa.array(whole), _times(texts, whole, factor), values.texts), values.kinds)


def _too_precise(values: Values, doubts: Iterable[Doubt], rule: ColumnRule, factor: int) -> Values:
    """Read the numbers that have more decimals than a column of a table can have: here every digit is kept."""
    beyond = np.zeros(len(values.kinds), bool)
    for doubt in doubts:
        if doubt.kind.code in _OF_SCALE:
            beyond[doubt.positions] = True
    left = np.flatnonzero(beyond & _of_text(values.kinds))
    if not len(left):
        return values
    encoded = pc.dictionary_encode(values.texts.take(pa.array(left)))
    told = [_exact(text, rule, factor) for text in encoded.dictionary.to_pylist()]
    readable = pa.array(told, pa.large_string()).take(encoded.indices)
    taken = np.zeros(len(values.kinds), bool)
    taken[left] = readable.is_valid().to_numpy(zero_copy_only=False)
    values.kinds[taken] = CellKind.NUMBER
    return Values(pc.replace_with_mask(values.texts, pa.array(taken), readable.drop_null()), values.kinds)


def _exact(text: str, rule: ColumnRule, factor: int) -> str | None:
    """Read a number whose decimal mark is certain."""
    if not rule.decimal and not re.match(_PLAIN, text):
        return None
    value = read_number(text, rule.column.currency, decimal=rule.decimal)
    return None if value is None else decimal_text(value * factor)


def _times(texts: Texts, whole: Any, factor: int) -> Texts:
    """Return numbers times a factor, each different one once; what is not one stays."""
    encoded = pc.dictionary_encode(pc.if_else(pa.array(whole), texts, "0"))
    scaled = [decimal_text(Fraction(text) * factor) for text in encoded.dictionary.to_pylist()]
    return pa.array(scaled, pa.large_string()).take(encoded.indices)


def decimal_text(value: Fraction) -> str | None:
    """Write an exact value as a plain decimal; None where no number of decimals does."""
    places = decimals_of(value)
    if places is None:
        return None
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{whole}" if value < 0 else whole


def decimal_texts(series: pd.Series[Any], scale: int) -> Texts:
    """Write integers at a scale as plain decimals: 1250 at scale 2 is `12.50`. Absent ones are ""."""
    integers = pa.array(series.array, pa.int64(), from_pandas=True)
    if not scale:
        return pc.fill_null(integers.cast(pa.large_string()), "")
    sign = pc.if_else(pc.less(integers, 0), "-", "")
    digits = pc.utf8_lpad(pc.abs(integers).cast(pa.large_string()), scale + 1, "0")
    whole, part = pc.utf8_slice_codeunits(digits, 0, -scale), pc.utf8_slice_codeunits(digits, -scale)
    empty, point = pa.scalar("", pa.large_string()), pa.scalar(".", pa.large_string())
    joined = pc.binary_join_element_wise(sign.cast(pa.large_string()), whole, point, part, empty)
    return pc.fill_null(joined, "")


def _dates(texts: Texts, kinds: Kinds, read: pd.Series[Any]) -> Values:
    """Write what was read as ISO days; a text that says a time of day keeps it."""
    days = np.datetime_as_string(read.to_numpy(), unit="D").astype(object)
    iso = pa.array(days, pa.large_string())
    where = _of_text(kinds) | (kinds == CellKind.NUMBER)
    hours = pc.match_substring_regex(texts, _TIME_OF_DAY)
    if pc.any(pc.and_(hours, pa.array(_of_text(kinds)))).as_py():
        parts = pc.extract_regex(texts, _TIME_OF_DAY)
        hour = pc.utf8_lpad(parts.field("hour"), 2, "0")
        empty = pa.scalar("", pa.large_string())
        timed = pc.binary_join_element_wise(iso, _scalar("T"), hour, _scalar(":"), parts.field("rest"), empty)
        iso = pc.if_else(hours, timed, iso)
    return _put(texts, kinds, where, iso, CellKind.DATE, read)


def _scalar(text: str) -> Any:
    return pa.scalar(text, pa.large_string())


def _as_texts(series: pd.Series[Any]) -> Texts:
    return pc.fill_null(in_one(pa.array(series.array, pa.large_string(), from_pandas=True)), "")


def _put(texts: Texts, kinds: Kinds, where: Any, new: Texts, kind: CellKind, read: pd.Series[Any]) -> Values:
    """Put what was read in the place of the cells it was read from."""
    present = np.asarray(read.notna())
    taken = where & present
    changed = kinds.copy()
    changed[taken] = kind
    return Values(pc.if_else(pa.array(taken), new, texts), changed)


def _bare_years(values: Values) -> Values:
    """Let a column of bare years be numbers, as it is in a workbook."""
    texts = values.texts.filter(pa.array(_of_text(values.kinds)))
    if not len(texts) or not pc.all(pc.match_substring_regex(texts, "^[0-9]{4}$")).as_py():
        return values
    return Values(values.texts, np.where(_of_text(values.kinds), CellKind.NUMBER, values.kinds).astype(np.uint8))


def _said_truths(values: Values) -> Values:
    """Let a column in which every text says true or false be truths, as it is in a workbook."""
    said = _of_text(values.kinds)
    lower = pc.utf8_lower(values.texts)
    if not said.any() or not pc.all(pc.is_in(lower.filter(pa.array(said)), _TRUTHS)).as_py():
        return values
    return Values(
        pc.if_else(pa.array(said), lower, values.texts), np.where(said, CellKind.TRUTH, values.kinds).astype(np.uint8)
    )


def _truths(values: Values) -> Values:
    truths = values.kinds == CellKind.TRUTH
    if not truths.any():
        return values
    return Values(pc.if_else(pa.array(truths), pc.utf8_lower(values.texts), values.texts), values.kinds)


def _iso(values: Values) -> Values:
    """Put a T between the day and the time of a workbook's date."""
    dates = values.kinds == CellKind.DATE
    if not dates.any():
        return values
    joined = pc.replace_substring_regex(values.texts, r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9])", r"\1T\2")
    return Values(pc.if_else(pa.array(dates), joined, values.texts), values.kinds)
