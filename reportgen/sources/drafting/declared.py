"""Turns a file that a profile is for into the same shape as an unknown file: declared columns, values of one form."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.place import column_letters
from reportgen.model.problem import Problem, Severity
from reportgen.model.table import NUMERIC, Column, ColumnType, Table
from reportgen.sources.chunks import in_one
from reportgen.sources.drafting.canonical import blank_marks, canonical, decimal_texts
from reportgen.sources.drafting.found import FoundColumn, FoundFile, FoundSheet, FoundSum, FoundTable, Note, Values
from reportgen.sources.drafting.names import range_name
from reportgen.sources.drafting.notes import left_over, notes_of
from reportgen.sources.drafting.sums import values_at
from reportgen.sources.drafting.tables import area_range, cells_at, merges_down, unit_rows
from reportgen.sources.drafting.unknown import true_format
from reportgen.sources.formats.access import Access
from reportgen.sources.grid import CellKind, Cells
from reportgen.sources.profiles.profile import InputFile, Profile
from reportgen.sources.reading import tables_of
from reportgen.sources.sheet import Sheet
from reportgen.sources.sheets import Found, find_sheets
from reportgen.sources.values.columns import ERRORS
from reportgen.sources.values.guess import are_filled


def read_file(file: InputFile, profile: Profile, access: Access) -> FoundFile:
    """Read one file by one profile: its sheets are those that the profile recognised."""
    profiles = [replace(profile, files=("*",))]
    held = find_sheets([file], profiles, access)
    reading = tables_of(held, profiles)
    table = reading.tables.get(profile.kind)
    ending = posixpath.splitext(file.name)[1].lower().removeprefix(".")
    encoding, separator = held.texts.get(file.name, ("", ""))
    form = true_format(ending, reading.problems)
    found = FoundFile(file.name, reading.hashes.get(file.name, ""), form, encoding, separator)
    if table is None:
        refused = next((one for one in reading.problems if one.kind.severity is Severity.BLOCKS_RUN), None)
        rest = tuple(problem for problem in reading.problems if problem is not refused)
        return replace(found, refused=refused, problems=rest)
    sheets = _sheets(held, table, reading.problems)
    shown = {sheet.name for sheet in sheets}
    rest = tuple(one for one in reading.problems if one.place.sheet not in shown)
    return replace(found, sheets=sheets, problems=rest)


def _sheets(held: Found, table: Table, problems: tuple[Problem, ...]) -> tuple[FoundSheet, ...]:
    """Put together the tables that stand on one sheet."""
    parts: dict[str, list[int]] = {}
    for number, source in enumerate(table.sources):
        parts.setdefault(source.sheet, []).append(number)
    return tuple(_sheet(held, table, name, numbers, problems) for name, numbers in parts.items())


def _sheet(held: Found, table: Table, name: str, numbers: list[int], problems: tuple[Problem, ...]) -> FoundSheet:
    sheets = {number: held.sheets[number] for number in numbers}
    grid = next(iter(sheets.values())).grid
    free = left_over(grid, held.areas[table.sources[numbers[0]].file, name])
    tables = tuple(_table(table, number, sheet, notes_of(sheet.area, free)) for number, sheet in sheets.items())
    return FoundSheet(
        name=name,
        hidden=grid.hidden,
        tables=tables,
        notes=tuple(free.values()),
        hidden_rows=tuple(sorted(position + 1 for position in grid.hidden_rows)),
        hidden_columns=tuple(column_letters(position) for position in sorted(grid.hidden_columns)),
        problems=tuple(one for one in problems if one.place.sheet == name),
    )


def _table(table: Table, number: int, sheet: Sheet, notes: tuple[Note, ...]) -> FoundTable:
    frame = table.frame[table.frame["_source"] == number]
    area = sheet.area
    columns = tuple(_column(column, frame[name], sheet) for name, column in table.columns.items())
    sums = np.array([one.position for one in area.sums], np.int64)
    return FoundTable(
        range=area_range(area, np.concatenate([np.asarray(area.rows), sums])),
        header=tuple(position + 1 for position in area.header),
        columns=columns,
        rows=frame["_row"].to_numpy(),
        sums=_sums(sheet, columns, sums),
        units=unit_rows(area),
        repeated=tuple(position + 1 for position in area.repeated),
        notes=notes,
        merged=tuple(sorted({range_name(*merge) for merge in merges_down(area.grid, area.rows)})),
        kind=table.kind,
    )


def _column(column: Column, series: pd.Series[Any], sheet: Sheet) -> FoundColumn:
    index = sheet.header.columns.get(column.name, -1)
    cells = sheet.cells(column.name) if index >= 0 else None
    values = _values(column, series)
    if cells is not None and len(cells.texts) == len(series):
        values = _with_unread(values, cells)
    unit = sheet.area.units.get(index)
    return FoundColumn(
        name=column.name,
        written=sheet.area.names.get(index, ""),
        index=index,
        type=str(column.type),
        values=values,
        decimals=column.scale,
        currency=column.currency,
        unit=unit if unit and cells is not None and cells.factor == unit.factor else None,
        blank_marks=blank_marks(cells, values) if cells is not None and len(cells.texts) == len(series) else (),
        rule=sheet.profile.columns.get(column.name),
    )


def _with_unread(values: Values, cells: Cells) -> Values:
    """Keep what stands in cells that could not be read: their text, a failed formula, one without a result."""
    absent = values.kinds == CellKind.BLANK
    failed = pc.is_in(cells.texts, pa.array(ERRORS, pa.large_string())).to_numpy(zero_copy_only=False)
    if cells.kinds is not None:
        failed = failed | (cells.kinds == CellKind.ERROR)
        values.kinds[absent & (cells.kinds == CellKind.UNCALCULATED)] = CellKind.UNCALCULATED
    kept = absent & (are_filled(cells) | failed)
    values.kinds[kept] = np.where(failed, CellKind.ERROR, CellKind.TEXT)[kept]
    return Values(pc.if_else(pa.array(kept), cells.texts, values.texts), values.kinds)


def _sums(sheet: Sheet, columns: tuple[FoundColumn, ...], positions: Any) -> tuple[FoundSum, ...]:
    """Read the sum rows; their figures were held against their rows when the table was found."""
    written = tuple(_at(sheet, column, positions) for column in columns if column.index >= 0 and column.rule)
    names = {**sheet.area.names, **{column.index: column.name for column in written}}
    return tuple(
        FoundSum(
            row=one.position + 1,
            label=one.label,
            agrees=one.agrees,
            values=values_at(written, number),
            checks=tuple((names[check.column], check.said, check.summed, check.agrees) for check in one.checks),
        )
        for number, one in enumerate(sheet.area.sums)
    )


def _at(sheet: Sheet, column: FoundColumn, positions: Any) -> FoundColumn:
    """Return a column with the values of other rows than those of data."""
    cells = cells_at(sheet.grid, column.index, positions)
    factor = column.unit.factor if column.unit else 1
    values = canonical(column.rule, replace(cells, factor=factor))[0] if column.rule else column.values
    return replace(column, values=values)


def _values(column: Column, series: pd.Series[Any]) -> Values:
    present = np.asarray(series.notna())
    if column.type in NUMERIC:
        texts, kind = decimal_texts(series, column.scale), CellKind.NUMBER
    elif column.type is ColumnType.DATE:
        days = np.datetime_as_string(series.to_numpy(), unit="D").astype(object)
        texts, kind = pa.array(days, pa.large_string()), CellKind.DATE
    else:
        texts, kind = (
            pc.fill_null(in_one(pa.array(series.array, pa.large_string(), from_pandas=True)), ""),
            CellKind.TEXT,
        )
    return Values(texts, np.where(present, kind, CellKind.BLANK).astype(np.uint8))
