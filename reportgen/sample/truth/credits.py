"""Turns orders, shares, targets and invoices into what a person or a team is credited with for pay, in yuan.

For pay a return or correction belongs to the order that it changes: to that order's day, seller and team. What is
credited is shared as the splits say; overlays of consultants are nobody's base.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from reportgen.model.period import Period
from reportgen.sample.company import HOUSE, Order, Target
from reportgen.sample.money.invoices import Invoice
from reportgen.sample.truth.cash import Came
from reportgen.sample.truth.commission import Ledger
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.teams import manager_of
from reportgen.sample.truth.words import MONTHS, of_fen, period

_WHOLE = Fraction(1)


@dataclass(frozen=True)
class Credits:
    """The events with what pay needs of them at hand."""

    events: Events
    ledger: Ledger

    @staticmethod
    def of(events: Events) -> Credits:
        """Prepare the events."""
        return Credits(events, Ledger.of(events))

    @cached_property
    def _invoices(self) -> dict[str, list[Invoice]]:
        found: dict[str, list[Invoice]] = defaultdict(list)
        for invoice in self.events.side.invoices:
            found[invoice.order].append(invoice)
        return found

    @cached_property
    def _first_invoices(self) -> dict[str, date]:
        return {number: min(row.day for row in rows) for number, rows in self._invoices.items()}

    def transactions(self, span: Period, known: date) -> Iterator[tuple[str, list[Order]]]:
        """Return the sellers' orders of a period, each with the changes known on a day."""
        for number, parts in self.events.transactions.items():
            if parts[0].signed in span and parts[0].person not in {"", HOUSE}:
                yield number, [part for part in parts if part.signed <= known]

    @cached_property
    def cash(self) -> tuple[Came, ...]:
        """All cash with the orders that it is for."""
        return tuple(row for rows in self.ledger.cash.values() for row in rows)

    def paid_in_full(self, number: str) -> str:
        """Return the month in which an order was paid in full, returns taken off; "" where it was not in the year."""
        parts, total = self.events.transactions[number], 0
        for row in sorted(self.ledger.cash.get(number, ()), key=lambda row: (row.day, row.receipt)):
            total += row.amount
            owed = sum(part.gross for part in parts if part.signed <= row.day)
            if total >= owed > 0:
                return f"{row.day:%Y-%m}"
        return ""

    def share(self, number: str, seller: str, person: str) -> Fraction:
        """Return a person's share of an order."""
        shares = self.ledger.shares.get(number)
        return shares.get(person, Fraction(0)) if shares else _WHOLE * (seller == person)

    def ordered(self, person: str, span: Period, known: date) -> Fraction:
        """Return the order amount of a period that a person is credited with."""
        return sum(
            (
                self.share(number, parts[0].person, person) * of_fen(sum(part.amount for part in parts))
                for number, parts in self.transactions(span, known)
            ),
            Fraction(0),
        )

    def team_ordered(self, manager: str, span: Period, known: date) -> Fraction:
        """Return the order amount of a period of a manager's region team, each order counted once."""
        return sum(
            (
                of_fen(sum(part.amount for part in parts))
                for _, parts in self.transactions(span, known)
                if manager_of(self.events, parts[0].person, parts[0].signed) == manager
            ),
            Fraction(0),
        )

    def floor(self, person: str, span: Period) -> Fraction:
        """Return a person's floor target of a period, in the version that holds then."""
        return of_fen(sum(floor for target, floor in self._floors(span) if target.person == person))

    def receivable(self, person: str, span: Period) -> tuple[Fraction, Fraction, Fraction]:
        """Return what was invoiced of a person's orders in a period without tax, with tax, and what came in for them.

        A red invoice takes off in the period of the order's first invoice; cash counts up to the period's end.
        """
        net, gross, came = Fraction(0), Fraction(0), Fraction(0)
        for number, first in self._first_invoices.items():
            share = self.share(number, self.events.sellers[number], person)
            if share and first in span:
                rows = [row for row in self._invoices[number] if row.day <= span.end]
                net += share * of_fen(sum(row.net for row in rows))
                gross += share * of_fen(sum(row.gross for row in rows))
                cash = (row.amount for row in self.ledger.cash.get(number, ()) if row.day <= span.end)
                came += share * of_fen(sum(cash))
        return net, gross, came

    def team_floor(self, manager: str, span: Period) -> Fraction:
        """Return the floor target of a manager's team: each month's rows count by the month's last day."""
        return of_fen(sum(floor for target, floor in self._floors(span) if self._led(target, manager)))

    def _led(self, target: Target, manager: str) -> bool:
        left = self.events.people[target.person].left or date.max
        return manager_of(self.events, target.person, min(period(f"{target.month:%Y-%m}").end, left)) == manager

    def _floors(self, span: Period) -> Iterator[tuple[Target, int]]:
        return ((target, target.floor) for target in self.events.targets if target.month in span)


def months_from(span: Period) -> tuple[str, ...]:
    """Return the pay periods in which a period's pay may still change: its last month and those after it."""
    return tuple(month for month in MONTHS if period(month).end >= span.end)
