"""Turns an area of a sheet into a table: names, types by evidence, values of one form, sums held against their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.place import Place, column_letters
from reportgen.model.problem import Problem
from reportgen.model.table import NUMERIC, ColumnType
from reportgen.sources import kinds as problem_kinds
from reportgen.sources.chunks import in_one
from reportgen.sources.drafting.canonical import blank_marks, canonical
from reportgen.sources.drafting.found import FoundColumn, FoundTable, Note, Values
from reportgen.sources.drafting.memory import Memory
from reportgen.sources.drafting.names import column_names, range_name
from reportgen.sources.drafting.ragged import ragged_rows
from reportgen.sources.drafting.sums import differing, sum_rows
from reportgen.sources.drafting.unclear_types import unclear_type
from reportgen.sources.further import further
from reportgen.sources.grid import CellKind, Cells, Grid, Merge
from reportgen.sources.layout.area import Area, Unit
from reportgen.sources.layout.draft_units import strange_units
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.outcome import Doubt

LISTED = 1000
"""Cells with one doubt in one column that are listed; the last of them says how many there are besides."""

_LONG = r"^\s*-?[0-9]{7,}\s*$"


@dataclass(frozen=True, slots=True)
class Where:
    """The file and sheet that places of problems name."""

    file: str
    sheet: str


def found_table(area: Area, notes: Sequence[Note], where: Where) -> tuple[FoundTable, list[Problem]]:
    """Read one area of a sheet, and say which of its cells resist."""
    names = column_names(area.names)
    rows = np.asarray(area.rows)
    positions = np.concatenate([rows, np.array([one.position for one in area.sums], np.int64)])
    filled = merges_down(area.grid, rows)
    problems = [*_about_names(area, names, where), *ragged_rows(area, where.file)]
    columns: list[FoundColumn] = []
    whole: list[FoundColumn] = []
    memory = Memory()
    for index, name in names.items():
        column, doubts = _column(area, index, name, positions, len(rows), filled, memory)
        problems += _problems(area.grid, column, positions, doubts, where)
        whole.append(column)
        columns.append(
            replace(column, values=Values(column.values.texts[: len(rows)], column.values.kinds[: len(rows)]))
        )
    sums = sum_rows(area, whole, len(rows))
    problems += [*differing(area, whole, sums, where.file), *_scaled(area, columns, where)]
    table = FoundTable(
        range=area_range(area, positions),
        header=tuple(position + 1 for position in area.header),
        columns=tuple(columns),
        rows=rows + 1,
        sums=sums,
        units=unit_rows(area),
        repeated=tuple(position + 1 for position in area.repeated),
        notes=tuple(notes),
        merged=tuple(sorted({range_name(*merge) for merge in filled})),
    )
    return table, problems


def unit_rows(area: Area) -> tuple[Unit, ...]:
    """Return the units that stand in rows of their own, each once."""
    return tuple(dict.fromkeys(unit for unit in area.units.values() if unit.position not in area.header))


def _scaled(area: Area, columns: Sequence[FoundColumn], where: Where) -> list[Problem]:
    """Say which columns a unit multiplies, and which units are not known."""
    scaled: dict[Unit, list[str]] = {}
    for column in columns:
        if column.unit and column.unit.factor != 1 and column.type in {"money", "number"}:
            scaled.setdefault(column.unit, []).append(column.name)
    strange = [
        Problem(problem_kinds.UNIT_STRANGE, Place(where.file, area.grid.sheet, row + 1, column_letters(column)), text)
        for row, column, text in strange_units(area)
    ]
    return strange + [
        Problem(
            problem_kinds.UNIT_SCALED,
            Place(where.file, area.grid.sheet, unit.position + 1),
            unit.written,
            (("columns", ", ".join(names)), ("factor", f"{unit.factor:,}")),
        )
        for unit, names in scaled.items()
    ]


def area_range(area: Area, positions: Any) -> str:
    """Name the cells from the header to the last of some rows as spreadsheets do."""
    columns = list(area.names)
    rows = [*area.header, *(() if not len(positions) else (int(positions.min()), int(positions.max())))]
    return range_name(min(rows), min(columns), max(rows), max(columns)) if rows and columns else ""


def _column(
    area: Area, index: int, name: str, positions: Any, height: int, filled: Iterable[Merge], memory: Memory
) -> tuple[FoundColumn, tuple[Doubt, ...]]:
    """Guess a column's type from its data rows, and read them and its sums by it."""
    unit = area.units.get(index)
    data = cells_at(area.grid, index, positions[:height], filled)
    guessed = memory.guess(area.names[index], data, unit)
    rule = _as_the_workbook_says(guessed.rule, data, shown_as_percent=index in area.grid.percent_columns)
    cells = cells_at(area.grid, index, positions, filled)
    factor = unit.factor if unit and rule.column.type in {ColumnType.MONEY, ColumnType.NUMBER} else 1
    values, doubts = canonical(rule, replace(cells, factor=factor))
    column = FoundColumn(
        name=name,
        written=area.names[index],
        index=index,
        type=_type(rule.column.type, Values(values.texts[:height], values.kinds[:height])),
        values=values,
        decimals=_decimals(values),
        currency=rule.column.currency,
        unit=None if rule.column.type is ColumnType.ID else unit,
        blank_marks=blank_marks(cells, values),
        rule=rule,
        doubts=guessed.doubts,
    )
    unclear = unclear_type(name, guessed, data, positions) if rule.column.type is ColumnType.TEXT else ()
    return column, (*(doubt for doubt in doubts if doubt.position < height), *unclear)


