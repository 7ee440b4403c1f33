"""The control sheets of a register: what is unusual, what is owed and not payable yet, what is spread over months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, partial

from reportgen.documents.disputes import answers_table
from reportgen.documents.wording import named, say
from reportgen.model.controls import UNUSUAL, Accrual, Amortisation, Unusual
from reportgen.model.disputes import Answer
from reportgen.model.document import DataTable, Metric, Metrics, Named, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import Measured, Status
from reportgen.model.money import summed
from reportgen.model.quantity import count, money

_WHOSE = ("payee", "name", "component")


def control_sections(measured: Measured) -> Iterator[Section]:
    """Yield a sheet for each control; accrual and amortisation only where there is something to show."""
    found = measured.controls
    yield _section("unusual", _unusual(measured), _looked_at(measured))
    if found.accrual:
        yield _section("accrual", _accrual(measured))
    if found.amortisation:
        yield _section("amortisation", _amortisation(measured))
    if found.disputes:
        yield _disputes(measured)


def _section(name: str, *tables: DataTable) -> Section:
    return Section(name, say(f"register.section.{name}"), None, tables)


def _unusual(measured: Measured) -> DataTable:
    columns = (
        TableColumn("payee", say("register.payee")),
        TableColumn("name", say("register.name")),
        TableColumn("period", say("register.period")),
        TableColumn("what", say("register.unusual.what")),
        TableColumn("component", say("register.component")),
        TableColumn("found", say("register.unusual.found"), "end"),
        TableColumn("usual", say("register.unusual.usual"), "end"),
    )
    rows = tuple(_unusual_row(measured, each) for each in measured.controls.unusual)
    empty = say("register.unusual.empty")
    return DataTable("unusual", say("register.section.unusual"), columns, rows, None, None, empty)


def _looked_at(measured: Measured) -> DataTable:
    """Return what was looked for, and how often it was found: that nothing is unusual is worth what was looked at."""
    columns = (
        TableColumn("check", say("register.unusual.what")),
        TableColumn("count", say("register.unusual.count"), "end"),
    )
    found = Counter(each.kind for each in measured.controls.unusual)
    rows = tuple(TableRow((say(f"register.unusual.{kind}"), count(found[kind]))) for kind in UNUSUAL)
    note = say("register.unusual.looked-for.note")
    return DataTable("looked-for", say("register.unusual.looked-for"), columns, rows, None, note)


def _unusual_row(measured: Measured, each: Unusual) -> TableRow:
    component: Value = named(each.label) if each.component else None
    what = say(f"register.unusual.{each.kind}")
    name = _name(measured, each.payee, each.name)
    return TableRow((Verbatim(each.payee), name, Verbatim(each.period), what, component, each.found, each.usual))


def _accrual(measured: Measured) -> DataTable:
    columns = (
        *(TableColumn(name, say(f"register.{name}")) for name in _WHOSE),
        TableColumn("earning_period", say("register.earning-period")),
        TableColumn("earned", say("register.earned"), "end", total=True),
        TableColumn("released", say("register.released"), "end", total=True),
        TableColumn("accrued", say("register.accrued"), "end", formula="{earned}-{released}", total=True),
    )
    found, currency, told = measured.controls.accrual, measured.plan.company.currency, _Told(measured)
    rows = tuple(
        TableRow(
            (
                *told.whose(each),
                told.text(each.earning_period),
                *(money(amount, currency) for amount in (each.earned, each.released, each.accrued)),
            )
        )
        for each in found
    )
    earned, released = summed(each.earned for each in found), summed(each.released for each in found)
    sums = (earned, released, earned - released)
    foot = TableRow((say("column.total"), None, None, None, *(money(total, currency) for total in sums)), emphasis=True)
    unit = say("statement.unit", currency=Verbatim(currency))
    return DataTable("accrual", say("register.section.accrual"), columns, rows, foot, unit)


def _amortisation(measured: Measured) -> DataTable:
    """Return a row a cost that is spread: the last month takes what the others leave, as a live formula."""
    columns = (
        *(TableColumn(name, say(f"register.{name}")) for name in _WHOSE),
        TableColumn("first", say("register.amortisation.first")),
        TableColumn("last", say("register.amortisation.last")),
        TableColumn("months", say("register.amortisation.months"), "end"),
        TableColumn("amount", say("register.amortisation.amount"), "end", total=True),
        TableColumn("part", say("register.amortisation.part"), "end"),
        TableColumn("rest", say("register.amortisation.rest"), "end", formula="{amount}-({months}-1)*{part}"),
    )
    found, currency, told = measured.controls.amortisation, measured.plan.company.currency, _Told(measured)
    rows = tuple(_amortisation_row(told, each, currency) for each in found)
    total = money(summed(each.amount for each in found), currency)
    foot = TableRow((say("column.total"), *[None] * 5, total, None, None), emphasis=True)
    unit = say("register.amortisation.note", currency=Verbatim(currency))
    return DataTable("amortisation", say("register.section.amortisation"), columns, rows, foot, unit)


def _amortisation_row(told: _Told, each: Amortisation, currency: str) -> TableRow:
    months = (told.text(each.months[0].id), told.text(each.months[-1].id), told.count(len(each.months)))
    amounts = tuple(money(amount, currency) for amount in (each.amount, each.parts[0], each.parts[-1]))
    return TableRow((*told.whose(each), *months, *amounts))


def _disputes(measured: Measured) -> Section:
    """Return the sheet of what payees dispute: how many are open, accepted and rejected, then each."""
    found = measured.controls.disputes
    counts = tuple(
        Metric(
            answer.value,
            say(f"register.disputes.{answer.value}"),
            count(sum(1 for each in found if each.answer is answer)),
            None,
            Status.NONE,
        )
        for answer in Answer
    )
    table = answers_table(found, measured.plan.company.currency, payees=True)
    return Section("disputes", say("register.section.disputes"), None, (Metrics("disputes", counts), table))


class _Told:
    """What is said in many rows of a sheet: one value in all of them, which is sent, worded and drawn once."""

    def __init__(self, measured: Measured) -> None:
        self.text, self.count = cache(Verbatim), cache(count)
        self._name, self._label = cache(partial(_name, measured)), cache(Named)

    def whose(self, each: Accrual | Amortisation) -> tuple[Value, ...]:
        """Return the payee, their name and the component of a row."""
        return (self.text(each.payee), self._name(each.payee, each.name), self._label(tuple(each.label.items())))


def _name(measured: Measured, payee: str, name: str) -> Value:
    statement = measured.statements.get(payee)
    return say("statement.fund", name=Verbatim(name)) if statement and statement.fund else Verbatim(name)
