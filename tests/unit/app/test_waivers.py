"""Waivers: what somebody accepts no longer blocks, stays visible with their word, and ends on its day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app import findings, kinds
from reportgen.app.build import measure_period
from reportgen.app.waivers import Waiver, read_waivers, settle, stale, why_not
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity, blocked_people
from reportgen.model.quantity import money
from reportgen.plan.kinds import KINDS as PLAN
from reportgen.sources import kinds as reading
from tests.cli.running import run
from tests.problems.small import write_workspace

ORDERS = "inputs/data/orders.csv"
WAIVER = """\
- kind: amount-unreadable
  {which}
  reason: a sample that was never sold
  by: Li Na
  until: {until}
"""
LINE = Place("inputs/waivers.yaml", row=1)


def a_waiver(**given: object) -> Waiver:
    """A waiver of an unreadable amount until the end of March."""
    told: dict[str, object] = {"kind": "amount-unreadable", "file": "", "sheet": "", "row": 0, "key": "", "person": ""}
    told |= {"reason": "a sample", "by": "Li Na", "until": date(2026, 3, 31), "place": LINE} | given
    return Waiver(**told)  # type: ignore[arg-type]


FOUND = Problem(
    reading.AMOUNT_UNREADABLE,
    Place(ORDERS, "", 2, "H"),
    "12,5OO",
    people=("E1",),
    excerpt="SO-1 | E1 | 12,5OO",
    amount=Fraction(5),
    currency="CNY",
)
DAY = date(2026, 3, 31)


# ----------------------------------------------------------------------------------------------------- in a workspace


def workspace(folder: Path, orders: dict[str, str], *waivers: str) -> Workspace:
    """The small workspace with changed orders and these waivers."""
    files = {"inputs/waivers.yaml": "".join(waivers)} if waivers else {}
    write_workspace(folder, {"change": {ORDERS: orders}, "files": files})
    found = open_workspace(folder)
    assert isinstance(found, Workspace)
    return found


def january() -> Period:
    """The period of the small workspace's orders."""
    found = parse_period("2026-01")
    assert found is not None
    return found


def test_an_accepted_finding_blocks_nobody_and_the_row_counts_as_it_was_read(tmp_path: Path) -> None:
    bad = {"1000.00": "1OOO.OO"}
    _, blocked, found = measure_period(workspace(tmp_path / "a", bad), january())
    waiver = WAIVER.format(which="key: SO-1", until="2026-01-31")
    _, free, accepted = measure_period(workspace(tmp_path / "b", bad, waiver), january())
    assert blocked is not None
    assert free is not None
    assert (set(blocked_people(found)), blocked.company.incomplete, "E1" in blocked.statements) == ({"E1"}, True, False)
    assert (set(blocked_people(accepted)), free.company.incomplete, "E1" in free.statements) == (set(), False, True)
    assert free.company.figures["order_amount"].actual == money(2500, "CNY")  # what could not be read is absent
    (problem,) = accepted
    assert problem.accepted is not None
    assert (problem.accepted.by, problem.accepted.severity) == ("Li Na", Severity.BLOCKS_PERSON)


def test_a_row_that_stands_twice_on_purpose_counts_twice(tmp_path: Path) -> None:
    twice = {"SO-2,1,,2026-01-20,Bolt,E1,Flex,2000.00,900.00": "SO-1,1,,2026-01-10,Acme,E1,Eco,1000.00,600.00"}
    waiver = WAIVER.replace("amount-unreadable", "duplicate-row").format(which="person: E1", until="2026-12-31")
    _, measured, problems = measure_period(workspace(tmp_path / "a", twice, waiver), january())
    assert measured is not None
    assert measured.company.figures["order_amount"].actual == money(2500, "CNY")
    assert [(each.kind.code, each.amount, each.accepted is None) for each in problems] == [
        ("duplicate-row", Fraction(1000), False)
    ]