def _as_the_workbook_says(rule: ColumnRule, cells: Cells, *, shown_as_percent: bool) -> ColumnRule:
    """Take a workbook at its word.

    A column of numbers shown as percentages is one of shares (0.125 as 12.5%), and long numbers that somebody stored
    as text in every row are ids.
    """
    if rule.column.type not in NUMERIC:
        return rule
    if shown_as_percent and rule.column.type is ColumnType.NUMBER:
        return replace(rule, column=replace(rule.column, type=ColumnType.PERCENT))
    if cells.kinds is not None and rule.column.type is ColumnType.NUMBER and _are_long_texts(cells):
        return replace(rule, column=replace(rule.column, type=ColumnType.ID, scale=0))
    return rule


def _are_long_texts(cells: Cells) -> bool:
    texts = cells.texts.filter(pa.array(cells.kinds == CellKind.TEXT))
    others = np.isin(np.asarray(cells.kinds), (CellKind.NUMBER, CellKind.DATE, CellKind.TRUTH)).any()
    return not others and bool(len(texts)) and bool(pc.all(pc.match_substring_regex(texts, _LONG)).as_py())


def cells_at(grid: Grid, index: int, positions: Any, filled: Iterable[Merge] = ()) -> Cells:
    """Return the cells of a column in some rows; those that a merge covers have its value."""
    kinds = grid.kinds[index][positions] if grid.kinds else None
    texts = in_one(_taken(grid.columns[index], positions))
    for merge in filled:
        if merge.left == index and kinds is not None:
            covered = (positions > merge.top) & (positions <= merge.bottom)
            texts = pc.if_else(pa.array(covered), grid.columns[index][merge.top], texts)
            kinds = np.where(covered, grid.kinds[index][merge.top], kinds)
    return Cells(texts, kinds, epoch=grid.epoch, decimal_commas=grid.decimal_commas)


def _taken(texts: Any, positions: Any) -> Any:
    """Take cells by position; rows one below the other are not copied."""
    first, height = int(positions[0]) if len(positions) else 0, len(positions)
    if height and (np.diff(positions) == 1).all():
        return texts.slice(first, height)
    return texts.take(pa.array(positions, pa.int64()))


