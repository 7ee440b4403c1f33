"""Columns of integers, texts and days → values that are made once: thousands of lines of pay say the same ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from reportgen.model.balances import NOTHING
from reportgen.model.making import ratio
from reportgen.model.measured import Slices

_Parts = tuple[dict[tuple[int, ...], tuple[Slices, ...]], dict[tuple[int, int], Slices]]
"""The tiers of transactions by the amounts in them, and each tier by its position and amount."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The exact numbers (by what they are under, then over it), texts, days and tiers that were met so far."""

    numbers: dict[int, dict[int, Fraction]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    days: dict[date, date] = field(default_factory=dict)
    parts: dict[Hashable, _Parts] = field(default_factory=dict)

    def let_go(self) -> None:
        """Keep none of them: equal values that are met from now on are others."""
        for known in (self.numbers, self.texts, self.days, self.parts):
            known.clear()

    def number(self, over: int, under: int) -> Fraction:
        """Return a quotient of two integers."""
        return self.numbers_of((over,), under)[0]

    def numbers_of(self, values: Iterable[int], under: int) -> list[Fraction]:
        """Return integers of 1 ÷ `under` as the numbers they stand for."""
        known = self.numbers.setdefault(under, {0: NOTHING})
        return [known[value] if value in known else known.setdefault(value, ratio(value, under)) for value in values]

    def known_texts(self, texts: Iterable[str]) -> list[str]:
        """Return texts, those that are equal as one."""
        return [self.texts.setdefault(text, text) for text in texts]


def whole(column: pd.Series[Any]) -> list[int]:
    """Return a column of integers, however wide, as Python's own."""
    return [int(each) for each in column.tolist()]
