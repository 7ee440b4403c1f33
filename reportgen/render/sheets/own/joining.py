"""Turns the program's own workbook into further sheets of the user's: looks, texts, names and print settings with it."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from reportgen.render.sheets.own.filling import Pen
from reportgen.render.sheets.own.parts import MAIN, OFFICE, WORKBOOK, Element, OwnBook, put_after, serialised

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PROPERTIES: Final = ("docProps/core.xml", "docProps/app.xml")


def joined(pen: Pen, ours: OwnBook) -> None:
    """Put the program's sheets behind the user's; a name that the user's workbook has stays the user's."""
    book = pen.book
    before = len(book.sheets)
    texts = _texts(pen, ours)
    style, condition = pen.looks.absorbed(ours.tree("xl/styles.xml"))
    for sheet in ours.sheets:
        root = ours.tree(sheet.part)
        _dressed(root, style, condition, texts)
        part = book.free("xl/worksheets/sheet{}.xml")
        book.add(part, serialised(root), _SHEET_TYPE)
        _listed(book, sheet.name, book.relate(WORKBOOK, "worksheet", part))
    _names(book, ours, before)
    pen.looks.closed()
    for part in _PROPERTIES:
        # Who made the template, and where, is nobody's business who gets a statement.
        if book.has(part) and ours.has(part):
            book.trees.pop(part, None)
            book.parts[part] = ours.parts[part]


def _texts(pen: Pen, ours: OwnBook) -> int:
    first = len(pen.strings)
    for part in ours.related(WORKBOOK, "sharedStrings"):
        pen.strings.extend(deepcopy(each) for each in ours.tree(part).iterfind(f"{MAIN}si"))
    return first


def _dressed(root: Element, style: int, condition: int, texts: int) -> None:
    """Give a sheet of the program the numbers that its looks and texts have in the user's workbook."""
    for cell in root.iter(f"{MAIN}c"):
        cell.set("s", str(int(cell.get("s", "0")) + style))
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "s" and value is not None:
            value.text = str(int(value.text or "0") + texts)
    for name, key in (("row", "s"), ("col", "style")):
        for element in root.iter(f"{MAIN}{name}"):
            if element.get(key):
                element.set(key, str(int(element.get(key, "0")) + style))
    for rule in root.iter(f"{MAIN}cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", str(int(rule.get("dxfId", "0")) + condition))
    for view in root.iter(f"{MAIN}sheetView"):
        # Two chosen sheets would be edited as one.
        view.attrib.pop("tabSelected", None)


def _listed(book: OwnBook, name: str, relation: str) -> None:
    sheets = book.tree(WORKBOOK).find(f"{MAIN}sheets")
    if sheets is None:
        raise ValueError("a workbook without sheets")
    number = max((int(each.get("sheetId", "0")) for each in sheets), default=0) + 1
    entry = {"name": name, "sheetId": str(number), f"{{{OFFICE}}}id": relation}
    etree.SubElement(sheets, f"{MAIN}sheet", entry)


def _names(book: OwnBook, ours: OwnBook, before: int) -> None:
    root = book.tree(WORKBOOK)
    given = [each for each in ours.tree(WORKBOOK).iter(f"{MAIN}definedName")]
    names = root.find(f"{MAIN}definedNames")
    if names is None:
        names = put_after(root, "definedNames", ("sheets", "functionGroups", "externalReferences"))
    taken = {each.get("name", "").casefold() for each in names if each.get("localSheetId") is None}
    for each in given:
        own = each.get("localSheetId")
        if own is None and each.get("name", "").casefold() in taken:
            continue
        copy = deepcopy(each)
        if own is not None:
            copy.set("localSheetId", str(int(own) + before))
        names.append(copy)
