"""Turns the company's year into every seller's months, which sum to what the company is asked for, to the fen."""

from __future__ import annotations

from datetime import date

from reportgen.sample.budget import FLOOR, STRETCH, months, phased, territory, year_target
from reportgen.sample.company import PLAN_YEAR, Customer, Size, Target
from reportgen.sample.streams import parts

_ROUND = 1_000_00  # people are asked for whole thousands of yuan …


def targets(size: Size, customers: tuple[Customer, ...]) -> tuple[Target, ...]:
    """Return a target for each person and month in which the person has customers, by person."""
    floors, stretches = (phased(year_target(size, year)) for year in (FLOOR, STRETCH))
    found = [
        target
        for month, floor, stretch in zip(months(PLAN_YEAR), floors, stretches, strict=True)
        for target in _month(month, floor, stretch, territory(customers, month))
    ]
    return tuple(sorted(found, key=lambda target: (target.person, target.month)))


def _month(month: date, floor: int, stretch: int, owned: dict[str, int]) -> list[Target]:
    people = sorted(owned)
    weights = [owned[person] for person in people]
    asked = zip(people, _shared(floor, weights), _shared(stretch, weights), strict=True)
    return [Target(person, month, low, high) for person, low, high in asked]


def _shared(whole: int, weights: list[int]) -> list[int]:
    """Share an amount in round sums; … what is left under a thousand goes to the largest territory."""
    shared = [part * _ROUND for part in parts(whole // _ROUND, weights)]
    shared[weights.index(max(weights))] += whole % _ROUND
    return shared
