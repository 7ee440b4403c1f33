"""The kinds of pay rule that a plan may name, as frozen values: what is rated, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Text
from reportgen.model.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From this threshold on (included, until the next tier's), this rate: no end, so gaps cannot be written.

    `each` is what a further point of percent above the threshold adds to it, where a tier pays by points.
    """

    start: Fraction
    rate: Fraction
    each: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiered:
    """A rate by tiers on a base, per transaction.

    `base` is the measure that is rated; `per` is "" for thresholds in the base's own unit, or the measure of the same
    transaction whose share the thresholds are (margin bands cut at 20 % of revenue). `marginal` gives each slice its
    own tier's rate, `whole` the reached tier's rate to everything, `step` the reached tier's sum (`rate` is money
    then), `interpolated` a rate on the line from one threshold to the next. A negative base earns `zero` (and is
    listed), `unwind`s at the first tier's rate, or is `refuse`d. In a longer `scope` a person's transactions
    accumulate in the order of their days: each earns what it adds. `least` and `most` bound what one transaction
    earns, in money. With `by` that measure (or its share of `per`) finds the tier, and the base is paid at its rate:
    the margin says which rate the revenue has. With `amounts` tiers hold money for each unit of the base.
    """

    kind: Literal["tiered"] = "tiered"
    base: str
    per: str
    transaction: str
    mode: Literal["marginal", "whole", "step", "interpolated"]
    tiers: tuple[Tier, ...]
    negative: Literal["zero", "unwind", "refuse"]
    scope: Literal["transaction", "period", "quarter", "year_to_date"] = "transaction"
    least: Fraction | None = None
    most: Fraction | None = None
    by: str = ""
    amounts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """One rate on a measure summed over the earning period.

    The rate is a plan value, or each person's own from a column of the roster, or `amount` for each unit that the
    measure counts, or for `each` so many of them, whole ones only. With `transaction` (a column of the base's table), a
    return counts in the period of the transaction that it reverses.
    """

    kind: Literal["flat"] = "flat"
    base: str
    rate: Fraction | None
    rate_column: str
    transaction: str = ""
    amount: Fraction | None = None
    each: Fraction | None = None


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
    With `amounts` the tiers hold money instead of rates: for each unit, or as the sum that `interpolated` draws its
    line through. With `figure`, that figure's value finds the tier, and the base is paid at its rate. A `scope` that is
    longer than the earning period is a running account: each earning period pays what the scope to date earned less
    what was paid of it; its target is that `to_date`, or with `goal` the `whole` scope's. With `transaction`, a return
    counts where what it reverses does. With `pay` (money of the scope at 100 %) or `pay_column` (each person's own, of
    the roster) the tiers hold shares of it: what the reached tier pays, and with `each` so much more for every further
    point; `prorated` to the days that count. Then a base is needed only where no `figure` finds the tier.
    """

    thresholds: Literal["money", "attainment", "units"]
    scope: Literal["period", "quarter", "year_to_date"]
    mode: Literal["marginal", "whole", "step", "interpolated"]
    tiers: tuple[Tier, ...]
    negative: Literal["unwind", "zero", "refuse"]
    base: str = ""
    metric: str = ""
    column: Literal["", "floor", "stretch"] = ""
    figure: str = ""
    transaction: str = ""
    amounts: bool = False
    goal: Literal["to_date", "whole"] = "to_date"
    pay: Fraction | None = None
    pay_column: str = ""
    prorated: Literal["no", "yes"] = "no"

    @property
    def pays_target(self) -> bool:
        """Tell whether the tiers are shares of a target pay."""
        return self.pay is not None or bool(self.pay_column)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessLadder:
    """Rates by tiers of attainment on what lies above the target.

    `net_of` names components of shorter periods whose award is taken off. Awards that share one excess say whether
    they `stack`: where not, what the components before it in the plan pay for the same excess is taken off.
    """

    base: str
    metric: str
    column: Literal["floor", "stretch"]
    over: Literal["target", "threshold"]
    mode: Literal["marginal", "whole"]
    tiers: tuple[Tier, ...]
    net_of: tuple[str, ...]
    stack: Literal["yes", "no"]
    transaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LumpSum:
    """A sum for each thing a measure counts, by the values of a column where they differ ("" is any other).

    Without a measure it is one sum an earning period: what the gate lets through, `prorated` to the days that count.
    With `transaction` each counted row is a line of its own, known by that column, and waits for its own cash.
    """

    amounts: Mapping[str, Fraction]
    measure: str = ""
    by: str = ""
    transaction: str = ""
    prorated: Literal["no", "yes"] = "no"


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
    """A part of a pool, shared pro rata to a score; without one, by everybody alike.

    With `by`, a column of the roster, the score is that of everything that has the person's value in it (the region's
    customers), and the company's where there is none. `leaders` says whether who leads is scored by the team's figure.
    `name` is what readers call the part, by language.
    """

    share: Fraction
    score: str = ""
    by: str = ""
    leaders: Literal["own", "team"] = "own"
    name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolCap:
    """The most that some roles may take, together (`group`) or each; what is over goes to the others or stays."""

    roles: tuple[str, ...]
    share: Fraction
    scope: Literal["group", "individual"]
    excess: Literal["redistribute", "retain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifies:
    """What somebody must have reached, exactly and unrounded, to share in a pool."""

    figure: str
    least: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A rate on a measure of everybody together, cut into parts (which sum to one), each shared by its score.

    Or an `amount` that is given, where nothing is rated. Who does not `qualify` has no part; the others share it all.
    """

    parts: Mapping[str, PoolPart]
    base: str = ""
    rate: Fraction = Fraction(0)
    cap: PoolCap | None = None
    amount: Fraction | None = None
    qualify: Qualifies | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vesting:
    """A grant that is earned over years: a table and no money.

    Granted after `years` in a row with the figure at `least` and the grade, as the `record` has them (a table with a
    row a person and year, and columns of those names); `smallest` to `largest` share; `instalments` of equal size over
    `vests` years; what has not vested is void on leaving.
    """

    record: str
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
class VestingMonths:
    """Granted units that vest by the month: whole units, cumulative, rounded down; none before the `cliff`.

    `table` has a row a grant: person, day (`since`) and `units`, which vest over so many `months`.
    """

    table: str
    since: str
    units: str
    months: int
    cliff: int
    leaving: Literal["void", "keep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A rate by two figures: rows by the first one's thresholds, columns by the second one's."""

    base: str
    down: str
    across: str
    columns: tuple[Fraction, ...]
    rows: tuple[tuple[Fraction, tuple[Fraction, ...]], ...]
    transaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """At least this much an earning period, for so many pay periods from the first that covers a person (0: always)."""

    amount: Fraction
    periods: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """An advance up to this much a pay period, recovered from later pay or forgiven.

    Recovery takes at most the share `at_most` of what would be paid, and leaves the amount of the draw. No more is
    advanced than `most_owed` in all, nor for more than so many pay `periods` (0: without end).
    """

    amount: Fraction
    recovery: Literal["recoverable", "forgiven"]
    at_most: Fraction = Fraction(1)
    most_owed: Fraction | None = None
    periods: int = 0


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
    | VestingMonths
    | Matrix
    | Guarantee
    | Draw
    | Manual
)


def base_of(rule: ComponentKind) -> str:
    """Return the measure whose sum a rule rates, "" where it rates none."""
    return str(getattr(rule, "base", ""))


def transaction_of(rule: ComponentKind) -> str:
    """Return the column that names a rule's transactions, "" where it has none."""
    return str(getattr(rule, "transaction", ""))
