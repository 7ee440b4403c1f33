"""What a workbook says of its cells beyond their values, and how that is laid over the columns of a grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.sources.formats.refusal import RefusedError
from reportgen.sources.grid import CellKind, Grid, Merge

LAST_COLUMN = 1 << 14
"""The columns that a spreadsheet program has."""

Place = tuple[int, int]
"""A zero-based row and column."""


@dataclass(slots=True)
class Facts:
    """What is known of one sheet's cells: failed formulas by place, formulas without a result, numbers shown padded.

    `currencies` are, by column and ISO code, the rows of cells that are amounts of that currency.
    """

    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)
    padded: dict[Place, str] = field(default_factory=dict)
    percents: Counter[int] = field(default_factory=Counter)
    currencies: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    epoch: int = 1900


@dataclass(slots=True)
class Column:
    """The texts and kinds of a column while it is put together."""

    texts: Any
    kinds: Any


def grid_of(sheet: str, columns: list[Column], facts: Facts, most: int) -> Grid:
    """Lay the facts over the columns; a sheet with more than `most` cells is refused."""
    columns = _widened(columns, facts, most, sheet)
    height = len(columns[0].kinds) if columns else 0
    for index, shapes in _by_column(facts.padded).items():
        if index < len(columns):
            _pad(columns[index], shapes)
    for index, errors in _by_column(facts.errors).items():
        _replace(columns[index], sorted(errors.items()), CellKind.ERROR)
    for index, rows in _by_column(dict.fromkeys(facts.uncalculated, "")).items():
        _wait(columns[index], sorted(rows))
    currencies = {index: _with_currency(columns[index], rows) for index, rows in facts.currencies.items()}
    return Grid(
        sheet,
        tuple(column.texts for column in columns),
        kinds=tuple(column.kinds for column in columns),
        merges=tuple(sorted(facts.merges)),
        hidden=facts.hidden,
        hidden_rows=frozenset(row for row in facts.hidden_rows if row < height),
        hidden_columns=frozenset(column for column in facts.hidden_columns if column < len(columns)),
        epoch=facts.epoch,
        percent_columns=_percent_columns(columns, facts),
        currencies=currencies,
    )


def check_area(height: int, width: int, most: int, sheet: str) -> None:
    """Refuse a sheet whose used range is larger than may be read: one stray cell in the last corner makes it so."""
    if height * width > most or width > LAST_COLUMN:
        reason = f"its used range has {height:,} rows and {width:,} columns; clear what stands far away from the table"
        raise RefusedError(reason, sheet=sheet)


def _widened(columns: list[Column], facts: Facts, most: int, sheet: str) -> list[Column]:
    """Make room for failed and uncalculated cells beyond the last row and column that hold a value."""
    marked = [*facts.errors, *facts.uncalculated]
    height = max([len(columns[0].kinds) if columns else 0, *(row + 1 for row, _ in marked)])
    width = max([len(columns), *(column + 1 for _, column in marked)])
    check_area(height, width, most, sheet)
    grown = [Column(_grown(one.texts, height), np.pad(one.kinds, (0, height - len(one.kinds)))) for one in columns]
    return [*grown, *(blank(height) for _ in range(width - len(columns)))]


def blank(height: int) -> Column:
    """Return a column without any filled cell."""
    return Column(pa.array([""], pa.large_string()).take(pa.array(np.zeros(height, np.int64))), np.zeros(height, "u1"))


def _grown(texts: Any, height: int) -> Any:
    return texts if len(texts) == height else pa.concat_arrays([texts, blank(height - len(texts)).texts])


def _by_column(cells: Mapping[Place, str]) -> dict[int, dict[int, str]]:
    columns: dict[int, dict[int, str]] = {}
    for (row, column), text in cells.items():
        columns.setdefault(column, {})[row] = text
    return columns


def _pad(column: Column, shapes: Mapping[int, str]) -> None:
    """Write numbers as they are shown where their format fills them up with zeros: `000123` is a text to its reader."""
    height = len(column.kinds)
    rows = [row for row in sorted(shapes) if row < height and column.kinds[row] == CellKind.NUMBER]
    written = column.texts.take(pa.array(rows, pa.int64())).to_pylist()
    shown = [(row, padded_text(text, shapes[row])) for row, text in zip(rows, written, strict=True)]
    _replace(column, [(row, text) for row, text in shown if text], CellKind.TEXT)


def padded_text(written: str, shape: str) -> str:
    """Return a whole number in a format such as `"E"0000` or `000-000`; "" where it is no whole number or negative."""
    if not written.isascii() or not written.isdigit():
        return ""
    digits = written.zfill(shape.count("0"))
    extra, shown = len(digits) - shape.count("0"), []
    for sign in shape:
        if sign != "0":
            shown.append(sign)
            continue
        shown.append(digits[: extra + 1])  # digits beyond the format stand before its first
        digits, extra = digits[extra + 1 :], 0
    return "".join(shown)


def _wait(column: Column, rows: list[int]) -> None:
    """Let cells wait for their result: those that are blank, or hold the 0 that stands for none."""
    zero = pc.equal(column.texts.take(pa.array(rows)), "0").to_numpy(zero_copy_only=False)
    waiting = np.array(rows)[(column.kinds[rows] == CellKind.BLANK) | zero]
    _replace(column, [(row, "") for row in waiting.tolist()], CellKind.UNCALCULATED)


def _replace(column: Column, cells: Iterable[tuple[int, str]], kind: CellKind) -> None:
    """Write other texts into some rows, which must come in order."""
    changed = list(cells)
    if changed:
        mask = np.zeros(len(column.kinds), bool)
        mask[[row for row, _ in changed]] = True
        texts = pa.array([text for _, text in changed], pa.large_string())
        column.texts = pc.replace_with_mask(column.texts, pa.array(mask), texts)
        column.kinds[mask] = kind


def _with_currency(column: Column, rows: Mapping[str, list[int]]) -> str:
    """Return the currency of most of a column's amounts; those of another one say so in their text."""
    usual = max(rows, key=lambda code: len(rows[code]))
    others = {row: code for code, places in rows.items() if code != usual for row in places}
    written = column.texts.take(pa.array(sorted(others), pa.int64())).to_pylist()
    cells = zip(sorted(others), written, strict=True)
    _replace(column, [(row, f"{others[row]} {text}") for row, text in cells], CellKind.TEXT)
    return usual


def _percent_columns(columns: list[Column], facts: Facts) -> frozenset[int]:
    """Return the columns in which most numbers are shown as a percentage."""
    shares = ((index, count) for index, count in facts.percents.items() if index < len(columns))
    return frozenset(
        index for index, count in shares if 2 * count > int((columns[index].kinds == CellKind.NUMBER).sum()) > 0
    )
