"""Turns `kpis.yaml` into KPIs: a formula of a known kind over measures, a target and its colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from reportgen.model.plan import Growth, Kpi, KpiKind, Ratio, Sum, TargetSource
from reportgen.model.quantity import Unit
from reportgen.plan.formulas import FURTHER
from reportgen.plan.scalars import COLUMNS, ENTRY, choice, entries, heading, in_order, number, percent, reference
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind

T = TypeVar("T")

BETTER: tuple[Literal["higher", "lower"], ...] = ("higher", "lower")
PERSPECTIVES: tuple[Literal["financial", "customer", "process", "growth"], ...] = (
    "financial",
    "customer",
    "process",
    "growth",
)
HORIZONS: tuple[Literal["short", "long"], ...] = ("short", "long")

_KEYS = (*ENTRY, "unit", "better", "perspective", "horizon")
_COLOURS = ("green", "orange")


def read(root: Node) -> tuple[Kpi, ...]:
    """Read the list of KPIs."""
    return entries(root, _kpi)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a KPI is measured in, and against what."""

    unit: Unit
    better: Literal["higher", "lower"]
    target: TargetSource | None
    green: Fraction
    orange: Fraction
    perspective: Literal["financial", "customer", "process", "growth"]
    horizon: Literal["short", "long"]


def _kpi(node: Node) -> Kpi:
    """Read one KPI of a kind that is computed."""
    fields, formula, goal = parts(node, FORMULAS, awaiting=FURTHER)
    return Kpi(
        **heading(fields),
        kind=formula,
        unit=goal.unit,
        better=goal.better,
        target=goal.target,
        green=goal.green,
        orange=goal.orange,
        perspective=goal.perspective,
        horizon=goal.horizon,
    )


def parts(
    node: Node, formulas: Mapping[str, Shape[T]], further: tuple[str, ...] = (), awaiting: Iterable[str] = ()
) -> tuple[Fields, T, Goal]:
    """Read a KPI's keys, formula and goal. The colours belong to a target: without one there is nothing to colour."""
    has_target = node.means("target") or ("values" in further and node.means("values"))
    required = (*_KEYS, *_COLOURS) if has_target else _KEYS
    fields, formula = fields_of_kind(node, required, ("target", *_COLOURS, *further), formulas, awaiting)
    unit = choice(fields["unit"], tuple(Unit))
    green, orange = _colours(fields, has_target)
    return (
        fields,
        formula,
        Goal(
            unit,
            choice(fields["better"], BETTER),
            _target(fields["target"], unit) if node.means("target") else None,
            green,
            orange,
            choice(fields["perspective"], PERSPECTIVES),
            choice(fields["horizon"], HORIZONS),
        ),
    )


def _colours(fields: Fields, has_target: bool) -> tuple[Fraction, Fraction]:
    """Read the attainments from which the status is good, and from which it is to be watched."""
    if not has_target:
        for key in _COLOURS:
            fields.refuse(key, "a KPI without a target has no attainment", "give the KPI a `target`")
        return Fraction(1), Fraction(1)
    faults = fields.node.faults()
    green, orange = percent(fields["green"]), percent(fields["orange"])
    if fields.node.faults() == faults and "green" in fields and "orange" in fields:
        in_order(fields, "orange", "green", (orange, green))
    return green, orange


def _target(node: Node, unit: Unit) -> TargetSource:
    """Read where the target comes from: a value in the KPI's own unit, or the rows of a metric."""
    if node.means("metric"):
        what = "measure" if node.file.computed else "figure"
        fields = node.fields(("metric", "column"), ("value",))
        fields.refuse("value", "the target comes from the rows of the metric", "remove `metric` and `column`")
        return TargetSource(
            metric=reference(fields["metric"], what),
            column=choice(fields["column"], COLUMNS),
        )
    fields = node.fields(("value",), ("column",))
    fields.refuse("column", "only the rows of a metric have columns", "name the `metric`")
    value = fields["value"]
    return TargetSource(value=percent(value) if unit is Unit.PERCENT else number(value))


def _sum(fields: Fields) -> KpiKind:
    return Sum(measure=reference(fields["measure"], "measure"))


def _ratio(fields: Fields) -> KpiKind:
    return Ratio(
        numerator=reference(fields["numerator"], "measure"), denominator=reference(fields["denominator"], "measure")
    )


def _growth(fields: Fields) -> KpiKind:
    return Growth(measure=reference(fields["measure"], "measure"))


FORMULAS: Mapping[str, Shape[KpiKind]] = {
    "sum": Shape(("measure",), (), _sum),
    "ratio": Shape(("numerator", "denominator"), (), _ratio),
    "growth": Shape(("measure",), (), _growth),
}
"""The kinds of formula, by the word that names them in the file."""
