"""Files that were read before give what reading them anew does, whatever of it was kept."""

from pathlib import Path

import pytest

from reportgen import sources
from reportgen.sources.formats.access import Access, Shelf
from reportgen.sources.reading import Reading

MANY = 1_200
"""Of a sheet of so many rows columns are kept as they were read."""

PROFILE = """\
kind: orders
files: ["orders*"]
key: [order_no]
columns:
  order_no: {headers: [Order No], type: text, required: true}
  amount: {headers: [Amount], type: money, required: true, currency: CNY}
  day: {headers: [Day], type: date}
"""


def rows(name: str, first: int) -> list[str]:
    return [f"{name}{number},{first + number}.50,2026-01-{1 + number % 28:02}" for number in range(MANY)]


HEADER = "Order No,Amount,Day"
SHEETS = {
    "one table": [HEADER, *rows("A", 0)],
    "two tables side by side": [
        f"{HEADER},,{HEADER}",
        *(",,".join(pair) for pair in zip(rows("A", 0), rows("B", 5000), strict=True)),
    ],
    "its header once more": [HEADER, *rows("A", 0), HEADER, *rows("B", 5000)],
    "a unit": ["Unit: 10k CNY", HEADER, *rows("A", 0)],
    "a total": [HEADER, *rows("A", 0), f"Total,{sum(range(MANY)) + MANY // 2}.00,"],
    "a doubt": [HEADER, *rows("A", 0), "A-1,1O0,2026-01-01"],
    "gaps": [HEADER, *rows("A", 0), ",,", "A-1,,", "A-2,7,"],
}


def told(found: Reading) -> list[object]:
    """Return all that reading found, with the place of each row."""
    return [
        found.problems,
        *(
            (kind, table.columns, table.sources, table.frame.astype(object).where(table.frame.notna(), None).to_dict())
            for kind, table in found.tables.items()
        ),
    ]


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_was_kept_of_a_file_gives_what_reading_it_anew_does(sheet: str, tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    profile, file = tmp_path / "profiles" / "orders.yaml", tmp_path / "orders.csv"
    kept: dict[str, bytes] = {}
    access = Access(shelf=Shelf(kept.get, kept.__setitem__))
    for given in (PROFILE, PROFILE, PROFILE.replace("type: text", "type: id"), PROFILE.replace("[Day]", "[Date]")):
        profile.write_text(given, "utf-8")
        profiles, wrong = sources.read_profiles(tmp_path / "profiles", "inputs/profiles")
        assert wrong == ()
        for text in (SHEETS[sheet], SHEETS["one table"], SHEETS[sheet]):
            file.write_text("\n".join(text) + "\n", "utf-8")
            files = [sources.InputFile(file, "inputs/data/orders.csv")]
            again, anew = sources.read(files, profiles, access), sources.read(files, profiles)
            assert told(again) == told(anew)
            assert again.tables
    assert kept
