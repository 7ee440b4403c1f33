"""Turns `documents.yaml` into which documents each kind of period gets, what leads them and who gets a review."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.model.papers import NAMES, PAPERS
from reportgen.model.plan import DECK_SUBJECTS, Documents, Shown
from reportgen.plan.scalars import choice, distinct, reference, references
from reportgen.plan.yaml_nodes import Node

_KEYS = ("month", "quarter", "year", "headline", "main_measure", "review_roles")
_PAGES = tuple(paper.name for paper in PAPERS if paper.form == "pdf")


def read(root: Node) -> Documents:
    """Read which documents there are."""
    fields = root.fields(_KEYS, ("figures", "slices", "deck", "archive", "cross"))
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
        deck=_deck(fields["deck"]) if "deck" in fields else {},
        archive=_documents(fields["archive"], _PAGES) if "archive" in fields else (),
        cross=_cross(fields["cross"]) if "cross" in fields else None,
    )


def _cross(node: Node) -> tuple[str, str]:
    """Read which slice a table has down and which across."""
    fields = node.fields(("down", "across"))
    return reference(fields["down"], "slice"), reference(fields["across"], "slice")


def _deck(node: Node) -> dict[str, Shown]:
    """Read what the slides of each subject show."""
    subjects = node.fields((), DECK_SUBJECTS)
    return {subject: _shown(subjects[subject]) for subject in DECK_SUBJECTS if subject in subjects}


def _shown(node: Node) -> Shown:
    fields = node.fields((), ("figures", "slice"))
    return Shown(
        figures=references(fields["figures"], "KPI"),
        slice=reference(fields["slice"], "slice") if "slice" in fields else "",
    )


def _documents(node: Node, known: Sequence[str] = NAMES) -> tuple[str, ...]:
    """Read the documents of one kind of period, or those to be archived; there may be none."""
    return distinct(node.items(least=0), lambda item: choice(item, known))
