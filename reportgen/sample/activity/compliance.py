"""Turns contracts, products and a year's duties into checklists with a state: clauses, reviews, export codes, ESG."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from reportgen.sample.activity.base import QUARTERS, Activity, columns
from reportgen.sample.company import PLAN_YEAR, Company, Order
from reportgen.sample.sheet import Cell, Money, Sheet
from reportgen.sample.stories import cases

_LARGE = 800_000_00  # fen: from here on a contract is reviewed by three
_CLAUSES = ("付款条件", "违约责任", "知识产权", "数据合规", "不可抗力")
_ESG = ("绿色包装比例", "供应商行为准则", "安全事故", "反商业贿赂培训", "碳盘查")


def compliance(company: Company) -> Iterator[Activity]:
    """Return the four checklists."""
    large = [order for order in company.orders if order.amount >= _LARGE and order.signed.year == PLAN_YEAR]
    yield Activity(
        "contract_clauses", Sheet("合同条款", columns("订单号 签订日期:day 条款 状态 检查日期:day"), _clauses(large))
    )
    wanted = columns(
        "会审编号 订单号 客户编号 工号 会审日期:day 敏感区域 "
        "销售会审:day 法务会审:day 财务会审:day 复核人数:count 合同金额:money"
    )
    yield Activity("contract_reviews", Sheet("三方会审", wanted, _reviews(company, large)))
    yield Activity(
        "export_codes", Sheet("出口编码", columns("产品编码 HS编码 ECCN EAR状态 复核日期:day"), _codes(company))
    )
    yield Activity("esg", Sheet("ESG", columns("季度 事项 状态 负责人 说明"), _esg(company)))


def _clauses(large: list[Order]) -> Iterator[tuple[Cell, ...]]:
    """One clause of the first large contract is open."""
    planned = {case.subject for case in cases("contract_clauses") if case.fires}
    for place, order in enumerate(large):
        for clause in _CLAUSES:
            state = (
                ("待补充", None) if not place and clause in planned else ("已确认", order.signed - timedelta(days=2))
            )
            yield order.number, order.signed, clause, *state


def _reviews(company: Company, large: list[Order]) -> Iterator[tuple[Cell, ...]]:
    """Three reviews before the signature; the two planned orders go to a sensitive region with one or two of them."""
    owners = {customer.id: customer for customer in company.customers}
    for place, order in enumerate(large, start=1):
        person = owners[order.customer].owner(order.signed)
        number = f"HS-{order.signed:%y%m}-{place:03d}"
        days = [order.signed - timedelta(days=left) for left in (6, 4, 2)]
        yield number, order.number, order.customer, person, days[-1], "否", *days, 3, Money(order.amount)
    of_march = (o for o in company.orders if not o.original and (o.signed.year, o.signed.month) == (2026, 3))
    for case, order in zip(cases("contract_reviews"), islice(of_march, 20, None), strict=False):
        reviewers = case.count("reviewers")
        reviewed_on = [date(2026, 3, 2) if reviewed < reviewers else None for reviewed in range(3)]
        person = owners[order.customer].owner(order.signed)
        of = (case.subject, order.number, order.customer, person)
        yield *of, reviewed_on[0], "是", *reviewed_on, reviewers, Money(order.amount)


def _codes(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Every product has a customs code; the export control state of two is open."""
    planned = {case.subject for case in cases("export_codes") if case.fires}
    for place, product in enumerate(company.products):
        number = f"85{1 + place % 4:02d}{10 + place}00"
        state = ("待确认" if product.id in planned else "无限制", date(2026, 1, 20))
        yield product.id, number, "EAR99" if place % 6 else "2B999", *state


def _esg(company: Company) -> Iterator[tuple[Cell, ...]]:
    planned = {(case.subject, case.period) for case in cases("esg") if case.fires}
    for quarter in QUARTERS:
        for place, topic in enumerate(_ESG):
            late = (topic, f"{PLAN_YEAR}-Q{quarter}") in planned
            yield f"{PLAN_YEAR}Q{quarter}", topic, "未完成" if late else "完成", company.people[1 + place % 4].id, ""
