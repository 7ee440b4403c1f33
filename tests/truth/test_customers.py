"""Customers' tiers, who moved and why, and how deals move are what the sample's own plan of events says."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache

import pytest

from reportgen.measure.actuals.groups import Shelf
from reportgen.measure.customers import tiers
from reportgen.measure.standing import standing
from reportgen.model.customers import Tiers
from reportgen.model.measured import Standing, Subject
from reportgen.model.period import parse_period
from reportgen.model.pursuits import FunnelDetail
from reportgen.model.quantity import Quantity
from tests.truth.reading import desk_of, number, rows, value

QUARTERS = tuple(f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
CRITERIA = {"R": "recency", "F": "frequency", "M": "money", "CLV": "lifetime"}
STAGES = {"线索": "lead", "验证": "verify", "方案": "solution", "报价": "quote", "谈判": "negotiate"}


@cache
def graded(quarter: str) -> Tiers:
    span, desk = parse_period(quarter), desk_of(quarter)
    assert span is not None
    found = tiers(Shelf(desk.books), desk.plan, desk.dataset.tables, span)
    assert found is not None
    return found


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_customers_tier_score_and_criteria_are_equal(quarter: str) -> None:
    found, criteria = graded(quarter), CRITERIA.values()
    shown = [
        (each.customer, each.tier, each.score, *(each.facts[name].value for name in criteria), *each.scores.values())
        for each in found.customers
    ]
    facts = ("score", "days", "orders", "money", "lifetime", "r", "f", "m", "clv")
    expected = [
        (row["customer"], row["tier"], *(Fraction(row[name]) for name in facts))
        for row in rows("tiers")
        if row["quarter"] == quarter
    ]
    assert shown == expected
    assert len(expected) > 300


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_move_and_its_reason_are_equal(quarter: str) -> None:
    shown = {each.customer: (each.before, each.now, each.because) for each in graded(quarter).migrations}
    expected = {
        row["customer"]: (row["before"], row["now"], tuple(CRITERIA[each] for each in _moved(row["because"])))
        for row in rows("migrations")
        if row["quarter"] == quarter
    }
    assert shown == expected
    service = {each.customer: each.service for each in graded(quarter).migrations}
    assert all((service[customer] is None) == (not now) for customer, (_, now, _) in expected.items())


def _moved(because: str) -> list[str]:
    return because.split() if set(because.split()) <= CRITERIA.keys() else []


@pytest.mark.parametrize("quarter", QUARTERS)
def test_orders_that_break_the_credit_rule_are_those_that_the_alert_names(quarter: str) -> None:
    broken = {check.order for check in graded(quarter).credit if check.delivered}
    months = {f"2026-{month:02d}" for month in range(3 * int(quarter[-1]) - 2, 3 * int(quarter[-1]) + 1)}
    expected = {
        row["subject"]
        for row in rows("alerts")
        if row["rule"] == "credit-rule-broken" and row["fires"] == "yes" and row["period"] in months
    }
    assert broken == expected


@cache
def company(quarter: str) -> Standing:
    span = parse_period(quarter)
    assert span is not None
    return standing(desk_of(quarter), Subject("company", ""), "", span, "")


def detail(quarter: str) -> FunnelDetail:
    funnel = company(quarter).funnel
    assert funnel is not None
    assert funnel.detail is not None
    return funnel.detail()


@pytest.mark.parametrize("quarter", QUARTERS)
def test_each_stages_flow_is_equal(quarter: str) -> None:
    expected: dict[str, dict[str, Fraction | None]] = defaultdict(dict)
    for row in rows("kpis"):
        if row["period"] == quarter and row["id"] in {"stage_conversion", "stage_cycle"} and row["subject"] in STAGES:
            expected[STAGES[row["subject"]]][row["id"]] = number(row["value"])
    shown = {
        flow.stage: {"stage_conversion": value(flow.conversion), "stage_cycle": value(flow.cycle)}
        for flow in detail(quarter).flow
    }
    assert shown == expected


@pytest.mark.parametrize("quarter", QUARTERS)
def test_each_stages_own_win_rate_of_twelve_months_is_equal(quarter: str) -> None:
    month = f"2026-{int(quarter[-1]) * 3:02d}"
    expected = {
        STAGES[row["subject"]]: number(row["value"])
        for row in rows("forecasts")
        if row["id"] == "stage_win_rate" and row["period"] == month
    }
    assert {flow.stage: value(flow.win_rate) for flow in detail(quarter).flow} == expected


@pytest.mark.parametrize("quarter", QUARTERS)
def test_deals_are_lost_for_the_reasons_expected(quarter: str) -> None:
    expected = {
        row["subject"]: int(row["value"])
        for row in rows("deals")
        if row["id"] == "deals_lost" and row["kind"] == "reason" and row["period"] == quarter
    }
    assert {each.reason: each.count for each in detail(quarter).lost} == expected


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_top_three_and_the_two_win_rates_fit_the_figures(quarter: str) -> None:
    found, whole = detail(quarter), company(quarter)
    assert whole.funnel is not None
    held = sum((value(each.value) or Fraction(0) for each in found.top), Fraction(0))
    open_ = [stage for stage in whole.funnel.stages if stage.state == "open"]
    amount = sum((value(stage.value) or Fraction(0) for stage in open_), Fraction(0))
    assert held / amount == value(whole.figures["top_three_customers"].actual)
    won = sum(stage.count for stage in whole.funnel.stages if stage.state == "won")
    every = sum(stage.count for stage in whole.funnel.stages)
    assert found.win_rate_all == Quantity(Fraction(won, every), found.win_rate_all.unit)  # type: ignore[union-attr]
    assert found.coverage == whole.figures["target_coverage"].actual
