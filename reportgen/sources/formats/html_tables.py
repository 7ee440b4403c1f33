"""Turns the tables of a web page into one grid, one below the other: what many programs call an .xls export."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.facts import LAST_COLUMN, Facts, check_area, grid_of
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.rows import Row, Rows, columns_from, put_cell, put_row
from reportgen.sources.grid import CellKind, Grid, Merge

_BREAKS = {"br", "p", "div", "li", "tr"}
_UNSEEN = {"script", "style", "head", "title"}


def read_html(text: str, limits: Limits) -> Iterator[Grid | Finding]:
    """Read every table that holds no other table; a cell over several rows or columns is a merged range."""
    try:
        parser = _parser()
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError("it is a web page without a table") from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise RefusedError("its elements stand within one another more deeply than any table's")
    tables = [
        table for table in root.iter("table") if table.find(".//table") is None and table.find(".//tr") is not None
    ]
    if not tables:
        raise RefusedError("it is a web page without a table")
    rows, facts, position = Rows("", limits.cells), Facts(), 0
    for table in tables:
        position = _table(table, position, rows, facts) + 1
    grid = grid_of("", columns_from(rows), facts, limits.cells)
    yield Grid("", grid.columns, merges=grid.merges, hidden_rows=grid.hidden_rows)


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)


def _table(table: etree._Element, position: int, rows: Rows, facts: Facts) -> int:
    """Put a table's rows from a position on, and return the position behind its last."""
    reserved: dict[int, int] = {}
    for line in table.iter("tr"):
        row, column = Row(), 0
        for cell in line.iterchildren("td", "th"):
            while reserved.get(column, 0) > position:
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            check_area(position + down, column + across, rows.most, "")
            for covered in range(column, column + across):
                reserved[covered] = position + down
            if across > 1 or down > 1:
                facts.merges.append(Merge(position, column, position + down - 1, column + across - 1))
            text = _text(cell)
            if text:
                put_cell(row, column, text, CellKind.TEXT)
            column += across
        if "display:none" in str(line.get("style") or "").replace(" ", "").lower():
            facts.hidden_rows.add(position)
        put_row(rows, position, row)
        position += 1
    return position


def _span(cell: etree._Element, name: str) -> int:
    text = str(cell.get(name) or "").strip()
    return min(max(1, int(text)), LAST_COLUMN) if text.isdigit() and len(text) < 9 else 1


def _text(cell: etree._Element) -> str:
    """Return what a person sees in a cell: blanks run together, a line break where the page has one."""
    lines = "".join(_pieces(cell)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(element: etree._Element) -> Iterator[str]:
    yield _spaced(element.text)
    for child in element.iterchildren():
        name = str(child.tag)
        if name in _BREAKS:
            yield "\n"
        if name not in _UNSEEN:
            yield from _pieces(child)
        if name in _BREAKS - {"br"}:
            yield "\n"
        yield _spaced(child.tail)


def _spaced(text: str | None) -> str:
    return (text or "").replace("\r", " ").replace("\n", " ")
