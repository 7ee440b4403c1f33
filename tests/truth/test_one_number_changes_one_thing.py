"""Changing a threshold is one line in one file: only what rests on it changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import plan as planning
from reportgen.measure.alerts.alarms import alarms
from reportgen.measure.desk import Desk
from reportgen.measure.standing import figures_of
from reportgen.measure.watching import board_of
from reportgen.model.measured import Subject
from reportgen.model.plan import Plan
from tests.truth.reading import ROOT, desk_of, period_of

MONTH = "2026-03"


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str, str], Plan]:
    """Change one line of an entry in a copy of the plan, and read it."""

    def change(file: str, entry: str, was: str, now: str) -> Plan:
        folder = tmp_path / "plan"
        shutil.copytree(ROOT / "inputs" / "plan", folder)
        lines = (folder / file).read_text("utf-8").splitlines(keepends=True)
        start = lines.index(f"- id: {entry}\n")
        line = next(index for index in range(start, len(lines)) if was in lines[index])
        assert not any(each.startswith("- id:") for each in lines[start + 1 : line + 1]), "of another entry"
        lines[line] = lines[line].replace(was, now)
        (folder / file).write_text("".join(lines), "utf-8")
        found, problems = planning.read(folder, "inputs/plan")
        assert found is not None, problems
        return found

    return change


def fired(desk: Desk) -> dict[str, set[tuple[str, str, str]]]:
    """What fires in a month, by rule."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for alarm in alarms(board_of(desk), period_of(MONTH)):
        found.setdefault(alarm.rule.id, set()).add(alarm.key)
    return found


def test_a_threshold_of_an_alert_changes_that_alert_alone(changed: Callable[[str, str, str, str], Plan]) -> None:
    before = fired(desk_of(MONTH))
    plan = changed("alerts.yaml", "key-result-behind", "70%", "75%")
    after = fired(replace(desk_of(MONTH), plan=plan))
    assert {rule for rule in before | after if before.get(rule) != after.get(rule)} == {"key-result-behind"}
    assert before["key-result-behind"] < after["key-result-behind"]


def test_a_threshold_of_a_kpi_changes_its_statuses_alone(changed: Callable[[str, str, str, str], Plan]) -> None:
    plan = changed("kpis.yaml", "order_amount", "green: 100%", "green: 130%")
    desk = desk_of(MONTH)
    people = [person.id for person in desk.books.roster.people.values() if person.days_in(period_of(MONTH))]
    wrong, moved = [], 0
    for person in people:
        subject = Subject("person", person)
        old, new = (figures_of(each, subject, period_of(MONTH)) for each in (desk, replace(desk, plan=plan)))
        for name, figure in old.items():
            same = (figure.actual, figure.target, figure.attainment) == (
                new[name].actual,
                new[name].target,
                new[name].attainment,
            )
            moved += name == "order_amount" and figure.status != new[name].status
            if not same or (name != "order_amount" and figure.status != new[name].status):
                wrong.append((person, name))
    assert wrong == []
    assert moved > 5
