"""Turns `payment.yaml` into how pay is paid out: caps, negatives, the smallest payout, the recovery of advances."""

from __future__ import annotations

from reportgen.model.payment import PaymentRule
from reportgen.plan import kinds
from reportgen.plan.company import GRAINS
from reportgen.plan.declared import Key, entry, names_of, one_of
from reportgen.plan.scalars import ENTRY, entries, number, percent
from reportgen.plan.yaml_nodes import Node

_RULE = entry(
    PaymentRule,
    {
        "roles": Key(names_of("role"), optional=True),
        "cap": Key(number, optional=True),
        "cap_per": Key(one_of("pay_period", *GRAINS), optional=True),
        "over_cap": Key(one_of("defer", "forfeit"), optional=True),
        "negative": Key(one_of("carry", "pay"), optional=True),
        "minimum": Key(number, optional=True),
        "recovery": Key(percent, optional=True),
    },
)


def read(root: Node) -> tuple[PaymentRule, ...]:
    """Read the list of rules of payment."""
    return entries(root, _rule)


def _rule(node: Node) -> PaymentRule:
    """Read one rule; what is over a cap has its fate named."""
    fields = node.fields((*ENTRY, *_RULE.required), _RULE.optional)
    if "cap" in fields and "over_cap" not in fields:
        node.report(kinds.KEY_MISSING, "over_cap", of=node.title())
    for key in ("cap_per", "over_cap"):
        if "cap" not in fields:
            fields.refuse(key, "there is no `cap`", "say what the `cap` is")
    return _RULE.read(fields)
