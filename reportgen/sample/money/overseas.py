"""Turns the pilot abroad into orders in US dollars, and the months into exchange rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.model.money import half_up_division
from reportgen.sample.activity.base import columns
from reportgen.sample.budget import months, quarters, year_target
from reportgen.sample.company import PLAN_YEAR, YEAR_END, Person, Product, Size
from reportgen.sample.sheet import Column, Format, Money, Rate, Sheet
from reportgen.sample.staff import MANAGER
from reportgen.sample.streams import about, parts, stream
from reportgen.sample.workdays import later, workdays_between

REVENUE = 30_000_000_00
"""What is expected from abroad in the plan year, in fen."""
_FIRST = date(PLAN_YEAR, 1, 1)
# Yuan for one unit in ten-thousandths: at the year's beginning, and by how much it moves from month to month.
_RATES = {"USD": (70_500, -62), "EUR": (81_800, 91)}
_COUNTRIES = ("Vietnam", "Thailand", "Indonesia", "Malaysia", "Poland", "Hungary")
_CLIENTS = ("Machinery", "Automation", "Power Systems", "Industrial Trading")
# Samples from January, launch in April: thousandths of the year and orders by quarter.
_QUARTERS, _ORDERS = (60, 240, 330, 370), (6, 22, 30, 34)
_MARGINS, _THIN, _THIN_MARGIN = (355, 420), "Poland", 349  # thousandths; one country stays just below 35 %


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Yuan for one unit of a currency in ten-thousandths, from a day on."""

    currency: str
    since: date
    value: int


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """An order abroad, of one line, in cents of a dollar without tax."""

    number: str
    signed: date
    client: str
    country: str
    person: str
    product: str
    quantity: int
    amount: int
    cost: int
    shipped: date
    due: date


def rates() -> tuple[ExchangeRate, ...]:
    """Return the rates of the year before and the plan year, one a month and currency, without gap or overlap."""
    days = [*months(PLAN_YEAR - 1), *months(PLAN_YEAR)]
    return tuple(
        ExchangeRate(currency, day, first + step * (place - 12) + (place * place * 37) % 181)
        for currency, (first, step) in _RATES.items()
        for place, day in enumerate(days)
    )


def rate(found: tuple[ExchangeRate, ...], currency: str, day: date) -> int:
    """Return the rate that holds on a day."""
    return [each.value for each in found if each.currency == currency and each.since <= day][-1]


def export_orders(
    size: Size, seed: int, people: tuple[Person, ...], products: tuple[Product, ...], found: tuple[ExchangeRate, ...]
) -> tuple[ExportOrder, ...]:
    """Return the plan year's orders abroad by day: a manager sells them, in yuan about as much as is expected."""
    seller = next(person.id for person in people if person.posts[0].role == MANAGER)
    orders: list[ExportOrder] = []
    for quarter, share, count in zip(quarters(_FIRST, YEAR_END), _QUARTERS, _ORDERS, strict=True):
        random = stream(seed, "export", str(quarter))
        days = sorted(random.choice(workdays_between(quarter.first, quarter.last)) for _ in range(count * size.units))
        wanted = parts(year_target(size, REVENUE) * share // 1000, [about(random, 500) for _ in days])
        for day, fen in zip(days, wanted, strict=True):
            country, dollars = random.choice(_COUNTRIES), rate(found, "USD", day)
            product = random.choice([p for p in products if p.launched <= day and p.list_price <= fen])
            price = half_up_division(product.list_price * 10_000, dollars)
            quantity = max(1, fen // product.list_price)
            margin = _THIN_MARGIN if country == _THIN else random.randint(*_MARGINS)
            amount = quantity * price
            orders.append(
                ExportOrder(
                    f"EX-{day:%y%m}-{len(orders) + 1:04d}", day, f"{country} {random.choice(_CLIENTS)} Co., Ltd.",
                    country, seller, product.id, quantity, amount, half_up_division(amount * (1000 - margin), 1000),
                    later(day, random.randint(20, 45)), day + timedelta(days=60),
                )
            )  # fmt: skip
    return tuple(orders)


def rates_sheet(rows: tuple[ExchangeRate, ...]) -> Sheet:
    """A row for each currency and month, with four decimals."""
    header = columns("币种 生效日期:day 折人民币汇率:rate 来源")
    return Sheet("汇率", header, ((r.currency, r.since, Rate(r.value), "月初中间价") for r in rows))


def export_sheet(rows: tuple[ExportOrder, ...]) -> Sheet:
    """A row for each order, in English, as the export system writes it."""
    text, day, count, money = Format.TEXT, Format.DAY, Format.COUNT, Format.MONEY
    header = tuple(
        Column(name, shown)
        for name, shown in (
            ("Order No", text), ("Signed", day), ("Client", text), ("Country", text), ("Sales Person", text),
            ("Product No", text), ("Quantity", count), ("Currency", text), ("Net Amount", money), ("Cost", money),
            ("Shipped", day), ("Due", day),
        )
    )  # fmt: skip
    return Sheet(
        "Export Orders", header,
        (
            (r.number, r.signed, r.client, r.country, r.person, r.product, r.quantity, "USD", Money(r.amount),
             Money(r.cost), r.shipped, r.due)
            for r in rows
        ),
    )  # fmt: skip
