"""What is not told row by row is told by number, and by the rows that it stands in."""

from collections.abc import Callable

from reportgen.sources.further import further, row_ranges
from reportgen.sources.reading import Reading
from tests.unit.sources.drafting.finding import read

PEOPLE = """
kind: people
files: ["people*.csv"]
key: [person]
columns:
  person: {type: id, headers: [person], required: true}
"""
VISITS = """
kind: visits
files: ["visits*.csv"]
columns:
  person: {type: id, headers: [person]}
"""


def test_rows_are_written_as_runs_and_a_long_list_names_the_last() -> None:
    assert row_ranges([7, 3, 4, 5, 12]) == "3-5, 7, 12"
    assert row_ranges(range(2, 200, 2)).endswith("78, 80 and others up to 198")


def test_how_many_there_are_in_all_counts_what_was_told_before() -> None:
    assert further([103, 104], elsewhere=1, listed=100) == (
        " The same is so of further rows here: 3 (rows 103-104, 1 on other sheets). In all there are 104;"
        " the first 101 are told one by one."
    )


def test_unreadable_cells_beyond_a_hundred_are_told_with_their_rows(
    reading: Callable[..., Reading], orders: str
) -> None:
    lines = "".join(f"SO-{number},E1,2026-03-01,x\n" for number in range(150))
    problems = reading({"orders.csv": "订单号,工号,日期,金额\n" + lines}, orders).problems
    assert len(problems) == 101
    assert problems[-1].sentence.endswith(
        "further rows here: 49 (rows 103-151). In all there are 150; the first 101 are told one by one."
    )


def test_strangers_beyond_a_hundred_are_told_too(reading: Callable[..., Reading]) -> None:
    visits = "person\n" + "".join(f"Nobody {number:03}\n" for number in range(105))
    problems = reading({"people.csv": "person\nE017\n", "visits.csv": visits}, PEOPLE, VISITS).problems
    assert len(problems) == 101
    assert problems[-1].sentence.endswith("further rows here: 4 (rows 103-106). Such values in all: 105.")


def test_a_file_read_without_a_profile_tells_the_rows_beyond_a_thousand() -> None:
    content = "Invoice,Amount\n" + "".join(f"I{number},{'x' if number % 2 else number}\n" for number in range(2204))
    last = read(content)["sheets"][0]["problems"][-1]
    assert last["sentence"].endswith(
        "further rows here: 2 (rows 2203, 2205). In all there are 1102; the first 1100 are told one by one."
    )
