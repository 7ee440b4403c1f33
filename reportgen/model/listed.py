"""Lines of pay that stay columns until somebody looks at one: a statement lists tens of them, a company thousands."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from reportgen.model.causes import Cause
from reportgen.model.measured import CreditLine, PayColumn, Statement

Causes = Mapping[str, tuple[tuple[Cause, Fraction], ...]]
"""Why lines of earlier earning periods earn something else than they did, by their key."""


class Listed(Sequence[CreditLine]):
    """A component's lines in a pay period: each is made when it is looked at, and never kept.

    `sums` say in a few lines what all of them come to: one for each earning period and for lines of this pay period
    and of earlier ones, each with how many it stands for (`settled`); a line whose earlier earning changed, or whose
    pay is held, stands there as it is, and so do those that are known without their rows (`others`).
    """

    __slots__ = ()

    @property
    @abstractmethod
    def sums(self) -> tuple[CreditLine, ...]:
        """Return what the lines come to."""

    @property
    @abstractmethod
    def others(self) -> tuple[CreditLine, ...]:
        """Return the lines that are no transaction's of a day: settled ones, opening balances, what is taken back."""

    @abstractmethod
    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the key and the earning period of each transaction."""

    @abstractmethod
    def changed(self, causes: Causes) -> Listed:
        """Return the same lines, those that earn something else than they did with the causes."""


def made(statement: Statement) -> Statement:
    """Return a statement whose lines are made once, for whoever looks at them again and again."""
    return replace(statement, columns=tuple(map(_made, statement.columns)))


def _made(column: PayColumn) -> PayColumn:
    return replace(column, components=tuple(replace(each, lines=tuple(each.lines)) for each in column.components))


def summed(lines: Sequence[CreditLine]) -> Sequence[CreditLine]:
    """Return lines that come to the same, in each earning period and in each that changed: few where there are many."""
    if isinstance(lines, tuple):  # what most components have, and told sooner than what else it is
        return lines
    return lines.sums if isinstance(lines, Listed) else lines
