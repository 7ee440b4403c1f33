"""The slide about what pay costs: by component, and from earned to payable."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.wording import named, say
from reportgen.model.document import (
    DataTable,
    Section,
    TableColumn,
    TableRow,
)
from reportgen.model.measured import Measured
from reportgen.model.quantity import Quantity, money

_SELDOM = frozenset({"qbr.pay.top-ups", "statement.bridge.manual", "qbr.pay.forfeited"})
"""Rows of the bridge that few companies need."""


def pay_cost(measured: Measured) -> Section | None:
    """What is paid, by component; the total equals the statements and the register."""
    if not isinstance(measured.pay_total, Quantity):
        return None
    currency = measured.plan.company.currency
    names = {component.id: component.name for component in measured.plan.components}
    totals: dict[str, Fraction] = {}
    for row in measured.register:
        totals[row.component] = totals.get(row.component, Fraction(0)) + row.payable
    columns = (
        TableColumn("component", say("statement.component")),
        TableColumn("payable", say("register.payable"), "end"),
    )
    # What a step of the bridge paid or kept has the step's name.
    labels = {name: named(names[name]) if name in names else say(f"statement.bridge.{name}") for name in totals}
    rows = tuple(TableRow((labels[name], money(found, currency))) for name, found in totals.items())
    table = DataTable(
        "pay",
        say("qbr.pay.table"),
        columns,
        rows,
        TableRow((say("column.total"), measured.pay_total), emphasis=True),
    )
    title = say("qbr.pay.title", amount=measured.pay_total, count=len(measured.statements))
    parts = (table, _pay_bridge(measured))
    return Section("pay", title, say("qbr.pay.subtitle"), parts, (say("qbr.pay.source"),))


def _pay_bridge(measured: Measured) -> DataTable:
    """Return the statements' bridges added up: what was earned, what changed, what still waits for cash."""
    bridges = [[column.bridge for column in found.columns] for found in measured.statements.values() if found.columns]
    every = [bridge for each in bridges for bridge in each]
    amounts = {
        "statement.bridge.opening": sum((each[0].opening.total for each in bridges), Fraction(0)),
        "statement.bridge.earned": sum((bridge.earned for bridge in every), Fraction(0)),
        "statement.bridge.prior": sum((bridge.prior for bridge in every), Fraction(0)),
        "qbr.pay.top-ups": sum((bridge.top_ups for bridge in every), Fraction(0)),
        "statement.bridge.manual": sum((bridge.manual for bridge in every), Fraction(0)),
        "qbr.pay.forfeited": -sum((bridge.forfeited for bridge in every), Fraction(0)),
        "statement.bridge.closing": -sum((each[-1].closing.total for each in bridges), Fraction(0)),
    }
    currency = measured.plan.company.currency
    # The rows add up to what is payable (pay.md §5); what nobody has is not shown.
    shown = {key: amount for key, amount in amounts.items() if amount or key not in _SELDOM}
    rows = tuple(TableRow((say(key), money(amount, currency))) for key, amount in shown.items())
    foot = TableRow((say("statement.bridge.payable"), measured.pay_total), emphasis=True)
    columns = (TableColumn("step", say("statement.bridge.step")), TableColumn("amount", say("column.amount"), "end"))
    return DataTable("pay-bridge", say("statement.bridge"), columns, rows, foot)
