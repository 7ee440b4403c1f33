"""The plan's components and the roster → who is paid by what: people of its roles, and the funds of its teams."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.rating import covers, payee_of
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Manual
from reportgen.model.period import Period
from reportgen.model.plan import Plan, valid


def slot(component: Component) -> str:
    """Return the name of one version of a component."""
    return f"{component.id}@{component.since}"


def in_force(plan: Plan, period: Period) -> list[Component]:
    """Return every version that began by the period's end: earlier ones still release what was earned under them."""
    return [component for component in plan.components if component.since <= period.end]


def covered(bench: Bench, period: Period) -> Mapping[str, frozenset[str]]:
    """Return the payees that a component of the period covers: people of its roles, and the funds of its teams.

    With each the component versions that their statement shows even where they have no line. Manual lines cover
    nobody: who has none need not be told so.
    """
    return bench.once(("covered", period), lambda: _covered(bench, period))


def _covered(bench: Bench, period: Period) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for component in _covering(bench, period):
        name = slot(component)
        for person in bench.roster.people:
            if _applies(bench, component, person, period):
                found.setdefault(payee_of(component, person), set()).add(name)
    return {payee: frozenset(names) for payee, names in found.items()}


def _covering(bench: Bench, period: Period) -> list[Component]:
    held = valid(bench.plan.components, period.end).values()
    return [component for component in held if not isinstance(component.rule, Manual)]


def _applies(bench: Bench, component: Component, name: str, period: Period) -> bool:
    """Tell whether a component covers a person by the role of the period's end; for a fund, the leader's."""
    person = bench.roster.people.get(name)
    assignment = person.in_period(period) if person else None
    if person is None or assignment is None or not person.days_in(period):
        return False
    return covers(component, assignment.role)
