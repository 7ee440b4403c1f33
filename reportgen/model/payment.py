"""What holds when a pay period's money is paid out: caps, negatives, the smallest payout, how debts are recovered."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry
from reportgen.model.period import Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRule(Entry):
    """How payees of some roles are paid; no `roles` is everybody whom no other rule names.

    `cap` is the most that is paid for results in a pay period, or in the quarter or year that `cap_per` names; what
    lies over it is deferred to the next pay period or forfeited. A `negative` pay period is carried to the next one or
    paid as it is. A sum below the `minimum` waits. At most the share `recovery` of what would be paid recovers an
    advance where no draw is in force that says so itself.
    """

    roles: tuple[str, ...] = ()
    cap: Fraction | None = None
    cap_per: Literal["pay_period"] | Grain = "pay_period"
    over_cap: Literal["defer", "forfeit"] = "defer"
    negative: Literal["carry", "pay"] = "carry"
    minimum: Fraction = Fraction(0)
    recovery: Fraction = Fraction(1)
