"""The expected figures are what the generator says today, and they cover the plan: every KPI, alert and component."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest

from reportgen.model.plan import Plan
from reportgen.sample import Size, generate
from reportgen.sample.__main__ import SEED
from reportgen.sample.stories import cases
from reportgen.sample.truth import truth_files
from tests.truth.reading import TRUTH, intake, rows


@pytest.fixture(scope="module")
def promised() -> Plan:
    found = intake().plan
    assert found is not None
    return found


def test_a_rerun_changes_no_byte() -> None:
    found = dict(truth_files(generate(Size(), SEED)))
    kept = {path.name: path.read_bytes().decode() for path in TRUTH.glob("*.csv")}
    assert found.keys() == kept.keys()
    assert [name for name in found if found[name] != kept[name]] == [], "python -m reportgen.sample.truth tests/truth"


def test_every_kpi_of_the_plan_has_data_and_a_gap(promised: Plan) -> None:
    known: dict[str, set[bool]] = defaultdict(set)
    for row in rows("kpis"):
        known[row["id"]].add(bool(row["value"]))
        assert bool(row["value"]) != bool(row["because"]), row
    wanted = {kpi.id for kpi in promised.kpis} - WHOLE - {"training"}
    assert {id_: known[id_] for id_ in wanted if known[id_] != {True, False}} == {}


# Sums of a table that covers every period, and what the company has in all of them: of nothing they are 0, a figure.
WHOLE = {
    *("order_amount", "order_count", "customer_count", "revenue", "freight_carbon", "mql_count"),
    *("events_held", "executive_visits", "joint_visit_days", "trainees", "single_owner", "dealer_count"),
    *("bad_debt_rate", "expense_ratio", "new_product_share", "price_premium", "profit"),
}


def test_every_alert_of_the_plan_fires_and_stays_quiet(promised: Plan) -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for row in rows("alerts"):
        said[row["rule"]].add(row["fires"])
    assert said == {alert.id: {"yes", "no"} for alert in promised.alerts}


def test_a_value_is_on_the_side_of_its_threshold_that_the_rule_names(promised: Plan) -> None:
    below = {"Below"}
    kinds = {alert.id: type(alert.condition).__name__ for alert in promised.alerts}
    wrong = [
        row
        for row in rows("alerts")
        if kinds[row["rule"]] in below
        and (Fraction(row["value"]) < Fraction(row["threshold"])) != (row["fires"] == "yes")
    ]
    assert wrong == []


def test_every_planned_case_is_among_the_alerts() -> None:
    told = {(row["rule"], row["subject"], row["fires"]) for row in rows("alerts")}
    missing = [
        (case.rule, case.subject)
        for case in cases()
        if (case.rule, case.subject, "yes" if case.fires else "no") not in told
    ]
    assert missing == []


def test_every_component_pays_somebody_and_withholds_from_somebody(promised: Plan) -> None:
    lines = [*rows("pay-commission"), *rows("pay-components")]
    shown = {"base-pay", "allowances", "year-end-dividend", "monthly-stars", "virtual-equity"}
    got: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        paid = Fraction(line["payable"]) if line["component"] not in shown else Fraction(line["earned"])
        if paid > 0 or "granted" in line["why"] or line["component"] == "monthly-stars":
            got[line["component"]].add(line["person"])
    ids = {each.id for each in promised.components}
    everybody = {line["person"] for line in lines}
    assert {id_ for id_ in ids if not got[id_]} == set()
    assert {id_ for id_ in ids if got[id_] == everybody} == set()


def test_the_sums_of_pay_are_the_sums_of_their_lines() -> None:
    lines: dict[tuple[str, str, str], Fraction] = defaultdict(Fraction)
    for line in (*rows("pay-commission"), *rows("pay-components")):
        lines[line["person"], line["component"], line["paid_in"]] += Fraction(line["payable"])
    for row in rows("pay-totals"):
        months = {name: Fraction(amount) for name, amount in row.items() if name.startswith("2026-")}
        assert {name: lines[row["person"], row["component"], name] for name in months} == months
        assert sum(months.values()) == Fraction(row["2026"])
