"""The tables found on the sheets of a file ↔ bytes, so that a file whose content did not change is not searched again.

Only what is plain is kept: a table with sums, or with figures that differ, is found anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from reportgen.sources.formats.access import Shelf
from reportgen.sources.grid import Grid
from reportgen.sources.layout import Area, find_areas
from reportgen.sources.layout.area import Crossing, Unit

_MOST_RUNS = 1000
"""Rows that follow one another are one run; a table of more runs is found anew."""


def areas_of(
    grids: Sequence[Grid], wanted: frozenset[str], opened: str, shelf: Shelf | None
) -> Mapping[str, tuple[Area, ...]]:
    """Return the tables of each sheet by its name, as `find_areas` does, or those that the same content had before.

    `opened` is the key under which the file's cells are kept, "" where they must not be.
    """
    if shelf is None or not opened:
        return {grid.sheet: find_areas(grid, wanted) for grid in grids}
    key = _key(grids, wanted, opened)
    known = _read(shelf.taken(key), grids)
    found = {grid.sheet: known[grid.sheet] if grid.sheet in known else find_areas(grid, wanted) for grid in grids}
    plain = [name for name, areas in found.items() if name not in known and all(map(_is_plain, areas))]
    if plain:
        told = {name: [_told(area) for area in areas] for name, areas in found.items() if name in {*known, *plain}}
        shelf.keep(key, json.dumps(told).encode("ascii"))
    return found


def _key(grids: Sequence[Grid], wanted: frozenset[str], opened: str) -> str:
    parts = ["areas", opened, sorted(wanted), [grid.sheet for grid in grids]]
    return sha256(json.dumps(parts).encode()).hexdigest()


def _is_plain(area: Area) -> bool:
    runs = 1 + np.count_nonzero(np.diff(area.rows) != 1) if len(area.rows) else 0
    return not area.sums and bool(runs <= _MOST_RUNS) and not any(one.differing for one in area.crossings)


def _told(area: Area) -> dict[str, Any]:
    cuts = np.flatnonzero(np.diff(area.rows) != 1) + 1
    runs = [part for part in np.split(area.rows, cuts) if len(part)]
    return {
        "header": list(map(int, area.header)),
        "names": [[int(column), name] for column, name in area.names.items()],
        "rows": [[int(part[0]), int(part[-1]) + 1] for part in runs],
        "units": [[int(column), _unit(unit)] for column, unit in area.units.items()],
        "notes": list(map(int, area.notes)),
        "repeated": list(map(int, area.repeated)),
        "crossings": [[int(one.column), list(map(int, one.covers)), int(one.checked)] for one in area.crossings],
    }


def _unit(unit: Unit) -> list[Any]:
    return [unit.written, int(unit.position), int(unit.factor), unit.currency, unit.tax, bool(unit.percent)]


def _read(kept: bytes | None, grids: Sequence[Grid]) -> Mapping[str, tuple[Area, ...]]:
    """Return the tables from their bytes; none where these are not what they were."""
    if kept is None:
        return {}
    here = {grid.sheet: grid for grid in grids}
    try:
        told = json.loads(kept)
        return {name: tuple(_area(here[name], each) for each in areas) for name, areas in told.items()}
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return {}


def _area(grid: Grid, told: Mapping[str, Any]) -> Area:
    runs = [np.arange(first, last, dtype=np.int64) for first, last in told["rows"]]
    return Area(
        grid,
        tuple(told["header"]),
        dict(told["names"]),
        np.concatenate(runs) if runs else np.zeros(0, np.int64),
        {column: Unit(*unit) for column, unit in told["units"]},
        (),
        tuple(told["notes"]),
        tuple(told["repeated"]),
        tuple(Crossing(column, tuple(covers), checked) for column, covers, checked in told["crossings"]),
    )
