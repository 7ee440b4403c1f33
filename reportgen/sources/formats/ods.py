"""Turns an OpenDocument spreadsheet (.ods) into grids, row by row: values exact as its XML writes them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.cells import number_text
from reportgen.sources.formats.facts import LAST_COLUMN, Facts, check_area, grid_of
from reportgen.sources.formats.package import DAMAGES, open_package, prove
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.rows import Row, Rows, columns_from, put_cell, put_row
from reportgen.sources.grid import CellKind, Grid, Merge

_ERROR_TEXT = re.compile(r"#[A-Z/0!?]+[!?]?|#N/A|Err:\d+")
_PERIOD = re.compile(r"(-?)P(?:(\d+)D)?T(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_PADDED = re.compile(r"[A-Za-z\-/ \u4e00-\u9fff]*0[\d\-/ ]{2,}")
_HIDING = {"collapse", "filter"}
_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_ATTRIBUTES = {
    **{name: _SPACE % ("office", name) for name in ("value-type", "value", "string-value", "date-value", "time-value")},
    **{name: _SPACE % ("table", name) for name in ("number-columns-repeated", "number-rows-repeated", "visibility")},
    **{name: _SPACE % ("table", name) for name in ("number-columns-spanned", "number-rows-spanned", "formula")},
    "boolean-value": _SPACE % ("office", "boolean-value"),
    "currency": _SPACE % ("office", "currency"),
    "display": _SPACE % ("table", "display"),
    "style-name": _SPACE % ("table", "style-name"),
    "table-name": _SPACE % ("table", "name"),
    "style": _SPACE % ("style", "name"),
    "c": _SPACE % ("text", "c"),
}
_LINES = [
    *(_SPACE % ("table", name) for name in ("table", "table-column", "table-row")),
    _SPACE % ("style", "table-properties"),
]
_DECLARED = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_NUMBERS = {"float", "percentage", "currency"}


@dataclass(slots=True)
class _Sheet:
    """A table while it is read: where the next row and column stand."""

    rows: Rows
    facts: Facts
    row: int = 0
    column: int = 0


def read_ods(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    """Read every sheet, the hidden ones too."""
    with open_package(content, limits) as package:
        if "content.xml" not in package.namelist():
            raise RefusedError("its part content.xml is missing")
        _refuse_encrypted(package)
        prove(package, frozenset())
        try:
            with package.open("content.xml") as stream:
                yield from _sheets(stream, limits)
        except DAMAGES as error:
            raise RefusedError("its part content.xml is damaged") from error


def _refuse_encrypted(package: zipfile.ZipFile) -> None:
    try:
        manifest = package.read("META-INF/manifest.xml")
    except DAMAGES:
        return
    if b"encryption-data" in manifest:
        raise RefusedError(code="file-protected")


@dataclass(slots=True)
class _Reading:
    """Where the reading of a document stands: the styles that hide, the open sheet, and how deep tables are nested."""

    limits: Limits
    hiding: set[str] = field(default_factory=set)
    sheet: _Sheet | None = None
    depth: int = 0


def _sheets(stream: IO[bytes], limits: Limits) -> Iterator[Grid | Finding]:
    reading = _Reading(limits)
    try:
        for event, element in etree.iterparse(
            stream,
            events=("start", "end"),
            tag=_LINES,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        ):
            tag = _local(element)
            if event == "start":
                if tag == "table":
                    _begin(reading, element)
                continue
            if tag == "table-properties":
                _style(reading, element)
            elif tag == "table":
                reading.depth -= 1
                if not reading.depth and reading.sheet is not None:
                    yield _finished(reading.sheet, limits)
                    reading.sheet = None
                    _forget(element)
            elif reading.depth == 1:
                _line(reading, element, tag)
    except etree.XMLSyntaxError as error:
        raise RefusedError("its part content.xml is damaged") from error


def _begin(reading: _Reading, element: etree._Element) -> None:
    """Open a sheet; a table within a cell of it is not one."""
    reading.depth += 1
    if reading.depth == 1:
        name = _get(element, "table-name")
        hidden = _get(element, "style-name") in reading.hiding
        reading.sheet = _Sheet(Rows(name, reading.limits.cells), Facts(hidden=hidden))


def _style(reading: _Reading, element: etree._Element) -> None:
    style = element.getparent()
    if style is not None and _get(element, "display") == "false":
        reading.hiding.add(_get(style, "style"))


def _line(reading: _Reading, element: etree._Element, tag: str) -> None:
    if reading.sheet is not None and tag == "table-column":
        _column(reading.sheet, element)
    elif reading.sheet is not None and tag == "table-row":
        _row(reading.sheet, element)
        _forget(element)


def _forget(element: etree._Element) -> None:
    """Free what has been read: a sheet's rows are millions of elements."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: etree._Element) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2]


def _get(element: etree._Element, name: str, other: str = "") -> str:
    """Return an attribute by its local name."""
    return str(element.get(_ATTRIBUTES[name], other))


