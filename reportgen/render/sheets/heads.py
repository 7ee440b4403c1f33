"""Turns what a document is and whom it is about into the heads of its sheets, and the lines above and below them."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.document import Document, Message, Section, Value, Verbatim
from reportgen.render.sheets.grid import LEFT, LOGO_HEIGHT, Block, Columns
from reportgen.render.sheets.look import ASIDE, EYEBROW, NAME, RULE, RULE_END, SHEET_TITLE, Style
from reportgen.render.sheets.pieces import Cell
from reportgen.render.sheets.values import printable, text_width
from reportgen.render.words import Words, word


def foot(document: Document, words: Words) -> str:
    """Return the line that says of which period, plan and data a workbook is."""
    values = (("period", document.period), ("version", Verbatim(document.plan_version)), ("cut-off", document.cut_off))
    return printable(words, word(words, Message("foot", values)))


def eyebrow(document: Document, words: Words) -> str:
    """Return the line above the title: what this is, of which period, and whether it is a draft."""
    parts: list[Value] = [document.heading, *([Message("draft")] if document.draft else [])]
    return " · ".join(printable(words, word(words, part)) for part in parts)


def front(document: Document, columns: Columns, words: Words, *, logo: bool) -> Block:
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
    cells = (Cell(top + 1, LEFT, above, EYEBROW), *name.pieces, *lower.pieces)
    end = (Cell(top + beside, columns.right, aside, ASIDE),) if beside else ()
    heights = {**({1: LOGO_HEIGHT} if logo else {}), top + 2: 28.0, **name.heights, **lower.heights}
    return Block((*cells, *end), lower.bottom, heights)


def head(document: Document, page: tuple[Section, ...], columns: Columns, words: Words) -> Block:
    """The head of a further sheet: what it shows, and of whom; a subtitle that all its sections have stands here."""
    section, *others = page
    subtitle = section.subtitle if all(each.subtitle == section.subtitle for each in others) else None
    title = _line(printable(words, word(words, section.group or section.title)), 1, columns, SHEET_TITLE, 1.6)
    whom = f"{printable(words, word(words, document.title))} · {eyebrow(document, words)}"
    lower = _both(printable(words, word(words, subtitle)), whom, 2, columns)
    return Block((*title.pieces, *lower.pieces), lower.bottom, {1: 24.0, **title.heights, **lower.heights})


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
    texts = [each for each in (left, right) if each]
    lines = [_line(text, row + index, columns, EYEBROW, 1.0) for index, text in enumerate(texts)]
    last, *before = reversed(lines)
    heights = {row: height for line in lines for row, height in line.heights.items()}
    above = [cell for line in reversed(before) for cell in line.pieces]
    if last.heights:
        # A merged text has no rule of its own.
        bottom = last.bottom + 1
        return Block((*above, *last.pieces, *_ruled(bottom, columns, {})), bottom, {**heights, bottom: 6.0})
    return Block((*above, *_ruled(last.bottom, columns, {LEFT: texts[-1]})), last.bottom, heights)


def _ruled(row: int, columns: Columns, texts: dict[int, str]) -> tuple[Cell, ...]:
    numbers = range(LEFT, columns.right + 1)
    return tuple(Cell(row, n, texts.get(n), RULE_END if n == columns.right else RULE) for n in numbers)
