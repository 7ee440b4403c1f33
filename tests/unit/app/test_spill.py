"""Columns put aside are the columns that they were, and take memory only while they are looked at."""

import errno
import mmap
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from reportgen.app import spill as spilling
from reportgen.app.spill import Spill, make_room, stay_in_memory
from reportgen.measure.wide import Wide
from reportgen.model.room import aside
from reportgen.model.table import Source, Table
from reportgen.sources.values.pooled import pooled

ROWS = 300_000


def _frame() -> pd.DataFrame:
    numbers = np.arange(ROWS)
    texts = [f"order {number}" for number in range(ROWS)]
    amounts = pd.array(numbers * 7 - 3, dtype="Int64")
    amounts[4] = pd.NA
    return pd.DataFrame(
        {
            "amount": amounts,
            "customer": pooled(pa.array([None if number == 9 else f"C{number % 400}" for number in range(ROWS)])),
            "order": pd.array(texts, dtype="string[pyarrow]"),
            "day": numbers.astype("datetime64[s]"),
            "_source": np.zeros(ROWS, np.int32),
            "_row": numbers.astype(np.int32),
            "total": Wide._of(numbers),
        },
        copy=False,
    )


@pytest.fixture
def spill(tmp_path: Path) -> Spill:
    return Spill(tmp_path / "aside")


def _resident() -> int:
    """Return the kilobytes of mapped files that the process holds."""
    found = re.search(r"RssFile:\s+(\d+)", Path("/proc/self/status").read_text("utf-8"))
    assert found
    return int(found[1])


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_table_put_aside_is_the_same_table(spill: Spill) -> None:
    table = Table("orders", {}, ("order",), (Source("a.xlsx", "A", "", ROWS),), _frame())
    found = spill.put_aside(table)
    assert found == table
    pd.testing.assert_frame_equal(found.frame, table.frame)
    numbered: Any = found.frame["customer"].array
    assert numbered.numbered()[0].tolist() == table.frame["customer"].array.numbered()[0].tolist()
    assert found.place(7) == table.place(7)


def test_what_is_computed_of_columns_put_aside_is_what_it_was(spill: Spill) -> None:
    frame = _frame()
    found = spill.put_aside(frame)
    for each in (frame, found):
        each["twice"] = each["amount"] * 2
        each["wide"] = each["total"] + each["_row"]
    for column in map(str, frame):
        pd.testing.assert_frame_equal(found.sort_values(column), frame.sort_values(column))

    def joined(each: pd.DataFrame) -> pd.DataFrame:
        return each.merge(each[["order", "day"]], on="order").groupby("customer")[["twice"]].sum()

    pd.testing.assert_frame_equal(joined(found), joined(frame))


def test_memory_of_columns_put_aside_is_let_go_and_comes_back(spill: Spill) -> None:
    if not hasattr(mmap, "MADV_DONTNEED"):
        pytest.skip("this system cannot let go of mapped memory")
    column = spill.put_aside(np.arange(8_000_000))
    assert int(column.sum()) == 31_999_996_000_000
    held = _resident()
    spill.let_go()
    assert held - _resident() >= 60_000
    assert int(column.sum()) == 31_999_996_000_000


def test_who_puts_columns_aside_lets_go_of_those_that_were_looked_at(
    spill: Spill, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(mmap, "MADV_DONTNEED"):
        pytest.skip("this system cannot let go of mapped memory")
    monkeypatch.setattr(spilling, "_LOOKED_AT", 32)
    spill.let_go()
    column = spill.put_aside(np.arange(8_000_000))
    assert int(column.sum()) == 31_999_996_000_000
    held = _resident()
    further = spill.put_aside(np.arange(ROWS))
    assert held - _resident() >= 60_000
    assert int(column.sum()) + int(further[1]) == 31_999_996_000_001


def test_columns_put_aside_cannot_be_written_into(spill: Spill) -> None:
    column = spill.put_aside(np.arange(ROWS))
    with pytest.raises(ValueError, match="read-only"):
        column[0] = 1


def test_what_is_no_large_column_stays_the_very_same_object(spill: Spill) -> None:
    def function() -> None: ...

    small, large = np.arange(3), np.arange(ROWS)
    value = {"function": function, "frozen": frozenset({1}), "small": small, "large": large}
    found = spill.put_aside(value)
    assert found["function"] is function
    assert found["frozen"] is value["frozen"]
    assert found["large"] is not large
    assert spill.put_aside({"small": small})["small"] is small
    assert spill.put_aside(found["large"]) is found["large"]


def test_files_end_with_the_columns_in_them(spill: Spill, tmp_path: Path) -> None:
    before = _open_files()
    column = spill.put_aside(np.arange(ROWS))
    assert not list((tmp_path / "aside").iterdir())
    assert _open_files() == before + 1
    del column
    assert _open_files() == before


def test_columns_stay_in_memory_where_the_disk_is_full(spill: Spill, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, **_: Any) -> None:
            raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(spilling, "TemporaryFile", Full)
    column = np.arange(ROWS)
    assert spill.put_aside(column) is column


def test_columns_are_put_aside_where_inputs_would_take_more_memory_than_there_may_be(tmp_path: Path) -> None:
    column = np.arange(ROWS)
    try:
        make_room(tmp_path, inputs=300 * 2**20)
        assert aside(column) is not column
        make_room(tmp_path, inputs=60 * 2**20)
        assert aside(column) is column
        make_room(tmp_path, inputs=60 * 2**20, megabytes=256)
        assert aside(column) is not column
    finally:
        stay_in_memory()
    assert aside(column) is column
