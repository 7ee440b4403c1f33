"""Turns an office file into its parts and their relations, and patched parts into a file again.

A part that nobody touches keeps its bytes, its place in the file and its date.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from reportgen.render.annotate.elements import Edit, appended, edited, escaped, root_of, utf8

LARGEST: Final = 600_000_000
"""Bytes of all parts together: a larger workbook is listed, not annotated."""

TYPES: Final = "[Content_Types].xml"
TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_EMPTY_RELATIONS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class RefusedError(Exception):
    """A file that is not annotated; its text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: its id, the last word of its type, the part it leads to ("" where that is outside)."""

    id: str
    type: str
    target: str


@dataclass(slots=True)
class Package:
    """An office file being patched: its entries as they stand, and the parts that are new or changed."""

    entries: tuple[ZipInfo, ...]
    whole: ZipFile
    changed: dict[str, bytes] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in the order of the file, new ones last."""
        given = tuple(entry.filename for entry in self.entries)
        return (*given, *(name for name in self.changed if name not in given))

    def read(self, name: str) -> bytes:
        """Return a part as it is now, in UTF-8 where it is XML."""
        if name in self.changed:
            return self.changed[name]
        part = self.whole.read(name)
        return utf8(part) if name.endswith((".xml", ".rels")) else part

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self.changed or any(entry.filename == name for entry in self.entries)

    def free_name(self, pattern: str) -> str:
        """Return the first name that no part has: `pattern` has {} for a number."""
        taken = {name.casefold() for name in self.names}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> list[Relation]:
        """Return the relations of a part."""
        name = relations_name(part)
        if not self.has(name):
            return []
        return [
            Relation(
                each.attributes.get("Id", ""),
                posixpath.basename(each.attributes.get("Type", "")),
                _target(part, each.attributes),
            )
            for each in root_of(self.read(name)).all("Relationship")
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another (`kind` is the whole type) and return its id."""
        name = relations_name(part)
        if not self.has(name):
            self.changed[name] = _EMPTY_RELATIONS
            self.declare("rels", _RELATIONS_TYPE, as_ending=True)
        content = self.read(name)
        root = root_of(content)
        taken = {each.attributes.get("Id", "") for each in root.children}
        identifier = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        shown = posixpath.relpath(target, posixpath.dirname(part))
        entry = f'<{root.prefix}Relationship Id="{identifier}" Type="{kind}" Target="{escaped(shown)}"/>'
        self.changed[name] = edited(content, [appended(root, content, entry.encode())])
        return identifier

    def declare(self, name: str, content_type: str, *, as_ending: bool = False) -> None:
        """Say what a part is, or all parts of an ending, unless that is said already."""
        content = self.read(TYPES)
        root = root_of(content)
        element, key = ("Default", "Extension") if as_ending else ("Override", "PartName")
        value = name if as_ending else f"/{name}"
        said = {each.attributes.get(key, "").casefold() for each in root.all(element)}
        if value.casefold() not in said:
            entry = f'<{root.prefix}{element} {key}="{escaped(value)}" ContentType="{content_type}"/>'.encode()
            self.changed[TYPES] = edited(content, [self._first_of(element, content, entry)])

    def _first_of(self, element: str, content: bytes, entry: bytes) -> Edit:
        """Put a default before the first override, where writers have it; anything else last."""
        root = root_of(content)
        override = root.first("Override")
        if element == "Default" and override is not None:
            return Edit(override.start, override.start, entry)
        return appended(root, content, entry)

    def written(self) -> bytes:
        """Return the file: old parts where they were, new ones behind them; the same bytes for the same parts."""
        stream = BytesIO()
        with ZipFile(stream, "w") as file:
            for entry in self.entries:
                content = self.changed.get(entry.filename)
                file.writestr(_copy(entry), self.whole.read(entry) if content is None else content)
            given = {entry.filename for entry in self.entries}
            for name, content in self.changed.items():
                if name not in given:
                    fresh = ZipInfo(name, _ZIP_TIME)
                    fresh.compress_type = ZIP_DEFLATED
                    fresh.external_attr = 0
                    fresh.create_system = 0
                    file.writestr(fresh, content)
        return stream.getvalue()


def opened(data: bytes) -> Package:
    """Open an office file; raise RefusedError with the reason where it should not be patched."""
    try:
        whole = ZipFile(BytesIO(data))
    except (BadZipFile, OSError, ValueError) as error:
        raise RefusedError("it is not a whole workbook") from error
    entries = tuple(whole.infolist())
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise RefusedError("it has two parts of one name")
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise RefusedError("it is signed, and a mark would break the signature")
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise RefusedError("it is too large")
    if any(entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise RefusedError("its parts are encrypted or packed in an unusual way")
    return Package(entries, whole)


DAMAGE: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, KeyError, UnicodeError)
"""What reading a part of a damaged or crafted file may raise."""


def relations_name(part: str) -> str:
    """Return the name of the part that holds another part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(part: str, attributes: Mapping[str, str]) -> str:
    if attributes.get("TargetMode") == "External":
        return ""
    target = attributes.get("Target", "").replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _copy(entry: ZipInfo) -> ZipInfo:
    copy = ZipInfo(entry.filename, entry.date_time)
    copy.compress_type = entry.compress_type
    copy.external_attr = entry.external_attr
    copy.create_system = entry.create_system
    return copy
