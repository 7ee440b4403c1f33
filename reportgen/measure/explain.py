"""A question about a figure → the tree that answers it, down to the rows.

Built on demand, from the same values the documents print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial

from reportgen.measure.explain_ahead import prospect_steps
from reportgen.measure.explain_bridge import bridge_steps
from reportgen.measure.explain_cross import pair_steps, pairs
from reportgen.measure.explain_talent import talent_steps
from reportgen.measure.ondemand import OnDemand
from reportgen.model.causes import WHY
from reportgen.model.customers import Tiers
from reportgen.model.measured import (
    ComponentResult,
    CreditLine,
    Figure,
    Measured,
    PayColumn,
    Slices,
    Standing,
    Statement,
)
from reportgen.model.money import plain
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import (
    Draw,
    Excess,
    ExcessLadder,
    Flat,
    Guarantee,
    Ladder,
    LumpSum,
    Pool,
    Steps,
    Tiered,
    base_of,
    transaction_of,
)
from reportgen.model.period import parse_period, spanning
from reportgen.model.plan import english, valid
from reportgen.model.quantity import Quantity, Unit, money, percent
from reportgen.model.step import Rows, Step

PAY = "pay"
SCORE = "score"
TIER = "tier"
ALERT = "alert:"


def subjects(measured: Measured) -> tuple[str, ...]:
    """Return everything that can be asked about.

    People, team leaders, funds, `company`, values (`line=Eco`), two at once, `alert:` rules, customers.
    """
    return tuple(
        dict.fromkeys(
            [
                *measured.people,
                *measured.statements,
                *(f"team:{leader}" for leader in measured.teams),
                "company",
                *_values(measured),
                *pairs(measured),
                *(f"{ALERT}{rule}" for rule in valid(measured.plan.alerts, measured.period.end)),
                *(graded.customer for graded in (measured.tiers.customers if measured.tiers else ())),
            ]
        )
    )


def _values(measured: Measured) -> list[str]:
    """Return the values of the slices (`line=Eco`) and of the KPIs' own columns."""
    parts = [part for figure in _by_value(measured) for part in figure.parts]
    return [*(each.subject.id for each in measured.slices), *(part.figure.subject.id for part in parts)]


def _by_value(measured: Measured) -> list[Figure]:
    figures = measured.company.figures
    return [figures[kpi.id] for kpi in valid(measured.plan.kpis, measured.period.end).values() if kpi.by]


def _of_value(measured: Measured, value: str) -> dict[str, Step]:
    """Return the figures of one value of a slice, and of KPIs that are given by its column."""
    column = value.partition("=")[0]
    found = {
        figure.kpi.id: part.figure.step
        for figure in _by_value(measured)
        if figure.kpi.by == column
        for part in figure.parts
        if part.figure.subject.id == value
    }
    for each in measured.slices:
        if each.subject.id == value:
            found.update({name: figure.step for name, figure in each.figures.items()})
    return found


def answers(measured: Measured, subject: str) -> Mapping[str, Step]:
    """Return what can be explained about a subject, by name: `pay`, `score`, every KPI, what is foreseen and why.

    Of a rule of alerts (`alert:deal-stuck`) every alert by its period and subject; of a customer its tier and alerts.
    Empty for an unknown subject.
    """
    if subject.startswith(ALERT):
        rule = subject.removeprefix(ALERT)
        return {alarm.step.name: alarm.step for alarm in measured.alerts if alarm.rule.id == rule}
    found: dict[str, Callable[[], Step]] = {
        name: partial(_same, step) for name, step in of_customer(measured, subject).items()
    }
    statement = measured.statements.get(subject)
    if statement is not None:
        found[PAY] = partial(pay_step, statement)
    if subject == "company" and isinstance(measured.pay_total, Quantity):
        found[PAY] = partial(company_pay, measured)
    standing = _standing(measured, subject)
    if standing is not None:
        found |= {name: partial(_figure_step, standing, name) for name in standing.figures}
        if standing.score is not None:
            found[SCORE] = standing.score.explained
        if standing.funnel is not None:
            found.setdefault("win_rate", partial(_same, standing.funnel.step))
        found |= prospect_steps(measured, standing.subject)
        found |= talent_steps(measured, standing.subject)
    elif "=" in subject:
        told = _of_value(measured, subject) | pair_steps(measured, subject)
        found |= {name: partial(_same, step) for name, step in told.items()}
    return OnDemand(tuple(found), lambda name: found[name]())


def _figure_step(standing: Standing, name: str) -> Step:
    return standing.figures[name].step


def _same(step: Step) -> Step:
    return step


