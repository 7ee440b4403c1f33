"""Turns a table of a document into cells: title, heads, rows, foot; a figure is a number, a derived one a formula."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final, Literal

from reportgen.model.document import DataTable, Message, TableRow
from reportgen.model.measured import Status
from reportgen.model.quantity import NotMeasured
from reportgen.render.sheets.filled import INDENT, Filled, Held
from reportgen.render.sheets.formulas import Landed, foot_formula, foot_key
from reportgen.render.sheets.grid import Block, lines, row_height
from reportgen.render.sheets.look import LABEL, PART_TITLE, SIGN, TINT, TONE, Style
from reportgen.render.sheets.pieces import Band, Cell, Piece, Strip
from reportgen.render.sheets.values import text_width

_HEAD: Final = Style(size=9, colour="muted", below="ink", wrap=True)
_BODY: Final = Style(below="hairline", wrap=True)
_EMPHASIS: Final = replace(_BODY, bold=True, fill="accent_light")
_FOOT: Final = Style(bold=True, above="ink")


def placed(
    full: Filled,
    top: int,
    columns: tuple[int, ...],
    widths: tuple[float, ...],
    sheet: str,
    *,
    tall: bool = False,
    page: float = math.inf,
) -> Block:
    """Place a table: `columns` are the sheet's numbers for its columns, `widths` their widths in digits.

    `tall` leaves a row below the title, so that the heads stand level with those of a table beside it. `page` is the
    width of the printed page that the title stands on, where the table goes on beside it.
    """
    table = full.table
    title, head = _title(full, top, columns, below=note_below(full, min(sum(widths), page)))
    head = top + 2 if tall else head
    first, last = head + 1, head + max(len(table.rows), 1)
    rows = _keyed(table, first)
    apart = full.apart
    cells: list[Piece] = [*title, *_heads(full, head, columns, apart)]
    if not table.rows:
        cells.append(Cell(first, columns[0], full.empty or None, LABEL))
    cells += _body(full, first, columns, apart)
    bottom = last
    if table.foot:
        bottom += 1
        rows.setdefault(foot_key(table), bottom)
        cells += _foot_cells(full, table.foot, bottom, columns, apart)
    landed = Landed(sheet, first, last, {c.key: n for c, n in zip(table.columns, columns, strict=True)}, rows)
    folded = tuple(first + index for index, row in enumerate(table.rows) if row.folded)
    if table.rows and len(folded) == len(table.rows) and not table.foot:
        # Heads of nothing that is in sight open with it.
        folded = (head, *folded)
    return Block(tuple(cells), bottom, _heights(full, head, widths, apart), {table.id: landed}, head, folded)


def _keyed(table: DataTable, first: int) -> dict[str, int]:
    """The rows that have a key; two of the same could not be told apart by a formula."""
    rows = {row.key: first + index for index, row in enumerate(table.rows) if row.key}
    if len(rows) != sum(1 for row in table.rows if row.key):
        raise ValueError(f"table `{table.id}` has two rows of the same key")
    return rows


def note_below(full: Filled, room: float) -> bool:
    """Tell whether a table has too little room, in digits, for its title and its note in one row."""
    return bool(full.note) and text_width(full.title) * 1.2 + text_width(full.note) * 0.9 + 2 > room


def _title(full: Filled, top: int, columns: tuple[int, ...], *, below: bool) -> tuple[list[Cell], int]:
    """The title with its note beside it, or below where both do not fit; and the row of the heads."""
    if not full.title:
        return ([Cell(top, columns[0], full.note, LABEL)], top + 1) if full.note else ([], top)
    if not below:
        return [Cell(top, columns[0], full.title, PART_TITLE, aside=full.note)], top + 1
    return [Cell(top, columns[0], full.title, PART_TITLE), Cell(top + 1, columns[0], full.note, LABEL)], top + 2


def _heads(full: Filled, row: int, columns: tuple[int, ...], apart: tuple[bool, ...]) -> Iterator[Cell]:
    for number, text, column, kept_apart in zip(columns, full.heads, full.table.columns, apart, strict=True):
        yield Cell(row, number, text, _in_column(_HEAD, column.align, kept_apart, absent=False, wraps=True))
    yield from _gutter(row, columns, _HEAD)


_MANY: Final = 16
"""Rows from which it takes longer to make each of their cells."""

_Looks = dict[tuple[bool, bool], tuple[Style, ...]]
"""The styles of a row's cells, by whether it is emphasised and whether they were not measured."""


def _body(full: Filled, first: int, columns: tuple[int, ...], apart: tuple[bool, ...]) -> Iterator[Piece]:
    """The rows: many that do not stand out are a band, and others are made cell by cell."""
    looks = _looks(full.table, apart)
    whole = _band(full, first, columns, looks)
    begun = 0
    for index in (*_standing_out(full), len(full.table.rows)):
        rows = whole.between(begun, index)
        yield from (rows,) if index - begun >= _MANY else rows.cells
        if index < len(full.table.rows):
            yield from _one_by_one(full, index, whole, looks)
        begun = index + 1


