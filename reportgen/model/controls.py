"""What finance and a second pair of eyes need beside the register: what is owed, what is spread, what is unusual."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reportgen.model.disputes import Dispute
from reportgen.model.entry import Text
from reportgen.model.money import half_up
from reportgen.model.period import Period, after
from reportgen.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Accrual:
    """What one payee has earned from a component and earning period and is not paid yet, at a pay period's end.

    Money in major units; `accrued` is `earned` less `released`, to date: negative where more was released than is
    earned by now.
    """

    payee: str
    name: str
    component: str
    label: Text
    earning_period: str
    earned: Fraction
    released: Fraction

    @property
    def accrued(self) -> Fraction:
        """Return what is owed and not payable yet."""
        return self.earned - self.released


@dataclass(frozen=True, slots=True)
class Amortisation:
    """What one pay period added to what a component costs a payee, spread over months: the last takes the rest.

    `parts` are the months' shares in their order, the first in `period`'s last month.
    """

    period: Period
    payee: str
    name: str
    component: str
    label: Text
    amount: Fraction
    months: tuple[Period, ...]
    parts: tuple[Fraction, ...]


UNUSUAL = (
    "payout-unusual",
    "attainment-unusual",
    "sales-uncredited",
    "net-negative",
    "fx-rate-missing",
    "tax-rate-missing",
    "tax-rate-unknown",
)
"""The codes of the findings that payouts are looked at for."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """Something about a payee that a person should look at before it is paid.

    `kind` is the code of the finding that says so. `found` is what is unusual about it, `usual` what it was held
    against, None where there is nothing to hold it against.
    """

    payee: str
    name: str
    kind: str
    period: str
    component: str
    label: Text
    found: Quantity | None
    usual: Quantity | None


@dataclass(frozen=True, slots=True)
class Controls:
    """The control sheets of one period: what is owed, what is spread over months, what is unusual and disputed."""

    accrual: tuple[Accrual, ...] = ()
    amortisation: tuple[Amortisation, ...] = ()
    unusual: tuple[Unusual, ...] = ()
    disputes: tuple[Dispute, ...] = ()


def spread(amount: Fraction, months: int) -> tuple[Fraction, ...]:
    """Divide an amount into monthly parts of whole cents; the last takes the rest (pay.md §4.3).

    15,000 over 36 months is 35 × 416.67 + 416.55.
    """
    if months < 1:
        raise ValueError("an amount is spread over one month at least")
    part = half_up(amount / months)
    return (*[part] * (months - 1), amount - part * (months - 1))


def following(month: Period, months: int) -> tuple[Period, ...]:
    """Return a month and those after it, as many as are asked for."""
    found = [month]
    while len(found) < months:
        found.append(after(found[-1]))
    return tuple(found)
