"""What measuring gives: everybody's standing, the statements with their lines, the register, and who was skipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from reportgen.model.alarms import Alarm, Improvement
from reportgen.model.appraisal import BoxResult, CalibrationResult, SuccessorsResult, Talent
from reportgen.model.balances import Balances, Bridge, Terms
from reportgen.model.causes import Cause
from reportgen.model.controls import Controls
from reportgen.model.counts import Counted, Dealer
from reportgen.model.customers import Migration, Tiers
from reportgen.model.disputes import Dispute
from reportgen.model.pay import Component
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Skipped
from reportgen.model.quantity import Measurable, Quantity
from reportgen.model.standing import (
    Beside,
    CrossTable,
    Figure,
    FigurePart,
    MonthPoint,
    Presence,
    ScoreLine,
    ScoreResult,
    SliceRow,
    SliceStanding,
    SliceTable,
    Standing,
    Subject,
)
from reportgen.model.status import Status
from reportgen.model.step import Step
from reportgen.model.written import Written

__all__ = [
    "Balances",
    "Beside",
    "Bridge",
    "CrossTable",
    "Figure",
    "FigurePart",
    "MonthPoint",
    "Presence",
    "ScoreLine",
    "ScoreResult",
    "SliceRow",
    "SliceStanding",
    "SliceTable",
    "Standing",
    "Status",
    "Subject",
    "Terms",
]

if TYPE_CHECKING:
    import pyarrow as pa

    from reportgen.model.outlook import Outlook
    from reportgen.model.table import Dataset
    from reportgen.model.target_tree import TargetNode
    from reportgen.model.variance import Variance

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slices:
    """One tier's part of a transaction.

    Threshold, the part of the base in it, the rate, and the money, exact and unrounded. Of the other kinds of rule:
    `name` says what the part is (a message key, or a name of the data), `unit` what its amount counts, and `sums` that
    the rate is money for each of them rather than a share.
    """

    start: Fraction
    amount: Fraction
    rate: Fraction
    earned: Fraction
    name: str = ""
    unit: Literal["money", "number"] = "money"
    sums: bool = False


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One transaction's part of a component, as known at the pay period's end.

    Amounts are exact, in major units. `earned` and `released` are to date and rounded at this line (a payable line,
    pay.md §4.2); `earned_before` was earned a pay period ago, `paid_before` is what earlier pay periods paid;
    `payable` is released − paid before. `current` tells a line of this pay period from one of an earlier earning
    period. `reason` says why a line earns nothing ("" otherwise). `settled` is how many transactions a line stands
    for that were paid in full before and did not change: one such line an earning period keeps the sums to date
    whole; 0 is a line of its own. `people` are those whose rows the base of an earning period sums over, `places` the
    cells of its target, `steps` the figures that it rests on. `deferred` is what a cap keeps for later earning periods:
    earned and not released. `causes` say of a line of an earlier earning period why it earns something else than it
    did, and sum to that change.

    `share` is the payee's part of the transaction, `base` and `per` are that part already; `counts` says how it is
    credited: "" for the seller's own, `split`, `overlay` (on top, in nobody else's sum) or `team` (of somebody below).
    `before` is what had accumulated before this transaction where tiers run over several; `refunded` is what a return
    takes off what the `parts` earned, where the plan does not rate again. `counted` is what of `collected` counts where
    the days to collect weigh it, None where they do not. `inputs` are the named operands of an earning period: target,
    gate, scores.
    """

    key: str
    day: date | None
    customer: str
    product: str
    base: Fraction
    per: Fraction
    parts: tuple[Slices, ...]
    earned: Fraction
    earned_before: Fraction
    invoiced: Fraction
    collected: Fraction
    released: Fraction
    paid_before: Fraction
    payable: Fraction
    earning_period: str
    current: bool
    reason: str = ""
    settled: int = 0
    people: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    steps: tuple[Step, ...] = field(default=(), repr=False)
    deferred: Fraction = Fraction(0)
    causes: tuple[tuple[Cause, Fraction], ...] = ()
    share: Fraction = Fraction(1)
    counts: str = ""
    before: Fraction = Fraction(0)
    refunded: Fraction = Fraction(0)
    counted: Fraction | None = None
    inputs: tuple[tuple[str, Quantity], ...] = ()


@dataclass(frozen=True, slots=True)
class ComponentResult:
    """One component of one payee in one pay period.

    `lines` are transactions (tiered; made when they are looked at, `reportgen.model.listed`) or the earning periods
    (flat, excess). All money is exact and rounded per line; the fields of the same name are the sums of the lines.
    `inputs` are the named operands that the statement shows (target, attainment, gate, rate).
    """

    component: Component
    lines: Sequence[CreditLine]
    earned: Fraction
    released: Fraction
    paid_before: Fraction
    payable: Fraction
    inputs: Mapping[str, Measurable]


