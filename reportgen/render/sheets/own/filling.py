"""Turns a user's workbook and what a document offers into the workbook filled: cells by name, tables row by row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.datetime import to_excel

from reportgen.render.sheets.own.bindings import Growing, columns_of, is_known, looks_of, names_of, tables_of, text_of
from reportgen.render.sheets.own.growing import cells_of, emptied, grow
from reportgen.render.sheets.own.offered import Grid, Held, Offered, plain_name
from reportgen.render.sheets.own.parts import MAIN, WORKBOOK, Element, OwnBook, local, number_of, put_after
from reportgen.render.sheets.own.references import renamed
from reportgen.render.sheets.own.styles import Looks
from reportgen.render.sheets.values import DAY, fifteen

_RISKY: Final = ("=", "+", "-", "@", "\t")
_STRINGS: Final = "xl/sharedStrings.xml"
_STRINGS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_PERIODS: Final = tuple(f"p{number}" for number in range(12))
"""Columns of the pay periods that a longer period consolidates."""

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TABLE_FORMULAS: Final = frozenset({"f", "calculatedColumnFormula", "totalsRowFormula"})


@dataclass(slots=True)
class Pen:
    """What writes into a workbook: its looks, its shared texts, and the cells of its sheets by row and column.

    `written` are the rows of each part that got a content; they stay the same elements where they move.
    """

    book: OwnBook
    looks: Looks
    strings: Element
    known: dict[str, int] = field(default_factory=dict)
    rows: dict[str, dict[int, Element]] = field(default_factory=dict)
    written: dict[str, list[Element]] = field(default_factory=dict)

    def write(self, part: str, row: int, column: int, held: Held) -> None:
        """Give a cell of a sheet's part its content; its look stays, a figure follows the program's own cell."""
        cell = self.cell(part, row, column)
        emptied(cell)
        said = held.content
        quoted = isinstance(said, str) and said.startswith(_RISKY)
        pattern = DAY if isinstance(said, date) else held.format
        style = self.looks.fitting(int(cell.get("s", "0")), pattern, quoted=quoted)
        if style:
            cell.set("s", str(style))
        if held.link:
            etree.SubElement(cell, f"{MAIN}f").text = held.link
        if isinstance(said, str):
            cell.set("t", "s")
            etree.SubElement(cell, f"{MAIN}v").text = str(self._string(said))
        elif said is not None:
            number = fifteen(said) if isinstance(said, Fraction) else str(int(to_excel(said)))  # type: ignore[no-untyped-call]
            etree.SubElement(cell, f"{MAIN}v").text = number

    def cell(self, part: str, row: int, column: int) -> Element:
        """Return a cell, made at its place where there is none."""
        data = self.book.tree(part).find(f"{MAIN}sheetData")
        if data is None:
            raise ValueError("a sheet without data")
        if part not in self.rows:
            self.rows[part] = {int(each.get("r", "0")): each for each in data}
        rows = self.rows[part]
        if row not in rows:
            rows[row] = data.makeelement(f"{MAIN}row", {"r": str(row)})
            data.insert(bisect_left(sorted(rows), row), rows[row])
        columns = [_column(each) for each in rows[row]]
        place = bisect_left(columns, column)
        if place == len(columns) or columns[place] != column:
            made = data.makeelement(f"{MAIN}c", {"r": f"{get_column_letter(column)}{row}"})
            rows[row].insert(place, made)
        self.written.setdefault(part, []).append(rows[row])
        return rows[row][place]

    def _string(self, text: str) -> int:
        if text not in self.known:
            item = etree.SubElement(etree.SubElement(self.strings, f"{MAIN}si"), f"{MAIN}t")
            item.text = text
            if text != text.strip() or "\n" in text:
                item.set(_SPACE, "preserve")
            self.known[text] = len(self.strings) - 1
        return self.known[text]


def filled(book: OwnBook, kind: str, given: Offered) -> Pen:
    """Fill a workbook: tables first, from the bottom up, for names move with the rows that they put in."""
    pen = Pen(book, looks_of(book), _strings(book))
    _forget_results(book)
    taken: list[Growing] = []
    for table in tables_of(book, kind, given.tables):
        known = columns_of(kind, table.name) or table.name in given.tables
        if known and not beside(table, taken):
            taken.append(table)
            _fill(pen, kind, table, given.tables.get(table.name, Grid({}, ())))
    pen.rows.clear()
    for named in names_of(book):
        name, area = plain_name(named.name), named.area
        # What this document has not is left empty: the template's own text there is an example.
        held = given.cells.get(name, Held(None) if is_known(name, kind) else None)
        sheet = book.sheet(area.sheet) if area is not None else None
        if held is not None and area is not None and sheet is not None:
            pen.write(sheet.part, area.top, area.left, held)
    return pen


def shared_texts(book: OwnBook) -> None:
    """Move plain texts that stand in their cells into the table of shared ones, where Excel would put them anyway."""
    pen = Pen(book, looks_of(book), _strings(book))
    for sheet in book.sheets:
        for cell in list(cells_of(book.tree(sheet.part))) if sheet.part else ():
            if cell.get("t") == "inlineStr":
                letters, row = coordinate_from_string(cell.get("r", "A1"))
                pen.write(sheet.part, row, number_of(letters), Held(text_of(book, cell)))


def beside(table: Growing, others: list[Growing]) -> Growing | None:
    """Return a table that stands beside one in the same rows: they cannot both grow."""
    rows = range(table.head, table.body.bottom + 1)
    alike = (each for each in others if each.body.sheet == table.body.sheet)
    return next(
        (each for each in alike if each.head in rows or table.head in range(each.head, each.body.bottom + 1)), None
    )


def key_of(head: str, kind: str, table: str, worded: Mapping[str, str] | None = None) -> str:
    """Return the column that a head names: by its key, or by its word in the document's language; "" for none."""
    wanted = plain_name(head.strip())
    keys = {plain_name(key): key for key in (*columns_of(kind, table), *_PERIODS, *(worded or {}))}
    words = {plain_name(text): key for key, text in (worded or {}).items() if text}
    return keys.get(wanted, "") or words.get(wanted, "")


