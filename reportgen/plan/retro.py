"""Turns `retro.yaml` into the changes of the plan that may count for days in closed pay periods."""

from __future__ import annotations

from reportgen.model.retro import RetroRule
from reportgen.plan.scalars import day
from reportgen.plan.yaml_nodes import Node

_KEYS = ("rule", "from", "reason", "author", "approver")


def read(root: Node) -> tuple[RetroRule, ...]:
    """Read the list of approved changes; a file of comments alone has none."""
    return tuple(_rule(node) for node in root.items(least=0))


def _rule(node: Node) -> RetroRule:
    fields = node.fields(_KEYS)
    return RetroRule(
        rule=fields["rule"].scalar(),
        since=day(fields["from"]),
        reason=fields["reason"].scalar(),
        author=fields["author"].scalar(),
        approver=fields["approver"].scalar(),
        place=node.place,
    )
