"""Turns a document into sheets: one a section, its parts stacked, with columns as wide as what stands in them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Final

from reportgen.model.document import (
    Blank,
    Chart,
    DataTable,
    Document,
    Message,
    Metrics,
    Paragraph,
    Section,
)
from reportgen.render.sheets.blocks import (
    figures_of,
    place_blank,
    place_metrics,
    place_paragraph,
    place_text,
)
from reportgen.render.sheets.filled import Filled, filled
from reportgen.render.sheets.grid import LEFT, ROW_HEIGHT, Block, Columns, Sheet
from reportgen.render.sheets.heads import front, head
from reportgen.render.sheets.look import NOTE, SECTION
from reportgen.render.sheets.paging import (
    SMALLEST,
    Paging,
    Rows,
    Unit,
    cut_at,
    fits_one_page,
    halved,
    needs_large_print,
    paged,
)
from reportgen.render.sheets.pieces import Cell, Piece, larger, single
from reportgen.render.sheets.spacing import PAGE, TIGHT_PAGE, Laid, beside_folded, columns_of, is_tight
from reportgen.render.sheets.tables import note_below, placed
from reportgen.render.sheets.values import printable, text_width
from reportgen.render.words import Words, word

_PAIRED_COLUMNS: Final = 8
_PAIRED_ROWS: Final = 15
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_NAME_LIMIT: Final = 31
_LONG: Final = 15
"""Rows from which a table is scrolled under its heads."""

_NEARLY_ALL: Final = 0.97
"""How much of a page's width a line may take by its characters: what ends there has nothing to run over."""

_FROZEN: Final = 14
"""Heads further down stay where they are: keeping all above them in sight would leave no room to scroll."""


def sheets(document: Document, words: Words, taken: tuple[str, ...] = (), *, logo: bool = False) -> tuple[Sheet, ...]:
    """Return the sheets of a document in order; none is called as one of those that are `taken`.

    With a logo the first sheet has a row for it above its head.
    """
    pages = _pages(document)
    names = _names(pages, words, taken)
    return tuple(
        _sheet(document, page, words, name, first=index == 0, logo=logo and index == 0)
        for index, (page, name) in enumerate(zip(pages, names, strict=True))
    )


def _pages(document: Document) -> tuple[tuple[Section, ...], ...]:
    """The sections of each sheet: neighbours of the same group share one."""
    runs = groupby(enumerate(document.sections), key=lambda each: each[1].group or each[0])
    return tuple(tuple(section for _, section in run) for _, run in runs)


def _sheet(document: Document, page: tuple[Section, ...], words: Words, name: str, *, first: bool, logo: bool) -> Sheet:
    laid, across = _arranged(page, words, first=first)
    top = front(document, across.left, words, logo=logo) if first else head(document, page, across.left, words)
    stack = _stacked(page, laid, across, words, name, top)
    table = None if page[0].group else next((block for block in reversed(stack.blocks) if block.header), None)
    summary = first and fits_one_page(stack.rows())
    repeated = 0 if summary or table is None else table.header
    tight = is_tight(chain.from_iterable(laid))
    paging = _paging(stack, across, repeated, tight=tight, short=first or page[0].group is not None)
    columns = across.columns.times(paging.drawn)
    large = needs_large_print(stack.rows(), paging, max(across.pages(tight=tight)))
    pieces = tuple(map(larger, stack.pieces)) if large else stack.pieces
    return Sheet(
        name=name,
        pieces=pieces,
        widths=_widths(columns),
        heights=stack.heights,
        landed={key: where for block in stack.blocks for key, where in block.landed.items()},
        right=columns.right,
        bottom=stack.bottom,
        frozen=None if summary else _frozen(table, columns),
        repeated=repeated,
        tall=paging.tall,
        several=paging.several,
        breaks=paging.breaks,
        cut=(_highest(pieces, across.cut), across.cut) if across.cut else None,
        tight=tight,
        folded=tuple(stack.folded),
        aside=across.aside,
        logo=1 if logo else 0,
    )


