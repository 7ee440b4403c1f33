"""Turns a text file into a grid: encoding and separator by evidence, every record one row, blank lines counted."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import islice, pairwise

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.sources import kinds
from reportgen.sources.formats.encoding import Content, damaged_utf8, decoded
from reportgen.sources.formats.records import grid_of_text
from reportgen.sources.grid import Grid, Opened
from reportgen.sources.layout.header import SEARCHED_ROWS, header_name

_SEPARATORS = ",;\t|"
_SAMPLE = 1 << 16
_SAMPLED_ROWS = 200
_BEGINNING = re.compile(rb"""\A(?:\xef\xbb\xbf)*(?:"?sep=([\x20-\x7e\t])"?(?:\r\r\n|\r\n|\n|\r))?""", re.IGNORECASE)
"""What is no cell yet: marks (of texts put one behind the other) and the line that declares a separator."""


def open_text(content: bytes, name: str, wanted: frozenset[str]) -> Opened:
    """Read a CSV, TSV or other separated text.

    UTF-8 with or without mark is certain; any other encoding is reported.
    """
    text, encoding = decoded(content, lambda reading: _score(reading, _separator(reading, wanted), wanted))
    line = 0 if encoding.startswith("utf") else damaged_utf8(content)
    if line:
        return _refused(name, f"it is UTF-8 except for some bytes, the first of them in line {line}")
    if text is None:
        return _refused(name, "it is no text, or its encoding is none of UTF-8, UTF-16, GB18030, Big5, Windows-1252")
    notes = [] if encoding.startswith("utf") else [Problem(kinds.ENCODING_GUESSED, Place(name), encoding)]
    beginning = _BEGINNING.match(text)
    declared = beginning[1] if beginning else None
    body = memoryview(text)[beginning.end() if beginning else 0 :]
    body = body[: len(body) - _trailing_line_ends(body)]
    separator = declared.decode() if declared else _separator(body, wanted)
    parts = separator if declared or not _is_list(body, separator, wanted) else _unused(body)
    try:
        grid = grid_of_text(body, parts, _width(body, parts)) if len(body) else Grid("", ())
    except csv.Error as error:
        return _refused(name, str(error))
    grid = replace(grid, decimal_commas=parts == ";" == separator)
    return Opened((grid,), tuple(notes), encoding, separator if parts == separator else "")


def _refused(name: str, reason: str) -> Opened:
    return Opened(problems=(Problem(kinds.FILE_UNREADABLE, Place(name), values=(("reason", reason),)),))


def _trailing_line_ends(text: memoryview) -> int:
    ending = bytes(text[-_SAMPLE:])
    spare = len(ending) - len(ending.rstrip(b"\r\n"))
    return spare if spare < len(ending) or len(ending) == len(text) else len(text) - len(bytes(text).rstrip(b"\r\n"))


def looks_like_table(content: bytes) -> bool:
    """Tell whether bytes are a text whose rows have several cells each: what a wrong ending may hide."""
    text, _ = decoded(content, None)
    if not text:
        return False
    separator = _separator(text, frozenset())
    widths = Counter(len(row) for row in _first_rows(text, separator, _SAMPLED_ROWS) if row)
    width, rows = widths.most_common(1)[0] if widths else (1, 0)
    return width > 1 and rows > 1


def _separator(text: Content, wanted: frozenset[str]) -> str:
    """Return the separator under which the first rows show most of the wanted headers and agree in their cells.

    The comma where nothing decides.
    """
    return max(_SEPARATORS, key=lambda separator: (_score(text, separator, wanted), *_agreement(text, separator)))


def _score(text: Content, separator: str, wanted: frozenset[str]) -> int:
    if not wanted:
        return 0
    rows = _first_rows(text, separator, SEARCHED_ROWS)
    return max((len(wanted.intersection(map(header_name, row))) for row in rows), default=0)


def _agreement(text: Content, separator: str) -> tuple[float, int]:
    """Return the share of rows that have the commonest number of cells, and that number; one cell is no evidence."""
    widths = Counter(len(row) for row in _first_rows(text, separator, _SAMPLED_ROWS) if any(row))
    several = Counter({width: count for width, count in widths.items() if width > 1})
    if not several:
        return 0.0, 0
    width, rows = max(several.items(), key=lambda one: (one[1], one[0]))
    return rows / widths.total(), width


def _is_list(text: Content, separator: str, wanted: frozenset[str]) -> bool:
    """Tell whether a text is a list of one column, in which the separator stands now and then: `Beta, Inc`.

    Most rows of it have one cell, the first among them, and no two rows below each other have the same cells, unless a
    blank always follows the separator, as in prose.
    """
    rows = [row for row in _first_rows(text, separator, _SAMPLED_ROWS) if any(row)]
    several = [index for index, row in enumerate(rows) if len(row) > 1]
    if not several or several[0] == 0 or 2 * len(several) > len(rows):
        return False
    if any(wanted.intersection(map(header_name, rows[index])) for index in several):
        return False
    if several[-1] - several[0] + 1 == len(several) > max(1, len(rows) // 3):
        return False  # a table between titles and notes
    prose = all(cell.startswith(" ") for index in several for cell in rows[index][1:])
    return prose or not any(len(rows[one]) == len(rows[other]) for one, other in pairwise(several) if other == one + 1)


def _unused(text: Content) -> str:
    """Return a separator that a text does not have, so that each of its rows is one cell."""
    return next((one for one in ("\t", "|", ";", "\x1f") if not re.search(re.escape(one.encode()), text)), "\x1e")


def _first_rows(text: Content, separator: str, count: int) -> list[list[str]]:
    """Return the first records of a text, without the one that the sample cuts off."""
    sample = str(text[:_SAMPLE], "utf-8", "ignore")
    with suppress(csv.Error):
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), count))
        return rows[:-1] if len(text) > _SAMPLE and 1 < len(rows) < count else rows
    return []


def _width(text: memoryview, separator: str) -> int:
    """Return how many cells the first rows mostly have: titles above a table have fewer."""
    widths = Counter(len(row) for row in _first_rows(text, separator, _SAMPLED_ROWS) if row)
    return max(widths, key=lambda width: (widths[width], width), default=0)
