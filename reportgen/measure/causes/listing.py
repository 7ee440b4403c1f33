"""Two states of the tables → the rows that differ, with old and new values and both places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from reportgen.measure.causes.keyed import Pair
from reportgen.measure.causes.substitution import WHOLE, columns_of
from reportgen.measure.columns import cell
from reportgen.model.changes import Cause, CellChange, RowChange
from reportgen.model.money import plain
from reportgen.model.table import NUMERIC, ColumnType, Table

_IDS = frozenset({"person", "owner", "manager", "deal", "original", "customer"})


def changed_rows(found: Mapping[str, Pair]) -> Iterator[RowChange]:
    """Yield every row that was changed, is new or is gone, table by table in the order of the causes."""
    for kind, each in found.items():
        for cause in (Cause.PERSON, Cause.DATES, Cause.CHANGED):
            yield from _changed(kind, each, cause)
        for position in each.new:
            yield _whole(kind, Cause.NEW, each.second, int(position), after=True)
        for position in each.gone:
            yield _whole(kind, Cause.GONE, each.first, int(position), after=False)


def _changed(kind: str, found: Pair, cause: Cause) -> Iterator[RowChange]:
    masks = {name: found.differs(name) for name in columns_of(cause, found.second)}
    if not masks:
        return
    touched = pd.DataFrame(masks).any(axis=1).to_numpy().nonzero()[0]
    for turn in touched:
        first, second = int(found.kept_first[turn]), int(found.kept_second[turn])
        cells = tuple(
            CellChange(name, _text(found.first, name, first), _text(found.second, name, second))
            for name, mask in masks.items()
            if mask[turn]
        )
        names = _names(found.first, first) | _names(found.second, second)
        places = (found.first.place(first), found.second.place(second))
        yield RowChange(WHOLE.get(kind, cause), kind, _key(found.second, second), cells, *places, names)


def _whole(kind: str, cause: Cause, table: Table, position: int, *, after: bool) -> RowChange:
    place = table.place(position)
    before, now = (None, place) if after else (place, None)
    key = _key(table, position)
    return RowChange(WHOLE.get(kind, cause), kind, key, (), before, now, _names(table, position))


def _key(table: Table, position: int) -> str:
    named = [name for name in table.key if name in table.columns] or list(table.columns)[:3]
    return " · ".join(_text(table, name, position) for name in named)


def _names(table: Table, position: int) -> frozenset[str]:
    wanted = _IDS & set(table.columns) | {name for name, column in table.columns.items() if column.type == "id"}
    return frozenset(_text(table, name, position) for name in wanted) - {""}


def _text(table: Table, name: str, position: int) -> str:
    """Return a cell as plain text: `1234.50`, `2026-03-31`, `13%`."""
    column = table.columns[name]
    value = cell(table.frame, column, position)
    if value is None:
        return ""
    if isinstance(value, str | date):
        return str(value)
    if column.type is ColumnType.PERCENT:
        return f"{plain(value * 100, max(0, column.scale - 2))}%"
    return plain(value, column.scale) if column.type in NUMERIC else str(value)
