"""Makes the small files that the tests of formats read: packages part by part, binary workbooks record by record."""

import io
import struct
import zipfile
from collections.abc import Iterable

from reportgen.sources.formats import Access, open_file
from reportgen.sources.grid import CellKind, Grid, Opened

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Zip parts under exactly these names, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo("x")
            entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED  # a backslash stays one
            package.writestr(entry, content)
    return stream.getvalue()


def package_of(sheet: str, styles: str = "", properties: str = "", main: str = MAIN) -> dict[str, str]:
    """Return the parts of a workbook of one sheet."""
    related = RELATIONS if main == MAIN else main.replace("spreadsheetml/main", "officeDocument/relationships")
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{related}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{related}/worksheet"'
            f' Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{related}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{related}"><workbookPr {properties}/><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/styles.xml": styles or f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    }


def xlsx(rows: str, formats: Iterable[str] = (), before: str = "", after: str = "", **more: str) -> bytes:
    """Make a workbook of the rows of one sheet as XML, with number formats by the index of their style (from 1)."""
    codes = list(formats)
    main = more.get("main", MAIN)
    numbered = "".join(
        f'<numFmt numFmtId="{170 + index}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for index, code in enumerate(codes)
    )
    used = "".join(f'<xf numFmtId="{170 + index}"/>' for index in range(len(codes)))
    styles = f'<numFmts>{numbered}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs>'
    sheet = f"{before}<sheetData>{rows}</sheetData>{after}"
    return zipped(package_of(sheet, f'<styleSheet xmlns="{main}">{styles}</styleSheet>', **more).items())


def record(kind: int, content: bytes = b"") -> bytes:
    """Write a record of a binary workbook."""

    def varying(number: int) -> bytes:
        parts = bytearray()
        while True:
            number, low = number >> 7, number & 0x7F
            parts.append(low | (0x80 if number else 0))
            if not number:
                return bytes(parts)

    return varying(kind) + varying(len(content)) + content


def wide(text: str) -> bytes:
    """Write a text of a binary workbook."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(sheet: bytes, formats: Iterable[str] = (), flags: int = 0) -> bytes:
    """Make a binary workbook of one sheet's records."""
    book = record(153, struct.pack("<I", flags) + bytes(8)) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Sheet1")) + record(144)
    codes = list(formats)
    styles = b"".join(record(44, struct.pack("<H", 170 + at) + wide(code)) for at, code in enumerate(codes))
    used = b"".join(record(47, struct.pack("<HH", 0, key) + bytes(12)) for key in (0, *range(170, 170 + len(codes))))
    styles += record(617, struct.pack("<I", len(codes) + 1)) + used + record(618)
    parts = package_of("")
    related = parts["xl/_rels/workbook.xml.rels"]
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": parts["[Content_Types].xml"],
        "_rels/.rels": parts["_rels/.rels"].replace("workbook.xml", "workbook.bin"),
        "xl/_rels/workbook.bin.rels": related.replace("sheet1.xml", "sheet1.bin").replace("les.xml", "les.bin"),
        "xl/workbook.bin": record(131) + book + record(132),
        "xl/styles.bin": record(278) + styles + record(279),
        "xl/worksheets/sheet1.bin": (
            record(129)
            + record(148, struct.pack("<IIII", 0, 9, 0, 9))
            + record(145)
            + sheet
            + record(146)
            + record(130)
        ),
    }
    return zipped(whole.items())


def opened(content: bytes, name: str, access: Access | None = None) -> Opened:
    """Open a file without knowing any header."""
    return open_file(content, name, frozenset(), access or Access())


def only(found: Opened) -> Grid:
    """Return the one grid of a file that is free of problems."""
    assert [problem.sentence for problem in found.problems] == []
    assert len(found.grids) == 1
    return found.grids[0]


def rows(grid: Grid) -> list[tuple[str, ...]]:
    """Return the texts of all rows."""
    return [grid.row(position) for position in range(grid.height)]


def kinds(grid: Grid) -> list[tuple[str, ...]]:
    """Return the first letters of all cells' kinds, row by row."""
    named = [[CellKind(kind).name[0] for kind in column.tolist()] for column in grid.kinds]
    return list(zip(*named, strict=True))


def said(found: Opened) -> list[str]:
    """Return the sentences of a file's problems."""
    return [problem.sentence for problem in found.problems]
