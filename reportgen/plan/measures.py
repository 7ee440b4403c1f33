"""Turns `measures.yaml` into measures: named sums and counts over picked rows of the input tables."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from reportgen.model.plan import Measure
from reportgen.model.quantity import Unit
from reportgen.model.rules import EVER, FirstWithin, Range
from reportgen.plan.declared import Key, by_value, columns, nested, shape
from reportgen.plan.scalars import ENTRY, bound, choice, column, entries, heading, integer, texts
from reportgen.plan.yaml_nodes import Fields, Node

HOW: tuple[Literal["sum", "count", "distinct", "heads"], ...] = ("sum", "count", "distinct", "heads")

_KEYS = (*ENTRY, "table", "how", "unit")
_PICKED = ("where", "within", "missing", "present", "first", "repeated", "last_by", "window")


def _edge(node: Node) -> Fraction:
    """Read an end of a range, written as the column's numbers are: with or without a percent sign."""
    return bound(node).value


_RANGE = shape(
    Range,
    {
        "from": Key(_edge, optional=True, field="start"),
        "to": Key(_edge, optional=True, field="end"),
        "below": Key(_edge, optional=True),
    },
)
_FIRST = shape(FirstWithin, {"column": column, "months": integer})


def read(root: Node) -> tuple[Measure, ...]:
    """Read the list of measures."""
    return entries(root, _measure)


def _measure(node: Node) -> Measure:
    """Read one measure. A count of rows needs no column; a sum or a count of different values does."""
    counts_rows = node.peek("how") in {"count", "heads"}
    required = (*_KEYS, *(() if counts_rows else ("column",)))
    fields = node.fields(required, ("column", "date", "person", *_PICKED))
    if counts_rows:
        fields.refuse("column", "rows are counted as a whole", "count the `distinct` values of the column")
    first = fields["first"]
    return Measure(
        **heading(fields),
        table=column(fields["table"]),
        how=choice(fields["how"], HOW),
        column=column(fields["column"]),
        date=column(fields["date"]),
        person=column(fields["person"]),
        where=_where(fields),
        unit=choice(fields["unit"], tuple(Unit)),
        within=by_value(nested(_RANGE))(fields["within"]),
        missing=columns(fields["missing"]) if "missing" in fields else (),
        present=columns(fields["present"]) if "present" in fields else (),
        first=nested(_FIRST)(first) if "first" in fields else None,
        repeated=integer(fields["repeated"]) if "repeated" in fields else 1,
        last_by=column(fields["last_by"]),
        window=_window(fields["window"]) if "window" in fields else 0,
    )


def _window(node: Node) -> int:
    """Read over how many months up to the period's end is counted: a number, or `ever`."""
    node.expect("own")
    return EVER if node.peek_text() == "ever" else integer(node)


def _where(fields: Fields) -> dict[str, tuple[str, ...]]:
    """Read which texts a row's columns may hold."""
    kept = {}
    for name, allowed in fields["where"].pairs():
        column(allowed.name())
        kept[name] = texts(allowed)
    return kept
