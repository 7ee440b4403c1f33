"""Turns `calendar.yaml` into the plan's year: where it begins, working days, month weights, four weeks, milestones."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.model.calendar import CalendarRule, FiscalYear, Milestone, MonthWeights, Rhythm, Week, WorkingDays
from reportgen.plan import kinds
from reportgen.plan.declared import Key, by_value, entry, name_of, one_of, section, some_of
from reportgen.plan.scalars import COLUMNS, between, country, day, number, percent, worded
from reportgen.plan.yaml_nodes import Node, Shape, hint

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(root: Node) -> tuple[CalendarRule, ...]:
    """Read the list of calendar rules."""
    return section(root, SHAPES)


def _month(node: Node) -> int:
    return between(node, 1, 12)


def _week(node: Node) -> int:
    return between(node, 1, 4)


def _weights(node: Node) -> dict[str, Fraction]:
    """Read weights by month; a month without one weighs nothing, so all twelve are written or none."""
    found = by_value(number)(node)
    for name in found:
        if name not in MONTHS:
            node.report(kinds.KEY_UNKNOWN, name, of="`weights`", hint=hint(name, MONTHS))
    for name in MONTHS:
        if found and name not in found:
            node.report(kinds.KEY_MISSING, name, of="`weights`")
    return found


SHAPES: Mapping[str, Shape[CalendarRule]] = {
    "fiscal_year": entry(FiscalYear, {"starts": _month}),
    "working_days": entry(WorkingDays, {"days": some_of(*WEEKDAYS), "holidays": country}),
    "month_weights": entry(
        MonthWeights,
        {"by": one_of("equal", "working_days", "weights"), "weights": Key(_weights, optional=True)},
    ),
    "week": entry(Week, {"week": _week, "task": worded, "locked": Key(percent, optional=True)}),
    "rhythm": entry(Rhythm, {"measure": name_of("measure"), "metric": name_of("measure"), "column": one_of(*COLUMNS)}),
    "milestone": entry(Milestone, {"due": day, "owner": name_of("owner")}),
}
"""The kinds of rule, by the word that names them in the file."""
