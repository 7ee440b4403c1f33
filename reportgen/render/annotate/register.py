"""Turns a workbook without a list of issues into one that has it: its sheet's name, number, type and title.

The new sheet stands behind all others, so that nothing that counts sheets (names of one sheet, print areas, the sheet
last looked at) means another one afterwards.
"""

from __future__ import annotations

from typing import Final

from reportgen.render.annotate.elements import Edit, Element, appended, edited, escaped, root_of, with_attribute
from reportgen.render.annotate.package import STRICT, TRANSITIONAL, Package, RefusedError

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_APP: Final = "docProps/app.xml"


class Book:
    """The workbook part of a package: where its sheets and styles are, and which of the two dialects it speaks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        found = [each.target for each in package.relations("") if each.type == "officeDocument"]
        if not found or not package.has(found[0]):
            raise RefusedError("it has no workbook in it")
        self.part = found[0]
        self.root = root_of(package.read(self.part))
        strict = STRICT_MAIN in self.root.attributes.values()
        self.namespace, self.relations = (STRICT_MAIN, STRICT) if strict else (MAIN, TRANSITIONAL)

    @property
    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet by the sheet's name, in the workbook's order."""
        targets = {each.id: each.target for each in self.package.relations(self.part)}
        listed = self.root.first("sheets")
        entries = listed.children if listed is not None else []
        return {each.attributes.get("name", ""): targets.get(_relation(each), "") for each in entries}

    def styles(self, plain: bytes) -> str:
        """Return the name of the styles part; a workbook without one is given a plain one."""
        found = [each.target for each in self.package.relations(self.part) if each.type == "styles"]
        if found and self.package.has(found[0]):
            return found[0]
        name = "xl/styles.xml"  # the name that some readers take for granted
        if self.package.has(name):
            name = self.package.free_name("xl/styles{}.xml")
        self.package.changed[name] = plain.replace(MAIN.encode(), self.namespace.encode())
        self.package.declare(name, _STYLES_TYPE)
        self.package.relate(self.part, f"{self.relations}/styles", name)
        return name

    def add_sheet(self, title: str, content: bytes) -> str:
        """Add a sheet behind all others and return the name that it got: the title, with a number if it is taken."""
        listed = self.root.first("sheets")
        if listed is None:
            raise RefusedError("it lists no sheets")
        name = _free(title, {each.casefold() for each in self.sheets})
        part = self.package.free_name("xl/worksheets/issues{}.xml")
        self.package.changed[part] = content
        self.package.declare(part, _SHEET_TYPE)
        relation = self.package.relate(self.part, f"{self.relations}/worksheet", part)
        numbers = [int(each.attributes.get("sheetId", "0")) for each in listed.children]
        entry = (
            f'<{listed.prefix}sheet xmlns:r="{self.relations}" name="{escaped(name)}" '
            f'sheetId="{max(numbers, default=0) + 1}" r:id="{relation}"/>'
        )
        whole = self.package.read(self.part)
        self.package.changed[self.part] = edited(whole, [appended(listed, whole, entry.encode())])
        self._title(name, len(listed.children))
        return name

    def _title(self, name: str, sheets: int) -> None:
        """Name the sheet among the document's properties, where these list as many sheets as there are."""
        if not self.package.has(_APP):
            return
        part = self.package.read(_APP)
        edits = _titled(part, name, sheets)
        if edits:
            self.package.changed[_APP] = edited(part, edits)


def _relation(sheet: Element) -> str:
    return next((value for name, value in sheet.attributes.items() if name.endswith(":id")), "")


def _free(title: str, taken: set[str]) -> str:
    name, number = title, 2
    while name.casefold() in taken:
        name, number = f"{title} ({number})", number + 1
    return name


def _titled(part: bytes, name: str, sheets: int) -> list[Edit]:
    root = root_of(part)
    pairs, titles = root.first("HeadingPairs"), root.first("TitlesOfParts")
    heads = pairs.first("vector") if pairs is not None else None
    names = titles.first("vector") if titles is not None else None
    if heads is None or names is None or not heads.children or len(names.children) < sheets:
        return []
    counts = [variant.children[0] for variant in heads.children[1:2] if variant.children]
    if not counts or part[counts[0].inner : counts[0].inner_end].strip() != str(sheets).encode():
        return []
    title = names.children[sheets - 1]
    entry = f"<{title.prefix}lpstr>{escaped(name)}</{title.prefix}lpstr>".encode()
    tag = with_attribute(part[names.start : names.inner], "size", str(len(names.children) + 1))
    return [
        Edit(counts[0].inner, counts[0].inner_end, str(sheets + 1).encode()),
        Edit(names.start, names.inner, tag),
        Edit(title.end, title.end, entry),
    ]
