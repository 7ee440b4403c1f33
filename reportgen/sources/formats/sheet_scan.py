"""Turns a worksheet's XML into the facts that calamine does not give, by its bytes: far faster than parsing it all.

calamine returns an empty text for failed formulas and for formulas without a result, and knows no hidden rows.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

from reportgen.model.place import column_letters
from reportgen.sources.formats.facts import LAST_COLUMN, Facts, Place
from reportgen.sources.formats.ooxml import Styles
from reportgen.sources.formats.package import blocks

LAST_ROW = 1 << 20

_CELL = re.compile(rb"<(?:\w+:)?c(?:\s([^<>]*?))?(?:/>|>(.*?)</(?:\w+:)?c\s*>)", re.DOTALL)
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)(?<!/)>(.*?)</(?:\w+:)?c\s*>""", re.DOTALL)
_HIDDEN = re.compile(rb"""hidden\s*=\s*["'](?:1|true|on)["']""")
_HIDDEN_LINE = re.compile(rb"""<(?:\w+:)?(row|col)\s([^<>]*\bhidden\s*=\s*["'](?:1|true|on)["'][^<>]*)>""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?v\s*>)", re.DOTALL)
_TEXT_RESULT = re.compile(rb"""\bt\s*=\s*["'](?:str|s|inlineStr)["']""")
_REFERENCE = re.compile(rb"""(?<![\w:])r\s*=\s*["']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})["']""")
_ROW_NUMBER = re.compile(rb"""(?<![\w:])r\s*=\s*["']([0-9]{1,7})["']""")
_SPAN = re.compile(rb"""(?<![\w:])(min|max)\s*=\s*["']([0-9]{1,7})["']""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Z]{1,7})([0-9]{1,12})["'][^<>]*(?<!/)>""")
_SMALL = 8 << 20
_ROW_OR_CELL = re.compile(rb"(<(?:\w+:)?(?:row|c))((?:\s[^<>]*)?/?>)")


def filled_area(package: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """Return how many rows and columns a small worksheet's filled cells take up; of a large one (0, 0).

    A reader makes room for the whole area at once: one stray cell in the last corner would ask for 17 billion.
    """
    if package.getinfo(part).file_size > _SMALL:
        return 0, 0
    height, width = 0, 0
    for column, row in _FILLED.findall(b"".join(blocks(package, part))):
        height, width = max(height, int(row)), max(width, _column_index(column) + 1)
    return height, width


def scan_sheet(package: zipfile.ZipFile, part: str, styles: Styles, facts: Facts) -> None:
    """Add to the facts what the bytes of a worksheet say."""
    with suppress(_NoPlaceError):
        _scan(_pieces(blocks(package, part)), styles, facts)
        return
    facts.percents.clear()
    _scan(_numbered(_pieces(blocks(package, part))), styles, facts)


class _NoPlaceError(Exception):
    """A cell does not say where it is: it stands behind the one before it."""


def _scan(pieces: Iterator[bytes], styles: Styles, facts: Facts) -> None:
    styled = _styled(styles)
    for piece in pieces:
        if b'"e"' in piece or b"'e'" in piece:  # plain searches are ten times faster than patterns
            _errors(piece, facts)
        if b"hidden" in piece and _HIDDEN.search(piece):
            _hidden(piece, facts)
        if _may_lack_results(piece):
            _uncalculated(piece, facts)
        if styled:
            _style_facts(piece, styled, styles, facts)


def _pieces(stream: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the bytes behind rows, so that no cell lies in two pieces."""
    rest = b""
    for block in stream:
        rest += block
        cut = rest.rfind(b"<row ")
        if cut < 0:
            cut = rest.rfind(b":row ")
            cut = rest.rfind(b"<", 0, cut) if cut > 0 else -1
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _numbered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Write its place into every row and cell that lacks one."""
    row, column = 0, 0

    def number(match: re.Match[bytes]) -> bytes:
        nonlocal row, column
        start, attributes = match[1], match[2] or b""
        if start.endswith(b"row"):
            given = _ROW_NUMBER.search(attributes)
            row, column = int(given[1]) if given else row + 1, 0
            return match[0] if given else b'%s r="%d"%s' % (start, row, attributes)
        place = _REFERENCE.search(attributes)
        column = _column_index(place[1]) + 1 if place else column + 1
        return match[0] if place else b'%s r="%s%d"%s' % (start, column_letters(column - 1).encode(), row, attributes)

    for piece in pieces:
        yield _ROW_OR_CELL.sub(number, piece)


def _place_of(attributes: bytes) -> Place:
    """Return the place that a cell's attributes name."""
    match = _REFERENCE.search(attributes)
    if match is None:
        raise _NoPlaceError
    return int(match[2]) - 1, _column_index(match[1])


def _column_index(letters: bytes) -> int:
    """Return the zero-based position of a column that people call A, B … AA."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def _errors(piece: bytes, facts: Facts) -> None:
    for match in _ERROR_CELL.finditer(piece):
        place = _place_of(match[1])
        if _is_on_sheet(place):
            facts.errors[place] = _value(match[2]) or "#ERROR!"


def _is_on_sheet(place: Place) -> bool:
    return 0 <= place[0] < LAST_ROW and place[1] < LAST_COLUMN


def _value(inner: bytes) -> str:
    match = _VALUE.search(inner)
    return unescape(match[1].decode("utf-8", "replace")).strip() if match and match[1] else ""


def _hidden(piece: bytes, facts: Facts) -> None:
    for match in _HIDDEN_LINE.finditer(piece):
        number = _ROW_NUMBER.search(match[2])
        if match[1] == b"row":
            if number is None:
                raise _NoPlaceError
            facts.hidden_rows.add(int(number[1]) - 1)
        else:
            span = {key: int(value) for key, value in _SPAN.findall(match[2])}
            first = span.get(b"min", 1)
            facts.hidden_columns.update(range(first - 1, min(span.get(b"max", first), LAST_COLUMN)))


def _may_lack_results(piece: bytes) -> bool:
    """Tell whether a formula of a piece may lack its result, by counting: nearly always every formula has one."""
    if b":f" in piece and _FORMULA.search(piece):
        return True
    if b"<f" not in piece:
        return False
    ends = piece.count(b"</f>")
    if ends != piece.count(b"</f><v>") or b"<v></v>" in piece or b"<v/>" in piece or b"<v />" in piece:
        return True
    shared = len(re.findall(rb"<f\s[^<>]*/>", piece))
    return shared != len(re.findall(rb"<f\s[^<>]*/><v>", piece))


def _uncalculated(piece: bytes, facts: Facts) -> None:
    for match in _CELL.finditer(piece):
        inner = match[2] or b""
        if not _FORMULA.search(inner):
            continue
        value = _VALUE.search(inner)
        if (value and value[1]) or (value and _TEXT_RESULT.search(match[1] or b"")):
            continue  # a result, or a text without characters as the result
        place = _place_of(match[1] or b"")
        if _is_on_sheet(place):
            facts.uncalculated.add(place)


def zero_formulas(package: zipfile.ZipFile, part: str) -> set[Place]:
    """Return the formulas of a worksheet if all of them have the result 0: a library writes it that cannot calculate.

    Raises nothing for cells that do not say where they are: such a library writes their places.
    """
    places: set[Place] = set()
    for piece in _pieces(blocks(package, part)):
        for match in _CELL.finditer(piece) if _FORMULA.search(piece) else ():
            inner, place = match[2] or b"", _REFERENCE.search(match[1] or b"")
            if not _FORMULA.search(inner):
                continue
            if _value(inner) != "0" or place is None:
                return set()
            places.add(_place_of(match[1]))
    return {place for place in places if _is_on_sheet(place)}


def _styled(styles: Styles) -> re.Pattern[bytes] | None:
    wanted = sorted({*styles.shapes, *styles.percents}, key=int)
    if not wanted:
        return None
    return re.compile(rb"""<(?:\w+:)?c\s([^<>]*?(?<![\w:])s\s*=\s*["'](%s)["'][^<>]*)>""" % "|".join(wanted).encode())


def _style_facts(piece: bytes, styled: re.Pattern[bytes], styles: Styles, facts: Facts) -> None:
    for match in styled.finditer(piece):
        if match[1].endswith(b"/"):
            continue  # a blank cell with a style
        style, place = match[2].decode(), _place_of(match[1])
        if not _is_on_sheet(place):
            continue
        if style in styles.shapes:
            facts.padded[place] = styles.shapes[style]
        elif not _TEXT_RESULT.search(match[1]):
            facts.percents[place[1]] += 1
