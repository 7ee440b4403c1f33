"""The register's rows → what each payee is paid and what each component costs: sums that payroll and finance post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter

from reportgen.documents.wording import named, say
from reportgen.model.balances import ACTING
from reportgen.model.document import DataTable, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import Measured, RegisterRow
from reportgen.model.money import summed
from reportgen.model.quantity import money


def payable_sections(measured: Measured) -> Iterator[Section]:
    """Yield a sheet with a row a payee, as live sums of the register, and one with a row a component that pays."""
    if not measured.register:
        return
    payees = {payee: payee_name(measured, row) for payee, row in {row.payee: row for row in measured.register}.items()}
    who = [((Verbatim(payee), name), payee) for payee, name in payees.items()]
    heads = (TableColumn("payee", say("register.payee")), TableColumn("name", say("register.name")))
    yield _section(measured, "payees", heads, who, _column_of_payees)
    rows = {row.component: row for row in measured.register if row.payable}
    paid = {component: component_name(measured, row) for component, row in rows.items()}
    if paid:
        head = (TableColumn("component", say("register.component")),)
        what = [((name,), component) for component, name in paid.items()]
        yield _section(measured, "components", head, what, _column)


def payee_name(measured: Measured, row: RegisterRow) -> Value:
    """Return what a payee is called: of a team's fund, that it is one."""
    statement = measured.statements[row.payee]
    return say("statement.fund", name=Verbatim(statement.name)) if statement.fund else Verbatim(row.name)


def component_name(measured: Measured, row: RegisterRow) -> Value:
    """Return what a component or a step of the bridge is called."""
    component = next((found for found in measured.plan.components if found.id == row.component), None)
    if component is not None:
        return named(component.name)
    if row.kind in ACTING:
        return say(f"statement.bridge.{row.component}")
    return Verbatim(row.component)  # a closed month paid it, and the plan has it no more


def _section(
    measured: Measured,
    name: str,
    heads: tuple[TableColumn, ...],
    subjects: Sequence[tuple[tuple[Value, ...], str]],
    column: Callable[[str], TableColumn],
) -> Section:
    """Return what is payable to or for each subject: in each pay period where there are several, then in all."""
    sums = _sums(measured, heads[0].key)
    periods = sorted({row.period for row in measured.register})
    shown = [*(periods if len(periods) > 1 else ()), ""]
    currency = measured.plan.company.currency
    rows = tuple(
        TableRow((*told, *(money(sums[subject, period], currency) for period in shown))) for told, subject in subjects
    )
    totals = (summed(sums[subject, period] for _, subject in subjects) for period in shown)
    blank = [None] * (len(heads) - 1)
    foot = TableRow((say("column.total"), *blank, *(money(total, currency) for total in totals)), emphasis=True)
    title, unit = say(f"register.section.{name}"), say("statement.unit", currency=Verbatim(currency))
    table = DataTable(name, title, (*heads, *(column(period) for period in shown)), rows, foot, unit)
    return Section(name, title, None, (table,))


def _sums(measured: Measured, of: str) -> defaultdict[tuple[str, str], Fraction]:
    """What is payable by payee or component and pay period, "" for all of them."""
    amounts: defaultdict[tuple[str, str], list[Fraction]] = defaultdict(list)
    subject = attrgetter(of)
    for row in measured.register:
        if row.payable:
            amounts[subject(row), row.period].append(row.payable)
    found: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (whose, period), each in amounts.items():
        found[whose, period] = summed(each)
        found[whose, ""] += found[whose, period]
    return found


def _column(period: str) -> TableColumn:
    if not period:
        return TableColumn("payable", say("register.payable"), "end", total=True)
    return TableColumn(f"payable-{period}", Verbatim(period), "end", total=True)


def _column_of_payees(period: str) -> TableColumn:
    """A live sum of the rows with the payee's very id: SUMIF would take `007` for `7` and a `*` for everybody."""
    own = "EXACT({register.payee},{payee})"
    within = f'*({{register.period}}="{period}")' if period else ""
    return replace(_column(period), formula=f"SUMPRODUCT({own}{within}*{{register.payable}})")
