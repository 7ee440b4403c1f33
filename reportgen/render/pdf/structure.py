"""Turns the structure tree that WeasyPrint has made into one that says all that PDF/UA asks for.

What it leaves to mend: the running foot is tagged as text that no element holds, header cells do not say what they
head, and pictures tell their place in the units and the direction of CSS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydyf import PDF, Array, Dictionary

_POINTS: Final = 0.75
"""Points in a pixel of CSS."""

_HEADINGS: Final = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
_FOOT: Final = {"Type": "/Pagination", "Subtype": "/Footer"}
_ORNAMENT: Final = {"Type": "/Layout"}

Objects = Mapping[bytes, Any]
"""What a reference refers to."""


def mend(pdf: PDF) -> None:
    """Complete the tree: foot and ornaments are artifacts, header cells have a scope, pictures their place in points.

    No level of headings is left out. A picture without a text alternative says nothing that the text beside it does
    not: it is an ornament.
    """
    objects: Objects = {each.reference: each for each in pdf.objects if each.number}
    root = objects[pdf.catalog["StructTreeRoot"]]
    heights = {page: objects[page]["MediaBox"][3] for page in pdf.page_references}
    ornaments, headings = set(), list[str]()
    for reference in tuple(_below(root, objects)):
        element = objects[reference]
        if element["S"] == "/Figure" and "Alt" not in element:
            objects[element["P"]]["K"].remove(reference)
            ornaments.add(reference)
        elif element["S"] == "/Figure":
            _place(element, heights[element["Pg"]])
        elif element["S"] == "/TH":
            element["A"]["Scope"] = _scope(element, objects)
        elif element["S"] in _HEADINGS:
            element["S"] = _level(element["S"], headings)
    _leave_out(pdf, objects, ornaments)


def _below(element: Any, objects: Objects) -> Iterator[bytes]:
    """Yield the references of all elements below one, in reading order; numbers are marked content."""
    coming = [*reversed(element.get("K", ()))]
    while coming:
        kid = coming.pop()
        if type(kid) is bytes and (found := objects[kid]).get("Type") == "/StructElem":
            yield kid
            coming += reversed(found.get("K", ()))


def _place(figure: Any, height: float) -> None:
    """Turn pixels from the page's top into points from its bottom."""
    left, top, right, bottom = (edge * _POINTS for edge in figure["A"]["BBox"])
    figure["A"]["BBox"] = Array(round(edge, 3) for edge in (left, height - bottom, right, height - top))


def _level(heading: str, above: list[str]) -> str:
    """Return a heading's level such that none is left out: a section whose own heading is not shown leaves one out."""
    while above and above[-1] >= heading:
        above.pop()
    above.append(heading)
    return _HEADINGS[len(above) - 1]


def _scope(cell: Any, objects: Objects) -> str:
    """A cell of a table's head names its column, one of its body its row."""
    above = objects[cell["P"]]
    while above["S"] not in {"/THead", "/TBody", "/TFoot", "/Table"}:
        above = objects[above["P"]]
    return "/Row" if above["S"] == "/TBody" else "/Column"


def _leave_out(pdf: PDF, objects: Objects, ornaments: set[bytes]) -> None:
    """Turn the marked content that no element of the tree holds into artifacts."""
    root = objects[pdf.catalog["StructTreeRoot"]]
    held = set(_below(root, objects))
    numbers = objects[root["ParentTree"]]["Nums"]
    for page, parents in zip(pdf.page_references, numbers[1::2], strict=False):
        artifacts = {}
        for index, parent in enumerate(parents):
            if parent not in held:
                artifacts[index] = _ORNAMENT if parent in ornaments else _FOOT
                parents[index] = b"null"
        _mark(objects[objects[page]["Contents"]].stream, artifacts)
    for reference, each in objects.items():
        if isinstance(each, Dictionary) and each.get("Type") == "/StructElem" and reference not in held:
            # Objects cannot be taken out any more: an empty one is nothing to anybody.
            each.clear()


def _mark(operations: list[Any], artifacts: Mapping[int, Mapping[str, str]]) -> None:
    """Mark the content of these numbers as artifacts; its mark is a tag, a list of properties and an operator."""
    for index, properties in enumerate(operations):
        if isinstance(properties, Dictionary) and properties.get("MCID") in artifacts:
            operations[index - 1] = "/Artifact"
            operations[index] = Dictionary(artifacts[properties["MCID"]])
