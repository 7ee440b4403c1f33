"""The sample's February measured with a copy of the process at work beside pay, and without one: the same."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from reportgen import measure
from reportgen.app import spread
from reportgen.app.intake import Intake, take_in
from reportgen.app.spread import begun, beside
from reportgen.app.workspace import open_workspace
from reportgen.model.period import parse_period
from reportgen.model.problem import Problem

ROOT = Path(__file__).resolve().parents[3]
Tasks = Sequence[Callable[[], Any]]
Way = Callable[[Tasks], Iterator[Any]]

FEBRUARY = parse_period("2026-02")
"""January is replayed before it."""


@pytest.fixture(scope="module")
def sample() -> Intake:
    workspace = open_workspace(ROOT)
    assert not isinstance(workspace, Problem)
    assert FEBRUARY is not None
    return take_in(workspace, FEBRUARY.end)


def _told(sample: Intake, way: Way) -> list[str]:
    assert sample.plan is not None
    assert FEBRUARY is not None
    measured, problems = measure.run(
        sample.dataset, sample.plan, FEBRUARY, sample.paid_before, sample.problems, beside=way
    )
    assert measured is not None
    assert measured.statements
    assert measured.alerts
    paid = (measured.statements, measured.register, measured.controls, measured.held, problems)
    held = (measured.company, *measured.people.values(), *measured.teams.values())
    assert any(each.funnel and each.slices and each.deals for each in held)
    beside_pay = [(each.subject, each.months, each.slices, each.funnel, each.score, each.deals) for each in held]
    return [repr(each) for each in (*paid, measured.alerts, measured.improvements, measured.tiers, beside_pay)]


def test_what_a_copy_works_out_is_what_this_process_would(sample: Intake) -> None:
    where: list[int] = []

    def elsewhere(tasks: Tasks) -> Iterator[Any]:
        results = begun([*tasks, os.getpid])
        found = [next(results) for _ in tasks]
        where.append(next(results))
        return iter(found)

    assert _told(sample, elsewhere) == _told(sample, lambda tasks: (task() for task in tasks))
    assert where
    assert os.getpid() not in where


def test_few_rows_are_measured_by_one_process() -> None:
    assert list(beside(10)([os.getpid])) == [os.getpid()]


def test_who_asks_for_one_process_gets_no_copy_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "MANY_ROWS", 0)
    for processes, here in ((1, True), (2, False)):
        assert (list(beside(10, processes)([os.getpid])) == [os.getpid()]) is here
