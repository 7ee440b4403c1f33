"""Turns a table of a document into what its cells hold, column by column, and the width that each column needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, repeat
from typing import Final

from reportgen.model.document import DataTable, Value
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.render.sheets.formulas import foot_formula
from reportgen.render.sheets.values import (
    Content,
    content,
    extremes,
    format_of,
    formats,
    printable,
    snug,
    text_width,
    width,
)
from reportgen.render.words import Words, word

_WIDEST: Final = 90
_NARROWEST: Final = 7
_SPARE, _TIGHT_SPARE, _MANY = 3.0, 1.5, 14
"""The room beside what stands in a column, and that in a table of more columns than many."""

INDENT: Final = 1.5
"""What a text that begins where figures end is set in by."""

_LONG: Final = 30
"""The width from which text in a column may wrap: it fills the column then, and what is beside it is set in."""

_TO_FILL_IN: Final = 18
"""The width of a column whose cells are all empty: somebody is to write there."""

_OVER: Final = 2
"""Empty cells behind a text that have room for it."""

Cellful = tuple[Content, str]
"""What a cell holds and how it shows a number."""

Formats = dict[Unit, str]
"""The number formats of one column, by unit."""


@dataclass(frozen=True, slots=True)
class Held:
    """A column whose cells are known, row by row: what each holds, its formula, and whether it was not measured.

    Rows of the same value have the very same cell: what is asked of cells is asked of the `different` ones.
    """

    cells: Sequence[Cellful]
    formulas: Sequence[str]
    absent: Sequence[bool]
    different: Collection[Cellful]

    def except_for(self, rows: Collection[int]) -> Collection[Cellful]:
        """Return the cells of all rows but some, each once."""
        if not rows:
            return self.different
        return {id(cell): cell for row, cell in enumerate(self.cells) if row not in rows}.values()


@dataclass(frozen=True)  # without slots: what is asked of all rows is worked out once
class Filled:
    """A table whose cells are known: what its columns and its foot hold."""

    table: DataTable
    title: str
    note: str
    heads: tuple[str, ...]
    columns: tuple[Held, ...]
    foot: tuple[Cellful, ...]
    empty: str

    @property
    def tight(self) -> bool:
        """Tell whether there are so many columns that each must be as narrow as it can be."""
        return len(self.heads) > _MANY

    @cached_property
    def rows(self) -> tuple[tuple[Cellful, ...], ...]:
        """Return the cells row by row."""
        return tuple(zip(*(column.cells for column in self.columns), strict=True))

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """Return the width in digits that each column needs."""
        return tuple(self._width(index) for index in range(len(self.heads)))

    @cached_property
    def runs(self) -> dict[int, int]:
        """Return by row the position of a text that runs over empty cells behind it."""
        last = self.columns[-_OVER:]
        if not all(any(held is None for held, _ in column.different) for column in last):
            return {}  # no row ends in so many empty cells
        found = ((index, running(row)) for index, row in enumerate(self.rows))
        return {index: position for index, position in found if position >= 0}

    def _width(self, index: int) -> float:
        wide, column = snug if self.tight else width, self.columns[index]
        seen = column.except_for({row for row, run in self.runs.items() if run == index})
        body = [wide(*each) for each in extremes(seen)]
        # Bold figures are a little wider, and a head may take two lines.
        foot = 1.1 * wide(*self.foot[index]) if self.foot else 0
        head = text_width(self.heads[index])
        widest = max([*body, foot, head if head <= 10 and not self.tight else head / 2 + 2], default=0)
        spare = _TIGHT_SPARE if self.tight else _SPARE
        # A head that just fits on one line would touch the one before it.
        widest = head if widest < head <= widest + spare else widest
        empty = all(held is None for held, _ in column.different)
        least = _TO_FILL_IN if self.table.rows and empty else _NARROWEST
        indent = INDENT if self.tight and _beside(self.table)[index] else 0
        return min(max(widest, least), _WIDEST) + spare + indent

    @cached_property
    def apart(self) -> tuple[bool, ...]:
        """Tell of each column whether it is kept apart from the one before: figures, or text that may wrap."""
        long = [column.align == "start" and self._is_long(index) for index, column in enumerate(self.table.columns)]
        beside = _beside(self.table)
        return tuple(beside[at] or (at > 0 and one and long[at - 1]) for at, one in enumerate(long))

    def _is_long(self, index: int) -> bool:
        return any(width(*each) >= _LONG for each in self.columns[index].different)


def running(row: Sequence[Cellful]) -> int:
    """Return the position of a text behind which a row is empty: it runs over those cells, on one line; -1 for none."""
    last = len(row) - 1
    while last >= 0 and row[last][0] is None:
        last -= 1
    return last if last >= 0 and isinstance(row[last][0], str) and len(row) - last > _OVER else -1


def filled(table: DataTable, words: Words, above: str = "") -> Filled:
    """Return a table with every value turned into what its cell holds; a title that stands `above` is left out."""
    title = _text(words, table.title)
    own = {number: row.formulas for number, row in enumerate(table.rows) if row.formulas}
    values: Iterable[tuple[Value, ...]] = repeat(())
    if table.rows:
        values = zip(*(row.cells for row in table.rows), strict=True)
    columns = [_column(table, index, each, words, own) for index, each in enumerate(islice(values, len(table.columns)))]
    return Filled(
        table=table,
        title="" if title == above else title,
        note=_text(words, table.note),
        heads=tuple(_text(words, column.label) for column in table.columns),
        columns=tuple(column for column, _ in columns),
        foot=_foot(table, [known for _, known in columns], words),
        empty=_text(words, table.empty),
    )


def _column(
    table: DataTable, index: int, values: Sequence[Value], words: Words, own: Mapping[int, tuple[str, ...]]
) -> tuple[Held, Formats]:
    """What the cells of one column hold, with formats that align its decimals; `own` are formulas of single rows."""
    usual = table.columns[index].formula
    formulas: Sequence[str] = (usual,) * len(values)
    if differing := {row: each[index] for row, each in own.items() if each[index] != usual}:
        formulas = [differing.get(row, usual) for row in range(len(values))]
    places = list(map(id, values))
    # What stands in several rows is worded once, and is one cell in all of them.
    different = dict(zip(places, values, strict=True))
    pairs = dict.fromkeys(zip(places, formulas, strict=True) if differing else ((place, usual) for place in different))
    known = _formats(table, index, [(different[place], formula) for place, formula in pairs])
    told = {place: _cellful(value, known, words) for place, value in different.items()}
    if any(formulas) and not all(isinstance(value, Quantity) for value in different.values()):
        # Only what the engine has is derived.
        formulas = [each if isinstance(value, Quantity) else "" for each, value in zip(formulas, values, strict=True)]
    missing = {place for place, value in different.items() if isinstance(value, NotMeasured)}
    absent = [place in missing for place in places] if missing else (False,) * len(values)
    return Held(list(map(told.__getitem__, places)), formulas, absent, told.values()), known


def _cellful(value: Value, known: Formats, words: Words) -> Cellful:
    if isinstance(value, Quantity):  # nearly all of a register
        return value.value, known[value.unit]
    return content(words, value), format_of(value, known)


def _formats(table: DataTable, index: int, values: Iterable[tuple[Value, str]]) -> Formats:
    """Return the number formats of a column, given its different values, each with its formula."""
    foot = [(table.foot.cells[index], foot_formula(table, index))] if table.foot else []
    given, derived = list[Value](), list[Value]()
    for value, formula in (*values, *foot):
        (derived if formula else given).append(value)
    return formats(given, derived)


def _foot(table: DataTable, known: Sequence[Formats], words: Words) -> tuple[Cellful, ...]:
    if table.foot is None:
        return ()
    cells = zip(table.foot.cells, known, strict=True)
    return tuple((content(words, value), format_of(value, each)) for value, each in cells)


def _beside(table: DataTable) -> tuple[bool, ...]:
    """Tell of each column whether its text begins where the figures of the one before it end: it is kept apart."""
    aligned = [column.align for column in table.columns]
    return tuple(one == "start" and before == "end" for before, one in zip(["start", *aligned], aligned, strict=False))


def _text(words: Words, value: Value) -> str:
    return printable(words, word(words, value))
