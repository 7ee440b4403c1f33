"""Turns the folder `awaiting` into what a plan promises before the engine computes it: same checks, more kinds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.model.awaiting import (
    AwaitingKpi,
    AwaitingMeasure,
    AwaitingScorecard,
    Band,
    BandSlice,
    FirstWithin,
    Range,
)
from reportgen.model.kpi_kinds import Curve, FurtherKpiKind, Linear, Point, Stepped, Threshold
from reportgen.model.quantity import Unit
from reportgen.model.rules import KpiKind, Slice
from reportgen.plan import kinds, kpis, measures, scorecards, slices
from reportgen.plan.declared import Key, by_value, columns, entry, listed, name_of, named_items, nested, shape
from reportgen.plan.formulas import FURTHER
from reportgen.plan.scalars import ENTRY, bound, column, entries, heading, integer, number, percent, worded
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind


def _edge(node: Node) -> Fraction:
    """Read an end of a range, written as the column's numbers are: with or without a percent sign."""
    return bound(node).value


_RANGE = shape(
    Range,
    {
        "from": Key(_edge, optional=True, field="start"),
        "to": Key(_edge, optional=True, field="end"),
        "below": Key(_edge, optional=True),
    },
)
_FIRST = shape(FirstWithin, {"column": column, "months": integer})
_PICKED = ("within", "missing", "present", "first", "repeated")

FORMULAS: Mapping[str, Shape[KpiKind | FurtherKpiKind]] = {**kpis.FORMULAS, **FURTHER}
"""The kinds of formula, those that are computed today among them."""

CURVES: Mapping[str, Shape[Curve]] = {
    "linear": shape(Linear, {"floor": percent, "cap": percent}),
    "stepped": shape(
        Stepped,
        {"points": listed(nested(shape(Point, {"from": Key(percent, field="start"), "score": percent})))},
    ),
    "threshold": shape(Threshold, {"from": Key(percent, field="start"), "cap": percent}),
}
"""The kinds of scoring curve, by the word that names them in the file."""

_BAND = shape(Band, {"from": Key(number, optional=True, field="start"), "label": Key(column)})
BANDS = entry(
    BandSlice,
    {
        "measure": name_of("measure"),
        "column": column,
        "bands": listed(nested(_BAND)),
        "labels": Key(named_items(worded), optional=True),
    },
)
"""The keys of a slice by bands of a number."""


def read_measures(root: Node) -> tuple[AwaitingMeasure, ...]:
    """Read a list of measures."""
    return entries(root, _measure)


def _measure(node: Node) -> AwaitingMeasure:
    """Read one measure: the keys of `measures.yaml`, and further ways to pick rows, undated or nobody's ones too."""
    fields = measures.fields_of(node, _PICKED, whole=False)
    first = fields["first"]
    return AwaitingMeasure(
        **heading(fields),
        **measures.counted(fields),
        within=by_value(nested(_RANGE))(fields["within"]),
        missing=columns(fields["missing"]) if "missing" in fields else (),
        present=columns(fields["present"]) if "present" in fields else (),
        first=nested(_FIRST)(first) if "first" in fields else None,
        repeated=integer(fields["repeated"]) if "repeated" in fields else 1,
    )


def read_kpis(root: Node) -> tuple[AwaitingKpi, ...]:
    """Read a list of KPIs."""
    return entries(root, _kpi)


def _kpi(node: Node) -> AwaitingKpi:
    """Read one KPI: the keys of `kpis.yaml`, and further kinds, targets by value, and the least sample."""
    fields, formula, goal = kpis.parts(node, FORMULAS, ("by", "values", "sample"))
    return AwaitingKpi(
        **heading(fields),
        kind=formula,
        unit=goal.unit,
        better=goal.better,
        target=goal.target,
        green=goal.green,
        orange=goal.orange,
        by=column(fields["by"]),
        values=_values(fields, goal.unit),
        sample=percent(fields["sample"]) if "sample" in fields else None,
        perspective=goal.perspective,
        horizon=goal.horizon,
    )


def _values(fields: Fields, unit: Unit) -> dict[str, Fraction]:
    """Read the targets by value of the column `by`, in the KPI's own unit."""
    if "values" not in fields:
        return {}
    if "by" not in fields:
        fields["values"].report(kinds.KEY_MISSING, "by", of=fields.node.title())
    return by_value(percent if unit is Unit.PERCENT else number)(fields["values"])


def read_scorecards(root: Node) -> tuple[AwaitingScorecard, ...]:
    """Read a list of scorecards."""
    return entries(root, _scorecard)


def _scorecard(node: Node) -> AwaitingScorecard:
    """Read one scorecard: the keys of `scorecards.yaml`, and a curve for KPIs that have one."""
    fields = scorecards.fields_of(node, ("curves",))
    curves = {kpi: fields_of_kind(value, (), (), CURVES)[1] for kpi, value in fields["curves"].pairs()}
    for _, value in fields["curves"].pairs():
        name_of("KPI")(value.name())
    return AwaitingScorecard(**heading(fields), **scorecards.weighed(fields), curves=curves)


def read_slices(root: Node) -> tuple[Slice | BandSlice, ...]:
    """Read a list of slices: by a column's values, or by bands of its numbers."""
    return entries(root, lambda node: _bands(node) if node.means("bands") else slices.read_one(node))


def _bands(node: Node) -> BandSlice:
    return BANDS.read(node.fields((*ENTRY, *BANDS.required), BANDS.optional))
