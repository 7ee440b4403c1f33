"""Turns orders of S and A customers into deliveries: promised, made, complete, conforming, with hours of drawing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reportgen.sample.activity.base import Activity, columns
from reportgen.sample.company import PLAN_YEAR, Company, Customer, Order
from reportgen.sample.sheet import Cell, Sheet
from reportgen.sample.stories import Case, cases
from reportgen.sample.streams import chance, stream
from reportgen.sample.workdays import workday_from

_UNREPORTED = "JF-2603-911"
_WANTED = (
    "交付单号 订单号 客户编号 工号 内部成本中心 承诺日期:day 交付日期:day "
    "应交数量:count 实交数量:count 合格数量:count 图纸小时:count 延期天数:count"
)


def deliveries(company: Company) -> Iterator[Activity]:
    """Return the deliveries of the plan year; only planned cases are late."""
    yield Activity("deliveries", Sheet("交付记录", columns(_WANTED), _rows(company)))


def _rows(company: Company) -> Iterator[tuple[Cell, ...]]:
    large = {customer.id: customer for customer in company.customers if customer.tier in {"S", "A"}}
    flex = {product.id for product in company.products if product.id.startswith("P-F")}
    planned = [(case, _promised(case), deque[Order](maxlen=30)) for case in cases("deliveries")]
    counted: dict[str, int] = {}
    for order in company.orders:
        if order.original or order.customer not in large:
            continue
        for _, promised, signed in planned:
            if (promised - order.signed).days >= 15:
                signed.append(order)
        if order.delivery.year == PLAN_YEAR:
            month = f"{order.delivery:%y%m}"
            # Numbers from 900 to 999 are those of the planned cases.
            counted[month] = 1000 if counted.get(month) == 899 else counted.get(month, 0) + 1
            yield _on_time(company.seed, f"JF-{month}-{counted[month]:03d}", order, large[order.customer], flex)
    for case, promised, signed in planned:
        yield _late(case, promised, signed, large)


def _promised(case: Case) -> date:
    return workday_from(date.fromisoformat(f"{case.period}-05"))


def _on_time(seed: int, number: str, order: Order, customer: Customer, flex: set[str]) -> tuple[Cell, ...]:
    random = stream(seed, "deliveries", order.number)
    pieces = sum(line.quantity for line in order.lines)
    short = 1 if pieces > 1 and chance(random, 12) else 0
    faulty = random.randint(1, max(1, pieces // 20)) if chance(random, 25) else 0
    drawn = None
    if any(line.product in flex for line in order.lines):
        drawn = random.randint(73, 110) if chance(random, 60) else random.randint(20, 72)
    promised = order.delivery + timedelta(days=random.randint(0, 4))
    good = max(0, pieces - short - faulty)
    person = customer.owner(order.delivery)
    counts = (pieces, pieces - short, good, drawn, (order.delivery - promised).days)
    return number, order.number, customer.id, person, "CC-4101", promised, order.delivery, *counts


def _late(case: Case, promised: date, signed: Sequence[Order], large: dict[str, Customer]) -> tuple[Cell, ...]:
    """A part delivery of an order signed about three weeks before, so many days after the promised one."""
    order = signed[int(case.subject[-3:]) % len(signed)]
    good = None if case.subject == _UNREPORTED else 20
    day = promised + timedelta(days=case.count("late"))
    person = large[order.customer].owner(day)
    return (
        case.subject,
        order.number,
        order.customer,
        person,
        "CC-4102",
        promised,
        day,
        20,
        20,
        good,
        None,
        case.count("late"),
    )
