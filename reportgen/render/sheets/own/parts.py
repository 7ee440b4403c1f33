"""Turns a user's workbook into parts that can be changed, and the parts into a file again: what nobody touches stays."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from lxml import etree

from reportgen.render.package import canonical

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK: Final = "xl/workbook.xml"
TYPES: Final = "[Content_Types].xml"
_LINK: Final = f"{{{OFFICE}}}id"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_ORDINARY: Final = "spreadsheetml.sheet.main+xml"
_LARGEST: Final = 200_000_000
"""Bytes of all parts together: no template of a form is as large."""

_AREA: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")

Element = etree._Element


class BookRefusedError(Exception):
    """A workbook that cannot be filled; its text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A sheet of the user's workbook: its name, and its part ("" for a sheet without cells, such as a chart's)."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: its id, the last word of its type, and the part it leads to ("" for one outside)."""

    id: str
    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of a sheet: the first and last row and column, counted from 1."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class OwnBook:
    """A user's workbook while it is filled: its parts as they were, and those that are open as trees."""

    parts: dict[str, bytes]
    trees: dict[str, Element] = field(default_factory=dict)

    def tree(self, name: str) -> Element:
        """Return a part's root, open for changes."""
        if name not in self.trees:
            self.trees[name] = parsed(self.parts[name])
        return self.trees[name]

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self.parts

    @property
    def sheets(self) -> tuple[OwnSheet, ...]:
        """Return the sheets in the order of their tabs."""
        targets = {each.id: each for each in self.relations(WORKBOOK)}
        found = []
        for sheet in self.tree(WORKBOOK).iter(f"{MAIN}sheet"):
            led = targets.get(sheet.get(_LINK, ""))
            cells = led is not None and led.type == "worksheet" and self.has(led.target)
            found.append(OwnSheet(sheet.get("name", ""), led.target if led is not None and cells else ""))
        return tuple(found)

    def sheet(self, name: str) -> OwnSheet | None:
        """Return the sheet of a name, however it is written; None where there is none with cells."""
        return next((each for each in self.sheets if each.name.casefold() == name.casefold() and each.part), None)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Return the relations of a part."""
        name = relations_name(part)
        if not self.has(name):
            return ()
        return tuple(
            Relation(each.get("Id", ""), posixpath.basename(each.get("Type", "")), _target(part, each))
            for each in self.tree(name)
        )

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts of a kind that a part leads to."""
        yield from (each.target for each in self.relations(part) if each.type == kind and self.has(each.target))

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from one part to another and return its id."""
        root = self.tree(relations_name(part))
        taken = {each.get("Id", "") for each in root}
        identifier = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        values = {"Id": identifier, "Type": f"{OFFICE}/{kind}", "Target": f"/{target}"}
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", values)
        return identifier

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part and say what it is."""
        self.parts[name] = content
        types = self.tree(TYPES)
        values = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{{{etree.QName(types).namespace}}}Override", values)

    def drop(self, name: str) -> None:
        """Take a part out, and what leads to it from the workbook."""
        self.parts.pop(name, None)
        self.trees.pop(name, None)
        for root in (self.tree(relations_name(WORKBOOK)), self.tree(TYPES)):
            for each in list(root):
                said = each.get("PartName", "").lstrip("/") or _target(WORKBOOK, each)
                if said == name:
                    root.remove(each)

    def free(self, pattern: str) -> str:
        """Return the first name that no part has: `pattern` has {} for a number."""
        taken = {name.casefold() for name in self.parts}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def written(self) -> bytes:
        """Return the file in its canonical form."""
        stream = BytesIO()
        with ZipFile(stream, "w") as package:
            for name, content in self.parts.items():
                package.writestr(name, serialised(self.trees[name]) if name in self.trees else content)
        return canonical(stream.getvalue())


def opened(data: bytes) -> OwnBook:
    """Open a user's workbook; raise BookRefusedError where it cannot be filled."""
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = _parts(package)
        book = OwnBook(parts)
        _refuse(book)
        for sheet in book.sheets:
            if sheet.part:
                book.tree(sheet.part)
    except (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, etree.XMLSyntaxError) as error:
        raise BookRefusedError("it is no whole .xlsx workbook") from error
    return book


def _parts(package: ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in package.infolist() if not entry.filename.endswith("/")]
    if sum(entry.file_size for entry in entries) > _LARGEST:
        raise BookRefusedError("it is too large")
    if any(entry.flag_bits & 1 for entry in entries) or len({entry.filename for entry in entries}) != len(entries):
        raise BookRefusedError("it is no whole .xlsx workbook")
    return {entry.filename: package.read(entry) for entry in entries}


def _refuse(book: OwnBook) -> None:
    """Refuse what would be broken by filling it, or what no program would open afterwards."""
    if not book.has(WORKBOOK) or not book.has(relations_name(WORKBOOK)) or not book.has("xl/styles.xml"):
        raise BookRefusedError("it is no whole .xlsx workbook")
    if any(name.startswith("_xmlsignatures/") for name in book.parts):
        raise BookRefusedError("it is signed, and filling it would break the signature")
    if book.tree(WORKBOOK).tag != f"{MAIN}workbook":
        raise BookRefusedError("it is saved as Strict Open XML: save it as an ordinary .xlsx")
    kinds = [each.get("ContentType", "") for each in book.tree(TYPES) if each.get("PartName", "") == f"/{WORKBOOK}"]
    if not any(kind.endswith(_ORDINARY) for kind in kinds):
        raise BookRefusedError("it holds macros or is a template: save it as an ordinary .xlsx")


def parsed(content: bytes) -> Element:
    """Parse a part; nothing outside it is ever read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(content, parser)


def serialised(root: Element) -> bytes:
    """Write a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relations_name(part: str) -> str:
    """Return the name of the part that holds another part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def area_of(text: str) -> Area | None:
    """Return the cells that a name refers to, None where it refers to anything else."""
    match = _AREA.fullmatch(text.strip())
    if match is None:
        return None
    sheet = (match[1] or match[2]).replace("''", "'")
    top, left = int(match[4]), number_of(match[3])
    return Area(sheet, top, left, int(match[6] or top), number_of(match[5]) if match[5] else left)


def number_of(letters: str) -> int:
    """Return the number of a column's letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def local(element: Element) -> str:
    """Return an element's name without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def put_after(root: Element, name: str, before: tuple[str, ...]) -> Element:
    """Add an element of a workbook behind those that a file has before it, and return it."""
    made = root.makeelement(f"{MAIN}{name}", {})
    place = max((index + 1 for index, each in enumerate(root) if local(each) in before), default=len(root))
    root.insert(place, made)
    return made


def _target(part: str, relation: Element) -> str:
    if relation.get("TargetMode") == "External":
        return ""
    target = relation.get("Target", "").replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
