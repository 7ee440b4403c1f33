"""Turns a company into its folder of spreadsheets with Chinese headers, workbooks and CSV side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from reportgen.sample.activity_files import activity_files
from reportgen.sample.company import HOUSE, PLAN_YEAR, Company, Customer, Deal, Order, Person, Receipt
from reportgen.sample.money import MoneySide
from reportgen.sample.money.tables import of_orders, of_people
from reportgen.sample.orders import TAX_PERCENT
from reportgen.sample.sheet import Cell, Column, Format, Money, Share, Sheet
from reportgen.sample.text import csv_bytes
from reportgen.sample.workbook import workbook_bytes

TEXT, DAY, COUNT, MONEY, SHARE = Format.TEXT, Format.DAY, Format.COUNT, Format.MONEY, Format.SHARE
_BEFORE = PLAN_YEAR - 1


def write(company: Company, folder: Path) -> tuple[Path, ...]:
    """Write all files into a folder, made if absent, and return their paths; the same company gives the same bytes.

    Raise OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files(company):
        path = folder / name
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


def files(company: Company) -> Iterator[tuple[str, bytes]]:
    """Return each file's name and content, one after the other.

    A company without its money side, of which somebody took a part, is written without what stands around the orders.
    """
    this_year, title = orders_sheet(_signed(company, PLAN_YEAR)), f"{PLAN_YEAR}年销售订单明细"
    yield f"人员名册_{PLAN_YEAR}.xlsx", workbook_bytes(people_sheet(company))
    yield "客户档案.xlsx", workbook_bytes(customers_sheet(company))
    yield "产品目录.csv", csv_bytes(products_sheet(company))
    yield f"订单_{_BEFORE}.csv", csv_bytes(orders_sheet(_signed(company, _BEFORE)), mark=True)
    yield f"订单_{PLAN_YEAR}.xlsx", workbook_bytes(this_year, title)
    yield f"回款_{_BEFORE}.csv", csv_bytes(receipts_sheet(_received(company, _BEFORE)))
    yield f"回款_{PLAN_YEAR}.csv", csv_bytes(receipts_sheet(_received(company, PLAN_YEAR)))
    yield f"销售目标_{PLAN_YEAR}.xlsx", workbook_bytes(targets_sheet(company))
    yield f"商机_{PLAN_YEAR}.csv", csv_bytes(deals_sheet(company))
    if company.money:
        yield from money_files(company.money)
        yield from activity_files(company)


def money_files(side: MoneySide) -> Iterator[tuple[str, bytes]]:
    """Return the files around the orders: the online shop's own two, and a table each."""
    yield f"订单_线上商城_{PLAN_YEAR}.csv", csv_bytes(orders_sheet(side.shop.orders))
    yield f"回款_线上商城_{PLAN_YEAR}.csv", csv_bytes(receipts_sheet(side.shop.receipts))
    for name, sheet in (*of_people(side), *of_orders(side)):
        yield name, workbook_bytes(sheet) if name.endswith(".xlsx") else csv_bytes(sheet)


def _signed(company: Company, year: int) -> list[Order]:
    """A year's orders by day and number, those of nobody among them."""
    orders = (*company.orders, *(company.money.of_nobody if company.money else ()))
    return sorted((o for o in orders if o.signed.year == year), key=lambda order: (order.signed, order.number))


def _received(company: Company, year: int) -> Iterator[Receipt]:
    return (receipt for receipt in company.receipts if receipt.day.year == year)


def people_sheet(company: Company) -> Sheet:
    """The roster: a row for each dated post."""
    columns = (
        *_columns("工号 姓名", TEXT, 10), Column("英文名", TEXT, 18),
        *_columns("职级 岗位 条线 大区 直属上级", TEXT, 11), *_columns("生效日期 失效日期 入职日期 离职日期", DAY, 13),
        Column("工时比例", SHARE, 10),
    )  # fmt: skip
    return Sheet("名册", columns, (row for person in company.people for row in _posts(person)))


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
    return Sheet("客户", columns, (_customer(customer) for customer in (*company.customers, *more)))


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
    return Sheet("产品", columns, rows)


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
    return Sheet("目标", columns, rows)


def deals_sheet(company: Company) -> Sheet:
    """The opportunities."""
    columns = (
        *_columns("商机编号 商机名称 客户编号 销售工号 产品线 阶段", TEXT),
        *_columns("创建日期 预计成交日期 关闭日期", DAY), Column("金额", MONEY), Column("丢单原因", TEXT),
    )  # fmt: skip
    return Sheet("商机", columns, (_deal(deal) for deal in company.deals))


def _deal(deal: Deal) -> tuple[Cell, ...]:
    words = (deal.number, deal.name, deal.customer, deal.person, deal.line, deal.stage)
    return (*words, deal.opened, deal.expected, deal.closed, Money(deal.amount), deal.reason)


def _columns(headers: str, shown: Format, width: int = 12) -> list[Column]:
    return [Column(header, shown, width) for header in headers.split()]
