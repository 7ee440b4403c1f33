"""Turns people, customers, products, orders, receipts, targets and deals into sheets with Chinese headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from reportgen.sample.company import HOUSE, PLAN_YEAR, Company, Customer, Deal, Order, Person, Receipt
from reportgen.sample.orders import TAX_PERCENT
from reportgen.sample.sheet import Cell, Column, Format, Money, Share, Sheet

TEXT, DAY, COUNT, MONEY, SHARE = Format.TEXT, Format.DAY, Format.COUNT, Format.MONEY, Format.SHARE


def people_sheet(company: Company) -> Sheet:
    """The roster: a row for each dated post."""
    columns = (
        *_columns("工号 姓名", TEXT, 10), Column("英文名", TEXT, 18),
        *_columns("职级 岗位 条线 大区 直属上级", TEXT, 11), *_columns("生效日期 失效日期 入职日期 离职日期", DAY, 13),
        Column("工时比例", SHARE, 10),
    )  # fmt: skip
    return Sheet("人员名册", columns, (row for person in company.people for row in _posts(person)))


def _posts(person: Person) -> Iterator[tuple[Cell, ...]]:
    for post in person.posts:
        chair = (post.grade, post.role, post.line, post.region, post.manager)
        days = (post.since, post.until, person.hired, person.left)
        yield (person.id, person.name, person.english, *chair, *days, Share(post.hours))


def customers_sheet(company: Company) -> Sheet:
    """The customers with who looks after them at the end of the plan year; the shop's and second records come last."""
    columns = (
        Column("客户编号", TEXT, 11), Column("客户名称", TEXT, 82), Column("等级", TEXT, 8),
        *_columns("行业 大区", TEXT, 12), *_columns("负责人 第二负责人", TEXT, 12), Column("建档日期", DAY, 12),
    )  # fmt: skip
    side = company.money
    more = (*side.shop.customers, *(double.customer for double in side.duplicates)) if side else ()
    return Sheet("客户档案", columns, (_customer(customer) for customer in (*company.customers, *more)))


def _customer(customer: Customer) -> tuple[Cell, ...]:
    owner = customer.owner(date(PLAN_YEAR, 12, 31))
    words = (customer.id, customer.name, customer.tier, customer.industry, customer.region)
    return (*words, "" if owner == HOUSE else owner, customer.second, customer.recorded)


def products_sheet(company: Company) -> Sheet:
    """The catalogue with list prices and unit costs."""
    columns = (
        *_columns("产品编码 产品名称 产品线", TEXT), *_columns("目录价 单位成本", MONEY), Column("上市日期", DAY),
    )  # fmt: skip
    rows = ((p.id, p.name, p.line, Money(p.list_price), Money(p.unit_cost), p.launched) for p in company.products)
    return Sheet("产品目录", columns, rows)


def orders_sheet(orders: Iterable[Order]) -> Sheet:
    """Order lines, returns and corrections among them on their own day."""
    columns = (
        Column("类型", TEXT, 7), Column("订单号", TEXT, 15), Column("行号", COUNT, 6), Column("原订单号", TEXT, 15),
        Column("签订日期", DAY, 12), *_columns("客户编号 销售工号 产品编码", TEXT, 10), Column("数量", COUNT, 8),
        Column("单价", MONEY, 14), Column("折扣率", SHARE, 8), *_columns("不含税金额 成本", MONEY, 16),
        Column("税率", SHARE, 8), Column("价税合计", MONEY, 16), *_columns("交付日期 应收日期", DAY, 12),
    )  # fmt: skip
    return Sheet("订单", columns, (row for order in orders for row in _lines(order)))


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
    columns = (
        Column("回款单号", TEXT),
        Column("到账日期", DAY),
        *_columns("订单号 客户编号", TEXT),
        Column("回款金额", MONEY),
    )
    rows = ((r.number, r.day, r.order if r.named else "", r.customer, Money(r.amount)) for r in receipts)
    return Sheet("回款", columns, rows)


def targets_sheet(company: Company) -> Sheet:
    """The targets: a row for each person and month."""
    columns = (*_columns("工号 月份 指标", TEXT, 11), *_columns("保底目标 冲刺目标", MONEY, 18))
    rows = ((t.person, f"{t.month:%Y-%m}", "签单额", Money(t.floor), Money(t.stretch)) for t in company.targets)
    return Sheet("个人目标", columns, rows)


def deals_sheet(deals: Iterable[Deal]) -> Sheet:
    """The opportunities as an export of one day has them."""
    columns = (
        *_columns("商机编号 商机名称 客户编号 销售工号 产品线 阶段", TEXT),
        *_columns("创建日期 预计成交日期 关闭日期", DAY), Column("金额", MONEY), Column("丢单原因", TEXT),
    )  # fmt: skip
    return Sheet("商机", columns, (_deal(deal) for deal in deals))


def _deal(deal: Deal) -> tuple[Cell, ...]:
    words = (deal.number, deal.name, deal.customer, deal.person, deal.line, deal.stage)
    return (*words, deal.opened, deal.expected, deal.closed, Money(deal.amount), deal.reason)


def _columns(headers: str, shown: Format, width: int = 12) -> list[Column]:
    return [Column(header, shown, width) for header in headers.split()]
