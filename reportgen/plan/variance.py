"""Turns `variance.yaml` into the drivers by which a period is explained."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.variance_rules import ByNewness, ByPerson, ByPrice, ByValue, Movers, VarianceRule
from reportgen.plan.declared import columns, entry, name_of, one_of, section
from reportgen.plan.scalars import column, integer
from reportgen.plan.target_rules import LEVELS
from reportgen.plan.yaml_nodes import Node, Shape


def read(root: Node) -> tuple[VarianceRule, ...]:
    """Read the list of drivers."""
    return section(root, SHAPES)


SHAPES: Mapping[str, Shape[VarianceRule]] = {
    "values": entry(ByValue, {"slice": name_of("slice"), "level": one_of(*LEVELS[1:])}),
    "people": entry(ByPerson, {}),
    "prices": entry(ByPrice, {"product": column, "quantity": column, "list_price": column}),
    "newness": entry(ByNewness, {"kpi": name_of("KPI")}),
    "movers": entry(Movers, {"columns": columns, "top": integer}),
}
"""The kinds of driver, by the word that names them in the file."""