def of_customer(measured: Measured, customer: str) -> dict[str, Step]:
    """Return what is told of a customer: its tier with the scores that make it, and the alerts about it."""
    tiers = measured.tiers
    graded = next((each for each in tiers.customers if each.customer == customer), None) if tiers else None
    if tiers is None or graded is None:
        return {}
    rule = tiers.rule
    parts = tuple(
        Step(
            name,
            percent(score),
            f"part of the other customers that are worse; weight {plain(rule.criteria[name].weight * 100, 2)} %",
            (Step(rule.criteria[name].measure, graded.facts[name], rows=_of_criterion(tiers, name, customer)),),
        )
        for name, score in graded.scores.items()
    )
    step = Step(
        f"tier {graded.tier}",
        percent(graded.score),
        "Σ weight × score of each criterion",
        parts,
        f"tiers/{rule.id}",
        english(rule.because),
        (rule.place,),
    )
    alarms = (alarm for alarm in measured.alerts if alarm.kind == "customer" and alarm.subject == customer)
    return {TIER: step, **{f"{alarm.rule.id} {alarm.period}": alarm.step for alarm in alarms}}


def _of_criterion(tiers: Tiers, name: str, customer: str) -> Rows | None:
    described = next((step.rows for step in tiers.step.operands if step.name == name), None)
    return replace(described, where={"customer": (customer,)}) if described else None


def _standing(measured: Measured, subject: str) -> Standing | None:
    if subject == "company":
        return measured.company
    if subject.startswith("team:"):
        return measured.teams.get(subject.removeprefix("team:"))
    return measured.people.get(subject) or measured.teams.get(subject)


def company_pay(measured: Measured) -> Step:
    """Return the pay figure of the deck as the sum of all statements."""
    operands = tuple(
        Step(f"payable {payee}", money(found.payable, found.currency)) for payee, found in measured.statements.items()
    )
    return Step("payable", measured.pay_total, "sum of the statements", operands)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which statement, component and pay period a line is explained for: later rows were not known then."""

    currency: str
    component: Component
    until: date
    payee: str = ""


def pay_step(statement: Statement) -> Step:
    """Return how a payee's payable came to be: pay periods, components, lines, slices, rows."""
    columns = tuple(_column(statement, column) for column in statement.columns)
    if len(columns) == 1:
        return columns[0]
    formula = "sum of the pay periods"
    return Step(f"payable {statement.period}", money(statement.payable, statement.currency), formula, columns)


def _column(statement: Statement, column: PayColumn) -> Step:
    """Return a pay period: what the components pay, then what the bridge makes of it, step by step."""
    ruled = [result for result in column.components if not isinstance(result.component.rule, Guarantee | Draw)]
    operands = (*(_component(statement, column, result) for result in ruled), *bridge_steps(statement, column))
    formula = "sum of the components" + (" and of the steps of the bridge" if len(operands) > len(ruled) else "")
    amount = money(column.bridge.payable, statement.currency)
    return Step(f"payable {column.period}", amount, formula, operands)


def _component(statement: Statement, column: PayColumn, result: ComponentResult) -> Step:
    component = result.component
    asked = _Asked(statement.currency, component, column.period.end, statement.payee)
    lines = tuple(_line(asked, line) for line in result.lines)
    return Step(
        component.id,
        money(result.payable, statement.currency),
        "sum of the lines",
        lines,
        f"pay/{component.id}",
        english(component.because),
        (component.place,),
    )


def _line(asked: _Asked, line: CreditLine) -> Step:
    cash = asked.currency
    if line.settled:
        return Step(f"{line.settled} settled before ({line.earning_period})", money(line.payable, cash), "paid in full")
    before = Step("paid before", money(line.paid_before, cash))
    causes = tuple(
        Step(f"changed: {WHY[cause]}", money(amount, cash), "of what it earned before") for cause, amount in line.causes
    )
    operands = (_released(asked, line), before, *causes)
    name = f"{line.key} {line.customer}".strip()
    return Step(name, money(line.payable, cash), "released − paid before", operands)


def _released(asked: _Asked, line: CreditLine) -> Step:
    cash = asked.currency
    earned = _earned(asked, line)
    if asked.component.release.on == "booking":
        return Step("released", money(line.released, cash), "all that is earned", (earned,))
    if asked.component.release.on == "schedule":
        return Step("released", money(line.released, cash), "earned × the parts whose day has come", (earned,))
    rows = _rows(asked, line, asked.component.release.collected)
    given = line.steps if isinstance(asked.component.rule, Tiered) else ()
    collected = Step(
        "collected", money(line.collected, cash), "named by receipts, and allocated" if given else "", given, rows=rows
    )
    invoiced = Step("invoiced", money(line.invoiced, cash), rows=_rows(asked, line, asked.component.release.invoiced))
    formula = "earned × min(1, collected ÷ invoiced), rounded to the cent"
    if asked.component.release.ladder:
        formula = "earned × each part collected by the share of its days ÷ invoiced, rounded to the cent"
    if asked.component.release.on == "full_payment":
        formula = "earned once collected reaches invoiced"
    return Step("released", money(line.released, cash), formula, (earned, collected, invoiced))


