"""The planned cases are in the tables, and no other row of those tables speaks: each rule is read here in plain words.

What is expected comes from `stories`; what is found comes from the rows alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from reportgen.sample import Company
from reportgen.sample.activities import activities
from reportgen.sample.company import YEAR_END
from reportgen.sample.deals import LOST, WON
from reportgen.sample.sheet import Cell, Money, Share
from reportgen.sample.staff import REGIONS
from reportgen.sample.stories import CASES, GAPS, SLOW_DAYS, USUAL_DAYS, WHOLE, cases

Row = Mapping[str, Cell]
Tables = Mapping[str, list[Row]]


@pytest.fixture(scope="module")
def tables(company: Company) -> Tables:
    found: dict[str, list[Row]] = defaultdict(list)
    for activity in activities(company):
        headers = [column.header for column in activity.sheet.columns]
        found[activity.kind] += [dict(zip(headers, row, strict=True)) for row in activity.sheet.rows]
    return found


def fen(cell: Cell) -> int:
    assert isinstance(cell, Money)
    return cell.fen


def thousandths(cell: Cell) -> int:
    assert isinstance(cell, Share)
    return cell.thousandths


def whole(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def day(cell: Cell) -> date:
    assert isinstance(cell, date)
    return cell


def firing(rule: str) -> set[str]:
    return {case.subject for case in cases(rule=rule) if case.fires}


def test_every_rule_has_a_case_that_fires_and_one_just_below() -> None:
    for rule in {case.rule for case in CASES}:
        spoken = {case.fires for case in cases(rule=rule)}
        # A delivery of seven days is the yellow band's last and the quiet neighbour of the red one.
        assert spoken == {True, False} or rule == "delivery-very-late", rule


def test_new_customers_are_few_two_weeks_running_only_where_planned(tables: Tables) -> None:
    weeks = sorted((str(row["大区"]), day(row["周起始日"]), row) for row in tables["new_customer_weeks"])
    low = {(region, week) for region, week, row in weeks if 5 * whole(row["新客户数"]) < 4 * whole(row["基线"])}
    assert {region for region, week in low if (region, week - timedelta(weeks=1)) in low} == firing(
        "new-customers-slow"
    )
    assert {region for region, _ in low} == {case.subject for case in cases(rule="new-customers-slow")}


def test_no_deal_stays_too_long_in_a_stage_but_the_planned_one(company: Company, tables: Tables) -> None:
    industries = {customer.id: customer.industry for customer in company.customers}
    of_deal = {deal.number: industries[deal.customer] for deal in company.deals}
    history: dict[str, list[Row]] = defaultdict(list)
    for row in tables["deal_stages"]:
        history[str(row["商机编号"])].append(row)
    stuck, longest = set(), {}
    for number, rows in history.items():
        ends = [*(day(row["进入日期"]) for row in rows[1:]), YEAR_END]
        for row, end in zip(rows, ends, strict=True):
            stage, days = str(row["阶段"]), (end - day(row["进入日期"])).days
            industry = of_deal.get(number, "")
            usual = SLOW_DAYS[2] if (industry, stage) == SLOW_DAYS[:2] else USUAL_DAYS.get(stage, 10_000)
            longest[number, stage] = days
            if stage not in {WON, LOST} and 2 * days > 3 * usual:
                stuck.add(number)
    assert stuck == firing("deal-stuck")
    for case in cases(rule="deal-stuck"):
        entered = next(day(row["进入日期"]) for row in history[case.subject] if row["阶段"] == SLOW_DAYS[1])
        assert (date(2026, 3, 31) - entered).days == case.value


def test_key_results_are_behind_only_where_planned(tables: Tables) -> None:
    reported = [row for row in tables["key_result_progress"] if row["完成度"] is not None]
    behind = {str(row["关键结果编号"]) for row in reported if thousandths(row["完成度"]) < 700}
    assert behind == firing("key-result-behind")


def test_the_survey_is_low_only_where_planned_and_its_sample_is_large_enough(tables: Tables) -> None:
    low, few = set(), set()
    for row in tables["nps_surveys"]:
        counts = {name: whole(row[name]) for name in ("推荐者", "中立者", "贬损者")}
        assert sum(counts.values()) == row["样本数"]
        if 100 * (counts["推荐者"] - counts["贬损者"]) < 45 * sum(counts.values()):
            low.add(str(row["大区"]))
        if 10 * sum(counts.values()) < 3 * whole(row["客户数"]):
            few.add((str(row["大区"]), str(row["季度"])))
    assert low == firing("nps-low")
    assert few == {("华南", "2026Q2")}


@pytest.mark.parametrize(
    ("rule", "table", "number"),
    [("complaint-major", "complaints", "投诉编号"), ("project-risk-major", "project_risks", "风险编号")],
)
def test_what_is_major_is_planned(tables: Tables, rule: str, table: str, number: str) -> None:
    assert {str(row[number]) for row in tables[table] if row["严重程度"] == "重大"} == firing(rule)


def test_deliveries_are_late_only_where_planned(tables: Tables) -> None:
    late = {str(row["交付单号"]): (day(row["交付日期"]) - day(row["承诺日期"])).days for row in tables["deliveries"]}
    assert {number for number, days in late.items() if 1 <= days <= 7} == firing("delivery-late")
    assert {number for number, days in late.items() if days > 7} == firing("delivery-very-late")
    assert all(late[case.subject] == case.value for case in cases("deliveries"))


def test_dealers_miss_633_two_quarters_running_only_where_planned(tables: Tables) -> None:
    floors = {"市场份额": 480, "增长率": 240, "新品渗透率": 240}
    order = ("2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4")
    missed = {
        (str(row["经销商编号"]), order.index(str(row["季度"])), name)
        for row in tables["dealer_quarters"]
        for name, floor in floors.items()
        if thousandths(row[name]) < floor
    }
    assert {d for d, quarter, name in missed if (d, quarter - 1, name) in missed} == firing("dealer-below-633")


def test_spending_misses_its_return_only_where_planned(tables: Tables) -> None:
    asked = [row for row in tables["spend"] if row["回报目标"] is not None]
    short = {str(row["项目"]) for row in asked if fen(row["归因订单"]) < fen(row["支出"]) * whole(row["回报目标"])}
    assert short == firing("spend-below-return")
    for case in cases("spend", "spend-below-return"):
        row = next(row for row in asked if row["项目"] == case.subject)
        assert fen(row["支出"]) * whole(row["回报目标"]) - fen(row["归因订单"]) == (1 if case.fires else 0)


def test_a_lead_is_too_dear_only_where_planned(tables: Tables) -> None:
    dear = {
        str(row["素材"])
        for row in tables["leads"]
        if row["花费"] is not None and 5 * fen(row["花费"]) > 6 * whole(row["线索数"]) * fen(row["行业平均成本"])
    }
    assert dear == firing("lead-cost-high")


def test_stock_is_short_only_where_planned(tables: Tables) -> None:
    assert {str(r["经销商编号"]) for r in tables["dealer_stock"] if whole(r["库存天数"]) < 45} == firing("stock-low")


def test_one_competitor_cuts_a_price(tables: Tables) -> None:
    prices: dict[str, list[int]] = defaultdict(list)
    for row in tables["competitor_prices"]:
        prices[f"{row['竞争对手']}/{row['产品线']}"].append(fen(row["成交均价"]))
    cut = {name for name, path in prices.items() if any(now < before for before, now in pairwise(path))}
    assert cut == firing("competitor-price-cut")


def test_a_sensitive_order_lacks_its_second_reviewer_only_where_planned(tables: Tables) -> None:
    sensitive = [row for row in tables["contract_reviews"] if row["敏感区域"] == "是"]
    for row in sensitive:
        assert sum(row[f"{who}会审"] is not None for who in ("销售", "法务", "财务")) == row["复核人数"]
    assert {str(row["会审编号"]) for row in sensitive if whole(row["复核人数"]) < 2} == firing(
        "sensitive-order-unreviewed"
    )


def test_forecasts_miss_by_more_than_fifteen_percent_only_where_planned(company: Company, tables: Tables) -> None:
    people = {person.id: person for person in company.people}
    signed: dict[tuple[str, str], int] = defaultdict(int)
    for order in company.orders:
        if order.person in people:
            signed[people[order.person].region(order.signed), f"{order.signed:%Y-%m}"] += order.amount
    missed = set()
    for row in tables["forecasts"]:
        actual = signed[str(row["大区"]), str(row["月份"])]
        if 100 * abs(fen(row["预测金额"]) - actual) > 15 * actual:
            missed.add(str(row["大区"]))
    assert missed == firing("forecast-missed")
    planned = {case.subject: case.value for case in cases("forecasts")}
    for region, off in planned.items():
        row = next(r for r in tables["forecasts"] if (r["大区"], r["月份"]) == (region, "2026-02"))
        found = Fraction(fen(row["预测金额"]), signed[region, "2026-02"]) - 1
        assert off - Fraction(1, 1_000_000) < found <= off


def test_an_exam_is_failed_only_where_planned(tables: Tables) -> None:
    lowest: dict[str, int] = {}
    for row in (row for row in tables["dealer_exams"] if row["季度"] == "2026Q1"):
        lowest[str(row["经销商编号"])] = min(whole(row["得分"]), lowest.get(str(row["经销商编号"]), 100))
    assert {dealer for dealer, score in lowest.items() if score < 80} == firing("rebate-without-exam")
    assert all(lowest[case.subject] == case.value for case in cases("dealer_exams"))


def test_goods_dumped_and_items_without_a_return_are_planned(tables: Tables) -> None:
    assert {str(row["经销商编号"]) for row in tables["dumping"] if row["核实结果"] == "属实"} == firing("dumping")
    categories = {"市场", "渠道返利", "差旅", "联合基金"}
    without = {str(r["项目"]) for r in tables["spend"] if r["回报目标"] is None and r["类别"] in categories}
    assert without == firing("spend-without-return")


def test_indicators_leave_their_band_once_and_some_must_be_followed(tables: Tables) -> None:
    outside = {
        (str(row["指标"]), str(row["月份"]))
        for row in tables["indicators"]
        if not fen(row["下限"]) <= fen(row["数值"]) <= fen(row["上限"])
    }
    assert outside == {(case.subject, case.period) for case in cases(rule="indicator-outside") if case.fires}
    assert {str(r["指标"]) for r in tables["indicators"] if whole(r["影响分"]) >= 7} == firing("factor-must-follow")


def test_checklists_are_open_only_where_planned(tables: Tables) -> None:
    assert {str(r["条款"]) for r in tables["contract_clauses"] if r["状态"] == "待补充"} == firing("clause-open")
    assert {str(r["产品编码"]) for r in tables["export_codes"] if r["EAR状态"] == "待确认"} == firing(
        "export-code-open"
    )
    esg = {
        (str(row["事项"]), f"{str(row['季度'])[:4]}-{str(row['季度'])[4:]}")
        for row in tables["esg"]
        if row["状态"] == "未完成"
    }
    assert esg == {(case.subject, case.period) for case in cases("esg") if case.fires}


def test_gaps_are_silent(tables: Tables) -> None:
    """A few of the gaps, each read from the rows; the list names tables that exist."""
    assert {gap.table for gap in GAPS} <= set(tables)
    assert ("华东", "2026Q4") not in {(row["大区"], row["季度"]) for row in tables["nps_surveys"]}
    assert not [r for r in tables["visits"] if r["工号"] == "E020" and str(r["拜访日期"]).startswith("2026-02")]
    assert not [r for r in tables["tickets"] if r["大区"] == "西南" and str(r["报修日期"]).startswith("2026-02")]
    assert ("PT-12", "2026Q1") not in {(r["经销商编号"], r["季度"]) for r in tables["dealer_quarters"]}
    assert ("PT-11", "2026-03") not in {(r["经销商编号"], r["月份"]) for r in tables["dealer_stock"]}
    assert ("2026-04", "样机运输") not in {(row["月份"], row["来源"]) for row in tables["carbon"]}
    assert {row["项目"] for row in tables["spend"] if row["类别"] == "市场" and row["回报目标"] is None} == {"公益赞助"}
    assert next(r["完成度"] for r in tables["key_result_progress"] if r["评语"]) is None
    assert any(row["发出日期"] is None for row in tables["quotes"])
    regions = {str(row["大区"]) for row in tables["forecasts"] if row["月份"] == "2026-03"}
    assert regions == set(REGIONS) - {"西南"}


def test_tables_named_whole_are_those_of_the_cases() -> None:
    assert {case.table for case in CASES} - {"price_requests"} == WHOLE
