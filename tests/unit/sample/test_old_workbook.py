"""Readers that know nothing of the writer find in a workbook of the old format what was put into it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlrd
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reportgen.sample.old_workbook import old_workbook_bytes
from reportgen.sample.sheet import Cell, Column, Format, Money, Rate, Share, Sheet

COLUMNS = (
    Column("币种", Format.TEXT), Column("生效日期", Format.DAY), Column("汇率", Format.RATE),
    Column("笔数", Format.COUNT), Column("金额", Format.MONEY), Column("比例", Format.SHARE),
)  # fmt: skip
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("USD", date(2026, 1, 1), Rate(71_805), 3, Money(1_234_567_89), Share(125)),
    ("", None, None, 0, Money(-5), None),
    ("欧元 Ω", date(2024, 2, 29), Rate(1), 1_000_000, Money(0), Share(-1)),
)
READ: list[list[object]] = [
    ["USD", date(2026, 1, 1), 7.1805, 3, 1_234_567.89, 0.125],
    ["", "", "", 0, -0.05, ""],
    ["欧元 Ω", date(2024, 2, 29), 0.0001, 1_000_000, 0, -0.001],
]


def book() -> bytes:
    return old_workbook_bytes([Sheet("汇率", COLUMNS, ROWS), Sheet("坏账核销", COLUMNS[:1], [("一",), ("二",)])])


def test_calamine_reads_texts_numbers_and_dates_of_every_sheet() -> None:
    read = CalamineWorkbook.from_filelike(BytesIO(book()))
    assert read.sheet_names == ["汇率", "坏账核销"]
    assert read.get_sheet_by_index(0).to_python() == [[column.header for column in COLUMNS], *READ]
    assert read.get_sheet_by_index(1).to_python() == [["币种"], ["一"], ["二"]]


def test_xlrd_reads_the_same_and_the_formats() -> None:
    read = xlrd.open_workbook(file_contents=book(), formatting_info=True)
    sheet = read.sheet_by_index(0)
    assert [sheet.cell_value(1, place) for place in (0, 2, 3, 4, 5)] == ["USD", 7.1805, 3, 1_234_567.89, 0.125]
    serial: Any = sheet.cell_value(1, 1)
    assert xlrd.xldate_as_datetime(serial, read.datemode).date() == date(2026, 1, 1)
    looks = [read.xf_list[sheet.cell_xf_index(1, place)] for place in range(6)]
    assert [read.format_map[look.format_key].format_str for look in looks] == [
        column.format.value for column in COLUMNS
    ]
    assert read.font_list[read.xf_list[sheet.cell_xf_index(0, 0)].font_index].weight == 700
    assert sheet.horz_split_pos == 1


def test_texts_beyond_one_record_are_continued() -> None:
    texts: list[tuple[Cell, ...]] = [(f"{place:05d}" + "重复的说明文字" * 20,) for place in range(400)]
    read = xlrd.open_workbook(file_contents=old_workbook_bytes([Sheet("说明", COLUMNS[:1], texts)])).sheet_by_index(0)
    assert [(read.cell_value(row, 0),) for row in range(1, 401)] == texts


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), st.integers())))
def test_whatever_is_written_is_read(rows: list[tuple[str, int]]) -> None:
    small = [(text[:200], number % 10**15) for text, number in rows]
    sheet = Sheet("表", (COLUMNS[0], COLUMNS[3]), small)
    read = xlrd.open_workbook(file_contents=old_workbook_bytes([sheet])).sheet_by_index(0)
    found: list[tuple[Any, ...]] = [tuple(read.row_values(row)) for row in range(1, read.nrows)]
    assert found == small


def test_the_same_sheets_are_the_same_bytes() -> None:
    assert book() == book()


def test_what_does_not_fit_is_refused() -> None:
    rows: list[tuple[Cell, ...]] = [(f"{place:06d}" * 40,) for place in range(15_000)]
    with pytest.raises(ValueError, match="seven million"):
        old_workbook_bytes([Sheet("大", COLUMNS[:1], rows)])