@dataclass(frozen=True, slots=True)
class _Across:
    """A sheet's columns, those of its first page, and where a second page and where folded columns begin.

    Both are 0 where there is none.
    """

    columns: Columns
    left: Columns
    cut: int = 0
    aside: int = 0

    @property
    def page(self) -> float:
        """Return the width in digits that a line has on the first page: no limit where the sheet is not cut."""
        return self.left.total * _NEARLY_ALL if self.cut else math.inf

    def pages(self, *, tight: bool) -> tuple[float, ...]:
        """Return the widths of the printed pages, one or two, as parts of a page's."""
        if not self.cut:
            return (self.left.total / (TIGHT_PAGE if tight else PAGE),)
        return (self.left.total / TIGHT_PAGE, self.columns.behind(self.cut) / TIGHT_PAGE)


@dataclass(frozen=True, slots=True)
class _Stack:
    """The blocks of a sheet from top to bottom, the rows that are folded, and what keeps together on a page."""

    blocks: list[Block]
    folded: list[int]
    units: list[Unit]

    @property
    def bottom(self) -> int:
        """Return the last row."""
        return self.blocks[-1].bottom

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return the pieces of all blocks."""
        return tuple(chain.from_iterable(block.pieces for block in self.blocks))

    @property
    def heights(self) -> dict[int, float]:
        """Return the heights of rows that differ."""
        return {row: height for block in self.blocks for row, height in block.heights.items()}

    def rows(self, repeated: int = 0) -> Rows:
        """Return the rows as they fall onto pages, each of which repeats one (0 for none)."""
        heights = self.heights
        # A head that is folded away takes no room.
        above = heights.get(repeated, ROW_HEIGHT) if repeated and repeated not in self.folded else 0.0
        return Rows(_from_the_top(self.units), heights, frozenset(self.folded), above)


def _arranged(page: tuple[Section, ...], words: Words, *, first: bool) -> tuple[list[list[Laid]], _Across]:
    """Return the parts of each section as they are laid out, and the columns that suit all of them."""
    laid = [_laid(section, words, first=first) for section in page]
    columns = columns_of(chain.from_iterable(laid), words, shared=page[0].group is not None)
    if first and (columns.total > PAGE or _narrow(laid[0], columns)):
        laid = [_one_by_one(parts) for parts in laid]
        columns = columns_of(chain.from_iterable(laid), words)
    return laid, _across(page, laid, columns, words)


def _across(page: tuple[Section, ...], laid: list[list[Laid]], columns: Columns, words: Words) -> _Across:
    seen = [parts for section, parts in zip(page, laid, strict=True) if section.folded is None]
    beside = beside_folded(chain.from_iterable(seen), chain.from_iterable(laid), columns, words)
    if beside and page[0].group is not None:
        return _Across(*beside, aside=beside[1].right + 1)
    widest = (TIGHT_PAGE if is_tight(chain.from_iterable(laid)) else PAGE) / SMALLEST
    cut = cut_at(columns, widest, _turns(laid))
    return _Across(columns, columns.before(cut) if cut else columns, cut)


def _stacked(
    page: tuple[Section, ...], laid: list[list[Laid]], across: _Across, words: Words, name: str, top: Block
) -> _Stack:
    """Place the sections of a sheet below its head, each with its own, its parts and its notes."""
    stack = _Stack([top], [], [])
    for section, parts in zip(page, laid, strict=True):
        stack.units.append(_placed(stack, section, parts, _said(section, page, across), across, words, name))
    return stack


def _placed(
    stack: _Stack, section: Section, parts: list[Laid], said: Message | None, across: _Across, words: Words, name: str
) -> Unit:
    """Place a section below what stands already, and return what of it keeps together."""
    blocks, begun = stack.blocks, stack.bottom + 1
    blocks += _section_head(section, said, begun + 1, across.left if across.aside else across.columns, words, stack)
    top, ends = stack.bottom, list[int]()
    for part in (*parts, *(Paragraph("note", note) for note in section.notes)):
        room = across.left if isinstance(part, Paragraph | Blank) else across.columns
        blocks.append(_place(part, stack.bottom + 2, room, words, name, page=across.page))
        stack.folded.extend(blocks[-1].folded)
        ends.append(stack.bottom)
    if section.folded is not None:
        stack.folded.extend(range(top + 1, stack.bottom + 1))
    return _unit(begun, ends)


def _said(section: Section, page: tuple[Section, ...], across: _Across) -> Message | None:
    """Return what stands beside a section's head: that it is folded away, or its subtitle where it is its own."""
    if section.folded:
        return Message("sheet.folded-aside", (("said", section.folded),)) if across.aside else section.folded
    return section.subtitle if any(each.subtitle != section.subtitle for each in page) else None


