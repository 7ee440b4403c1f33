"""Turns people, customers, products, orders, receipts, targets and deals into sheets with Chinese headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from reportgen.sample.activity.base import columns
from reportgen.sample.company import HOUSE, PLAN_YEAR, Company, Customer, Deal, Order, Person, Receipt
from reportgen.sample.orders import TAX_PERCENT
from reportgen.sample.sheet import Cell, Money, Share, Sheet


def people_sheet(company: Company) -> Sheet:
    """The roster: a row for each dated post."""
    header = columns(
        "工号 姓名 英文名 职级 岗位 条线 大区 直属上级 生效日期:day 失效日期:day 入职日期:day 离职日期:day "
        "工时比例:share"
    )
    return Sheet("人员名册", header, (row for person in company.people for row in _posts(person)))


def _posts(person: Person) -> Iterator[tuple[Cell, ...]]:
    for post in person.posts:
        chair = (post.grade, post.role, post.line, post.region, post.manager)
        days = (post.since, post.until, person.hired, person.left)
        yield (person.id, person.name, person.english, *chair, *days, Share(post.hours))


def customers_sheet(company: Company) -> Sheet:
    """The customers with who looks after them at the end of the plan year; the shop's and second records come last."""
    header = columns("客户编号 客户名称 等级 行业 大区 负责人 第二负责人 建档日期:day")
    side = company.money
    more = (*side.shop.customers, *(double.customer for double in side.duplicates)) if side else ()
    return Sheet("客户档案", header, (_customer(customer) for customer in (*company.customers, *more)))


def _customer(customer: Customer) -> tuple[Cell, ...]:
    owner = customer.owner(date(PLAN_YEAR, 12, 31))
    words = (customer.id, customer.name, customer.tier, customer.industry, customer.region)
    return (*words, "" if owner == HOUSE else owner, customer.second, customer.recorded)


def handovers_sheet(company: Company) -> Sheet:
    """Which customer went from whom to whom, and when: a row each time, by day."""
    header = columns("客户编号 移交日期:day 移出人 接收人")
    moves = (
        (customer.id, since, giver, taker)
        for customer in company.customers
        for (_, giver), (since, taker) in pairwise(customer.owners)
    )
    return Sheet("客户移交", header, sorted(moves, key=lambda move: (move[1], move[0])))


def products_sheet(company: Company) -> Sheet:
    """The catalogue with list prices and unit costs."""
    header = columns("产品编码 产品名称 产品线 目录价:money 单位成本:money 上市日期:day")
    rows = ((p.id, p.name, p.line, Money(p.list_price), Money(p.unit_cost), p.launched) for p in company.products)
    return Sheet("产品目录", header, rows)


def orders_sheet(orders: Iterable[Order]) -> Sheet:
    """Order lines, returns and corrections among them on their own day."""
    header = columns(
        "类型 订单号 行号:count 原订单号 签订日期:day 客户编号 销售工号 产品编码 数量:count 单价:money 折扣率:share "
        "不含税金额:money 成本:money 税率:share 价税合计:money 交付日期:day 应收日期:day"
    )
    return Sheet("订单", header, (row for order in orders for row in _lines(order)))


def _lines(order: Order) -> Iterator[tuple[Cell, ...]]:
    kind = "更正" if order.corrects else "退货" if order.original else "销售"
    for line in order.lines:
        yield (
            kind, order.number, line.number, order.original, order.signed, order.customer, order.person, line.product,
            line.quantity, Money(line.unit_price), Share(line.discount), Money(line.amount), Money(line.cost),
            Share(10 * TAX_PERCENT), Money(line.gross), order.delivery, order.due,
        )  # fmt: skip


def receipts_sheet(receipts: Iterable[Receipt]) -> Sheet:
    """What came in; a payment that names the customer only shows no order."""
    header = columns("回款单号 到账日期:day 订单号 客户编号 回款金额:money")
    rows = ((r.number, r.day, r.order if r.named else "", r.customer, Money(r.amount)) for r in receipts)
    return Sheet("回款", header, rows)


def targets_sheet(company: Company) -> Sheet:
    """The targets: a row for each person and month."""
    header = columns("工号 月份 指标 保底目标:money 冲刺目标:money")
    rows = ((t.person, f"{t.month:%Y-%m}", "签单额", Money(t.floor), Money(t.stretch)) for t in company.targets)
    return Sheet("个人目标", header, rows)


def deals_sheet(deals: Iterable[Deal]) -> Sheet:
    """The opportunities as an export of one day has them."""
    header = columns(
        "商机编号 商机名称 客户编号 销售工号 产品线 阶段 创建日期:day 预计成交日期:day 关闭日期:day 金额:money 丢单原因"
    )
    return Sheet("商机", header, (_deal(deal) for deal in deals))


def _deal(deal: Deal) -> tuple[Cell, ...]:
    words = (deal.number, deal.name, deal.customer, deal.person, deal.line, deal.stage)
    return (*words, deal.opened, deal.expected, deal.closed, Money(deal.amount), deal.reason)
