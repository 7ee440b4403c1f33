"""What the program measures and pays of the sample is what the sample's own plan of events says, to the last digit.

A row marked in `waits` is of an issue to come: it is not compared, and a row that is not marked must be equal.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest

from reportgen.app.figures import scorecards
from reportgen.model.measured import CreditLine, Figure, SliceStanding
from reportgen.model.money import plain
from reportgen.model.period import after, parse_period
from reportgen.model.step import Step
from tests.truth.reading import Row, figured, intake, measured, number, period_of, rows, value

QUARTERS = tuple(f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
PERIODS = ("2026-03", *QUARTERS)
PLAN_YEAR = 2026
PERIODS_OF_KPIS = tuple(sorted({row["period"] for row in rows("kpis")}, key=lambda name: (name[4:], name)))
YEAR = "2026"


def due(name: str, period: str) -> list[Row]:
    """The rows of a period that the program computes today."""
    return [row for row in rows(name) if row["period"] == period and not row["waits"]]


WORDS = {
    "stage": {"线索": "lead", "验证": "verify", "方案": "solution", "报价": "quote", "谈判": "negotiate"},
    "type": {"平台商": "platform", "行业代理": "agent", "云经销商": "cloud"},
}
"""What the program calls the values of a column that stand in other words in the files."""
COLUMNS = {"key result": "key_result_no"}


def told(period: str, row: Row) -> Figure | None:
    """The figure of an expected row's subject: somebody's own, one of a slice, or one of a KPI's values."""
    found, kind, subject = figured(period), row["kind"], row["subject"]
    if kind == "company":
        return found.company.get(row["id"])
    if kind in {"team", "person"}:
        return found.of(kind, subject).get(row["id"])
    column = COLUMNS.get(kind, kind)
    name = f"{column}={WORDS.get(column, {}).get(subject, subject)}"
    company = found.company.get(row["id"])
    if company is None or company.kpi.by == column:
        parts = {part.figure.subject.id: part.figure for part in company.parts} if company else {}
        return parts.get(name)
    return next((each.figures[row["id"]] for each in found.slices if _is_of(each, name, row["id"])), None)


def _is_of(standing: SliceStanding, name: str, kpi: str) -> bool:
    return standing.subject.id == name and kpi in standing.figures


def shown(row: Row) -> Fraction | None:
    """What the program says of a row; of a period before the plan, what the year after holds it against."""
    span = period_of(row["period"])
    if span.start.year >= PLAN_YEAR:
        figure = told(span.id, row)
        return value(figure.actual) if figure else None
    figure = told(f"{PLAN_YEAR}{row['period'][4:]}", row)
    return value(figure.year_before) if figure and span.start.year == PLAN_YEAR - 1 else None


@pytest.mark.parametrize("months", [PERIODS_OF_KPIS[start::4] for start in range(4)], ids=str)
def test_every_kpi_is_equal(months: tuple[str, ...]) -> None:
    expected = [row for row in rows("kpis") if row["period"] in months and not row["waits"]]
    wrong = [
        (row["id"], row["period"], row["kind"], row["subject"], row["value"], found)
        for row in expected
        if (found := shown(row)) != number(row["value"])
    ]
    assert wrong == []
    assert len(expected) > 100


def test_all_kpis_of_the_plan_are_compared() -> None:
    known = {row["id"] for row in rows("kpis") if not row["waits"]}
    assert {*figured("2026-Q1").company} - known == {"training"}  # nobody fills its table
    assert sum(bool(row["waits"]) for row in rows("kpis")) < 70  # cash that names only a customer, of a person


SLICES: dict[str, tuple[str, str, dict[str, str]]] = {
    "receivables_by_age": (
        "receivables",
        "age",
        {"to_30": "to 30", "to_60": "31 to 60", "to_90": "61 to 90", "over_90": "over 90"},
    ),
    "delivery_lights": ("deliveries", "light", {}),
    "lost_reasons": ("deals_lost", "reason", {}),
}
"""What the expected figures call a slice, and its values where they stand in other words."""


def lost(period: str) -> list[Row]:
    """The deals lost in a period by reason."""
    return [row for row in due("deals", period) if row["kind"] == "reason"]


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
        id_, kind, words = SLICES.get(table.slice, ("order_amount", table.slice, {}))
        shown |= {(id_, kind, words.get(row.label, row.label)): value(row.actual) for row in table.rows}
    expected = {(row["id"], row["kind"], row["subject"]): number(row["value"]) for row in due("totals", period)}
    expected |= {("deals_lost", "reason", row["subject"]): number(row["value"]) for row in lost(period)}
    if period not in QUARTERS:  # what is owed is told at quarters' ends
        shown = {key: figure for key, figure in shown.items() if key[0] != "receivables"}
    assert shown == {key: figure for key, figure in expected.items() if figure or key in shown}


@pytest.mark.parametrize("period", PERIODS)
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
    rows_ = (row for row in due("targets", period) if row["kind"] == "company")
    expected = [row for row in rows_ if row["id"] == "order_amount/floor"]
    assert [number(row["value"]) for row in expected] == [target]


@pytest.mark.parametrize("period", QUARTERS[:2])
def test_everybodys_score_is_equal(period: str) -> None:
    found = measured(period)
    wrong = []
    for row in due("scores", period):
        result = found.reviewed(row["subject"]).score
        shown = value(result.total) if result else None
        if shown != number(row["value"]):
            wrong.append((row["subject"], row["value"], shown))
    assert wrong == []


