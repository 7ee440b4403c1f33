"""Turns `slices.yaml` into the ways in which a measure is cut: by a column of its rows or of the person behind them."""

from __future__ import annotations

from typing import Literal

from reportgen.model.plan import Slice
from reportgen.plan.scalars import ENTRY, choice, column, entries, heading, names, reference
from reportgen.plan.yaml_nodes import Node

OF: tuple[Literal["row", "person"], ...] = ("row", "person")

_KEYS = (*ENTRY, "measure", "column", "of")


def read(root: Node) -> tuple[Slice, ...]:
    """Read the list of slices."""
    return entries(root, read_one)


def read_one(node: Node) -> Slice:
    """Read one slice."""
    fields = node.fields(_KEYS, ("labels",))
    return Slice(
        **heading(fields),
        measure=reference(fields["measure"], "measure"),
        column=column(fields["column"]),
        of=choice(fields["of"], OF),
        labels=names(fields, "labels"),
    )
