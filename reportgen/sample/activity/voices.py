"""Turns customers into what they say: complaints, the quarterly survey of a third party, risks of their projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.sample.activity.base import QUARTERS, Activity, columns, months
from reportgen.sample.budget import month_end
from reportgen.sample.company import PLAN_YEAR, Company, Customer
from reportgen.sample.sheet import Cell, Sheet
from reportgen.sample.staff import REGIONS
from reportgen.sample.stories import cases
from reportgen.sample.streams import chance, stream
from reportgen.sample.workdays import workdays_between

_TOPICS = ("交付", "质量", "服务", "开票", "资料")
_NOT_HELD, _TOO_FEW = ("华东", 4), ("华南", 2)


def voices(company: Company) -> Iterator[Activity]:
    """Return complaints, surveys and project risks."""
    wanted = columns("投诉编号 投诉日期:day 客户编号 工号 严重程度 类别 解决日期:day 处理天数:count")
    yield Activity("complaints", Sheet("投诉", wanted, _complaints(company)))
    wanted = columns("季度 大区 客户数:count 样本数:count 推荐者:count 中立者:count 贬损者:count 调查机构")
    yield Activity("nps_surveys", Sheet("满意度调查", wanted, _surveys(company)))
    wanted = columns("风险编号 提出日期:day 客户编号 工号 严重程度 说明 关闭日期:day")
    yield Activity("project_risks", Sheet("项目风险", wanted, _risks(company)))


def _complaints(company: Company) -> Iterator[tuple[Cell, ...]]:
    for month in months():
        random = stream(company.seed, "complaints", f"{month:%Y-%m}")
        days = workdays_between(month, month_end(month))
        for place in range(1, random.randint(6, 11)):
            customer, day = random.choice(company.customers), random.choice(days)
            taken = None if chance(random, 60) else random.randint(1, 15)
            yield _complaint(f"TS-{month:%y%m}-{place:03d}", day, customer, "一般", random.choice(_TOPICS), taken)
        for case in cases("complaints"):
            if case.period == f"{month:%Y-%m}":
                customer = company.customers[0 if case.fires else 1]
                yield _complaint(case.subject, date(2026, 3, 17), customer, case.text("severity"), "质量", 17)


def _complaint(
    number: str, day: date, customer: Customer, severity: str, topic: str, taken: int | None
) -> tuple[Cell, ...]:
    solved = None if taken is None else day + timedelta(days=taken)
    return number, day, customer.id, customer.owner(day), severity, topic, solved, taken


def _surveys(company: Company) -> Iterator[tuple[Cell, ...]]:
    """A region's survey: normally 70 promoters, 20 passives, 10 detractors of a hundred; four of ten are asked."""
    planned = {(case.subject, case.period): case for case in cases("nps_surveys")}
    for quarter in QUARTERS:
        for region in REGIONS:
            whole = sum(customer.region == region for customer in company.customers)
            case = planned.get((region, f"{PLAN_YEAR}-Q{quarter}"))
            if (region, quarter) == _NOT_HELD:
                continue
            if case:
                counts = [case.count(name) * company.size.units for name in ("promoters", "passives", "detractors")]
            else:
                asked = whole * (2 if (region, quarter) == _TOO_FEW else 4) // 10
                low = asked * stream(company.seed, "surveys", region, str(quarter)).randint(8, 12) // 100
                counts = [asked - 3 * low, 2 * low, low]
            yield f"{PLAN_YEAR}Q{quarter}", region, whole, sum(counts), *counts, "中立调研"


def _risks(company: Company) -> Iterator[tuple[Cell, ...]]:
    for month in months():
        customer, day = company.customers[month.month + 4], workdays_between(month, month_end(month))[5]
        closed = day + timedelta(days=18)
        yield f"FX-{month:%y%m}-001", day, customer.id, customer.owner(day), "一般", "图纸变更影响排产", closed
    for case in cases("project_risks"):
        customer, day = company.customers[2 if case.fires else 3], date(2026, 3, 11)
        yield case.subject, day, customer.id, customer.owner(day), case.text("severity"), "关键部件缺货", None
