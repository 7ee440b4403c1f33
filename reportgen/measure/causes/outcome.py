"""What one state of the inputs comes to: what each line pays, and the figures that were asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.measure.causes.substitution import State
from reportgen.measure.paying import asked_figure, paying
from reportgen.model.measured import PaidBefore, Statement, Subject
from reportgen.model.period import Period
from reportgen.model.quantity import Measurable, NotMeasured

Amount = Literal["payable", "earned"]
"""What of a line is compared."""

LineName = tuple[str, str, str]
"""Payee, component, key."""

FigureName = tuple[Subject, str]
"""Whose figure, and the KPI's id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a state pays a line, in major units, whose rows each line rests on, and its figures."""

    lines: Mapping[LineName, Fraction]
    people: Mapping[LineName, tuple[str, ...]]
    figures: Mapping[FigureName, Measurable]


def outcome(
    state: State, period: Period, paid_before: PaidBefore, asked: Sequence[FigureName], amount: Amount = "payable"
) -> Outcome:
    """Measure a state: pay, and the figures asked for. A state without a roster pays nobody.

    Of each line `payable` is what it pays, `earned` what it newly earns, released or not.
    """
    found = paying(state, state.plan, period, paid_before)
    if found is None:
        return Outcome({}, {}, dict.fromkeys(asked, NotMeasured("no-data")))
    lines: dict[LineName, Fraction] = {}
    people: dict[LineName, tuple[str, ...]] = {}
    for statement in found.statements.values():
        _add(statement, lines, people, amount)
    figures = {name: asked_figure(found, period, name) for name in asked}
    return Outcome(lines, people, figures)


def _add(
    statement: Statement, lines: dict[LineName, Fraction], people: dict[LineName, tuple[str, ...]], amount: Amount
) -> None:
    """Add a statement's lines, and of what is payable one without a component for what its balances made of them."""
    rest = statement.payable if amount == "payable" else Fraction(0)
    for column in statement.columns:
        for result in column.components:
            for line in result.lines:
                if line.settled:
                    continue
                name = (statement.payee, result.component.id, line.key)
                found = line.payable if amount == "payable" else line.earned - line.earned_before
                lines[name] = lines.get(name, Fraction(0)) + found
                people[name] = line.people
                rest -= found if amount == "payable" else 0
    if rest:
        lines[(statement.payee, "", "")] = rest
