"""The plan's rules of payment, guarantees and draws → those that hold for one payee in one pay period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportgen.measure.pay.bench import Bench
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Draw, Guarantee
from reportgen.model.payment import PaymentRule
from reportgen.model.people import Person
from reportgen.model.period import Period, after, spanning
from reportgen.model.plan import valid


@dataclass(frozen=True, slots=True)
class Policies:
    """What holds for a payee: the rule of payment, the guarantee and the draw with their components."""

    rule: PaymentRule | None
    guarantee: Component | None
    draw: Component | None
    advances: bool


def policies(bench: Bench, payee: str, period: Period) -> Policies:
    """Return what holds for a payee at a pay period's end; a fund has no role and no guarantee."""
    person = bench.roster.people.get(payee)
    role = _role(person, period)
    guarantee, draw = None, None
    if person is not None and person.days_in(period):
        guarantee, draw = bench.once(("tops up", role, period), lambda: _topping_up(bench, role, period))
    return Policies(
        bench.once(("payment rule", role, period), lambda: _payment_rule(bench, role, period)),
        guarantee if guarantee and _lasts(bench, payee, period, guarantee, guarantee.rule) else None,
        draw,
        draw is not None and _lasts(bench, payee, period, draw, draw.rule),
    )


def _payment_rule(bench: Bench, role: str, period: Period) -> PaymentRule | None:
    """Return the rule of payment of a role, else that of everybody, else None."""
    rules = valid(bench.plan.payment, period.end).values()
    named = next((rule for rule in rules if role and role in rule.roles), None)
    return named or next((rule for rule in rules if not rule.roles), None)


def concerns_many(bench: Bench) -> bool:
    """Tell whether anything but the release of cash can leave a balance: then earlier pay periods are replayed."""
    kinds = any(isinstance(component.rule, Guarantee | Draw) for component in bench.plan.components)
    rules = any(rule.cap is not None or rule.negative == "carry" or rule.minimum for rule in bench.plan.payment)
    balances = bool(bench.openings and bench.openings.balances)
    return kinds or rules or balances or "holds" in bench.dataset.tables


def _role(person: Person | None, period: Period) -> str:
    found = (person.in_period(period) or person.last_until(period.end)) if person else None
    return found.role if found else ""


def _topping_up(bench: Bench, role: str, period: Period) -> tuple[Component | None, Component | None]:
    """Return the first guarantee and the first draw that cover a role."""
    held = [each for each in valid(bench.plan.components, period.end).values() if not each.roles or role in each.roles]
    guarantee = next((each for each in held if isinstance(each.rule, Guarantee)), None)
    return guarantee, next((each for each in held if isinstance(each.rule, Draw)), None)


def _lasts(bench: Bench, payee: str, period: Period, component: Component, rule: object) -> bool:
    """Tell whether a component still tops up: it does so in so many pay periods from the first that it covers."""
    most = rule.periods if isinstance(rule, Guarantee | Draw) else 0
    if not most:
        return True
    current, count = spanning(_first_day(bench, payee, component), period.grain), 1
    while current.end < period.end and count <= most:
        current, count = after(current), count + 1
    return count <= most


def _first_day(bench: Bench, payee: str, component: Component) -> date:
    """Return the first day on which any version of a component covers a person."""
    since = min(each.since for each in bench.plan.components if each.id == component.id)
    person = bench.roster.people[payee]
    mine = [each.start for each in person.assignments if not component.roles or each.role in component.roles]
    begins = min((start or date.min for start in mine), default=date.min)
    return max(since, begins, person.hired or date.min)
