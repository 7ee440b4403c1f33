"""Turns the package of a workbook whose outer frame is damaged into a sound one with the same parts."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping

from lxml import etree

from reportgen.sources.formats.ooxml import xml_parser
from reportgen.sources.formats.package import DAMAGES, part_name
from reportgen.sources.formats.refusal import RefusedError

_ROOT = "_rels/.rels"
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_MACROS = "acrosheet"  # xlMacrosheet, xlIntlMacrosheet
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="{book}"/></Relationships>'
)


def mended(content: bytes, package: zipfile.ZipFile) -> tuple[bytes, str]:
    """Return a package that other readers can follow, and what was damaged in it ("" where nothing was).

    Names written the Windows way are no damage, but few readers find such parts. The sheets are never touched: only
    the relationships that say where the workbook lies are written anew, because there is one place alone where it is,
    and the list of sheets, without those that have no part or hold macros.
    """
    names = {part_name(name): name for name in package.namelist()}
    book = next((name for name in _BOOKS if name in names), "")
    lost = bool(book) and not _is_sound(package, names.get(_ROOT))
    listed, missing = _sheets(package, names, book)
    if not lost and not listed and all("\\" not in name and not name.startswith("/") for name in names.values()):
        return content, ""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as rewritten:
        for entry in package.infolist():
            if not entry.is_dir() and part_name(entry.filename) != (_ROOT if lost else ""):
                name = entry.filename.replace("\\", "/").lstrip("/")
                is_list = listed and part_name(entry.filename) == book
                rewritten.writestr(zipfile.ZipInfo(name), listed if is_list else _unpacked(package, entry))
        if lost:
            rewritten.writestr(zipfile.ZipInfo(_ROOT), _RELATIONS.format(book=names[book].replace("\\", "/")))
    return stream.getvalue(), f"its part {_ROOT} is missing or unreadable" if lost else missing


def _sheets(package: zipfile.ZipFile, names: Mapping[str, str], book: str) -> tuple[bytes, str]:
    """Return the workbook's part without the sheets that other readers stumble over, b"" where there are none such.

    And say which sheet has no part; macros are no table, so that nothing is said of them.
    """
    part = f"xl/_rels/{posixpath.basename(book)}.rels"
    if not book.endswith(".xml") or part not in names:
        return b"", ""
    try:
        root = etree.fromstring(package.read(names[book]), xml_parser())
        relations = etree.fromstring(package.read(names[part]), xml_parser())
    except (etree.XMLSyntaxError, *DAMAGES):
        return b"", ""
    kinds = {str(one.get("Id")): str(one.get("Type")).rpartition("/")[2] for one in relations.iter("{*}Relationship")}
    dropped = [sheet for sheet in root.iter("{*}sheet") if _MACROS in kinds.get(_relation(sheet), _MACROS)]
    missing = [str(sheet.get("name")) for sheet in dropped if _relation(sheet) not in kinds]
    for sheet in dropped:
        parent = sheet.getparent()
        if parent is not None:
            parent.remove(sheet)
    damage = f"its sheet {missing[0]} is missing" if missing else ""
    return (etree.tostring(root, xml_declaration=True, encoding="UTF-8") if dropped else b""), damage


def _relation(sheet: etree._Element) -> str:
    return next((str(value) for name, value in sheet.attrib.items() if etree.QName(name).localname == "id"), "")


def _is_sound(package: zipfile.ZipFile, name: str | None) -> bool:
    if name is None:
        return False
    try:
        root = etree.fromstring(package.read(name), xml_parser())
    except (etree.XMLSyntaxError, *DAMAGES):
        return False
    return any(str(one.get("Type")).endswith("/officeDocument") for one in root.iter("{*}Relationship"))


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return package.read(entry)
    except DAMAGES as error:
        raise RefusedError(f"its part {entry.filename} is damaged") from error
