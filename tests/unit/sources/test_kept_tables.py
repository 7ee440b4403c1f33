"""What was found on a sheet and read of it is known again by the file's content: the same tables, the same problems."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from reportgen.sources import InputFile, kept_areas, kept_columns, read, read_profiles, tables
from reportgen.sources.formats.access import Access, Limits, Shelf
from reportgen.sources.reading import Reading
from reportgen.sources.values.pooled import Pooled

HEAD = "订单号,工号,日期,金额,类型\n"
SOUND = HEAD + 'S1,E017,2026-03-01,12.50,退货\nS2,E018,2026/3/2,"1,000",\nS3,E018,,7,销售\n'
SUMMED = HEAD + "S1,E017,2026-03-01,12,退货\nS2,E018,2026-03-02,10,\n合计,,,23,\n"
DOUBTED = HEAD + "S1,E017,2026-03-01,abc,退货\n"

Once = Callable[..., Reading]


@pytest.fixture
def shelf() -> dict[str, bytes]:
    return {}


@pytest.fixture
def once(tmp_path: Path, orders: str, shelf: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Once:
    """Return a way to read files by a profile with the shelf, or without."""
    monkeypatch.setattr(kept_columns, "_LEAST", 1)

    def reading(files: Mapping[str, str | bytes], profile: str = orders, *, kept: bool = True) -> Reading:
        folder = tmp_path / "profiles"
        folder.mkdir(exist_ok=True)
        (folder / "orders.yaml").write_text(profile, "utf-8")
        profiles, problems = read_profiles(folder, "inputs/profiles")
        assert problems == ()
        for name, content in files.items():
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        inputs = [InputFile(tmp_path / name, f"inputs/data/{name}") for name in files]
        held = Shelf(shelf.get, shelf.__setitem__) if kept else None
        return read(inputs, profiles, Access(Limits(), lambda _: "secret", held))

    return reading


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time that a sheet is searched for tables, or its columns are read."""
    done: list[str] = []

    def noting(module: Any, name: str) -> None:
        before = getattr(module, name)

        def noted(*given: Any) -> Any:
            done.append(name)
            return before(*given)

        monkeypatch.setattr(module, name, noted)

    noting(kept_areas, "find_areas")
    noting(tables, "_columns")
    return done


def told(found: Reading) -> list[object]:
    """Return all that a reading says, its cells as Python's own values with their types."""
    rows = [
        (kind, each.columns, each.key, each.sources, [str(kind) for kind in each.frame.dtypes])
        for kind, each in found.tables.items()
    ]
    cells = [
        [None if pd.isna(cell) else cell for cell in column.tolist()]
        for each in found.tables.values()
        for _, column in each.frame.items()
    ]
    return [found.problems, found.hashes, rows, cells]


def test_a_sheet_read_before_gives_the_same_table_and_is_not_searched_again(
    once: Once, worked: list[str], workbook: Callable[..., bytes]
) -> None:
    rows: list[list[object]] = [
        ["订单表"],
        [],
        ["订单号", "工号", "日期", "金额（万元）"],
        ["S1", "E017", "2026-03-01", 1.5],
    ]
    files = {"orders.csv": SOUND, "orders-2.xlsx": workbook(订单=rows)}
    plain = told(once(files, kept=False))
    assert told(once(files)) == plain
    worked.clear()
    assert told(once(files)) == plain
    assert worked == []


def test_another_cell_another_profile_and_another_name_are_read_anew(
    once: Once, worked: list[str], orders: str
) -> None:
    once({"orders.csv": SOUND})
    changed = once({"orders.csv": SOUND.replace("12.50", "13.50")})
    assert changed.tables["orders"].frame["amount"].tolist() == [1350, 100000, 700]
    other = orders.replace("退货: return", "退货: refund")
    assert once({"orders.csv": SOUND}, other).tables["orders"].frame["type"].tolist() == ["refund", "sale", "sale"]
    worked.clear()
    once({"orders-new.csv": SOUND})
    assert worked == ["find_areas", "_columns"]


def test_sums_and_doubts_are_told_each_time_from_the_cells(once: Once, worked: list[str]) -> None:
    for content in (SUMMED, DOUBTED):
        plain = told(once({"orders.csv": content}, kept=False))
        assert once({"orders.csv": content}).problems
        worked.clear()
        assert told(once({"orders.csv": content})) == plain
        assert worked[0] == ("find_areas" if content == SUMMED else "_columns")


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"[1]", b"\xff\xff"])
def test_what_is_kept_and_damaged_is_read_anew(once: Once, shelf: dict[str, bytes], spoilt: bytes) -> None:
    plain = told(once({"orders.csv": SOUND}))
    assert len(shelf) == 5  # its cells, its tables, its columns, the table made of them, what checks found in it
    shelf.update(dict.fromkeys(shelf, spoilt))
    assert told(once({"orders.csv": SOUND})) == plain


def test_nothing_is_kept_of_what_a_password_unlocked(
    once: Once, shelf: dict[str, bytes], workbook: Callable[..., bytes]
) -> None:
    locked = BytesIO()
    book = workbook(订单=[["订单号", "工号", "金额"], ["S1", "E017", 5]])
    OOXMLFile(BytesIO(book)).encrypt("secret", locked)
    assert once({"orders.xlsx": locked.getvalue()}).tables["orders"].frame["amount"].tolist() == [500]
    assert shelf == {}


def test_texts_that_come_again_are_known_by_the_same_numbers(once: Once, worked: list[str]) -> None:
    """Absent ones, those of which each is another, and those of a second file below the first."""
    kinds = ("销售", "", "退货", "销售")
    lines = [f"S{number:05},E{number % 3:03},2026-03-01,{number},{kinds[number % 4]}" for number in range(200)]
    files = {"orders.csv": "\n".join((HEAD.strip(), *lines)), "orders-b.csv": "\n".join((HEAD.strip(), *lines[::-2]))}
    plain = once(files, kept=False)
    once(files)
    worked.clear()
    found = once(files)
    assert worked == []
    assert told(found) == told(plain)
    for name, column in plain.tables["orders"].frame.items():
        if isinstance(column.dtype, pd.StringDtype):
            again: Any = found.tables["orders"].frame[name].array
            ours: Any = column.array
            assert type(again) is type(ours)
            if isinstance(ours, Pooled) and (known := ours.numbered()):
                numbers, texts = again.numbered()
                assert numbers.dtype == known[0].dtype
                assert numbers.tolist() == known[0].tolist()
                assert texts.equals(known[1])
