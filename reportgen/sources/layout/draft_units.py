"""Turns what stands in and above a header, and what a workbook says of its cells, into each column's unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.sources.grid import Grid
from reportgen.sources.layout.area import Area, Unit
from reportgen.sources.layout.draft import Draft
from reportgen.sources.layout.heading import LOOKED_AT, Heading
from reportgen.sources.layout.looks import Look, Seen
from reportgen.sources.layout.units import column_units, header_unit, strange_unit, unit_line


def units_of(whole: Seen, draft: Draft, notes: Sequence[int]) -> dict[int, Unit]:
    """Return each column's unit, by its header, by a row of units below it, or by a line above the table."""
    first = draft.heading.rows[0] if draft.heading.rows else draft.heading.body
    lines = [
        unit
        for row in notes
        if row < first
        for column in draft.columns
        if whole.filled[column][row] and (unit := unit_line(whole.grid.columns[column][row].as_py(), row))
    ]
    last = draft.heading.rows[-1] if draft.heading.rows else first
    own = {column: unit for column, name in draft.heading.names.items() if (unit := header_unit(name, last))}
    numbers = {column: name for column, name in draft.heading.names.items() if _has_numbers(whole, draft, column)}
    whole_table = column_units(numbers, lines[-1] if lines else None)
    return _with_currencies({**whole_table, **draft.heading.below, **own}, whole.grid, draft.heading)


def _with_currencies(units: dict[int, Unit], grid: Grid, heading: Heading) -> dict[int, Unit]:
    """Add the currencies that a workbook's own cells have where no text names one."""
    for column, currency in grid.currencies.items():
        if column in heading.names and heading.rows:
            unit = units.get(column, Unit(currency, heading.rows[-1]))
            units[column] = unit if unit.currency else replace(unit, currency=currency)
    return units


def strange_units(area: Area) -> Iterator[tuple[int, int, str]]:
    """Give the cells above a table that name an unknown unit: zero-based row and column, and what they say."""
    first = area.header[0] if area.header else 0
    for row in area.notes:
        for column, text in enumerate(area.grid.row(row) if row < first else ()):
            if strange_unit(text):
                yield row, column, text.strip()


def _has_numbers(whole: Seen, draft: Draft, column: int) -> bool:
    """Tell whether a column has numbers among its first cells, so that a unit above the table can mean it."""
    rows = [row for first, last in draft.bands[:4] for row in range(first, min(last + 1, first + LOOKED_AT))]
    return column in draft.valued and any(whole.look(row, column) is Look.NUMBER for row in rows)
