"""Turns `meetings.yaml` into the meetings that documents serve, and what each must find in the pack."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.meetings import Agenda, Meeting, MeetingRule, Statement
from reportgen.plan.declared import Key, entry, listed, names_of, nested, one_of, section, shape, some_of
from reportgen.plan.scalars import worded
from reportgen.plan.yaml_nodes import Node, Shape

DOCUMENTS = (
    "reviews",
    "statements",
    "qbr",
    "register",
    "team_packs",
    "management_analysis",
    "bulletin",
    "dealer_statements",
    "carbon_report",
    "plan_document",
)
"""The documents a meeting may be served by, those that later issues bring included."""


def read(root: Node) -> tuple[MeetingRule, ...]:
    """Read the list of meetings."""
    return section(root, SHAPES)


_EVERY = one_of("day", "week", "fortnight", "month", "quarter", "half", "year")
_AGENDA = shape(
    Agenda, {"what": worded, "figures": Key(names_of("figure"), optional=True), "says": Key(worded, optional=True)}
)

SHAPES: Mapping[str, Shape[MeetingRule]] = {
    "meeting": entry(
        Meeting,
        {
            "every": _EVERY,
            "roles": names_of("role"),
            "documents": some_of(*DOCUMENTS),
            "agenda": listed(nested(_AGENDA)),
        },
    ),
    "statement": entry(
        Statement,
        {
            "every": _EVERY,
            "document": one_of(*DOCUMENTS),
            "subject": one_of("dealer", "company", "customer"),
            "figures": names_of("figure"),
        },
    ),
}
"""The kinds of occasion, by the word that names them in the file."""
