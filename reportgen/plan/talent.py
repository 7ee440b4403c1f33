"""Turns `talent.yaml` into how people are reviewed beside their figures."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.model.talent import (
    Calibration,
    Feedback,
    Ladder,
    NineBox,
    Objectives,
    Requirement,
    Successors,
    TalentRule,
)
from reportgen.plan.declared import (
    Key,
    by_value,
    entry,
    listed,
    name_of,
    named_items,
    nested,
    one_of,
    section,
    shape,
)
from reportgen.plan.scalars import between, bound, column, integer, percent, texts, whole, worded
from reportgen.plan.yaml_nodes import Node, Shape


def read(root: Node) -> tuple[TalentRule, ...]:
    """Read the list of rules."""
    return section(root, SHAPES)


def _weights(node: Node) -> dict[str, Fraction]:
    """Read weights by id: they make one hundred percent."""
    faults = node.faults()
    found = named_items(percent)(node)
    if found and node.faults() == faults:
        whole(node, list(found.values()))
    return found


def _month(node: Node) -> int:
    return between(node, 1, 12)


_HALVES = one_of("quarter", "half", "year")
_REQUIREMENT = shape(
    Requirement,
    {
        "figure": name_of("KPI"),
        "least": bound,
        "in_a_row": Key(integer, optional=True),
        "per": Key(_HALVES, optional=True),
        "months": Key(integer, optional=True),
    },
)

SHAPES: Mapping[str, Shape[TalentRule]] = {
    "objectives": entry(Objectives, {"measure": name_of("figure"), "reviewed": one_of("month", "quarter")}),
    "feedback": entry(
        Feedback,
        {
            "raters": _weights,
            "dimensions": _weights,
            "every": _HALVES,
            "names": Key(by_value(worded), optional=True),
        },
    ),
    "nine_box": entry(
        NineBox,
        {
            "performance": name_of("KPI"),
            "potential": name_of("KPI"),
            "mark": column,
            "cuts": listed(percent, least=2),
            "potential_cuts": listed(bound, least=2),
            "refreshed": _HALVES,
        },
    ),
    "ladder": entry(Ladder, {"steps": listed(worded), "needs": listed(nested(_REQUIREMENT))}),
    "successors": entry(Successors, {"pool": listed(integer), "lines": texts}),
    "calibration": entry(Calibration, {"month": _month, "holds_from": _month}),
}
"""The kinds of rule, by the word that names them in the file."""
