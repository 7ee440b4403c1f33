"""What is kept of a file that was read: the same cells and findings, and nothing that must not be kept."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from reportgen.sources import kept
from reportgen.sources.formats import open_file
from reportgen.sources.formats.access import Access, Limits, Shelf
from reportgen.sources.grid import Grid, Opened

WANTED = frozenset({"订单号", "金额"})
RAGGED = "订单号,金额\nSO-1,100\nSO-2,200,and more\n".encode("gb18030")
HALVES = b"order;amount\n" + b"SO-1;1,5\n" * 3

Counted = tuple[Callable[..., Opened], dict[str, bytes], list[str]]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Return a way to open files once, what is on its shelf, and the names of those that were taken apart."""
    shelf: dict[str, bytes] = {}
    apart: list[str] = []

    def opening(content: bytes, name: str, wanted: frozenset[str], access: Access) -> Opened:
        apart.append(name)
        return open_file(content, name, wanted, access)

    def once(content: bytes, name: str, password: str | None = None, limits: Limits | None = None) -> Opened:
        access = Access(limits or Limits(), lambda _: password, Shelf(shelf.get, shelf.__setitem__))
        return kept.open_once(content, sha256(content).hexdigest(), name, WANTED, access)

    monkeypatch.setattr(kept, "open_file", opening)
    return once, shelf, apart


def told(opened: Opened) -> tuple[object, ...]:
    """Return all that an opened file says, its cells as Python's own values."""
    return opened.problems, opened.encoding, opened.separator, [_told(grid) for grid in opened.grids]


def _told(grid: Grid) -> list[object]:
    own = [getattr(grid, name) for name in Grid.__dataclass_fields__ if name not in ("columns", "kinds")]
    return [*own, [column.to_pylist() for column in grid.columns], [kinds.tolist() for kinds in grid.kinds]]


@pytest.mark.parametrize("name", ["a.csv", "b.csv", "c.xlsx"])
def test_a_file_read_before_says_the_same_and_is_not_taken_apart_again(
    name: str, counted: Counted, workbook: Callable[..., bytes]
) -> None:
    book = workbook(订单=[["订单号", "金额"], ["SO-1", 100.5], ["SO-2", "=1+"]], leer=[])
    content = {"a.csv": RAGGED, "b.csv": HALVES, "c.xlsx": book}[name]
    once, _, apart = counted
    first, second = once(content, name), once(content, name)
    assert told(first) == told(second) == told(open_file(content, name, WANTED))
    assert [type(column) for grid in first.grids for column in grid.columns] == [
        type(column) for grid in second.grids for column in grid.columns
    ]
    assert apart == [name]


def test_other_content_another_name_and_other_limits_are_read_anew(counted: Counted) -> None:
    once, _, apart = counted
    once(RAGGED, "a.csv")
    once(RAGGED + b"SO-3,300\n", "a.csv")
    once(RAGGED, "b.csv")
    once(RAGGED, "a.csv", limits=Limits(cells=10))
    assert apart == ["a.csv", "a.csv", "b.csv", "a.csv"]


@pytest.mark.parametrize("spoilt", [b"{}\n", b"", b"\xff", None])
def test_what_is_kept_and_damaged_is_read_anew_and_kept_again(spoilt: bytes | None, counted: Counted) -> None:
    once, shelf, apart = counted
    once(RAGGED, "a.csv")
    ((key, held),) = shelf.items()
    shelf[key] = held[:-20] if spoilt is None else spoilt
    assert told(once(RAGGED, "a.csv")) == told(open_file(RAGGED, "a.csv", WANTED))
    assert apart == ["a.csv", "a.csv"]
    assert shelf[key] == held


def test_nothing_is_kept_of_what_a_password_unlocked(counted: Counted, workbook: Callable[..., bytes]) -> None:
    once, shelf, _ = counted
    locked = BytesIO()
    OOXMLFile(BytesIO(workbook(订单=[["订单号"], ["SO-1"]]))).encrypt("secret", locked)
    assert once(locked.getvalue(), "a.xlsx", "secret").grids
    assert shelf == {}


def test_nothing_is_kept_of_a_file_that_could_not_be_read(counted: Counted, workbook: Callable[..., bytes]) -> None:
    once, shelf, _ = counted
    assert once(workbook(订单=[["订单号"], ["SO-1"]])[:-200], "a.xlsx", limits=Limits(unpacked_megabytes=0)).problems
    assert shelf == {}