def _finished(sheet: _Sheet, limits: Limits) -> Grid | Finding:
    try:
        return grid_of(sheet.rows.sheet, columns_from(sheet.rows), sheet.facts, limits.cells)
    except RefusedError as refusal:
        return refusal.finding._replace(sheet=sheet.rows.sheet)


def _times(element: etree._Element, name: str) -> int:
    """Return how often a row, column or cell is repeated, or how far it is spanned."""
    text = element.get(_ATTRIBUTES[name])
    if text is None:
        return 1
    return max(1, int(text)) if text.isdigit() and len(text) < 9 else 1


def _column(sheet: _Sheet, element: etree._Element) -> None:
    times = _times(element, "number-columns-repeated")
    if _get(element, "visibility") in _HIDING:
        sheet.facts.hidden_columns.update(range(sheet.column, min(sheet.column + times, LAST_COLUMN)))
    sheet.column += times


def _row(sheet: _Sheet, element: etree._Element) -> None:
    times = _times(element, "number-rows-repeated")
    row = Row()
    position = 0
    for cell in element.iterchildren():
        repeated = _times(cell, "number-columns-repeated")
        if _local(cell) == "table-cell":
            _cell(sheet, row, cell, position, repeated)
        position += repeated
    if _get(element, "visibility") in _HIDING and (row.texts or times < sheet.rows.most):
        sheet.facts.hidden_rows.update(range(sheet.row, sheet.row + min(times, 1 << 20)))
    put_row(sheet.rows, sheet.row, row, times)
    sheet.row += times


def _cell(sheet: _Sheet, row: Row, cell: etree._Element, position: int, repeated: int) -> None:
    across, down = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
    if across > 1 or down > 1:
        sheet.facts.merges.append(Merge(sheet.row, position, sheet.row + down - 1, position + across - 1))
    text, kind = _content(cell)
    if kind == CellKind.BLANK:
        return
    check_area(1, position + repeated, LAST_COLUMN, sheet.rows.sheet)
    if kind == CellKind.NUMBER and _get(cell, "value-type") == "percentage":
        sheet.facts.percents[position] += 1
    currency = _get(cell, "currency").upper() if kind == CellKind.NUMBER else ""
    for each in range(position, position + repeated):
        put_cell(row, each, text, kind)
        if currency:
            sheet.facts.currencies.setdefault(each, {}).setdefault(currency, []).append(sheet.row)


def _content(cell: etree._Element) -> tuple[str, CellKind]:
    kind = _get(cell, "value-type")
    shown = "\n".join(_paragraph(one) for one in cell.iterchildren() if _local(one) == "p")
    formula = _get(cell, "formula")
    if _is_error(cell, shown, formula):
        return shown or "#ERROR!", CellKind.ERROR
    if kind in _NUMBERS:
        return _number(cell, shown)
    if kind == "date":
        return _get(cell, "date-value").replace("T00:00:00", "").replace("T", " "), CellKind.DATE
    if kind == "time":
        return _time(_get(cell, "time-value")), CellKind.DATE
    if kind == "boolean":
        return _get(cell, "boolean-value").upper(), CellKind.TRUTH
    text = _get(cell, "string-value", shown) if kind == "string" else shown
    if formula and not kind and not text:
        return "", CellKind.UNCALCULATED
    return text, CellKind.TEXT if text else CellKind.BLANK


def _is_error(cell: etree._Element, shown: str, formula: str) -> bool:
    """Tell whether a formula failed: newer files say so, in older ones only its text does."""
    return cell.get(_DECLARED) == "error" or bool(formula and _ERROR_TEXT.fullmatch(shown))


def _number(cell: etree._Element, shown: str) -> tuple[str, CellKind]:
    try:
        text = number_text(float(_get(cell, "value")))
    except ValueError:
        return shown, CellKind.TEXT if shown else CellKind.BLANK
    if shown in {"TRUE", "FALSE"}:
        return shown, CellKind.TRUTH  # LibreOffice writes the result of a comparison as 1 or 0
    digits = re.sub(r"\D", "", shown)
    if _PADDED.fullmatch(shown) and text.isdigit() and int(digits) == int(text):
        return shown, CellKind.TEXT  # 000123: what its format shows
    return (text, CellKind.NUMBER) if not text.startswith("#") else (text, CellKind.ERROR)


def _time(period: str) -> str:
    match = _PERIOD.fullmatch(period)
    if not match:
        return period
    sign, days, hours, minutes, seconds = match.groups()
    return f"{sign}{int(hours) + 24 * int(days or 0):02d}:{int(minutes):02d}:{int(seconds):02d}"


def _paragraph(element: etree._Element) -> str:
    """Return a paragraph's text; runs of blanks, tabs and line breaks are elements of their own."""
    parts = [element.text or ""]
    for child in element.iterchildren():
        match _local(child):
            case "s":
                parts.append(" " * min(_times(child, "c"), 1000))
            case "tab":
                parts.append("\t")
            case "line-break":
                parts.append("\n")
            case "annotation" | "note":
                pass
            case _:
                parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
