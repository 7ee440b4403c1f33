"""Turns the bytes of an XML part into elements that know where they stand, and pieces put in there into new bytes.

Nothing is written anew: a part keeps every byte but those that an edit replaces, so that whatever a program put into it
(extensions, unusual prefixes, white space) is still there afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

TAG: Final = re.compile(rb"""<[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>""")
"""One tag, whatever stands in the quotes of its attributes."""

_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["'][^>]*\?>""")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class UnusualPartError(Exception):
    """A part that cannot be patched safely: it is not plain XML."""


@dataclass(slots=True)
class Element:
    """An element of a part: its name without and with prefix, its attributes as written, and where it stands.

    `start` and `end` span the whole element, `inner` and `inner_end` what is between its tags; of an element that
    closes itself both are where its tag ends.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def closes_itself(self) -> bool:
        """Tell whether the element is one tag: `<a/>`."""
        return self.inner == self.end

    def all(self, name: str) -> Iterator[Element]:
        """Yield the children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """Return the first child of a name."""
        return next(self.all(name), None)


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes that take the place of those from `start` to `end`; an insertion where both are the same."""

    start: int
    end: int
    content: bytes


def edited(part: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part with edits made; those at one place stand in the order given."""
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda each: each.start):
        pieces += [part[done : edit.start], edit.content]
        done = edit.end
    return b"".join([*pieces, part[done:]])


def appended(element: Element, part: bytes, content: bytes) -> Edit:
    """Return the edit that puts something behind the last child of an element."""
    if not element.closes_itself:
        return Edit(element.inner_end, element.inner_end, content)
    name = f"{element.prefix}{element.name}".encode()
    opened = re.sub(rb"\s*/>$", b">", part[element.start : element.end])
    return Edit(element.start, element.end, opened + content + b"</" + name + b">")


def utf8(part: bytes) -> bytes:
    """Return a part in UTF-8: offsets are counted in it, and what is put in is written in it."""
    if part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _redeclared(_decoded(part, "utf-16"))
    declared = _DECLARED.match(part.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode().lower() if declared else "utf-8"
    return part if encoding in ("utf-8", "utf8", "us-ascii", "ascii") else _redeclared(_decoded(part, encoding))


def _decoded(part: bytes, encoding: str) -> str:
    try:
        return part.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise UnusualPartError(str(error)) from error


def _redeclared(text: str) -> bytes:
    return re.sub(r"""(<\?xml[^>]*?encoding\s*=\s*)["'][\w.-]+["']""", r'\1"UTF-8"', text, count=1).encode()


def root_of(part: bytes) -> Element:
    """Parse a part of UTF-8 XML; raise UnusualPartError where it is not well-formed or declares entities."""
    parser = expat.ParserCreate()
    top = Element("", "", {}, 0, 0)
    stack = [top]

    def opened(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        tag = TAG.match(part, start)
        if tag is None:
            raise UnusualPartError(name)
        prefix, colon, local = name.rpartition(":")
        element = Element(local, prefix + colon, attributes, start, tag.end())
        stack[-1].children.append(element)
        stack.append(element)

    def closed(_: str) -> None:
        element = stack.pop()
        alone = part[element.inner - 2 : element.inner] == b"/>"
        element.inner_end = element.inner if alone else parser.CurrentByteIndex
        element.end = element.inner if alone else part.index(b">", element.inner_end) + 1

    def declared(*_: object) -> None:
        raise UnusualPartError("DOCTYPE")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise UnusualPartError(str(error)) from error
    return top.children[0]


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return a start tag in which an attribute has a value, the others as they are."""
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            return tag[: match.start(2)] + f'"{value}"'.encode() + tag[match.end(2) :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + f' {name}="{value}"'.encode() + tag[end:]


def attributes_of(tag: bytes) -> dict[str, str]:
    """Return the attributes of a start tag, as written."""
    return {name.decode(): value[1:-1].decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(tag)}


def recounted(element: Element, part: bytes, added: int) -> list[Edit]:
    """Return the edit that corrects an element's `count`, where it has one."""
    if "count" not in element.attributes or not added:
        return []
    tag = part[element.start : element.inner]
    return [Edit(element.start, element.inner, with_attribute(tag, "count", str(len(element.children) + added)))]


def escaped(text: str) -> str:
    """Return text for the inside of an element or a quoted attribute; what XML cannot hold is left out."""
    plain = _LOOKS_ESCAPED.sub("_x005F_", _UNPRINTABLE.sub("", text))
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
