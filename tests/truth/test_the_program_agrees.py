"""What the program measures and pays of the sample is what the sample's own plan of events says, to the last digit.

A row marked in `waits` is of an issue to come: it is not compared, and a row that is not marked must be equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import pytest

from reportgen.model.period import parse_period
from reportgen.model.step import Step
from tests.truth.reading import Row, intake, measured, number, rows, value

QUARTERS = tuple(f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
PERIODS = ("2026-03", *QUARTERS)
YEAR = "2026"


def due(name: str, period: str) -> list[Row]:
    """The rows of a period that the program computes today."""
    return [row for row in rows(name) if row["period"] == period and not row["waits"]]


@pytest.mark.parametrize("period", PERIODS)
def test_every_kpi_of_everybody_is_equal(period: str) -> None:
    found = measured(period)
    subjects = {"company": {"": found.company}, "team": found.teams, "person": found.people}
    wrong, compared = [], 0
    for row in due("kpis-today", period):
        shown = value(subjects[row["kind"]][row["subject"]].figures[row["id"]].actual)
        compared += 1
        if shown != number(row["value"]):
            wrong.append((row["id"], row["subject"], row["value"], shown))
    assert wrong == []
    assert compared > 450


def steps(step: Step) -> Iterator[Step]:
    """A step and all that it rests on."""
    yield step
    for operand in step.operands:
        yield from steps(operand)


def order_lines(period: str) -> int:
    """How many rows of orders were read of a period."""
    span = parse_period(period)
    assert span is not None
    days = intake().dataset.tables["orders"].frame["order_date"].dropna()
    return sum(day.date() in span for day in days)


@pytest.mark.parametrize("period", PERIODS)
def test_the_companys_sums_and_their_parts_are_equal(period: str) -> None:
    found = measured(period)
    figures = {id_: value(figure.actual) for id_, figure in found.company.figures.items()}
    shown = {(id_, "company", ""): figures[id_] for id_ in ("order_amount", "order_count", "customer_count")}
    shown["order_amount/nobody", "company", ""] = value(found.unassigned)
    shown["order_lines", "company", ""] = Fraction(order_lines(period))
    for kpi, measures in (("gross_margin", ("gross_profit",)), ("collection_rate", ("collected", "due"))):
        for step in steps(found.company.figures[kpi].step):
            if step.name in measures:
                shown[step.name, "company", ""] = value(step.value)
    for table in found.company.slices:
        shown |= {("order_amount", table.slice, row.label): value(row.actual) for row in table.rows}
    expected = {(row["id"], row["kind"], row["subject"]): number(row["value"]) for row in due("totals", period)}
    assert shown == expected


@pytest.mark.parametrize("period", [period for period in PERIODS if period < "2026-Q3"])
def test_deals_are_counted_alike(period: str) -> None:
    funnel = measured(period).company.funnel
    assert funnel is not None
    shown: dict[str, Fraction] = defaultdict(Fraction)
    for stage in funnel.stages:
        amount = value(stage.value)
        assert amount is not None
        shown[f"deals_{stage.state}"] += stage.count
        shown[f"deals_{stage.state}_amount"] += amount
    rate = value(funnel.win_rate)
    expected = {row["id"]: number(row["value"]) for row in due("deals", period) if row["kind"] == "company"}
    assert expected.pop("win_rate") == rate
    assert len(expected) == 5
    assert {id_: shown[id_] for id_ in expected} == expected


@pytest.mark.parametrize("period", PERIODS)
def test_targets_are_phased_alike(period: str) -> None:
    target = value(measured(period).company.figures["order_amount"].target)
    expected = [row for row in due("targets", period) if row["id"] == "order_amount/floor"]
    assert [number(row["value"]) for row in expected] == [target]


@pytest.mark.parametrize("period", QUARTERS[:2])
def test_everybodys_score_is_equal(period: str) -> None:
    found = measured(period)
    reviewed = {**found.people, **found.teams}  # who leads is reviewed on the team
    wrong = []
    for row in due("scores", period):
        result = reviewed[row["subject"]].score
        shown = value(result.total) if result else None
        if shown != number(row["value"]):
            wrong.append((row["subject"], row["value"], shown))
    assert wrong == []


@pytest.fixture(scope="module")
def paid() -> dict[tuple[str, str, str, str], tuple[Fraction, Fraction]]:
    """What the program pays in 2026 by payee, component, pay period and key: released to date, and payable."""
    found = {}
    for payee, statement in measured(YEAR).statements.items():
        for column in statement.columns:
            for component in column.components:
                for line in (line for line in component.lines if not line.settled):
                    key = line.key or line.earning_period
                    found[payee, component.component.id, column.period.id, key] = line.released, line.payable
    return found


def test_commission_is_equal_order_by_order(paid: dict[tuple[str, str, str, str], tuple[Fraction, Fraction]]) -> None:
    expected = [row for row in rows("pay-commission") if not row["waits"]]
    wrong = [
        (row["person"], row["key"], row["paid_in"], row["worked"], row["payable"], shown)
        for row in expected
        if (shown := paid.get((row["person"], row["component"], row["paid_in"], row["key"])))
        != (Fraction(row["released"]), Fraction(row["payable"]))
    ]
    assert wrong == []
    assert len(expected) > 800


def test_nothing_else_is_paid_to_them(paid: dict[tuple[str, str, str, str], tuple[Fraction, Fraction]]) -> None:
    told = {(row["person"], row["component"], row["paid_in"], row["key"]) for row in rows("pay-commission")}
    people = {person for person, *_ in told}
    assert [key for key, (_, payable) in paid.items() if key[0] in people and payable and key not in told] == []


def test_the_team_funds_are_equal(paid: dict[tuple[str, str, str, str], tuple[Fraction, Fraction]]) -> None:
    expected = [row for row in rows("pay-components") if row["component"] == "sprint-bonus" and not row["waits"]]
    wrong = [
        (row["person"], row["paid_in"], row["worked"], row["payable"], shown)
        for row in expected
        if (shown := paid.get((row["person"], row["component"], row["paid_in"], row["key"]), (0, 0))[1])
        != Fraction(row["payable"])
    ]
    assert wrong == []
    assert sum(row["payable"] != "0.00" for row in expected) >= 6
