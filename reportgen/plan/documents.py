"""Turns `documents.yaml` into which documents each kind of period gets, what leads them and who gets a review."""

from __future__ import annotations

from reportgen.model.papers import NAMES
from reportgen.model.plan import Documents
from reportgen.plan.scalars import choice, distinct, reference, references
from reportgen.plan.yaml_nodes import Node

_KEYS = ("month", "quarter", "year", "headline", "main_measure", "review_roles")


def read(root: Node) -> Documents:
    """Read which documents there are."""
    fields = root.fields(_KEYS, ("figures", "slices"))
    return Documents(
        month=_documents(fields["month"]),
        quarter=_documents(fields["quarter"]),
        year=_documents(fields["year"]),
        headline=references(fields["headline"], "KPI", least=1),
        main_measure=reference(fields["main_measure"], "measure"),
        review_roles=references(fields["review_roles"], "role"),
        place=root.place,
        figures=references(fields["figures"], "KPI"),
        slices=references(fields["slices"], "slice"),
    )


def _documents(node: Node) -> tuple[str, ...]:
    """Read the documents of one kind of period; there may be none."""
    return distinct(node.items(least=0), lambda item: choice(item, NAMES))
