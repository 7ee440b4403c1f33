"""Turns clean tables into what people make of them: units, two-row headers, sums, full-width digits, old copies."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.sample.activity.base import columns
from reportgen.sample.activity.operations import improvements
from reportgen.sample.activity.spending import budgets
from reportgen.sample.company import PLAN_YEAR, YEAR_END, Company
from reportgen.sample.core import deals_sheet
from reportgen.sample.deals import deals
from reportgen.sample.sheet import Cell, Column, Format, Money, Page, Share, Sheet

_HEAD = "销售部"
_QUARTERS = (("费用", 2), ("一季度", 3), ("二季度", 3), ("三季度", 3), ("四季度", 3))


def page_of(table: str, sheet: Sheet) -> Page:
    """Lay a table's sheet out as its keepers do: most of them begin with the header in the first row."""
    match table:
        case "people":
            return Page(sheet, f"{_HEAD}人员名册（{PLAN_YEAR}年）")
        case "level_targets":
            return Page(sheet, f"{PLAN_YEAR}年销售目标分解表")
        case "orders of 2026":
            return Page(sheet, f"{PLAN_YEAR}年销售订单明细")
        case "events":
            return Page(sheet, f"{PLAN_YEAR}年市场活动日历", hidden=frozenset({"到场人数"}))
        case "deliveries":
            return Page(sheet, hidden=frozenset({"内部成本中心"}))
        case "market_shares" | "competitor_prices" | "indicators":
            return Page(full_width(sheet, ("份额", "影响分")))
        case "budget":
            # As finance keeps it: in 10,000 yuan, quarters merged over their months, a row of sums below.
            return Page(sheet, f"{PLAN_YEAR}年销售费用预算", "单位：万元", _QUARTERS, total="合计")
        case _:
            return Page(sheet)


_WIDE = {ord(narrow): chr(ord(narrow) + 0xFEE0) for narrow in "0123456789.%"}


def full_width(sheet: Sheet, headers: tuple[str, ...]) -> Sheet:
    """Type the numbers of some columns as an old input method does: １２．５％."""
    wide = {place for place, column in enumerate(sheet.columns) if column.header in headers}
    shown = tuple(
        Column(column.header, Format.TEXT) if place in wide else column for place, column in enumerate(sheet.columns)
    )
    return Sheet(sheet.name, shown, (_widened(row, wide) for row in sheet.rows))


def _widened(row: tuple[Cell, ...], wide: set[int]) -> tuple[Cell, ...]:
    return tuple(_wide(cell) if place in wide else cell for place, cell in enumerate(row))


def _wide(cell: Cell) -> Cell:
    if cell is None:
        return None
    text = f"{100 * cell.decimal():.1f}%" if isinstance(cell, Share) else str(cell)
    return text.translate(_WIDE)


def budget_sheet(company: Company) -> Sheet:
    """The budget by item and month."""
    header = columns("类别 项目 " + " ".join(f"{month}月:money" for month in range(1, 13)))
    rows: Iterator[tuple[Cell, ...]] = (
        (item.category, item.name, *(Money(month) for month in year)) for item, year in budgets(company.size)
    )
    return Sheet("费用预算", header, rows)


def last_months_list(company: Company) -> Sheet:
    """The improvement list as it was a month before, left in the folder."""
    wanted = columns("改进编号 提出期间 事项 工号 应完成日期:day 完成日期:day")
    return Sheet("改进清单", wanted, improvements(company, until="2026-02"))


def deals_at_year_end(company: Company) -> Sheet:
    """A second export of the opportunities, six months younger than the one in use."""
    return deals_sheet(deals(company.size, company.seed, company.customers, YEAR_END))
