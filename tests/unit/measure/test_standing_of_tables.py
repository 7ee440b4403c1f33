"""What tables say on a day is what a plain count of their rows says, whichever other days were asked for before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random

import pandas as pd
import pytest

from reportgen.measure.asof import AsOf, stood
from tests.tables import dataset

DAYS = [date(2026, month, day) for month in range(1, 7) for day in (1, 15)]
Row = dict[str, str]


def made(draw: Random) -> dict[str, list[Row]]:
    """Return orders, invoices, money and write-offs among few orders, customers and days, with cells that are empty."""

    def some(*of: str) -> str:
        return draw.choice((*of, "-"))

    def order() -> str:
        return some("A1", "A2", "A3", "A4")

    def moment() -> str:
        return f"2026-0{draw.randint(1, 6)}-{draw.choice(('01', '08', '15'))}"

    def amount(least: int = 1) -> str:
        return str(draw.choice((-1, 1, 1, 1)) * draw.randint(least, 9))

    orders = [
        {"order_no": order(), "order_date": moment(), "delivery_date": some(moment(), moment()), "gross": amount()}
        for _ in range(draw.randint(1, 8))
    ]
    invoices = [
        {
            "invoice_no": f"I{number}",
            "order_no": order(),
            "customer": some("C1", "C2"),
            "invoice_date": moment(),
            "due_date": some(moment(), moment()),
            "gross": amount(),
        }
        for number in range(draw.randint(1, 9))
    ]
    money = [
        {"receipt_no": "R", "order_no": order(), "customer": some("C1", "C2"), "receipt_date": moment(), "amount": a}
        for a in (amount() for _ in range(draw.randint(1, 9)))
    ]
    given_up = [
        {"write_off_no": "W", "order_no": order(), "customer": some("C1"), "written_off_on": moment(), "amount": a}
        for a in (amount() for _ in range(draw.randint(1, 3)))
    ]
    return {"orders": orders, "invoices": invoices, "receipts": money, "write_offs": given_up}


def text(found: Sequence[Row]) -> str:
    return "\n".join([" ".join(found[0]), *(" ".join(row.values()) for row in found)])


def open_then(rows: Mapping[str, Sequence[Row]], day: date) -> list[int | None]:
    """Count what each invoice still has open: its order's money first, then what its customer paid without an order."""
    invoices = rows["invoices"]
    left = [max(int(each["gross"]), 0) if each["invoice_date"] <= str(day) else 0 for each in invoices]
    came = [(r["order_no"], r["customer"], r["receipt_date"], int(r["amount"])) for r in rows["receipts"]]
    came += [(r["order_no"], r["customer"], r["written_off_on"], int(r["amount"])) for r in rows["write_offs"]]
    came = [each for each in came if each[2] <= str(day)]
    by_order: dict[str, int] = {}
    by_customer: dict[str, int] = {}
    for order, customer, _, amount in came:
        if order != "-":
            by_order[order] = by_order.get(order, 0) + amount
        else:
            by_customer[customer] = by_customer.get(customer, 0) + amount
    for each in invoices:
        if each["invoice_date"] <= str(day) and int(each["gross"]) < 0:
            by_order[each["order_no"]] = by_order.get(each["order_no"], 0) - int(each["gross"])
    for name, money in (("order_no", by_order), ("customer", by_customer)):
        # What is due on no day comes after all others.
        for at in sorted(range(len(left)), key=lambda at: (invoices[at]["due_date"] == "-", invoices[at]["due_date"])):
            paid = min(max(money.get(invoices[at][name], 0), 0), left[at])
            left[at] -= paid
            money[invoices[at][name]] = money.get(invoices[at][name], 0) - paid
    return [left[at] * 100 if each["invoice_date"] <= str(day) else None for at, each in enumerate(invoices)]


def prepaid_then(rows: Mapping[str, Sequence[Row]], day: date) -> Iterator[int | None]:
    """Count what part of each line's order was paid by its first delivery, or by the day."""
    for line in rows["orders"]:
        mine = [each for each in rows["orders"] if each["order_no"] == line["order_no"] != "-"]
        gross = sum(int(each["gross"]) for each in mine)
        if gross <= 0:
            yield None
            continue
        limit = min([str(day), *(each["delivery_date"] for each in mine if each["delivery_date"] != "-")])
        money = (r for r in rows["receipts"] if r["order_no"] == line["order_no"] and r["receipt_date"] <= limit)
        share = Fraction(sum(int(r["amount"]) for r in money), gross) * 10**9
        yield share.numerator // share.denominator


def said(ground: AsOf, day: date) -> list[list[object]]:
    tables = stood(ground, day).tables
    columns = [tables["invoices"].frame["open_amount"], tables["invoices"].frame["days_overdue"]]
    columns += [tables["orders"].frame["prepaid_share"], tables["orders"].frame["days_since"]]
    return [[None if pd.isna(cell) else cell for cell in column] for column in columns]


@pytest.mark.parametrize("seed", range(25))
def test_a_day_says_the_same_whichever_days_were_asked_for_before_it(seed: int) -> None:
    draw = Random(seed)
    rows = made(draw)
    tables = dataset(**{kind: text(each) for kind, each in rows.items()}).tables
    ground = AsOf(tables)
    for day in draw.sample(DAYS, 5):
        found = said(ground, day)
        assert found == said(AsOf(tables), day)
        assert found[0] == open_then(rows, day)
        assert found[2] == list(prepaid_then(rows, day))
