"""Turns territories into the years of which only sums are left: by person, region and product line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.sample.activity.base import columns
from reportgen.sample.budget import FLOOR, year_target
from reportgen.sample.company import FIRST_DAY, Customer, Person, Size
from reportgen.sample.customers import WHOLE
from reportgen.sample.products import ECO, FLEX, ULTRA
from reportgen.sample.sheet import Money, Sheet
from reportgen.sample.streams import about, stream

# Thousandths of the plan year's floor that were ordered; of the gross profit by line; lines by percent.
_YEARS = {2023: 690, 2024: 790}
_LINES = {ULTRA: (44, 400), FLEX: (30, 340), ECO: (26, 215)}


@dataclass(frozen=True, slots=True)
class PastYear:
    """What a person sold of a product line in a year, without tax, in fen."""

    year: int
    person: str
    region: str
    line: str
    amount: int
    profit: int


def history(size: Size, seed: int, people: tuple[Person, ...], customers: tuple[Customer, ...]) -> tuple[PastYear, ...]:
    """Return 2023 and 2024 by person and line; who was not here yet has no rows, whose customers are nobody's."""
    weights: dict[str, int] = {}
    for customer in customers:
        owner = customer.owner(FIRST_DAY)
        weights[owner] = weights.get(owner, 0) + customer.weight
    return tuple(row for year in _YEARS for person in people for row in _rows(size, seed, year, person, weights))


def _rows(size: Size, seed: int, year: int, person: Person, weights: dict[str, int]) -> Iterator[PastYear]:
    weight = weights.get(person.id, 0)
    if not weight or person.hired.year > year:
        return
    random = stream(seed, "history", str(year), person.id)
    whole = year_target(size, FLOOR) * _YEARS[year] // 1000 * weight // WHOLE
    for line, (percent, margin) in _LINES.items():
        amount = whole * percent // 100 * about(random, 200) // 1000
        profit = amount * (margin + random.randint(-15, 15)) // 1000
        yield PastYear(year, person.id, person.region(FIRST_DAY), line, amount, profit)


def history_sheet(rows: tuple[PastYear, ...]) -> Sheet:
    """A row for each year, person and product line."""
    header = columns("年份 工号 大区 产品线 签单额:money 毛利额:money")
    return Sheet(
        "历史业绩", header,
        ((str(r.year), r.person, r.region, r.line, Money(r.amount), Money(r.profit)) for r in rows),
    )  # fmt: skip
