"""Components that are rated per earning period: a flat rate on a person's sum, and a team's excess over its target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.columns import at_scale
from reportgen.measure.pay.bench import Bench, holds, known_rows
from reportgen.measure.roster import change_days
from reportgen.measure.targets import Targets, target
from reportgen.model.measured import Slices, Subject
from reportgen.model.money import half_up
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Excess, Flat
from reportgen.model.period import Period, after, spanning
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, money, percent


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """What one payee earned from one component in one earning period.

    The base, what it is held against, and the slice that was rated.
    """

    payee: str
    period: Period
    base: Fraction
    against: Fraction
    parts: tuple[Slices, ...]
    earned: Fraction
    inputs: tuple[tuple[str, Quantity], ...]
    reason: str = ""
    people: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def finished_periods(bench: Bench, component: Component, cut_off: date) -> Iterator[Period]:
    """Yield the earning periods that ended by the cut-off, from the first that pay starts with.

    A version rates those it holds at the end of.
    """
    period = spanning(bench.start, component.earning)
    while period.end <= cut_off:
        if bool(holds(bench, component, pd.Series([pd.Timestamp(period.end)])).iloc[0]):
            yield period
        period = after(period)


def flat_lines(bench: Bench, component: Component, rule: Flat, cut_off: date) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate each person's sum of the period at one rate.

    A person with sales but an empty rate is a problem that blocks them.
    """
    lines: list[PeriodLine] = []
    problems: list[Problem] = []
    for period in finished_periods(bench, component, cut_off):
        sums = _sums(bench, component, rule.base, rule.transaction, period, cut_off)
        for person in bench.roster.people.values():
            assignment = person.in_period(period)
            if (
                assignment is None
                or (component.roles and assignment.role not in component.roles)
                or not person.days_in(period)
            ):
                continue
            base = sum((value for (who, _), value in sums.items() if who == person.id), Fraction(0))
            rate = rule.rate if rule.rate is not None else assignment.attributes.get(rule.rate_column)
            if isinstance(rate, Fraction):
                part = Slices(Fraction(0), base, rate, base * rate)
                inputs = (("rate", percent(rate)),)
                earned = half_up(base * rate)
                line = PeriodLine(person.id, period, base, Fraction(0), (part,), earned, inputs, people=(person.id,))
                lines.append(line)
            elif base:
                values = (("person", person.id), ("period", period.id), ("column", rule.rate_column))
                problems.append(Problem(kinds.RATE_MISSING, assignment.place, "", values, (person.id,)))
    return lines, problems


def excess_lines(
    bench: Bench, component: Component, rule: Excess, targets: Targets, cut_off: date
) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate what each team booked above its target; below the gate, compared exactly, the fund earns nothing."""
    lines: list[PeriodLine] = []
    problems: list[Problem] = []
    for period in finished_periods(bench, component, cut_off):
        sums = _sums(bench, component, rule.base, rule.transaction, period, cut_off)
        days = (date.min, *change_days(bench.roster))
        for leader in _leaders(bench, rule, period):
            booked = {
                (who, epoch): value
                for (who, epoch), value in sums.items()
                if leader in (who, *bench.roster.managers_of(who, days[epoch]))
            }
            goal = target(targets, rule.metric, rule.column, Subject("team", leader), period)
            if not isinstance(goal.value, Quantity) or goal.value.value <= 0:
                values = (("person", leader), ("period", period.id), ("component", component.id))
                problems.append(Problem(kinds.TARGET_MISSING, component.place, "", values, (fund_of(leader),)))
                continue
            line = _excess(bench, rule, leader, period, sum(booked.values(), Fraction(0)), goal.value.value)
            lines.append(replace(line, people=tuple(dict.fromkeys(who for who, _ in booked)), places=goal.places))
    return lines, problems


def _leaders(bench: Bench, rule: Excess, period: Period) -> list[str]:
    found = []
    for person in bench.roster.people.values():
        assignment = person.in_period(period)
        if assignment is not None and assignment.role in rule.leaders:
            found.append(person.id)
    return found


def _excess(bench: Bench, rule: Excess, leader: str, period: Period, booked: Fraction, goal: Fraction) -> PeriodLine:
    reached = booked / goal
    start = goal if rule.over == "target" else goal * rule.gate
    over = booked - start if reached >= rule.gate else Fraction(0)
    currency = bench.plan.company.currency
    inputs = (
        ("target", money(goal, currency)),
        ("actual", money(booked, currency)),
        ("attainment", percent(reached)),
        ("gate", percent(rule.gate)),
        ("rate", percent(rule.rate)),
    )
    part = Slices(start, over, rule.rate, over * rule.rate)
    reason = "" if reached >= rule.gate else "below-gate"
    return PeriodLine(fund_of(leader), period, booked, goal, (part,), half_up(over * rule.rate), inputs, reason)


def fund_of(leader: str) -> str:
    """Return the payee id of a team's fund: a payee without a person."""
    return f"FUND-{leader}"


def _sums(
    bench: Bench, component: Component, base: str, transaction: str, period: Period, cut_off: date
) -> dict[tuple[str, int], Fraction]:
    """Return a measure by person and epoch over rows that belong to the period.

    A return belongs where what it reverses does.
    """
    measure = bench.measure(base, component.since)
    table = bench.table(measure)
    if table is None:
        return {}
    rows = known_rows(table, measure, cut_off)
    if transaction and transaction in table.columns:
        first = (
            rows[rows[transaction].notna()].drop_duplicates(transaction, keep="first").set_index(transaction)["_day"]
        )
        began = first.reindex(rows[transaction]).set_axis(rows.index)
        rows = rows.assign(_day=began.fillna(rows["_day"]))
    inside = rows[(rows["_day"] >= pd.Timestamp(period.start)) & (rows["_day"] <= pd.Timestamp(period.end))]
    epochs = pd.Series(_epochs(bench, inside), index=inside.index, dtype="int64")
    totals = inside.assign(_epoch=epochs).groupby(["_person", "_epoch"])["_value"].sum()
    scale = table.columns[measure.column].scale
    found = totals.reset_index()
    return {
        (str(who), int(epoch)): at_scale(int(value), scale)
        for who, epoch, value in zip(found["_person"], found["_epoch"], found["_value"], strict=True)
    }


def _epochs(bench: Bench, rows: pd.DataFrame) -> list[int]:
    days = change_days(bench.roster)
    return [sum(1 for change in days if pd.Timestamp(change) <= moment) for moment in rows["_day"]]
