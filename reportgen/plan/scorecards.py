"""Turns `scorecards.yaml` into scorecards: which KPIs a role is scored on, and with what weight."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.kpi_kinds import Curve, Linear, Point, Stepped, Threshold
from reportgen.model.plan import Scorecard, Weight
from reportgen.plan.declared import Key, listed, name_of, nested, one_of, shape
from reportgen.plan.scalars import ENTRY, entries, heading, in_order, percent, reference, references, whole
from reportgen.plan.yaml_nodes import Node, Shape, fields_of_kind

_KEYS = (*ENTRY, "roles", "weights", "floor", "cap")


def read(root: Node) -> tuple[Scorecard, ...]:
    """Read the list of scorecards."""
    return entries(root, _scorecard)


CURVES: Mapping[str, Shape[Curve]] = {
    "linear": shape(Linear, {"floor": percent, "cap": percent}),
    "stepped": shape(
        Stepped,
        {"points": listed(nested(shape(Point, {"from": Key(percent, field="start"), "score": percent})))},
    ),
    "threshold": shape(Threshold, {"from": Key(percent, field="start"), "cap": percent}),
}
"""The kinds of scoring curve, by the word that names them in the file."""


def _scorecard(node: Node) -> Scorecard:
    """Read one scorecard: what is weighed, between which attainments, and along which curve where one has its own."""
    fields = node.fields(_KEYS, ("curves", "rank"))
    faults = fields.node.faults()
    floor, cap = percent(fields["floor"]), percent(fields["cap"])
    if fields.node.faults() == faults and "floor" in fields and "cap" in fields:
        in_order(fields, "floor", "cap", (floor, cap))
    curves = {kpi: fields_of_kind(value, (), (), CURVES)[1] for kpi, value in fields["curves"].pairs()}
    for _, value in fields["curves"].pairs():
        name_of("KPI")(value.name())
    return Scorecard(
        **heading(fields),
        roles=references(fields["roles"], "role", least=1),
        weights=_weights(fields["weights"]),
        floor=floor,
        cap=cap,
        curves=curves,
        rank="rank" in fields and one_of("yes", "no")(fields["rank"]) == "yes",
    )


def _weights(node: Node) -> tuple[Weight, ...]:
    """Read the weights by KPI: they make one hundred percent."""
    faults = node.faults()
    weights = tuple(Weight(kpi=reference(weight.name(), "KPI"), weight=percent(weight)) for _, weight in node.pairs())
    if weights and node.faults() == faults:
        whole(node, [weight.weight for weight in weights])
    return weights
