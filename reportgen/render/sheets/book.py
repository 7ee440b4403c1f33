"""Turns laid-out sheets into a workbook's bytes: a part for each, the texts and looks that they share, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from reportgen.model.document import Document, Message, Verbatim
from reportgen.render.brand import Brand
from reportgen.render.package import MOMENT, packed
from reportgen.render.sheets.cells import Pen
from reportgen.render.sheets.formulas import Landed, quoted
from reportgen.render.sheets.grid import LEFT, Sheet
from reportgen.render.sheets.heads import eyebrow, foot
from reportgen.render.sheets.markup import MAIN, OFFICE, START, Texts, escape, letters, quoteattr
from reportgen.render.sheets.part import part_of
from reportgen.render.sheets.pictures import pictured
from reportgen.render.sheets.pieces import single
from reportgen.render.sheets.styles import Styles
from reportgen.render.sheets.theme import theme
from reportgen.render.sheets.values import printable
from reportgen.render.words import Words, word

_NAME: Final = re.compile(r"[^\W\d][\w.]*")
_FOOT_LIMIT: Final = 200  # a page foot holds 255 characters with its codes
_FOOT_SIZE: Final = 8

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_WRITER: Final = "Microsoft Excel Compatible / reportgen"
"""What the file says wrote it: LibreOffice trusts the figures below formulas where this begins with Microsoft Excel."""


def written(document: Document, sheets: tuple[Sheet, ...], words: Words, brand: Brand, logo: bytes = b"") -> bytes:
    """Return the bytes of a workbook; the same document gives the same bytes on every machine and day."""
    pen = Pen(brand, _landed(sheets), Texts(), Styles(brand))
    picture = pictured(logo, sheets[0].logo) if logo and sheets[0].logo else None
    feet = _feet(document, words)
    parts: dict[str, bytes] = {**picture.parts} if picture else {}
    for number, sheet in enumerate(sheets, 1):
        drawing = picture.relation if picture and number == 1 else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = part_of(sheet, pen, feet, drawing)
    parts["xl/sharedStrings.xml"] = pen.texts.part()
    parts["xl/styles.xml"] = pen.styles.part()
    parts["xl/theme/theme1.xml"] = theme(brand)
    parts["xl/workbook.xml"] = _workbook(sheets)
    parts["xl/_rels/workbook.xml.rels"] = _relations(
        *((f"{OFFICE}/worksheet", f"/xl/worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
        (f"{OFFICE}/styles", "/xl/styles.xml"),
        (f"{OFFICE}/theme", "/xl/theme/theme1.xml"),
        (f"{OFFICE}/sharedStrings", "/xl/sharedStrings.xml"),
    )
    parts.update(_described(document, words))
    parts["_rels/.rels"] = _relations(
        (f"{OFFICE}/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{OFFICE}/extended-properties", "docProps/app.xml"),
    )
    parts["[Content_Types].xml"] = _types(len(sheets), picture.types if picture else "")
    return packed(parts)


def _landed(sheets: tuple[Sheet, ...]) -> dict[str, Landed]:
    found: dict[str, Landed] = {}
    for sheet in sheets:
        for part, where in sheet.landed.items():
            if part in found:
                raise ValueError(f"two parts of a workbook are called `{part}`")
            found[part] = where
    return found


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    listed = (
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    named = {name: cell for sheet in sheets for name, cell in _named(sheet)}
    names = [f"<definedName name={quoteattr(name)}>{escape(cell)}</definedName>" for name, cell in named.items()]
    names += [each for number, sheet in enumerate(sheets) for each in _print_names(sheet, number)]
    return (
        f'{START}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr/><bookViews><workbookView/></bookViews>'
        f"<sheets>{''.join(listed)}</sheets><definedNames>{''.join(names)}</definedNames>"
        # What programs keep of the engine's figures is up to them: they compute all of it as soon as they open it.
        '<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
    ).encode()


def _named(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the names under which programs that read finished workbooks find figures in every language."""
    start = quoted(sheet.name)
    for cell in single(sheet.pieces):
        if cell.name and isinstance(cell.content, Fraction):
            name = cell.name.replace("-", "_")
            if _NAME.fullmatch(name):
                yield name, f"{start}!${letters(cell.column)}${cell.row}"


def _print_names(sheet: Sheet, number: int) -> Iterator[str]:
    """Yield what of a sheet is printed: its area, on each page its heads, and its keys where it is two pages wide.

    Then the area is the left half, and behind it the right one without the head.
    """
    start = quoted(sheet.name)
    keys = [f"{start}!$A:${letters(LEFT)}"] if sheet.cut else []
    heads = [f"{start}!${sheet.repeated}:${sheet.repeated}"] if sheet.repeated else []
    row, column = sheet.cut or (0, sheet.right + 1)
    areas = [f"{start}!$A$1:${letters(column - 1)}${sheet.bottom}"]
    if sheet.cut:
        areas.append(f"{start}!${letters(column)}${row}:${letters(sheet.right)}${sheet.bottom}")
    for name, cells in (("Print_Titles", ",".join((*keys, *heads))), ("Print_Area", ",".join(areas))):
        if cells:
            yield f'<definedName name="_xlnm.{name}" localSheetId="{number}">{escape(cells)}</definedName>'


def _feet(document: Document, words: Words) -> str:
    """The page's foot: whether a draft, whose, of which period and plan, for whose eyes; and the page's number."""
    draft = (Message("draft"),) if document.draft else ()
    values = (*draft, document.title, Verbatim(foot(document, words)), document.audience)
    said = " · ".join(printable(words, word(words, value)) for value in values)
    pages = word(words, Message("page-of", (("page", Verbatim("&P")), ("pages", Verbatim("&N")))))
    left = said[:_FOOT_LIMIT].replace("&", "&&")
    return f"&L&{_FOOT_SIZE} {left}&R&{_FOOT_SIZE} {pages}"


def _described(document: Document, words: Words) -> dict[str, bytes]:
    """Say in the file's properties what it is. The creator is nobody: who ran the program is in the manifest."""
    title = f"{printable(words, word(words, document.title))} · {eyebrow(document, words)}"
    moment = f'xsi:type="dcterms:W3CDTF">{MOMENT}'
    core = (
        f'{START}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator></dc:creator><dc:title>{escape(title)}</dc:title>"
        f"<dc:subject>{escape(foot(document, words))}</dc:subject><dc:language>{words.language}</dc:language>"
        f"<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )
    app = f'{START}<Properties xmlns="{_PROPERTIES}"><Application>{_WRITER}</Application></Properties>'
    return {"docProps/core.xml": core.encode(), "docProps/app.xml": app.encode()}


def _relations(*targets: tuple[str, str]) -> bytes:
    listed = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{START}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(listed)}</Relationships>'.encode()


def _types(sheets: int, others: str) -> bytes:
    parts = {
        "xl/workbook.xml": f"{_SPREADSHEET}.sheet.main+xml",
        **{f"xl/worksheets/sheet{number}.xml": f"{_SPREADSHEET}.worksheet+xml" for number in range(1, sheets + 1)},
        "xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
        "xl/sharedStrings.xml": f"{_SPREADSHEET}.sharedStrings+xml",
        "xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{START}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{others}{listed}</Types>'
    ).encode()
