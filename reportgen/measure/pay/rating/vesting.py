"""Grants → what of them has vested by each period's end: a table and no money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from reportgen.measure.pay.rating.asked import Asked, Stay
from reportgen.measure.pay.rating.bases import each_stay
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine
from reportgen.measure.pay.rating.policies import Payee
from reportgen.measure.pay.rating.tables import dated_by, is_of, number, rows_of
from reportgen.model.measured import Slices
from reportgen.model.pay_kinds import Vesting, VestingMonths
from reportgen.model.period import Period, before, spanning
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, Unit, percent

_YEAR = 12


def vesting_lines(asked: Asked, rule: Vesting) -> tuple[list[PeriodLine], list[Problem]]:
    """Tell each person's grants and what of them has vested; who has none is told why."""
    return [_shares(asked, rule, stay, payee, period) for period, stay, payee in each_stay(asked)], []


def _shares(asked: Asked, rule: Vesting, stay: Stay, payee: Payee, period: Period) -> PeriodLine:
    given = [year for year in _years(asked, period) if not _lacking(asked, rule, stay.person.id, year)[0]]
    why, places = _lacking(asked, rule, stay.person.id, spanning(period.end, "year"))
    each = Fraction(rule.instalments, rule.vests)
    counts = [min(Fraction(rule.instalments), each * (period.end.year - year.end.year + 1)) for year in given]
    gone = rule.leaving == "void" and _left(stay, period)
    vested = NOTHING if gone else rule.smallest * sum(counts, NOTHING) / rule.instalments
    inputs = (
        ("granted", percent(rule.smallest * len(given))),
        ("instalments", Quantity(Fraction(rule.instalments), Unit.COUNT)),
        ("vested-instalments", Quantity(sum(counts, NOTHING), Unit.COUNT)),
    )
    reason = "left" if gone else "vesting" if given else why
    return _shown(payee, period, vested, inputs, reason, places)


def _years(asked: Asked, period: Period) -> Iterator[Period]:
    year = spanning(period.end, "year")
    while year.end >= asked.bench.start:
        yield year
        year = before(year)


def _lacking(asked: Asked, rule: Vesting, person: str, granted: Period) -> tuple[str, tuple[Place, ...]]:
    """Return why a person is granted nothing in a year ("" where they are), from the record of the years before."""
    column = dated_by(asked, rule.record)
    places: list[Place] = []
    year = granted
    for _ in range(rule.years):
        year = before(year)
        rows = rows_of(asked, rule.record, rule.figure, "grade")
        found = next(((row, at) for row, at in rows if row["person"] == person and is_of(row, column, year)), None)
        if found is None or found[0].get(rule.figure) is None:
            return "not-on-record", tuple(places)
        row, place = found
        places.append(place)
        if number(row, rule.figure) < rule.least:
            return "below-least", tuple(places)
        if row.get("grade") != rule.grade:
            return "other-grade", tuple(places)
    return "", tuple(places)


def vesting_months_lines(asked: Asked, rule: VestingMonths) -> tuple[list[PeriodLine], list[Problem]]:
    """Tell how many units of each person's grants have vested: whole ones, cumulative, none before the cliff."""
    lines = []
    rows = rows_of(asked, rule.table, rule.since, rule.units)
    for period, stay, payee in each_stay(asked):
        mine = [(row, place) for row, place in rows if row["person"] == stay.person.id]
        if not mine:
            continue
        gone = rule.leaving == "void" and _left(stay, period)
        grants = [(number(row, rule.units), _elapsed(row[rule.since], period)) for row, _ in mine]
        vested = sum((_units(rule, units, months) for units, months in grants), NOTHING)
        inputs = (("granted", Quantity(sum((units for units, _ in grants), NOTHING), Unit.COUNT)),)
        reason = "left" if gone else "vesting"
        places = tuple(place for _, place in mine)
        lines.append(_shown(payee, period, NOTHING if gone else vested, inputs, reason, places))
    return lines, []


def _elapsed(since: object, period: Period) -> int:
    """Return the whole months from a day to a period's end, both included."""
    if not isinstance(since, date):
        return 0
    end = period.end + timedelta(days=1)
    return max(0, (end.year - since.year) * _YEAR + end.month - since.month - (end.day < since.day))


def _units(rule: VestingMonths, units: Fraction, months: int) -> Fraction:
    return NOTHING if months < rule.cliff else Fraction(int(units * min(months, rule.months) / rule.months))


def _left(stay: Stay, period: Period) -> bool:
    return stay.person.left is not None and stay.person.left <= period.end


def _shown(
    payee: Payee,
    period: Period,
    vested: Fraction,
    inputs: tuple[tuple[str, Quantity], ...],
    reason: str,
    places: tuple[Place, ...],
) -> PeriodLine:
    part = Slices(NOTHING, vested, NOTHING, NOTHING, "", "number")
    return PeriodLine(payee.id, period, vested, NOTHING, (part,), NOTHING, inputs, reason, places=places, key=payee.key)
