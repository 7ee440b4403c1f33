"""Turns a text file into a grid: encoding and separator by evidence, every record one row, blank lines counted."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import suppress
from itertools import islice

import pyarrow as pa
import pyarrow.csv as arrow_csv

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.sources import kinds
from reportgen.sources.grid import Grid, Opened
from reportgen.sources.layout.header import SEARCHED_ROWS, header_name

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CANDIDATES = ("gb18030", "big5", "cp1252")
_SEPARATORS = ",;\t|"
_SAMPLE = 1 << 16


def open_text(content: bytes, name: str, wanted: frozenset[str]) -> Opened:
    """Read a CSV, TSV or other separated text.

    UTF-8 with or without mark is certain; any other encoding is reported.
    """
    decoded, encoding = _decoded(content, wanted)
    if decoded is None:
        return _refused(name, "its encoding is none of UTF-8, UTF-16, GB18030, Big5 and Windows-1252")
    notes = [] if encoding.startswith("utf") else [Problem(kinds.ENCODING_GUESSED, Place(name), encoding)]
    text = decoded.rstrip(b"\r\n")
    try:
        grid = _grid(text, _separator(text, wanted)) if text else Grid("", ())
    except csv.Error as error:
        return _refused(name, str(error))
    return Opened((grid,), tuple(notes))


def _refused(name: str, reason: str) -> Opened:
    return Opened(problems=(Problem(kinds.FILE_UNREADABLE, Place(name), values=(("reason", reason),)),))


def _decoded(content: bytes, wanted: frozenset[str]) -> tuple[bytes | None, str]:
    """Return the text in UTF-8 and the encoding it came in.

    By its mark, else UTF-8 if it is that, else the candidate whose header is known.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _recoded(content[len(mark) :], encoding), encoding
    if _recoded(content, "utf-8") is not None:
        return content, "utf-8"
    possible = [(encoding, text) for encoding in _CANDIDATES if (text := _recoded(content, encoding)) is not None]
    if not possible:
        return None, ""
    # max keeps the first of equals: GB18030 is the likeliest where nothing decides.
    encoding, text = max(possible, key=lambda one: (_header_score(one[1], wanted), _usual_share(one[1], one[0])))
    return text, encoding


def _recoded(content: bytes, encoding: str) -> bytes | None:
    """Return the text in UTF-8, or None where it is not in that encoding."""
    try:
        if encoding == "utf-8":
            pa.scalar(content, pa.large_binary()).cast(
                pa.large_string()
            )  # proves it without making a copy of wide characters
            return content
        return content.decode(encoding).encode("utf-8")
    except (pa.ArrowInvalid, UnicodeError):
        return None


def _header_score(text: bytes, wanted: frozenset[str]) -> int:
    return _score(text, _separator(text, wanted), wanted)


def _usual_share(text: bytes, encoding: str) -> float:
    """Return the share of usual characters among those beyond ASCII: GB18030 reads almost anything, as rarities."""
    strange = [char for char in text[:_SAMPLE].decode("utf-8", "ignore") if not char.isascii()]
    return sum(_is_usual(char, encoding) for char in strange) / max(1, len(strange))


def _is_usual(char: str, encoding: str) -> bool:
    if encoding == "cp1252":
        return char.isalpha()
    code = char.encode(encoding)
    if encoding == "big5":
        return code[0] <= 0xC6  # the first of its two levels
    return len(code) == 2 and code[0] <= 0xF7 and code[1] >= 0xA1  # GB2312


def _separator(text: bytes, wanted: frozenset[str]) -> str:
    """Return the separator under which the first rows show most of the wanted headers; the comma where none does."""
    return max(_SEPARATORS, key=lambda separator: _score(text, separator, wanted))


def _score(text: bytes, separator: str, wanted: frozenset[str]) -> int:
    rows = _first_rows(text, separator)
    return max((len(wanted.intersection(map(header_name, row))) for row in rows), default=0)


def _first_rows(text: bytes, separator: str) -> list[list[str]]:
    sample = text[:_SAMPLE].decode("utf-8", "ignore")
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    return list(islice(rows, SEARCHED_ROWS))


def _grid(text: bytes, separator: str) -> Grid:
    """Read in columns where every record has the same number of cells, else record by record."""
    width = len(_first_rows(text, separator)[0])
    if width and text.count(b'"') % 2 == 0:
        with suppress(pa.ArrowInvalid):  # ragged rows, or a cell larger than a block: the careful way below counts them
            return _columnar(text, separator, width)
    return _by_record(text, separator)


def _columnar(text: bytes, separator: str, width: int) -> Grid:
    table = arrow_csv.read_csv(
        pa.BufferReader(text),
        read_options=arrow_csv.ReadOptions(column_names=[str(index) for index in range(width)], block_size=1 << 22),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=b'"' in text, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={str(index): pa.large_string() for index in range(width)}, strings_can_be_null=False
        ),
    )
    return Grid("", tuple(_one_array(column) for column in table.columns))


def _one_array(column: pa.ChunkedArray) -> pa.LargeStringArray:
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def _by_record(text: bytes, separator: str) -> Grid:
    decoded = text.decode("utf-8")
    records = list(csv.reader(io.StringIO(decoded, newline=""), delimiter=separator))
    if text.count(b'"') % 2:
        _refuse_open_quote(decoded, separator)
    widths = tuple(map(len, records))
    padded = (record + [""] * (max(widths) - len(record)) for record in records)
    columns = tuple(pa.array(column, pa.large_string()) for column in zip(*padded, strict=True))
    return Grid("", columns, widths)


def _refuse_open_quote(text: str, separator: str) -> None:
    """Raise csv.Error where a quotation mark is never closed: everything after it would be one cell."""
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in strict:
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise csv.Error("a quotation mark is opened and never closed") from error
