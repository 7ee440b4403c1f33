"""Turns a branch of the sample company into one with everything that is too short, too long or too strange, as files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from openpyxl import load_workbook

from reportgen.app.new import SEED
from reportgen.app.shipped import sample_inputs_folder
from reportgen.sample import Size, generate, write
from reportgen.sample.company import Company, Customer, Order, OrderLine, Person
from tests.pack.building import allow_uneven_months, branch, pay_for_orders

NOTHING_SOLD, MUCH_SOLD, ELEVEN_DAYS, ARABIC = "E014", "E015", "E016", "E017"
LINES = 400
ARRIVED = date(2026, 3, 21)

LONG_NAME = "苏州工业园区长三角一体化智能制造数字化转型联合创新示范工厂有限责任公司（第二分厂）Suzhou Smart Works"
PEOPLE = {
    NOTHING_SOLD: ("𠮷田㛃龘", "Yoshida {{7*7}}"),
    MUCH_SOLD: ("{{7*7}}", "<script>alert(1)</script>"),
    ELEVEN_DAYS: ("王😀五", "Bartholomew Featherstonehaugh-Cholmondeley"),
    ARABIC: ("محمد العربي", "محمد العربي"),
    "E018": ("=1+1", "=1+1"),
}
CUSTOMERS = (
    LONG_NAME,
    "{{7*7}} 贸易",
    "<script>alert(1)</script>",
    "=1+1 Söhne & Co.",
    "شركة الشرق للتجارة",
    "😀 𠮷野家 㛃 龘",
)


def odd_workspace(folder: Path) -> Path:
    """Make the workspace of a company of nine with all that comes out wrong where anything does."""
    shutil.copytree(sample_inputs_folder(), folder / "inputs", ignore=shutil.ignore_patterns("data", "ledger"))
    allow_uneven_months(folder / "inputs" / "profiles" / "orders.yaml")
    pay_for_orders(folder / "inputs" / "plan" / "pay.yaml")
    write(odd(branch(generate(Size(60, 400, 150), SEED))), folder / "inputs" / "data")
    for file in (folder / "inputs" / "data").glob("*.xlsx"):
        _as_texts(file)
    return folder


def _as_texts(file: Path) -> None:
    """Turn what openpyxl took for formulas into the texts that people type with an apostrophe before them."""
    book = load_workbook(file)
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for cell in formulas:
        cell.data_type = "s"
    if formulas:
        book.save(file)


def odd(company: Company) -> Company:
    """Return the company with odd names, somebody who sold nothing, somebody with 400 lines, somebody who just came."""
    people = tuple(_person(each) for each in company.people)
    customers = _customers(company)
    owned = [each for each in customers if each.owner(ARRIVED) == MUCH_SOLD]
    orders = [each for each in company.orders if not _is_nobodys(each)]
    numbers = {each.number for each in orders}
    return replace(
        company,
        people=people,
        customers=customers,
        orders=(*orders, *_many(orders, owned)),
        receipts=tuple(each for each in company.receipts if each.order in numbers),
        deals=tuple(each for each in company.deals if each.person not in {NOTHING_SOLD, ELEVEN_DAYS}),
    )


def _person(person: Person) -> Person:
    name, english = PEOPLE.get(person.id, (person.name, person.english))
    named = replace(person, name=name, english=english, posts=(replace(person.posts[0], until=None),))
    if person.id != ELEVEN_DAYS:
        return named
    return replace(named, hired=ARRIVED, posts=(replace(named.posts[0], since=ARRIVED),))


def _customers(company: Company) -> tuple[Customer, ...]:
    """The odd names go to those of whoever sold much, so that one document has all of them."""
    names = iter(CUSTOMERS)
    return tuple(
        replace(each, name=next(names, each.name)) if each.owner(ARRIVED) == MUCH_SOLD else each
        for each in company.customers
    )


def _is_nobodys(order: Order) -> bool:
    return order.person == NOTHING_SOLD or (order.person == ELEVEN_DAYS and order.signed < ARRIVED)


def _many(orders: list[Order], customers: list[Customer]) -> tuple[Order, ...]:
    """Repeat a plain order over the quarter's days until there are as many as are wanted."""
    plain = next(each for each in orders if each.person == MUCH_SOLD and not each.original and each.amount > 0)
    line = _single(plain.lines[0])
    days = (date(2026, 1, 5) + timedelta(days=index % 80) for index in range(LINES))
    return tuple(
        replace(
            plain,
            number=f"SO-2026-9{index:04}",
            customer=customers[index % len(customers)].id,
            signed=day,
            delivery=day + timedelta(days=30),
            due=day + timedelta(days=90),
            lines=(line,),
        )
        for index, day in enumerate(days)
    )


def _single(line: OrderLine) -> OrderLine:
    """One piece of what a line has many of."""
    amount, cost, gross = (money // line.quantity for money in (line.amount, line.cost, line.gross))
    return replace(line, number=1, quantity=1, amount=amount, cost=cost, gross=gross)
