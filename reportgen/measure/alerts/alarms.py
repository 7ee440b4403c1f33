"""The plan's alert rules over a period → the alarms: subject, value, threshold, rows, action, owner, due date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from reportgen.measure.alerts.conditions import Verdict, firing
from reportgen.measure.alerts.figures import Board
from reportgen.measure.alerts.outcomes import outcomes
from reportgen.measure.alerts.owners import actor, concerned, newest
from reportgen.model import alerts as conditions
from reportgen.model.alarms import Alarm
from reportgen.model.alerts import Alert
from reportgen.model.period import Period
from reportgen.model.plan import english, valid
from reportgen.model.quantity import Quantity
from reportgen.model.rhythm import Look, looks
from reportgen.model.step import Step, walk

_SAID = {
    conditions.Below: "below the threshold",
    conditions.Above: "above the threshold",
    conditions.Between: "from the threshold on, up to the second one",
    conditions.Falling: "below what it was",
    conditions.Missing: "rows that lack what is asked for",
    conditions.Concentrated: "above the threshold",
    conditions.Outside: "outside the bounds of its row",
    conditions.Occurred: "occurred",
}


def alarms(board: Board, period: Period) -> tuple[Alarm, ...]:
    """Return everything that the plan's rules say in a period, by rule in the plan's order, then time, then subject.

    A rule is taken in the version that holds at the end of each time it looks.
    """
    return tuple(_alarms(board, period))


def _alarms(board: Board, period: Period) -> Iterator[Alarm]:
    for latest in valid(board.plan.alerts, period.end).values():
        for look in looks(period, latest.every):
            alert = valid(board.plan.alerts, min(look.period.end, period.end)).get(latest.id)
            if alert is not None:
                yield from (_alarm(board, alert, verdict, look) for verdict in firing(board, alert, look))


def _alarm(board: Board, alert: Alert, verdict: Verdict, look: Look) -> Alarm:
    seen = newest(board, alert, verdict, look)
    moment = seen.day if alert.every == "day" else look.period.end
    person = actor(board, alert, verdict, seen.person, moment)
    step = _step(alert, verdict, look)
    return Alarm(
        rule=alert,
        period=look.id,
        day=moment,
        due=moment + timedelta(days=alert.due),
        kind=alert.subject,
        subject=verdict.subject,
        name=seen.name,
        figure=verdict.figure,
        value=verdict.value,
        threshold=verdict.threshold,
        base=verdict.base.value if verdict.base and isinstance(verdict.base.value, Quantity) else None,
        told=verdict.told,
        rows=tuple(node.rows for _, node in walk(verdict.step) if node.rows is not None),
        seller=seen.person,
        owner=alert.owner,
        person=person,
        seen_by=concerned(board, alert, verdict, (seen.person, person), moment),
        outcomes=outcomes(board, alert, verdict.subject, look),
        step=step,
    )


def _step(alert: Alert, verdict: Verdict, look: Look) -> Step:
    """Return how an alarm came to be: the figure with its rows, and the threshold with what it is a share of."""
    operands = [verdict.step]
    told = (verdict.base,) if verdict.base else ()
    operands.append(Step("threshold", verdict.threshold, operands=told, places=(alert.place,)))
    formula = _SAID[type(alert.condition)]
    if alert.in_a_row > 1:
        formula += f", {alert.in_a_row} times running"
    if verdict.told:
        formula += f": {', '.join(verdict.told)}"
    name = f"{look.id} {alert.subject} {verdict.subject}".strip()
    rule = f"alerts/{alert.id}"
    return Step(name, verdict.value, formula, tuple(operands), rule, english(alert.because), (alert.place,))
