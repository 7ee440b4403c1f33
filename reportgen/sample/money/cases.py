"""Turns the money side's rows into cases of alert rules: for each, the nearest that fires and that does not.

The values are added up here from the rows that the spreadsheets show, without the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from reportgen.sample.company import YEAR_END, Company, Order
from reportgen.sample.customers import ALONE, KEY_TIERS
from reportgen.sample.money.stories import MOST, SPRING, crowded
from reportgen.sample.products import ECO
from reportgen.sample.stories import Case

PERIOD, _FIRST, _LAST = "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)
_YEAR_BEFORE = date(2025, 6, 30)  # twelve months before the end of the second quarter
_COLLECTED, _MARGIN, _NEW = Fraction(85, 100), Fraction(22, 100), Fraction(30, 100)


def money_cases(company: Company) -> tuple[Case, ...]:
    """Return the cases of 2026-Q1; of new customers those of the second quarter, of crowds those of the year's end."""
    return (
        *_nearest("collection-low", "receipts", _collected(company), _COLLECTED),
        *_nearest("margin-below-floor", "orders", _eco_margins(company), _MARGIN),
        *_nearest("new-customer-share-low", "orders", _new_shares(company), _NEW, "2026-Q2"),
        *_overdue(company),
        *_credit(company),
        *_crowded(company),
        *_alone(company),
    )


def _nearest(
    rule: str, table: str, values: Mapping[str, Fraction], threshold: Fraction, period: str = PERIOD
) -> Iterator[Case]:
    """The highest value below the threshold, which fires, and the lowest one that does not."""
    ordered = sorted(values.items(), key=lambda item: (item[1], item[0]))
    below = [item for item in ordered if item[1] < threshold][-1:]
    for subject, value in (*below, *[item for item in ordered if item[1] >= threshold][:1]):
        yield Case(rule, value < threshold, table, subject, period, value, threshold)


def _of_quarter(company: Company) -> list[Order]:
    return [order for order in company.orders if _FIRST <= order.signed <= _LAST]


def _collected(company: Company) -> dict[str, Fraction]:
    """What came in for each person's orders against what fell due of them, both with tax."""
    sellers = {order.number: order.person for order in company.orders}
    due, paid = Counter[str](), Counter[str]()
    for order in company.orders:
        due[order.person] += order.gross * (_FIRST <= order.due <= _LAST and order.signed <= _LAST)
    for receipt in company.receipts:
        paid[sellers[receipt.order]] += receipt.amount * (_FIRST <= receipt.day <= _LAST)
    return {person: Fraction(paid[person], amount) for person, amount in due.items() if amount > 0}


def _eco_margins(company: Company) -> dict[str, Fraction]:
    """Each person's gross margin on the economy line."""
    eco = {product.id for product in company.products if product.line == ECO}
    amounts, profits = Counter[str](), Counter[str]()
    for order in _of_quarter(company):
        for line in (line for line in order.lines if line.product in eco):
            amounts[order.person] += line.amount
            profits[order.person] += line.amount - line.cost
    return {person: Fraction(profits[person], amount) for person, amount in amounts.items() if amount > 0}


def _new_shares(company: Company) -> dict[str, Fraction]:
    """Each person's orders of customers whose first order lies within twelve months, against the quarter's target."""
    first: dict[str, date] = {}
    for order in company.orders:
        first[order.customer] = min(first.get(order.customer, YEAR_END), order.signed)
    new = {customer for customer, day in first.items() if day > _YEAR_BEFORE}
    asked, signed = Counter[str](), Counter[str]()
    for target in company.targets:
        asked[target.person] += target.floor * (SPRING[0] <= target.month <= SPRING[1])
    for order in company.orders:
        inside = SPRING[0] <= order.signed <= SPRING[1]
        signed[order.person] += order.amount * (inside and order.customer in new)
    return {person: Fraction(signed[person], amount) for person, amount in asked.items() if amount}


def _overdue(company: Company) -> Iterator[Case]:
    """An order due the day before the quarter's last and never paid by then, and one due on the last day itself."""
    paid = Counter[str]()
    for receipt in company.receipts:
        paid[receipt.order] += receipt.amount * (receipt.day <= _LAST)
    changed = {order.original for order in company.orders if order.original}
    open_ = [o for o in company.orders if not o.original and o.number not in changed and paid[o.number] < o.gross]
    late = max((o for o in open_ if o.due < _LAST), key=lambda order: (order.due, order.number))
    for order in (late, *[o for o in open_ if o.due == _LAST][:1]):
        days, owed = (_LAST - order.due).days, order.gross - paid[order.number]
        yield Case(
            "overdue-by-age", days > 0, "orders", order.number, PERIOD, Fraction(days), Fraction(0), (("owed", owed),)
        )


def _credit(company: Company) -> Iterator[Case]:
    """Delivered and unpaid at the quarter's end: by a customer rated C, who gets no credit, and by one rated A."""
    ratings = {row.customer: row.rating for row in company.money.ratings} if company.money else {}
    paid = {receipt.order for receipt in company.receipts if receipt.day <= _LAST}
    sold = [order for order in _of_quarter(company) if not order.original and order.delivery <= _LAST]
    for rating, allowed in (("C", 0), ("A", 1)):
        open_ = [order for order in sold if order.number not in paid and ratings.get(order.customer) == rating]
        for order in open_[:1]:
            value, threshold = Fraction(1), Fraction(allowed)
            yield Case("credit-rule-broken", not allowed, "customer_credit", order.number, PERIOD, value, threshold)


def _crowded(company: Company) -> Iterator[Case]:
    for person, count in crowded(company.people):
        yield Case("too-many-customers", count > MOST, "customers", person, "2026", Fraction(count), Fraction(MOST))


def _alone(company: Company) -> Iterator[Case]:
    """A key customer with one owner, and the next one, which has two."""
    seconded = next(c.id for c in company.customers if c.tier in KEY_TIERS and c.second)
    for customer, owners in ((ALONE[0], 1), (seconded, 2)):
        yield Case("one-owner", owners < 2, "customers", customer, PERIOD, Fraction(owners), Fraction(2))
