"""Turns a size into a large company's folder of text files, a quarter at a time, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

from reportgen.sample.activities import activities
from reportgen.sample.company import PLAN_YEAR, Company, Order, Receipt, Size
from reportgen.sample.core import (
    customers_sheet,
    deals_sheet,
    handovers_sheet,
    orders_sheet,
    people_sheet,
    products_sheet,
    receipts_sheet,
    targets_sheet,
)
from reportgen.sample.deals import deals
from reportgen.sample.generate import Ground, prepare
from reportgen.sample.money import MoneySide, money_side
from reportgen.sample.money.invoices import Invoice, invoices, invoices_sheet
from reportgen.sample.money.leave import leave_sheet, leaves
from reportgen.sample.money.manual import holds, holds_sheet
from reportgen.sample.money.opening import opening_sheet, openings
from reportgen.sample.money.prices import price_requests, prices_sheet
from reportgen.sample.money.side import busy
from reportgen.sample.money.splits import splits, splits_sheet
from reportgen.sample.money.tables import of_people
from reportgen.sample.money.write_offs import write_offs, write_offs_sheet
from reportgen.sample.sheet import Sheet
from reportgen.sample.spool import Spool
from reportgen.sample.text import append_csv
from reportgen.sample.trade import Traded, trade

Named = tuple[str, Sheet]


def write_large(size: Size, seed: int, folder: Path) -> tuple[Path, ...]:
    """Write a large company's files and return their paths; the same size and seed give the same bytes.

    Every table of the small company is there, one a file, but the habits of its keepers: old copies and second exports.
    What was there under the same names is replaced. Raise OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[Path, None] = {}
    with TemporaryFile() as orders, TemporaryFile() as receipts:
        for name, sheet in _sheets(size, seed, Spool(orders), Spool(receipts)):
            path = folder / f"{name}.csv"
            append_csv(path, sheet, begins=path not in written)
            written[path] = None
    return tuple(written)


def _sheets(size: Size, seed: int, orders: Spool[Order], receipts: Spool[Receipt]) -> Iterator[Named]:
    """Every sheet with its file's name; a name that comes again continues its file."""
    ground = prepare(size, seed)
    side = money_side(ground.company, ground.employed, ())
    company = replace(
        ground.company, money=side, orders=orders, receipts=receipts, deals=deals(size, seed, ground.market.customers)
    )
    yield from _standing(company, side)
    unpaid: list[Order] = []
    for traded in trade(ground.market, ground.employed, ground.planned):
        yield from _traded(company, side, traded)
        orders.add(traded.orders)
        receipts.add(traded.receipts)
        unpaid += traded.unpaid
    yield from _afterwards(ground, company, unpaid)


def _named(sheets: Iterable[Named]) -> Iterator[Named]:
    """Name each file by its table, as people say it."""
    for _, sheet in sheets:
        yield f"{sheet.name}_{PLAN_YEAR}", sheet


def _standing(company: Company, side: MoneySide) -> Iterator[Named]:
    """What does not hang on orders, and what the online shop sold."""
    sheets = (people_sheet, customers_sheet, handovers_sheet, products_sheet, targets_sheet)
    yield from _named(("", sheet(company)) for sheet in sheets)
    yield f"商机_{PLAN_YEAR}", deals_sheet(company.deals)
    yield from _named(of_people(side))
    yield f"订单_线上商城_{PLAN_YEAR}", orders_sheet(side.shop.orders)
    yield f"回款_线上商城_{PLAN_YEAR}", receipts_sheet(side.shop.receipts)


def _traded(company: Company, side: MoneySide, traded: Traded) -> Iterator[Named]:
    """A quarter's orders, those of nobody among them, and what each order brings with it."""
    year, orders = traded.quarter.year, traded.orders
    of_nobody = [order for order in side.of_nobody if traded.quarter.first <= order.signed <= traded.quarter.last]
    shown = sorted((*orders, *of_nobody), key=lambda order: (order.signed, order.number))
    yield f"订单_{year}", orders_sheet(shown)
    yield f"回款_{year}", receipts_sheet(traded.receipts)
    for of_year, rows in _by_year(invoices(company.seed, orders)).items():
        yield f"发票_{of_year}", invoices_sheet(rows)
    yield f"业绩分配_{PLAN_YEAR}", splits_sheet(splits(company.seed, orders, company.people, company.products))
    yield f"价格申请_{PLAN_YEAR}", prices_sheet(price_requests(company.seed, orders, company.people))


def _by_year(rows: Iterable[Invoice]) -> dict[int, list[Invoice]]:
    found: dict[int, list[Invoice]] = {}
    for row in rows:
        found.setdefault(row.day.year, []).append(row)
    return found


def _afterwards(ground: Ground, company: Company, unpaid: list[Order]) -> Iterator[Named]:
    """What needs every order: they are read again from the disk, and none stays in memory."""
    people, orders = company.people, company.orders
    away = leaves(company.seed, people, ground.employed.absences, busy(orders))
    lost = write_offs(unpaid, people, company.size.units)
    yield f"请假_{PLAN_YEAR}", leave_sheet(away)
    yield f"坏账核销_{PLAN_YEAR}", write_offs_sheet(lost)
    yield f"暂缓发放_{PLAN_YEAR}", holds_sheet(holds(people, orders))
    yield f"期初余额_{PLAN_YEAR}", opening_sheet(openings(people, orders, company.receipts))
    for activity in activities(company):
        tickets = activity.kind == "tickets"
        yield f"{'服务工单' if tickets else activity.sheet.name}_{PLAN_YEAR}", activity.sheet
