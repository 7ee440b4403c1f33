"""Turns the activities into the folder's other spreadsheets, each as the people who keep it are used to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reportgen.sample.activity.base import Activity
from reportgen.sample.activity.compliance import compliance
from reportgen.sample.activity.dealers import dealers
from reportgen.sample.activity.deliveries import deliveries
from reportgen.sample.activity.market import market
from reportgen.sample.activity.marketing import marketing
from reportgen.sample.activity.okrs import okrs
from reportgen.sample.activity.operations import operations, quotes
from reportgen.sample.activity.overseas import freight, installers
from reportgen.sample.activity.pursuits import pursuits
from reportgen.sample.activity.rhythm import rhythm
from reportgen.sample.activity.service import service, service_before
from reportgen.sample.activity.spending import carbon, spending
from reportgen.sample.activity.talent import talent
from reportgen.sample.activity.visits import visits
from reportgen.sample.activity.voices import voices
from reportgen.sample.company import PLAN_YEAR, Company
from reportgen.sample.habits import budget_page, deals_at_year_end, events_page, full_width, last_months_list
from reportgen.sample.sheet import Page, Sheet
from reportgen.sample.text import csv_bytes
from reportgen.sample.workbook import book_bytes

_BOOKS: dict[str, Callable[[Company], Iterable[Activity]]] = {
    "跟单记录": pursuits,
    "服务工单": service,
    "客户之声": voices,
    "平台商": dealers,
    "费用明细": spending,
    "OKR": okrs,
    "人才盘点": talent,
    "合规检查": compliance,
    "周例会": rhythm,
    "运营台账": operations,
}
"""Workbooks with a sheet for each table; of the tickets, a sheet for each month."""


def activity_files(company: Company) -> Iterator[tuple[str, bytes]]:
    """Return each file's name and content, one after the other."""
    for name, topic in _BOOKS.items():
        yield f"{name}_{PLAN_YEAR}.xlsx", book_bytes(Page(activity.sheet) for activity in topic(company))
    yield (
        f"交付记录_{PLAN_YEAR}.xlsx",
        book_bytes(Page(activity.sheet, hidden=frozenset({"内部成本中心"})) for activity in deliveries(company)),
    )
    yield f"市场情报_{PLAN_YEAR}.xlsx", book_bytes(Page(sheet) for sheet in _typed_by_hand(company))
    yield from _texts(company)
    yield from _for_later(company)


def _typed_by_hand(company: Company) -> Iterator[Sheet]:
    for activity in market(company):
        yield full_width(activity.sheet, ("份额", "影响分"))


def _texts(company: Company) -> Iterator[tuple[str, bytes]]:
    """The files without formats: one in GBK, one with semicolons, one from a system that speaks English."""
    visited, called_back = (activity.sheet for activity in visits(company))
    leads, events = (activity.sheet for activity in marketing(company))
    yield f"拜访记录_{PLAN_YEAR}.csv", csv_bytes(visited, encoding="gbk")
    yield f"回访计划_{PLAN_YEAR}.csv", csv_bytes(called_back)
    yield f"市场获客_{PLAN_YEAR}.csv", csv_bytes(leads, separator=";")
    yield f"市场活动_{PLAN_YEAR}.xlsx", book_bytes((events_page(events),))
    yield f"服务工单_{PLAN_YEAR - 1}.csv", csv_bytes(service_before(company).sheet, mark=True)
    yield f"碳排放_{PLAN_YEAR}.csv", csv_bytes(carbon(company).sheet)
    yield f"报价单_{PLAN_YEAR}.csv", csv_bytes(quotes(company).sheet, mark=True)
    yield f"Overseas_Installers_{PLAN_YEAR}.csv", csv_bytes(installers(company).sheet)


def _for_later(company: Company) -> Iterator[tuple[str, bytes]]:
    """Files that `inputs/sources.yaml` leaves out until the program reads their like."""
    yield f"费用预算_{PLAN_YEAR}.xlsx", book_bytes((budget_page(company),))
    yield f"Overseas_Freight_{PLAN_YEAR}.csv", csv_bytes(freight(company).sheet, encoding="cp1252", separator=";")
    yield "改进清单_2026-02.xlsx", book_bytes((Page(last_months_list(company)),))
    yield "商机_2026-12.csv", csv_bytes(deals_at_year_end(company))