@pytest.mark.parametrize("period", QUARTERS[:2])
def test_the_file_for_machines_gives_everybody_the_score_that_they_are_reviewed_on(period: str) -> None:
    found = measured(period)
    expected = {row["subject"]: number(row["value"]) for row in due("scores", period)}
    rows_ = table(scorecards(found))
    totals = [row for row in rows_ if row["kpi"] == "total" and row["person"] in expected]
    assert {row["person"]: row["score"] for row in totals} == {
        person: plain(score, 4) if score is not None else "" for person, score in expected.items()
    }
    assert {row["person"] for row in totals if row["subject_kind"] == "team"} == expected.keys() & found.teams.keys()


def table(data: bytes) -> list[dict[str, str]]:
    """The rows of a file for machines."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


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
    assert len(expected) > 1300


def test_nothing_else_is_paid_to_them(paid: dict[tuple[str, str, str, str], tuple[Fraction, Fraction]]) -> None:
    # What a later return takes back of a quarter's bonus is told of the team funds alone.
    again = {("E008", "target-bonus-quarter", "2026-08", "2026-Q2")}
    orders = {(row["person"], row["component"], row["paid_in"], row["key"]) for row in rows("pay-commission")}
    others = {(row["person"], row["component"], row["paid_in"]) for row in rows("pay-components")}
    people = {person for person, *_ in orders}
    untold = [key for key in paid.keys() - orders if key[0] in people and key[:3] not in others]
    assert {key for key in untold if paid[key][1]} == again


SHOWN = {"base-pay", "allowances", "year-end-dividend"}
"""What is printed for information: the base of its line, and no money."""
HOLD = "hold"
"""What a truth row calls pay that waits: it is a step of the bridge and no component."""
Lines = dict[tuple[str, str, str], list[CreditLine]]


@pytest.fixture(scope="module")
def lines() -> Lines:
    """The program's lines of 2026 that say something new, by payee, component and pay period."""
    found: Lines = defaultdict(list)
    for payee, statement in measured(YEAR).statements.items():
        for column in statement.columns:
            for component in column.components:
                own = (line for line in component.lines if not line.settled)
                found[payee, component.component.id, column.period.id].extend(own)
    return found


def of_row(lines: Lines, row: Row) -> list[CreditLine]:
    """The lines of an expected row: of its order, project or hire, else of its earning period."""
    mine = lines.get((row["person"], row["component"], row["paid_in"]), [])
    keyed = [line for line in mine if line.key == row["key"] or line.key.endswith(f" {row['key']}")]
    if keyed:
        return keyed
    earned_in = "2026" if row["component"] == "year-end-dividend" else row["earned_in"]
    return [line for line in mine if line.earning_period == earned_in]


def test_what_is_held_and_paid_when_the_hold_is_over_is_equal() -> None:
    columns = {
        (payee, column.period.id): column.bridge
        for payee, statement in measured(YEAR).statements.items()
        for column in statement.columns
    }
    expected = {
        (row["person"], row["paid_in"]): Fraction(row["payable"])
        for row in rows("pay-components")
        if row["component"] == HOLD
    }
    people = {person for person, _ in expected}
    shown = {key: found.holds for key, found in columns.items() if found.holds and key[0] in people}
    assert shown == expected
    assert len(expected) == 3


def test_every_statement_of_the_sample_balances_and_each_month_opens_with_what_the_one_before_left() -> None:
    for statement in measured(YEAR).statements.values():
        assert all(column.bridge.conserved for column in statement.columns)
        for one, two in pairwise(statement.columns):
            assert one.bridge.closing == two.bridge.opening or after(one.period) != two.period, statement.payee


def test_every_component_is_equal_line_by_line(lines: Lines) -> None:
    expected = [row for row in rows("pay-components") if not row["waits"] and row["component"] != HOLD]
    wrong = []
    for row in expected:
        mine = of_row(lines, row)
        payable = sum((line.payable for line in mine), Fraction(0))
        # A running account pays what the year to date earned more; a line that pays nothing says what it shows.
        earned = sum((line.base for line in mine), Fraction(0)) if row["component"] in SHOWN else None
        if payable != Fraction(row["payable"]) or (earned is not None and earned != Fraction(row["earned"])):
            wrong.append((row["person"], row["component"], row["paid_in"], row["worked"], row["payable"], payable))
    assert wrong == []
    compared = {row["component"] for row in expected}
    assert {"profit-pool", "tiered-commission", "target-bonus-quarter", "collection-bonus", "virtual-equity"} < compared
    assert len(expected) > 430


def test_what_quarters_and_accounts_earned_is_equal(lines: Lines) -> None:
    named = {"tiered-commission", "target-bonus-quarter", "target-bonus-year", "collection-bonus", "immediate-award"}
    expected = [row for row in rows("pay-components") if row["component"] in named and not row["waits"]]
    wrong = [
        (row["person"], row["component"], row["paid_in"], row["worked"], row["earned"], found)
        for row in expected
        if (found := sum((line.earned - line.earned_before for line in of_row(lines, row)), Fraction(0)))
        != Fraction(row["earned"])
    ]
    assert wrong == []


def test_no_line_of_pay_waits_to_be_compared() -> None:
    assert [row for name in ("pay-commission", "pay-components") for row in rows(name) if row["waits"]] == []
    assert len([*rows("pay-commission"), *rows("pay-components")]) > 1900


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