def merges_down(grid: Grid, rows: Any) -> tuple[Merge, ...]:
    """Return the merges over several data rows whose value belongs to all of them.

    A number does not: it stands once, and repeating it would change the column's sum.
    """
    if not grid.merges or not len(rows):
        return ()
    first, last = int(rows.min()), int(rows.max())
    tall = (merge for merge in grid.merges if merge.top < merge.bottom and merge.top <= last and merge.bottom > first)
    return tuple(merge for merge in tall if _repeats(grid, merge))


def _repeats(grid: Grid, merge: Merge) -> bool:
    if merge.left >= len(grid.columns) or merge.top >= grid.height:
        return False
    return int(grid.kinds[merge.left][merge.top]) in {CellKind.TEXT, CellKind.DATE, CellKind.TRUTH}


def _type(declared: ColumnType, values: Values) -> str:
    """Name a column's type by what its cells turned out to be."""
    kinds = set(np.unique(values.kinds).tolist()) - {CellKind.BLANK, CellKind.ERROR, CellKind.UNCALCULATED}
    if not kinds:
        return "empty"
    if declared is ColumnType.TEXT and kinds == {CellKind.TRUTH}:
        return "truth"
    if declared is ColumnType.TEXT and kinds != {CellKind.TEXT}:
        return "mixed"
    if declared is ColumnType.DATE and kinds == {CellKind.DATE}:
        return "datetime" if pc.any(pc.match_substring(values.texts, "T")).as_py() else "date"
    return str(declared)


def _decimals(values: Values) -> int:
    numbers = values.texts.filter(pa.array(values.kinds == CellKind.NUMBER))
    point = pc.find_substring(numbers, ".")
    after = pc.subtract(pc.subtract(pc.utf8_length(numbers), point), 1)
    return int(pc.max(pc.if_else(pc.less(point, 0), 0, after)).as_py() or 0)


def _about_names(area: Area, names: Mapping[int, str], where: Where) -> list[Problem]:
    """Say which headers stand twice and which columns have none."""
    row = area.header[-1] + 1 if area.header else 0
    problems: list[Problem] = []
    for index, name in names.items():
        place = Place(where.file, where.sheet, row, column_letters(index) if row else "")
        if not area.names[index].strip():
            problems += [Problem(problem_kinds.COLUMN_NAMELESS, place, name)] if row else []
        elif name != " ".join(area.names[index].split()):
            values = (("name", name),)
            problems.append(Problem(problem_kinds.HEADER_TWICE, place, " ".join(area.names[index].split()), values))
    return problems


def _problems(grid: Grid, column: FoundColumn, positions: Any, doubts: Iterable[Doubt], where: Where) -> list[Problem]:
    """Report the doubts: those about cells one by one, as far as they are listed, those about the column once."""
    problems: list[Problem] = []
    told: Counter[str] = Counter()
    for doubt in doubts:
        if doubt.rows is None or "rows" in dict(doubt.values):
            told[doubt.kind.code] += 1
            problems.append(_problem(grid, column, positions, doubt, where))
            continue
        rows = doubt.positions[:LISTED]
        problems += [_problem(grid, column, positions, _of_row(doubt, row, column), where) for row in rows]
        if len(doubt.positions) > LISTED:
            rest = np.asarray(positions)[doubt.positions[LISTED:]] + 1
            sentence = problems[-1].kind.sentence + further(rest, listed=told[doubt.kind.code] + LISTED - 1)
            problems[-1] = replace(problems[-1], kind=replace(problems[-1].kind, sentence=sentence))
    return problems


def _of_row(doubt: Doubt, row: int, column: FoundColumn) -> Doubt:
    return replace(doubt, position=row, found=column.values.texts[row].as_py(), rows=None)


def _problem(grid: Grid, column: FoundColumn, positions: Any, doubt: Doubt, where: Where) -> Problem:
    position = int(positions[doubt.position])
    place = Place(where.file, where.sheet, position + 1, column_letters(column.index))
    return Problem(doubt.kind, place, doubt.found, doubt.values, excerpt=grid.excerpt(position))
