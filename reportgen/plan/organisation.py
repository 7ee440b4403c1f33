"""Turns `organisation.yaml` into the department's market, posts, lines, spans, offices beside it, and budget."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.organisation import (
    Budget,
    BudgetItem,
    BusinessLine,
    HeadCount,
    Market,
    Office,
    OrganisationRule,
    Span,
)
from reportgen.plan.declared import (
    Key,
    entry,
    name_of,
    named_items,
    names_of,
    nested,
    one_of,
    section,
    shape,
)
from reportgen.plan.scalars import integer, number, percent, whole, worded, year
from reportgen.plan.yaml_nodes import Node, Shape


def read(root: Node) -> tuple[OrganisationRule, ...]:
    """Read the list of facts about the organisation."""
    return section(root, SHAPES)


def _items(node: Node) -> dict[str, BudgetItem]:
    """Read the parts of a budget: they make one hundred percent."""
    faults = node.faults()
    found = named_items(nested(_ITEM))(node)
    if found and node.faults() == faults:
        whole(node, [item.share for item in found.values()])
    return found


_ITEM = shape(BudgetItem, {"name": worded, "share": percent, "returns": Key(number, optional=True)})

SHAPES: Mapping[str, Shape[OrganisationRule]] = {
    "market": entry(Market, {"sam": number, "som": number}),
    "head_count": entry(
        HeadCount, {"posts": integer, "ladder": names_of("role"), "supporting": names_of("role", least=0)}
    ),
    "line": entry(
        BusinessLine,
        {"divides": one_of("industry", "scenario", "region", "product"), "parts": named_items(worded)},
    ),
    "span": entry(Span, {"of": one_of("active_customers", "reports"), "roles": names_of("role"), "most": integer}),
    "office": entry(Office, {}),
    "budget": entry(
        Budget,
        {
            "year": year,
            "amount": number,
            "metric": name_of("figure"),
            "share": percent,
            "cap": Key(percent, optional=True),
            "items": _items,
            "attribution": one_of("first", "last", "largest"),
        },
    ),
}
"""The kinds of fact, by the word that names them in the file."""
