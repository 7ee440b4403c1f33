"""The register's rows → the workbook that payroll or finance reads: every payable line of every payee."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.documents.controls import control_sections
from reportgen.documents.payables import component_name, payable_sections, payee_name
from reportgen.documents.wording import frame, named, say
from reportgen.model.balances import ACTING
from reportgen.model.document import (
    DataTable,
    Document,
    Metric,
    Metrics,
    Section,
    TableColumn,
    TableRow,
    Verbatim,
)
from reportgen.model.measured import Measured, RegisterRow, Status
from reportgen.model.money import summed
from reportgen.model.quantity import money

_MONEY = ("earned", "released", "paid_before", "payable")


def register(measured: Measured) -> Document:
    """Compose the register of a pay period, or its summary for a quarter or year."""
    currency = measured.plan.company.currency
    # Sums to date of one pay period after the other add up to nothing; what was payable in each does.
    single = measured.period.grain == measured.plan.company.pay_period
    columns = (
        TableColumn("period", say("register.period")),
        TableColumn("payee", say("register.payee")),
        TableColumn("name", say("register.name")),
        TableColumn("component", say("register.component")),
        TableColumn("earning_period", say("register.earning-period")),
        TableColumn("kind", say("register.kind")),
        *(TableColumn(name, say(f"register.{name.replace('_', '-')}"), "end", total=single) for name in _MONEY[:3]),
        TableColumn("payable", say("register.payable"), "end", formula="{released}-{paid_before}", total=True),
    )
    rows = tuple(_row(measured, row, currency) for row in _told(measured))
    sums = tuple(
        money(summed(getattr(row, column.key) for row in measured.register), currency) if column.total else None
        for column in columns[1:]
    )
    foot = TableRow((say("column.total"), *sums), emphasis=True)
    title = say("register.title")
    table = DataTable(
        "register",
        title,
        columns,
        rows,
        foot,
        say("statement.unit", currency=Verbatim(currency)),
        say("register.empty"),
    )
    total = Metric(
        "payable", say("register.payable"), measured.pay_total, None, Status.NONE, "{register[total].payable}"
    )
    incomplete = say("review.incomplete") if measured.company.incomplete else None
    section = Section("register", title, incomplete, (Metrics("figures", (total,)), table))
    sections = (section, *payable_sections(measured), *control_sections(measured))
    heading = say(f"register.heading.{measured.period.grain}", period=measured.period)
    draft = any(found.draft for found in measured.statements.values())
    return frame(measured, "register", "", named(measured.plan.company.name), heading, sections, draft=draft)


def _told(measured: Measured) -> Iterator[RegisterRow]:
    """Yield the rows that say something, and one of each payee of whom none does: the CSV file has them all."""
    silent = {row.payee for row in measured.register}
    silent -= {row.payee for row in measured.register if any(getattr(row, name) for name in _MONEY)}
    for row in measured.register:
        if any(getattr(row, name) for name in _MONEY):
            yield row
        elif row.payee in silent:
            silent.discard(row.payee)
            yield row


def _row(measured: Measured, row: RegisterRow, currency: str) -> TableRow:
    # A step of the bridge has no sums to date: what it changes is a plain figure.
    formulas = ("",) * (6 + len(_MONEY)) if row.kind in ACTING else ()
    return TableRow(
        (
            Verbatim(row.period),
            Verbatim(row.payee),
            payee_name(measured, row),
            component_name(measured, row),
            Verbatim(row.earning_period),
            say(f"register.kind.{row.kind}"),
            *(money(getattr(row, each), currency) for each in _MONEY),
        ),
        formulas=formulas,
    )