def _rows(asked: _Asked, line: CreditLine, measure: str) -> Rows | None:
    rule = asked.component.rule
    if isinstance(rule, Tiered):
        return Rows("", measure, end=asked.until, key=rule.transaction, value=line.key)
    period = parse_period(line.earning_period)
    if period is None or not measure or not line.people:
        return None
    start = period.start
    if isinstance(rule, Ladder) and rule.scope != "period":
        start = spanning(period.end, "quarter" if rule.scope == "quarter" else "year").start
    return Rows("", measure, line.people, start, period.end, transaction_of(rule), known=asked.until)


def _earned(asked: _Asked, line: CreditLine) -> Step:
    cash = asked.currency
    rule = asked.component.rule
    slices = tuple(_slice(asked, index, part) for index, part in enumerate(line.parts))
    steps = () if isinstance(rule, Tiered) else line.steps
    operands = (*_base(asked, line), *_against(asked, line), *steps, *slices)
    if line.places and not isinstance(rule, Excess | Ladder | ExcessLadder):
        operands = (*operands, Step("rows", Quantity(Fraction(len(line.places)), Unit.COUNT), places=line.places))
    if isinstance(rule, Tiered):
        operands = (*operands, *_accumulated(asked, line))
    note = f" ({line.reason})" if line.reason else ""
    if not slices and isinstance(rule, Steps | LumpSum):
        return Step("earned", money(line.earned, cash), f"nothing to rate{note}", operands)
    return Step("earned", money(line.earned, cash), f"sum of the slices, rounded half up to the cent{note}", operands)


def _shared(asked: _Asked, line: CreditLine, step: Step) -> Step:
    """Return what a payee is credited with as their share of what the transaction came to, down to the split's row."""
    if line.share in (0, 1) or not isinstance(step.value, Quantity):
        return step
    whole = Step("transaction", replace(step.value, value=step.value.value / line.share), rows=step.rows)
    told = Rows("splits", where={"order_no": (line.key,), "person": (asked.payee,)}, count=1)
    share = Step(f"share ({line.counts})", percent(line.share), str(line.share), rows=told)
    return replace(step, formula="transaction × share", operands=(whole, share), rows=None)


def _accumulated(asked: _Asked, line: CreditLine) -> tuple[Step, ...]:
    """Return what had accumulated before, and what a return took off, where there is any."""
    found = []
    if line.before:
        found.append(
            Step("accumulated before", money(line.before, asked.currency), "earlier transactions of the scope")
        )
    if line.refunded:
        found.append(Step("refunded", money(line.refunded, asked.currency), asked.component.policy.refund))
    return tuple(found)


def _base(asked: _Asked, line: CreditLine) -> tuple[Step, ...]:
    """Return what was rated; of a pool the figure among its steps tells it."""
    rule, rated = asked.component.rule, base_of(asked.component.rule)
    if not rated or isinstance(rule, Pool):
        return ()
    counted = any(part.sums and not part.name for part in line.parts) and isinstance(rule, Flat)
    shown = Quantity(line.base, Unit.NUMBER) if counted else money(line.base, asked.currency)
    return (_shared(asked, line, Step(rated, shown, rows=_rows(asked, line, rated))),)


def _against(asked: _Asked, line: CreditLine) -> tuple[Step, ...]:
    """Return what the base is held against: a measure of the same transaction, or a target."""
    rule, per = asked.component.rule, money(line.per, asked.currency)
    if isinstance(rule, Tiered) and rule.per:
        return (_shared(asked, line, Step(rule.per, per, rows=_rows(asked, line, rule.per))),)
    if isinstance(rule, Excess | Ladder | ExcessLadder) and line.per:
        over = "sum over the team's people" if isinstance(rule, Excess) else "target of the period"
        return (Step("target", per, over, places=line.places),)
    return ()


def _slice(asked: _Asked, index: int, part: Slices) -> Step:
    """Return one part of what was earned: a tier's slice, a thing counted, or what a policy took off."""
    amount = money(part.amount, asked.currency) if part.unit == "money" else Quantity(part.amount, Unit.NUMBER)
    rate = money(part.rate, asked.currency) if part.sums else percent(part.rate)
    operands = (Step("amount", amount), Step("rate", rate, places=(asked.component.place,)))
    return Step(part.name or f"slice {index + 1}", money(part.earned, asked.currency), "amount × rate", operands)
