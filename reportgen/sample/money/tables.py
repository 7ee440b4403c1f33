"""Turns what surrounds the orders into sheets under the names of their tables."""

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
    yield "posts", seats_sheet(side.seats)
    yield "pay_info", pay_sheet(side.pay_items)
    yield "customer_credit", ratings_sheet(side.ratings)
    yield "customer_facts", facts_sheet(side.facts)
    yield "executive_visits", visits_sheet(side.top_visits)
    yield "history", history_sheet(side.history)
    yield "target_changes", changes_sheet(side.target_changes)
    yield "level_targets", levels_sheet(side.level_targets)
    yield "manual_lines", manual_sheet(side.manual_lines)
    yield "fx", rates_sheet(side.rates)
    yield "export_orders", export_sheet(side.export_orders)


def of_orders(side: MoneySide) -> Iterator[tuple[str, Sheet]]:
    """What hangs on the orders."""
    yield "leave", leave_sheet(side.leaves)
    yield "splits", splits_sheet(side.splits)
    yield "invoices", invoices_sheet(sorted(side.invoices, key=lambda invoice: (invoice.day, invoice.number)))
    yield "price_requests", prices_sheet(side.price_requests)
    yield "write_offs", write_offs_sheet(side.write_offs)
    yield "holds", holds_sheet(side.holds)
    yield "opening", opening_sheet(side.openings)
