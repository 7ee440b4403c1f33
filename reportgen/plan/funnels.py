"""Turns `funnels.yaml` into funnels: how deals move through their stages, and what won and lost are called."""

from __future__ import annotations

from itertools import islice

from reportgen.model.plan import Funnel
from reportgen.plan.scalars import ENTRY, column, distinct, entries, heading, names, reference
from reportgen.plan.yaml_nodes import Fields, Node

_COLUMNS = ("table", "stage", "person", "opened", "closed", "value", "customer")
_STAGES = ("stages", "won", "lost")
_MEASURES = ("entered", "passed", "days")


def read(root: Node) -> tuple[Funnel, ...]:
    """Read the list of funnels."""
    return entries(root, _funnel)


def _funnel(node: Node) -> Funnel:
    """Read one funnel."""
    fields = node.fields((*ENTRY, *_COLUMNS, *_STAGES), ("names", *_MEASURES, "reason"))
    stages, won, lost = _stages(fields)
    return Funnel(
        **heading(fields),
        table=column(fields["table"]),
        stage=column(fields["stage"]),
        person=column(fields["person"]),
        opened=column(fields["opened"]),
        closed=column(fields["closed"]),
        value=column(fields["value"]),
        customer=column(fields["customer"]),
        stages=stages,
        won=won,
        lost=lost,
        names=names(fields, "names"),
        **{name: reference(fields[name], "measure") for name in _MEASURES if name in fields},
        reason=column(fields["reason"]) if "reason" in fields else "",
    )


def _stages(fields: Fields) -> tuple[tuple[str, ...], ...]:
    """Read the stages that are open, won and lost: each stage is one of them only."""
    lists = [fields[key].items() for key in _STAGES]
    found = iter(distinct([item for items in lists for item in items], Node.scalar))
    return tuple(tuple(islice(found, len(items))) for items in lists)
