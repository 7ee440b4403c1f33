"""What a statement's pay periods left open, what limited them and what was written by hand → two sheets."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.bridge import (
    all_due,
    column_key,
    due_formula,
    held_formula,
    held_id,
    holds_of,
    manual_id,
    manual_results,
    period_columns,
    ruled_results,
    shown_steps,
)
from reportgen.documents.pay_lines import key_name
from reportgen.documents.wording import business_name, say
from reportgen.model.balances import ALL_PAY, Balances, Terms
from reportgen.model.document import DataTable, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import ComponentResult, PayColumn, Statement
from reportgen.model.quantity import money, percent
from reportgen.model.written import Written

_NAMES = ("unreleased", "deferred", "held", "draw", "carried")
_LIMITS = ("room", "guarantee", "draw", "most", "recovery", "least", "minimum")


def balances_section(found: Statement) -> Section:
    """Return the sheet of balances: as each pay period began and ended, the limits it met, and what was paid so far."""
    parts = [_opened(found), _closed(found), *_limits(found), _so_far(found)]
    return Section("balances", say("statement.section.balances"), say("statement.balances.note"), tuple(parts))


def _amount(balances: Balances, name: str) -> Fraction:
    amount: Fraction = balances.held_total if name == "held" else getattr(balances, name)
    return amount


def _columns(found: Statement, label: Value) -> tuple[TableColumn, ...]:
    """Return a column a pay period: balances have no total over them."""
    columns = period_columns(found, label)
    return columns if len(found.columns) == 1 else columns[:-1]


def _cells(found: Statement, amounts: list[Fraction]) -> tuple[Value, ...]:
    return tuple(money(amount, found.currency) for amount in amounts)


def _opened(found: Statement) -> DataTable:
    """Return what stood open when each pay period began: what the one before left."""
    rows = []
    for name in _NAMES:
        amounts = [_amount(column.bridge.opening, name) for column in found.columns]
        before = [f"{{closed[{name}].p{index - 1}}}" if index else "" for index in range(len(amounts))]
        cells = (say(f"statement.balance.{name}"), *_cells(found, amounts))
        rows.append(TableRow(cells, key=name, formulas=("", *before)))
    columns = _columns(found, say("statement.section.balances"))
    return DataTable("opened", say("statement.balances.opened"), columns, tuple(rows), _total(found, "opening"))


def _closed(found: Statement) -> DataTable:
    """Return what each pay period left: what it began with, changed by the steps of the bridge."""
    shown = shown_steps(found)
    rows = []
    for name in _NAMES:
        amounts = [_amount(column.bridge.closing, name) for column in found.columns]
        formulas = [_left(found, index, name, shown) for index in range(len(amounts))]
        cells = (say(f"statement.balance.{name}"), *_cells(found, amounts))
        rows.append(TableRow(cells, key=name, formulas=("", *formulas)))
    columns = _columns(found, say("statement.section.balances"))
    return DataTable("closed", say("statement.balances.closed"), columns, tuple(rows), _total(found, "closing"))


def _total(found: Statement, moment: str) -> TableRow:
    table = {"opening": "opened", "closing": "closed"}[moment]
    totals = [getattr(column.bridge, moment).total for column in found.columns]
    keys = [column_key(found, index) for index in range(len(totals))]
    sums = [f"SUM({{{table}.{key}}})" for key in keys]
    return TableRow((say("column.total"), *_cells(found, totals)), emphasis=True, formulas=("", *sums))


def _left(found: Statement, index: int, name: str, shown: tuple[str, ...]) -> str:
    """Return how a balance follows from the one before; "" where what is put off and what is carried share a step."""
    key, terms = column_key(found, index), found.columns[index].terms

    def step(of: str) -> str:
        return f"{{bridge[{of}].{key}}}" if of in shown else "0"

    before = f"{{opened[{name}].{key}}}"
    if name in ("deferred", "carried") and terms.minimum and terms.tops_up:
        return ""
    if name == "deferred":
        kept = f"MAX(0,-{step('minimum')})"
        return kept if terms.forfeits else f"{before}-{step('cap')}+{kept}"
    return {
        "unreleased": f"-{step('closing')}",
        "held": f"{before}-{step('holds')}",
        "draw": f"{before}-MIN(0,{step('draw')})" if terms.forgives else f"{before}-{step('draw')}",
        "carried": f"-MAX(0,{step('minimum')})",
    }[name]


def _limits(found: Statement) -> tuple[DataTable, ...]:
    """Return the limits that the bridge's formulas refer to; no table where there are none."""
    rows = []
    for name in _LIMITS:
        values = [_limit(column.terms, name, owes=bool(column.bridge.opening.draw)) for column in found.columns]
        if any(value is not None for value in values):
            unit = percent if name == "recovery" else lambda amount: money(amount, found.currency)
            cells = (None if value is None else unit(value) for value in values)
            rows.append(TableRow((say(f"statement.limit.{name}"), *cells), key=name))
    columns = _columns(found, say("statement.limits"))
    return (DataTable("limits", say("statement.limits"), columns, tuple(rows)),) if rows else ()


