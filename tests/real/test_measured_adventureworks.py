"""AdventureWorks measured: revenue, attainment, margin and flat commission of 14 people in 8 quarters, to the cent."""

from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.model.money import half_up
from reportgen.model.quantity import Quantity
from tests.real.measuring import (
    assert_teams_sum_up,
    below,
    by_id,
    csv_managers,
    figure,
    measured,
    people_figures,
    truth,
    unmeasured,
)

NAME = "adventureworks"
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2017, 2018, 2019) for quarter in (1, 2, 3, 4))[2:10]
MILLIONTH = 6

pytestmark = pytest.mark.usefixtures("shared_data")


def of(key: str, quarter: str) -> dict[str, Fraction]:
    """One quarter of a table of the truth, by person."""
    return {person: quarters[quarter] for person, quarters in by_id(truth(NAME)[key]).items() if quarter in quarters}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_revenue_of_each_person_equals_the_truth(quarter: str) -> None:
    revenue = of("revenue_by_rep_quarter", quarter)
    found = measured(NAME, quarter)
    assert people_figures(found, "order_amount") == revenue
    assert figure(found.company, "order_amount") == sum(revenue.values())
    assert isinstance(found.unassigned, Quantity)
    assert found.unassigned.value == 0


@pytest.mark.parametrize("quarter", QUARTERS)
def test_attainment_against_quota_equals_the_truth(quarter: str) -> None:
    quota = of("quota_by_rep_quarter", quarter)
    expected = of("attainment_by_rep_quarter", quarter)
    figures = {person: found.figures["order_amount"] for person, found in measured(NAME, quarter).people.items()}
    reached = {person: each.attainment for person, each in figures.items() if isinstance(each.attainment, Quantity)}
    targets = {person: each.target for person, each in figures.items() if isinstance(each.target, Quantity)}
    assert {person: target.value for person, target in targets.items()} == quota
    assert {person: half_up(value.value, MILLIONTH) for person, value in reached.items()} == expected


@pytest.mark.parametrize("quarter", QUARTERS)
def test_gross_margin_rests_on_the_true_cost(quarter: str) -> None:
    revenue, cost = of("revenue_by_rep_quarter", quarter), of("cost_by_rep_quarter", quarter)
    found = measured(NAME, quarter)
    margins = {person: figure(found.people[person], "gross_margin") for person in revenue}
    assert margins == {person: (revenue[person] - cost[person]) / revenue[person] for person in revenue}
    whole = sum(revenue.values(), Fraction(0))
    assert figure(found.company, "gross_margin") == (whole - sum(cost.values())) / whole


@pytest.mark.parametrize("quarter", QUARTERS)
def test_flat_commission_equals_the_truth_to_the_cent(quarter: str) -> None:
    expected = of("commission_flat_pct_of_revenue_by_rep_quarter", quarter)
    found = measured(NAME, quarter)
    payable = {person: statement.payable for person, statement in found.statements.items()}
    assert {person: payable[person] for person in expected} == expected
    assert {person for person in payable if person not in expected and payable[person]} == set()
    rows = {row.payee: row.payable for row in found.register}
    assert rows == {person: amount for person, amount in payable.items() if person in rows}
    assert isinstance(found.pay_total, Quantity)
    assert found.pay_total.value == sum(payable.values()) == sum(expected.values())


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_team_is_the_sum_of_its_people_and_of_the_manager_who_sells(quarter: str, shared_data: Path) -> None:
    managers = csv_managers(shared_data / NAME / "roster.csv", "rep_id", "manager_id")
    found = measured(NAME, quarter)
    assert_teams_sum_up(found, "order_amount", managers)
    revenue = of("revenue_by_rep_quarter", quarter)
    own = revenue.get("272", Fraction(0))
    others = below(managers, "272") - {"272"}
    assert own > 0
    assert figure(found.teams["272"], "order_amount") == own + sum(revenue.get(person, 0) for person in others)


def test_a_year_is_the_sum_of_its_quarters() -> None:
    quarters = {quarter: sum(of("revenue_by_rep_quarter", quarter).values(), Fraction(0)) for quarter in QUARTERS}
    whole = figure(measured(NAME, "2018").company, "order_amount")
    assert whole == sum(amount for quarter, amount in quarters.items() if quarter.startswith("2018"))


def test_what_the_data_cannot_answer_is_not_measured() -> None:
    found = measured(NAME, "2018-Q4")
    for standing in (found.company, *found.teams.values(), *found.people.values()):
        assert unmeasured(standing, "collection_rate") == "no-data"
    # The director has targets in another file and no sales of his own: nothing to divide is no zero per cent.
    assert unmeasured(found.people["277"], "gross_margin") == "zero-denominator"
