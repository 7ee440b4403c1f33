"""Turns the company's year into quarters, months and territories: what its orders and its targets both stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reportgen.sample.company import PLAN_YEAR, Customer, Person, Size
from reportgen.sample.streams import parts, stream
from reportgen.sample.workdays import workdays_between

FLOOR, STRETCH = 420_000_000_00, 500_000_000_00
"""The department's order targets of 2026 in fen: floor 保底 and stretch 冲刺."""
PHASING = (40, 30, 20, 10)
"""Percent of the year by quarter: the "4321"."""
_YEAR_BEFORE = 870  # thousandths of the plan year's amounts …
_ORDERS_BEFORE = 920  # … and of its orders


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter as the sample counts time."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return month_end(date(self.year, 3 * self.number, 1))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarters(first: date, last: date) -> Iterator[Quarter]:
    """The quarters that begin between two days, in order."""
    every = (Quarter(year, number) for year in range(first.year, last.year + 1) for number in (1, 2, 3, 4))
    return (quarter for quarter in every if first <= quarter.first <= last)


def month_end(month: date) -> date:
    """The last day of the month that begins on a day."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def year_target(size: Size, department: int) -> int:
    """What a company of this size is asked for when a department of 68 is asked for so much, in fen."""
    return department * size.people // 68


def months(year: int) -> list[date]:
    """The first day of each month."""
    return [date(year, month, 1) for month in range(1, 13)]


def phased(year: int) -> list[int]:
    """Divide a year's fen over twelve months: "4321" over quarters, months equal within a quarter."""
    return [month for quarter in parts(year, PHASING) for month in parts(quarter, (1, 1, 1))]


def planned_amount(size: Size, quarter: Quarter) -> int:
    """What all customers together are expected to order in a quarter without tax, in fen."""
    amount = year_target(size, FLOOR) * PHASING[quarter.number - 1] // 100
    return amount if quarter.year == PLAN_YEAR else amount * _YEAR_BEFORE // 1000


def planned_orders(size: Size, quarter: Quarter) -> int:
    """How many orders that should take, in thousandths of an order."""
    count = size.orders * 1000 * PHASING[quarter.number - 1] // PHASING[0]
    return count if quarter.year == PLAN_YEAR else count * _ORDERS_BEFORE // 1000


# Thousandths of what the customers promise: the ladder on which a region's people stand, and the ends nobody passes.
_LADDER, _ENDS = (700, 1_300), (620, 1_340)
# How a region does as a whole: in each quarter of 2026 one is so far over its target that its team earns a bonus.
_REGIONS = {
    "2026-Q1": {"华东": 1_215, "华南": 1_000, "华北": 990, "西南": 900},
    "2026-Q2": {"华东": 970, "华南": 1_160, "华北": 1_010, "西南": 910},
    "2026-Q3": {"华东": 1_020, "华南": 980, "华北": 1_180, "西南": 930},
    "2026-Q4": {"华东": 1_010, "华南": 950, "华北": 970, "西南": 1_150},
}
_SHOWN = {("E017", "2026-Q1"): 1_120}  # the person whom the documentation's examples follow has a good quarter


def achievements(
    seed: int, people: tuple[Person, ...], customers: tuple[Customer, ...], quarter: Quarter
) -> dict[str, int]:
    """Return each seller's thousandths of what the customers promise; weighted, they average what the region does."""
    regions: dict[str, list[str]] = {}
    for person in people:
        if person.sells:
            regions.setdefault(person.region(quarter.last), []).append(person.id)
    weights: dict[str, int] = {}
    for customer in customers:
        owner = customer.owner(quarter.last)
        weights[owner] = weights.get(owner, 0) + customer.weight
    achieved: dict[str, int] = {}
    for region, sellers in regions.items():
        aim = _REGIONS.get(str(quarter), {}).get(region, 1000)
        drawn = _drawn(stream(seed, "achievements", region, str(quarter)), sellers)
        achieved |= _aimed(drawn, {seller: weights.get(seller, 0) for seller in sellers}, aim)
    return achieved | {id_: level for (id_, when), level in _SHOWN.items() if when == str(quarter)}


def _drawn(random: Random, sellers: list[str]) -> dict[str, int]:
    """Put sellers on the rungs of the ladder by chance."""
    low, high = _LADDER
    rungs = [low + (high - low) * rung // max(1, len(sellers) - 1) for rung in range(len(sellers))]
    random.shuffle(rungs)
    return dict(zip(sellers, rungs, strict=True))


def _aimed(drawn: dict[str, int], weights: dict[str, int], aim: int) -> dict[str, int]:
    """Raise or lower everybody alike, so that the weighted average becomes the aim."""
    average = sum(drawn[seller] * weight for seller, weight in weights.items()) // sum(weights.values())
    return {seller: min(max(level * aim // average, _ENDS[0]), _ENDS[1]) for seller, level in drawn.items()}


def territory(customers: tuple[Customer, ...], month: date) -> dict[str, int]:
    """Return by person the weight of their customers in a month, counted in working days: half a month is half."""
    owned: dict[str, int] = {}
    for customer in customers:
        ends = [since for since, _ in customer.owners[1:]] + [date.max]
        for (since, person), until in zip(customer.owners, ends, strict=True):
            days = workdays_between(max(since, month), min(until - timedelta(days=1), month_end(month)))
            if days:
                owned[person] = owned.get(person, 0) + customer.weight * len(days)
    return owned