def _standing_out(full: Filled) -> Iterator[int]:
    """Yield the rows that have a key, a state or an emphasis, or whose text runs over the cells behind it."""
    for index, row in enumerate(full.table.rows):
        if row.key or row.emphasis or row.status is not Status.NONE or index in full.runs:
            yield index


def _looks(table: DataTable, apart: tuple[bool, ...]) -> _Looks:
    aligned = tuple(zip((column.align for column in table.columns), apart, strict=True))
    return {
        (style is _EMPHASIS, absent): tuple(_in_column(style, *each, absent=absent) for each in aligned)
        for style in (_BODY, _EMPHASIS)
        for absent in (False, True)
    }


def _band(full: Filled, first: int, columns: tuple[int, ...], looks: _Looks) -> Band:
    """All rows as they are where they do not stand out."""
    seen, unmeasured = looks[False, False], looks[False, True]
    strips = (
        Strip(number, held.cells, held.formulas, held.absent, seen[position], unmeasured[position])
        for position, (number, held) in enumerate(zip(columns, full.columns, strict=True))
    )
    return Band(first, tuple(strips), full.table.id, tuple(_gaps(columns)), _BODY)


def _one_by_one(full: Filled, index: int, whole: Band, looks: _Looks) -> Iterator[Cell]:
    """The cells of a row that stands out."""
    row, run = full.table.rows[index], full.runs.get(index)
    marked = _status_cell(row)
    for position, held in enumerate(full.columns):
        cell = whole.cell(index, position)
        shown, said = looks[row.emphasis, held.absent[index]][position], cell.content
        shown = replace(shown, wrap=False) if position == run else shown
        if position == marked:
            shown = replace(shown, colour=TONE[row.status], fill=TINT[row.status])
            said = f"{SIGN[row.status]} {said}" if isinstance(said, str) else said
        yield cell._replace(content=said, style=shown, name=_name(full.table, row.key, position))
    yield from (Cell(whole.first + index, gap, None, _EMPHASIS if row.emphasis else _BODY) for gap in whole.gaps)


def _foot_cells(
    full: Filled, foot: TableRow, number: int, columns: tuple[int, ...], apart: tuple[bool, ...]
) -> Iterator[Cell]:
    table, key = full.table, foot_key(full.table)
    for position, (column, (held, pattern)) in enumerate(zip(columns, full.foot, strict=True)):
        absent = isinstance(foot.cells[position], NotMeasured)
        shown = _in_column(_FOOT, table.columns[position].align, apart[position], absent=absent)
        formula, name = foot_formula(table, position), _name(table, key, position)
        yield Cell(number, column, held, shown, pattern, formula, table.id, name=name)
    yield from _gutter(number, columns, _FOOT)


def _name(table: DataTable, key: str, position: int) -> str:
    """The name of a figure in a row with a key, for programs that read finished workbooks: `bridge.opening.amount`."""
    return f"{table.id}.{key}.{table.columns[position].key}" if key else ""


def _gutter(row: int, columns: tuple[int, ...], style: Style) -> Iterator[Cell]:
    """Empty cells with the row's rules where a table steps over the gutter of two others."""
    return (Cell(row, number, None, style) for number in _gaps(columns))


def _gaps(columns: tuple[int, ...]) -> list[int]:
    return [number for number in range(columns[0], columns[-1]) if number not in columns]


@cache
def _in_column(
    style: Style, align: Literal["start", "end"], indent: bool, *, absent: bool, wraps: bool = False
) -> Style:
    """Return a style as it is in a column; a head `wraps` wherever it stands."""
    # A figure that wrapped would show its half: only text wraps.
    shown = replace(style, align=align, indent=indent, wrap=style.wrap and (wraps or align == "start"))
    return replace(shown, colour="muted") if absent else shown


def _status_cell(row: TableRow) -> int | None:
    """The cell that says the row's state: the one with the word for it, else the first."""
    if row.status is Status.NONE:
        return None
    worded = (i for i, cell in enumerate(row.cells) if isinstance(cell, Message) and cell.key.startswith("status."))
    return next(worded, 0)


def _heights(full: Filled, head: int, widths: tuple[float, ...], apart: tuple[bool, ...]) -> dict[int, float]:
    widths = tuple(width - INDENT if set_in else width for width, set_in in zip(widths, apart, strict=True))
    heights = {head: row_height(max(lines(t, w, text_width(t)) for t, w in zip(full.heads, widths, strict=True)))}
    counts: dict[int, int] = {}
    for position, (column, width) in enumerate(zip(full.columns, widths, strict=True)):
        for index, count in _wrapped(column, width):
            if full.runs.get(index) != position:
                counts[index] = max(count, counts.get(index, 0))
    return heights | {head + 1 + index: row_height(counts[index]) for index in sorted(counts)}


def _wrapped(column: Held, width: float) -> Iterator[tuple[int, int]]:
    """Yield the rows whose text takes several lines in a column, with how many."""
    told = ((id(cell), cell[0]) for cell in column.different)
    counts = {place: lines(held, width, text_width(held)) for place, held in told if isinstance(held, str)}
    tall = {place: count for place, count in counts.items() if count > 1}
    if tall:
        yield from ((index, tall[id(cell)]) for index, cell in enumerate(column.cells) if id(cell) in tall)
