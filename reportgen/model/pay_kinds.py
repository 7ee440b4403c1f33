"""The kinds of pay rule that a plan may name, as frozen values: what is rated, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Text


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Base pay, allowances and the like: shown on the statement from some rows of a table, never scored or payable."""

    table: str
    column: str
    where: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """Something that is listed and carries no money."""

    table: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A rate by tiers on what was reached in a scope of time.

    Thresholds are `money`, `attainment` (of a metric's target, `column`) or `units`. `marginal` gives each slice its
    rate, `whole` the reached rate to everything, `step` a sum a tier, `interpolated` a rate on the line between tiers.
    """

    base: str
    thresholds: Literal["money", "attainment", "units"]
    scope: Literal["period", "quarter", "year_to_date"]
    mode: Literal["marginal", "whole", "step", "interpolated"]
    tiers: tuple[Tier, ...]
    negative: Literal["unwind", "zero", "refuse"]
    metric: str = ""
    column: Literal["", "floor", "stretch"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessLadder:
    """Rates by tiers of attainment on what lies above the target.

    `net_of` names components of shorter periods whose award is taken off. Awards that share one excess say whether
    they `stack`.
    """

    base: str
    metric: str
    column: Literal["floor", "stretch"]
    over: Literal["target", "threshold"]
    mode: Literal["marginal", "whole"]
    tiers: tuple[Tier, ...]
    net_of: tuple[str, ...]
    stack: Literal["yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LumpSum:
    """A sum for each thing a measure counts, by the values of a column where they differ ("" is any other).

    Without a measure it is one sum an earning period: what the gate lets through.
    """

    amounts: Mapping[str, Fraction]
    measure: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A sum by what a figure gained on the same person's figure of a year before: days saved, points won."""

    figure: str
    against: Literal["year_before", "target"]
    better: Literal["higher", "lower"]
    steps: tuple[Tier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A project's sum, divided by its people's points; the largest remainder takes the last cent."""

    table: str
    amount: str
    points: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPart:
    """A part of a pool, shared pro rata to a score."""

    share: Fraction
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolCap:
    """The most that some roles may take, together (`group`) or each; what is over goes to the others or stays."""

    roles: tuple[str, ...]
    share: Fraction
    scope: Literal["group", "individual"]
    excess: Literal["redistribute", "retain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A rate on a measure of everybody together, cut into parts (which sum to one), each shared by its score."""

    base: str
    rate: Fraction
    parts: Mapping[str, PoolPart]
    cap: PoolCap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vesting:
    """A grant that is earned over years: a table and no money.

    Granted after `years` in a row with the figure at `least` of its target and the grade; `smallest` to `largest`
    share; `instalments` of equal size over `vests` years; what has not vested is void on leaving.
    """

    figure: str
    least: Fraction
    grade: str
    years: int
    smallest: Fraction
    largest: Fraction
    vests: int
    instalments: int
    leaving: Literal["void", "keep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A rate by two figures: rows by the first one's thresholds, columns by the second one's."""

    base: str
    down: str
    across: str
    columns: tuple[Fraction, ...]
    rows: tuple[tuple[Fraction, tuple[Fraction, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """At least this much a pay period, for so many of them."""

    amount: Fraction
    periods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """An advance up to this much a pay period, recovered from later pay up to a share of it, or forgiven."""

    amount: Fraction
    recovery: Literal["recoverable", "forgiven"]
    at_most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """Lines that somebody wrote: each refused without what it `needs`."""

    table: str
    needs: tuple[Literal["reason", "author", "approver"], ...]
    kinds: Mapping[str, Text]


ComponentKind = (
    Tiered
    | Flat
    | Excess
    | Fixed
    | Honour
    | Ladder
    | ExcessLadder
    | LumpSum
    | Steps
    | Contribution
    | Pool
    | Vesting
    | Matrix
    | Guarantee
    | Draw
    | Manual
)


def base_of(rule: ComponentKind) -> str:
    """Return the measure that a rule rates, "" where it rates none."""
    return str(getattr(rule, "base", ""))


def transaction_of(rule: ComponentKind) -> str:
    """Return the column that names a rule's transactions, "" where it has none."""
    return str(getattr(rule, "transaction", ""))
