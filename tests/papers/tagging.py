"""Turns a finished PDF into what its structure tree says, and into the content that the tree does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_TEXT = ("Tj", "TJ", "'", '"')
_PAINTING = frozenset((*_TEXT, "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", "INLINE IMAGE"))
_HEADINGS = tuple(f"/H{level}" for level in range(1, 7))


@dataclass(slots=True)
class Tagged:
    """What was found: elements in reading order, painting outside of any tag, the page's last marked element."""

    language: str
    title: str
    elements: list[Any] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Any]:
        """The elements of some kinds."""
        return [each for each in self.elements if str(each.S) in kinds]

    @property
    def levels(self) -> list[int]:
        """The levels of the headings in reading order."""
        return [int(str(each.S)[2:]) for each in self.of(*_HEADINGS)]


def tagged(data: bytes) -> Tagged:
    """Read a PDF's tags."""
    with pikepdf.open(BytesIO(data)) as pdf:
        found = Tagged(str(pdf.Root.Lang), str(pdf.docinfo["/Title"]))
        found.elements = list(_below(pdf.Root.StructTreeRoot))
        held = {each.objgen for each in found.elements}
        for number, page in enumerate(pdf.pages, 1):
            parents = _parents(pdf.Root.StructTreeRoot.ParentTree.Nums, int(page.StructParents))
            found.untagged += (f"page {number}: {each}" for each in _untagged(page, parents, held))
            found.last.append(_last(parents, held))
        with pdf.open_outline() as outline:
            found.bookmarks = [str(each.title) for each in outline.root]
        # Elements are compared after the file is closed.
        found.elements = [_copied(each) for each in found.elements]
        return found


def _copied(element: Any) -> Any:
    return _Element(
        str(element.S), str(element.get("/Alt", "")), str(element.get("/A", {}).get("/Scope", "")), _text_kinds(element)
    )


@dataclass(frozen=True, slots=True)
class _Element:
    S: str
    Alt: str
    Scope: str
    kids: tuple[str, ...]


def _text_kinds(element: Any) -> tuple[str, ...]:
    """The kinds of the elements right below one."""
    return tuple(str(kid.S) for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _below(element: Any) -> Iterator[Any]:
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def _parents(numbers: Any, page: int) -> list[Any]:
    pairs = dict(zip(map(int, list(numbers)[::2]), list(numbers)[1::2], strict=True))
    return list(pairs[page])


def _untagged(page: Any, parents: list[Any], held: set[tuple[int, int]]) -> Iterator[str]:
    """Yield the painting operators of a page that are in no artifact and in no element of the tree."""
    open_marks: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in {"BMC", "BDC"}:
            open_marks.append(_is_told(operands, parents, held))
        elif name == "EMC":
            open_marks.pop()
        elif name in _PAINTING and not any(open_marks):
            yield name
    assert not open_marks


def _is_told(operands: Any, parents: list[Any], held: set[tuple[int, int]]) -> bool:
    if str(operands[0]) == "/Artifact":
        return True
    if len(operands) < 2 or "/MCID" not in operands[1]:
        return False
    parent = parents[int(operands[1].MCID)]
    return parent is not None and parent.objgen in held


def _last(parents: list[Any], held: set[tuple[int, int]]) -> str:
    """The kind of block that the last told content of a page stands in."""
    element = next(each for each in reversed(parents) if each is not None and each.objgen in held)
    while str(element.S) in {"/Span", "/NonStruct"}:
        element = element.P
    return str(element.S)
