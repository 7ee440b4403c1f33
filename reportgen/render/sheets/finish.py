"""Turns the file openpyxl wrote into the final one: exact numbers, the engine's results, shared texts, valid fonts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from lxml import etree

from reportgen.render.package import canonical

_NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN: Final = f"{{{_NAMESPACE}}}"
_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_FONT_ORDER: Final = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "rFont", "family", "charset", "scheme"),
)
_BODY_SIZE: Final = "10"

_STRINGS: Final = "xl/sharedStrings.xml"
_STRINGS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


@dataclass(frozen=True, slots=True)
class Finish:
    """The exact text of each sheet's numbers by address, in the order of the sheets, and the font of empty cells."""

    numbers: tuple[Mapping[str, str], ...]
    font: str


def finished(raw: bytes, finish: Finish) -> bytes:
    """Return a workbook in its final, canonical form."""
    with ZipFile(BytesIO(raw)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    strings: dict[bytes, int] = {}
    for name in sorted(parts, key=_number):
        if _number(name):
            parts[name] = _sheet(parts[name], finish.numbers[_number(name) - 1], strings)
    parts["xl/styles.xml"] = _styles(parts["xl/styles.xml"], finish.font)
    _share(parts, strings)
    written = BytesIO()
    with ZipFile(written, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return canonical(written.getvalue())


def _number(name: str) -> int:
    """The number of a sheet's part, 0 for another part."""
    match = _SHEET.fullmatch(name)
    return int(match[1]) if match else 0


def _sheet(part: bytes, numbers: Mapping[str, str], strings: dict[bytes, int]) -> bytes:
    """Write exact values into cells, the engine's result under each formula, so that no reader sees a blank."""
    root = etree.fromstring(part)
    for cell in root.iter(f"{_MAIN}c"):
        text = numbers.get(cell.get("r", ""))
        inline = cell.find(f"{_MAIN}is")
        if text is not None:
            _value(cell).text = text
        elif inline is not None:
            cell.remove(inline)
            cell.set("t", "s")
            _value(cell).text = str(strings.setdefault(_string(inline), len(strings)))
    _accept_number_text(root)
    return _bytes(root)


def _value(cell: etree._Element) -> etree._Element:
    found = cell.find(f"{_MAIN}v")
    return etree.SubElement(cell, f"{_MAIN}v") if found is None else found


def _string(inline: etree._Element) -> bytes:
    """A text as the table of shared texts has it, where Excel would move it on the first save anyway."""
    inline.tag = f"{_MAIN}si"
    for properties in inline.iter(f"{_MAIN}rPr"):
        properties[:] = sorted(properties, key=font_order)
    return etree.tostring(inline, with_tail=False)


def _share(parts: dict[str, bytes], strings: Mapping[bytes, int]) -> None:
    """Add the table of shared texts, and say in the package that it is there."""
    table = etree.fromstring(f'<sst xmlns="{_NAMESPACE}"/>')
    table.extend(etree.fromstring(text) for text in strings)
    etree.cleanup_namespaces(table)
    parts[_STRINGS] = _bytes(table)
    types = etree.fromstring(parts["[Content_Types].xml"])
    etree.SubElement(types, _beside(types, "Override"), PartName=f"/{_STRINGS}", ContentType=_STRINGS_TYPE)
    parts["[Content_Types].xml"] = _bytes(types)
    relations = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    link = {"Type": _STRINGS_RELATION, "Target": f"/{_STRINGS}", "Id": f"rId{len(relations) + 1}"}
    etree.SubElement(relations, _beside(relations, "Relationship"), link)
    parts["xl/_rels/workbook.xml.rels"] = _bytes(relations)


def _beside(root: etree._Element, name: str) -> str:
    return f"{{{etree.QName(root).namespace}}}{name}"


def _accept_number_text(root: etree._Element) -> None:
    """Tell programs that an order number is meant to be text, so that they put no warning triangle into each."""
    size = root.find(f"{_MAIN}dimension")
    after = root.find(f"{_MAIN}headerFooter")
    if size is None or after is None:
        return
    ignored = etree.Element(f"{_MAIN}ignoredErrors")
    etree.SubElement(ignored, f"{_MAIN}ignoredError", sqref=size.get("ref", "A1"), numberStoredAsText="1")
    after.addnext(ignored)


def _styles(part: bytes, font: str) -> bytes:
    root = etree.fromstring(part)
    for element in root.iter(f"{_MAIN}font"):
        element[:] = sorted(element, key=font_order)
    # The first font is that of every cell without a style, and the measure of column widths.
    plain = root.find(f"{_MAIN}fonts/{_MAIN}font")
    if plain is not None:
        plain[:] = [etree.Element(f"{_MAIN}sz", val=_BODY_SIZE), etree.Element(f"{_MAIN}name", val=font)]
    return _bytes(root)


def font_order(child: etree._Element) -> int:
    """Return the place of a part of a font; one that the schema does not know stands last."""
    name = etree.QName(child).localname
    return _FONT_ORDER.index(name) if name in _FONT_ORDER else len(_FONT_ORDER)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
