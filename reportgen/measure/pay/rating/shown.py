"""Base pay, allowances and honours → lines that a statement shows and nobody is paid by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from reportgen.measure.columns import exact_sum
from reportgen.measure.pay.rating.asked import Asked, finished, stays
from reportgen.measure.pay.rating.bases import each_stay
from reportgen.measure.pay.rating.bases import payee as payee_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine
from reportgen.measure.pay.rating.slices import ONE
from reportgen.measure.pay.rating.tables import Row, dated_by, holds_on, is_of, number, rows_of
from reportgen.model.measured import Slices
from reportgen.model.pay_kinds import Fixed, Honour
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.table import Cell

_Shown = tuple[Fraction, tuple[Slices, ...], tuple[Place, ...]]
"""What is shown together, the parts of it and where these stand."""


def fixed_lines(asked: Asked, rule: Fixed) -> tuple[list[PeriodLine], list[Problem]]:
    """Show what holds on the period's last day, or the person's own."""
    lines: list[PeriodLine] = []
    for period in finished(asked):
        name = ("shown", asked.component.id, asked.component.since, period)
        lines += asked.bench.once(name, lambda period=period: list(_fixed(asked, rule, period)))  # type: ignore[misc]
    return lines, []


def _fixed(asked: Asked, rule: Fixed, period: Period) -> Iterator[PeriodLine]:
    """Yield what is shown of an earning period: the table tells it, and so it is the same at every cut-off."""
    name = ("meant", asked.component.id, asked.component.since)
    every = asked.bench.once(name, lambda: _meant(rows_of(asked, rule.table, rule.column, *rule.where), rule))
    known: dict[tuple[str, tuple[int, ...]], _Shown] = asked.bench.once(("what is", *name), dict)
    for stay in stays(asked, period):
        held = every.get(stay.person.id)
        if held is None:
            continue
        day = min(period.end, stay.person.left) if stay.person.left else period.end
        mine = tuple([at for at, (row, _, _) in enumerate(held) if holds_on(row, day)])
        if mine:
            # From one period to the next most people are shown the same.
            if (stay.person.id, mine) not in known:
                known[(stay.person.id, mine)] = _shown([held[at][1:] for at in mine])
            base, parts, places = known[(stay.person.id, mine)]
            whose = payee_of(asked, stay, period, stay.key)
            yield PeriodLine(whose.id, period, base, NOTHING, parts, NOTHING, (), "shown", places=places, key=whose.key)


def _shown(mine: list[tuple[Slices, Place]]) -> _Shown:
    parts = tuple([part for part, _ in mine])
    return exact_sum(part.amount for part in parts), parts, tuple([place for _, place in mine])


def _meant(every: Iterable[Row], rule: Fixed) -> Mapping[Cell, list[tuple[Mapping[str, Cell], Slices, Place]]]:
    """Everybody's own rows that a rule shows, with what each of them says."""
    found: dict[Cell, list[tuple[Mapping[str, Cell], Slices, Place]]] = {}
    for row, place in every:
        if _is_meant(row, rule):
            found.setdefault(row["person"], []).append((row, _part(rule, row), place))
    return found


def honour_lines(asked: Asked, rule: Honour) -> tuple[list[PeriodLine], list[Problem]]:
    """Show each honour of a period."""
    column = dated_by(asked, rule.table)
    every = _by_person(rows_of(asked, rule.table, rule.column))
    lines = []
    for period, stay, payee in each_stay(asked):
        for row, place in _of(every.get(stay.person.id, ()), column, period):
            name = str(row[rule.column])
            part = Slices(NOTHING, NOTHING, NOTHING, NOTHING, name)
            key = f"{payee.key} {name}"
            lines.append(
                PeriodLine(payee.id, period, NOTHING, NOTHING, (part,), NOTHING, (), "honour", places=(place,), key=key)
            )
    return lines, []


def _by_person(every: Iterable[Row]) -> Mapping[Cell, list[Row]]:
    """Everybody's own rows: people times rows would be a day's work in a large company."""
    found: dict[Cell, list[Row]] = {}
    for row, place in every:
        found.setdefault(row["person"], []).append((row, place))
    return found


def _of(mine: Iterable[Row], column: str, period: Period) -> Iterator[Row]:
    return ((row, place) for row, place in mine if is_of(row, column, period))


def _is_meant(row: Mapping[str, Cell], rule: Fixed) -> bool:
    return all(row.get(name) in allowed for name, allowed in rule.where.items())


def _part(rule: Fixed, row: Mapping[str, Cell]) -> Slices:
    name = next((str(row[column]) for column in rule.where), "")
    return Slices(NOTHING, number(row, rule.column), ONE, NOTHING, name)
