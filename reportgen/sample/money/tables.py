"""Turns what surrounds the orders into named sheets, in the order in which a department would list its files."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.sample.money.facts import facts_sheet, ratings_sheet, visits_sheet
from reportgen.sample.money.history import history_sheet
from reportgen.sample.money.invoices import invoices_sheet
from reportgen.sample.money.leave import leave_sheet
from reportgen.sample.money.manual import holds_sheet, manual_sheet
from reportgen.sample.money.opening import opening_sheet
from reportgen.sample.money.overseas import export_sheet, rates_sheet
from reportgen.sample.money.pay_info import pay_sheet
from reportgen.sample.money.prices import prices_sheet
from reportgen.sample.money.seats import seats_sheet
from reportgen.sample.money.side import MoneySide
from reportgen.sample.money.splits import splits_sheet
from reportgen.sample.money.target_versions import changes_sheet, levels_sheet
from reportgen.sample.money.write_offs import write_offs_sheet
from reportgen.sample.sheet import Sheet


def of_people(side: MoneySide) -> Iterator[tuple[str, Sheet]]:
    """What hangs on people, customers and targets alone: small in a company of any size."""
    yield "编制_2026.xlsx", seats_sheet(side.seats)
    yield "请假_2026.xlsx", leave_sheet(side.leaves)
    yield "工资项目_2026.xlsx", pay_sheet(side.pay_items)
    yield "客户信用_2026.xlsx", ratings_sheet(side.ratings)
    yield "客户事实_2026.csv", facts_sheet(side.facts)
    yield "高层互访_2026.csv", visits_sheet(side.top_visits)
    yield "历史业绩_2023-2024.csv", history_sheet(side.history)
    yield "目标调整_2026.xlsx", changes_sheet(side.target_changes)
    yield "目标分解_2026.xlsx", levels_sheet(side.level_targets)
    yield "手工调整_2026.xlsx", manual_sheet(side.manual_lines)
    yield "汇率_2025-2026.csv", rates_sheet(side.rates)
    yield "export_orders_2026.csv", export_sheet(side.export_orders)


def of_orders(side: MoneySide) -> Iterator[tuple[str, Sheet]]:
    """What hangs on the orders."""
    yield "业绩分配_2026.xlsx", splits_sheet(side.splits)
    for year in (2025, 2026):
        yield f"发票_{year}.csv", invoices_sheet([row for row in side.invoices if row.day.year == year])
    yield "价格申请_2026.csv", prices_sheet(side.price_requests)
    yield "坏账核销_2026.csv", write_offs_sheet(side.write_offs)
    yield "暂缓发放_2026.csv", holds_sheet(side.holds)
    yield "期初余额_2026.csv", opening_sheet(side.openings)
