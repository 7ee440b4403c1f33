"""One pay period under two plans: what each payee is paid and earns from each component under either."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from reportgen.model.entry import Text
from reportgen.model.period import Period

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount under the plan that holds and under the other one, in major units."""

    old: Fraction = NOTHING
    new: Fraction = NOTHING

    @property
    def difference(self) -> Fraction:
        """Return by how much the other plan gives more."""
        return self.new - self.old

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.old + other.old, self.new + other.new)


@dataclass(frozen=True, slots=True)
class WhatIfLine:
    """One component of one payee: what is newly earned in the period, and what is payable.

    Without a component the line is what caps, draws, holds and their like do to the payee.
    """

    payee: str
    name: str
    fund: bool
    component: str
    label: Text
    earned: Pair
    payable: Pair


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A pay period under the plan that holds and under another one, called by its folder's `name`.

    `versions` are those that the two plans give themselves. `payees` are in the order of the lines.
    """

    name: str
    period: Period
    versions: tuple[str, str]
    currency: str
    lines: tuple[WhatIfLine, ...]

    @property
    def payees(self) -> tuple[WhatIfLine, ...]:
        """Return a line a payee: the sum of their components, and the name without a component."""
        return _summed(self.lines, lambda line: replace(line, component="", label={}), lambda line: line.payee)

    @property
    def components(self) -> tuple[WhatIfLine, ...]:
        """Return a line a component, of nobody: what all payees have from it."""
        bare = partial(replace, payee="", name="", fund=False)
        return _summed(self.lines, bare, lambda line: line.component)

    @property
    def earned(self) -> Pair:
        """Return what all payees earn under either plan."""
        return sum((line.earned for line in self.lines), Pair())

    @property
    def payable(self) -> Pair:
        """Return what all payees are paid under either plan: the total cost."""
        return sum((line.payable for line in self.lines), Pair())

    @property
    def winners(self) -> tuple[WhatIfLine, ...]:
        """Return who is paid more under the other plan, who gains most first."""
        return self._sorted(lambda line: line.payable.difference > 0)

    @property
    def losers(self) -> tuple[WhatIfLine, ...]:
        """Return who is paid less under the other plan, who loses most first."""
        return self._sorted(lambda line: line.payable.difference < 0)

    def _sorted(self, wanted: Callable[[WhatIfLine], bool]) -> tuple[WhatIfLine, ...]:
        found = [line for line in self.payees if wanted(line)]
        return tuple(sorted(found, key=lambda line: (-abs(line.payable.difference), line.payee)))


def _summed(
    lines: Iterable[WhatIfLine], shown: Callable[[WhatIfLine], WhatIfLine], of: Callable[[WhatIfLine], str]
) -> tuple[WhatIfLine, ...]:
    """Add up the lines of the same subject, in the order in which each is met first."""
    sums: dict[str, WhatIfLine] = {}
    for line in lines:
        before = sums.get(of(line))
        earned, payable = (before.earned, before.payable) if before else (Pair(), Pair())
        sums[of(line)] = replace(shown(line), earned=earned + line.earned, payable=payable + line.payable)
    return tuple(sums.values())
