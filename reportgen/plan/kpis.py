"""Turns `kpis.yaml` into KPIs: a formula of a known kind over measures, a target and its colours."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from reportgen.model.plan import Growth, Kpi, KpiKind, Ratio, Sum, TargetSource
from reportgen.model.quantity import Unit
from reportgen.plan import kinds
from reportgen.plan.company import GRAINS
from reportgen.plan.declared import by_value
from reportgen.plan.formulas import FURTHER
from reportgen.plan.scalars import (
    COLUMNS,
    ENTRY,
    choice,
    column,
    entries,
    heading,
    in_order,
    number,
    percent,
    reference,
)
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind

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
_FURTHER = ("by", "values", "sample")


def read(root: Node) -> tuple[Kpi, ...]:
    """Read the list of KPIs."""
    return entries(root, _kpi)


def _kpi(node: Node) -> Kpi:
    """Read one KPI. The colours belong to a target: without one there is nothing to colour."""
    has_target = node.means("target") or node.means("values")
    required = (*_KEYS, *_COLOURS) if has_target else _KEYS
    fields, formula = fields_of_kind(node, required, ("target", *_COLOURS, *_FURTHER), FORMULAS)
    unit = choice(fields["unit"], tuple(Unit))
    green, orange = _colours(fields, has_target)
    return Kpi(
        **heading(fields),
        kind=formula,
        unit=unit,
        better=choice(fields["better"], BETTER),
        target=_target(fields["target"], unit) if node.means("target") else None,
        green=green,
        orange=orange,
        perspective=choice(fields["perspective"], PERSPECTIVES),
        horizon=choice(fields["horizon"], HORIZONS),
        by=column(fields["by"]),
        values=_values(fields, unit),
        sample=percent(fields["sample"]) if "sample" in fields else None,
    )


def _values(fields: Fields, unit: Unit) -> dict[str, Fraction]:
    """Read the targets by value of the column `by`, in the KPI's own unit."""
    if "values" not in fields:
        return {}
    if "by" not in fields:
        fields["values"].report(kinds.KEY_MISSING, "by", of=fields.node.title())
    return by_value(lambda node: _in_unit(node, unit))(fields["values"])


def _in_unit(node: Node, unit: Unit) -> Fraction:
    """Read a value in the KPI's own unit."""
    node.expect("percent")
    node.expect("number")
    return percent(node) if unit is Unit.PERCENT else number(node)


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
        fields = node.fields(("metric", "column"), ("value",))
        fields.refuse("value", "the target comes from the rows of the metric", "remove `metric` and `column`")
        return TargetSource(
            metric=reference(fields["metric"], "figure"),
            column=choice(fields["column"], COLUMNS),
        )
    fields = node.fields(("value",), ("column", "per", "of"))
    fields.refuse("column", "only the rows of a metric have columns", "name the `metric`")
    value = fields["value"]
    return TargetSource(
        value=_in_unit(value, unit),
        per=choice(fields["per"], GRAINS) if "per" in fields else "",
        of=choice(fields["of"], ("person",)) if "of" in fields else "",
    )


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
    **FURTHER,
}
"""The kinds of formula, by the word that names them in the file."""
