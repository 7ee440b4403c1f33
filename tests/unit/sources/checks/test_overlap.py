"""Two files with the same rows: what is the same is said, what counts is declared, and nothing is decided by chance."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reportgen.model.problem import Problem, Severity
from reportgen.sources import InputFile, Profile, read
from reportgen.sources.checks.exports import day_in_name
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

DEALS = """
kind: deals
files: ["deals*.csv"]
key: [deal]
columns:
  deal: {type: id, headers: [deal], required: true}
  person: {type: id, headers: [person]}
  stage: {type: text, headers: [stage]}
  seen: {type: date, headers: [seen]}
  amount: {type: money, headers: [amount], currency: CNY}
"""
NEWEST = DEALS + 'overlap: {keep: newest, by: "deals_YYYY-MM*", undated: oldest}\n'
HEAD = "deal,person,stage,seen,amount\n"
MARCH = HEAD + "D1,E1,quote,2026-03-31,1\nD2,E1,quote,2026-03-31,2\nD3,E2,quote,2026-03-31,3\n"
JUNE = HEAD + "D1,E1,quote,2026-03-31,1\nD2,E1,won,2026-06-30,2\nD3,E2,lost,2026-06-30,3\nD4,E2,lead,2026-06-30,4\n"


def stages(reading: Reading) -> dict[str, str]:
    frame = reading.tables["deals"].frame
    return dict(zip(frame["deal"], frame["stage"], strict=True))


def one(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


def test_without_a_policy_nothing_is_built_on_rows_that_would_count_twice(reading: Read) -> None:
    result = reading({"deals.csv": MARCH, "deals_2026-06.csv": JUNE}, DEALS)
    assert one(result).sentence == (
        "This file and inputs/data/deals.csv have 3 rows in common (1 the same, 2 different), which would count twice."
    )
    assert one(result).remedy == (
        "Remove one of the files, or say in inputs/profiles/0.yaml what is meant:"
        " `overlap: both`, or `overlap: {keep: newest, …}`."
    )
    assert (one(result).kind.severity, str(one(result).place)) == (
        Severity.BLOCKS_RUN,
        "inputs/data/deals_2026-06.csv [2]",
    )


def test_two_rows_in_common_are_slips_and_no_overlap(reading: Read) -> None:
    other = HEAD + "D1,E1,quote,2026-03-31,1\nD2,E1,won,2026-06-30,2\nD9,E2,lost,2026-06-30,3\n"
    codes = [problem.kind.code for problem in reading({"deals_a.csv": MARCH, "deals_b.csv": other}, DEALS).problems]
    assert codes == ["duplicate-row", "duplicate-key"]


def test_the_newest_export_counts_whatever_the_files_order(reading: Read) -> None:
    result = reading({"deals_2026-06.csv": JUNE, "deals.csv": MARCH}, NEWEST)
    assert stages(result) == {"D1": "quote", "D2": "won", "D3": "lost", "D4": "lead"}
    assert str(result.tables["deals"].place(1)) == "inputs/data/deals_2026-06.csv [3]"
    assert one(result).sentence == (
        "This file and the newer inputs/data/deals_2026-06.csv have 3 rows in common (1 the same, 2 different);"
        " the newer count."
    )
    assert (one(result).kind.severity, one(result).place.file) == (Severity.NOTE, "inputs/data/deals.csv")


def test_the_file_without_a_month_may_be_the_newest(reading: Read) -> None:
    profile = NEWEST.replace("undated: oldest", "undated: newest")
    result = reading({"deals.csv": MARCH, "deals_2026-06.csv": JUNE}, profile)
    assert stages(result) == {"D1": "quote", "D2": "quote", "D3": "quote", "D4": "lead"}


def test_a_date_column_may_say_which_export_is_the_newest(reading: Read) -> None:
    profile = DEALS + "overlap: {keep: newest, by: seen}\n"
    result = reading({"deals_b.csv": MARCH, "deals_a.csv": JUNE}, profile)
    assert stages(result) == {"D1": "quote", "D2": "won", "D3": "lost", "D4": "lead"}


@pytest.mark.parametrize("names", [("deals.csv", "deals_2026-06.csv"), ("deals_2026-06a.csv", "deals_2026-06b.csv")])
def test_where_it_cannot_be_told_which_is_newer_nobody_guesses(reading: Read, names: tuple[str, str]) -> None:
    profile = NEWEST.replace(", undated: oldest", "")
    result = reading(dict(zip(names, (MARCH, JUNE), strict=True)), profile)
    problem = one(result)
    assert problem.kind.code == "export-undated"
    assert problem.kind.severity is Severity.BLOCKS_RUN
    assert problem.remedy == (
        "Name the file like deals_YYYY-MM*, or say `undated: oldest` or `undated: newest` in inputs/profiles/0.yaml."
    )


def test_both_files_count_where_the_profile_says_so(reading: Read) -> None:
    result = reading({"deals_a.csv": MARCH, "deals_b.csv": JUNE}, DEALS + "overlap: both\n")
    assert len(result.tables["deals"].frame) == 7
    assert {problem.kind.code for problem in result.problems} == {"duplicate-row", "duplicate-key"}


def test_rows_that_a_newer_export_no_longer_has_are_missed(reading: Read) -> None:
    older = MARCH.replace(HEAD, HEAD + "D0,E3,quote,2026-03-31,9\n")
    result = reading({"deals.csv": older, "deals_2026-06.csv": JUNE}, NEWEST)
    gone = next(problem for problem in result.problems if problem.kind.code == "rows-gone")
    assert gone.sentence == (
        "The newer inputs/data/deals_2026-06.csv no longer has 1 row of this file, first D0; they still count."
    )
    assert str(gone.place) == "inputs/data/deals.csv [2]"
    assert stages(result)["D0"] == "quote"


def test_cells_of_rows_that_do_not_count_are_not_doubted(reading: Read) -> None:
    older = MARCH.replace("2026-03-31,2", "2026-03-31,two")
    codes = [problem.kind.code for problem in reading({"deals.csv": older, "deals_2026-06.csv": JUNE}, NEWEST).problems]
    assert codes == ["overlap-newest"]


def test_files_that_overlap_are_still_compared_with_all_else(reading: Read) -> None:
    people = 'kind: people\nfiles: ["people*.csv"]\ncolumns:\n  person: {type: id, headers: [person]}\n'
    files = {"people.csv": "person\nE1\n", "deals.csv": MARCH, "deals_2026-06.csv": JUNE}
    codes = [problem.kind.code for problem in reading(files, DEALS, people).problems]
    assert codes == ["reference-unknown", "files-overlap"]


def test_a_period_is_measured_on_what_was_known_at_its_end(
    tmp_path: Path, profiles_of: Callable[..., tuple[tuple[Profile, ...], tuple[Problem, ...]]]
) -> None:
    profiles, _ = profiles_of(NEWEST)
    (tmp_path / "deals.csv").write_text(MARCH, "utf-8")
    (tmp_path / "deals_2026-06.csv").write_text(JUNE, "utf-8")
    files = [InputFile(tmp_path / name, name) for name in ("deals.csv", "deals_2026-06.csv")]
    before, after = (read(files, profiles, as_of=day) for day in (date(2026, 6, 29), date(2026, 6, 30)))
    assert stages(before) == {"D1": "quote", "D2": "quote", "D3": "quote"}
    assert one(before).sentence == (
        "This file was exported on 2026-06-30, after the period; deals.csv is the newest that was known and counts."
    )
    assert stages(after) == {"D1": "quote", "D2": "won", "D3": "lost", "D4": "lead"}


@pytest.mark.parametrize(
    ("pattern", "name", "day"),
    [
        ("deals_YYYY-MM*", "inputs/data/deals_2026-02.csv", date(2026, 2, 28)),
        ("deals_YYYY-MM*", "deals_2026-12 (2).csv", date(2026, 12, 31)),
        ("*_YYYY-MM-DD.csv", "商机_2026-02-03.csv", date(2026, 2, 3)),
        ("deals_YYYY-MM*", "deals_2026.csv", None),
        ("deals_YYYY-MM*", "deals_2026-13.csv", None),
        ("*_YYYY-MM-DD.csv", "a_2026-02-30.csv", None),
        ("deals_YYYY-MM*", "orders_2026-02.csv", None),
        ("deals_YYYY-MM*", "deals_2026-021.csv", None),
    ],
)
def test_a_file_name_holds_the_day_of_its_export(pattern: str, name: str, day: date | None) -> None:
    assert day_in_name(pattern, name) == day
