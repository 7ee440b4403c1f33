"""Projects with their sums and their people's points → each one's part; the largest remainder takes the last cent."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.pay.rating.asked import Asked, finished, stays
from reportgen.measure.pay.rating.bases import payee
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import Payee, settled
from reportgen.measure.pay.rating.slices import ONE
from reportgen.measure.pay.rating.tables import Row, dated_by, is_of, number, rows_of
from reportgen.model.measured import Slices
from reportgen.model.money import half_up, split
from reportgen.model.pay_kinds import Contribution
from reportgen.model.period import Period
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, Unit, money


def contribution_lines(asked: Asked, rule: Contribution) -> tuple[list[PeriodLine], list[Problem]]:
    """Divide every project's sum of a period by points; a project with a sum and no points is a problem."""
    lines: list[PeriodLine] = []
    problems: list[Problem] = []
    column = dated_by(asked, rule.table)
    every = rows_of(asked, rule.table, rule.amount, rule.points, rule.of)
    for period in finished(asked):
        here = {stay.person.id: payee(asked, stay, period, "") for stay in stays(asked, period)}
        projects: dict[str, list[Row]] = {}
        for row, place in every:
            if is_of(row, column, period):
                projects.setdefault(str(row[rule.of]), []).append((row, place))
        for name, rows in projects.items():
            found = _shared(asked, rule, name, rows, here, period)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                lines += found
    return lines, problems


def _shared(
    asked: Asked, rule: Contribution, name: str, rows: list[Row], here: Mapping[str, Payee], period: Period
) -> list[PeriodLine] | Problem:
    whole = half_up(max(number(row, rule.amount) for row, _ in rows))
    points: dict[str, Fraction] = {}
    for row, _ in rows:
        who = str(row["person"])
        points[who] = points.get(who, NOTHING) + number(row, rule.points)
    total = sum(points.values(), NOTHING)
    if total <= 0 or min(points.values()) < 0:
        values = (("component", asked.component.id), ("project", name), ("period", period.id))
        return Problem(kinds.POINTS_MISSING, rows[0][1], name, values)
    shares = split(whole, points)
    places = {str(row["person"]): place for row, place in rows}
    return [
        settled(
            asked,
            Payee(here[who].id, here[who].subject, period, f"{period.id} {name}"),
            Rated(
                whole,
                NOTHING,
                (Slices(NOTHING, shares[who], ONE, shares[who], name),),
                (
                    ("whole", money(whole, asked.currency)),
                    ("points", Quantity(points[who], Unit.NUMBER)),
                    ("all-points", Quantity(total, Unit.NUMBER)),
                ),
                "" if points[who] else "no-points",
                places=(places[who],),
                people=(who,),
            ),
        )
        for who in points
        if who in here
    ]
