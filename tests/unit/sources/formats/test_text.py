"""A text file's encoding, separator and rows are found by evidence, with and without headers to look for."""

import csv
import io
from unittest.mock import patch

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.sources.formats import open_file, records
from reportgen.sources.grid import Opened
from tests.unit.sources.formats.making import only, opened, rows, said


def text(content: str | bytes, encoding: str = "utf-8", name: str = "a.csv") -> Opened:
    return opened(content.encode(encoding) if isinstance(content, str) else content, name)


CHINESE = [
    "姓名,金额\n李文,1\n",
    "a,b\n张,1\n",
    "a,b\n朱镕基,2\n",
    "名称,x\n镕,1\n",
    "id,备注\n1,￥500（含税）\n",
    "a,b\n。,1\n",
]
TRADITIONAL = ["姓名,金額\n李文靜,1\n", "訂單號,客戶\nS1,台灣電力\n", "a,b\n張,1\n", "a,b\n陳小明,1\n"]
WESTERN = [
    "Name,Umsatz\nMüller,1\n",
    "Kunde,Straße\nÄrzte,Große Allee\n",
    "a,b\n©,1\n",
    "x,y\nÅrhus,Ærø\n",
    "a,b\n€ 5,m²\n",
]


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        *((one, "gb18030") for one in CHINESE),
        *((one, "big5") for one in TRADITIONAL),
        *((one, "cp1252") for one in WESTERN),
        *(
            (one, code)
            for one in ("姓名,金额\n李文,1\n", "a,b\nMüller,2\n")
            for code in ("utf-16-le", "utf-16-be", "utf-8")
        ),
    ],
)
def test_an_encoding_without_a_mark_is_found_without_headers(sample: str, encoding: str) -> None:
    found = text(sample, encoding)
    assert (found.encoding, rows(found.grids[0])) == (encoding, [tuple(row.split(",")) for row in sample.splitlines()])
    guessed = [] if encoding.startswith("utf") else [f"This text is not UTF-8; it was read as {encoding}."]
    assert said(found) == guessed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_decides(encoding: str) -> None:
    assert rows(only(text("编号,b\n1,é\n", encoding))) == [("编号", "b"), ("1", "é")]


def test_marks_put_one_behind_the_other_are_no_part_of_the_first_header() -> None:
    for content in ("\ufeff\ufeff编号,b\n1,é\n", "\ufeff\ufeff编号,b\n1,é\n2\n"):
        assert rows(only(text(content, "utf-16")))[:2] == [("编号", "b"), ("1", "é")]


def test_a_text_that_is_utf_8_but_for_a_few_bytes_is_refused_with_the_line() -> None:
    content = "编号,姓名\nS1,王小明\nS2,李".encode() + b"\xff\xfe" + "文静\nS3,张三丰\n".encode()
    assert said(text(content)) == [
        "This file cannot be read: it is UTF-8 except for some bytes, the first of them in line 3."
    ]


def test_a_chinese_text_with_a_broken_byte_is_not_read_as_accents() -> None:
    content = "订单号,姓名\nS1,王小明\nS2,李文静\n".encode("gb18030")
    assert len(said(text(content.replace("李".encode("gb18030"), b"\xc0,")))) == 1
    assert text(content.replace("李".encode("gb18030"), b"\xc0,")).grids == ()


def test_bytes_that_are_no_text_are_refused() -> None:
    for content in (bytes(range(256)) * 20, b"a,b\n\x01\x02\xff,1\n", b"a\0\0\0b,1\n"):
        (sentence,) = said(text(content))
        assert sentence.startswith("This file cannot be read: it is no text, or its encoding is none of UTF-8, UTF-16")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_by_which_rows_agree(separator: str) -> None:
    lines = [["报表", "", ""], ["编号", "金额", "备注"], ["S1", "1.234,50", '"a,b;c|d\te"'], ["S2", "7,25", ""]]
    found = text("\n".join(separator.join(line) for line in lines) if separator != "," else 'a,b,c\n1,"2;5",3\n')
    assert (found.separator, len(found.grids[0].columns)) == (separator, 3)


def test_a_decimal_comma_does_not_separate() -> None:
    assert text("Name;Umsatz\nA;1,50\nB;2,25\n").separator == ";"
    assert text("a\tb\n1,234\t5,678\n2,345\t6,789\n").separator == "\t"


@pytest.mark.parametrize("names", [["Acme", "Beta, Inc", "Gamma"], ["Acme", "B, Bonn", "C", "D, Ulm", "E, Ulm", "F"]])
def test_a_list_of_names_with_a_comma_now_and_then_has_one_column(names: list[str]) -> None:
    found = open_file("\n".join(["Customer", *names]).encode(), "a.csv", frozenset({"customer"}))
    assert (found.separator, rows(only(found))) == ("", [("Customer",), *((name,) for name in names)])


