"""Turns `measures.yaml` into measures: named sums and counts over the rows of the input tables."""

from __future__ import annotations

from typing import Literal, TypedDict

from reportgen.model.plan import Measure
from reportgen.model.quantity import Unit
from reportgen.plan.scalars import ENTRY, choice, column, entries, heading, texts
from reportgen.plan.yaml_nodes import Fields, Node

HOW: tuple[Literal["sum", "count", "distinct"], ...] = ("sum", "count", "distinct")

_KEYS = (*ENTRY, "table", "how", "unit")


def read(root: Node) -> tuple[Measure, ...]:
    """Read the list of measures."""
    return entries(root, _measure)


class Counted(TypedDict):
    """What a measure counts over which rows."""

    table: str
    how: Literal["sum", "count", "distinct"]
    column: str
    date: str
    person: str
    where: dict[str, tuple[str, ...]]
    unit: Unit


def _measure(node: Node) -> Measure:
    """Read one measure."""
    fields = fields_of(node)
    return Measure(**heading(fields), **counted(fields))


def fields_of(node: Node, further: tuple[str, ...] = (), *, whole: bool = True) -> Fields:
    """Read a measure's keys. A count of rows needs no column; a sum or a count of different values does."""
    counts_rows = node.peek("how") == "count"
    required = (*_KEYS, *(("date", "person") if whole else ()), *(() if counts_rows else ("column",)))
    fields = node.fields(required, ("where", "column", "date", "person", *further))
    if counts_rows:
        fields.refuse("column", "rows are counted as a whole", "count the `distinct` values of the column")
    return fields


def counted(fields: Fields) -> Counted:
    """Read what is counted over which rows."""
    return Counted(
        table=column(fields["table"]),
        how=choice(fields["how"], HOW),
        column=column(fields["column"]),
        date=column(fields["date"]),
        person=column(fields["person"]),
        where=_where(fields),
        unit=choice(fields["unit"], tuple(Unit)),
    )


def _where(fields: Fields) -> dict[str, tuple[str, ...]]:
    """Read which texts a row's columns may hold."""
    kept = {}
    for name, allowed in fields["where"].pairs():
        column(allowed.name())
        kept[name] = texts(allowed)
    return kept