def _paging(stack: _Stack, across: _Across, repeated: int, *, tight: bool, short: bool) -> Paging:
    """Return how a sheet falls onto pages; one that is `short` where it can be stands on one, if a little smaller."""
    if short and fits_one_page(stack.rows()):
        return Paging((), 1)
    rows, widths = stack.rows(repeated), across.pages(tight=tight)
    return halved(rows, widths) if across.cut else paged(rows, *widths)


def _narrow(parts: list[Laid], columns: Columns) -> bool:
    """Tell whether a table beside another is too narrow for its note, which would run into that one's."""
    pairs = (part for part in parts if isinstance(part, tuple))
    return any(
        text_width(table.note) > sum(widths)
        for left, right in pairs
        for table, widths in (
            (left, columns.widths[: len(left.heads)]),
            (right, columns.widths[len(left.heads) : len(left.heads) + len(right.heads)]),
        )
    )


def _one_by_one(parts: list[Laid]) -> list[Laid]:
    """The parts below one another, also those that would stand side by side."""
    return [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]


def _turns(laid: list[list[Laid]]) -> frozenset[int]:
    """The columns of the widest table that may begin a second page."""
    tables = [part.table for parts in laid for part in parts if isinstance(part, Filled)]
    widest = max(tables, key=lambda table: len(table.columns), default=None)
    return frozenset(index for index, column in enumerate(widest.columns) if column.turn) if widest else frozenset()


def _unit(first: int, ends: list[int]) -> Unit:
    """A section as what keeps together on a page: its head with its first part, then each part; an empty row before."""
    starts = [first, *(end + 1 for end in ends[:-1])]
    pieces = tuple(Unit(start, end) for start, end in zip(starts, ends, strict=False))
    return Unit(first, max([first, *ends]), pieces if len(pieces) > 1 else ())


def _from_the_top(units: list[Unit]) -> tuple[Unit, ...]:
    """The units of a sheet, its head with the first of them; the parts of a single section are units of their own."""
    single, *others = units
    if not others and single.pieces:
        single, *others = single.pieces
    pieces = single.pieces and (replace(single.pieces[0], first=1), *single.pieces[1:])
    return (replace(single, first=1, pieces=pieces), *others)


def _section_head(
    section: Section, said: Message | None, top: int, columns: Columns, words: Words, stack: _Stack
) -> list[Block]:
    """The line above a section that shares its sheet, or that is folded: directly below one that is folded too."""
    text = printable(words, word(words, said))
    if section.group is None:
        return [place_text(text, top, columns, NOTE)] if section.folded is not None else []
    if section.title == section.group and section.folded is None:
        # The sheet's own head says it.
        return [place_text(text, top, columns, NOTE)] if text else []
    row = top - 1 if stack.folded and stack.folded[-1] == top - 2 else top
    title = printable(words, word(words, section.title))
    beside = text_width(title) + text_width(text) + 2 <= columns.total
    head = Cell(row, LEFT, title, SECTION, aside=text if beside else "")
    rule = (Cell(row, number, None, SECTION) for number in range(LEFT + 1, columns.right + 1))
    block = Block((head, *rule), row, {row: 22.0})
    return [block] if beside else [block, place_text(text, row + 1, columns, NOTE)]


