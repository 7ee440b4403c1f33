"""Turns `slices.yaml` into the ways in which a measure is cut.

By a column of its rows, by one of the person behind them, or by bands of a number.
"""

from __future__ import annotations

from typing import Literal

from reportgen.model.plan import BandSlice, Slice
from reportgen.model.rules import Band
from reportgen.plan.declared import Key, entry, listed, name_of, named_items, nested, shape
from reportgen.plan.scalars import ENTRY, choice, column, entries, heading, names, number, reference, worded
from reportgen.plan.yaml_nodes import Node

OF: tuple[Literal["row", "person"], ...] = ("row", "person")

_KEYS = (*ENTRY, "measure", "column", "of")


_BAND = shape(Band, {"from": Key(number, optional=True, field="start"), "label": Key(column)})
BANDS = entry(
    BandSlice,
    {
        "measure": name_of("measure"),
        "column": column,
        "bands": listed(nested(_BAND)),
        "labels": Key(named_items(worded), optional=True),
    },
)
"""The keys of a slice by bands of a number."""


def read(root: Node) -> tuple[Slice | BandSlice, ...]:
    """Read the list of slices."""
    return entries(root, lambda node: _bands(node) if node.means("bands") else _values(node))


def _bands(node: Node) -> BandSlice:
    return BANDS.read(node.fields((*ENTRY, *BANDS.required), BANDS.optional))


def _values(node: Node) -> Slice:
    """Read one slice."""
    fields = node.fields(_KEYS, ("labels",))
    return Slice(
        **heading(fields),
        measure=reference(fields["measure"], "measure"),
        column=column(fields["column"]),
        of=choice(fields["of"], OF),
        labels=names(fields, "labels"),
    )
