"""Turns a worksheet's XML into the facts that calamine does not give, by its bytes: far faster than parsing it all.

calamine returns an empty text for failed formulas and for formulas without a result, and knows no hidden rows.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape

from reportgen.sources.formats.facts import Facts, Place
from reportgen.sources.formats.ooxml import Styles
from reportgen.sources.formats.package import blocks

LAST_COLUMN = 1 << 14
LAST_ROW = 1 << 20

_CELL = re.compile(rb"<(?:\w+:)?c(?:\s([^<>]*?))?(?:/>|>(.*?)</(?:\w+:)?c\s*>)", re.DOTALL)
_ERROR_MARK = re.compile(rb"""\bt\s*=\s*["']e["']""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)>(.*?)</(?:\w+:)?c\s*>""", re.DOTALL)
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true|on)["']""")
_HIDDEN_LINE = re.compile(rb"""<(?:\w+:)?(row|col)\s([^<>]*\bhidden\s*=\s*["'](?:1|true|on)["'][^<>]*)>""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?v\s*>)", re.DOTALL)
_TEXT_RESULT = re.compile(rb"""\bt\s*=\s*["'](?:str|s|inlineStr)["']""")
_REFERENCE = re.compile(rb"""(?<![\w:])r\s*=\s*["']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})["']""")
_ROW_NUMBER = re.compile(rb"""(?<![\w:])r\s*=\s*["']([0-9]{1,7})["']""")
_SPAN = re.compile(rb"""(?<![\w:])(min|max)\s*=\s*["']([0-9]{1,7})["']""")
_STYLE = re.compile(rb"""(?<![\w:])s\s*=\s*["']([0-9]{1,6})["']""")
_PREFIXED = re.compile(rb"<\w+:sheetData|<\w+:worksheet")


def scan_sheet(package: zipfile.ZipFile, part: str, styles: Styles, facts: Facts) -> None:
    """Add to the facts what the bytes of a worksheet say."""
    styled = _styled(styles)
    for piece in _pieces(blocks(package, part)):
        if _ERROR_MARK.search(piece):
            _errors(piece, facts)
        if _HIDDEN.search(piece):
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


def place_of(attributes: bytes) -> Place | None:
    """Return the place that a cell's attributes name, or None."""
    match = _REFERENCE.search(attributes)
    return (int(match[2]) - 1, column_index(match[1].decode())) if match and match[2] != b"0" else None


def column_index(letters: str) -> int:
    """Return the zero-based position of a column that people call A, B … AA."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _errors(piece: bytes, facts: Facts) -> None:
    for match in _ERROR_CELL.finditer(piece):
        place = place_of(match[1])
        if place and _is_on_sheet(place):
            facts.errors[place] = _value(match[2]) or "#ERROR!"


def _is_on_sheet(place: Place) -> bool:
    return place[0] < LAST_ROW and place[1] < LAST_COLUMN


def _value(inner: bytes) -> str:
    match = _VALUE.search(inner)
    return unescape(match[1].decode("utf-8", "replace")).strip() if match and match[1] else ""


def _hidden(piece: bytes, facts: Facts) -> None:
    for match in _HIDDEN_LINE.finditer(piece):
        number = _ROW_NUMBER.search(match[2])
        if match[1] == b"row" and number:
            facts.hidden_rows.add(int(number[1]) - 1)
        elif match[1] == b"col":
            span = {key: int(value) for key, value in _SPAN.findall(match[2])}
            first = span.get(b"min", 1)
            facts.hidden_columns.update(range(first - 1, min(span.get(b"max", first), LAST_COLUMN)))


def _may_lack_results(piece: bytes) -> bool:
    """Tell whether a formula of a piece may lack its result, by counting: nearly always every formula has one."""
    if not _FORMULA.search(piece):
        return False
    if b":f>" in piece or b":f " in piece or b"/>" not in piece:
        return True
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
        place = place_of(match[1] or b"")
        if place and _is_on_sheet(place):
            facts.uncalculated.add(place)


def _styled(styles: Styles) -> re.Pattern[bytes] | None:
    wanted = sorted({*styles.shapes, *styles.percents}, key=int)
    if not wanted:
        return None
    return re.compile(rb"""<(?:\w+:)?c\s([^<>]*?(?<![\w:])s\s*=\s*["'](%s)["'][^<>]*)>""" % "|".join(wanted).encode())


def _style_facts(piece: bytes, styled: re.Pattern[bytes], styles: Styles, facts: Facts) -> None:
    for match in styled.finditer(piece):
        if match[1].endswith(b"/"):
            continue  # a blank cell with a style
        style, place = match[2].decode(), place_of(match[1])
        if place is None:
            continue
        if style in styles.shapes:
            facts.padded[place] = styles.shapes[style]
        elif not _TEXT_RESULT.search(match[1]):
            facts.percents[place[1]] += 1
