"""A dataset and a day → the dataset as it stood then: every table that has computed columns, with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.measure.asof.allocation import shared_out
from reportgen.measure.asof.exchange import converted
from reportgen.measure.asof.ownership import customers
from reportgen.measure.asof.pursuits import deal_stages, opportunities, predictions
from reportgen.measure.asof.receivables import invoices, receipts
from reportgen.measure.asof.sales import orders
from reportgen.model.plan import Measure
from reportgen.model.table import Dataset, Table

CHANGING: Mapping[str, frozenset[str]] = {
    "customers": frozenset({"owner"}),
    "invoices": frozenset({"open_amount", "days_overdue"}),
    "orders": frozenset({"days_since", "prepaid_share"}),
    "deal_stages": frozenset({"next_stage", "left_on", "days_in_stage", "days_so_far"}),
    "deal_predictions": frozenset({"closed", "days_off"}),
    "opportunities": frozenset({"stage", "closed", "foreseen"}),
}
"""The computed columns that say another thing on another day, by table."""

REWRITTEN = frozenset({"receipts"})
"""Tables whose own columns are completed: who is paid by money that names only a customer."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """Tables by kind as they stood on a day: a dataset."""

    tables: Mapping[str, Table]


def grounded(dataset: Dataset, measures: Iterable[Measure] = (), currency: str = "") -> AsOf:
    """Return a dataset with what is the same on every day: amounts in the company's currency, money with its orders."""
    tables = {**dataset.tables, **converted(dataset.tables, measures, currency)}
    money = shared_out(tables)
    return AsOf(tables if money is None else {**tables, "receipts": money})


def stood(ground: AsOf, cut_off: date) -> AsOf:
    """Return such a dataset with the computed columns of a day."""
    tables = ground.tables
    computed = {
        "customers": customers(tables, cut_off),
        "orders": orders(tables, cut_off),
        "invoices": invoices(tables, cut_off),
        "receipts": receipts(tables),
        "deal_stages": deal_stages(tables, cut_off),
        "deal_predictions": predictions(tables, cut_off),
        "opportunities": opportunities(tables, cut_off),
    }
    return AsOf({**tables, **{kind: table for kind, table in computed.items() if table is not None}})


def as_of(dataset: Dataset, cut_off: date, measures: Iterable[Measure] = (), currency: str = "") -> AsOf:
    """Return a dataset with the computed columns of a day; what `measures` sum is in the company's currency."""
    return stood(grounded(dataset, measures, currency), cut_off)


def changing(measure: Measure) -> bool:
    """Tell whether a measure reads columns that say another thing on another day."""
    columns = {measure.column, measure.person, *measure.where, *measure.within, *measure.missing, *measure.present}
    return bool(columns & CHANGING.get(measure.table, frozenset()))
