"""Turns a file that a profile is for into the same shape as an unknown file: declared columns, values of one form."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.problem import Problem, Severity
from reportgen.model.table import NUMERIC, Column, ColumnType, Table
from reportgen.sources.chunks import in_one
from reportgen.sources.drafting.canonical import decimal_texts
from reportgen.sources.drafting.found import FoundColumn, FoundFile, FoundSheet, FoundTable, Values
from reportgen.sources.formats.access import Access
from reportgen.sources.grid import CellKind
from reportgen.sources.profiles.profile import InputFile, Profile
from reportgen.sources.reading import read_tables


def read_file(file: InputFile, profile: Profile, access: Access) -> FoundFile:
    """Read one file by one profile: its sheets are those that the profile recognised."""
    reading = read_tables([file], [replace(profile, files=("*",))], access)
    table = reading.tables.get(profile.kind)
    ending = posixpath.splitext(file.name)[1].lower().removeprefix(".")
    found = FoundFile(file.name, reading.hashes.get(file.name, ""), ending)
    if table is None:
        refused = next((one for one in reading.problems if one.kind.severity is Severity.BLOCKS_RUN), None)
        rest = tuple(problem for problem in reading.problems if problem is not refused)
        return replace(found, refused=refused, problems=rest)
    sheets = tuple(_sheet(table, number, reading.problems) for number in range(len(table.sources)))
    shown = {sheet.name for sheet in sheets}
    return replace(
        found, sheets=sheets, problems=tuple(one for one in reading.problems if one.place.sheet not in shown)
    )


def _sheet(table: Table, number: int, problems: tuple[Problem, ...]) -> FoundSheet:
    source = table.sources[number]
    frame = table.frame[table.frame["_source"] == number]
    columns = tuple(_column(column, frame[name]) for name, column in table.columns.items())
    found = FoundTable("", (), columns, frame["_row"].to_numpy(), kind=table.kind)
    return FoundSheet(
        source.sheet, tables=(found,), problems=tuple(one for one in problems if one.place.sheet == source.sheet)
    )


def _column(column: Column, series: pd.Series[Any]) -> FoundColumn:
    return FoundColumn(
        name=column.name,
        written="",
        index=-1,
        type=str(column.type),
        values=_values(column, series),
        decimals=column.scale,
        currency=column.currency,
    )


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
