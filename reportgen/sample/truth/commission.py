"""Turns orders and cash into base commission, order by order: what it earned, what cash released, what is paid when.

By gross margin in bands: the part within 20 % of the order's revenue earns 3 %, that between 20 % and 25 % 5 %, that
above 25 % 8 %; an order that loses money earns nothing. Payable as cash arrives, pro rata, an order together with its
returns and corrections. What an order of 2025 had earned and paid stands in the opening balances.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.sample.company import HOUSE, Order
from reportgen.sample.money.opening import Opening
from reportgen.sample.truth.cash import Came, allocated
from reportgen.sample.truth.events import Events, profit
from reportgen.sample.truth.words import MONTHS, cents, of_fen, period, yuan

BANDS = ((Fraction(0), Fraction(20, 100), Fraction(3, 100)),
         (Fraction(20, 100), Fraction(25, 100), Fraction(5, 100)),
         (Fraction(25, 100), None, Fraction(8, 100)))  # fmt: skip
"""From and to which part of the order's revenue, and the rate."""
BASE = "base-commission"
_STARTS = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class PayLine:
    """One line of pay in one pay period, in yuan: what was earned and released to date, paid before, and is payable.

    `worked` is the calculation in full, `why` what happened in the period.
    """

    person: str
    component: str
    paid_in: str
    earned_in: str
    key: str
    worked: str
    earned: Fraction
    released: Fraction
    paid_before: Fraction
    payable: Fraction
    why: str
    waits: str = ""

    HEADER = ("person", "component", "paid_in", "earned_in", "key", "worked", "earned", "released", "paid_before",
              "payable", "why", "waits")  # fmt: skip

    def row(self) -> tuple[str, ...]:
        """The line as text."""
        words = (self.person, self.component, self.paid_in, self.earned_in, self.key, self.worked)
        money = (yuan(self.earned), yuan(self.released), yuan(self.paid_before), yuan(self.payable))
        return (*words, *money, self.why, self.waits)


def banded(gain: Fraction, revenue: Fraction) -> tuple[Fraction, str]:
    """Return what a gross profit earns, unrounded, and the sum written out."""
    earned, words = Fraction(0), []
    for start, end, rate in BANDS:
        top = gain if end is None else min(gain, end * revenue)
        part = max(Fraction(0), top - start * revenue)
        if part:
            earned += part * rate
            words.append(f"{_short(part)}×{rate * 100}%")
    return earned, " + ".join(words) or "no gross profit"


def _short(value: Fraction) -> str:
    return yuan(cents(value)).removesuffix(".00")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What commission needs besides the orders: cash, shares and balances of the beginning, by order."""

    cash: dict[str, list[Came]]
    shares: dict[str, dict[str, Fraction]]
    openings: dict[str, Opening]

    @staticmethod
    def of(events: Events) -> Ledger:
        """Index the events."""
        cash: dict[str, list[Came]] = defaultdict(list)
        for came in allocated(events):
            cash[came.order].append(came)
        shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for split in events.side.splits:
            if not split.on_top:
                shares[split.order][split.person] = Fraction(split.parts, split.whole)
        openings = {row.order: row for row in events.side.openings if row.order}
        return Ledger(cash, shares, openings)


def commissions(events: Events, people: tuple[str, ...]) -> Iterator[PayLine]:
    """Return the lines of some people in the order of people, pay periods and orders."""
    ledger = Ledger.of(events)
    of_person: dict[str, list[PayLine]] = defaultdict(list)
    for number, parts in events.transactions.items():
        seller = parts[0].person
        if seller in {"", HOUSE} or not _counts(number, parts, ledger):
            continue
        for person, share in ledger.shares.get(number, {seller: Fraction(1)}).items():
            if person in people:
                of_person[person] += _lines(events, ledger, number, person, share)
    for person in people:
        yield from sorted(of_person[person], key=lambda line: (line.paid_in, line.earned_in, line.key))


def _counts(number: str, parts: tuple[Order, ...], ledger: Ledger) -> bool:
    """An order of the plan year, or an older one that the opening balances carry on."""
    return parts[0].signed >= _STARTS or number in ledger.openings


def _lines(events: Events, ledger: Ledger, number: str, person: str, share: Fraction) -> Iterator[PayLine]:
    parts, opening = events.transactions[number], ledger.openings.get(number)
    paid = of_fen(opening.paid) if opening else Fraction(0)
    before = (of_fen(opening.earned), paid) if opening else (Fraction(0), Fraction(0))
    for month in MONTHS:
        end = period(month).end
        known = [part for part in parts if part.signed <= end]
        if not known:
            continue
        came = [row for row in ledger.cash.get(number, ()) if row.day <= end]
        revenue, gain = (share * of_fen(sum(one)) for one in ([p.amount for p in known], [profit(p) for p in known]))
        invoiced, collected = of_fen(sum(part.gross for part in known)), of_fen(sum(row.amount for row in came))
        exact, worked = banded(gain, revenue)
        earned = cents(exact)
        released = cents(earned * _share(collected, invoiced))
        if (earned, released) != before:
            news = _news(number, known, came, month)
            shown = "" if share == 1 else f" ({share.numerator}/{share.denominator} of the order)"
            sums = f"{worked}; cash {yuan(collected)}/{yuan(invoiced)}{shown}"
            signed = f"{parts[0].signed:%Y-%m}"
            yield PayLine(person, BASE, month, signed, number, sums, earned, released, paid, released - paid, news)
        before, paid = (earned, released), released


def _share(collected: Fraction, invoiced: Fraction) -> Fraction:
    if invoiced <= 0:
        return Fraction(1)
    return max(Fraction(0), min(Fraction(1), collected / invoiced))


def _news(number: str, known: list[Order], came: list[Came], month: str) -> str:
    """What happened to the order in the month."""
    new = ["signed"] if f"{known[0].signed:%Y-%m}" == month else []
    changed = [part.number for part in known[1:] if f"{part.signed:%Y-%m}" == month]
    cash = [row.receipt for row in came if f"{row.day:%Y-%m}" == month]
    return "; ".join((*new, *changed, *cash))
