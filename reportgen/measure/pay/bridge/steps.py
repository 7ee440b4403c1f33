"""Opening balances, credit lines and policies → the bridge of one payee's pay period, step by step (pay.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.measure.columns import exact_sum
from reportgen.model.balances import ALL_PAY, NOTHING, Balances, Bridge, Terms
from reportgen.model.measured import CreditLine
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import Draw, Guarantee
from reportgen.model.payment import PaymentRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Everything that decides what one payee is paid in one pay period.

    `lines` are those of rules, `manual` those that somebody wrote. `held` are the transaction keys whose pay is held
    (`ALL_PAY`: everything). `capped` is what the cap's quarter or year has paid before; `guarantee` is the one due in
    this pay period and `guaranteed` what its earning period has paid before; `advances` tells whether the draw still
    advances. Without a `rule` nothing is capped or carried.
    """

    opening: Balances
    lines: tuple[CreditLine, ...]
    manual: tuple[CreditLine, ...] = ()
    held: frozenset[str] = frozenset()
    rule: PaymentRule | None = None
    capped: Fraction = NOTHING
    guarantee: Guarantee | None = None
    guaranteed: Fraction = NOTHING
    draw: Draw | None = None
    advances: bool = True


@dataclass(slots=True)
class _Way:
    """How far the payment has come: what would be paid now, the steps so far, and the balances that are left."""

    amount: Fraction
    carried: Fraction = NOTHING
    deferred: Fraction = NOTHING
    draw: Fraction = NOTHING
    held: dict[str, Fraction] = field(default_factory=dict)
    forgiven: Fraction = NOTHING
    forfeited: Fraction = NOTHING

    def to(self, amount: Fraction) -> Fraction:
        """Go on to another amount; return the step."""
        if amount is self.amount:
            return NOTHING
        step = amount - self.amount
        self.amount = amount
        return step


def bridged(payment: Payment) -> Bridge:
    """Return the bridge: each step on what the one before left, in the order of pay.md §5."""
    opening, manual = payment.opening, exact_sum([line.payable for line in payment.manual])
    corrected = exact_sum([correction(line) for line in payment.lines])
    due = exact_sum([line.payable for line in payment.lines])
    way = _Way(due, deferred=opening.deferred, draw=opening.draw)
    carried = way.to(_plus(due, opening.carried))
    holds = _holds(payment, way, manual)
    free = ALL_PAY not in payment.held
    cap = _cap(payment, way) if free else NOTHING
    guarantee = _guarantee(payment, way) if free else NOTHING
    draw = _draw(payment, way) if free else NOTHING
    way.to(_plus(way.amount, manual))
    carried_on = way.carried  # a negative that was set aside before a top-up
    minimum = _less(_minimum(payment, way, free=free), carried_on)
    return Bridge(
        opening=opening,
        earned=_apart((line.earned, line.earned_before) for line in payment.lines if line.current),
        prior=_apart((line.earned, line.earned_before) for line in payment.lines if not line.current),
        released=_less(due, corrected),
        corrected=corrected,
        carried=carried,
        holds=holds,
        cap=cap,
        guarantee=guarantee,
        draw=draw,
        manual=manual,
        minimum=minimum,
        forgiven=way.forgiven,
        forfeited=way.forfeited,
        payable=way.amount,
        closing=Balances(
            unreleased=_apart((line.earned, line.released) for line in payment.lines),
            deferred=way.deferred,
            held=way.held,
            draw=way.draw,
            carried=way.carried,
        ),
    )


def terms_of(payment: Payment) -> Terms:
    """Return the limits that a payment meets, for whoever recomputes it."""
    rule, draw = payment.rule, payment.draw
    capped = rule.cap if rule is not None else None
    advances = draw if draw is not None and payment.advances else None
    most = None
    if advances is not None and advances.recovery == "recoverable" and advances.most_owed is not None:
        most = max(NOTHING, advances.most_owed + payment.opening.draw)
    return Terms(
        all_held=ALL_PAY in payment.held,
        room=max(NOTHING, capped - payment.capped) if capped is not None else None,
        forfeits=rule is not None and rule.over_cap == "forfeit",
        guarantee=payment.guarantee.amount - payment.guaranteed if payment.guarantee else None,
        draw=advances.amount if advances else None,
        most=most,
        forgives=advances is not None and advances.recovery == "forgiven",
        recovery=_share(payment),
        least=advances.amount if advances else NOTHING,
        carries=_carries(payment),
        minimum=rule.minimum if rule is not None else NOTHING,
        place=rule.place if rule is not None else None,
    )


def _share(payment: Payment) -> Fraction:
    if payment.draw is not None:
        return payment.draw.at_most
    return payment.rule.recovery if payment.rule else Fraction(1)


def _carries(payment: Payment) -> bool:
    return payment.rule is not None and payment.rule.negative == "carry"


