"""The register's rows → the workbook that payroll or finance reads: every payable line of every payee."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import compress

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
    Value,
    Verbatim,
)
from reportgen.model.measured import Measured, RegisterRow, Status
from reportgen.model.money import summed
from reportgen.model.quantity import Quantity, money

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
    rows = tuple(_rows(measured, currency))
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
    says = [bool(row.earned or row.released or row.paid_before or row.payable) for row in measured.register]
    silent = {row.payee for row in measured.register}
    silent -= {row.payee for row in compress(measured.register, says)}
    for row, told in zip(measured.register, says, strict=True):
        if told:
            yield row
        elif row.payee in silent:
            silent.discard(row.payee)
            yield row


def _rows(measured: Measured, currency: str) -> Iterator[TableRow]:
    """Yield the rows. What is said in many of them is one value in all: it is made, sent, worded and drawn once."""
    text = cache(Verbatim)
    kind = cache(lambda name: say(f"register.kind.{name}"))
    names: dict[tuple[str, str], Value] = {}
    components: dict[tuple[str, str], Value] = {}
    amounts: dict[tuple[int, int], Quantity] = {}

    def amount(value: Fraction) -> Quantity:
        found = amounts.get(told := value.as_integer_ratio())
        if found is None:
            found = amounts[told] = money(value, currency)
        return found

    # A step of the bridge has no sums to date: what it changes is a plain figure.
    plain = ("",) * (6 + len(_MONEY))
    for row in _told(measured):
        name = names.get(whose := (row.payee, row.name))
        if name is None:
            name = names[whose] = payee_name(measured, row)
        component = components.get(what := (row.component, row.kind))
        if component is None:
            component = components[what] = component_name(measured, row)
        cells = (
            text(row.period),
            text(row.payee),
            name,
            component,
            text(row.earning_period),
            kind(row.kind),
            amount(row.earned),
            amount(row.released),
            amount(row.paid_before),
            amount(row.payable),
        )
        yield TableRow(cells, formulas=plain if row.kind in ACTING else ())
