"""Turns `targets.yaml` into the company's targets of a year and their phasing over the quarters."""

from __future__ import annotations

from fractions import Fraction

from reportgen.model.plan import CompanyTarget
from reportgen.plan.scalars import ENTRY, entries, heading, in_order, number, phasing, reference, year
from reportgen.plan.yaml_nodes import Fields, Node

_KEYS = (*ENTRY, "metric", "year", "floor", "phasing")


def read(root: Node) -> tuple[CompanyTarget, ...]:
    """Read the list of targets."""
    return entries(root, _target)


def _target(node: Node) -> CompanyTarget:
    """Read one target."""
    fields = node.fields(_KEYS, ("stretch", "owner"))
    floor, stretch = _amounts(fields)
    return CompanyTarget(
        **heading(fields),
        metric=reference(fields["metric"], "figure"),
        year=year(fields["year"]),
        floor=floor,
        stretch=stretch,
        phasing=phasing(fields["phasing"]),
        owner=reference(fields["owner"], "owner") if "owner" in fields else "",
    )


def _amounts(fields: Fields) -> tuple[Fraction, Fraction | None]:
    """Read the floor and, where the plan has one, the stretch target above it."""
    faults = fields.node.faults()
    floor = number(fields["floor"])
    if "stretch" not in fields:
        return floor, None
    stretch = number(fields["stretch"])
    if fields.node.faults() == faults and "floor" in fields:
        in_order(fields, "floor", "stretch", (floor, stretch))
    return floor, stretch
