"""Turns a sheet's part into the same with some cells filled: their style changes, or an empty cell is put in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.model.place import column_letters, column_number
from reportgen.render.annotate.elements import (
    Edit,
    Element,
    UnusualPartError,
    attributes_of,
    root_of,
    with_attribute,
)

Spot = tuple[int, int]
"""Row and column, both from 1."""

_SILENT: Final = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_REST: Final = rb"""(?:"[^"<]*"|'[^'<]*'|[^<>"'])*>"""
_DATA: Final = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])" + _REST)
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around a sheet's cells, parsed, and where the cells are.

    `root` is the part without its cells; offsets of it behind the cells lack `gap` bytes. `first` and `last` are where
    the rows begin and end, `prefix` what stands before the names of elements; of a sheet without any row, `tag` is
    what must become a pair of tags.
    """

    root: Element
    first: int
    last: int
    gap: int
    prefix: str
    tag: bytes

    def after(self, offset: int) -> int:
        """Return the place in the whole part of an offset of `root` that lies behind the cells."""
        return offset + self.gap


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is written: its number, its tag's bytes, and where its cells begin and end."""

    number: int
    start: int
    tag: bytes
    first: int
    last: int


def frame_of(part: bytes) -> Frame:
    """Parse what is around the cells; raise UnusualPartError where the part has none or is not plain XML."""
    shown = silenced(part)
    found = _DATA.search(shown)
    if found is None:
        raise UnusualPartError("no cells")
    prefix, tag = found[1].decode(), found[0]
    if tag.endswith(b"/>"):
        return Frame(root_of(part), found.end(), found.end(), 0, prefix, tag)
    last = shown.rfind(b"</" + found[1] + b"sheetData")
    if last < found.end():
        raise UnusualPartError("cells without an end")
    return Frame(root_of(part[: found.end()] + part[last:]), found.end(), last, last - found.end(), prefix, b"")


def silenced(part: bytes) -> bytes:
    """Return a part of the same length in which comments and quoted text are blanks: tags in them are none."""
    if b"<!-" not in part and b"<![" not in part:
        return part
    return _SILENT.sub(lambda match: b" " * len(match[0]), part)


def shown_spots(frame: Frame, spots: Iterable[Spot]) -> dict[Spot, Spot]:
    """Lead each spot inside a merged range to the range's first cell, the only one that is seen; the rest to itself."""
    found = {spot: spot for spot in spots}
    ordered = sorted(found)
    for merged in frame.root.all("mergeCells"):
        for each in merged.all("mergeCell"):
            area = _REFERENCE.fullmatch(each.attributes.get("ref", ""))
            if area is None or not area[3]:
                continue
            top, left, bottom, right = int(area[2]), column_number(area[1]), int(area[4]), column_number(area[3])
            for spot in ordered[bisect_left(ordered, (top, 0)) : bisect_left(ordered, (bottom + 1, 0))]:
                if left <= spot[1] <= right:
                    found[spot] = (top, left)
    return found


def rows_of(part: bytes, frame: Frame) -> list[Row]:
    """Return the rows in the order written; one without a number follows the one before."""
    shown = silenced(part)
    name = frame.prefix.encode() + b"row"
    tag = re.compile(rb"<" + re.escape(name) + rb"(?=[\s/>])" + _REST)
    rows: list[Row] = []
    number = 0
    for match in tag.finditer(shown, frame.first, frame.last):
        written = attributes_of(match[0]).get("r", "")
        number = int(written) if written.isdecimal() else number + 1
        alone = match[0].endswith(b"/>")
        last = match.end() if alone else shown.find(b"</" + name, match.end())
        rows.append(Row(number, match.start(), match[0], match.end(), last if last >= 0 else match.end()))
    return rows


