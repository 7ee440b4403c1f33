"""Old binary workbooks, record by record: what spreadsheet programs read of them is read, and nothing is made up."""

import struct

import pytest

from tests.unit.sources.formats.making import kinds, only, opened, rows, said


def _part(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _first(kind: int) -> bytes:
    return _part(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _book(cells: bytes, before: bytes = b"") -> bytes:
    """A workbook of one sheet: records of the whole book, and those of its cells."""
    whole = _first(5) + before
    place = len(whole) + 14 + 4
    sheet = _part(0x0085, struct.pack("<IHBB", place, 0, 2, 0) + b"S1")
    return whole + sheet + _part(0x0A) + _first(0x10) + cells + _part(0x0A)


def _number(row: int, column: int, value: float) -> bytes:
    return _part(0x0203, struct.pack("<HHHd", row, column, 0, value))


def _shared(row: int, column: int, index: int) -> bytes:
    return _part(0x00FD, struct.pack("<HHHI", row, column, 0, index))


@pytest.mark.parametrize("dated", [False, True])
def test_formulas_that_nobody_calculated_are_not_blank(*, dated: bool) -> None:
    formula = struct.pack("<HHH", 0, 0, 0) + b"\x03" + bytes(5) + b"\xff\xff" + bytes(6) + b"\x03\x00\x1e\x01\x00"
    content = _book(_part(0x0006, formula) + _number(0, 1, 7), _part(0x01C1, bytes(8)) if dated else b"")
    assert kinds(only(opened(content, "a.xls"))) == [("B" if dated else "U", "N")]


def test_damaged_comments_and_names_take_no_cell_away() -> None:
    name = struct.pack("<HBBHHHBBBB", 0, 0, 1, 9, 0, 0, 0, 0, 0, 0) + b"\x00N" + b"\x2d" + bytes(8)
    content = _book(_number(0, 0, 7) + _part(0x001C, bytes(9)) + _part(0x01B8, b"\x01"), _part(0x0018, name))
    assert rows(only(opened(content, "a.xls"))) == [("7",)]


def test_fewer_shared_texts_than_the_book_says_are_read_unless_a_cell_wants_one_more() -> None:
    texts = _part(0x00FC, struct.pack("<ii", 9, 9) + b"".join(struct.pack("<HB", 2, 0) + one for one in (b"ab", b"cd")))
    assert rows(only(opened(_book(_shared(0, 0, 1) + _shared(0, 1, 0), texts), "a.xls"))) == [("cd", "ab")]
    lost = opened(_book(_shared(0, 0, 2), texts), "a.xls")
    assert (lost.grids, said(lost)) == ((), ["This file cannot be read: it is damaged or no workbook."])


def test_a_workbook_of_excel_2_is_read() -> None:
    blank = bytes(3)
    content = _part(0x09, struct.pack("<HH", 2, 0x10)) + _part(0x00, struct.pack("<HHHH", 1, 3, 1, 3))
    content += _part(0x04, struct.pack("<HH", 1, 1) + blank + b"\x03abc")
    content += _part(0x03, struct.pack("<HH", 1, 2) + blank + struct.pack("<d", 12.5))
    content += _part(0x02, struct.pack("<HH", 2, 2) + blank + struct.pack("<H", 7)) + _part(0x0A, b"")
    grid = only(opened(content, "a.xls"))
    assert (rows(grid), kinds(grid)[1:]) == (
        [("", "", ""), ("", "abc", "12.5"), ("", "", "7")],
        [("B", "T", "N"), ("B", "B", "N")],
    )
