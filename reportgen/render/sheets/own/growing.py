"""Turns a table of the user's workbook into one of another length: rows are put in, and all that points there follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from reportgen.render.sheets.own.parts import MAIN, WORKBOOK, Area, Element, OwnBook, local, number_of
from reportgen.render.sheets.own.references import Shift, moved, moved_ranges

_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"})
_RANGES: Final = ("ref", "sqref")
_STAYS: Final = frozenset({"pane", "row", "c", "f", "mergeCell", "hyperlink", "sheetView"})
"""Elements of a sheet whose places are none, or are moved by a rule of their own."""

_NOTE_ROW: Final = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_NOTE_ANCHOR: Final = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def grow(book: OwnBook, body: Area, count: int) -> None:
    """Give a table's body so many rows (at least one); each new one looks like the template's rows in turn."""
    by = max(count, 1) - (body.bottom - body.top + 1)
    sheet = book.sheet(body.sheet)
    if sheet is None or not by:
        return
    shift = Shift(sheet.name, body.top, body.bottom, by)
    for each in book.sheets:
        if each.part:
            _unshare(book.tree(each.part))
            _formulas(book.tree(each.part), each.name, shift)
    _elsewhere(book, shift)
    root = book.tree(sheet.part)
    _places(root, shift)
    _merges(root, body, shift)
    _rows(root, body, shift)
    _around(book, sheet.part, shift)


def cells_of(root: Element) -> Iterator[Element]:
    """Yield the cells of a sheet."""
    yield from root.iter(f"{MAIN}c")


def _unshare(root: Element) -> None:
    """Write every shared formula out: those that share one would all move as the first does."""
    masters: dict[str, tuple[str, str]] = {}
    for cell in cells_of(root):
        formula = cell.find(f"{MAIN}f")
        if formula is None or formula.get("t") != "shared":
            continue
        key, own, at = formula.get("si", ""), formula.text or "", cell.get("r", "A1")
        if own:
            masters[key] = (own, at)
        elif key in masters:
            text, origin = masters[key]
            formula.text = Translator(f"={text}", origin=origin).translate_formula(at)[1:]
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def _formulas(root: Element, name: str, shift: Shift) -> None:
    """Move the references of a sheet's formulas: in cells, conditions, lists of allowed values, sparklines, links."""
    for element in root.iter():
        kind = local(element)
        if kind in _FORMULAS and element.text:
            spread = not (kind == "f" and name == shift.sheet and _within(element, shift))
            element.text = moved(element.text, name, shift, spread=spread)
        elif kind == "hyperlink" and element.get("location"):
            element.set("location", moved(element.get("location", ""), name, shift, spread=False))


def _within(formula: Element, shift: Shift) -> bool:
    """Tell whether a formula stands in the body itself: there a range of one row means that row."""
    cell = formula.getparent()
    row = coordinate_from_string(cell.get("r", "A1"))[1] if cell is not None and local(cell) == "c" else 0
    return shift.first <= row <= shift.last


def _elsewhere(book: OwnBook, shift: Shift) -> None:
    """Move what other parts say of the sheet: names, charts, pivot tables."""
    for name in book.tree(WORKBOOK).iter(f"{MAIN}definedName"):
        name.text = moved(name.text or "", "", shift)
    for part in tuple(book.parts):
        if part.startswith(("xl/charts/chart", "xl/charts/chartEx")) and part.endswith(".xml"):
            for element in book.tree(part).iter():
                if local(element) == "f" and element.text:
                    element.text = moved(element.text, "", shift, single=True)
        elif part.startswith("xl/pivotCache/pivotCacheDefinition") and part.endswith(".xml"):
            for element in book.tree(part).iter(f"{MAIN}worksheetSource"):
                if element.get("sheet", "").casefold() == shift.sheet.casefold() and element.get("ref"):
                    element.set("ref", moved_ranges(element.get("ref", ""), shift))


def _places(root: Element, shift: Shift) -> None:
    """Move the ranges that a sheet names: conditions, filters, breaks, links, protected and printed places."""
    for element in root.iter():
        kind = local(element)
        if kind == "sqref" and element.text:
            element.text = moved_ranges(element.text, shift)
        elif kind == "brk" and local(element.getparent()) == "rowBreaks":
            element.set("id", str(shift.row(int(element.get("id", "0")))))
        elif kind == "hyperlink":
            element.set("ref", moved_ranges(element.get("ref", "A1"), shift, spread=False))
        elif kind == "f" and element.get("ref"):
            element.set("ref", moved_ranges(element.get("ref", ""), shift, spread=False))
        elif kind == "row" and local(element.getparent()) in ("from", "to") and (element.text or "").isdigit():
            element.text = str(shift.row(int(element.text or "0") + 1) - 1)
        elif kind and kind not in _STAYS:
            for name in _RANGES:
                if element.get(name):
                    element.set(name, moved_ranges(element.get(name, ""), shift))


