"""The plan's components and the roster → who is paid by what: people of its roles, and the funds of its teams."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.rating import covers, fund_of, is_fund
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
    roles = _roles(bench, period)
    for component in _covering(bench, period):
        name = slot(component)
        mine = {role for role in dict.fromkeys(roles.values()) if covers(component, role)}
        people = [person for person, role in roles.items() if role in mine]
        for payee in map(fund_of, people) if is_fund(component) else people:
            found.setdefault(payee, set()).add(name)
    return {payee: frozenset(names) for payee, names in found.items()}


def _covering(bench: Bench, period: Period) -> list[Component]:
    held = valid(bench.plan.components, period.end).values()
    return [component for component in held if not isinstance(component.rule, Manual)]


def _roles(bench: Bench, period: Period) -> dict[str, str]:
    """Return the role of the period's end of everybody who was employed in it; a fund is covered by its leader's."""
    found = ((name, person.in_period(period), person) for name, person in bench.roster.people.items())
    return {name: held.role for name, held, person in found if held is not None and person.days_in(period)}