def test_what_is_waived_is_printed_counted_and_listed_with_the_word_of_who_did(tmp_path: Path) -> None:
    waiver = WAIVER.format(which="key: SO-1", until="2026-01-31")
    workspace(tmp_path / "a", {"1000.00": "1OOO.OO"}, waiver)
    said = run("-C", tmp_path / "a", "-v", "check", "2026-01")
    assert said.code == 0
    assert (
        "waived by Li Na until 2026-01-31, else blocks a person: a sample that was never sold (inputs/waivers.yaml:1)"
        in said.err
    )
    assert "1 waived" in said.out
    (row,) = json.loads((tmp_path / "a/outputs/check/problems.json").read_text("utf-8"))
    assert (row["severity"], row["waived"]["by"], row["waived"]["until"]) == ("blocks a person", "Li Na", "2026-01-31")
    page = (tmp_path / "a/outputs/check/problems.html").read_text("utf-8")
    assert "waived by Li Na until 2026-01-31" in page
    assert not (tmp_path / "a/outputs/check/annotated").exists()


def test_a_waiver_that_is_over_accepts_nothing_and_says_so(tmp_path: Path) -> None:
    waiver = WAIVER.format(which="key: SO-1", until="2026-01-30")
    workspace(tmp_path / "a", {"1000.00": "1OOO.OO"}, waiver)
    for typed in (["check"], ["check", "2026-01"]):  # without a period, the newest day of the orders counts
        said = run("-C", tmp_path / "a", *typed)
        assert said.code == 1
        assert "amount-unreadable: " in said.err
        assert "waiver-expired: this waiver of amount-unreadable held until 2026-01-30" in said.err


# ----------------------------------------------------------------------------------------------------------- matching


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({"file": "orders.csv"}, True),
        ({"file": "data/orders.csv", "row": 2}, True),
        ({"file": ORDERS, "key": "ＳＯ-1 "}, True),
        ({"key": "12,5OO"}, True),
        ({"person": "E1"}, True),
        ({"file": "ders.csv"}, False),
        ({"file": "orders.csv", "row": 3}, False),
        ({"file": "orders.csv", "sheet": "订单"}, False),
        ({"key": "SO"}, False),
        ({"person": "E2"}, False),
        ({"key": "SO-1", "kind": "date-unreadable"}, False),
        ({"key": "SO-1", "until": date(2026, 3, 30)}, False),
    ],
)
def test_a_waiver_fits_what_all_its_words_name(given: dict[str, object], fits: bool) -> None:
    (problem,) = settle([FOUND], [a_waiver(**given)], DAY).problems
    assert (problem.accepted is not None) is fits
    assert replace(problem, accepted=None, kind=FOUND.kind) == FOUND


def test_a_finding_about_several_people_is_accepted_for_the_one_that_is_named() -> None:
    both = replace(FOUND, people=("E1", "E2", "E3"))
    mine, also, rest = settle([both], [a_waiver(person="E1"), a_waiver(person="E3", by="Wu")], DAY).problems
    assert [(each.people, each.accepted is not None) for each in (mine, also, rest)] == [
        (("E1",), True),
        (("E3",), True),
        (("E2",), False),
    ]
    assert set(blocked_people([mine, also, rest])) == {"E2"}


def test_what_stands_for_many_rows_is_not_accepted_by_the_first_rows_key() -> None:
    many = replace(FOUND, kind=replace(FOUND.kind, sentence=FOUND.kind.sentence + " The same is so of further rows."))
    by_key, by_row, by_file = (
        settle([many], [a_waiver(file="orders.csv", **more)], DAY).problems[0].accepted
        for more in ({"key": "SO-1"}, {"row": 2}, {})
    )
    assert (by_key, by_row) == (None, None)
    assert by_file is not None


def test_a_row_of_nobody_knows_how_much_it_would_stop() -> None:
    everybody = replace(FOUND, kind=reading.for_everybody(FOUND.kind), people=())
    (problem,) = settle([everybody], [a_waiver(key="SO-1")], DAY).problems
    assert problem.kind.severity is Severity.NOTE
    assert problem.accepted is not None
    assert problem.accepted.severity is Severity.BLOCKS_RUN


