"""Turns `cockpit.yaml` into the screens of the cockpit, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.cockpit import Access, CockpitRule, Screen
from reportgen.plan.declared import entry, names_of, section, some_of
from reportgen.plan.scalars import integer
from reportgen.plan.yaml_nodes import Node, Shape


def read(root: Node) -> tuple[CockpitRule, ...]:
    """Read the list of screens and what holds for all."""
    return section(root, SHAPES)


SHAPES: Mapping[str, Shape[CockpitRule]] = {
    "screen": entry(Screen, {"figures": names_of("figure"), "down_to": some_of("customer", "order", "person")}),
    "access": entry(
        Access,
        {
            "roles": names_of("role"),
            "devices": some_of("phone", "tablet", "desktop", "wall", "watch"),
            "seconds": integer,
        },
    ),
}
"""The kinds of entry, by the word that names them in the file."""
