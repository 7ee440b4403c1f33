"""Turns a seller's year into the pay that goes by what was sold and collected, beside the base commission.

Tiered commission, the target bonuses of quarter and year, new customers, key accounts, days saved. A bonus is paid
with the last month of its quarter or year; who left before that has forfeited it where the plan says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from reportgen.model.period import Period, year_before
from reportgen.sample.customers import KEY_TIERS
from reportgen.sample.staff import MANAGER, REPRESENTATIVE, SUPERVISOR
from reportgen.sample.truth.commission import PayLine
from reportgen.sample.truth.credits import Credits
from reportgen.sample.truth.kpis_money import Book, book
from reportgen.sample.truth.teams import post_on
from reportgen.sample.truth.words import MONTHS, QUARTERS, cents, period, yuan

Tier = tuple[Fraction, Fraction]

COMMISSION_TIERS: tuple[Tier, ...] = (
    (Fraction(80, 100), Fraction(1, 1000)),
    (Fraction(100, 100), Fraction(3, 1000)),
    (Fraction(120, 100), Fraction(5, 1000)),
)
BONUS_TIERS: tuple[Tier, ...] = ((Fraction(100, 100), Fraction(5, 1000)), (Fraction(120, 100), Fraction(8, 1000)))
"""From which attainment of the floor, and the rate of what lies above: the plan's own figures."""
GATE, MOST = Fraction(85, 100), Fraction(200_000)
NEW = {"S": 5_000, "A": 3_000, "B": 1_000, "C": 300}
UPKEEP = {"S": 1_200, "A": 500}
SAVED = ((15, 5_000), (7, 2_000), (3, 800))
"""Days saved against the own year before, and what they are worth."""
_ROLES = {REPRESENTATIVE, SUPERVISOR, MANAGER}


def selling_pay(credits_: Credits, people: Sequence[str]) -> Iterator[PayLine]:
    """Return the lines of some people by person and component; what earns nothing says why."""
    year = period("2026")
    books = {name: book(credits_.events, credits_.cash, period(name)) for name in (*QUARTERS, "2026")}
    for id_ in people:
        person = credits_.events.people[id_]
        if post_on(person, year.end).role not in _ROLES or not person.sells:
            continue
        here = [name for name in QUARTERS if person.left is None or person.left >= period(name).start]
        yield from (line for line in _tiered(credits_, id_) if line.payable or line.earned or line.earned_in in here)
        won = Fraction(0)
        for name in here:
            line = _bonus(credits_, id_, name, books[name], Fraction(0))
            won += line.earned
            yield line
        yield _bonus(credits_, id_, "2026", books["2026"], won)
        yield from _new_customers(credits_, id_)
        yield from (_upkeep(credits_, id_, name) for name in here)
        yield from (_days_saved(credits_, id_, name) for name in here)


def _line(
    person: str, component: str, span: Period, key: str, worked: str, earned: Fraction, why: str,
    released: Fraction | None = None,
) -> PayLine:  # fmt: skip
    """A line that is paid at once, with the last month of its period."""
    out = earned if released is None else released
    month = f"{span.end:%Y-%m}"
    return PayLine(person, component, month, span.id, key, worked, earned, out, Fraction(0), out, why)


def tiered(base: Fraction, target: Fraction, tiers: Sequence[Tier]) -> tuple[Fraction, str]:
    """Return what a base earns in marginal tiers that begin at shares of a target, unrounded, and the sum in words."""
    earned, words = Fraction(0), []
    ends = [start for start, _ in tiers[1:]] + [None]
    for (start, rate), end in zip(tiers, ends, strict=True):
        top = base if end is None else min(base, end * target)
        part = max(Fraction(0), top - start * target)
        if part:
            earned += part * rate
            words.append(f"{yuan(cents(part))}×{float(rate * 100):g}%")
    return earned, " + ".join(words) or f"{yuan(cents(base))} of {yuan(target)} reaches no tier"


def _tiered(credits_: Credits, person: str) -> Iterator[PayLine]:
    """Revenue of the year to date in tiers of the floor target, less what earlier quarters earned; as cash arrives."""
    earned, released = Fraction(0), Fraction(0)
    for name in QUARTERS:
        span = Period(period("2026").start, period(name).end, "year")
        revenue, gross, came = credits_.receivable(person, span)
        exact, worked = tiered(revenue, credits_.floor(person, span), COMMISSION_TIERS)
        whole = cents(exact)
        share = min(Fraction(1), came / gross) if gross > 0 else Fraction(0)
        out = cents(whole * share)
        words = f"year to date: {worked}; cash {yuan(cents(came))}/{yuan(cents(gross))}; before: {yuan(earned)}"
        why = "left: paid 90 days on" if _gone(credits_, person, period(name).end) else ""
        yield PayLine(
            person, "tiered-commission", f"{span.end:%Y-%m}", name, name, words, whole - earned, out, released,
            out - released, why
        )  # fmt: skip
        earned, released = whole, out