def _merges(root: Element, body: Area, shift: Shift) -> None:
    """Move merged cells, and merge in new rows what is merged in those they look like."""
    merges = root.find(f"{MAIN}mergeCells")
    if merges is None:
        return
    height = body.bottom - body.top + 1
    for merge in list(merges):
        ref = merge.get("ref", "A1")
        left, top, right, bottom = _corners(ref)
        inside = body.top <= top == bottom <= body.bottom
        if not inside:
            merge.set("ref", moved_ranges(ref, shift))
        elif top > body.bottom + shift.by:
            merges.remove(merge)
        elif left >= body.left and right <= body.right:
            for row in range(top + height, body.bottom + shift.by + 1, height):
                merges.append(merges.makeelement(merge.tag, {"ref": _range(left, row, right, row)}))
    merges.attrib.pop("count", None)
    if not len(merges):
        root.remove(merges)


def _corners(ref: str) -> tuple[int, int, int, int]:
    first, _, last = ref.replace("$", "").partition(":")
    (left, top), (right, bottom) = coordinate_from_string(first), coordinate_from_string(last or first)
    return number_of(left), top, number_of(right), bottom


def _range(left: int, top: int, right: int, bottom: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def _rows(root: Element, body: Area, shift: Shift) -> None:
    """Renumber the rows below the body, take out those that are too many, and put in the missing ones."""
    data = root.find(f"{MAIN}sheetData")
    if data is None:
        return
    rows = {int(row.get("r", "0")): row for row in data}
    height, end = body.bottom - body.top + 1, body.bottom + shift.by
    kept: dict[int, Element] = {}
    for number, row in rows.items():
        if number > body.bottom:
            kept[number + shift.by] = _numbered(row, number + shift.by)
        elif number <= end:
            kept[number] = row
    for number in range(body.bottom + 1, end + 1):
        source = body.top + (number - body.top) % height
        if source in rows:
            kept[number] = _alike(rows[source], source, number, body)
    data[:] = [kept[number] for number in sorted(kept)]


def _numbered(row: Element, number: int) -> Element:
    row.set("r", str(number))
    for cell in row:
        if cell.get("r"):
            cell.set("r", f"{coordinate_from_string(cell.get('r', 'A1'))[0]}{number}")
    return row


def _alike(row: Element, source: int, number: int, body: Area) -> Element:
    """A new row: the looks of another one, and its formulas for the new place; nothing beside the table."""
    made = deepcopy(row)
    if made.get("customHeight") not in ("1", "true"):
        made.attrib.pop("ht", None)
    for cell in list(made):
        letters = coordinate_from_string(cell.get("r", "A1"))[0]
        if not body.left <= number_of(letters) <= body.right:
            made.remove(cell)
            continue
        formula = cell.find(f"{MAIN}f")
        text = formula.text if formula is not None else ""
        emptied(cell)
        if text:
            made_formula = cell.makeelement(f"{MAIN}f", {})
            made_formula.text = Translator(f"={text}", origin=f"{letters}{source}").translate_formula(
                f"{letters}{number}"
            )[1:]
            cell.append(made_formula)
    return _numbered(made, number)


def emptied(cell: Element) -> None:
    """Take out what a cell holds; its look stays."""
    cell[:] = []
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)


def _around(book: OwnBook, part: str, shift: Shift) -> None:
    """Move what lies over the sheet or beside its part: tables, pictures and charts, notes, pivot tables."""
    for relation in book.relations(part):
        if not book.has(relation.target):
            continue
        if relation.type in ("table", "comments", "threadedComment", "pivotTable"):
            for element in book.tree(relation.target).iter():
                if element.get("ref"):
                    spread = local(element) not in ("comment", "threadedComment")
                    element.set("ref", moved_ranges(element.get("ref", ""), shift, spread=spread))
                if local(element) in _FORMULAS and element.text:
                    element.text = moved(element.text, shift.sheet, shift)
        elif relation.type == "drawing":
            for element in book.tree(relation.target).iter():
                if local(element) == "row" and (element.text or "").isdigit():
                    element.text = str(shift.row(int(element.text or "0") + 1) - 1)
        elif relation.type == "vmlDrawing":
            book.parts[relation.target] = _notes(book.parts[relation.target], shift)


def _notes(drawing: bytes, shift: Shift) -> bytes:
    """Move the boxes of notes: their drawing is often no well-formed XML, so its numbers alone are changed."""

    def row(match: re.Match[bytes]) -> bytes:
        return match[1] + str(shift.row(int(match[2]) + 1) - 1).encode() + match[3]

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = match[2].split(b",")
        if len(numbers) == 8 and all(each.strip().isdigit() for each in numbers):
            for index in (2, 6):
                numbers[index] = b" %d" % (shift.row(int(numbers[index]) + 1) - 1)
        return match[1] + b",".join(numbers) + match[3]

    return _NOTE_ANCHOR.sub(anchor, _NOTE_ROW.sub(row, drawing))