def _laid(section: Section, words: Words, *, first: bool) -> list[Laid]:
    """The parts with their tables filled; on the first sheet the first two small neighbours stand side by side."""
    laid: list[Laid] = []
    above = "" if first else printable(words, word(words, section.title))
    for part in section.parts:
        table = figures_of(part) if isinstance(part, Chart) else part
        laid.append(filled(table, words, above) if isinstance(table, DataTable) else table)
    for index in range(len(laid) - 1 if first else 0):
        left, right = laid[index], laid[index + 1]
        if isinstance(left, Filled) and isinstance(right, Filled) and _fit_beside(left, right):
            return [*laid[:index], (left, right), *laid[index + 2 :]]
    return laid


def _fit_beside(left: Filled, right: Filled) -> bool:
    small = max(len(left.rows), len(right.rows)) <= _PAIRED_ROWS
    # What one of them folds away would be missing of the other.
    small = small and not any(row.folded for table in (left.table, right.table) for row in table.rows)
    return small and len(left.heads) + len(right.heads) <= _PAIRED_COLUMNS


def _place(part: Laid, top: int, columns: Columns, words: Words, sheet: str, *, page: float) -> Block:
    match part:
        case Metrics():
            return place_metrics(part, top, columns, words, sheet)
        case Filled():
            count = len(part.heads)
            return placed(part, top, columns.numbers[:count], columns.widths[:count], sheet, page=page)
        case (left, right):
            return _side_by_side(left, right, top, columns, sheet)
        case Blank():
            return place_blank(part, top, columns, words)
        case Paragraph(id="note"):
            return place_text(printable(words, word(words, part.text)), top, columns, NOTE)
        case Paragraph():
            return place_paragraph(part, top, columns, words)
    raise TypeError(f"a workbook has no place for {type(part).__name__}")


def _side_by_side(left: Filled, right: Filled, top: int, columns: Columns, sheet: str) -> Block:
    cut, end = len(left.heads), len(left.heads) + len(right.heads)
    here, there = columns.widths[:cut], columns.widths[cut:end]
    tall = note_below(left, sum(here)) or note_below(right, sum(there))
    one = placed(left, top, columns.numbers[:cut], here, sheet, tall=tall)
    other = placed(right, top, columns.numbers[cut:end], there, sheet, tall=tall)
    rows = {**one.heights, **other.heights}
    heights = {row: max(one.heights.get(row, 0), other.heights.get(row, 0)) for row in rows}
    bottom = max(one.bottom, other.bottom)
    # A row that both have is in sight: what one folds away would be missing of the other.
    folded = tuple(row for row in (*one.folded, *other.folded) if row > min(one.bottom, other.bottom))
    return Block((*one.pieces, *other.pieces), bottom, heights, {**one.landed, **other.landed}, one.header, folded)


def _highest(pieces: tuple[Piece, ...], column: int) -> int:
    """Return the first row that has a cell which begins in a column or right of it."""
    begun = ((each.row, each.column) if isinstance(each, Cell) else (each.first, each.columns[1]) for each in pieces)
    return min(row for row, begins in begun if begins >= column)


def _frozen(table: Block | None, columns: Columns) -> tuple[int, int] | None:
    """Keep the heads of a long table in sight, and of a wide one its first column too."""
    if table is None or table.bottom - table.header < _LONG or table.header > _FROZEN:
        return None
    wide = sum(1 for cell in single(table.pieces) if cell.row == table.header) > 8
    return table.header + 1, LEFT + 1 if wide else 1


def _widths(columns: Columns) -> dict[int, float]:
    gutters = dict.fromkeys(range(1, columns.right + 1), 3.0)
    return {**gutters, 1: 2.0, **dict(zip(columns.numbers, columns.widths, strict=True))}


def _names(pages: tuple[tuple[Section, ...], ...], words: Words, others: tuple[str, ...]) -> Iterator[str]:
    """The names of the sheets: at most 31 characters, none that programs refuse, none twice (case does not count)."""
    taken = {name.casefold() for name in others}
    for section, *_ in pages:
        title = _FORBIDDEN.sub(" ", printable(words, word(words, section.group or section.title)))
        wanted = title[:_NAME_LIMIT].strip(" '") or section.id
        name, count = wanted, 1
        while name.casefold() in taken:
            count += 1
            name = f"{wanted[: _NAME_LIMIT - len(str(count)) - 1]} {count}"
        taken.add(name.casefold())
        yield name
