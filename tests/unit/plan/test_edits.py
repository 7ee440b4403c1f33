"""Which changes of a plan touch days that are paid: by what the rules mean, not by how they are typed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from reportgen import plan
from reportgen.model.plan import Plan
from reportgen.plan.edits import edits
from tests.unit.plan.small_plan import SOUND

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
PAY = SOUND["pay.yaml"]
RULE = "- id: " + PAY.split("- id: ")[1]
ID = RULE.splitlines()[0].removeprefix("- id: ")


def read(folder: Path, changes: Mapping[str, str]) -> Plan:
    for name, text in {**SOUND, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    found, problems = plan.read(folder, "inputs/plan")
    assert found is not None, [f"{each.place} {each.sentence}" for each in problems]
    return found


def told(tmp_path: Path, changes: Mapping[str, str]) -> list[tuple[str, str, str]]:
    before, now = read(tmp_path / "before", {}), read(tmp_path / "now", changes)
    return [(each.rule, each.what, each.since.isoformat()) for each in edits(before, now, FIRST, LAST)]


def version(since: str, old: str = "", new: str = "") -> str:
    """Return a later version of the first rule of pay."""
    text = RULE.replace("from: 2026-01-01", f"from: {since}", 1)
    assert f"from: {since}" in text
    assert old in text
    return text.replace(old, new, 1)


def first_rate() -> tuple[str, str]:
    """Return a rate of the rule as it is typed, and another."""
    line = next(line for line in RULE.splitlines() if "rate: " in line)
    rate = line.split("rate: ")[1].split("}")[0].strip()
    return f"rate: {rate}", "rate: 77 %"


def test_nothing_is_told_of_a_plan_that_says_the_same_in_other_words(tmp_path: Path) -> None:
    assert (
        told(tmp_path, {"pay.yaml": "# A new comment\n\n" + PAY.replace("en: ", "en:  ").replace("zh: ", "zh:  ")})
        == []
    )


def test_a_rate_changed_in_place_is_told_from_its_first_paid_day(tmp_path: Path) -> None:
    assert told(tmp_path, {"pay.yaml": PAY.replace(*first_rate(), 1)}) == [(f"pay/{ID}", "changed", "2026-01-01")]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-02-15", [(f"pay/{ID}", "changed", "2026-02-15")]),
        ("2026-03-31", [(f"pay/{ID}", "changed", "2026-03-31")]),
        ("2026-04-01", []),
    ],
)
def test_a_new_version_touches_paid_days_only_if_it_begins_on_one(
    tmp_path: Path, since: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(tmp_path, {"pay.yaml": PAY + "\n" + version(since, *first_rate())}) == expected


def test_a_version_that_changes_nothing_is_no_edit(tmp_path: Path) -> None:
    assert told(tmp_path, {"pay.yaml": PAY + "\n" + version("2026-02-01")}) == []


def test_a_rule_taken_away_is_told_of_its_file(tmp_path: Path) -> None:
    rest = PAY.replace(RULE, "")
    assert (f"pay/{ID}", "removed", "2026-01-01") in told(tmp_path, {"pay.yaml": rest})


@pytest.mark.parametrize(("since", "allowed"), [("2026-01-01", True), ("2026-01-02", False), ("2025-06-01", True)])
def test_an_edit_is_allowed_where_retro_names_it_from_that_day_on(tmp_path: Path, since: str, allowed: bool) -> None:
    retro = f"- {{rule: pay/{ID}, from: {since}, reason: typed late, author: Li Na, approver: Chen Wei}}\n"
    before = read(tmp_path / "before", {})
    now = read(tmp_path / "now", {"pay.yaml": PAY.replace(*first_rate(), 1), "retro.yaml": retro})
    found = plan.retroactive(before, now, FIRST, LAST, "2026-03")
    assert [each.found for each in found] == ([] if allowed else [f"pay/{ID}"])
