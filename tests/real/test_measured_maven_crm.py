"""Maven CRM measured: won value by agent, manager and product, deals by stage and win rates equal the truth."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.model.measured import Standing
from reportgen.model.money import half_up
from reportgen.model.problem import Severity
from reportgen.model.pursuits import FunnelResult
from reportgen.model.quantity import NotMeasured, Quantity
from tests.real.measuring import (
    assert_teams_sum_up,
    by_quarter,
    csv_managers,
    figure,
    measured,
    measured_with_findings,
    people_figures,
    truth,
    unmeasured,
)

NAME = "maven_crm"
QUARTERS = ("2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4")
MILLIONTH = 6

pytestmark = pytest.mark.usefixtures("shared_data")


def of(table: Mapping[str, Mapping[str, Fraction]], quarter: str) -> dict[str, Fraction]:
    return {name: by_quarter(quarters)[quarter] for name, quarters in table.items()}


def funnel(standing: Standing) -> FunnelResult:
    assert standing.funnel is not None
    return standing.funnel


def counts(standing: Standing) -> dict[str, int]:
    return {row.stage: row.count for row in funnel(standing).stages}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_won_value_of_each_agent_and_manager_equals_the_truth(quarter: str) -> None:
    found = measured(NAME, quarter)
    assert people_figures(found, "won_amount") == of(truth(NAME)["won_value_by_agent_quarter"], quarter)
    teams = {leader: figure(team, "won_amount") for leader, team in found.teams.items()}
    assert teams == of(truth(NAME)["won_value_by_manager_quarter"], quarter)
    assert figure(found.company, "won_amount") == sum(teams.values())


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_team_is_the_sum_of_its_agents(quarter: str, shared_data: Path) -> None:
    managers = csv_managers(shared_data / NAME / "sales_teams.csv", "sales_agent", "manager")
    assert_teams_sum_up(measured(NAME, quarter), "won_amount", managers)
    assert_teams_sum_up(measured(NAME, quarter), "deals_won", managers)


def test_deals_by_stage_equal_the_truth_at_the_end_of_the_data() -> None:
    assert counts(measured(NAME, "2017").company) == truth(NAME)["stages"]
    at_the_end = counts(measured(NAME, "2017-Q4").company)
    assert {stage: at_the_end[stage] for stage in ("Engaging", "Prospecting")} == {
        stage: truth(NAME)["stages"][stage] for stage in ("Engaging", "Prospecting")
    }


def test_deals_closed_quarter_by_quarter_are_those_of_the_year() -> None:
    quarters = [counts(measured(NAME, quarter).company) for quarter in QUARTERS]
    for stage in ("Won", "Lost"):
        assert sum(quarter[stage] for quarter in quarters) == truth(NAME)["stages"][stage]


def test_won_lost_open_and_win_rate_of_each_agent_equal_the_truth() -> None:
    people = measured(NAME, "2017").people
    expected = truth(NAME)["counts_by_agent"]
    for agent, each in expected.items():
        stages = counts(people[agent])
        assert (stages["Won"], stages["Lost"]) == (each["won"], each["lost"])
        assert stages["Engaging"] + stages["Prospecting"] == each["open"]
        assert half_up(figure(people[agent], "win_rate"), MILLIONTH) == each["win_rate"]
        rate = funnel(people[agent]).win_rate
        assert isinstance(rate, Quantity)
        assert rate.value == figure(people[agent], "win_rate")
    assert {name for name, standing in people.items() if sum(counts(standing).values())} == set(expected)


def test_an_agent_without_deals_has_no_win_rate_and_won_nothing() -> None:
    people = measured(NAME, "2017-Q4").people
    for agent in truth(NAME)["agents_with_none"]:
        assert unmeasured(people[agent], "win_rate") == "zero-denominator"
        assert figure(people[agent], "won_amount") == 0


def test_an_open_deal_without_a_value_is_no_pipeline_of_zero() -> None:
    rows = {row.stage: row.value for row in funnel(measured(NAME, "2017-Q4").company).stages}
    assert isinstance(rows["Engaging"], NotMeasured)
    assert isinstance(rows["Prospecting"], NotMeasured)


def test_won_value_by_product_and_office_equals_the_truth() -> None:
    cuts = {cut.slice: cut for cut in measured(NAME, "2017").company.slices}
    found = {name: {row.label: row.actual for row in cut.rows} for name, cut in cuts.items()}
    amounts = {
        name: {label: value.value for label, value in rows.items() if isinstance(value, Quantity)}
        for name, rows in found.items()
    }
    assert amounts["product"] == truth(NAME)["won_by_product (GTXPro folded into GTX Pro)"]
    assert amounts["region"] == truth(NAME)["won_by_region"]
    assert figure(measured(NAME, "2017").company, "won_amount") == truth(NAME)["won_total"]


def test_what_the_data_cannot_answer_is_not_measured() -> None:
    found = measured(NAME, "2017-Q4")
    for standing in (found.company, *found.teams.values(), *found.people.values()):
        assert unmeasured(standing, "collection_rate") == "no-data"
        assert isinstance(standing.figures["won_amount"].target, NotMeasured)


def test_a_quarter_after_the_data_is_refused_and_not_measured_as_zero() -> None:
    found, problems = measured_with_findings(NAME, "2018-Q1")
    assert found is None
    blocking = [problem for problem in problems if problem.kind.severity is Severity.BLOCKS_RUN]
    assert [problem.kind.code for problem in blocking] == ["period-empty"]
    assert "2017-03 to 2017-12" in blocking[0].sentence
