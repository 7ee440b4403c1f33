"""Turns a real workspace and a period into what is measured, and its truth into exact numbers by the roster's ids."""

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from reportgen import measure, plan
from reportgen.model.measured import Measured, PaidBefore, Standing
from reportgen.model.period import parse_period
from reportgen.model.problem import Problem, Severity
from reportgen.model.quantity import NotMeasured, Quantity
from tests.conftest import SHARED_DATA
from tests.real.reading import HERE, read_workspace

UNFINISHED = "period-unfinished"
CALENDAR_QUARTER = re.compile(r"(\d{4})Q(\d)")

Quarters = Mapping[str, Fraction]


def truth(name: str) -> Any:
    """The totals that were computed another way, every number of them exact."""
    text = (SHARED_DATA / name / "truth.json").read_text("utf-8")
    return json.loads(text, parse_float=Fraction, parse_int=Fraction)


def by_id(quarters_of: Mapping[str, Quarters]) -> dict[str, dict[str, Fraction]]:
    """Truth by the id before the name (`281 Michael Blythe`) and by our name of a quarter (`2017-Q3`)."""
    return {name.split()[0]: by_quarter(quarters) for name, quarters in quarters_of.items()}


def by_quarter(quarters: Quarters) -> dict[str, Fraction]:
    """Truth of one subject by our name of a quarter; `2017Q3` is `2017-Q3`."""
    return {CALENDAR_QUARTER.sub(r"\1-Q\2", quarter): value for quarter, value in quarters.items()}


def measured(name: str, period: str) -> Measured:
    """What a workspace says about a period; nothing may be amiss but that the data end within it."""
    found, problems = measured_with_findings(name, period)
    assert found is not None
    assert [each for each in problems if each.kind.severity > Severity.NOTE and each.kind.code != UNFINISHED] == []
    return found


@cache
def measured_with_findings(name: str, period: str) -> tuple[Measured | None, tuple[Problem, ...]]:
    """What a workspace says about a period, and all that was found on the way."""
    reading = read_workspace(name)
    promised, problems = plan.read(HERE / name / "inputs" / "plan", "inputs/plan")
    wanted = parse_period(period)
    assert promised is not None
    assert wanted is not None
    assert problems == ()
    found, more = measure.run(reading, promised, wanted, PaidBefore(), reading.problems)
    return found, (*reading.problems, *more)


def figure(standing: Standing, kpi: str) -> Fraction:
    """A figure that must be measured."""
    actual = standing.figures[kpi].actual
    assert isinstance(actual, Quantity), f"{standing.subject} {kpi}: {actual}"
    return actual.value


def unmeasured(standing: Standing, kpi: str) -> str:
    """Why a figure, its score and its status are absent; it must be none of them a number."""
    found = standing.figures[kpi]
    assert isinstance(found.actual, NotMeasured)
    assert isinstance(found.attainment, NotMeasured)
    assert found.status.value == "none"
    return found.actual.reason


def people_figures(found: Measured, kpi: str) -> dict[str, Fraction]:
    """A figure of everybody in the period, those with none of it left out."""
    every = {person: figure(standing, kpi) for person, standing in found.people.items()}
    return {person: value for person, value in every.items() if value}


def below(managers: Mapping[str, str], leader: str) -> frozenset[str]:
    """A leader and everybody below, by a plain list of who reports to whom."""
    team = {leader}
    while more := {person for person, manager in managers.items() if manager in team} - team:
        team |= more
    return frozenset(team)


def assert_teams_sum_up(found: Measured, kpi: str, managers: Mapping[str, str]) -> None:
    """Every team's figure must be the sum of its people's, the leader's own among them."""
    own = people_figures(found, kpi)
    assert set(found.teams) == set(managers.values()) - {""}
    for leader, team in found.teams.items():
        expected = sum((own.get(person, Fraction(0)) for person in below(managers, leader)), Fraction(0))
        assert figure(team, kpi) == expected, leader


def csv_managers(file: Path, person: str, manager: str) -> dict[str, str]:
    """Who reports to whom, read from the file without the program."""
    import csv

    with file.open(encoding="utf-8-sig", newline="") as text:
        return {row[person]: row[manager] for row in csv.DictReader(text)}
