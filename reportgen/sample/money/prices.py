"""Turns discounts into price requests: with a list of what the customer gives in exchange, approved, or neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, Order, Person
from reportgen.sample.sheet import Share, Sheet
from reportgen.sample.staff import DIRECTOR
from reportgen.sample.stories import Case, cases
from reportgen.sample.streams import chance, stream, weighted
from reportgen.sample.workdays import later, workday_from

_FIRST = date(PLAN_YEAR, 1, 1)
_REQUESTED, _FROM = 60, 30  # thousandths of the orders with a discount of at least so many thousandths
_DIRECTORS_OWN = 30  # three years and 30 % prepaid: up to 3 % is the director's own
_EXCHANGED = ("三年框架合同", "预付30%", "联合案例宣传", "独家供货", "提前付款", "打包采购")
APPROVED, REFUSED, MISSING = "已批准", "已驳回", "未审批"
_OUTCOMES = {"list": 82, "refused": 8, "long contract": 6, "neither": 4}
_STORY_DAY, _STORY_UNTIL = date(2026, 3, 12), date(2026, 3, 31)


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """What a customer wanted off, in thousandths, and what was given and decided for it; nobody is ""."""

    number: str
    day: date
    customer: str
    person: str
    order: str
    product: str
    cut: int
    exchange: str
    years: int
    prepaid: int
    approver: str
    approved: date | None
    status: str


def price_requests(seed: int, orders: Iterable[Order], people: tuple[Person, ...]) -> Iterator[PriceRequest]:
    """Return the plan year's requests order by order, and the planned ones of March where their quarter is among these.

    A request has the number of its order, so that a quarter needs nothing of another one.
    """
    director = next(person.id for person in people if person.posts[0].role == DIRECTOR)
    told = list(cases("price_requests"))
    for order in orders:
        if order.original or order.signed < _FIRST or not order.person:
            continue
        if told and _STORY_DAY <= order.signed <= _STORY_UNTIL:
            yield _planned(told.pop(0), order)
            continue
        cut = max(line.discount for line in order.lines)
        random = stream(seed, "prices", order.number)
        if cut >= _FROM and chance(random, _REQUESTED):
            yield _drawn(random, order, cut, director)


def _planned(case: Case, order: Order) -> PriceRequest:
    approver = case.text("approver")
    return PriceRequest(
        case.subject, _STORY_DAY, order.customer, order.person, "", order.lines[0].product, case.count("discount"),
        case.text("exchange"), case.count("contract_years"), case.count("prepaid"), approver,
        _STORY_DAY + timedelta(days=1) if approver else None, APPROVED if approver else MISSING,
    )  # fmt: skip


def _drawn(random: Random, order: Order, cut: int, director: str) -> PriceRequest:
    """Ask a few days before the order; below 5 % nobody needs a list."""
    outcome = weighted(random, _OUTCOMES)
    day = workday_from(max(_FIRST, order.signed - timedelta(days=random.randint(3, 12))))
    line = max(order.lines, key=lambda line: line.discount)
    if outcome == "long contract" and cut > _DIRECTORS_OWN:
        cut = _DIRECTORS_OWN
    exchange = "、".join(random.sample(_EXCHANGED, 2)) if outcome in {"list", "refused"} else ""
    years, prepaid = (3, 300) if outcome == "long contract" else (1, 0)
    decided = None if outcome == "neither" else later(day, random.randint(0, 2))
    status = {"refused": REFUSED, "neither": MISSING}.get(outcome, APPROVED)
    return PriceRequest(
        f"JG-{order.number[3:]}", day, order.customer, order.person, order.number if status != REFUSED else "",
        line.product, cut, exchange, years, prepaid, director if decided else "", decided, status,
    )  # fmt: skip


def prices_sheet(rows: Iterable[PriceRequest]) -> Sheet:
    """A row for each request."""
    header = columns(
        "申请单号 申请日期:day 客户编号 销售工号 订单号 产品编码 申请降幅:share 价值交换清单 合同年限:count "
        "预付比例:share 审批人 审批日期:day 状态"
    )
    return Sheet(
        "价格申请", header,
        (
            (r.number, r.day, r.customer, r.person, r.order, r.product, Share(r.cut), r.exchange, r.years,
             Share(r.prepaid), r.approver, r.approved, r.status)
            for r in rows
        ),
    )  # fmt: skip
