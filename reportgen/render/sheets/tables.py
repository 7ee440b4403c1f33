"""Turns a table of a document into cells: title, heads, rows, foot; a figure is a number, a derived one a formula."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final, Literal

from reportgen.model.document import DataTable, Message, TableRow, Value
from reportgen.model.measured import Status
from reportgen.model.quantity import NotMeasured, Unit
from reportgen.render.sheets.formulas import Landed, foot_formula, foot_key, formula_of
from reportgen.render.sheets.grid import Block, Cell, lines, row_height
from reportgen.render.sheets.look import LABEL, PART_TITLE, SIGN, TINT, TONE, Style
from reportgen.render.sheets.values import Content, content, format_of, formats, printable, snug, text_width, width
from reportgen.render.words import Words, word

_WIDEST: Final = 90
_NARROWEST: Final = 7
_SPARE, _TIGHT_SPARE, _MANY = 3.0, 1.5, 14
"""The room beside what stands in a column, and that in a table of more columns than many."""

_INDENT: Final = 1.5
"""What a text that begins where figures end is set in by."""

_LONG: Final = 30
"""The width from which text in a column may wrap: it fills the column then, and what is beside it is set in."""

_TO_FILL_IN: Final = 18
"""The width of a column whose cells are all empty: somebody is to write there."""

_HEAD: Final = Style(size=9, colour="muted", below="ink", wrap=True)
_BODY: Final = Style(below="hairline", wrap=True)
_EMPHASIS: Final = replace(_BODY, bold=True, fill="accent_light")
_FOOT: Final = Style(bold=True, above="ink")


Formats = dict[Unit, str]
"""The number formats of one column, by unit."""


@dataclass(frozen=True)  # without slots: what is asked of all rows is worked out once
class Filled:
    """A table whose cells are known: what each holds and how it shows a number, row by row, and the foot."""

    table: DataTable
    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Content, str], ...], ...]
    foot: tuple[tuple[Content, str], ...]
    empty: str

    @property
    def tight(self) -> bool:
        """Tell whether there are so many columns that each must be as narrow as it can be."""
        return len(self.heads) > _MANY

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """Return the width in digits that each column needs."""
        return tuple(self._width(index) for index in range(len(self.heads)))

    @cached_property
    def runs(self) -> tuple[int, ...]:
        """Return of each row the position of a text that runs over empty cells behind it, -1 for none."""
        return tuple(map(running, self.rows))

    def _held(self, index: int) -> Collection[tuple[Content, str]]:
        """Return what the cells of a column hold, each once, but for texts that run over empty cells."""
        return _distinct(row[index] for row, run in zip(self.rows, self.runs, strict=True) if run != index)

    def _width(self, index: int) -> float:
        wide = snug if self.tight else width
        body = [wide(*each) for each in self._held(index)]
        # Bold figures are a little wider, and a head may take two lines.
        foot = 1.1 * wide(*self.foot[index]) if self.foot else 0
        head = text_width(self.heads[index])
        widest = max([*body, foot, head if head <= 10 and not self.tight else head / 2 + 2], default=0)
        spare = _TIGHT_SPARE if self.tight else _SPARE
        # A head that just fits on one line would touch the one before it.
        widest = head if widest < head <= widest + spare else widest
        empty = all(row[index][0] is None for row in self.rows)
        least = _TO_FILL_IN if self.rows and empty else _NARROWEST
        indent = _INDENT if self.tight and _beside(self.table)[index] else 0
        return min(max(widest, least), _WIDEST) + spare + indent

    @cached_property
    def apart(self) -> tuple[bool, ...]:
        """Tell of each column whether it is kept apart from the one before: figures, or text that may wrap."""
        long = [column.align == "start" and self._is_long(index) for index, column in enumerate(self.table.columns)]
        beside = _beside(self.table)
        return tuple(beside[at] or (at > 0 and one and long[at - 1]) for at, one in enumerate(long))

    def _is_long(self, index: int) -> bool:
        return any(width(*each) >= _LONG for each in _distinct(row[index] for row in self.rows))


def _distinct(held: Iterable[tuple[Content, str]]) -> Collection[tuple[Content, str]]:
    """Return cells without those that hold the very same value: to compare all of them takes longer than one more."""
    return {(id(each[0]), each[1]): each for each in held}.values()


def running(row: Sequence[tuple[Content, str]]) -> int:
    """Return the position of a text behind which a row is empty: it runs over those cells, on one line; -1 for none."""
    last = len(row) - 1
    while last >= 0 and row[last][0] is None:
        last -= 1
    return last if last >= 0 and isinstance(row[last][0], str) and len(row) - last > _OVER else -1


_OVER: Final = 2
"""Empty cells behind a text that have room for it."""


def filled(table: DataTable, words: Words, above: str = "") -> Filled:
    """Return a table with every value turned into what its cell holds; a title that stands `above` is left out."""
    title = _text(words, table.title)
    known = tuple(_formats(table, index) for index in range(len(table.columns)))
    return Filled(
        table=table,
        title="" if title == above else title,
        note=_text(words, table.note),
        heads=tuple(_text(words, column.label) for column in table.columns),
        rows=tuple(zip(*(_column(table, index, each, words) for index, each in enumerate(known)), strict=True)),
        foot=_foot(table, known, words),
        empty=_text(words, table.empty),
    )


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
    cells, head = _title(full, top, columns, below=note_below(full, min(sum(widths), page)))
    head = top + 2 if tall else head
    first, last = head + 1, head + max(len(table.rows), 1)
    rows = _keyed(table, first)
    apart = full.apart
    cells += _heads(full, head, columns, apart)
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


def _body(full: Filled, first: int, columns: tuple[int, ...], apart: tuple[bool, ...]) -> Iterator[Cell]:
    """The rows: what holds for a whole column is looked up once."""
    table = full.table
    aligned = tuple(zip((column.align for column in table.columns), apart, strict=True))
    looks = {
        (style is _EMPHASIS, absent): tuple(_in_column(style, *each, absent=absent) for each in aligned)
        for style in (_BODY, _EMPHASIS)
        for absent in (False, True)
    }
    for number, (row, held_in_row, run) in enumerate(zip(table.rows, full.rows, full.runs, strict=True), first):
        style = _EMPHASIS if row.emphasis else _BODY
        marked = _status_cell(row)
        seen, absent = looks[row.emphasis, False], looks[row.emphasis, True]
        for position, (column, (held, pattern)) in enumerate(zip(columns, held_in_row, strict=True)):
            shown = absent[position] if isinstance(row.cells[position], NotMeasured) else seen[position]
            shown = replace(shown, wrap=False) if position == run else shown
            said = held
            if position == marked:
                shown = replace(shown, colour=TONE[row.status], fill=TINT[row.status])
                said = f"{SIGN[row.status]} {held}" if isinstance(held, str) else held
            formula = formula_of(table, row, position)
            name = _name(table, row.key, position) if row.key else ""
            yield Cell(number, column, said, shown, pattern, formula, table.id, name=name)
        yield from _gutter(number, columns, style)


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
    for number in range(columns[0], columns[-1]):
        if number not in columns:
            yield Cell(row, number, None, style)


def _beside(table: DataTable) -> tuple[bool, ...]:
    """Tell of each column whether its text begins where the figures of the one before it end: it is kept apart."""
    aligned = [column.align for column in table.columns]
    return tuple(one == "start" and before == "end" for before, one in zip(["start", *aligned], aligned, strict=False))


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
    widths = tuple(width - _INDENT if set_in else width for width, set_in in zip(widths, apart, strict=True))
    heights = {head: row_height(max(lines(t, w, text_width(t)) for t, w in zip(full.heads, widths, strict=True)))}
    counted = cache(lambda text, width: lines(text, width, text_width(text)))
    for index, (row, run) in enumerate(zip(full.rows, full.runs, strict=True)):
        places = enumerate(zip(row, widths, strict=True))
        counts = [counted(held, w) for number, ((held, _), w) in places if isinstance(held, str) and number != run]
        count = max(counts, default=1)
        if count > 1:
            heights[head + 1 + index] = row_height(count)
    return heights


def _column(table: DataTable, index: int, known: Formats, words: Words) -> list[tuple[Content, str]]:
    """What the cells of one column hold, with formats that align its decimals."""
    values = [row.cells[index] for row in table.rows]
    # What stands in several rows is worded once, and is one text in all of them.
    told = {
        id(value): (content(words, value), format_of(value, known)) for value in {id(v): v for v in values}.values()
    }
    return [told[id(value)] for value in values]


def _foot(table: DataTable, known: Sequence[Formats], words: Words) -> tuple[tuple[Content, str], ...]:
    if table.foot is None:
        return ()
    cells = zip(table.foot.cells, known, strict=True)
    return tuple((content(words, value), format_of(value, each)) for value, each in cells)


def _formats(table: DataTable, index: int) -> Formats:
    cells = {(id(row.cells[index]), bool(formula_of(table, row, index))): row.cells[index] for row in table.rows}
    rows = [(value, derived) for (_, derived), value in cells.items()]
    if table.foot:
        rows.append((table.foot.cells[index], bool(foot_formula(table, index))))
    return formats((value for value, derived in rows if not derived), (value for value, derived in rows if derived))


def _text(words: Words, value: Value) -> str:
    return printable(words, word(words, value))