def _gone(credits_: Credits, person: str, day: date) -> bool:
    left = credits_.events.people[person].left
    return left is not None and left < day


def _bonus(credits_: Credits, person: str, name: str, figures: Book, before: Fraction) -> PayLine:
    """0.5 % of the excess over the floor, 0.8 % of that above 120 %; nothing where less than 85 % was collected."""
    span, component = period(name), "target-bonus-year" if name == "2026" else "target-bonus-quarter"
    ordered, asked = credits_.ordered(person, span, span.end), credits_.floor(person, span)
    exact, worked = tiered(ordered, asked, BONUS_TIERS)
    due = figures.fen("due", ("person", person))
    rate = Fraction(figures.fen("collected", ("person", person)), due) if due > 0 else None
    if _gone(credits_, person, span.end):
        return _line(person, component, span, name, worked, Fraction(0), "left: forfeited")
    if not asked or ordered <= asked:
        return _line(person, component, span, name, worked, Fraction(0), "below the target: nothing")
    if rate is None or rate < GATE:
        shown = "not measured" if rate is None else f"{float(rate):.2%}"
        return _line(person, component, span, name, worked, Fraction(0), f"collected {shown}, below 85 %: nothing")
    earned = min(cents(exact), MOST)
    why = "capped at 200,000" if cents(exact) > MOST else ""
    if name == "2026":
        net = max(Fraction(0), earned - before)
        return _line(person, component, span, name, f"{worked} − {yuan(before)} of the quarters", net, why)
    return _line(person, component, span, name, worked, earned, why)


def _new_customers(credits_: Credits, person: str) -> Iterator[PayLine]:
    """A lump sum by tier for each customer's first order, once it is paid in full."""
    events = credits_.events
    for customer, order in events.first_orders.items():
        if order.person != person or order.signed.year != 2026:
            continue
        tier = events.customers[customer].tier
        amount, month = Fraction(NEW[tier]), f"{order.signed:%Y-%m}"
        paid = credits_.paid_in_full(order.number)
        words = (
            person,
            "new-customer-bonus",
            paid or MONTHS[-1],
            month,
            order.number,
            f"first order of {customer} ({tier})",
        )
        left = events.people[person].left
        if paid and left and paid > f"{left:%Y-%m}":
            yield PayLine(
                *words, Fraction(0), Fraction(0), Fraction(0), Fraction(0), "left before it was paid: forfeited"
            )
        elif paid:
            yield PayLine(*words, amount, amount, Fraction(0), amount, "paid in full")
        else:
            yield PayLine(*words, amount, Fraction(0), Fraction(0), Fraction(0), "not paid in full by the year's end")


def _upkeep(credits_: Credits, person: str, name: str) -> PayLine:
    """A sum a quarter for every S and A customer whose owner one is on the quarter's last day."""
    span = period(name)
    gone = _gone(credits_, person, span.end)
    owned = [c for c in credits_.events.company.customers if c.tier in KEY_TIERS and c.owner(span.end) == person]
    counts = {tier: sum(c.tier == tier for c in owned) for tier in KEY_TIERS}
    worked = " + ".join(f"{counts[tier]}×{UPKEEP[tier]} ({tier})" for tier in KEY_TIERS)
    earned = Fraction(0 if gone else sum(counts[tier] * UPKEEP[tier] for tier in KEY_TIERS))
    why = "" if earned else "left" if gone else "no key customer: nothing"
    return _line(person, "key-account-upkeep", span, name, worked, earned, why)


def _days_saved(credits_: Credits, person: str, name: str) -> PayLine:
    """The weighted days from signature to cash against the same quarter of the year before."""
    span = period(name)
    now, before = (_cycle(credits_, person, each) for each in (span, year_before(span)))
    here = credits_.events.people[person]
    if _gone(credits_, person, span.end):
        return _line(person, "collection-bonus", span, name, "", Fraction(0), "left: forfeited")
    if now is None or before is None or here.hired > year_before(span).start:
        return _line(person, "collection-bonus", span, name, "", Fraction(0), "no year before to compare with: nothing")
    saved = before - now
    earned = Fraction(next((amount for days, amount in SAVED if saved >= days), 0))
    worked = f"{float(before):.2f} − {float(now):.2f} = {float(saved):.2f} days"
    return _line(person, "collection-bonus", span, name, worked, earned, "" if earned else "fewer than 3 days: nothing")


def _cycle(credits_: Credits, person: str, span: Period) -> Fraction | None:
    weight, days = 0, 0
    for number, came in credits_.ledger.cash.items():
        if credits_.events.sellers.get(number) == person:
            signed = credits_.events.transactions[number][0].signed
            for row in came:
                if row.day in span:
                    weight += row.amount
                    days += row.amount * (row.day - signed).days
    return Fraction(days, weight) if weight else None
