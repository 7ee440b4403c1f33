"""A PDF's drawn content → the texts that it tells of glyphs which do not tell their letters themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import pikepdf

_STEP: Final = 1.75
"""How many sizes of the text the next line of a paragraph stands lower, at most."""

_ALIGNED: Final = 1.5
_OPERATORS: Final = "BDC Tm Tf"


class _Told(NamedTuple):
    """A told text, where its line begins, and its size, all in the units of the content."""

    text: str
    left: float
    base: float
    size: float


def told_texts(document: pikepdf.Pdf) -> Iterator[str]:
    """Yield the told texts of all pages and of what they draw again and again, and what goes on in the next line."""
    for content in (*document.pages, *_forms(document)):
        found = list(_told(content))
        yield from (each.text for each in found)
        for one, other in pairwise(found):
            if abs(one.left - other.left) <= _ALIGNED and 0 < abs(one.base - other.base) <= _STEP * one.size:
                yield one.text + other.text
                yield f"{one.text.rstrip()} {other.text.lstrip()}"


def _forms(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and item.stream_dict.get("/Subtype") == "/Form":
            yield item


def _told(content: pikepdf.Page | pikepdf.Object) -> Iterator[_Told]:
    """Yield what a content tells; most contents tell nothing and are not taken apart."""
    if not _tells(content):
        return
    text, place, size = "", (0.0, 0.0), 0.0
    for each in pikepdf.parse_content_stream(content, _OPERATORS):
        operands, operator = each.operands, str(each.operator)
        if operator == "Tm":
            place = (float(operands[4]), float(operands[5]))
        elif operator == "Tf":
            size = float(operands[1])
            if text:
                yield _Told(text, *place, size)
                text = ""
        elif isinstance(operands[1], pikepdf.Dictionary):
            text = str(operands[1].get("/ActualText", ""))


def _tells(content: pikepdf.Page | pikepdf.Object) -> bool:
    streams = content.obj.get("/Contents", ()) if isinstance(content, pikepdf.Page) else content
    parts = streams if isinstance(streams, pikepdf.Array) else (streams,)
    return any(b"/ActualText" in part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))
