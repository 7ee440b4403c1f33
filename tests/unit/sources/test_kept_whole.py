"""A table made before comes back as it was, with what was found in it; whatever it rests on, changed, makes it anew."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

from reportgen.app.spill import Spill
from reportgen.model.room import ROOM
from reportgen.model.table import Table
from reportgen.sources import InputFile, reading, sheets, tables
from reportgen.sources import read_profiles as profiles_of
from reportgen.sources.checks import lists, run
from reportgen.sources.formats.access import Access, Shelf
from reportgen.sources.reading import Reading
from reportgen.sources.values.pooled import Pooled

ORDERS = """
kind: orders
files: ["orders*.csv"]
key: [no]
columns:
  no: {type: id, headers: [no], required: true}
  customer: {type: id, headers: [customer]}
  day: {type: date, headers: [day]}
  amount: {type: money, headers: [amount], currency: CNY, tax: excluded}
  cost: {type: money, headers: [cost], currency: CNY, tax: excluded}
derive: {profit: {kind: difference, of: amount, less: cost}}
join: [{table: customers, on: {customer: customer}, take: {tier: tier, limit: limit}}]
overlap: {keep: newest, by: "orders_YYYY-MM*", undated: oldest}
"""
CUSTOMERS = """
kind: customers
files: ["customers*.csv"]
key: [customer]
columns:
  customer: {type: id, headers: [customer], required: true}
  name: {type: text, headers: [name]}
  tier: {type: text, headers: [tier]}
  limit: {type: number, headers: [limit]}
checks: [{kind: unique, id: customer, name: name, column: second_of, goal: 99 %}]
"""
FILES = {
    "orders.csv": "no,customer,day,amount,cost\nA1,C1,2026-01-02,10.50,1\nA2,C9,,7,\nA3,,2026-01-03,5,2\n",
    "customers.csv": "customer,name,tier,limit\nC1,Nordwind Power Ltd,gold,5\nC2,Nordwind Power,,\nC3,Hesse,gold,1\n",
}

Read = Callable[..., Reading]


@pytest.fixture
def shelf() -> dict[str, bytes]:
    return {}


@pytest.fixture
def read(tmp_path: Path, shelf: dict[str, bytes]) -> Read:
    """Return a way to read files with the shelf and without; both must say the same, to the last value."""

    def both(profile: str = ORDERS, as_of: date | None = None, **changed: str) -> Reading:
        (tmp_path / "profiles").mkdir(exist_ok=True)
        (tmp_path / "profiles" / "orders.yaml").write_text(profile, "utf-8")
        (tmp_path / "profiles" / "customers.yaml").write_text(CUSTOMERS, "utf-8")
        profiles, wrong = profiles_of(tmp_path / "profiles", "inputs/profiles")
        assert wrong == ()
        files = FILES | {f"{name}.csv": text for name, text in changed.items()}
        for name, text in files.items():
            (tmp_path / name).write_text(text, "utf-8")
        inputs = [InputFile(tmp_path / name, f"inputs/data/{name}") for name in files]
        again = reading.read_tables(inputs, profiles, Access(shelf=Shelf(shelf.get, shelf.__setitem__)), as_of)
        anew = reading.read_tables(inputs, profiles, Access(), as_of)
        assert told(again) == told(anew)
        return again

    return both


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which tables are made, and which checks are run: `read` does each once without the shelf."""
    noted: list[str] = []

    def noting(module: Any, name: str, of: Callable[..., str]) -> None:
        before = getattr(module, name)

        def instead(*given: Any) -> Any:
            noted.append(of(*given))
            return before(*given)

        monkeypatch.setattr(module, name, instead)

    noting(reading, "make_table", lambda kind, *_: kind)
    noting(run, "repeated", lambda table: f"repeated {table.kind}")
    noting(lists, "unknown", lambda reference, table, *_: f"{table.kind}.{reference.column}")
    return noted


def told(found: Reading) -> list[object]:
    """Return all that a reading says, each column with its form and what stands under what is absent."""
    return [
        found.problems,
        found.hashes,
        [
            (kind, table.columns, table.key, table.sources, _columns(table.frame))
            for kind, table in found.tables.items()
        ],
    ]


def _columns(frame: pd.DataFrame) -> list[object]:
    return [repr(frame.index), *((name, str(series.dtype), *_cells(series.array)) for name, series in frame.items())]


