"""What was invoiced and what was collected → columns that compare: in one currency, both with tax or both without."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.asof.exchange import OWN
from reportgen.measure.columns import integers
from reportgen.measure.pay.bench import Bench
from reportgen.model.pay import Component
from reportgen.model.plan import Measure
from reportgen.model.problem import Kind, Problem
from reportgen.model.table import Column, Table

TAX_RATE = "tax_rate"
INCLUDED, EXCLUDED = "included", "excluded"


@dataclass(frozen=True, slots=True)
class Amounts:
    """A measure's table with the amounts to compare, one for each of its rows, as integers at a scale."""

    table: Table = field(repr=False)
    measure: Measure
    values: pd.Series[Any] = field(repr=False)
    scale: int


def alike(bench: Bench, component: Component) -> tuple[Amounts | None, Amounts | None]:
    """Return what was invoiced and collected in the invoice's currency and alike in tax; None where inputs lack it."""
    return bench.once(("alike", component.id, component.since), lambda: _alike(bench, component))


def unlike(bench: Bench, component: Component) -> Problem | None:
    """Return what stops a comparison: other currencies without rates, or tax that no row tells the rate of."""
    invoiced, collected = (_column(bench, name, component) for name in _names(component))
    if invoiced is None or collected is None:
        return None
    one, other = invoiced[1], collected[1]
    bare = invoiced if one.tax == EXCLUDED else collected
    if {one.tax, other.tax} == {INCLUDED, EXCLUDED} and not _told(*bare):
        return _told_of(component, kinds.TAX_MISMATCH, one.tax, other.tax)
    if one.currency and other.currency and one.currency != other.currency:
        return _told_of(component, kinds.CURRENCY_MISMATCH, one.currency, other.currency)
    return None


def _told_of(component: Component, kind: Kind, first: str, second: str) -> Problem:
    invoiced, collected = _names(component)
    compared = (("invoiced", invoiced), ("first", first), ("collected", collected), ("second", second))
    return Problem(kind, component.place, component.id, (("component", component.id), *compared))


def _names(component: Component) -> tuple[str, str]:
    return component.release.invoiced, component.release.collected


def _column(bench: Bench, name: str, component: Component) -> tuple[Table, Column] | None:
    """Return a measure's table and column, in its own currency where rows were converted; None where it is missing."""
    measure = bench.measure(name, component.since) if name else None
    table = bench.table(measure) if measure else None
    return (table, table.columns[measure.column]) if table is not None and measure is not None else None


def _alike(bench: Bench, component: Component) -> tuple[Amounts | None, Amounts | None]:
    invoiced, collected = (bench.measure(name, component.since) for name in _names(component))
    tables = [bench.table(measure) for measure in (invoiced, collected)]
    columns = [
        table.columns[measure.column] if table else None
        for table, measure in zip(tables, (invoiced, collected), strict=True)
    ]
    owned = [_own(table, column) for table, column in zip(tables, columns, strict=True)]
    if owned[0] and owned[1] and owned[0].currency == owned[1].currency:
        columns = list(owned)
    taxed = {column.tax for column in columns if column} == {INCLUDED, EXCLUDED}
    first, second = (
        _amounts(table, measure, column, taxed)
        for table, measure, column in zip(tables, (invoiced, collected), columns, strict=True)
    )
    return first, second


def _own(table: Table | None, column: Column | None) -> Column | None:
    """Return a column as its files have it, before amounts were converted into the company's currency."""
    return table.columns.get(column.name + OWN, column) if table is not None and column is not None else None


def _told(table: Table, column: Column) -> bool:
    """Tell whether every row that has an amount has its rate of tax too."""
    if TAX_RATE not in table.columns:
        return False
    return bool((table.frame[TAX_RATE].notna() | (table.frame[column.name].fillna(0) == 0)).all())


def _amounts(table: Table | None, measure: Measure, column: Column | None, taxed: bool) -> Amounts | None:
    if table is None or column is None:
        return None
    values = integers(table.frame[column.name])
    if not taxed or column.tax == INCLUDED:
        return Amounts(table, measure, values, column.scale)
    scale = table.columns[TAX_RATE].scale
    rates = integers(table.frame[TAX_RATE])
    gross = integers(table.frame[column.name], 2 * 10**scale) * (rates + 10**scale)
    return Amounts(table, measure, gross, column.scale + scale)
