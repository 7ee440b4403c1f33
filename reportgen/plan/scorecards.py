"""Turns `scorecards.yaml` into scorecards: which KPIs a role is scored on, and with what weight."""

from __future__ import annotations

from fractions import Fraction
from typing import TypedDict

from reportgen.model.plan import Scorecard, Weight
from reportgen.plan.scalars import ENTRY, entries, heading, in_order, percent, reference, references, whole
from reportgen.plan.yaml_nodes import Fields, Node

_KEYS = (*ENTRY, "roles", "weights", "floor", "cap")


def read(root: Node) -> tuple[Scorecard, ...]:
    """Read the list of scorecards."""
    return entries(root, _scorecard)


class Weighed(TypedDict):
    """Whom a scorecard is for, what it weighs, and between which attainments."""

    roles: tuple[str, ...]
    weights: tuple[Weight, ...]
    floor: Fraction
    cap: Fraction


def _scorecard(node: Node) -> Scorecard:
    """Read one scorecard."""
    fields = fields_of(node)
    return Scorecard(**heading(fields), **weighed(fields))


def fields_of(node: Node, further: tuple[str, ...] = ()) -> Fields:
    """Read a scorecard's keys."""
    return node.fields(_KEYS, further)


def weighed(fields: Fields) -> Weighed:
    """Read what is weighed."""
    faults = fields.node.faults()
    floor, cap = percent(fields["floor"]), percent(fields["cap"])
    if fields.node.faults() == faults and "floor" in fields and "cap" in fields:
        in_order(fields, "floor", "cap", (floor, cap))
    return Weighed(
        roles=references(fields["roles"], "role", least=1),
        weights=_weights(fields["weights"]),
        floor=floor,
        cap=cap,
    )


def _weights(node: Node) -> tuple[Weight, ...]:
    """Read the weights by KPI: they make one hundred percent."""
    faults = node.faults()
    weights = tuple(Weight(kpi=reference(weight.name(), "KPI"), weight=percent(weight)) for _, weight in node.pairs())
    if weights and node.faults() == faults:
        whole(node, [weight.weight for weight in weights])
    return weights
