"""A payee's statement → the commission workbook.

Summary with the bridge, every credit with live formulas, clauses, how to dispute.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.credits import credit_section, has_column, table_id
from reportgen.documents.wording import frame, named, say
from reportgen.model.document import (
    DataTable,
    Document,
    Message,
    Metric,
    Metrics,
    Paragraph,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Measured, PayColumn, Statement, Status
from reportgen.model.money import decimal_text
from reportgen.model.pay import Component, Tiered
from reportgen.model.quantity import money, percent

_STEPS = ("opening", "earned", "prior", "payable", "closing")


def statement(measured: Measured, payee: str) -> Document:
    """Compose the statement of one payee: a column a pay period and a total (pay.md §2.7, §7)."""
    found = measured.statements[payee]
    sections = [_summary(found)]
    sections += [
        credit_section(found, column, result)
        for column in found.columns
        for result in column.components
        if result.lines
    ]
    sections += [_clauses(found), _dispute(found)]
    title: Value = say("statement.fund", name=Verbatim(found.name)) if found.fund else Verbatim(found.name)
    heading = say(f"statement.heading.{measured.period.grain}", period=measured.period)
    facts = (
        say("statement.fact.payee", id=Verbatim(payee), version=Verbatim(measured.plan.company.version)),
        say("statement.fact.currency", currency=Verbatim(found.currency), cut_off=measured.cut_off),
    )
    return frame(measured, "statement", payee, title, heading, tuple(sections), facts=facts, draft=found.draft)


def _summary(found: Statement) -> Section:
    closing = found.columns[-1].bridge.closing
    figures = Metrics(
        "figures",
        (
            Metric(
                "payable",
                say("statement.payable"),
                money(found.payable, found.currency),
                None,
                Status.NONE,
                "{bridge[payable].total}",
            ),
            Metric(
                "closing",
                say("statement.waiting"),
                money(closing, found.currency),
                None,
                Status.NONE,
                "{bridge[closing].total}",
            ),
        ),
    )
    parts = (figures, _bridge(found), _components(found))
    return Section("summary", say("statement.section.summary"), None, parts)


def _period_columns(found: Statement, label: Value) -> tuple[TableColumn, ...]:
    periods = tuple(TableColumn(f"p{index}", column.period, "end") for index, column in enumerate(found.columns))
    return (TableColumn("label", label), *periods, TableColumn("total", say("column.total"), "end"))


def _bridge(found: Statement) -> DataTable:
    """Return opening → payable → closing, each a formula over the credits."""
    rows = tuple(_bridge_row(found, step) for step in _STEPS)
    note = say("statement.bridge.note")
    columns = _period_columns(found, say("statement.bridge.step"))
    return DataTable("bridge", say("statement.bridge"), columns, rows, note=note)


def _bridge_row(found: Statement, step: str) -> TableRow:
    amounts: list[Fraction] = [getattr(column.bridge, step) for column in found.columns]
    total = {"opening": amounts[0], "closing": amounts[-1]}.get(step, sum(amounts, Fraction(0)))
    last = len(amounts) - 1
    over = {"opening": "{p0}", "closing": f"{{p{last}}}"}.get(
        step, "+".join(f"{{p{index}}}" for index in range(len(amounts)))
    )
    cells: tuple[Value, ...] = (
        say(f"statement.bridge.{step}"),
        *(money(amount, found.currency) for amount in (*amounts, total)),
    )
    formulas = ("", *(_bridge_formula(column, step, index) for index, column in enumerate(found.columns)), over)
    return TableRow(cells, emphasis=step == "payable", key=step, formulas=formulas)


def _bridge_formula(column: PayColumn, step: str, index: int) -> str:
    """Return how a step derives from the credits of its pay period; nothing to derive from is a plain zero."""
    if step == "payable":
        added = "+".join(f"{{bridge[{name}].p{index}}}" for name in ("opening", "earned", "prior"))
        return f"{added}-{{bridge[closing].p{index}}}"
    plus, minus = {
        "opening": ("earned_before", "paid_before"),
        "earned": ("new", ""),
        "prior": ("prior", ""),
        "closing": ("earned", "released"),
    }[step]
    tables = [table_id(column, result) for result in column.components if result.lines and has_column(result, plus)]
    added = "+".join(f"SUM({{{table}.{plus}}})" for table in tables)
    return added + "".join(f"-SUM({{{table}.{minus}}})" for table in tables) if minus else added


def _components(found: Statement) -> DataTable:
    """Return what each component pays, by pay period: the same sum as the bridge, taken the other way."""
    ids = list(dict.fromkeys(result.component.id for column in found.columns for result in column.components))
    rows = tuple(_component_row(found, name) for name in ids)
    totals = [column.bridge.payable for column in found.columns]
    cells: tuple[Value, ...] = (
        say("column.total"),
        *(money(total, found.currency) for total in (*totals, found.payable)),
    )
    foot = TableRow(cells, emphasis=True)
    columns = tuple(
        TableColumn(each.key, each.label, each.align, total=each.key != "label")
        for each in _period_columns(found, say("statement.component"))
    )
    return DataTable("components", say("statement.components"), columns, rows, foot, empty=say("statement.uncovered"))


def _component_row(found: Statement, name: str) -> TableRow:
    results = [[each for each in column.components if each.component.id == name] for column in found.columns]
    amounts = [sum((each.payable for each in column), Fraction(0)) for column in results]
    component = next(each for column in results for each in column).component
    formulas = [
        "+".join(f"SUM({{{table_id(column, each)}.payable}})" for each in mine if each.lines)
        for column, mine in zip(found.columns, results, strict=True)
    ]
    total = "+".join(f"{{p{index}}}" for index in range(len(amounts)))
    cells: tuple[Value, ...] = (
        named(component.name),
        *(money(amount, found.currency) for amount in (*amounts, sum(amounts, Fraction(0)))),
    )
    return TableRow(cells, key=name, formulas=("", *formulas, total))


def _clauses(found: Statement) -> Section:
    """Return the plan clauses that applied, in words, with the day since when and the reason."""
    columns = (
        TableColumn("clause", say("statement.clause")),
        TableColumn("name", say("statement.component")),
        TableColumn("since", say("statement.since")),
        TableColumn("terms", say("statement.terms")),
        TableColumn("because", say("column.because")),
    )
    versions: dict[tuple[str, str], Component] = {}
    for column in found.columns:
        for result in column.components:
            versions[(result.component.id, result.component.since.isoformat())] = result.component
    rows = tuple(
        TableRow((Verbatim(each.clause), named(each.name), each.since, _terms(each), named(each.because)))
        for each in versions.values()
    )
    table = DataTable("clauses", say("statement.clauses"), columns, rows, empty=say("statement.uncovered"))
    return Section("clauses", say("statement.section.clauses"), None, (table,))


def _terms(component: Component) -> Message:
    rule = component.rule
    released = say(f"statement.release.{component.release.on}")
    if isinstance(rule, Tiered):
        share = "share" if rule.per else "amount"
        tiers = ", ".join(f"{_plain(tier.start, share)}: {_plain(tier.rate, 'share')}" for tier in rule.tiers)
        return say(f"statement.terms.{rule.mode}", tiers=Verbatim(tiers), release=released)
    if rule.kind == "flat":
        rate: Value = percent(rule.rate) if rule.rate is not None else say("statement.own-rate")
        return say("statement.terms.flat", rate=rate, release=released)
    return say(
        f"statement.terms.excess-{rule.over}", gate=percent(rule.gate), rate=percent(rule.rate), release=released
    )


def _plain(value: Fraction, kind: str) -> str:
    text = decimal_text(value * 100 if kind == "share" else value) or str(value)
    return f"{text}%" if kind == "share" else text


def _dispute(found: Statement) -> Section:
    columns = tuple(
        TableColumn(name, say(f"statement.dispute.{name}")) for name in ("line", "expected", "reason", "evidence")
    )
    rows = tuple(TableRow((None, None, None, None)) for _ in range(8))
    table = DataTable("dispute", say("statement.dispute"), columns, rows)
    return Section(
        "dispute", say("statement.section.dispute"), None, (Paragraph("how", say("statement.dispute.how")), table)
    )