def _limit(terms: Terms, name: str, *, owes: bool) -> Fraction | None:
    if name == "recovery":
        return terms.recovery if owes or terms.draw is not None else None
    if name == "least":
        return terms.least if terms.draw is not None else None
    if name == "minimum":
        return terms.minimum or None
    found: Fraction | None = getattr(terms, name)
    return found


def _so_far(found: Statement) -> DataTable:
    """Return what was paid in the year and in twelve months, the statement's own pay periods included."""
    last = found.columns[-1]
    year = last.period.end.year
    rows = []
    for name, amount in (("year", last.year_to_date), ("twelve", last.twelve_months)):
        mine = [column for column in found.columns if name == "twelve" or column.period.end.year == year]
        before = amount - sum((column.bridge.payable for column in mine), Fraction(0))
        rows.append(
            TableRow((say(f"statement.paid.{name}-before"), money(before, found.currency)), key=f"{name}-before")
        )
        whole = f"{{so-far[{name}-before].amount}}+{{bridge[payable].total}}"
        cells = (say(f"statement.paid.{name}"), money(amount, found.currency))
        rows.append(TableRow(cells, emphasis=True, key=name, formulas=("", whole)))
    columns = (TableColumn("label", say("statement.paid.span")), TableColumn("amount", say("column.amount"), "end"))
    return DataTable("so-far", say("statement.paid"), columns, tuple(rows))


def written_section(found: Statement) -> tuple[Section, ...]:
    """Return the sheet of what was written by hand, where there is any: manual lines, and holds in force."""
    tables = [_manual(found, column, result) for column in found.columns for result in manual_results(column)]
    tables += [_held(found, index) for index, column in enumerate(found.columns) if holds_of(column)]
    title, note = say("statement.section.written"), say("statement.written.note")
    return (Section("written", title, note, tuple(tables)),) if tables else ()


def _manual(found: Statement, column: PayColumn, result: ComponentResult) -> DataTable:
    notes = {each.key: each for each in column.written if each.what or each.author}
    columns = (
        TableColumn("key", say("statement.written.line")),
        TableColumn("day", say("column.date")),
        TableColumn("item", say("statement.written.item")),
        TableColumn("released", say("column.amount"), "end", total=True),
        TableColumn("paid_before", say("statement.paid-before"), "end", total=True),
        TableColumn("payable", say("statement.payable"), "end", formula="{released}-{paid_before}", total=True),
        TableColumn("reason", say("statement.written.reason")),
        TableColumn("author", say("statement.written.author")),
        TableColumn("approver", say("statement.written.approver")),
    )
    rows = []
    for line in result.lines:
        note = notes.get(line.key)
        amounts = (money(each, found.currency) for each in (line.released, line.paid_before, line.payable))
        texts = (Verbatim(each) for each in ((note.reason, note.author, note.approver) if note else ("", "", "")))
        rows.append(TableRow((key_name(line.key), line.day, business_name(line.customer), *amounts, *texts)))
    sums = (sum((getattr(line, name) for line in result.lines), Fraction(0)) for name in _SUMMED)
    amounts_ = tuple(money(each, found.currency) for each in sums)
    foot = TableRow((say("column.total"), None, None, *amounts_, None, None, None), emphasis=True)
    title = say("statement.written.manual", period=column.period)
    return DataTable(manual_id(column, result), title, columns, tuple(rows), foot)


_SUMMED = ("released", "paid_before", "payable")


def _held(found: Statement, index: int) -> DataTable:
    column = found.columns[index]
    columns = (
        TableColumn("key", say("statement.held.what")),
        TableColumn("since", say("statement.since")),
        TableColumn("until", say("statement.held.until")),
        TableColumn("before", say("statement.held.before"), "end"),
        TableColumn("due", say("statement.held.due"), "end"),
        TableColumn("amount", say("statement.held.amount"), "end"),
        TableColumn("reason", say("statement.written.reason")),
        TableColumn("approver", say("statement.written.approver")),
    )
    rows = tuple(_held_row(found, index, number, each) for number, each in enumerate(holds_of(column)))
    return DataTable(held_id(column), say("statement.held", period=column.period), columns, rows)


def _held_row(found: Statement, index: int, number: int, held: Written) -> TableRow:
    """Return a hold: what was held of it before, what would be paid of it now, and so what is held."""
    column, everything = found.columns[index], held.key == ALL_PAY
    lines = (line for result in ruled_results(column) for line in result.lines if line.key == held.key)
    due = all_due(found, index) if everything else sum((line.payable for line in lines), Fraction(0))
    before = money(column.bridge.opening.held.get(held.key, Fraction(0)), found.currency)
    cells = (
        say("statement.held.all") if everything else key_name(held.key),
        held.since,
        held.until,
        before,
        money(due, found.currency),
        money(held.amount, found.currency),
        Verbatim(held.reason),
        Verbatim(held.approver),
    )
    formulas = ("", "", "", "", due_formula(found, index, held.key, "{key}"), held_formula(held.key), "", "")
    return TableRow(cells, key=str(number), formulas=formulas)
