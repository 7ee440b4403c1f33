"""Turns an "XML Spreadsheet 2003" into grids: what many programs still write as .xls or .xml."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.cells import number_text
from reportgen.sources.formats.facts import LAST_COLUMN, Facts, grid_of
from reportgen.sources.formats.ooxml import xml_parser
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.rows import Row, Rows, columns_from, put_cell, put_row
from reportgen.sources.grid import CellKind, Grid, Merge

_LAST_ROW = 1 << 20


def read_spreadsheetml(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    """Read every worksheet, the hidden ones too."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedError("it declares XML entities, which no spreadsheet program writes and which can hide a bomb")
    try:
        root = etree.parse(io.BytesIO(content), xml_parser()).getroot()
    except etree.XMLSyntaxError as error:
        raise RefusedError("its XML is damaged") from error
    epoch = 1904 if next(root.iter("{*}Date1904"), None) is not None else 1900
    for sheet in root.iter("{*}Worksheet"):
        yield _sheet(sheet, Facts(epoch=epoch), limits)


def _sheet(sheet: etree._Element, facts: Facts, limits: Limits) -> Grid | Finding:
    name = _get(sheet, "Name")
    rows = Rows(name, limits.cells)
    visible = next(sheet.iter("{*}Visible"), None)
    facts.hidden = visible is not None and (visible.text or "").startswith("SheetHidden")
    position = 0
    try:
        for column in sheet.iterfind("{*}Table/{*}Column"):
            position = _hidden_column(column, position, facts)
        position = 0
        for row in sheet.iterfind("{*}Table/{*}Row"):
            position = _number(row, "Index", position + 1) - 1
            if _get(row, "Hidden") == "1":
                facts.hidden_rows.add(position)
            put_row(rows, position, _row(row, position, facts))
            position += 1 + _number(row, "Span", 0)
        return grid_of(name, columns_from(rows), facts, limits.cells)
    except RefusedError as refusal:
        return refusal.finding._replace(sheet=name)


def _get(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _number(element: etree._Element, name: str, other: int) -> int:
    text = _get(element, name)
    return min(int(text), _LAST_ROW) if text.isdigit() and len(text) < 9 and int(text) else other


def _hidden_column(column: etree._Element, position: int, facts: Facts) -> int:
    first = _number(column, "Index", position + 1) - 1
    last = min(first + _number(column, "Span", 0), LAST_COLUMN)
    if _get(column, "Hidden") == "1":
        facts.hidden_columns.update(range(first, last + 1))
    return last + 1


def _row(element: etree._Element, position: int, facts: Facts) -> Row:
    row = Row()
    column = 0
    for cell in element.iterfind("{*}Cell"):
        column = max(column, min(_number(cell, "Index", column + 1) - 1, LAST_COLUMN))
        across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        if across or down:
            facts.merges.append(Merge(position, column, position + down, column + across))
        text, kind = _content(cell)
        if kind != CellKind.BLANK:
            put_cell(row, column, text, kind)
        column += 1 + across
    return row


def _content(cell: etree._Element) -> tuple[str, CellKind]:
    data = cell.find("{*}Data")
    text = "" if data is None else "".join(map(str, data.itertext()))
    if not text:
        return "", CellKind.UNCALCULATED if _get(cell, "Formula") and data is None else CellKind.BLANK
    match _get(data, "Type") if data is not None else "":
        case "Number":
            return _number_text(text)
        case "DateTime":
            day = text.removesuffix(".000")
            return day.replace("T00:00:00", "").removeprefix("1899-12-31T").replace("T", " "), CellKind.DATE
        case "Boolean":
            return "FALSE" if text == "0" else "TRUE", CellKind.TRUTH
        case "Error":
            return text, CellKind.ERROR
        case _:
            return text, CellKind.TEXT


def _number_text(text: str) -> tuple[str, CellKind]:
    try:
        number = number_text(float(text))
    except ValueError:
        return text, CellKind.TEXT
    return number, CellKind.ERROR if number.startswith("#") else CellKind.NUMBER
