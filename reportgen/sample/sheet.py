"""Turns one table into words that both writers understand: columns with a format, rows of typed cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum


class Format(Enum):
    """What a column holds, which decides how a workbook shows it."""

    TEXT = "@"
    COUNT = "#,##0"
    DAY = "yyyy-mm-dd"
    MONEY = "#,##0.00"
    SHARE = "0.0%"
    RATE = "0.0000"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in fen."""

    fen: int

    def decimal(self) -> Decimal:
        """The amount in yuan with both decimals."""
        return Decimal(self.fen).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Share:
    """A rate in thousandths."""

    thousandths: int

    def decimal(self) -> Decimal:
        """The rate as a number: 50 thousandths are 0.050."""
        return Decimal(self.thousandths).scaleb(-3)


@dataclass(frozen=True, slots=True)
class Rate:
    """A price of one unit in ten-thousandths."""

    ten_thousandths: int

    def decimal(self) -> Decimal:
        """The rate as a number: 71800 ten-thousandths are 7.1800."""
        return Decimal(self.ten_thousandths).scaleb(-4)


Cell = str | int | date | Money | Share | Rate | None


@dataclass(frozen=True, slots=True)
class Column:
    """A header and what stands below it."""

    header: str
    format: Format


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its sheet's name. The rows are read once, so that a large table need not be held."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as somebody laid it out.

    A `title` takes the first row and leaves an empty one, a `unit` stands in the row above the header (amounts are then
    written in 10,000 yuan), `groups` are headers over so many columns each, `hidden` columns stay closed, `total` adds
    a row of sums.
    """

    sheet: Sheet
    title: str = ""
    unit: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    hidden: frozenset[str] = frozenset()
    total: str = ""

    @property
    def above(self) -> int:
        """How many rows stand above the header."""
        return 2 * bool(self.title) + bool(self.unit) + bool(self.groups)
