"""Turns a document into sheets: one a section, its parts stacked, with columns as wide as what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
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
    Value,
    Verbatim,
)
from reportgen.render.sheets.blocks import (
    figures_of,
    place_blank,
    place_metrics,
    place_paragraph,
    place_text,
)
from reportgen.render.sheets.grid import LEFT, LOGO_HEIGHT, ROW_HEIGHT, Block, Cell, Columns, Sheet
from reportgen.render.sheets.look import ASIDE, EYEBROW, NAME, NOTE, RULE, RULE_END, SECTION, SHEET_TITLE, Style
from reportgen.render.sheets.paging import Paging, Unit, cut_at, halved, paged
from reportgen.render.sheets.spacing import PAGE, TIGHT_PAGE, WIDEST, Laid, beside_folded, columns_of, is_tight
from reportgen.render.sheets.tables import Filled, filled, note_below, placed
from reportgen.render.sheets.values import printable, text_width
from reportgen.render.words import Words, word

_PAIRED_COLUMNS: Final = 8
_PAIRED_ROWS: Final = 15
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_NAME_LIMIT: Final = 31
_LONG: Final = 15
"""Rows from which a table is scrolled under its heads."""

_ONE_PAGE: Final = 48
"""Rows that are still readable when the first sheet, or one that sections share, is printed on one page."""

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


def foot(document: Document, words: Words) -> str:
    """Return the line that says of which period, plan and data a workbook is."""
    values = (("period", document.period), ("version", Verbatim(document.plan_version)), ("cut-off", document.cut_off))
    return printable(words, word(words, Message("foot", values)))


def eyebrow(document: Document, words: Words) -> str:
    """Return the line above the title: what this is, of which period, and whether it is a draft."""
    parts: list[Value] = [document.heading, *([Message("draft")] if document.draft else [])]
    return " · ".join(printable(words, word(words, part)) for part in parts)


def _sheet(document: Document, page: tuple[Section, ...], words: Words, name: str, *, first: bool, logo: bool) -> Sheet:
    several = page[0].group is not None
    laid = [_laid(section, words, first=first) for section in page]
    columns = columns_of(chain.from_iterable(laid), words, shared=several)
    if first and (columns.total > PAGE or _narrow(laid[0], columns)):
        laid = [_one_by_one(parts) for parts in laid]
        columns = columns_of(chain.from_iterable(laid), words)
    columns, left, cut, aside = _breadth(page, laid, columns, words)
    blocks = [_front(document, left, words, logo=logo) if first else _head(document, page, left, words)]
    folded: list[int] = []
    units: list[Unit] = []
    for section, parts in zip(page, laid, strict=True):
        below = any(each.subtitle != section.subtitle for each in page)
        said = section.folded or (section.subtitle if below else None)
        said = Message("sheet.folded-aside", (("said", said),)) if aside and section.folded else said
        begun = blocks[-1].bottom + 1
        blocks += _section_head(section, said, begun + 1, left if aside else columns, words, folded)
        top, ends = blocks[-1].bottom, list[int]()
        for part in (*parts, *(Paragraph("note", note) for note in section.notes)):
            room = left if isinstance(part, Paragraph | Blank) else columns
            blocks.append(_place(part, blocks[-1].bottom + 2, room, words, name))
            folded += blocks[-1].folded
            ends.append(blocks[-1].bottom)
        units.append(_unit(begun, ends))
        if section.folded is not None:
            folded += range(top + 1, blocks[-1].bottom + 1)
    cells = tuple(cell for block in blocks for cell in block.cells)
    landed = [(key, where) for block in blocks for key, where in block.landed.items()]
    table = None if several else next((block for block in reversed(blocks) if block.header), None)
    short = blocks[-1].bottom - len(folded) <= _ONE_PAGE
    summary = first and short
    heights = {row: height for block in blocks for row, height in block.heights.items()}
    tight = is_tight(chain.from_iterable(laid))
    repeated = 0 if summary or table is None else table.header
    paging = Paging((), 1) if (first or several) and short else Paging()
    above = heights.get(repeated, ROW_HEIGHT) if repeated else 0.0
    rows = (_from_the_top(units), heights, folded)
    if cut:
        factor, breaks = halved(*rows, min(left.total, columns.behind(cut)) / TIGHT_PAGE, above)
        paging = Paging(breaks, several=True, drawn=factor)
    elif not paging.tall:
        paging = paged(*rows, left.total / (TIGHT_PAGE if tight else PAGE), above)
    columns = columns.times(paging.drawn)
    return Sheet(
        name=name,
        cells=cells,
        widths=_widths(columns),
        heights=heights,
        landed=dict(landed),
        right=columns.right,
        bottom=blocks[-1].bottom,
        frozen=None if summary else _frozen(table, columns),
        repeated=repeated,
        tall=paging.tall,
        several=paging.several,
        breaks=paging.breaks,
        cut=(min(cell.row for cell in cells if cell.column >= cut), cut) if cut else None,
        tight=tight,
        folded=tuple(folded),
        aside=aside,
        logo=1 if logo else 0,
    )


def _breadth(
    page: tuple[Section, ...], laid: list[list[Laid]], columns: Columns, words: Words
) -> tuple[Columns, Columns, int, int]:
    """Return a sheet's columns, those of its first page, and where a second page and where folded columns begin.

    Both are 0 where there is none.
    """
    seen = [parts for section, parts in zip(page, laid, strict=True) if section.folded is None]
    beside = beside_folded(chain.from_iterable(seen), chain.from_iterable(laid), columns, words)
    if beside and page[0].group is not None:
        return *beside, 0, beside[1].right + 1
    cut = cut_at(columns, WIDEST, _turns(laid))
    return columns, columns.before(cut) if cut else columns, cut, 0


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
    section: Section, said: Message | None, top: int, columns: Columns, words: Words, folded: list[int]
) -> list[Block]:
    """The line above a section that shares its sheet, or that is folded: directly below one that is folded too."""
    text = printable(words, word(words, said))
    if section.group is None:
        return [place_text(text, top, columns, NOTE)] if section.folded is not None else []
    if section.title == section.group and section.folded is None:
        # The sheet's own head says it.
        return [place_text(text, top, columns, NOTE)] if text else []
    row = top - 1 if folded and folded[-1] == top - 2 else top
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


def _place(part: Laid, top: int, columns: Columns, words: Words, sheet: str) -> Block:
    match part:
        case Metrics():
            return place_metrics(part, top, columns, words, sheet)
        case Filled():
            count = len(part.heads)
            return placed(part, top, columns.numbers[:count], columns.widths[:count], sheet)
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
    tall = note_below(left, here) or note_below(right, there)
    one = placed(left, top, columns.numbers[:cut], here, sheet, tall=tall)
    other = placed(right, top, columns.numbers[cut:end], there, sheet, tall=tall)
    rows = {**one.heights, **other.heights}
    heights = {row: max(one.heights.get(row, 0), other.heights.get(row, 0)) for row in rows}
    bottom = max(one.bottom, other.bottom)
    # A row that both have is in sight: what one folds away would be missing of the other.
    folded = tuple(row for row in (*one.folded, *other.folded) if row > min(one.bottom, other.bottom))
    return Block((*one.cells, *other.cells), bottom, heights, {**one.landed, **other.landed}, one.header, folded)


def _front(document: Document, columns: Columns, words: Words, *, logo: bool) -> Block:
    """The head of the first sheet: what it is, about whom, and of which plan and data; above it room for a logo."""
    top = 1 if logo else 0
    facts = " · ".join(printable(words, word(words, fact)) for fact in document.facts)
    title, above = printable(words, word(words, document.title)), eyebrow(document, words)
    aside = foot(document, words)
    beside = next(
        (row for row, left in ((2, text_width(title) * 2), (1, text_width(above))) if _fits(left, aside, columns)), 0
    )
    name = _line(title, top + 2, columns, NAME, 2.0)
    said = printable(words, word(words, document.audience))
    lower = _both(facts if beside else f"{facts} · {aside}", said, top + 3, columns)
    cells = (Cell(top + 1, LEFT, above, EYEBROW), *name.cells, *lower.cells)
    end = (Cell(top + beside, columns.right, aside, ASIDE),) if beside else ()
    heights = {**({1: LOGO_HEIGHT} if logo else {}), top + 2: 28.0, **name.heights, **lower.heights}
    return Block((*cells, *end), lower.bottom, heights)


def _head(document: Document, page: tuple[Section, ...], columns: Columns, words: Words) -> Block:
    """The head of a further sheet: what it shows, and of whom; a subtitle that all its sections have stands here."""
    section, *others = page
    subtitle = section.subtitle if all(each.subtitle == section.subtitle for each in others) else None
    title = _line(printable(words, word(words, section.group or section.title)), 1, columns, SHEET_TITLE, 1.6)
    whom = f"{printable(words, word(words, document.title))} · {eyebrow(document, words)}"
    lower = _both(printable(words, word(words, subtitle)), whom, 2, columns)
    return Block((*title.cells, *lower.cells), lower.bottom, {1: 24.0, **title.heights, **lower.heights})


def _fits(left: float, aside: str, columns: Columns) -> bool:
    """Tell whether a text of a width and one at the right end have room in one row: each runs over empty cells."""
    end, (first, *_, last) = text_width(aside) + 2, (*columns.widths, columns.widths[-1])
    return left + end + 2 <= columns.total and left <= columns.total - last and end <= columns.total - first


def _line(text: str, row: int, columns: Columns, style: Style, size: float) -> Block:
    """A text in a row of its own, in several lines where it is longer than the sheet is wide."""
    count = -(-int(text_width(text) * size) // max(int(columns.total) - 2, 1))
    if count <= 1:
        return Block((Cell(row, LEFT, text, style),), row)
    cell = Cell(row, LEFT, text, replace(style, wrap=True), span=columns.right - LEFT + 1)
    return Block((cell,), row, {row: 6 + style.size * 1.5 * count})


def _both(left: str, right: str, row: int, columns: Columns) -> Block:
    """Two texts at both ends of a row, or below one another where it is too short for both; a rule runs below."""
    if text_width(right) <= columns.total and (not left or _fits(text_width(left), right, columns)):
        return Block(_ruled(row, columns, {columns.right: right, **({LEFT: left} if left else {})}), row)
    lines = [
        _line(text, row + index, columns, EYEBROW, 1.0)
        for index, text in enumerate(each for each in (left, right) if each)
    ]
    last, *before = reversed(lines)
    heights = {row: height for line in lines for row, height in line.heights.items()}
    above = [cell for line in reversed(before) for cell in line.cells]
    if last.heights:
        # A merged text has no rule of its own.
        bottom = last.bottom + 1
        return Block((*above, *last.cells, *_ruled(bottom, columns, {})), bottom, {**heights, bottom: 6.0})
    text = last.cells[0].content
    return Block((*above, *_ruled(last.bottom, columns, {LEFT: str(text)})), last.bottom, heights)


def _ruled(row: int, columns: Columns, texts: dict[int, str]) -> tuple[Cell, ...]:
    numbers = range(LEFT, columns.right + 1)
    return tuple(Cell(row, n, texts.get(n), RULE_END if n == columns.right else RULE) for n in numbers)


def _frozen(table: Block | None, columns: Columns) -> tuple[int, int] | None:
    """Keep the heads of a long table in sight, and of a wide one its first column too."""
    if table is None or table.bottom - table.header < _LONG or table.header > _FROZEN:
        return None
    wide = sum(1 for cell in table.cells if cell.row == table.header) > 8
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