def _fill(pen: Pen, kind: str, table: Growing, grid: Grid) -> None:
    sheet = pen.book.sheet(table.body.sheet)
    if sheet is None:
        return
    grow(pen.book, table.body, len(grid.rows))
    pen.rows.clear()
    bound = [(key_of(head, kind, table.name, grid.heads), column) for head, column in table.columns]
    for key, column in bound:
        for index in range(max(len(grid.rows), 1)):
            row = table.body.top + index
            if key:
                held = grid.rows[index].get(key, Held(None)) if index < len(grid.rows) else Held(None)
                pen.write(sheet.part, row, column, held)
    _name_columns(pen, sheet.part, table, grid)


def _name_columns(pen: Pen, part: str, table: Growing, grid: Grid) -> None:
    """Write the heads that are keys in the document's language, also where the table and formulas name them."""
    words = {plain_name(key): text for key, text in grid.heads.items() if text}
    taken = {head.casefold() for head, _ in table.columns}
    names: dict[str, str] = {}
    for head, column in table.columns:
        text = words.get(plain_name(head), "")
        if text and text.casefold() not in taken:
            taken.add(text.casefold())
            names[head.casefold()] = text
            pen.write(part, table.head, column, Held(text))
    if not table.part or not names:
        return
    root = pen.book.tree(table.part)
    title = root.get("displayName", "")
    for each in root.iter(f"{MAIN}tableColumn"):
        each.set("name", names.get(each.get("name", "").casefold(), each.get("name", "")))
    trees = [root, *(pen.book.tree(each.part) for each in pen.book.sheets if each.part)]
    for element in (element for tree in trees for element in tree.iter()):
        if local(element) in _TABLE_FORMULAS and element.text and "[" in element.text:
            element.text = renamed(element.text, title, names)


def _forget_results(book: OwnBook) -> None:
    """Take out what the user's own formulas came to: programs compute them anew when the workbook is opened."""
    for sheet in book.sheets:
        for cell in cells_of(book.tree(sheet.part)) if sheet.part else ():
            value = cell.find(f"{MAIN}v")
            if cell.find(f"{MAIN}f") is not None and value is not None:
                cell.remove(value)
                cell.attrib.pop("t", "")
    for part in tuple(book.parts):
        if part.startswith("xl/charts/chart") and part.endswith(".xml"):
            _forget_points(book.tree(part))
    for chain in tuple(book.related(WORKBOOK, "calcChain")):
        book.drop(chain)
    root = book.tree(WORKBOOK)
    found = root.find(f"{MAIN}calcPr")
    if found is None:
        found = put_after(root, "calcPr", ("sheets", "functionGroups", "externalReferences", "definedNames"))
    found.set("fullCalcOnLoad", "1")


def _forget_points(chart: Element) -> None:
    """Take out the points of a chart that stand in cells; what stands in another workbook stays."""
    for name in ("numRef", "strRef", "multiLvlStrRef"):
        for reference in [each for each in chart.iter() if local(each) == name]:
            formula = next((each.text or "" for each in reference if local(each) == "f"), "")
            for cache in [each for each in reference if local(each).endswith("Cache")]:
                if "[" not in formula:
                    reference.remove(cache)


def _strings(book: OwnBook) -> Element:
    """The table of shared texts, made where there is none."""
    found = next(book.related(WORKBOOK, "sharedStrings"), "")
    if not found:
        namespace = MAIN.strip("{}")
        found = book.free("xl/sharedStrings{}.xml") if book.has(_STRINGS) else _STRINGS
        book.add(found, f'<sst xmlns="{namespace}"/>'.encode(), _STRINGS_TYPE)
        book.relate(WORKBOOK, "sharedStrings", found)
    root = book.tree(found)
    for name in ("count", "uniqueCount"):
        root.attrib.pop(name, "")
    return root


def _column(cell: Element) -> int:
    return number_of(coordinate_from_string(cell.get("r", "A1"))[0])
