"""Turns the package of an Excel workbook into where its sheets are, its epoch, and what its cell styles mean."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from reportgen.sources.formats.package import part_name, read_part
from reportgen.sources.formats.refusal import RefusedError

_BUILT_IN_PERCENT = {"9", "10"}
_SHOWN = re.compile(r'\[[^\]]*\]|\\.|"[^"]*"|_.|\*.')
_PADDED = re.compile(r"[A-Za-z\-/ _.#\u4e00-\u9fff]*0[0\-/ ]+")
_FEWEST_ZEROS = 3
_NEEDED = {"worksheet", "styles", "sharedStrings"}


@dataclass(frozen=True, slots=True)
class Styles:
    """What number formats say, by the index of a cell's style: the shapes of padded numbers, and which are percents."""

    shapes: dict[str, str] = field(default_factory=dict)
    percents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook's sheets (name → part), the year its days are counted from, its styles, and parts that are missing.

    `recalculates` says that a program must calculate everything anew on opening it: what libraries write that cannot.
    """

    sheets: dict[str, str]
    epoch: int
    styles: Styles
    missing: tuple[str, ...] = ()
    recalculates: bool = False


def read_book(package: zipfile.ZipFile) -> Book:
    """Read how the package is put together, with the names that its relationships give."""
    names = {part_name(name): name for name in package.namelist()}
    part = _target(package, names)
    folder, file = posixpath.split(part)
    relations = _relations(package, names, f"{folder}/_rels/{file}.rels")
    root = _parse(package, names, part)
    sheets: dict[str, str] = {}
    for sheet in root.iter("{*}sheet"):
        key = next((str(value) for name, value in sheet.attrib.items() if etree.QName(name).localname == "id"), "")
        where = part_name(_resolve(folder, relations.get(key, ("", ""))[1]))
        if where in names:
            sheets[str(sheet.get("name"))] = names[where]
    properties = next(root.iter("{*}workbookPr"), None)
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    needed = [target for kind, target in relations.values() if kind.rpartition("/")[2] in _NEEDED]
    missing = tuple(target for target in needed if part_name(_resolve(folder, target)) not in names)
    calculation = next(root.iter("{*}calcPr"), None)
    recalculates = calculation is not None and calculation.get("fullCalcOnLoad") in {"1", "true", "on"}
    return Book(sheets, 1904 if is_1904 else 1900, _styles(package, names, folder, relations), missing, recalculates)


def _target(package: zipfile.ZipFile, names: dict[str, str]) -> str:
    relations = _relations(package, names, "_rels/.rels").values()
    target = next((target for kind, target in relations if kind.endswith("/officeDocument")), "xl/workbook.xml")
    return part_name(_resolve("", target))


def _relations(package: zipfile.ZipFile, names: dict[str, str], part: str) -> dict[str, tuple[str, str]]:
    root = _parse(package, names, part)
    return {str(one.get("Id")): (str(one.get("Type")), str(one.get("Target"))) for one in root.iter("{*}Relationship")}


def related_parts(package: zipfile.ZipFile, part: str, folder: str) -> dict[str, str]:
    """Return the parts that a relationship part names, by the id of each relationship."""
    names = {part_name(name): name for name in package.namelist()}
    found = {key: part_name(_resolve(folder, target)) for key, (_, target) in _relations(package, names, part).items()}
    return {key: names[name] for key, name in found.items() if name in names}


def _resolve(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")


def _parse(package: zipfile.ZipFile, names: dict[str, str], part: str) -> etree._Element:
    if part_name(part) not in names:
        raise RefusedError(f"its part {part} is missing")
    try:
        return etree.fromstring(read_part(package, names[part_name(part)]), xml_parser())
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"its part {part} is damaged") from error


def xml_parser() -> etree.XMLParser:
    """Return a parser that resolves no entities and reads nothing else."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _styles(
    package: zipfile.ZipFile, names: dict[str, str], folder: str, relations: dict[str, tuple[str, str]]
) -> Styles:
    target = next((target for kind, target in relations.values() if kind.endswith("/styles")), "")
    part = part_name(_resolve(folder, target))
    if not target or part not in names:
        return Styles()
    root = _parse(package, names, part)
    formats = {str(one.get("numFmtId")): str(one.get("formatCode")) for one in root.iter("{*}numFmt")}
    cells = next(root.iter("{*}cellXfs"), None)
    used = [] if cells is None else [str(one.get("numFmtId")) for one in cells.iterchildren("{*}xf")]
    shapes = {str(index): padded_shape(formats.get(key, "")) for index, key in enumerate(used)}
    percents = {
        str(index) for index, key in enumerate(used) if key in _BUILT_IN_PERCENT or is_percent(formats.get(key, ""))
    }
    return Styles({index: shape for index, shape in shapes.items() if shape}, frozenset(percents))


def padded_shape(code: str) -> str:
    """Return the shape of a number format that fills whole numbers up with zeros (`"E"0000` → `E0000`), else ""."""
    section = re.sub(r'\\(.)|"([^"]*)"', lambda match: match[1] or match[2] or "", code.split(";", maxsplit=1)[0])
    if section.count("0") >= _FEWEST_ZEROS and _PADDED.fullmatch(section) and "#" not in section:
        return section
    return ""


def is_percent(code: str) -> bool:
    """Tell whether a number format shows a share as a percentage; a quoted % is only a sign."""
    return "%" in _SHOWN.sub("", code.split(";", maxsplit=1)[0])
