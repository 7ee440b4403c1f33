"""Lines of all components as statements and register rows.

Per payee and pay period, with the bridge from opening to closing balance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.lines import Found, Line, component_lines, gone_line
from reportgen.measure.pay.periods import fund_of
from reportgen.measure.targets import Targets
from reportgen.model.measured import Bridge, ComponentResult, CreditLine, PaidBefore, PayColumn, RegisterRow, Statement
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Excess
from reportgen.model.people import Roster
from reportgen.model.period import Period, before, parse_period, parts
from reportgen.model.plan import Plan, valid
from reportgen.model.problem import Problem
from reportgen.model.table import Dataset


@dataclass(frozen=True, slots=True)
class Paid:
    """The result of pay: statements by payee, register rows in their order, and the problems met."""

    statements: Mapping[str, Statement]
    register: tuple[RegisterRow, ...]
    problems: tuple[Problem, ...]


def pay(
    dataset: Dataset, plan: Plan, roster: Roster, targets: Targets, period: Period, paid_before: PaidBefore
) -> Paid:
    """Compute every payee's statement for a period: one column a pay period, from the first that the plan pays for."""
    bench = Bench(plan, dataset, roster)
    columns: dict[str, list[PayColumn]] = {}
    problems: dict[Problem, None] = {}
    for pay_period in _pay_periods(plan, period):
        if pay_period.start < bench.start:
            continue
        for payee, column in _column(bench, targets, pay_period, paid_before, problems).items():
            columns.setdefault(payee, []).append(column)
    draft = paid_before.through is None or paid_before.through.end < period.end
    statements = {
        payee: Statement(
            payee,
            _name(roster, payee),
            payee not in roster.people,
            period,
            tuple(found),
            sum((column.bridge.payable for column in found), Fraction(0)),
            plan.company.currency,
            draft,
        )
        for payee, found in sorted(columns.items())
    }
    return Paid(statements, _register(plan, statements), tuple(problems))


def _pay_periods(plan: Plan, period: Period) -> tuple[Period, ...]:
    order = ("month", "quarter", "year")
    if order.index(plan.company.pay_period) > order.index(period.grain):
        return ()
    return parts(period, plan.company.pay_period)


def _column(
    bench: Bench, targets: Targets, period: Period, paid_before: PaidBefore, problems: dict[Problem, None]
) -> dict[str, PayColumn]:
    then = before(period).end if before(period).start >= bench.start else None
    closed = paid_before.through is not None and then is not None and then <= paid_before.through.end
    lines: dict[str, dict[str, list[Line]]] = {payee: {} for payee in _covered(bench, period)}
    components = _in_force(bench.plan, period)
    rated: dict[str, list[Found]] = {}
    for component in components:
        paid = _paid(paid_before, component.id, period) if closed else None
        found = component_lines(bench, component, targets, period.end, then, paid)
        rated.setdefault(component.id, []).append(found)
        problems.update(dict.fromkeys(found.problems))
        for line in found.lines:
            lines.setdefault(line.payee, {}).setdefault(_slot(component), []).append(line)
    for component in valid(components, period.end).values() if closed else ():
        for line in _gone(component, rated[component.id], paid_before, period):
            lines.setdefault(line.payee, {}).setdefault(_slot(component), []).append(line)
    return {payee: _pay_column(bench, payee, period, components, each) for payee, each in lines.items()}


def _slot(component: Component) -> str:
    return f"{component.id}@{component.since}"


def _paid(paid_before: PaidBefore, component: str, period: Period) -> dict[tuple[str, str], Fraction]:
    """Return what closed pay periods before this one paid for a component, whatever its version."""
    paid: dict[tuple[str, str], Fraction] = {}
    for _, payee, key, amount in _posted(paid_before, component, period):
        paid[(payee, key)] = paid.get((payee, key), Fraction(0)) + amount
    return paid


def _posted(paid_before: PaidBefore, component: str, period: Period) -> list[tuple[str, str, str, Fraction]]:
    return [
        (posted.id, payee, key, amount)
        for (name, owner, payee, key), amount in paid_before.amounts.items()
        if owner == component and (posted := parse_period(name)) is not None and posted.end < period.start
    ]


def _gone(component: Component, found: list[Found], paid_before: PaidBefore, period: Period) -> list[Line]:
    """Return a line for each payee and key that was paid and that no version rates any more: it is taken back.

    Nothing is taken back where the inputs lack the whole table.
    """
    if any(each.rated is None for each in found):
        return []
    known = {key for each in found for key in each.rated or ()}
    first: dict[tuple[str, str], str] = {}
    for posted, payee, key, _ in _posted(paid_before, component.id, period):
        first[(payee, key)] = min(posted, first.get((payee, key), posted))
    return [
        gone_line(component, payee, key, first[(payee, key)], amount)
        for (payee, key), amount in _paid(paid_before, component.id, period).items()
        if amount and (payee, key) not in known
    ]


