"""A PDF's bytes → the texts of its pages, and of all that a reader does not see: metadata, bookmarks, alternatives."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
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

_STRING: Final = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]+>", re.DOTALL)
"""A string as pikepdf writes it: every bracket and backslash in it has a backslash before it, or it is all in hex."""

_REACH: Final = 60
"""How many characters of the two lines are joined: no name is longer."""


class _Run(NamedTuple):
    """Where a run of text of one look stands on one line, in points from the page's bottom left corner."""

    left: float
    bottom: float
    right: float
    top: float


def pdf_texts(data: bytes) -> Iterator[str]:
    """Yield the texts of a PDF, each once."""
    yield from dict.fromkeys(_all_texts(data))


def _all_texts(data: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            lines = text.get_text_bounded().splitlines()
            yield from lines
            # In charts, what runs from right to left is drawn letter by letter from the left, each in its joined form.
            yield from (normalize("NFKC", line)[::-1] for line in lines if not line.isascii() and _TURNED.search(line))
            runs = [_Run(*text.get_rect(number)) for number in range(text.count_rects())]
            # A line that none goes on from is asked for with the page alone: asking is what takes time.
            yield from _wrapped(runs, cache(lambda run, text=text: text.get_text_bounded(*run)))
    with pikepdf.open(BytesIO(data)) as document:
        yield from told_texts(document)
        seen = set[bytes]()
        for item in document.objects:
            if _has_new(item, seen):
                yield from _strings(item)
        for name in document.attachments:
            yield name
            yield document.attachments[name].get_file().read_bytes().decode("utf-8", errors="ignore")


def _wrapped(runs: list[_Run], text_of: Callable[[_Run], str]) -> Iterator[str]:
    """Yield the end of a line with the beginning of the line below it, where that one goes on with it."""
    falling = sorted(runs, key=lambda run: run.top)
    tops = [run.top for run in falling]
    for above in runs:
        height = above.top - above.bottom
        lowest, highest = above.bottom - _CLOSE * height, min(above.bottom + height / 2, above.top - height / 2)
        for below in falling[bisect_left(tops, lowest) : bisect_right(tops, highest)]:
            begins = below.left - _ALIGNED <= above.left and above.left <= below.right
            if begins and below.top < above.top - height / 2:
                first, second = text_of(above)[-_REACH:].rstrip(), text_of(below)[:_REACH].lstrip()
                yield first + second
                yield f"{first} {second}"


def _has_new(item: pikepdf.Object, seen: set[bytes]) -> bool:
    """Tell whether an object holds a string that none before it held, by how it is written, and add these to `seen`.

    Most of a tagged page's objects are mere references, and each cell of a table names the head that it stands below.
    """
    if isinstance(item, pikepdf.Stream):
        return True
    written = item.unparse(resolved=True)
    strings = set(_STRING.findall(written))
    if strings <= seen:
        return not strings and b"(" in written
    seen |= strings
    return True


def _strings(root: object) -> Iterator[str]:
    """Yield the strings of one object; what it refers to is an object of its own."""
    within = [root]
    while within:
        item = within.pop()
        if isinstance(item, pikepdf.String):
            yield str(item)
        elif isinstance(item, pikepdf.Stream):
            within.append(item.stream_dict)
            if item.stream_dict.get("/Type") == "/Metadata":
                yield item.read_bytes().decode("utf-8", errors="ignore")
        elif isinstance(item, pikepdf.Array):
            within += _direct(item)
        elif isinstance(item, pikepdf.Dictionary):
            within += _direct(item.values())


def _direct(items: Iterable[object]) -> list[object]:
    """The objects that stand where they are used; numbers hold no text."""
    return [each for each in items if isinstance(each, pikepdf.Object) and not each.is_indirect]
