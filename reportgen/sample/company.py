"""Turns nothing into anything: the sample company's values, as frozen words that the other files of this folder fill.

Money is an integer number of fen (1/100 yuan), discounts are thousandths, dates are plain dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.sample.money import MoneySide

FIRST_DAY = date(2025, 1, 1)
"""The first day of which the company has single orders and receipts."""
YEAR_END = date(2026, 12, 31)
"""The last day of which its spreadsheets tell: rows after the end of a period that is built are its future."""
LAST_DAY = date(2026, 6, 30)
"""The day on which the list of opportunities was taken: which stage a deal is in is what was known then."""
PLAN_YEAR = 2026
HOUSE = "HOUSE"
"""Stands for a person on orders that are nobody's: the house account of the online shop, on no roster."""
SMALLEST = 60
"""Below this many people the four regions have no room for the stories that `staff` tells."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a company: its people, the orders signed in the first quarter of 2026, its deals.

    Customers and the company's target follow the people. Raise ValueError for fewer than 60 people.
    """

    people: int = 68
    orders: int = 1_300
    deals: int = 600

    def __post_init__(self) -> None:
        if self.people < SMALLEST:
            raise ValueError(f"a sample company has at least {SMALLEST} people, not {self.people}")

    @property
    def units(self) -> int:
        """How many departments of 68 people fit into it: each brings managers, customers, supporting roles."""
        return max(1, self.people // 68)

    @property
    def is_large(self) -> bool:
        """Whether it is written a quarter at a time, as text only: a workbook of that size opens on no desk."""
        return self.people > 1_000 or self.orders > 20_000


@dataclass(frozen=True, slots=True)
class Post:
    """What a person is from one day to another, both included; None is open. `hours` are thousandths of full time."""

    since: date
    until: date | None
    role: str
    grade: str
    line: str
    region: str
    manager: str
    hours: int = 1000

    def holds(self, day: date) -> bool:
        """Whether the post is held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """One employee with all dated posts; `sells` says whether orders may carry their number."""

    id: str
    name: str
    english: str
    hired: date
    left: date | None
    posts: tuple[Post, ...]
    sells: bool

    def employed(self, day: date) -> bool:
        """Whether the person works here on a day (the last day included)."""
        return self.hired <= day and (self.left is None or day <= self.left)

    def sells_on(self, day: date) -> bool:
        """Whether an order signed on a day may be theirs."""
        return self.sells and self.employed(day) and any(post.holds(day) for post in self.posts)

    def region(self, day: date) -> str:
        """The region of the post held on a day; before the first and after the last post, that of the nearer one."""
        return next((post for post in self.posts if post.until is None or day <= post.until), self.posts[-1]).region


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer. `weight` is its part of the company's plan in billionths; `owners` are dated, oldest first.

    `recorded` is the day of its first record, `second` whoever stands in for the owner; nobody is "".
    """

    id: str
    name: str
    tier: str
    industry: str
    region: str
    weight: int
    terms: int
    first_order: date
    owners: tuple[tuple[date, str], ...]
    recorded: date = FIRST_DAY
    second: str = ""

    def owner(self, day: date) -> str:
        """The person who looks after the customer on a day."""
        return [person for since, person in self.owners if since <= day][-1]


@dataclass(frozen=True, slots=True)
class Product:
    """One product: list price and unit cost of the plan year, in fen, and the day from which it is sold."""

    id: str
    name: str
    line: str
    list_price: int
    unit_cost: int
    launched: date


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line: `discount` in thousandths, money in fen, `gross` with tax, the rest without; negative in a return."""

    number: int
    product: str
    quantity: int
    unit_price: int
    discount: int
    amount: int
    cost: int
    gross: int


@dataclass(frozen=True, slots=True)
class Order:
    """A signed order, a return or a correction: the last two name in `original` the order that they change.

    A return's quantities are negative; a correction holds the differences to what was written before. `person` is
    empty where nobody is named and `HOUSE` in the online shop.
    """

    number: str
    original: str
    signed: date
    customer: str
    person: str
    delivery: date
    due: date
    lines: tuple[OrderLine, ...]
    corrects: bool = False

    @property
    def amount(self) -> int:
        """The order's amount without tax, in fen."""
        return sum(line.amount for line in self.lines)

    @property
    def gross(self) -> int:
        """The order's amount with tax, in fen."""
        return sum(line.gross for line in self.lines)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in for an order, tax included, in fen; negative where a bank took it back.

    `named` says whether the payment tells the order: some name only the customer, and the file shows no order.
    """

    number: str
    day: date
    order: str
    customer: str
    amount: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """A person's order targets of one month (the first day of it), in fen."""

    person: str
    month: date
    floor: int
    stretch: int


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity as the last day knows it: `closed` is None while it is open, `reason` is told of lost ones."""

    number: str
    name: str
    customer: str
    person: str
    line: str
    stage: str
    opened: date
    expected: date
    closed: date | None
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class Company:
    """The whole department: what `write` turns into spreadsheets. `money` holds what surrounds the orders.

    Without it a company is bare: people, customers, orders, receipts, targets and deals. Orders and receipts of a large
    company lie on the disk.
    """

    size: Size
    seed: int
    people: tuple[Person, ...]
    customers: tuple[Customer, ...]
    products: tuple[Product, ...]
    orders: Sequence[Order]
    receipts: Sequence[Receipt]
    targets: tuple[Target, ...]
    deals: tuple[Deal, ...]
    money: MoneySide | None = None
