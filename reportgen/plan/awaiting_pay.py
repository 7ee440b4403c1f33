"""Turns `awaiting/pay*.yaml` into components of pay of any kind, with gates, bounds, release and policies."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.awaiting import AwaitingComponent
from reportgen.model.pay import ComponentKind
from reportgen.model.pay_kinds import FurtherComponentKind, FurtherRelease, Gate, PayPolicy
from reportgen.plan.company import GRAINS
from reportgen.plan.declared import Key, name_of, nested, one_of, shape
from reportgen.plan.pay import RULES
from reportgen.plan.pay_kinds import FURTHER
from reportgen.plan.pay_tiers import read_days
from reportgen.plan.scalars import ENTRY, bound, choice, entries, heading, integer, number, references
from reportgen.plan.yaml_nodes import Node, Shape, fields_of_kind

_KEYS = (*ENTRY, "clause", "earning", "release", "policy")

EVERY: Mapping[str, Shape[ComponentKind | FurtherComponentKind]] = {**RULES, **FURTHER}
"""The kinds of pay rule, those that are computed today among them."""

_RELEASE = shape(
    FurtherRelease,
    {
        "on": one_of("booking", "delivery", "full_payment", "pro_rata_cash"),
        "invoiced": Key(name_of("measure"), optional=True),
        "collected": Key(name_of("measure"), optional=True),
        "allocation": Key(one_of("oldest_due", "proportional", "as_listed"), optional=True),
        "ladder": Key(read_days, optional=True),
    },
)
_GATE = shape(Gate, {"figure": name_of("figure"), "least": bound})
_POLICY = shape(
    PayPolicy,
    {
        "to": one_of("person", "team_fund", "nobody"),
        "rounds": one_of("line", "pool", "none"),
        "refund": one_of("re_rate", "own_slices", "average_rate", "none"),
        "leaving": one_of("pay", "forfeit", "days"),
        "days": Key(integer, optional=True),
        "on_change": Key(one_of("last_day", "split"), optional=True),
        "gate": Key(nested(_GATE), optional=True),
        "cap": Key(number, optional=True),
        "over_cap": Key(one_of("defer", "forfeit"), optional=True),
        "floor": Key(number, optional=True),
    },
)


def read(root: Node) -> tuple[AwaitingComponent, ...]:
    """Read a list of components."""
    return entries(root, _component)


def _component(node: Node) -> AwaitingComponent:
    """Read one component. Without `roles` it is everybody's."""
    fields, rule = fields_of_kind(node, _KEYS, ("roles",), EVERY)
    return AwaitingComponent(
        **heading(fields),
        clause=fields["clause"].scalar(),
        roles=references(fields["roles"], "role"),
        earning=choice(fields["earning"], GRAINS),
        rule=rule,
        release=nested(_RELEASE)(fields["release"]),
        policy=nested(_POLICY)(fields["policy"]),
    )
