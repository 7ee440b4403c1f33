"""Tables × plan × period → what is paid and nothing else: for comparing states of the inputs, which takes several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.measure.desk import Desk, prepared
from reportgen.measure.findings import funds_held_back
from reportgen.measure.pay import pay
from reportgen.measure.roster import read_roster
from reportgen.measure.standing import figures_of
from reportgen.model.measured import PaidBefore, Statement, Subject
from reportgen.model.period import Period
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem, blocked_people
from reportgen.model.quantity import Measurable, NotMeasured
from reportgen.model.table import Dataset


@dataclass(frozen=True, slots=True)
class Paying:
    """What one state of the inputs pays: the statements of everybody who is not blocked, and who is."""

    desk: Desk
    statements: Mapping[str, Statement]
    unpaid: frozenset[str]
    problems: tuple[Problem, ...]


def paying(
    dataset: Dataset, plan: Plan, period: Period, paid_before: PaidBefore, problems: Iterable[Problem] = ()
) -> Paying | None:
    """Compute a period's pay; `problems` are those that reading found. None where there is no roster."""
    people = dataset.tables.get("people")
    if people is None or people.frame.empty:
        return None
    roster, met = read_roster(people)
    desk = prepared(dataset, plan, roster, period)
    paid = pay(desk.dataset, plan, roster, desk.targets, period, paid_before, desk.books)
    found = (*met, *paid.problems)
    blocked = frozenset(blocked_people((*problems, *found)))
    held_back = funds_held_back(paid.statements, blocked, roster, period)
    unpaid = blocked | frozenset(blocked_people(held_back))
    kept = {payee: statement for payee, statement in paid.statements.items() if payee not in unpaid}
    return Paying(desk, kept, unpaid, (*found, *held_back))


def asked_figure(found: Paying, period: Period, name: tuple[Subject, str]) -> Measurable:
    """Return a KPI of a subject in a period, over the same tables that pay was computed from."""
    figures = figures_of(found.desk, name[0], period)
    return figures[name[1]].actual if name[1] in figures else NotMeasured("not-in-plan")