def test_titles_and_notes_about_a_table_make_it_no_list() -> None:
    for content in ("Orders\n2026\nEast\na,b\n1,2\n", "Orders\nEast\na,b\n1,2\nmade by Ann\n", "Title\na, b\n1, 2\n"):
        assert (text(content).separator, len(text(content).grids[0].columns)) == (",", 2)


def test_a_declared_separator_is_taken_and_its_line_is_no_row() -> None:
    found = text("sep=;\r\na,b;c\r\n1;2\r\n")
    assert (found.separator, rows(only(found))) == (";", [("a,b", "c"), ("1", "2")])
    assert rows(only(text('"sep=#"\na#b\n1#2\n'))) == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b\n1,2\n", [("a", "b"), ("1", "2")]),
        ("a,b\r1,2\r", [("a", "b"), ("1", "2")]),
        ("a,b\r\n1,2", [("a", "b"), ("1", "2")]),
        # A spreadsheet program shows an empty row between: two line ends are two.
        ("a,b\r\r\n1,2\r\r\n", [("a", "b"), ("", ""), ("1", "2")]),
        ("a,b\n1,2\r\n3,4\r5,6\n", [("a", "b"), ("1", "2"), ("3", "4"), ("5", "6")]),
        ("\n\na,b\n\n1,2\n\n\n", [("", ""), ("", ""), ("a", "b"), ("", ""), ("1", "2")]),
        ('a,b\n"x\ny","say ""hi"""\n1,2\n', [("a", "b"), ("x\ny", 'say "hi"'), ("1", "2")]),
        ('a,b\n5" pipe,2\n', [("a", "b"), ('5" pipe', "2")]),
        ("a,b\n1\n1,2,3\n", [("a", "b", ""), ("1", "", ""), ("1", "2", "3")]),
        ("a\n1\n", [("a",), ("1",)]),
    ],
)
def test_every_record_is_the_row_that_a_spreadsheet_shows(content: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(only(text(content))) == expected


@pytest.mark.parametrize("content", ['a,b\n"1,2\n3,4\n', 'a,b\n1,"2\n3,4 ""x\n', 'a,b\n5",2\n3,"4\n'])
def test_a_quotation_mark_that_is_never_closed_is_refused(content: str) -> None:
    assert said(text(content)) == ["This file cannot be read: a quotation mark is opened and never closed."]


def test_a_row_of_millions_of_cells_is_refused_at_once() -> None:
    for content in ("a,b\n" + "," * 3_000_000, "," * 3_000_000):
        assert "cells, and 16,384 are the most that are read" in said(text(content))[0]


def test_headers_looked_for_decide_before_plausibility() -> None:
    content = "ÄÖ;b\n1;2\n".encode("cp1252")
    assert open_file(content, "a.csv", frozenset({"äö"})).encoding == "cp1252"


PIECES = st.sampled_from(["a", '"', '""', ",", ",", " ", "\n", "\r\n", "\r", "x y", "1", "中"])


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(1, 3), st.sampled_from([7, 16, 1 << 24]))
@settings(max_examples=150, deadline=None)
def test_rows_read_in_columns_are_those_read_one_by_one(content: str, width: int, block: int) -> None:
    content = content.rstrip("\r\n")
    assume(content and content.count('"') % 2 == 0)
    with patch.object(records, "_BLOCK", block):
        try:
            grid = records._with_ragged(memoryview(content.encode()), ",", width, quoted='"' in content)
        except pa.ArrowInvalid:
            assume(False)  # left to the other way
    expected = list(csv.reader(io.StringIO(content, newline="")))
    widest = len(grid.columns)
    assert rows(grid) == [tuple(row + [""] * (widest - len(row))) for row in expected]
    widths = grid.widths or (width,) * grid.height
    assert all(not row or len(row) == found for row, found in zip(expected, widths, strict=True))


def test_a_ragged_row_among_many_is_put_back_where_it_stood() -> None:
    lines = [["编号", "金额", "备注"], *([f"S{at}", str(at), "x"] for at in range(50_000))]
    lines[4_000], lines[40_000] = ["S3999", "3", "999", "x"], ["S39999"]
    grid = only(text("标题\n" + "\n".join(",".join(line) for line in lines)))
    assert rows(grid) == [tuple(line + [""] * (4 - len(line))) for line in [["标题"], *lines]]
    assert (grid.widths[0], grid.widths[4_001], grid.widths[40_001], sum(grid.widths)) == (1, 4, 1, 150_003)


def test_an_empty_text_is_a_sheet_without_rows() -> None:
    assert only(text("")).height == 0
    assert only(text("\r\n\r\n")).height == 0
