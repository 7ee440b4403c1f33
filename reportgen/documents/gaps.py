"""A subject's variance → the way from its target to what came: a waterfall, and the parts that moved it most."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.documents.wording import label_of, listed, named, person_name, say
from reportgen.model.document import Chart, Series, Value
from reportgen.model.measured import Measured, Subject
from reportgen.model.plan import valid
from reportgen.model.quantity import Quantity
from reportgen.model.variance import BridgeOf, Mover, Part
from reportgen.model.variance_rules import ByNewness, ByPerson, ByPrice, ByValue, VarianceRule

_MOST = 7
"""So many parts a waterfall tells apart where nothing else is asked; further ones are summed in one of their own."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A bridge from the target with the plan's rule that told its parts apart."""

    rule: VarianceRule
    bridge: BridgeOf

    @property
    def value(self) -> Quantity:
        """Return how much more than the target came; less is below 0."""
        start, end = self.bridge.start, self.bridge.end
        return Quantity(end.value - start.value, end.unit, end.currency)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the parts that moved anything."""
        return tuple(part for part in self.bridge.parts if part.amount.value)

    def largest(self, *, up: bool) -> tuple[Part, ...]:
        """Return the parts with a name that added (or took), the largest first."""
        found = [part for part in self.parts if part.label and (part.amount.value > 0) is up]
        return tuple(sorted(found, key=lambda part: (-abs(part.amount.value), part.label)))


def gap_of(measured: Measured, subject: Subject) -> Gap | None:
    """Return the bridge that tells most: by price and volume, else by values, else new and existing customers.

    None where there is no target, or nothing that tells two parts apart. Bridges by person name colleagues, so they
    are not taken here.
    """
    if subject not in measured.variance:
        return None
    rules = valid(measured.plan.variance, measured.period.end)
    found = [each for each in measured.variance[subject].bridges if each.against == "target" and each.driver in rules]
    for kind in (ByPrice, ByValue, ByNewness):
        for each in found:
            gap = Gap(rules[each.driver], each)
            if isinstance(gap.rule, kind) and len(gap.parts) > 1:
                return gap
    return None


def people_gap(measured: Measured, subject: Subject) -> Gap | None:
    """Return the bridge by person: for documents that may name the team's people, and for those alone."""
    gap = _by_person(measured, subject)
    return gap if gap is not None and len(gap.parts) > 1 else None


def people_bridge(measured: Measured, subject: Subject) -> BridgeOf | None:
    """Return what each person was asked for and brought, however few they are; for the same documents."""
    gap = _by_person(measured, subject)
    return gap.bridge if gap is not None else None


def _by_person(measured: Measured, subject: Subject) -> Gap | None:
    if subject not in measured.variance:
        return None
    rules = valid(measured.plan.variance, measured.period.end)
    for each in measured.variance[subject].bridges:
        gap = Gap(rules[each.driver], each) if each.driver in rules else None
        if gap and each.against == "target" and isinstance(gap.rule, ByPerson):
            return gap
    return None


def part_name(measured: Measured, gap: Gap, label: str, where: str = "") -> Value:
    """Return what a part is called: a driver, or a value of the data as its slice names it.

    `where` is ".inside" where a sentence goes on with it, and no capital begins it.
    """
    if not label:
        return say(f"bridge.rest{where}")
    if isinstance(gap.rule, ByPrice | ByNewness):
        return say(f"bridge.{label.replace('_', '-')}{where}")
    if isinstance(gap.rule, ByPerson):
        return person_name(measured, label)
    slices = valid(measured.plan.slices, measured.period.end)
    entry = slices.get(gap.rule.slice) if isinstance(gap.rule, ByValue) else None
    return label_of(entry.labels if entry else {}, label)


def gap_chart(measured: Measured, gap: Gap, most: int = _MOST) -> Chart:
    """Return the waterfall: the target, what each part added or took, and what came; they add up exactly."""
    most = listed(len(gap.parts), most)
    shown, rest = gap.parts[:most], gap.parts[most:]
    names: list[Value] = [part_name(measured, gap, part.label) for part in shown]
    values = [part.amount for part in shown]
    if rest:
        names.append(say("bridge.others", count=len(rest)))
        values.append(_sum(rest))
    series = Series("actual", say("chart.actual"), (gap.bridge.start, *values, gap.bridge.end))
    alt = say("bridge.alt", start=gap.bridge.start, end=gap.bridge.end, count=len(values))
    labels = (say("column.target"), *names, say("column.actual"))
    return Chart("bridge", "waterfall", say("bridge.title", name=named(gap.rule.name)), labels, (series,), alt)


def _sum(parts: tuple[Part, ...]) -> Quantity:
    first = parts[0].amount
    return Quantity(sum((part.amount.value for part in parts[1:]), first.value), first.unit, first.currency)


def movers_of(measured: Measured, subject: Subject, column: str) -> tuple[Mover, ...]:
    """Return whom or what of a column brought most more or less than in the period before."""
    if subject not in measured.variance:
        return ()
    found = (mover for mover in measured.variance[subject].movers if mover.column == column and mover.change.value)
    return tuple(sorted(found, key=lambda mover: (-abs(mover.change.value), mover.label)))
