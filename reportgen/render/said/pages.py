"""A PDF's bytes → the texts of its pages, and of all that a reader does not see: metadata, bookmarks, alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple
from unicodedata import normalize

import pikepdf
import pypdfium2

from reportgen.render.said.told import told_texts

_TURNED: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CLOSE: Final = 0.75
"""Two lines are of one paragraph where the space between them is at most this part of a line's height."""

_ALIGNED: Final = 1.0
"""How many points the left edges of a paragraph's lines may differ by."""

_REACH: Final = 60
"""How many characters of the two lines are joined: no name is longer."""


class _Run(NamedTuple):
    """A run of text of one look on one line, in points from the page's bottom left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def pdf_texts(data: bytes) -> Iterator[str]:
    """Yield the texts of a PDF."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            lines = text.get_text_bounded().splitlines()
            yield from lines
            # In charts, what runs from right to left is drawn letter by letter from the left, each in its joined form.
            yield from (normalize("NFKC", line)[::-1] for line in lines if not line.isascii() and _TURNED.search(line))
            boxes: list[tuple[float, float, float, float]] = [text.get_rect(n) for n in range(text.count_rects())]
            yield from _wrapped([_Run(*box, text.get_text_bounded(*box)) for box in boxes])
    with pikepdf.open(BytesIO(data)) as document:
        yield from told_texts(document)
        for item in document.objects:
            yield from _strings(item)
        for name in document.attachments:
            yield name
            yield document.attachments[name].get_file().read_bytes().decode("utf-8", errors="ignore")


def _wrapped(runs: list[_Run]) -> Iterator[str]:
    """Yield the end of a line with the beginning of the line below it, where that one goes on with it."""
    for above in runs:
        height = above.top - above.bottom
        for below in runs:
            gap = above.bottom - below.top
            begins = below.left - _ALIGNED <= above.left and above.left <= below.right
            if begins and -height / 2 <= gap <= _CLOSE * height and below.top < above.top - height / 2:
                first, second = above.text[-_REACH:].rstrip(), below.text[:_REACH].lstrip()
                yield first + second
                yield f"{first} {second}"


def _strings(item: object) -> Iterator[str]:
    """Yield the strings of one object; what it refers to is an object of its own."""
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Stream):
        yield from _strings(item.stream_dict)
        if item.stream_dict.get("/Type") == "/Metadata":
            yield item.read_bytes().decode("utf-8", errors="ignore")
    elif isinstance(item, pikepdf.Array):
        for each in item:
            if not getattr(each, "is_indirect", False):
                yield from _strings(each)
    elif isinstance(item, pikepdf.Dictionary):
        for value in item.values():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)
