"""Two states of the inputs of one period → why each amount and figure changed: replaced part by part, measured anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reportgen.measure.causes.listing import changed_rows
from reportgen.measure.causes.outcome import Amount, FigureName, LineName, Outcome, outcome
from reportgen.measure.causes.promises import changed_rules
from reportgen.measure.causes.substitution import between, pairs, state
from reportgen.model.changes import Cause, Changes, FigureChange, LineChange
from reportgen.model.measured import PaidBefore
from reportgen.model.period import Period
from reportgen.model.plan import Plan
from reportgen.model.quantity import Quantity
from reportgen.model.table import Dataset

_Steps = Sequence[tuple[Cause, Outcome]]


def causes(
    first: tuple[Dataset, Plan],
    second: tuple[Dataset, Plan],
    period: Period,
    paid_before: PaidBefore,
    asked: Sequence[FigureName] = (),
    amount: Amount = "payable",
) -> Changes:
    """Tell what changed from one state of the inputs to another, by cause and to the row (pay.md §3).

    Starting from the first state, the second's parts are put in place in the order of `Cause`, and pay and the figures
    asked for are measured after each: what a step changes is its cause's. The causes of a line add up to its change.
    `amount` says what of a line is compared: what it pays, or what it newly earns.
    """
    start, end = state(*first), state(*second)
    found = pairs(start, end)
    before = outcome(start, period, paid_before, asked, amount)
    steps = [(cause, outcome(each, period, paid_before, asked, amount)) for cause, each in between(start, end, found)]
    return Changes(
        tuple(_lines(before, steps)),
        tuple(_figures(before, steps)),
        tuple(changed_rows(found)),
        tuple(changed_rules(start.plan, end.plan)),
        end.plan.company.currency,
    )


def _lines(before: Outcome, steps: _Steps) -> list[LineChange]:
    names = dict.fromkeys(name for each in (before, *(found for _, found in steps)) for name in each.lines)
    changes = []
    for name in sorted(names):
        values = [before.lines.get(name, Fraction(0)), *(found.lines.get(name, Fraction(0)) for _, found in steps)]
        parts = _parts(values, steps)
        if parts:
            changes.append(LineChange(*name, values[0], values[-1], parts, _people(name, before, steps)))
    return changes


def _people(name: LineName, before: Outcome, steps: _Steps) -> tuple[str, ...]:
    found = (each.people.get(name, ()) for each in (before, *(found for _, found in steps)))
    return tuple(dict.fromkeys(person for people in found for person in people))


def _parts(values: Sequence[Fraction], steps: _Steps) -> Mapping[Cause, Fraction]:
    """Return what each cause changed, without those that changed nothing."""
    moves = zip(values, values[1:], (cause for cause, _ in steps), strict=False)
    return {cause: new - old for old, new, cause in moves if new != old}


def _figures(before: Outcome, steps: _Steps) -> list[FigureChange]:
    last = steps[-1][1] if steps else before
    changes = []
    for name, old in before.figures.items():
        new = last.figures[name]
        values = [old, *(found.figures[name] for _, found in steps)]
        numbers = [value.value for value in values if isinstance(value, Quantity)]
        # Where a state between has no figure, what changed it before and after cannot be told apart.
        parts = _parts(numbers, steps) if len(numbers) == len(values) else {}
        if new != old or parts:
            changes.append(FigureChange(*name, old, new, parts))
    return changes
