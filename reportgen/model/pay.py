"""The kinds of pay component a plan may name, as frozen values.

What is rated, how, for whom and when it is released.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from reportgen.model.period import Grain
from reportgen.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From this threshold on (included, until the next tier's), this rate: no end, so gaps cannot be written."""

    start: Fraction
    rate: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiered:
    """A rate by tiers on a base, per transaction.

    `base` is the measure that is rated; `per` is "" for thresholds in the base's own unit, or the measure of the same
    transaction whose share the thresholds are (margin bands cut at 20 % of revenue). `marginal` gives each slice its
    own tier's rate, `whole` the reached tier's rate to everything. A negative base earns `zero` (and is listed) or
    `unwind`s at the first tier's rate.
    """

    kind: Literal["tiered"] = "tiered"
    base: str
    per: str
    transaction: str
    mode: Literal["marginal", "whole"]
    tiers: tuple[Tier, ...]
    negative: Literal["zero", "unwind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """One rate on a measure summed over the earning period.

    The rate is a plan value, or each person's own from a column of the roster. With `transaction` (a column of the
    base's table), a return counts in the period of the transaction that it reverses.
    """

    kind: Literal["flat"] = "flat"
    base: str
    rate: Fraction | None
    rate_column: str
    transaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """A rate on what a team booked above its target, once the gate is reached.

    It is paid to the team's fund, never to a person. The gate compares the unrounded attainment. `over` says whether
    the excess counts from the target or from the gate's threshold. Teams are those led by the given `leaders` roles.
    """

    kind: Literal["excess"] = "excess"
    base: str
    metric: str
    column: str
    gate: Fraction
    rate: Fraction
    over: Literal["target", "threshold"]
    leaders: tuple[str, ...]
    transaction: str = ""


ComponentKind = Tiered | Flat | Excess


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """When what was earned becomes payable: at once (`booking`) or as cash arrives (`pro_rata_cash`).

    For cash: `invoiced` and `collected` are measures of the same transaction key, both with tax or both without.
    """

    on: Literal["booking", "pro_rata_cash"]
    invoiced: str = ""
    collected: str = ""


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
