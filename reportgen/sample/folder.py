"""Turns the department's tables into its folder: which table stands in which file, as which system or team keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.sample.habits import page_of
from reportgen.sample.old_workbook import old_workbook_bytes
from reportgen.sample.sheet import Sheet
from reportgen.sample.text import Text, csv_bytes
from reportgen.sample.workbook import FINANCE, MARKETING, OVERSEAS, PEOPLE, SALES, SERVICE, Look, book_bytes


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook with a sheet for each of its tables, in the look of those who keep it."""

    name: str
    look: Look
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldBook:
    """A workbook in the format of before 2007, as an accounting system writes it."""

    name: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """One table as a system writes it as text."""

    name: str
    text: Text
    table: str


PLAIN, MARKED, GBK = Text(), Text(mark=True), Text(encoding="gbk")
SEMICOLONS, EUROPEAN = Text(separator=";"), Text(encoding="cp1252", separator=";")

FOLDER: tuple[Book | OldBook | Export, ...] = (
    Book(
        "人事台账_2026.xlsx", PEOPLE,
        ("people", "posts", "leave", "turnover", "referrals", "training_records", "key_posts", "successors"),
    ),
    Book(
        "绩效考评_2026.xlsx", PEOPLE,
        ("objectives", "key_results", "key_result_progress", "feedback360", "values_grades", "teamwork",
         "project_points", "potential", "honours"),
    ),
    Book("薪酬台账_2026.xlsx", PEOPLE, ("pay_info", "splits", "manual_lines", "holds", "opening")),
    Book("销售目标_2026.xlsx", SALES, ("level_targets", "targets", "target_changes", "history")),
    Book(
        "客户台账_2026.xlsx", SERVICE,
        ("customers", "customer_handovers", "customer_credit", "customer_facts", "executive_visits", "callbacks",
         "complaints", "nps_surveys", "project_risks"),
    ),
    Book("产品与价格_2026.xlsx", SALES, ("products", "price_requests")),
    Export("订单_2025.csv", MARKED, "orders of 2025"),
    Book("订单_2026.xlsx", SALES, ("orders of 2026",)),
    Book("线上商城_2026.xlsx", OVERSEAS, ("orders of the shop", "receipts of the shop")),
    Book("Overseas_2026.xlsx", OVERSEAS, ("export_orders", "installers")),
    Export("Overseas_Freight_2026.csv", EUROPEAN, "freight"),
    Export("发票_2025-2026.csv", PLAIN, "invoices"),
    Export("回款_2025-2026.csv", PLAIN, "receipts"),
    OldBook("财务台账_2025-2026.xls", ("fx", "write_offs")),
    Export("商机_2026.csv", PLAIN, "opportunities"),
    Export("商机_2026-12.csv", PLAIN, "opportunities of the year's end"),
    Book(
        "跟单记录_2026.xlsx", SALES,
        ("deal_stages", "deal_predictions", "deal_actions", "deal_grades", "stage_cycles", "quotes"),
    ),
    Export("拜访记录_2026.csv", GBK, "visits"),
    Export("市场获客_2026.csv", SEMICOLONS, "leads"),
    Book("市场部_2026.xlsx", MARKETING, ("events", "market_shares", "competitor_prices", "indicators")),
    Book("交付与服务_2026.xlsx", SERVICE, ("deliveries", "tickets")),
    Book(
        "平台商_2026.xlsx", SALES,
        ("dealers", "dealer_quarters", "dealer_exams", "dealer_stock", "dumping", "joint_fund", "dealer_health"),
    ),
    Book("费用预算_2026.xlsx", FINANCE, ("budget", "spend", "carbon")),
    Book("合规检查_2026.xlsx", FINANCE, ("contract_clauses", "contract_reviews", "export_codes", "esg")),
    Book(
        "运营台账_2026.xlsx", SALES,
        ("locked_orders", "new_customer_weeks", "forecasts", "milestones", "record_completeness", "data_quality",
         "acknowledgements", "improvements"),
    ),
    Book("改进清单_2026-02.xlsx", SALES, ("improvements of the month before",)),
)  # fmt: skip


def files(tables: Mapping[str, list[Sheet]]) -> Iterator[tuple[str, bytes]]:
    """Return each file's name and content, one after the other.

    Where a book lacks a table, since somebody took a part of the company, each that is there has a file of its own.
    """
    for file in FOLDER:
        wanted = (file.table,) if isinstance(file, Export) else file.tables
        there = {name: tables[name] for name in wanted if name in tables}
        if len(there) == len(wanted):
            yield file.name, _written(file, [(name, sheet) for name, sheets in there.items() for sheet in sheets])
        else:
            yield from _apart(there)


def _apart(there: Mapping[str, list[Sheet]]) -> Iterator[tuple[str, bytes]]:
    for name, sheets in there.items():
        for sheet in sheets:
            yield f"{sheet.name}_2026.xlsx", book_bytes((page_of(name, sheet),), SALES)


def _written(file: Book | OldBook | Export, named: list[tuple[str, Sheet]]) -> bytes:
    match file:
        case Export():
            return csv_bytes(named[0][1], file.text)
        case OldBook():
            return old_workbook_bytes([sheet for _, sheet in named])
        case Book():
            return book_bytes((page_of(name, sheet) for name, sheet in named), file.look)
