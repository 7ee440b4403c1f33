"""A dataset and a day → the dataset as it stood then: every table that has computed columns, with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from reportgen.measure.asof.allocation import shared_out
from reportgen.measure.asof.exchange import converted
from reportgen.measure.asof.lasting import Lasting
from reportgen.measure.asof.ownership import customers
from reportgen.measure.asof.pursuits import deal_stages, opportunities, predictions
from reportgen.measure.asof.receivables import invoices, receipts
from reportgen.measure.asof.sales import orders
from reportgen.measure.ondemand import OnDemand
from reportgen.model.plan import Measure
from reportgen.model.room import aside, let_go
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
    """Tables by kind as they stood on a day: a dataset. `lasting` is what they say on every other day too."""

    tables: Mapping[str, Table]
    lasting: Lasting = field(default_factory=Lasting, repr=False, compare=False)


def grounded(dataset: Dataset, measures: Iterable[Measure] = (), currency: str = "") -> AsOf:
    """Return a dataset with what is the same on every day: amounts in the company's currency, money with its orders."""
    own = {kind: aside(table) for kind, table in converted(dataset.tables, measures, currency).items()}
    tables = {**dataset.tables, **own}
    money = shared_out(tables)
    return AsOf(tables if money is None else {**tables, "receipts": aside(money)})


_COMPUTED: Mapping[str, Callable[[Mapping[str, Table], date, Lasting], Table | None]] = {
    "customers": lambda tables, moment, _: customers(tables, moment),
    "orders": orders,
    "invoices": invoices,
    "receipts": lambda tables, *_: receipts(tables),
    "deal_stages": lambda tables, moment, _: deal_stages(tables, moment),
    "deal_predictions": lambda tables, moment, _: predictions(tables, moment),
    "opportunities": lambda tables, moment, _: opportunities(tables, moment),
}
"""What computes the columns of a day, by table."""


def stood(ground: AsOf, cut_off: date) -> AsOf:
    """Return such a dataset with the computed columns of a day, each table's when it is first asked for."""
    tables = ground.tables

    def as_it_was(kind: str) -> Table:
        computed = _COMPUTED[kind](tables, cut_off, ground.lasting) if kind in _COMPUTED else None
        if computed is None:
            return tables[kind]
        stands = aside(computed)
        let_go()
        return stands

    return AsOf(OnDemand(tuple(tables), as_it_was))


def as_of(dataset: Dataset, cut_off: date, measures: Iterable[Measure] = (), currency: str = "") -> AsOf:
    """Return a dataset with the computed columns of a day; what `measures` sum is in the company's currency."""
    return stood(grounded(dataset, measures, currency), cut_off)


def changing(measure: Measure) -> bool:
    """Tell whether a measure reads columns that say another thing on another day."""
    columns = {measure.column, measure.person, *measure.where, *measure.within, *measure.missing, *measure.present}
    return bool(columns & CHANGING.get(measure.table, frozenset()))
