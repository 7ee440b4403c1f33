"""Turns one seed into independent streams of choices: a change in one topic leaves every other topic alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import TypeVar

from reportgen.model.money import split

Choice = TypeVar("Choice")


def stream(seed: int, *topic: str) -> Random:
    """Return the stream of a topic: `stream(2026, "receipts", "SO-2601-0001")` is the same on every machine and day."""
    return Random("/".join((str(seed), *topic)))


def chance(random: Random, thousandths: int) -> bool:
    """Say yes in so many of a thousand cases."""
    return random.randrange(1000) < thousandths


def weighted(random: Random, weights: Mapping[Choice, int]) -> Choice:
    """Choose one key by whole-number weights: no binary fraction takes part."""
    at = random.randrange(sum(weights.values()))
    for choice, weight in weights.items():
        at -= weight
        if at < 0:
            return choice
    raise AssertionError("weights are not negative")


def about(random: Random, spread: int) -> int:
    """Return a factor in thousandths around 1000, small differences being likelier: spread 400 gives 600 to 1400."""
    return 1000 + (random.randint(-spread, spread) + random.randint(-spread, spread)) // 2


def parts(whole: int, weights: Sequence[int]) -> list[int]:
    """Divide whole units by weights into whole units that sum to them: largest remainder, ties to the first."""
    shares = {str(place).zfill(9): Fraction(weight) for place, weight in enumerate(weights)}
    return [int(part) for part in split(Fraction(whole), shares, places=0).values()]
