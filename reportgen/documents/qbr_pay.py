"""The slide about what pay costs: by component, and from earned to payable."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.wording import named, say
from reportgen.model.balances import ACTING
from reportgen.model.document import (
    DataTable,
    Section,
    TableColumn,
    TableRow,
)
from reportgen.model.measured import Measured
from reportgen.model.quantity import Quantity, money


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
    """Return the statements' bridges added up: what was earned, what changed, what waits for cash, what else acted."""
    bridges = [[column.bridge for column in found.columns] for found in measured.statements.values() if found.columns]
    amounts = {
        "opening": sum((each[0].opening.unreleased for each in bridges), Fraction(0)),
        "earned": sum((bridge.earned for each in bridges for bridge in each), Fraction(0)),
        "prior": sum((bridge.prior for each in bridges for bridge in each), Fraction(0)),
        "closing": -sum((each[-1].closing.unreleased for each in bridges), Fraction(0)),
    }
    for step in (*ACTING, "manual"):
        changed = sum((getattr(bridge, step) for each in bridges for bridge in each), Fraction(0))
        amounts |= {step: changed} if changed else {}
    currency = measured.plan.company.currency
    rows = tuple(
        TableRow((say(f"statement.bridge.{step}"), money(amount, currency))) for step, amount in amounts.items()
    )
    foot = TableRow((say("statement.bridge.payable"), measured.pay_total), emphasis=True)
    columns = (TableColumn("step", say("statement.bridge.step")), TableColumn("amount", say("column.amount"), "end"))
    return DataTable("pay-bridge", say("statement.bridge"), columns, rows, foot)
