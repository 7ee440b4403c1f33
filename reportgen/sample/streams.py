"""Turns one seed into independent streams of choices: a change in one topic leaves every other topic alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

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
    """Divide whole units by weights into whole units that sum to them: largest remainder, ties to the first.

    The rule of `reportgen.model.money.split` in integers, because a large company divides a million times. Weights are
    not negative and sum to more than zero, else ValueError.
    """
    total, units = sum(weights), abs(whole)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and sum to more than zero")
    found = [units * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(units * weights[place] % total), place))
    for place in order[: units - sum(found)]:
        found[place] += 1
    return found if whole >= 0 else [-part for part in found]
