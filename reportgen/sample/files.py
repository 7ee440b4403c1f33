"""Turns a company into its folder of spreadsheets with Chinese headers, workbooks and CSV side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reportgen.sample.company import PLAN_YEAR, Company, Deal, Order, Person
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
    """Return each file's name and content, one after the other."""
    yield f"人员名册_{PLAN_YEAR}.xlsx", workbook_bytes(people_sheet(company))
    yield "客户档案.xlsx", workbook_bytes(customers_sheet(company))
    yield "产品目录.csv", csv_bytes(products_sheet(company))
    yield f"订单_{_BEFORE}.csv", csv_bytes(orders_sheet(company, _BEFORE), mark=True)
    yield f"订单_{PLAN_YEAR}.xlsx", workbook_bytes(orders_sheet(company, PLAN_YEAR), title=f"{PLAN_YEAR}年销售订单明细")
    yield f"回款_{_BEFORE}.csv", csv_bytes(receipts_sheet(company, _BEFORE))
    yield f"回款_{PLAN_YEAR}.csv", csv_bytes(receipts_sheet(company, PLAN_YEAR))
    yield f"销售目标_{PLAN_YEAR}.xlsx", workbook_bytes(targets_sheet(company))
    yield f"商机_{PLAN_YEAR}.csv", csv_bytes(deals_sheet(company))


def people_sheet(company: Company) -> Sheet:
    """The roster: a row for each dated post."""
    columns = (
        *_columns("工号 姓名", TEXT, 10), Column("英文名", TEXT, 18),
        *_columns("职级 岗位 条线 大区 直属上级", TEXT, 11), *_columns("生效日期 失效日期 入职日期 离职日期", DAY, 13),
    )  # fmt: skip
    return Sheet("名册", columns, (row for person in company.people for row in _posts(person)))


def _posts(person: Person) -> Iterator[tuple[Cell, ...]]:
    for post in person.posts:
        chair = (post.grade, post.role, post.line, post.region, post.manager)
        yield (person.id, person.name, person.english, *chair, post.since, post.until, person.hired, person.left)


def customers_sheet(company: Company) -> Sheet:
    """The customers with the person who looks after them at the end of the plan year."""
    columns = (
        Column("客户编号", TEXT, 11), Column("客户名称", TEXT, 82), Column("等级", TEXT, 8),
        *_columns("行业 大区", TEXT, 12), Column("负责人", TEXT, 10),
    )  # fmt: skip
    rows = ((c.id, c.name, c.tier, c.industry, c.region, c.owner(date(PLAN_YEAR, 12, 31))) for c in company.customers)
    return Sheet("客户", columns, rows)


def products_sheet(company: Company) -> Sheet:
    """The catalogue with list prices and unit costs."""
    columns = (*_columns("产品编码 产品名称 产品线", TEXT), *_columns("目录价 单位成本", MONEY))
    rows = ((p.id, p.name, p.line, Money(p.list_price), Money(p.unit_cost)) for p in company.products)
    return Sheet("产品", columns, rows)


def orders_sheet(company: Company, year: int) -> Sheet:
    """A year's order lines, returns among them on their own day."""
    columns = (
        Column("类型", TEXT, 7), Column("订单号", TEXT, 15), Column("行号", COUNT, 6), Column("原订单号", TEXT, 15),
        Column("签订日期", DAY, 12), *_columns("客户编号 销售工号 产品编码", TEXT, 10), Column("数量", COUNT, 8),
        Column("单价", MONEY, 14), Column("折扣率", SHARE, 8), *_columns("不含税金额 成本", MONEY, 16),
        Column("税率", SHARE, 8), Column("价税合计", MONEY, 16), *_columns("交付日期 应收日期", DAY, 12),
    )  # fmt: skip
    return Sheet(
        "订单", columns, (row for order in company.orders if order.signed.year == year for row in _lines(order))
    )


def _lines(order: Order) -> Iterator[tuple[Cell, ...]]:
    kind = "退货" if order.original else "销售"
    for line in order.lines:
        yield (
            kind, order.number, line.number, order.original, order.signed, order.customer, order.person, line.product,
            line.quantity, Money(line.unit_price), Share(line.discount), Money(line.amount), Money(line.cost),
            Share(10 * TAX_PERCENT), Money(line.gross), order.delivery, order.due,
        )  # fmt: skip


def receipts_sheet(company: Company, year: int) -> Sheet:
    """What came in during a year."""
    columns = (
        Column("回款单号", TEXT),
        Column("到账日期", DAY),
        *_columns("订单号 客户编号", TEXT),
        Column("回款金额", MONEY),
    )
    rows = ((r.number, r.day, r.order, r.customer, Money(r.amount)) for r in company.receipts if r.day.year == year)
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
