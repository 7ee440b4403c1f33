"""Turns `target_rules.yaml` into how targets come to be: their trees, changes, part periods, what they need."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.model.target_rules import Change, PartPeriods, Smart, TargetRule, TargetTree, TimeTree
from reportgen.plan import kinds
from reportgen.plan.declared import Key, by_value, entry, name_of, one_of, section, some_of
from reportgen.plan.scalars import COLUMNS, percent, phasing, whole
from reportgen.plan.yaml_nodes import Fields, Node, Shape, hint

LEVELS = ("company", "product_line", "region", "customer_group", "team", "person")


def read(root: Node) -> tuple[TargetRule, ...]:
    """Read the list of rules."""
    return section(root, SHAPES)


def _shares(node: Node) -> dict[str, dict[str, Fraction]]:
    """Read the shares of each level: those of one make one hundred percent."""
    found = {}
    for level, shares in node.pairs():
        faults = node.faults()
        if level not in LEVELS[1:]:
            shares.report(kinds.KEY_UNKNOWN, level, of="`shares`", hint=hint(level, LEVELS[1:]))
        found[level] = by_value(percent)(shares)
        if node.faults() == faults:
            whole(shares, list(found[level].values()))
    return found


_TREE = entry(
    TargetTree,
    {
        "metric": name_of("figure"),
        "levels": some_of(*LEVELS, least=2),
        "divided": by_value(one_of("shares", "history", "headcount", "even")),
        "columns": some_of(*COLUMNS),
        "shares": Key(_shares, optional=True),
    },
)


def _tree(fields: Fields) -> TargetTree:
    """Read a tree; every level but the topmost says how it is divided."""
    found = _TREE.read(fields)
    if "levels" in fields and "divided" in fields:
        below: tuple[str, ...] = found.levels[1:]
        for level in below:
            if level not in found.divided:
                fields["divided"].report(kinds.KEY_MISSING, level, of="`divided`")
        for level, node in fields["divided"].pairs():
            if level not in below:
                node.report(kinds.KEY_UNKNOWN, level, of="`divided`", hint=hint(level, below))
    return found


SHAPES: Mapping[str, Shape[TargetRule]] = {
    "tree": Shape(_TREE.required, _TREE.optional, _tree),
    "time": entry(
        TimeTree,
        {
            "spans": some_of("vision", "year", "quarter", "month", "week", least=2),
            "phasing": Key(phasing, optional=True),
        },
    ),
    "change": entry(
        Change,
        {
            "needs": some_of("effective_date", "reason", "author", "approver"),
            "both_versions": one_of("visible", "hidden"),
            "closed_periods": one_of("keep", "follow"),
        },
    ),
    "part_periods": entry(
        PartPeriods,
        {
            "of": some_of("joiner", "leaver", "transfer", "part_time", "leave"),
            "day_count": one_of("calendar_days", "working_days", "thirtieths"),
            "thresholds": one_of("prorated", "kept"),
            "rows": Key(one_of("as_given", "prorated"), optional=True),
        },
    ),
    "smart": entry(Smart, {"needs": some_of("metric", "amount", "owner", "start", "end")}),
}
"""The kinds of rule, by the word that names them in the file."""
