"""A pay component of a plan: for whom, by which kind of rule, when it is released, and which policies hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from reportgen.model.pay_kinds import ComponentKind, Tier
from reportgen.model.period import Grain
from reportgen.model.place import Place
from reportgen.model.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A share of what was earned, payable so long after its transaction, or after its earning period's end."""

    share: Fraction
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """When what was earned becomes payable: at once (`booking`), on delivery, as cash arrives, or on a `schedule`.

    For cash: `invoiced` and `collected` are measures of the same transaction key, both with tax or both without.
    `allocation` says how receipts without an invoice are allocated ("" is the oldest due first). `ladder` gives the
    share that is paid by days to collect: from this day on, this share. `date` is the column that tells when a row was
    delivered; without it a delivery compares its measures as cash does. The `parts` of a schedule make the whole.
    """

    on: Literal["booking", "delivery", "full_payment", "pro_rata_cash", "schedule"]
    invoiced: str = ""
    collected: str = ""
    allocation: Literal["", "oldest_due", "proportional", "as_listed"] = ""
    ladder: tuple[Tier, ...] = ()
    date: str = ""
    parts: tuple[Instalment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What must be reached, exactly and unrounded, before anything is earned."""

    figure: str
    least: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedOver:
    """Over how many months a transaction is kept before it is nobody's risk: what comes back earlier takes the rest.

    Each month that it was kept frees an equal part; `counts` says whether a month counts once it is `full` or `begun`.
    """

    months: int
    counts: Literal["full", "begun"] = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPolicy:
    """What holds beside the rule itself.

    `to` says who is paid: the person, the team's fund, or nobody (a table without money). Money is rounded half up at
    the `rounds` point. `refund` prices a return; `leaving` says what becomes of it when the person leaves (`days` of
    grace); `on_change` whether a change cuts the period. `cap` and `floor` are money a person and earning period (or
    what a base accumulates over); `budget` is what everybody together gets at most, pro rata. `amortise` is the number
    of months over which the books spread what it costs, 0 where they do not: it changes nothing that is paid.
    `credit` says whose transactions count: one's own, or those of the team that one leads on each one's day.
    `clawback` is the share of a return that is taken back, by days since its transaction: without it, all of it;
    `clawback_over` the months after which nothing of it is, each of them an equal part.
    """

    to: Literal["person", "team_fund", "nobody"] = "person"
    rounds: Literal["line", "pool", "none"] = "line"
    refund: Literal["re_rate", "own_slices", "average_rate", "none"] = "re_rate"
    leaving: Literal["pay", "forfeit", "days"] = "pay"
    days: int = 0
    on_change: Literal["last_day", "split"] = "last_day"
    gate: Gate | None = None
    cap: Fraction | None = None
    over_cap: Literal["", "defer", "forfeit"] = ""
    floor: Fraction | None = None
    budget: Fraction | None = None
    amortise: int = 0
    credit: Literal["own", "team"] = "own"
    clawback: tuple[Tier, ...] = ()
    clawback_over: EarnedOver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One rule of pay: for which roles, over which earning period, how it is computed and released.

    `clause` is the number under which the plan document prints it. `roles` empty means every role.
    """

    id: str
    name: Mapping[str, str]
    since: date
    because: Mapping[str, str]
    place: Place
    clause: str
    roles: tuple[str, ...]
    earning: Grain
    rule: ComponentKind
    release: Release
    policy: PayPolicy = field(default_factory=PayPolicy)
