"""Every KPI leads to the rows it rests on: as many as it says, and their sums are what it says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest

from reportgen import measure
from reportgen.model.measured import Figure
from reportgen.model.plan import valid
from reportgen.model.quantity import Quantity
from reportgen.model.step import Step, walk
from tests.truth.reading import figured, intake, period_of

PERIOD = "2026-Q2"
OF = [("company", ""), ("team", "E002"), ("person", "E017"), ("slice", "region=华东"), ("slice", "line=Eco 经济")]


def figures(kind: str, name: str) -> Iterator[Figure]:
    found = figured(PERIOD)
    if kind == "slice":
        (standing,) = [each for each in found.slices if each.subject.id == name]
        yield from standing.figures.values()
        return
    for figure in (found.of(kind, name) if kind != "company" else found.company).values():
        yield figure
        yield from [part.figure for part in figure.parts[:2]]


@cache
def atlas() -> measure.Atlas:
    """Where the sample's rows stand."""
    read = intake()
    assert read.plan is not None
    return measure.Atlas(read.dataset, read.plan)


@pytest.mark.parametrize(("kind", "name"), OF, ids=str)
def test_a_figure_leads_to_as_many_rows_as_it_rests_on_and_they_add_up_to_it(kind: str, name: str) -> None:
    wrong, seen = [], 0
    for figure in figures(kind, name):
        for _, leaf in walk(figure.step):
            if leaf.rows is None or not leaf.rows.measure:
                continue
            seen += 1
            found = rows_of(leaf)
            if found is not None:
                wrong.append((figure.kpi.id, figure.subject.id, leaf.name, *found))
    assert wrong == []
    assert seen > 15


def rows_of(leaf: Step) -> tuple[object, ...] | None:
    """What differs between a step and the rows it leads to; None where nothing does."""
    read = intake()
    assert read.plan is not None
    assert leaf.rows is not None
    table, positions = atlas().found(leaf.rows)
    if len(positions) != leaf.rows.count:
        return ("rows", leaf.rows.count, len(positions))
    promised = valid(read.plan.measures, period_of(PERIOD).end)[leaf.rows.measure]
    in_yuan = table is not None and table.columns.get(promised.column, None) is not None
    if not in_yuan or promised.how != "sum" or leaf.formula != f"sum of {promised.column}":
        return None
    assert table is not None
    column = table.columns[promised.column]
    if not isinstance(leaf.value, Quantity) or column.currency != leaf.value.currency:
        return None  # in another currency
    cells = table.frame[promised.column].iloc[positions].dropna()
    total = Fraction(sum(map(int, cells)), 10**column.scale)
    return None if total == leaf.value.value else ("value", leaf.value.value, total)
