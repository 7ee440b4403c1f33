"""A file read by a profile tells machines as much as one read without: places, sums, units, how it was opened."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.sources import InputFile, read_profile
from reportgen.sources.drafting.declared import read_file
from reportgen.sources.formats import Access
from tests.unit.sources.drafting.finding import Document, book, document, first_table, read

PROFILE = """\
kind: sales
files: ['*']
columns:
  order: {type: id, headers: [单号], required: true}
  amount: {type: money, currency: CNY, headers: [金额], required: true}
  note: {type: text, headers: [Nothing]}
key: [order]
"""


def _by_profile(content: bytes, name: str, folder: Path) -> Document:
    (folder / "p.yaml").write_text(PROFILE, "utf-8")
    (folder / name).write_bytes(content)
    profile, problems = read_profile(folder / "p.yaml", "p.yaml")
    assert (profile is not None, problems) == (True, ())
    assert profile is not None
    return document(read_file(InputFile(folder / name, name), profile, Access()))


def test_a_table_has_the_shape_that_it_has_without_a_profile(tmp_path: Path) -> None:
    content = book(
        [["销售明细", "单位：万元"], ["单号", "金额"], ["A-1", 1.5], ["A-2", "#REF!"], ["合计", 1.5], ["制表：张三"]]
    )
    found, without = _by_profile(content, "a.xlsx", tmp_path), read(content, "a.xlsx")
    table, other = first_table(found), first_table(without)
    assert {*table} - {*other} == {"kind"}
    for name in ("range", "header_rows", "repeated_headers", "row_count", "units", "notes", "merged"):
        assert table[name] == other[name], name
    assert [(one["name"], one["letter"], one["factor"]) for one in table["columns"]] == [
        ("order", "A", 1),
        ("amount", "B", 10_000),
    ]
    assert [row["values"] for row in table["rows"]] == [
        {"order": "A-1", "amount": Decimal(15000)},
        {"order": "A-2", "amount": {"error": "#REF!"}},
    ]
    (total,) = table["sums"]
    assert (total["row"], total["label"], total["values"]) == (5, "合计", {"order": "合计", "amount": Decimal(15000)})
    assert {name: found["sheets"][0][name] for name in ("hidden", "hidden_rows", "notes")} == {
        name: without["sheets"][0][name] for name in ("hidden", "hidden_rows", "notes")
    }


def test_how_a_text_was_opened_is_told(tmp_path: Path) -> None:
    found = _by_profile("单号;金额\nA-1;12,50\nA-2;x\nA-3;7,25\n".encode("gb18030"), "a.csv", tmp_path)
    assert (found["encoding"], found["separator"], found["format"]) == ("gb18030", ";", "csv")
    assert [row["values"]["amount"] for row in first_table(found)["rows"]] == [Decimal("12.5"), "x", Decimal("7.25")]
