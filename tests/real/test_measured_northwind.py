"""Northwind measured: net sales of 9 people in 8 quarters equal the truth in all four decimals, and so do its sums."""

from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.model.money import half_up
from tests.real.measuring import (
    UNFINISHED,
    assert_teams_sum_up,
    by_id,
    by_quarter,
    csv_managers,
    figure,
    measured,
    measured_with_findings,
    people_figures,
    truth,
    unmeasured,
)

NAME = "northwind"
QUARTERS = ("1996-Q3", "1996-Q4", "1997-Q1", "1997-Q2", "1997-Q3", "1997-Q4", "1998-Q1", "1998-Q2")

pytestmark = pytest.mark.usefixtures("shared_data")


@pytest.mark.parametrize("quarter", QUARTERS)
def test_net_sales_of_each_person_equal_the_truth_in_every_decimal(quarter: str) -> None:
    table = by_id(truth(NAME)["net_by_employee_quarter"])
    expected = {person: quarters[quarter] for person, quarters in table.items() if quarter in quarters}
    found = measured(NAME, quarter)
    assert people_figures(found, "order_amount") == expected
    assert figure(found.company, "order_amount") == sum(expected.values())


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_team_is_the_sum_of_its_people(quarter: str, shared_data: Path) -> None:
    managers = csv_managers(shared_data / NAME / "Employees.csv", "EmployeeID", "ReportsTo")
    found = measured(NAME, quarter)
    assert_teams_sum_up(found, "order_amount", managers)
    assert_teams_sum_up(found, "order_count", managers)


def test_all_quarters_together_are_the_published_totals() -> None:
    quarters = [measured(NAME, quarter) for quarter in QUARTERS]
    total = sum((figure(found.company, "order_amount") for found in quarters), Fraction(0))
    assert total == truth(NAME)["total_net"]
    for name, expected in by_quarter(truth(NAME)["net_by_employee"]).items():
        person = name.split()[0]
        own = sum((figure(found.people[person], "order_amount") for found in quarters), Fraction(0))
        assert half_up(own, 2) == expected  # published to the cent; the quarters have four decimals
    assert sum(figure(found.company, "order_count") for found in quarters) == 830


def test_the_manager_who_sells_counts_once_in_the_team_and_once_above() -> None:
    found = measured(NAME, "1997-Q4")
    own = people_figures(found, "order_amount")
    assert own["5"] > 0
    assert figure(found.teams["5"], "order_amount") == sum(own[person] for person in ("5", "6", "7", "9"))
    assert figure(found.teams["2"], "order_amount") == figure(found.company, "order_amount") == sum(own.values())


def test_without_cost_there_is_no_margin() -> None:
    found = measured(NAME, "1997-Q4")
    for standing in (found.company, *found.teams.values(), *found.people.values()):
        assert unmeasured(standing, "gross_margin") == "no-data"


def test_a_quarter_in_which_the_data_end_is_said_to_be_unfinished() -> None:
    for quarter in QUARTERS:
        _, problems = measured_with_findings(NAME, quarter)
        told = [problem.kind.code for problem in problems if problem.kind.code == UNFINISHED]
        assert told == ([UNFINISHED] if quarter == QUARTERS[-1] else [])