def unreleased_before(lines: Iterable[CreditLine]) -> Fraction:
    """Return what was earned and not released before a pay period, over its lines."""
    return _apart((line.earned_before, line.paid_before) for line in lines)


def correction(line: CreditLine) -> Fraction:
    """Return the part of a line's payment that a change of an earlier earning period makes; the rest is released now.

    What an earlier period earns more or less is paid as far as the line is released.
    """
    if line.current or line.earned is line.earned_before:
        return NOTHING
    changed = line.earned - line.earned_before
    if not changed:
        return NOTHING
    return half_up(changed * line.released / line.earned) if line.earned else line.payable


def _apart(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Return what first amounts come to less what second ones do.

    Most lines were paid just what they earned, and have one value for both: these add nothing.
    """
    found = [pair for pair in pairs if pair[0] is not pair[1]]
    return exact_sum([each for each, _ in found], [each for _, each in found]) if found else NOTHING


def _less(amount: Fraction, other: Fraction) -> Fraction:
    return amount - other if other else amount


def _plus(amount: Fraction, more: Fraction) -> Fraction:
    return amount + more if more else amount


def _holds(payment: Payment, way: _Way, manual: Fraction) -> Fraction:
    """Hold what is held by transaction, pay what is held no longer, then hold all that is left where all is held."""
    if not payment.held and not payment.opening.held:
        return NOTHING
    before = dict(payment.opening.held)
    amount = way.amount
    for key in sorted(payment.held - {ALL_PAY}):
        due = exact_sum(line.payable for line in payment.lines if line.key == key)
        was = before.pop(key, NOTHING)
        way.held[key] = max(NOTHING, was + due)  # what is taken back is taken back, held or not
        amount -= way.held[key] - was
    if ALL_PAY in payment.held:
        all_held = before.pop(ALL_PAY, NOTHING)
        amount += exact_sum(before.values())
        # Manual lines come after the holds, and are held with the rest.
        kept = max(NOTHING, amount + manual)
        way.held[ALL_PAY] = all_held + kept
        amount -= kept
    else:
        amount += exact_sum(before.values())
    way.held = {key: found for key, found in way.held.items() if found}
    return way.to(amount)


def _cap(payment: Payment, way: _Way) -> Fraction:
    """Pay what was deferred before as well, up to the cap; what lies over it is deferred or forfeited."""
    amount = _plus(way.amount, way.deferred)
    way.deferred = NOTHING
    rule = payment.rule
    if rule is None or rule.cap is None:
        return way.to(amount)
    over = max(NOTHING, amount - max(NOTHING, rule.cap - payment.capped))
    if rule.over_cap == "defer":
        way.deferred = over
    else:
        way.forfeited = over
    return way.to(amount - over)


def _guarantee(payment: Payment, way: _Way) -> Fraction:
    """Top up to the guarantee what its earning period pays; a negative that is carried stays a debt."""
    if payment.guarantee is None:
        return NOTHING
    _set_aside(payment, way)
    lacking = payment.guarantee.amount - payment.guaranteed - way.amount
    return way.to(way.amount + max(NOTHING, lacking))


def _draw(payment: Payment, way: _Way) -> Fraction:
    """Advance up to the draw, or recover what is owed: neither more than it says."""
    draw = payment.draw
    if draw is not None and payment.advances:
        _set_aside(payment, way)
        lacking = draw.amount - way.amount
        if lacking > 0:
            return way.to(way.amount + _advance(draw, way, lacking))
    if not way.draw:
        return NOTHING  # nothing is owed
    share = _share(payment)
    least = draw.amount if draw and payment.advances else NOTHING
    back = min(-way.draw, half_up(way.amount * share), way.amount - least)
    if back <= 0:
        return NOTHING
    way.draw += back
    return way.to(way.amount - back)


def _advance(draw: Draw, way: _Way, lacking: Fraction) -> Fraction:
    """Return what is advanced, and keep what is owed for it."""
    if draw.recovery == "forgiven":
        way.forgiven = lacking
        return lacking
    if draw.most_owed is not None:
        lacking = max(NOTHING, min(lacking, draw.most_owed + way.draw))
    way.draw -= lacking
    return lacking


def _set_aside(payment: Payment, way: _Way) -> None:
    """Carry a negative before a top-up, which would forgive it otherwise."""
    if way.amount < 0 and _carries(payment):
        way.carried, way.amount = way.carried + way.amount, NOTHING


def _minimum(payment: Payment, way: _Way, *, free: bool) -> Fraction:
    """Put off what is too small to be paid, and carry what is negative."""
    rule = payment.rule
    if way.amount < 0 and (_carries(payment) or not free):
        way.carried += way.amount
        return way.to(NOTHING)
    if rule is not None and rule.minimum and 0 < way.amount < rule.minimum:
        way.deferred += way.amount
        return way.to(NOTHING)
    return NOTHING
