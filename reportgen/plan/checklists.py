"""Turns `checklists.yaml` into lists whose state comes as rows of an input."""

from __future__ import annotations

from reportgen.model.checklists import Checklist
from reportgen.plan import kinds
from reportgen.plan.declared import Key, columns, entry, named_items
from reportgen.plan.scalars import ENTRY, column, entries, texts, worded
from reportgen.plan.yaml_nodes import Node


def read(root: Node) -> tuple[Checklist, ...]:
    """Read the list of checklists."""
    return entries(root, _checklist)


def _checklist(node: Node) -> Checklist:
    """Read one checklist: a row is open by its status or by what it lacks, so one of the two must be written."""
    fields = node.fields((*ENTRY, *CHECKLIST.required), CHECKLIST.optional)
    if "missing" not in fields:
        for key in ("status", "open"):
            if key not in fields:
                node.report(kinds.KEY_MISSING, key, of=node.title())
    return CHECKLIST.read(fields)


CHECKLIST = entry(
    Checklist,
    {
        "table": column,
        "items": named_items(worded),
        "status": Key(column, optional=True),
        "open": Key(texts, optional=True),
        "missing": Key(columns, optional=True),
    },
)
"""The keys of a checklist."""
