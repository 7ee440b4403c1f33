"""Turns `tiers.yaml` into how customers are graded, served and trusted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.model.tiers import CreditRating, Criterion, Grade, ServiceLevel, Tiering, TierRule
from reportgen.plan import kinds
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
from reportgen.plan.scalars import identifier, integer, number, percent, texts, whole, worded
from reportgen.plan.yaml_nodes import Fields, Node, Shape, hint


def read(root: Node) -> tuple[TierRule, ...]:
    """Read the list of rules."""
    return section(root, SHAPES)


def _criteria(node: Node) -> dict[str, Criterion]:
    """Read what customers are ranked by: the weights make one hundred percent."""
    faults = node.faults()
    found = named_items(nested(_CRITERION))(node)
    if found and node.faults() == faults:
        whole(node, [each.weight for each in found.values()])
    return found


def _factors(node: Node) -> dict[str, Fraction]:
    """Read what a credit rating weighs: the weights make one hundred percent."""
    faults = node.faults()
    found = named_items(percent)(node)
    if found and node.faults() == faults:
        whole(node, list(found.values()))
    return found


_CRITERION = shape(
    Criterion,
    {
        "measure": name_of("measure"),
        "weight": percent,
        "better": one_of("higher", "lower"),
        "take": Key(one_of("total", "least"), optional=True),
        "over": Key(one_of("months", "ever"), optional=True),
    },
)
_GRADE = shape(
    Grade,
    {
        "name": worded,
        "count": Key(integer, optional=True),
        "from": Key(number, optional=True, field="start"),
        "sales": Key(percent, optional=True),
    },
)

_CREDIT = entry(
    CreditRating,
    {
        "factors": _factors,
        "grades": texts,
        "terms": by_value(one_of("open", "before_delivery", "none")),
    },
)


def _credit(fields: Fields) -> CreditRating:
    """Read a credit rating; every grade has its terms, and no other has."""
    found = _CREDIT.read(fields)
    if "grades" in fields and "terms" in fields:
        for grade in found.grades:
            if grade not in found.terms:
                fields["terms"].report(kinds.KEY_MISSING, grade, of="`terms`")
        for grade, node in fields["terms"].pairs():
            if grade not in found.grades:
                node.report(kinds.KEY_UNKNOWN, grade, of="`terms`", hint=hint(grade, found.grades))
    return found


SHAPES: Mapping[str, Shape[TierRule]] = {
    "tiering": entry(
        Tiering,
        {
            "by": one_of("counts", "cut_offs"),
            "months": integer,
            "every": one_of("month", "quarter", "year"),
            "criteria": _criteria,
            "tiers": by_value(nested(_GRADE)),
            "money": Key(identifier, optional=True),
            "covered": Key(name_of("measure"), optional=True),
        },
    ),
    "service": entry(
        ServiceLevel,
        {
            "tier": name_of("tier"),
            "team": listed(integer, least=0),
            "channel": one_of("team", "digital", "self_service"),
            "days_on_site": integer,
            "shared": one_of("may", "may_not"),
        },
    ),
    "credit": Shape(_CREDIT.required, _CREDIT.optional, _credit),
}
"""The kinds of rule, by the word that names them in the file."""
