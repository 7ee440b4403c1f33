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
    Consequence,
    Falling,
    Missing,
    Occurred,
    Outside,
)
from reportgen.model.rhythm import Every
from reportgen.plan import kinds
from reportgen.plan.declared import Key, Keys, columns, name_of, named_items, names_of, nested, one_of, shape
from reportgen.plan.scalars import (
    ENTRY,
    between,
    bound,
    choice,
    column,
    entries,
    heading,
    identifier,
    integer,
    percent,
    reference,
    worded,
)
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind, hint

EVERY: tuple[Every, ...] = ("day", "week", "month", "quarter", "half", "year")
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
    "risk",
    "review",
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
_OPTIONAL = ("in_a_row", "amounts", "comes_to")
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
        comes_to=_consequence(fields) if "comes_to" in fields else None,
    )


def _periods(node: Node) -> int:
    return between(node, 1, 12)


def _amounts(fields: Fields) -> dict[str, Fraction]:
    """Read the figures of the action by their ids; every one is a percentage or a number of days."""
    return {name: found.value for name, found in named_items(bound)(fields["amounts"]).items()}


def _consequence(fields: Fields) -> Consequence:
    """Read what a share of the action comes to; the share is one of the rule's amounts."""
    node = fields["comes_to"]
    found = nested(_CONSEQUENCE)(node)
    known = [name for name, _ in fields["amounts"].pairs()] if "amounts" in fields else []
    if found.amount and found.amount not in known:
        node.report(kinds.KEY_UNKNOWN, found.amount, of="`amounts`", hint=hint(found.amount, known))
    return found


_CONSEQUENCE = shape(
    Consequence,
    {
        "amount": identifier,
        "figure": name_of("figure"),
        "change": one_of("less", "part"),
        "period": one_of("this", "next"),
    },
)

_COMPARED: Keys = {
    "figures": names_of("figure"),
    "threshold": bound,
    "of": Key(_RELATIVE, optional=True),
    "against": Key(name_of("figure"), optional=True),
    "history": Key(name_of("figure"), optional=True),
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
