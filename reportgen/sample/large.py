"""Turns a size into a large company's folder, a quarter at a time and as text only, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.sample.company import Order, Size
from reportgen.sample.deals import deals
from reportgen.sample.core import (
    customers_sheet,
    deals_sheet,
    orders_sheet,
    people_sheet,
    products_sheet,
    receipts_sheet,
    targets_sheet,
)
from reportgen.sample.generate import Ground, prepare
from reportgen.sample.money import MoneySide, money_side
from reportgen.sample.money.invoices import Invoice, invoices, invoices_sheet
from reportgen.sample.money.prices import price_requests, prices_sheet
from reportgen.sample.money.splits import splits, splits_sheet
from reportgen.sample.money.tables import of_people
from reportgen.sample.money.write_offs import write_offs, write_offs_sheet
from reportgen.sample.sheet import Sheet
from reportgen.sample.text import csv_bytes
from reportgen.sample.trade import trade


def write_large(size: Size, seed: int, folder: Path) -> tuple[Path, ...]:
    """Write a large company's files and return their paths; the same size and seed give the same bytes.

    It has what the small one has but the activities, the leaves that avoid a person's orders, holds of single orders
    and opening balances: those need every order at once. Raise OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[Path, None] = {}
    for name, sheet in _sheets(size, seed):
        path = folder / name
        content = csv_bytes(sheet)
        if path in written:
            with path.open("ab") as file:
                file.write(content.partition(b"\n")[2])
        else:
            path.write_bytes(content)
        written[path] = None
    return tuple(written)


def _sheets(size: Size, seed: int) -> Iterator[tuple[str, Sheet]]:
    """Every sheet with its file's name; a name that comes again continues its file."""
    ground = prepare(size, seed)
    side = money_side(ground.company, ground.employed, ())
    company = replace(ground.company, money=side, deals=deals(size, seed, ground.market.customers))
    yield "产品目录.csv", products_sheet(company)
    yield "人员名册_2026.csv", people_sheet(company)
    yield "客户档案.csv", customers_sheet(company)
    yield "销售目标_2026.csv", targets_sheet(company)
    yield "商机_2026.csv", deals_sheet(company.deals)
    for name, sheet in of_people(side):
        yield f"{Path(name).stem}.csv", sheet
    yield "订单_线上商城_2026.csv", orders_sheet(side.shop.orders)
    yield "回款_线上商城_2026.csv", receipts_sheet(side.shop.receipts)
    yield from _traded(ground, side)


def _traded(ground: Ground, side: MoneySide) -> Iterator[tuple[str, Sheet]]:
    company, seed = ground.company, ground.market.seed
    unpaid: list[Order] = []
    for traded in trade(ground.market, ground.employed, ground.planned):
        year = traded.quarter.year
        yield f"订单_{year}.csv", orders_sheet(traded.orders)
        yield f"回款_{year}.csv", receipts_sheet(traded.receipts)
        for of_year, rows in _by_year(invoices(seed, traded.orders)).items():
            yield f"发票_{of_year}.csv", invoices_sheet(rows)
        yield "业绩分配_2026.csv", splits_sheet(splits(seed, traded.orders, company.people, company.products))
        yield "价格申请_2026.csv", prices_sheet(price_requests(seed, traded.orders, company.people))
        unpaid += traded.unpaid if year < 2026 else ()
    yield "坏账核销_2026.csv", write_offs_sheet(write_offs(unpaid, company.people, company.size.units))


def _by_year(rows: Iterable[Invoice]) -> dict[int, list[Invoice]]:
    found: dict[int, list[Invoice]] = {}
    for row in rows:
        found.setdefault(row.day.year, []).append(row)
    return found
