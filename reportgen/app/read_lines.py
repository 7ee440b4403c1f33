"""What was read → lines for people: each table's sheet, range, rows and sums, and its first rows as texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.sources.grid import CellKind

if TYPE_CHECKING:
    from reportgen.sources.drafting.found import FoundColumn, FoundFile, FoundSheet, FoundTable, Values


@dataclass(frozen=True, slots=True)
class Preview:
    """One table as it is shown: a heading, column names and types, and its first rows; `right` are number columns."""

    heading: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    below: tuple[str, ...]


def file_line(file: FoundFile) -> str:
    """Say in one line what kind of file it is."""
    separators = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    how = [file.format, file.encoding, separators.get(file.separator, file.separator)]
    return f"{file.name}  ({', '.join(part for part in how if part)}; SHA-256 {file.sha256[:12]}…)"


def previews(sheet: FoundSheet, most: int) -> list[Preview]:
    """Return each table of a sheet with its first rows."""
    return [_preview(sheet, table, most) for table in sheet.tables]


def sheet_lines(sheet: FoundSheet) -> list[str]:
    """Say what else is on a sheet: what is hidden, and what belongs to no table."""
    said: list[str] = []
    if not sheet.tables:
        said.append(f"{_called(sheet)}: no table")
    if sheet.hidden_rows:
        said.append(f"hidden rows, read too: {_ranges(sheet.hidden_rows)}")
    if sheet.hidden_columns:
        said.append(f"hidden columns, read too: {', '.join(sheet.hidden_columns)}")
    said += [f"row {note.row}: {_one_line(' | '.join(text for _, text, _ in note.cells))}" for note in sheet.notes[:5]]
    if len(sheet.notes) > 5:
        said.append(f"… and {len(sheet.notes) - 5} more rows that belong to no table")
    return said


def _called(sheet: FoundSheet) -> str:
    return f"Sheet {sheet.name}{' (hidden)' if sheet.hidden else ''}" if sheet.name else "The file"


def _preview(sheet: FoundSheet, table: FoundTable, most: int) -> Preview:
    shown = [_texts(column.values, most) for column in table.columns]
    rows = tuple((int(row), tuple(column[at] for column in shown)) for at, row in enumerate(table.rows[:most]))
    more = len(table.rows) - len(rows)
    below = [f"… {more:,} more rows"] if more else []
    return Preview(
        heading=_heading(sheet, table),
        names=tuple(column.name for column in table.columns),
        types=tuple(_type(column) for column in table.columns),
        right=tuple(column.type in {"money", "number", "percent"} for column in table.columns),
        rows=rows,
        below=(*below, *_sums(table)),
    )


def _heading(sheet: FoundSheet, table: FoundTable) -> str:
    count = len(table.rows)
    parts = [
        f"{_called(sheet)} " if sheet.name else "",
        table.kind or table.range,
        f"{count:,} row{'' if count == 1 else 's'}",
        *(unit.written for unit in table.units),
    ]
    return " · ".join(part.strip() for part in parts if part)


def _sums(table: FoundTable) -> list[str]:
    agree, open_ones = (sum(1 for one in table.sums if one.agrees is verdict) for verdict in (True, None))
    said = (
        [f"{agree} of {len(table.sums)} sum rows agree with the rows they cover"] if len(table.sums) > open_ones else []
    )
    said += [f"{open_ones} sum rows without a figure to check"] if open_ones else []
    said += [f"row {one.row} “{one.label}” does not agree" for one in table.sums if one.agrees is False][:5]
    return said + [
        f"row {note.row}: {_one_line(' | '.join(cell[1] for cell in note.cells))}" for note in table.notes[:5]
    ]


def _type(column: FoundColumn) -> str:
    factor = f" ×{column.unit.factor:,}" if column.unit and column.unit.factor != 1 else ""
    return f"{column.type}{' ' + column.currency if column.currency else ''}{factor}"


def _texts(values: Values, most: int) -> list[str]:
    texts = values.texts[:most].to_pylist()
    return [
        "not calculated" if kind == CellKind.UNCALCULATED else _one_line(text)
        for text, kind in zip(texts, values.kinds[:most].tolist(), strict=True)
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ranges(rows: Sequence[int]) -> str:
    """Write rows as ranges: 6, 9–12."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found)
