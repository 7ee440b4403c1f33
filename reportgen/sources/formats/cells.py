"""Turns the cells that a workbook library returns into texts and kinds, a whole column at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.sources.grid import CellKind

LARGEST_WHOLE = 1e15
"""From here on a number has more digits than the 15 that a spreadsheet program keeps."""

_NUMBER_FAILED = "#NUM!"
_KINDS: dict[type, CellKind] = {
    str: CellKind.TEXT,
    float: CellKind.NUMBER,
    int: CellKind.NUMBER,
    bool: CellKind.TRUTH,
    datetime: CellKind.DATE,
    date: CellKind.DATE,
    time: CellKind.DATE,
    timedelta: CellKind.DATE,
}


def column_of(cells: Sequence[Any]) -> tuple[pa.LargeStringArray, Any]:
    """Return the texts of cells and a numpy array of their kinds."""
    types = set(map(type, cells))
    if types == {str}:
        return _texts(cells)
    if types <= {float, int}:
        return _numbers(np.array(cells, np.float64))
    return _mixed(cells)


def _texts(cells: Sequence[Any]) -> tuple[pa.LargeStringArray, Any]:
    texts = pa.array(cells, pa.large_string())
    filled = pc.not_equal(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    return texts, np.where(filled, CellKind.TEXT, CellKind.BLANK).astype(np.uint8)


def _numbers(numbers: Any) -> tuple[pa.LargeStringArray, Any]:
    kinds = np.where(np.isfinite(numbers), CellKind.NUMBER, CellKind.ERROR).astype(np.uint8)
    return number_texts(numbers), kinds


def _mixed(cells: Sequence[Any]) -> tuple[pa.LargeStringArray, Any]:
    """Write cells of several types: the numbers among them together, the rest one by one."""
    kinds = np.fromiter((_KINDS[type(cell)] if cell != "" else 0 for cell in cells), np.uint8, len(cells))
    numeric = np.flatnonzero(kinds == CellKind.NUMBER)
    texts = [cell if type(cell) is str else "" for cell in cells]
    if len(numeric):
        numbers = np.array([cells[index] for index in numeric.tolist()], np.float64)
        for index, text in zip(numeric.tolist(), number_texts(numbers).to_pylist(), strict=True):
            texts[index] = text
        kinds[numeric[~np.isfinite(numbers)]] = CellKind.ERROR
    for index in np.flatnonzero((kinds == CellKind.DATE) | (kinds == CellKind.TRUTH)).tolist():
        texts[index] = cell_text(cells[index])
    return pa.array(texts, pa.large_string()), kinds


def number_texts(numbers: Any) -> pa.LargeStringArray:
    """Write float64 numbers with the 15 significant digits that a spreadsheet program keeps and shows."""
    with np.errstate(invalid="ignore"):
        whole = (numbers == np.floor(numbers)) & (np.abs(numbers) < LARGEST_WHOLE)
    if whole.all():
        return pa.array(numbers.astype(np.int64)).cast(pa.large_string())
    texts = pa.array(numbers, pa.float64(), from_pandas=False).cast(pa.large_string())
    rough = pc.or_(pc.greater(pc.binary_length(texts), 15), pc.match_substring_regex(texts, "[en]"))
    doubtful = pc.or_(rough, pc.equal(texts, "-0"))
    if not pc.any(doubtful).as_py():
        return texts
    fixed = [number_text(number) for number in numbers[doubtful.to_numpy(zero_copy_only=False)].tolist()]
    return pc.replace_with_mask(texts, doubtful, pa.array(fixed, pa.large_string()))


def number_text(number: float) -> str:
    """Write one number as `number_texts` does; a number without bounds is a failed one."""
    if number - number != 0:
        return _NUMBER_FAILED
    shown = format(number + 0.0, ".15g")
    return format(Decimal(shown), "f") if "e" in shown else shown


def cell_text(cell: Any) -> str:
    """Write a cell that is neither a text nor a number: truths as TRUE and FALSE, days and times as ISO 8601."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        rounded = _to_the_millisecond(cell)
        return rounded.date().isoformat() if rounded.time() == time(0) else rounded.isoformat(" ")
    if isinstance(cell, timedelta):
        return _duration(cell)
    return str(cell.isoformat())


def _to_the_millisecond(moment: datetime) -> datetime:
    """Undo what binary days do to a time of day: 10:09:59.999990 was 10:10:00."""
    spare = (moment.microsecond + 500) // 1000 * 1000 - moment.microsecond
    return moment + timedelta(microseconds=spare)


def _duration(span: timedelta) -> str:
    """Write hours beyond a day as a spreadsheet program shows them: 26:30:00."""
    seconds = round(span.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