def _in_force(plan: Plan, period: Period) -> list[Component]:
    """Return every version that began by the period's end: earlier ones still release what was earned under them."""
    return [component for component in plan.components if component.since <= period.end]


def _covered(bench: Bench, period: Period) -> list[str]:
    """Return the payees that a component of the period covers: people of its roles, and the funds of its teams."""
    payees = [
        _payee(component, person)
        for component in valid(bench.plan.components, period.end).values()
        for person in bench.roster.people
        if _applies(bench, component, person, period)
    ]
    return list(dict.fromkeys(payees))


def _payee(component: Component, person: str) -> str:
    return fund_of(person) if isinstance(component.rule, Excess) else person


def _applies(bench: Bench, component: Component, name: str, period: Period) -> bool:
    """Tell whether a component covers a person by the role of the period's end; for a fund, the leader's."""
    person = bench.roster.people.get(name)
    assignment = person.in_period(period) if person else None
    if person is None or assignment is None or not person.days_in(period):
        return False
    roles = component.rule.leaders if isinstance(component.rule, Excess) else component.roles
    return not roles or assignment.role in roles


def _shown_empty(bench: Bench, payee: str, period: Period) -> set[str]:
    """Return the component versions that a payee's statement shows even where they have no line."""
    return {
        _slot(component)
        for component in valid(bench.plan.components, period.end).values()
        for person in (payee.removeprefix(fund_of("")), payee)
        if payee == _payee(component, person) and _applies(bench, component, person, period)
    }


def _pay_column(
    bench: Bench, payee: str, period: Period, components: list[Component], found: Mapping[str, list[Line]]
) -> PayColumn:
    empty = _shown_empty(bench, payee, period)
    results = tuple(
        _result(component, found.get(_slot(component), []))
        for component in components
        if found.get(_slot(component)) or _slot(component) in empty
    )
    return PayColumn(period, results, _bridge([line.credit for each in found.values() for line in each]))


def _bridge(lines: list[CreditLine]) -> Bridge:
    def total(amounts: Iterable[Fraction]) -> Fraction:
        return sum(amounts, Fraction(0))

    return Bridge(
        opening=total(line.earned_before - line.paid_before for line in lines),
        earned=total(line.earned - line.earned_before for line in lines if line.current),
        prior=total(line.earned - line.earned_before for line in lines if not line.current),
        payable=total(line.payable for line in lines),
        closing=total(line.earned - line.released for line in lines),
    )


def _result(component: Component, lines: list[Line]) -> ComponentResult:
    credited = tuple(line.credit for line in sorted(lines, key=lambda found: (str(found.credit.day), found.credit.key)))
    inputs = dict(lines[-1].inputs) if lines else {}
    return ComponentResult(
        component,
        credited,
        sum((line.earned for line in credited), Fraction(0)),
        sum((line.released for line in credited), Fraction(0)),
        sum((line.paid_before for line in credited), Fraction(0)),
        sum((line.payable for line in credited), Fraction(0)),
        inputs,
    )


def _name(roster: Roster, payee: str) -> str:
    if payee in roster.people:
        return roster.people[payee].name
    leader = payee.removeprefix(fund_of(""))
    return roster.people[leader].name if leader in roster.people else payee


def _register(plan: Plan, statements: Mapping[str, Statement]) -> tuple[RegisterRow, ...]:
    """Return a row per payee, pay period, component and earning period, whatever the versions of the component.

    A component without lines has one row of zeros.
    """
    return tuple(
        _row(plan, statement, column, component, earning, lines)
        for statement in statements.values()
        for column in statement.columns
        for component, groups in _by_earning_period(column).items()
        for earning, lines in sorted(groups.items())
    )


def _by_earning_period(column: PayColumn) -> dict[str, dict[str, list[CreditLine]]]:
    components: dict[str, dict[str, list[CreditLine]]] = {}
    for result in column.components:
        groups = components.setdefault(result.component.id, {})
        for line in result.lines:
            groups.setdefault(line.earning_period, []).append(line)
    return {name: groups or {column.period.id: []} for name, groups in components.items()}


def _row(
    plan: Plan, statement: Statement, column: PayColumn, component: str, earning: str, lines: list[CreditLine]
) -> RegisterRow:
    return RegisterRow(
        column.period.id,
        statement.payee,
        # A fund is no person: payroll must not take it for the manager whose team it is.
        f"{statement.payee} ({statement.name})" if statement.fund else statement.name,
        component,
        earning,
        "current" if all(line.current for line in lines) else "prior",
        statement.currency,
        sum((line.earned for line in lines), Fraction(0)),
        sum((line.released for line in lines), Fraction(0)),
        sum((line.paid_before for line in lines), Fraction(0)),
        sum((line.payable for line in lines), Fraction(0)),
        f"pay/{component}",
        plan.company.version,
        f"{column.period.id}/{statement.payee}/{component}/{earning}",
    )
