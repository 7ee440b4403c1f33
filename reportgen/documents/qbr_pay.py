"""The slide about what pay costs: by component, and from earned to payable."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.wording import listed, named, say
from reportgen.model.balances import ACTING
from reportgen.model.document import (
    Chart,
    DataTable,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
)
from reportgen.model.measured import Measured, Status
from reportgen.model.money import summed
from reportgen.model.quantity import Quantity, money

_MOST = 13


def pay_cost(measured: Measured) -> Section | None:
    """What is paid, by component; the total equals the statements and the register."""
    if not isinstance(measured.pay_total, Quantity):
        return None
    currency = measured.plan.company.currency
    names = {component.id: component.name for component in measured.plan.components}
    amounts: dict[str, list[Fraction]] = {}
    for row in measured.register:
        if row.payable:
            amounts.setdefault(row.component, []).append(row.payable)
    totals = {component: summed(each) for component, each in amounts.items()}
    columns = (
        TableColumn("component", say("statement.component")),
        TableColumn("payable", say("register.payable"), "end"),
    )
    # What a step of the bridge paid or kept has the step's name.
    labels = {name: named(names[name]) if name in names else say(f"statement.bridge.{name}") for name in totals}
    paid = sorted(((name, found) for name, found in totals.items() if found), key=lambda each: -abs(each[1]))
    most = listed(len(paid), _MOST)
    rows = [TableRow((labels[name], money(found, currency))) for name, found in paid[:most]]
    rest = [found for _, found in paid[most:]]
    if rest:
        rows.append(TableRow((say("slice.others", count=len(rest)), money(sum(rest, Fraction(0)), currency))))
    table = DataTable(
        "pay",
        say("qbr.pay.table"),
        columns,
        tuple(rows),
        TableRow((say("column.total"), measured.pay_total), emphasis=True),
    )
    title = say("qbr.pay.title", amount=measured.pay_total, count=len(measured.statements))
    parts: list[Part] = [_pay_bridge(measured), table]
    unusual = len({each.payee for each in measured.controls.unusual})
    if unusual:
        said = say("qbr.pay.unusual", count=unusual, all=len(measured.statements))
        parts.append(Paragraph("unusual", said, Status.WATCH))
    return Section("pay", title, say("qbr.pay.subtitle"), tuple(parts), (say("qbr.pay.source"),))


def _pay_bridge(measured: Measured) -> Chart:
    """Return the statements' bridges added up: what was earned, what changed, what waits for cash, what else acted.

    It starts with what had been earned before and was not paid, and ends with what is paid.
    """
    bridges = [[column.bridge for column in found.columns] for found in measured.statements.values() if found.columns]
    opening = summed(each[0].opening.unreleased for each in bridges)
    amounts = {
        "earned": summed(bridge.earned for each in bridges for bridge in each),
        "prior": summed(bridge.prior for each in bridges for bridge in each),
        "closing": -summed(each[-1].closing.unreleased for each in bridges),
    }
    for step in (*ACTING, "manual"):
        amounts[step] = summed(getattr(bridge, step) for each in bridges for bridge in each)
    told = {step: amount for step, amount in amounts.items() if amount}
    currency = measured.plan.company.currency
    names = ("opening", *told, "payable")
    values = (money(opening, currency), *(money(amount, currency) for amount in told.values()), measured.pay_total)
    series = (Series("actual", say("column.amount"), values),)
    alt = say("qbr.pay.alt", earned=money(amounts["earned"], currency), payable=measured.pay_total)
    labels = tuple(say(f"statement.bridge.{name}") for name in names)
    return Chart("pay-bridge", "waterfall", say("statement.bridge"), labels, series, alt)