@dataclass(frozen=True, slots=True)
class PayColumn:
    """One pay period of a statement: what each component paid in it, the bridge, and what was written by hand.

    `year_to_date` and `twelve_months` are what was paid up to this pay period, itself included.
    """

    period: Period
    components: tuple[ComponentResult, ...]
    bridge: Bridge
    terms: Terms = field(default_factory=Terms)
    written: tuple[Written, ...] = ()
    year_to_date: Fraction = Fraction(0)
    twelve_months: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a payee is paid for a period: a column for each pay period in it.

    A payee is a person or a team fund; `fund` is True for the latter. `uncovered` is True when no component of the
    plan covers them. `disputes` are those of earlier pay periods that are open, or were answered in this period.
    """

    payee: str
    name: str
    fund: bool
    period: Period
    columns: tuple[PayColumn, ...]
    payable: Fraction
    currency: str
    draft: bool
    uncovered: bool = False
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """What the ledger posted.

    `through` is the last closed pay period. `lines` is a columnar table, None where no line was posted: a row a pay
    period, component, payee and key (texts of these names) with what it `paid`, and what it had `earned` and
    `released` to date, in cents; the last two are absent of a line of which only what it paid is known. `bridges` are
    those of each (pay period, payee): its closing balances open the next one.
    """

    through: Period | None = None
    lines: pa.Table | None = field(default=None, repr=False)
    bridges: Mapping[tuple[str, str], Bridge] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register, as `register.csv` of the contract has it.

    One component of one payee in one pay period and earning period.
    """

    period: str
    payee: str
    name: str
    component: str
    earning_period: str
    kind: str
    currency: str
    earned: Fraction
    released: Fraction
    paid_before: Fraction
    payable: Fraction
    rule: str
    plan_version: str
    trace: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that all documents of one period are made of: frozen, so that no two documents can differ.

    `reach` is the newest day of the main measure's rows: before the period's last month, the period is unfinished.
    `sources` names the input files behind each kind of table; `payees` are all whom the plan pays, blocked ones too;
    `held` those whose whole pay is held at the period's end.
    `alerts` are those of all times that end in the period, `improvements` what is to be done about them and what is
    carried; `tiers` are the customers' at the last end of their rhythm, None where they cannot be graded.
    `slices` are the company's figures by the values of the plan's slices, `crossed` what the plan's two slices come to
    together, None where the plan crosses none. `targets` are the nodes of each of the plan's
    target trees by its id; `forecasts` are those of the company and of every team, `variance` those of people too;
    `talent` is what is told of each person beside the figures, `boxes` the place of each in the nine boxes alone (None
    where the plan has none). These are computed when they are first asked for.
    `controls` are the sheets that finance and a second pair of eyes look at. `successors` and `calibration` are None
    where the plan has none. `counts` are the company's measures and `dealers` those of the channel, both by id and
    computed on demand; `year` are the months of the main measure from the year's first to the period's last.
    `stood` are the tables as they stood at the period's end, None where nobody kept them. `worked` is what pay worked
    out that the trace tells again: until that is written, or a copy of the process has it, and is emptied then.
    """

    plan: Plan
    roster: Roster
    period: Period
    cut_off: date
    people: Mapping[str, Standing]
    teams: Mapping[str, Standing]
    company: Standing
    unassigned: Measurable
    statements: Mapping[str, Statement]
    register: Sequence[RegisterRow]
    pay_total: Measurable
    skipped: tuple[Skipped, ...]
    reach: date | None
    sources: Mapping[str, tuple[str, ...]]
    payees: frozenset[str]
    held: frozenset[str] = frozenset()
    slices: tuple[SliceStanding, ...] = ()
    alerts: Sequence[Alarm] = ()
    improvements: tuple[Improvement, ...] = ()
    tiers: Tiers | None = None
    targets: Mapping[str, tuple[TargetNode, ...]] = field(default_factory=dict, repr=False, compare=False)
    forecasts: Mapping[Subject, Outlook] = field(default_factory=dict, repr=False, compare=False)
    variance: Mapping[Subject, Variance] = field(default_factory=dict, repr=False, compare=False)
    talent: Mapping[str, Talent] = field(default_factory=dict, repr=False, compare=False)
    boxes: Mapping[str, BoxResult | None] = field(default_factory=dict, repr=False, compare=False)
    successors: SuccessorsResult | None = None
    calibration: CalibrationResult | None = None
    controls: Controls = field(default_factory=Controls)
    counts: Mapping[str, Counted] = field(default_factory=dict, repr=False, compare=False)
    dealers: Mapping[str, Dealer] = field(default_factory=dict, repr=False, compare=False)
    year: tuple[MonthPoint, ...] = ()
    crossed: CrossTable | None = None
    stood: Dataset | None = field(default=None, repr=False, compare=False)
    worked: list[Any] = field(default_factory=list, repr=False, compare=False)
    _kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, work_out: Callable[[], T]) -> T:
        """Return what is the same in everybody's documents, worked out for the first of them that asks."""
        if name not in self._kept:
            self._kept[name] = work_out()
        found: T = self._kept[name]
        return found

    def reviewed(self, person: str) -> Standing:
        """Return what a person is reviewed and scored on: the team that they lead, else their own figures."""
        return self.teams[person] if person in self.teams else self.people[person]

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """Return the customers whose tier changed."""
        return self.tiers.migrations if self.tiers else ()

    @property
    def unfinished(self) -> bool:
        """Tell whether the data end before the period's last month."""
        last = self.period.end
        return self.reach is not None and (self.reach.year, self.reach.month) < (last.year, last.month)