def _cells(array: Any) -> tuple[object, ...]:
    if isinstance(array, pd.arrays.IntegerArray):
        return cast("Any", array)._data.tolist(), array.isna().tolist()
    if isinstance(array, Pooled) and (known := array.numbered()):
        return str(known[0].dtype), known[0].tolist(), known[1].to_pylist()
    return type(array), [None if pd.isna(cell) else cell for cell in array]


ONCE = ["customers", "orders", "repeated customers", "repeated orders", "orders.customer"]
"""All that is to be done: `read` does it once, by the files alone."""


def test_a_table_made_before_comes_back_as_it_was_with_its_findings(read: Read, done: list[str]) -> None:
    first = read()
    assert {problem.kind.code for problem in first.problems} >= {"customer-probably-twice", "reference-unknown"}
    assert first.tables["orders"].frame["limit"].isna().tolist() == [False, True, True]
    assert done == ONCE * 2
    done.clear()
    read()
    assert done == ONCE


def test_what_rests_on_a_changed_table_is_made_anew_and_nothing_else(read: Read, done: list[str]) -> None:
    read()
    done.clear()
    read(orders=FILES["orders.csv"].replace("10.50", "11.50"))
    assert sorted(done) == sorted([*ONCE, "orders", "repeated orders", "orders.customer"])
    done.clear()
    read(customers=FILES["customers.csv"].replace("gold,5", "silver,5"))
    assert sorted(done) == sorted(ONCE * 2)
    read()
    done.clear()
    read(ORDERS.replace("less: cost", "less: amount"))
    assert sorted(done) == sorted([*ONCE, "orders", "repeated orders", "orders.customer"])


def test_a_table_of_exports_is_that_of_the_day_on_which_is_looked(read: Read) -> None:
    later = {"orders_2026-03": FILES["orders.csv"].replace("10.50", "99")}
    for _ in range(2):
        assert read(as_of=date(2026, 3, 31), **later).tables["orders"].frame["amount"].tolist() == [9900, 700, 500]
        assert read(as_of=date(2026, 2, 28), **later).tables["orders"].frame["amount"].tolist() == [1050, 700, 500]


def test_a_table_with_a_doubted_cell_is_made_each_time(read: Read, done: list[str]) -> None:
    doubted = {"orders": FILES["orders.csv"].replace("10.50", "1O.50")}
    read(**doubted)
    done.clear()
    assert "amount-unreadable" in {problem.kind.code for problem in read(**doubted).problems}
    assert sorted(done) == sorted([*ONCE, "orders"])


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"[1]", b"\xff", b'{"a": [1]}', None])
def test_what_is_kept_and_damaged_is_made_anew(
    read: Read, shelf: dict[str, bytes], done: list[str], spoilt: bytes | None
) -> None:
    read()
    done.clear()
    for key, content in list(shelf.items()):
        shelf[key] = content[:-30] if spoilt is None else spoilt
    read()
    assert sorted(done) == sorted(ONCE * 2)


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Have all columns put aside, and note them."""
    spill, noted = Spill(tmp_path / "aside", 1), list[object]()

    def noting(value: object) -> object:
        noted.append(value)
        return spill.put_aside(value)

    monkeypatch.setattr(ROOM, "put_aside", noting)
    monkeypatch.setattr(ROOM, "let_go", spill.let_go)
    for module in (run, sheets, tables):
        monkeypatch.setattr(module, "MANY", 0)
    return noted


def test_tables_are_the_same_whose_columns_are_put_aside_as_they_are_made(read: Read, put: list[object]) -> None:
    for _ in range(2):  # made, and made before
        put.clear()
        found = read(**{"orders_2026-03": FILES["orders.csv"].replace("10.50", "11.50")})
        assert found.tables["orders"].frame["amount"].tolist() == [1150, 700, 500]
        assert Table in map(type, put)


def test_nothing_is_put_aside_of_files_of_which_nothing_may_be_kept(tmp_path: Path, put: list[object]) -> None:
    for name, text in {"customers.csv": FILES["customers.csv"], "customers.yaml": CUSTOMERS}.items():
        (tmp_path / name).write_text(text, "utf-8")
    profiles, _ = profiles_of(tmp_path, "inputs/profiles")
    found = reading.read_tables([InputFile(tmp_path / "customers.csv", "inputs/data/customers.csv")], profiles)
    assert (len(found.tables["customers"].frame), put) == (3, [])
