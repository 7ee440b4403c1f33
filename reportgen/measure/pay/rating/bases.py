"""A stay → its base, its target and the cash of its base, each over the period or over what accumulates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.measure.pay.rating.asked import Asked, Stay, finished, payee_of, stays, subject_of
from reportgen.measure.pay.rating.policies import Cash, Payee, known_until
from reportgen.measure.pay.rating.sums import CAME, DUE, of_stay
from reportgen.measure.targets import target
from reportgen.model.pay_kinds import base_of, transaction_of
from reportgen.model.period import Period, spanning
from reportgen.model.quantity import Quantity, Unit
from reportgen.model.step import Step


def each_stay(asked: Asked) -> Iterator[tuple[Period, Stay, Payee]]:
    """Yield every stay of every finished earning period, with who is paid for it."""
    for period in finished(asked):
        yield from whose(asked, period)


def whose(asked: Asked, period: Period) -> list[tuple[Period, Stay, Payee]]:
    """Return every stay of one earning period, with who is paid for it: the same at every cut-off."""

    def found() -> list[tuple[Period, Stay, Payee]]:
        return [(period, stay, payee(asked, stay, period, stay.key)) for stay in stays(asked, period)]

    return asked.bench.once(("whose", asked.component.id, asked.component.since, period), found)


def payee(asked: Asked, stay: Stay, period: Period, key: str) -> Payee:
    """Return who is paid for a stay: the person, or the fund of the team that they lead."""
    name = stay.person.id
    return Payee(payee_of(asked.component, name), subject_of(asked, name, period), period, key)


def cash_of(asked: Asked, stay: Stay) -> Cash | None:
    """Return what was invoiced and collected of a stay's base to date, None where pay does not wait for cash."""
    release = asked.component.release
    if release.on in ("booking", "schedule"):
        return None
    known = known_until(asked, stay.person.id)
    whose = base_of(asked.component.rule) if transaction_of(asked.component.rule) else ""
    due, came = (DUE, CAME) if whose else (release.invoiced, release.collected)
    return Cash(of_stay(asked, due, stay, known, whose), of_stay(asked, came, stay, known, whose))


def goal_of(asked: Asked, metric: str, column: str, stay: Stay, period: Period) -> Step:
    """Return the target that a stay is held against: the person's or team's, of a cut period by days.

    Of a period that has not ended yet it is what is known by now.
    """
    known = min(period.end, asked.cut_off)
    unit = asked.bench.measure(metric, asked.component.since).unit
    subject = subject_of(asked, stay.person.id, period)
    step = target(
        asked.targets, metric, column, subject, period, unit if unit is Unit.MONEY else Unit.COUNT, None, known
    )
    if isinstance(step.value, Quantity) and stay.of_target != 1:
        part = replace(step.value, value=step.value.value * stay.of_target)
        return replace(step, value=part, formula=f"{step.formula} × the days that count")
    return step


def accumulated(asked: Asked, period: Period, scope: str) -> Period:
    """Return what a base accumulates over up to an earning period's end, from where pay starts at the earliest."""
    if scope == "period":
        return period
    grain = "quarter" if scope == "quarter" else "year"
    whole = spanning(period.end, "quarter" if grain == "quarter" else "year")
    return Period(max(whole.start, asked.bench.start), period.end, whole.grain)


def account_of(period: Period, scope: str) -> Period:
    """Return the quarter or year whose running account an earning period adds to."""
    return spanning(period.end, "quarter" if scope == "quarter" else "year")
