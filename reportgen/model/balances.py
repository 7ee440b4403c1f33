"""What stands open between a payee and the company, and the steps that lead from one pay period's end to the next's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction

from reportgen.model.place import Place

NOTHING = Fraction(0)

ALL_PAY = ""
"""The key under which a person's whole pay is held; any other is a transaction's."""

BalanceRow = tuple[str, str, Fraction]
"""A named amount of a bridge, and the key that it is for ("" where it has none): how a ledger keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """What is owed to a payee (positive) and by them (negative) at a moment, in major units, rounded.

    `unreleased` is earned and waits for cash, `deferred` is released and lay over the payment cap or under the
    smallest payout, `held` waits by transaction key (`ALL_PAY`: the whole pay). `draw` is what is owed of advances,
    `carried` what a negative pay period left: both are never above 0.
    """

    unreleased: Fraction = NOTHING
    deferred: Fraction = NOTHING
    held: Mapping[str, Fraction] = field(default_factory=dict)
    draw: Fraction = NOTHING
    carried: Fraction = NOTHING

    @property
    def held_total(self) -> Fraction:
        """Return all that is held."""
        return sum(self.held.values(), NOTHING)

    @property
    def waiting(self) -> Fraction:
        """Return what is owed to the payee and will be paid later."""
        return self.unreleased + self.deferred + self.held_total

    @property
    def total(self) -> Fraction:
        """Return what is owed to the payee less what they owe."""
        return self.waiting + self.draw + self.carried


STEPS = ("released", "corrected", "carried", "holds", "cap", "guarantee", "draw", "manual", "minimum")
"""The steps whose sum is payable, in their order."""

ACTING = ("carried", "holds", "cap", "guarantee", "draw", "minimum")
"""The steps that no line of a component is behind: the register has a row for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """From the opening to the closing balances of one payee's pay period; money in major units, rounded.

    Earned view: `earned` is new, `prior` is what earlier earning periods changed by. Paid view, each step signed as it
    changes the payment: `released` now, `corrected` (what is released or taken back because an earlier earning period
    changed), the `carried` negative, `holds` (negative when something is newly held), the payment `cap` (what it puts
    off or forfeits; positive when what was put off is paid), the top-up of a `guarantee`, the `draw` (positive when
    advanced, negative when recovered), `manual` lines, and `minimum`: what is put off because it is too small, or is
    negative and carried to the next period. `forgiven` is the part of the draw that is never owed, `forfeited` what
    the cap took for good.
    """

    opening: Balances = field(default_factory=Balances)
    earned: Fraction = NOTHING
    prior: Fraction = NOTHING
    released: Fraction = NOTHING
    corrected: Fraction = NOTHING
    carried: Fraction = NOTHING
    holds: Fraction = NOTHING
    cap: Fraction = NOTHING
    guarantee: Fraction = NOTHING
    draw: Fraction = NOTHING
    manual: Fraction = NOTHING
    minimum: Fraction = NOTHING
    forgiven: Fraction = NOTHING
    forfeited: Fraction = NOTHING
    payable: Fraction = NOTHING
    closing: Balances = field(default_factory=Balances)

    @property
    def steps(self) -> tuple[tuple[str, Fraction], ...]:
        """Return the steps in their order; their sum is payable."""
        return tuple((name, getattr(self, name)) for name in STEPS)

    @property
    def top_ups(self) -> Fraction:
        """Return what is paid without being earned: guarantees and advances that are forgiven."""
        return self.guarantee + self.forgiven

    @property
    def conserved(self) -> bool:
        """Tell whether opening + earned + top-ups + manual − forfeited = paid + closing (pay.md §5)."""
        came = self.opening.total + self.earned + self.prior + self.top_ups + self.manual - self.forfeited
        return came == self.payable + self.closing.total

    def rows(self) -> Iterator[BalanceRow]:
        """Yield every amount that is not nothing, as `bridge_of` reads it: `closing.held`, the held key, the amount."""
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Balances):
                yield from ((f"{each.name}.{name}", key, amount) for name, key, amount in _balance_rows(value))
            elif value:
                yield each.name, "", value


def _balance_rows(balances: Balances) -> Iterator[BalanceRow]:
    for each in fields(balances):
        value = getattr(balances, each.name)
        if isinstance(value, Fraction):
            yield from [(each.name, "", value)] if value else []
        else:
            yield from ((each.name, key, amount) for key, amount in value.items() if amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The limits that a pay period's payment met: what a statement needs to recompute its steps.

    `room` is what the cap left when the pay period began (None: no cap), `guarantee` what its earning period still
    lacked of it, `draw` the amount that is advanced up to (None: no advance) and `most` what may be advanced now.
    `recovery` is the largest share that recovers what is owed and `least` what recovery leaves. `place` is the line
    of the rule of payment.
    """

    all_held: bool = False
    room: Fraction | None = None
    forfeits: bool = False
    guarantee: Fraction | None = None
    draw: Fraction | None = None
    most: Fraction | None = None
    forgives: bool = False
    recovery: Fraction = Fraction(1)
    least: Fraction = NOTHING
    carries: bool = False
    minimum: Fraction = NOTHING
    place: Place | None = None

    @property
    def tops_up(self) -> bool:
        """Tell whether a guarantee or a draw may top up."""
        return not self.all_held and (self.guarantee is not None or self.draw is not None)


def bridge_of(rows: Iterable[BalanceRow]) -> Bridge:
    """Return the bridge that rows were made of; a name that a bridge does not have raises."""
    steps: dict[str, Fraction] = {}
    balances: dict[str, dict[str, Fraction]] = {"opening": {}, "closing": {}}
    held: dict[str, dict[str, Fraction]] = {"opening": {}, "closing": {}}
    for name, key, amount in rows:
        moment, _, balance = name.partition(".")
        if balance == "held":
            held[moment][key] = amount
        elif balance:
            balances[moment][balance] = amount
        else:
            steps[name] = amount
    opening, closing = (Balances(**balances[moment], held=held[moment]) for moment in ("opening", "closing"))
    return Bridge(**steps, opening=opening, closing=closing)
