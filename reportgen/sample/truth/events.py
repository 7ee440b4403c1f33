"""Turns a company into what the expected figures are summed from: all orders, credits, cash by order, tables' rows.

Nothing here calls what the program computes with: only the sample's own plan of events.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from reportgen.model.period import Period
from reportgen.sample.activities import activities
from reportgen.sample.company import Company, Customer, Order, Person, Receipt, Target
from reportgen.sample.deals import Life, lives
from reportgen.sample.money import MoneySide
from reportgen.sample.sheet import Cell, Money, Rate, Share

Value = str | int | date | Fraction | None
Row = Mapping[str, Value]


@dataclass(frozen=True, eq=False)
class Events:
    """A company with everything around its orders, and what follows from it at once."""

    company: Company

    @cached_property
    def side(self) -> MoneySide:
        """What surrounds the orders."""
        if self.company.money is None:
            raise ValueError("a company without its money side has no truth")
        return self.company.money

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """Every order, return and correction by day: the sellers', the shop's, nobody's."""
        every = (*self.company.orders, *self.side.shop.orders, *self.side.of_nobody)
        return tuple(sorted(every, key=lambda order: (order.signed, order.number)))

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        """Every receipt by day."""
        every = (*self.company.receipts, *self.side.shop.receipts)
        return tuple(sorted(every, key=lambda receipt: (receipt.day, receipt.number)))

    @cached_property
    def transactions(self) -> dict[str, tuple[Order, ...]]:
        """The orders by the number of the original: an order with its returns and corrections."""
        found: dict[str, list[Order]] = defaultdict(list)
        for order in self.orders:
            found[order.original or order.number].append(order)
        return {number: tuple(parts) for number, parts in found.items()}

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Everybody's targets as the change in mid-year left them: what was closed before it stands as it was."""
        changed = {(row.before.person, row.before.month): row for row in self.side.target_changes}
        found = []
        for target in self.company.targets:
            row = changed.get((target.person, target.month))
            found.append(replace(target, floor=row.floor, stretch=row.stretch) if row else target)
        return tuple(found)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody by number."""
        return {person.id: person for person in self.company.people}

    @cached_property
    def customers(self) -> dict[str, Customer]:
        """Every customer by number: the shop's and the second records among them."""
        doubles = (double.customer for double in self.side.duplicates)
        return {one.id: one for one in (*self.company.customers, *self.side.shop.customers, *doubles)}

    @cached_property
    def lines(self) -> dict[str, str]:
        """The product line of each product."""
        return {product.id: product.line for product in self.company.products}

    @cached_property
    def lives(self) -> tuple[Life, ...]:
        """Every deal from its opening to its end."""
        return lives(self.company.size, self.company.seed, self.company.customers)

    @cached_property
    def first_orders(self) -> dict[str, Order]:
        """The first sale of each customer in the books."""
        found: dict[str, Order] = {}
        for order in self.orders:
            if not order.original:
                found.setdefault(order.customer, order)
        return found

    @cached_property
    def sellers(self) -> dict[str, str]:
        """Who stands on each order; nobody is ""."""
        return {order.number: order.person for order in self.orders}

    @cached_property
    def tables(self) -> dict[str, tuple[Row, ...]]:
        """The rows of every activity by the kind of its table, as they were planned."""
        found: dict[str, list[Row]] = defaultdict(list)
        for activity in activities(self.company):
            headers = [column.header for column in activity.sheet.columns]
            found[activity.kind] += (dict(zip(headers, map(_plain, row), strict=True)) for row in activity.sheet.rows)
        return {kind: tuple(rows) for kind, rows in found.items()}

    def during(self, span: Period) -> tuple[Order, ...]:
        """The orders of a period."""
        return self.orders[bisect_left(self._days, span.start) : bisect_right(self._days, span.end)]

    @cached_property
    def _days(self) -> list[date]:
        return [order.signed for order in self.orders]

    def received(self, span: Period) -> Iterator[Receipt]:
        """The receipts of a period."""
        return (receipt for receipt in self.receipts if receipt.day in span)


def _plain(cell: Cell) -> Value:
    if isinstance(cell, Money):
        return Fraction(cell.fen, 100)
    if isinstance(cell, Rate):
        return Fraction(cell.ten_thousandths, 10_000)
    return Fraction(cell.thousandths, 1000) if isinstance(cell, Share) else cell


def number(row: Row, column: str) -> Fraction:
    """Return a cell's number, or a blank's zero; a word there is a slip in this folder."""
    cell = row[column]
    if cell is None:
        return Fraction(0)
    if isinstance(cell, int | Fraction):
        return Fraction(cell)
    raise TypeError(f"{column}: {cell!r}")


def word(row: Row, column: str) -> str:
    """Return a cell as text; a blank is ""."""
    cell = row[column]
    return "" if cell is None else str(cell)


def day_of(cell: Value) -> date | None:
    """Return the first day that a cell names: a day, `2026-03`, `2026Q1`, `2026-H1`, `2026`; a blank names none."""
    if isinstance(cell, date):
        return cell
    name = str(cell or "")
    if not name:
        return None
    year, rest = int(name[:4]), name[4:].lstrip("-")
    if rest.startswith("Q"):
        return date(year, 3 * int(rest[1]) - 2, 1)
    if rest.startswith("H"):
        return date(year, 6 * int(rest[1]) - 5, 1)
    return date(year, int(rest or 1), 1)


def dated(row: Row, column: str, span: Period) -> bool:
    """Tell whether a row's day lies in a period; one without a day lies in none."""
    day = day_of(row[column])
    return day is not None and day in span


def profit(order: Order) -> int:
    """An order's gross profit in fen."""
    return sum(line.amount - line.cost for line in order.lines)
