"""Turns short descriptions into columns, and a company into the lists that every topic draws from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportgen.sample.company import PLAN_YEAR, Company, Customer, Person
from reportgen.sample.sheet import Column, Format, Sheet

_FORMATS = {
    "": Format.TEXT, "day": Format.DAY, "count": Format.COUNT, "money": Format.MONEY, "share": Format.SHARE,
    "rate": Format.RATE,
}  # fmt: skip

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Activity:
    """One table: the kind under which its profile reads it, and the sheet itself."""

    kind: str
    sheet: Sheet


def columns(described: str) -> tuple[Column, ...]:
    """Return the columns of `商机编号 进入日期:day 金额:money`: text unless said otherwise; `_` stands for a blank."""
    found = []
    for word in described.split():
        header, _, shown = word.partition(":")
        found.append(Column(header.replace("_", " "), _FORMATS[shown]))
    return tuple(found)


def months(year: int = PLAN_YEAR) -> list[date]:
    """The first day of each month."""
    return [date(year, month, 1) for month in range(1, 13)]


def mondays(year: int = PLAN_YEAR) -> list[date]:
    """The Mondays of a year's ISO weeks."""
    weeks = date(year, 12, 28).isocalendar().week
    return [date.fromisocalendar(year, week, 1) for week in range(1, weeks + 1)]


def quarter_of(day: date) -> str:
    """The quarter of a day, as spreadsheets write it: 2026Q1."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def sellers(company: Company, day: date) -> list[Person]:
    """Who may sell on a day."""
    return [person for person in company.people if person.sells_on(day)]


def staffed(company: Company, day: date) -> list[Person]:
    """Who works here on a day."""
    return [person for person in company.people if person.employed(day)]


def with_role(company: Company, role: str, day: date) -> list[Person]:
    """Who holds a post of a role on a day."""
    return [
        person
        for person in company.people
        if person.employed(day) and any(post.role == role and post.holds(day) for post in person.posts)
    ]


def customers_of(company: Company, day: date) -> dict[str, list[Customer]]:
    """The customers by the person who looks after them on a day."""
    found: dict[str, list[Customer]] = {}
    for customer in company.customers:
        found.setdefault(customer.owner(day), []).append(customer)
    return found
