"""Turns a plot into the small workbook behind a native chart, which opens when somebody edits the chart's data.

Written here as text, part by part: values are the exact decimals of the document, words are never formulas, and there
is no clock. The workbook holds what the chart shows and nothing else.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZipFile

from reportgen.render.brand import Brand
from reportgen.render.package import MOMENT, canonical
from reportgen.render.slides.said import Plot
from reportgen.render.slides.starter_parts import theme
from reportgen.render.slides.xml import attribute

SHEET: Final = "Sheet1"

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    '<Override PartName="/xl/theme/theme1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/><Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_ROOT: Final = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    f'Target="xl/workbook.xml"/><Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_BOOK: Final = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
_BOOK_RELATIONS: Final = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId4" Type="{_OFFICE}/theme" Target="theme/theme1.xml"/></Relationships>'
)
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Noto Sans SC"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_CORE: Final = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dcterms:created xsi:type="dcterms:W3CDTF">'
    f"{MOMENT}</dcterms:created></cp:coreProperties>"
)


def book(plot: Plot) -> bytes:
    """Return the workbook: categories in column A from row 2, a column a series with its name in row 1."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "docProps/core.xml": _CORE,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_RELATIONS,
        "xl/styles.xml": _STYLES,
        "xl/theme/theme1.xml": theme(Brand()),
        "xl/sharedStrings.xml": _strings(plot),
        "xl/worksheets/sheet1.xml": _sheet(plot),
    }
    written = BytesIO()
    with ZipFile(written, "w") as package:
        for name, content in parts.items():
            package.writestr(name, _HEAD + content)
    return canonical(written.getvalue())


def column(index: int) -> str:
    """Return the letter of a series' column: B for the first."""
    return chr(ord("B") + index)


def _sheet(plot: Plot) -> str:
    heads = "".join(_words(f"{column(index)}1", index) for index in range(len(plot.series)))
    rows = [f'<row r="1">{heads}</row>']
    for place in range(len(plot.categories)):
        number = place + 2
        values = "".join(
            f'<c r="{column(index)}{number}"><v>{series.values[place]}</v></c>'
            for index, series in enumerate(plot.series)
            if series.values[place] is not None
        )
        rows.append(f'<row r="{number}">{_words(f"A{number}", len(plot.series) + place)}{values}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _words(cell: str, index: int) -> str:
    """A cell with words: their number in the list of strings."""
    return f'<c r="{cell}" t="s"><v>{index}</v></c>'


def _strings(plot: Plot) -> str:
    """The list of strings: names of series, then categories."""
    texts = [*(series.name for series in plot.series), *plot.categories]
    each = "".join(f'<si><t xml:space="preserve">{attribute(text)}</t></si>' for text in texts)
    return f'<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{each}</sst>'
