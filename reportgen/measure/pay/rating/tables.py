"""A table that pay is read off, not summed → its rows of an earning period, as exact cells by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from reportgen.measure.columns import records
from reportgen.measure.pay.rating.asked import Asked
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.table import Cell, ColumnType, Table

Row = tuple[Mapping[str, Cell], Place]
"""A row's cells, and where it stands."""


def rows_of(asked: Asked, kind: str, *needed: str) -> tuple[Row, ...]:
    """Return all rows of a table, none where it lacks a column; read once."""
    table = asked.bench.dataset.tables.get(kind)
    if table is None or not {"person", *needed} <= set(table.columns):
        return ()
    key = ("table", kind)
    if key not in asked.bench.kept:
        asked.bench.kept[key] = tuple(_rows(table))
    found: tuple[Row, ...] = asked.bench.kept[key]
    return found


def _rows(table: Table) -> Iterator[Row]:
    yield from zip(records(table.frame, table.columns), table.places(), strict=True)


def dated_by(asked: Asked, kind: str) -> str:
    """Return the column that says which period, or day, a table's rows are of; "" where none does."""
    table = asked.bench.dataset.tables.get(kind)
    columns = table.columns.values() if table else ()
    for type_ in (ColumnType.PERIOD, ColumnType.DATE):
        found = next((column.name for column in columns if column.type is type_), "")
        if found:
            return found
    return ""


def is_of(row: Mapping[str, Cell], column: str, period: Period) -> bool:
    """Tell whether a row is of a period: its own period lies in it, or its day."""
    found = row.get(column)
    if isinstance(found, date):
        return found in period
    own = parse_period(str(found)) if found is not None else None
    return own is not None and period.start <= own.start and own.end <= period.end


def holds_on(row: Mapping[str, Cell], day: date) -> bool:
    """Tell whether a row with `since` and `until` holds on a day; an empty one is open."""
    since, until = row.get("since"), row.get("until")
    return (not isinstance(since, date) or since <= day) and (not isinstance(until, date) or day <= until)


def number(row: Mapping[str, Cell], column: str) -> Fraction:
    """Return a cell's number, 0 where it is empty."""
    found = row.get(column)
    return found if isinstance(found, Fraction) else Fraction(0)
