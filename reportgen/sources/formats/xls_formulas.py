"""Turns the records of an old binary workbook into the places of its formulas that nobody has calculated yet."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportgen.sources.formats.facts import Place
from reportgen.sources.formats.xls_book import records_of

_FORMULA, _SHEET, _RECALCULATED = 0x0006, 0x0085, 0x01C1
_WORKSHEET = 0
_EMPTY_TEXT = 3


class _Record(NamedTuple):
    """A record: where it begins in the workbook's stream, what it is, and the content of those that matter."""

    start: int
    kind: int
    content: bytes


def uncalculated(content: bytes) -> Mapping[int, frozenset[Place]]:
    """Return the formulas without a result, by the number of their worksheet.

    A library that writes formulas and cannot calculate gives all of them an empty text. So does a formula whose result
    really is one; but then a program has calculated the workbook, and has written which one it was.
    """
    found: dict[int, set[Place]] = {}
    starts: list[int] = []
    sheet = -1
    for record in _records(content):
        if record.start in starts:
            sheet = starts.index(record.start)
        if record.kind == _RECALCULATED:
            return {}
        if record.kind == _SHEET and record.content[5] == _WORKSHEET:
            starts.append(struct.unpack_from("<I", record.content)[0])
        if record.kind == _FORMULA and len(record.content) >= 14:
            row, column, _, result, _, mark = struct.unpack_from("<HHHB5sH", record.content)
            if mark != 0xFFFF or result != _EMPTY_TEXT:
                return {}  # some formula has a result, so all have been calculated
            found.setdefault(sheet, set()).add((row, column))
    return {number: frozenset(places) for number, places in found.items()}


def _records(content: bytes) -> Iterator[_Record]:
    stream = records_of(content)
    start = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield _Record(start, kind, stream[start + 4 : start + 4 + length] if kind in {_FORMULA, _SHEET} else b"")
        start += 4 + length