def cells_of(part: bytes, row: Row, prefix: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield column, place and tag of each cell of a row."""
    tag = re.compile(rb"<" + re.escape(prefix.encode()) + rb"c(?=[\s/>])" + _REST)
    column = 0
    for match in tag.finditer(silenced(part[row.first : row.last])):
        written = _REFERENCE.fullmatch(attributes_of(match[0]).get("r", ""))
        column = column_number(written[1]) if written else column + 1
        yield column, row.first + match.start(), match[0]


def first_cells(part: bytes, frame: Frame, numbers: Iterable[int]) -> dict[int, int]:
    """Return for rows the column of their first cell with something in it: where a mark of the whole row stands."""
    wanted = frozenset(numbers)
    found: dict[int, int] = {}
    for row in rows_of(part, frame):
        if row.number in wanted:
            cells = list(cells_of(part, row, frame.prefix))
            full = [column for column, _, tag in cells if not tag.endswith(b"/>")]
            found[row.number] = next(iter(full), 1)
    return found


def filled(part: bytes, frame: Frame, weights: Mapping[Spot, int], style: Callable[[int, int], int]) -> list[Edit]:
    """Return the edits that fill cells; `style` names the filled style for a cell's own one and a weight."""
    by_row: dict[int, dict[int, int]] = {}
    for (row, column), weight in weights.items():
        by_row.setdefault(row, {})[column] = weight
    rows = rows_of(part, frame)
    standing = {row.number: row for row in rows}
    columns = _column_styles(frame)
    edits: list[Edit] = []
    for number in sorted(by_row):
        if number in standing:
            edits += _in_row(part, standing[number], frame.prefix, by_row[number], columns, style)
        else:
            edits.append(_new_row(frame, rows, number, by_row[number], columns, style))
    return _within_pair(frame, edits)


def _within_pair(frame: Frame, edits: list[Edit]) -> list[Edit]:
    """Give a sheet whose cells are one closed tag a pair of tags around its first rows."""
    if not frame.tag or not edits:
        return edits
    opened = re.sub(rb"\s*/>$", b">", frame.tag)
    content = b"".join(edit.content for edit in edits)
    closing = f"</{frame.prefix}sheetData>".encode()
    return [Edit(frame.first - len(frame.tag), frame.first, opened + content + closing)]


def _in_row(
    part: bytes,
    row: Row,
    prefix: str,
    weights: Mapping[int, int],
    columns: Mapping[int, int],
    style: Callable[[int, int], int],
) -> list[Edit]:
    cells = list(cells_of(part, row, prefix))
    edits: list[Edit] = []
    there = set()
    for column, place, tag in cells:
        if column in weights and column not in there:
            own = attributes_of(tag).get("s", "0")
            wanted = style(int(own) if own.isdecimal() else 0, weights[column])
            edits.append(Edit(place, place + len(tag), with_attribute(tag, "s", str(wanted))))
        there.add(column)
    given = attributes_of(row.tag)
    own_style = given.get("s", "") if given.get("customFormat") in ("1", "true") else ""
    fresh: list[Edit] = []
    for column in sorted(set(weights) - there):
        base = int(own_style) if own_style.isdecimal() else columns.get(column, 0)
        place = next((start for at, start, _ in cells if at > column), row.last)
        fresh.append(Edit(place, place, _cell(prefix, row.number, column, style(base, weights[column]))))
    if row.tag.endswith(b"/>") and fresh:
        opened = re.sub(rb"\s*/>$", b">", row.tag)
        content = b"".join(edit.content for edit in fresh)
        return [Edit(row.start, row.first, opened + content + f"</{prefix}row>".encode())]
    return [*edits, *fresh]


def _new_row(
    frame: Frame,
    rows: list[Row],
    number: int,
    weights: Mapping[int, int],
    columns: Mapping[int, int],
    style: Callable[[int, int], int],
) -> Edit:
    cells = [
        _cell(frame.prefix, number, column, style(columns.get(column, 0), weights[column]))
        for column in sorted(weights)
    ]
    name = f"{frame.prefix}row"
    at = bisect_left([row.number for row in rows], number)
    place = rows[at].start if at < len(rows) else frame.last
    return Edit(place, place, f'<{name} r="{number}">'.encode() + b"".join(cells) + f"</{name}>".encode())


def _cell(prefix: str, row: int, column: int, style: int) -> bytes:
    return f'<{prefix}c r="{column_letters(column - 1)}{row}" s="{style}"/>'.encode()


def _column_styles(frame: Frame) -> dict[int, int]:
    styles: dict[int, int] = {}
    for group in frame.root.all("cols"):
        for each in group.all("col"):
            first, last, style = (each.attributes.get(name, "") for name in ("min", "max", "style"))
            if style.isdecimal() and first.isdecimal() and last.isdecimal():
                styles.update(dict.fromkeys(range(int(first), min(int(last), 1000) + 1), int(style)))
    return styles
