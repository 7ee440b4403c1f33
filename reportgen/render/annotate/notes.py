"""Turns what is said of a sheet's cells into notes: the texts, and the boxes that old drawing markup holds for them.

Notes that are there stay. A cell that has one gets ours behind it; a cell with a discussion (a threaded comment) is
left alone, because its note is a shadow of the discussion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reportgen.model.place import column_letters
from reportgen.render.annotate.cells import Spot
from reportgen.render.annotate.elements import Edit, Element, appended, edited, escaped, root_of

AUTHOR: Final = "reportgen"
_MAP: Final = re.compile(rb"""(<o:idmap\b[^>]*?\bdata\s*=\s*)("[^"]*"|'[^']*')""")
_SHAPE: Final = re.compile(rb"_x0000_s(\d+)")
_BLOCK: Final = 1024
"""Shape numbers come in blocks of so many, and every drawing of a workbook has blocks of its own."""

_LAST_COLUMN: Final = 16_383
_LAST_ROW: Final = 1_048_575

_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_DRAWING: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{}"/>'
    "</o:shapelayout>" + _TYPE + "</xml>"
)


def no_comments(namespace: str) -> bytes:
    """Return a comments part without any."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{namespace}">'
        "<authors></authors><commentList></commentList></comments>"
    ).encode()


def commented(part: bytes, texts: Mapping[Spot, str]) -> tuple[bytes, list[Spot]]:
    """Return a comments part with our texts, and the spots that need a box: those that had no note before."""
    root = root_of(part)
    authors, listed = root.first("authors"), root.first("commentList")
    if authors is None or listed is None:
        return part, []
    names = [part[each.inner : each.inner_end].decode() for each in authors.children]
    given = {each.attributes.get("ref", "").replace("$", ""): each for each in listed.children}
    edits: list[Edit] = []
    fresh: list[Spot] = []
    entries: list[str] = []
    for spot, text in sorted(texts.items()):
        reference = f"{column_letters(spot[1] - 1)}{spot[0]}"
        there = given.get(reference)
        if there is None:
            entries.append(_comment(root.prefix, reference, len(names), text))
            fresh.append(spot)
        elif not _is_discussion(there, names):
            edits += _behind(part, there, root.prefix, text)
    if entries:
        author = f"<{root.prefix}author>{AUTHOR}</{root.prefix}author>"
        edits += [appended(authors, part, author.encode()), appended(listed, part, "".join(entries).encode())]
    return edited(part, edits), fresh


def _comment(prefix: str, reference: str, author: int, text: str) -> str:
    run = _run(prefix, text)
    return (
        f'<{prefix}comment ref="{reference}" authorId="{author}"><{prefix}text>{run}</{prefix}text></{prefix}comment>'
    )


def _run(prefix: str, text: str) -> str:
    look = f'<{prefix}rPr><{prefix}sz val="9"/><{prefix}rFont val="Microsoft YaHei"/></{prefix}rPr>'
    return f'<{prefix}r>{look}<{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}r>'


def _is_discussion(comment: Element, authors: list[str]) -> bool:
    number = comment.attributes.get("authorId", "")
    return number.isdecimal() and int(number) < len(authors) and authors[int(number)].startswith("tc=")


def _behind(part: bytes, comment: Element, prefix: str, text: str) -> list[Edit]:
    """Put our text behind that of a note; a note of plain text becomes one of two pieces."""
    held = comment.first("text")
    if held is None:
        return []
    run = _run(prefix, f"\n— {AUTHOR} —\n{text}").encode()
    plain = held.first("t")
    if plain is not None:
        opened, closed = f"<{prefix}r>".encode(), f"</{prefix}r>".encode()
        return [Edit(plain.start, plain.start, opened), Edit(plain.end, plain.end, closed + run)]
    runs = list(held.all("r"))
    return [Edit(runs[-1].end, runs[-1].end, run)] if runs else [appended(held, part, run)]


def used_blocks(drawings: list[bytes]) -> int:
    """Return the highest block of shape numbers that a workbook's old drawings use."""
    highest = 0
    for drawing in drawings:
        for _, data in _MAP.findall(drawing):
            highest = max([highest, *(int(each) for each in re.findall(rb"\d+", data) if len(each) < 9)])
        highest = max([highest, *(int(each) // _BLOCK for each in _SHAPE.findall(drawing) if len(each) < 12)])
    return highest


def blocks_for(boxes: int) -> int:
    """Return how many blocks of shape numbers so many boxes need."""
    return -(-boxes // (_BLOCK - 1))


def boxed(drawing: bytes | None, boxes: Mapping[Spot, str], first_block: int) -> bytes:
    """Return an old drawing (None: a new one) with a hidden box for each note; blocks count up from the first."""
    blocks = ",".join(str(first_block + number) for number in range(blocks_for(len(boxes))))
    shapes = "".join(
        _box(spot, text, (first_block + place // (_BLOCK - 1)) * _BLOCK + 1 + place % (_BLOCK - 1), place)
        for place, (spot, text) in enumerate(sorted(boxes.items()))
    )
    if drawing is None:
        return _DRAWING.format(blocks).replace("</xml>", f"{shapes}</xml>").encode()
    mapped = _MAP.sub(lambda found: found[1] + found[2][:-1] + f",{blocks}".encode() + found[2][-1:], drawing, count=1)
    own_type = "" if b'id="_x0000_t202"' in mapped else _TYPE
    head, end, tail = mapped.rpartition(b"</xml>")
    return head + _spaced(own_type + shapes).encode() + end + tail if end else drawing


def _spaced(shapes: str) -> str:
    """Name the namespaces on each shape: an old drawing may have given their prefixes to others."""
    spaces = (
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
    )
    return shapes.replace("<v:shapetype ", f"<v:shapetype{spaces} ").replace("<v:shape ", f"<v:shape{spaces} ")


def _box(spot: Spot, text: str, number: int, place: int) -> str:
    row, column = spot[0] - 1, spot[1] - 1
    lines = sum(1 + sum(2 if ord(char) > 0x2E7F else 1 for char in line) // 44 for line in text.split("\n"))
    left, tall = min(column + 1, _LAST_COLUMN - 5), min(lines, 24) + 1
    top = max(min(row - 1, _LAST_ROW - tall), 0)
    anchor = f"{left}, 12, {top}, 4, {left + 4}, 20, {top + tall}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        f'margin-top:1.5pt;width:240pt;height:{min(lines, 24) * 13 + 13}pt;z-index:{place + 1};visibility:hidden"'
        ' fillcolor="#fff8e6" o:insetmode="auto"><v:fill color2="#fff8e6"/><v:shadow on="t" color="black"'
        ' obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
