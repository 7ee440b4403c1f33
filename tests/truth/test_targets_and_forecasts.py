"""Targets by level and version, working days, and every forecast of 2026 are what the sample's own events say."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from reportgen.measure.calendar import Calendar
from reportgen.measure.desk import Desk, prepared
from reportgen.measure.forecast import ForecastDesk, Question, accuracy, answer, past_of_stage, read_deal_book
from reportgen.measure.prospects import _forecast_desk, _tree_desk
from reportgen.measure.roster import read_roster
from reportgen.measure.targets import TreeDesk, target, target_tree, tree_findings
from reportgen.model.forecasts import Pipeline
from reportgen.model.measured import Subject
from reportgen.model.period import Period, parse_period
from reportgen.model.plan import Plan, valid
from reportgen.model.quantity import Quantity
from reportgen.model.target_rules import TargetTree
from tests.truth.reading import Row, intake, number, rows, value

COMPANY = Subject("company", "")
LEVELS = {"公司": "company", "大区": "region", "产品线": "product_line", "客户等级": "customer_group", "工号": "person"}
BEFORE_THE_CHANGE = date(2026, 6, 30)


def span(name: str) -> Period:
    found = parse_period(name)
    assert found is not None
    return found


@cache
def desk() -> Desk:
    """The sample as it stands at the end of 2026."""
    read = intake()
    assert read.plan is not None
    roster, _ = read_roster(read.dataset.tables["people"])
    return prepared(read.dataset, read.plan, roster, span("2026"))


def plan() -> Plan:
    return desk().plan


def tree() -> TargetTree:
    return next(rule for rule in plan().target_rules if isinstance(rule, TargetTree))


def computed(name: str) -> list[Row]:
    return [row for row in rows(name) if not row["waits"]]


# ------------------------------------------------------------------------------------------------------------- targets


@cache
def floors(month: str, given: bool) -> dict[str, dict[str, Fraction]]:
    """The floor of every node of a month by level and name, as the levels' rows were given, or as the plan divides."""
    grown = _tree_desk(desk(), intake().dataset, span(month))
    if not given:
        grown = TreeDesk(grown.targets, {}, grown.history, grown.roles)
    found: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for node in target_tree(grown, tree(), span(month), known=BEFORE_THE_CHANGE):
        if node.column == "floor":
            found[node.level][node.name] += node.value.value
    return found


def test_the_targets_of_the_company_are_phased_alike() -> None:
    expected = [
        row for row in computed("targets") if row["kind"] == "company" and row["id"].endswith(("floor", "stretch"))
    ]
    wrong = []
    for row in expected:
        metric, column = row["id"].split("/")
        shown = value(target(desk().targets, metric, column, COMPANY, span(row["period"])).value)
        if shown != number(row["value"]):
            wrong.append((row["id"], row["period"], row["value"], shown))
    assert wrong == []
    assert len(expected) == 119


def test_every_level_has_its_target_and_sums_to_the_companys() -> None:
    wrong, compared = [], 0
    for row in computed("targets"):
        if row["kind"] not in LEVELS:
            continue
        level = floors(row["period"], given=True)[LEVELS[row["kind"]]]
        shown = level[row["subject"]] if row["id"] == "order_amount/floor" else sum(level.values())
        if row["kind"] == "公司":
            shown = level[""]
        compared += 1
        if shown != number(row["value"]):
            wrong.append((row["kind"], row["subject"], row["period"], row["value"], shown))
    assert wrong == []
    assert compared == 204


def test_the_plans_shares_divide_lines_and_customer_groups_alike_without_the_spreadsheet() -> None:
    for row in computed("targets"):
        if row["id"] == "order_amount/floor" and row["kind"] in ("产品线", "客户等级"):
            assert floors(row["period"], given=False)[LEVELS[row["kind"]]][row["subject"]] == number(row["value"])


def test_both_versions_of_a_changed_target_are_there() -> None:
    wrong, compared = [], 0
    for row in computed("targets"):
        if not row["id"].startswith("order_amount/floor/") or row["kind"] != "person":
            continue
        known = BEFORE_THE_CHANGE if row["id"].endswith("before") else None
        person = Subject("person", row["subject"])
        shown = value(target(desk().targets, "order_amount", "floor", person, span(row["period"]), known=known).value)
        compared += 1
        if shown != number(row["value"]):
            wrong.append((row["id"], row["subject"], row["period"], row["value"], shown))
    assert wrong == []
    assert compared == 252


def test_after_the_change_the_levels_still_sum_to_the_company() -> None:
    grown = _tree_desk(desk(), intake().dataset, span("2026"))
    assert list(tree_findings(grown, tree(), span("2026"))) == []


def test_the_working_days_are_those_of_china() -> None:
    calendar = Calendar(plan().calendar)
    found = {row["period"]: number(row["value"]) for row in computed("targets") if row["id"] == "working days"}
    assert {name: calendar.working_days(span(name).start, span(name).end) for name in found} == found
    assert len(found) == 12


# ----------------------------------------------------------------------------------------------------------- forecasts


@cache
def ahead() -> ForecastDesk:
    return _forecast_desk(desk(), intake().dataset, span("2026"))


def said(row: Row) -> tuple[Fraction | None, Fraction | None]:
    """What the program expects of a period at a month's end, and how near that came."""
    view, name = row["id"].partition("/")[0], row["kind"].removeprefix("of ")
    rule = valid(ahead().rules, span("2026").end)[view]
    found = answer(ahead(), rule, Question(COMPANY, span(name), span(row["period"]).end)).value
    came = answer(ahead(), rule, Question(COMPANY, span(name), span(name).end)).value
    return value(found), value(accuracy(found, came)) if isinstance(found, Quantity) else None


@pytest.mark.parametrize(("view", "count"), [("run-rate", 48), ("weighted-pipeline", 48), ("time-series", 22)])
def test_every_forecast_and_its_accuracy_is_equal(view: str, count: int) -> None:
    expected = [row for row in computed("forecasts") if row["id"].startswith(f"{view}/")]
    wrong = []
    for row in expected:
        shown = said(row)[row["id"].endswith("accuracy")]
        if shown != number(row["value"]):
            wrong.append((row["id"], row["period"], row["kind"], row["value"], shown))
    assert wrong == []
    assert len(expected) == count


def test_the_win_rate_of_every_stage_is_equal() -> None:
    (rule,) = (rule for rule in ahead().rules if isinstance(rule, Pipeline))
    book = read_deal_book(valid(plan().funnels, span("2026").end)[rule.funnel], intake().dataset)
    assert book is not None
    wrong, compared = [], 0
    for row in (row for row in computed("forecasts") if row["id"] == "stage_win_rate"):
        place = (
            book.funnel.stages.index(row["subject"]) if row["subject"] in book.funnel.stages else LABELS[row["subject"]]
        )
        won, closed = past_of_stage(book, place, span(row["period"]).end, rule.months)
        shown = Fraction(won, closed) if closed >= rule.least_deals else None
        compared += 1
        if shown != number(row["value"]):
            wrong.append((row["subject"], row["period"], row["value"], shown))
    assert wrong == []
    assert compared == 60


LABELS = {"线索": 0, "验证": 1, "方案": 2, "报价": 3, "谈判": 4}
"""What the spreadsheets call the stages, in their order."""
