"""Turns `alerts.yaml` into alerts: what is watched, when it speaks, who does what by when."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from reportgen.model.alerts import (
    Above,
    Alert,
    Below,
    Between,
    Concentrated,
    Condition,
    Falling,
    Missing,
    Occurred,
    Outside,
)
from reportgen.plan.declared import Key, Keys, columns, name_of, named_items, names_of, one_of, shape
from reportgen.plan.scalars import (
    ENTRY,
    between,
    bound,
    choice,
    column,
    entries,
    heading,
    integer,
    percent,
    reference,
    worded,
)
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind

EVERY: tuple[Literal["day", "week", "month", "quarter", "half", "year"], ...] = (
    "day",
    "week",
    "month",
    "quarter",
    "half",
    "year",
)
SEVERITIES: tuple[Literal["note", "watch", "alarm", "escalation"], ...] = ("note", "watch", "alarm", "escalation")
SUBJECTS = (
    "company",
    "region",
    "line",
    "team",
    "person",
    "customer",
    "deal",
    "order",
    "product",
    "dealer",
    "spending",
    "delivery",
    "complaint",
    "key_result",
    "request",
    "competitor",
    "indicator",
    "post",
    "target",
    "checklist",
)
"""What one alert may be about."""

_KEYS = (*ENTRY, "subject", "every", "severity", "action", "owner", "due")
_OPTIONAL = ("in_a_row", "amounts")
_RELATIVE = one_of("value", "target", "baseline", "usual", "industry", "period_before", "year_before")


def read(root: Node) -> tuple[Alert, ...]:
    """Read the list of alerts."""
    return entries(root, _alert)


def _alert(node: Node) -> Alert:
    """Read one alert."""
    fields, condition = fields_of_kind(node, _KEYS, _OPTIONAL, CONDITIONS)
    return Alert(
        **heading(fields),
        condition=condition,
        subject=choice(fields["subject"], SUBJECTS),
        every=choice(fields["every"], EVERY),
        in_a_row=_periods(fields["in_a_row"]) if "in_a_row" in fields else 1,
        severity=choice(fields["severity"], SEVERITIES),
        action=worded(fields["action"]),
        amounts=_amounts(fields),
        owner=reference(fields["owner"], "owner"),
        due=integer(fields["due"]),
    )


def _periods(node: Node) -> int:
    return between(node, 1, 12)


def _amounts(fields: Fields) -> dict[str, Fraction]:
    """Read the figures of the action by their ids; every one is a percentage or a number of days."""
    return {name: found.value for name, found in named_items(bound)(fields["amounts"]).items()}


_COMPARED: Keys = {
    "figures": names_of("figure"),
    "threshold": bound,
    "of": Key(_RELATIVE, optional=True),
    "against": Key(name_of("figure"), optional=True),
}

CONDITIONS: Mapping[str, Shape[Condition]] = {
    "below": shape(Below, _COMPARED),
    "above": shape(Above, {**_COMPARED, "reached": Key(one_of("counts", "does_not"), optional=True)}),
    "between": shape(
        Between,
        {"figure": name_of("figure"), "low": bound, "high": bound},
    ),
    "falling": shape(
        Falling,
        {"figure": name_of("figure"), "by": percent, "against": one_of("period_before", "year_before")},
    ),
    "missing": shape(Missing, {"figure": name_of("figure"), "columns": columns}),
    "concentrated": shape(
        Concentrated, {"figure": name_of("figure"), "column": column, "top": integer, "share": percent}
    ),
    "outside": shape(Outside, {"figure": name_of("figure"), "low": column, "high": column}),
    "occurred": shape(Occurred, {"figure": name_of("figure")}),
}
"""The kinds of condition, by the word that names them in the file."""
