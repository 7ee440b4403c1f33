"""The canonical form of office files: equal content, equal bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.render.package import MOMENT, canonical


def _workbook(moment: datetime) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "签单额"
    book.properties.created = moment
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _zip(entries: list[tuple[str, bytes]], year: int = 2020) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as package:
        for name, content in entries:
            package.writestr(ZipInfo(name, (year, 5, 4, 3, 2, 2)), content)
    return written.getvalue()


def _read(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as package:
        return package.read(name)


def test_workbooks_written_at_different_moments_are_the_same_bytes() -> None:
    first, second = _workbook(datetime(2024, 1, 1)), _workbook(datetime(2025, 6, 7))  # noqa: DTZ001  (a file's naive time)
    assert first != second
    assert canonical(first) == canonical(second)


def test_the_order_and_times_of_the_parts_do_not_matter() -> None:
    parts = [("xl/b.xml", b"<b/>"), ("[Content_Types].xml", b"<t/>"), ("xl/a.xml", b"<a/>")]
    assert canonical(_zip(parts)) == canonical(_zip(parts[::-1], year=2021))
    with ZipFile(BytesIO(canonical(_zip(parts)))) as package:
        assert package.namelist() == ["[Content_Types].xml", "xl/a.xml", "xl/b.xml"]


def test_doing_it_twice_changes_nothing() -> None:
    once = canonical(_workbook(datetime(2024, 1, 1)))  # noqa: DTZ001
    assert canonical(once) == once
    assert load_workbook(BytesIO(once))["Sheet"]["A1"].value == "签单额"


def test_a_workbook_embedded_behind_a_chart_loses_its_clock_too() -> None:
    decks = [
        _zip([("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", _workbook(datetime(year, 1, 1)))])  # noqa: DTZ001
        for year in (2023, 2024)
    ]
    assert canonical(decks[0]) == canonical(decks[1])
    embedded = _read(canonical(decks[0]), "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx")
    assert MOMENT.encode() in _read(embedded, "docProps/core.xml")


def test_a_patch_may_rewrite_a_part() -> None:
    patched = canonical(_zip([("a.xml", b"<v/>")]), lambda name, content: content + name.encode())
    assert _read(patched, "a.xml") == b"<v/>a.xml"


def test_two_parts_of_the_same_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = _zip([("a.xml", b"1"), ("a.xml", b"2")])
    with pytest.raises(ValueError, match="same name"):
        canonical(twice)