def test_a_waiver_of_what_only_measuring_finds_is_not_missed_by_reading_alone() -> None:
    waivers = [a_waiver(kind="nobodys-rows", file="orders.csv"), a_waiver(key="SO-9")]
    read, measured = (stale(waivers, frozenset(), DAY, stages) for stages in (["sources"], ["sources", "measure"]))
    assert [each.found for each in read] == ["amount-unreadable"]
    assert [each.found for each in measured] == ["nobodys-rows", "amount-unreadable"]


def test_only_what_can_be_computed_all_the_same_can_be_accepted() -> None:
    assert why_not(reading.AMOUNT_UNREADABLE) == ""
    assert why_not(reading.REFERENCE_UNKNOWN) == ""
    assert {why_not(kind) for kind in PLAN if kind.severity is Severity.BLOCKS_RUN} == {
        "nothing can be computed while it stands"
    }
    assert why_not(kinds.WAIVER_EXPIRED) == "it is about a waiver itself"
    from reportgen.measure.kinds import KINDS as MEASURE

    owed = "what this person is owed cannot be computed without it"
    assert {why_not(kind) for kind in MEASURE if kind.severity is Severity.BLOCKS_PERSON} == {owed}


# ------------------------------------------------------------------------------------------------------------ the file

GOOD = WAIVER.format(which="key: SO-1", until="2026-01-31")


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("", []),
        ("# nothing is accepted\n", []),
        (GOOD, []),
        (GOOD.replace("key: SO-1", "file: orders.csv\n  row: 12\n  sheet: 订单"), []),
        ("kind: amount-unreadable\n", [("setting-wrong", 1)]),
        (GOOD.replace("  key: SO-1\n", ""), [("setting-wrong", 1)]),
        (GOOD.replace("key: SO-1", "key: SO-1\n  row: 2"), [("setting-wrong", 1)]),
        (GOOD.replace("key: SO-1", 'file: "*.csv"'), [("setting-wrong", 2)]),
        (GOOD.replace("key: SO-1", "file: a.csv\n  row: last"), [("setting-wrong", 3)]),
        (GOOD.replace("2026-01-31", "2026-02-30"), [("setting-wrong", 5)]),
        (GOOD.replace("2026-01-31", ""), [("setting-wrong", 1)]),
        (GOOD.replace("  by: Li Na\n", ""), [("setting-missing", 1)]),
        (GOOD.replace("by: Li Na", "by:"), [("setting-wrong", 1)]),
        (GOOD.replace("by: Li Na", "by: Li Na\n  because: x"), [("setting-unknown", 5)]),
        (GOOD.replace("amount-unreadable", "amount-unreadible"), [("setting-wrong", 1)]),
        (GOOD.replace("amount-unreadable", "column-missing"), [("waiver-not-possible", 1)]),
        (GOOD.replace("amount-unreadable", "rate-missing"), [("waiver-not-possible", 1)]),
    ],
)
def test_the_file_is_read_strictly(tmp_path: Path, text: str, spots: list[tuple[str, int]]) -> None:
    (tmp_path / "waivers.yaml").write_text(text, "utf-8")
    waivers, problems = read_waivers(tmp_path / "waivers.yaml", "inputs/waivers.yaml")
    assert [(problem.kind.code, problem.place.row) for problem in problems] == spots
    assert len(waivers) == (1 if "- kind" in text and not spots else 0)


def test_a_misspelt_kind_is_told_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(GOOD.replace("amount-unreadable", "amount-unreadible"), "utf-8")
    _, (problem,) = read_waivers(tmp_path / "w.yaml", "inputs/waivers.yaml")
    assert problem.remedy == "Write the code of a finding; the nearest is amount-unreadable."


def test_accepted_findings_come_last_and_are_counted_apart() -> None:
    (accepted,) = settle([FOUND], [a_waiver(key="SO-1")], DAY).problems
    note = Problem(reading.SHEET_HIDDEN, Place("a.xlsx", "b"))
    listed = findings.ordered([accepted, note, replace(FOUND, people=("E2",))])
    assert [each.accepted is not None for each in listed] == [False, False, True]
    assert findings.summary(listed) == "1 blocks a person · 1 note · 1 waived"
