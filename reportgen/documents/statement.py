"""A payee's statement → the commission workbook.

Summary with the bridge, every credit with live formulas, clauses, how to dispute.
"""

from __future__ import annotations

from dataclasses import replace
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
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Excess, Flat, Tiered
from reportgen.model.quantity import money, percent

_STEPS = ("opening", "earned", "prior", "closing", "payable")


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
                "-{bridge[closing].total}",
            ),
        ),
    )
    parts = (figures, _bridge(found), _components(found))
    return Section("summary", say("statement.section.summary"), None, parts)


def _period_columns(found: Statement, label: Value) -> tuple[TableColumn, ...]:
    """Return a column a pay period and their total; one pay period is its own total."""
    periods = tuple(TableColumn(f"p{index}", column.period, "end") for index, column in enumerate(found.columns))
    if len(periods) == 1:
        return (TableColumn("label", label), TableColumn("total", found.columns[0].period, "end"))
    return (TableColumn("label", label), *periods, TableColumn("total", say("column.total"), "end"))


def _with_total(found: Statement, amounts: list[Fraction], total: Fraction) -> tuple[Value, ...]:
    shown = (total,) if len(amounts) == 1 else (*amounts, total)
    return tuple(money(amount, found.currency) for amount in shown)


def _bridge(found: Statement) -> DataTable:
    """Return opening → payable, each a formula over the credits; what waits for cash is taken off before payable."""
    rows = tuple(_bridge_row(found, step) for step in _STEPS)
    note = say("statement.bridge.note")
    columns = _period_columns(found, say("statement.bridge.step"))
    return DataTable("bridge", say("statement.bridge"), columns, rows, note=note)


def _bridge_row(found: Statement, step: str) -> TableRow:
    sign = -1 if step == "closing" else 1
    amounts: list[Fraction] = [sign * getattr(column.bridge, step) for column in found.columns]
    total = {"opening": amounts[0], "closing": amounts[-1]}.get(step, sum(amounts, Fraction(0)))
    last = len(amounts) - 1
    over = {"opening": "{p0}", "closing": f"{{p{last}}}"}.get(
        step, "+".join(f"{{p{each}}}" for each in range(last + 1))
    )
    formulas: tuple[str, ...]
    if last == 0:
        formulas = ("", _bridge_formula(found.columns[0], step, "total"))
    else:
        each = (_bridge_formula(column, step, f"p{index}") for index, column in enumerate(found.columns))
        formulas = ("", *each, over)
    cells = (say(f"statement.bridge.{step}"), *_with_total(found, amounts, total))
    return TableRow(cells, emphasis=step == "payable", key=step, formulas=formulas)


def _bridge_formula(column: PayColumn, step: str, key: str) -> str:
    """Return how a step derives from the credits of its pay period; nothing to derive from is a plain zero."""
    if step == "payable":
        return "+".join(f"{{bridge[{name}].{key}}}" for name in _STEPS if name != "payable")
    plus, minus = {
        "opening": ("earned_before", "paid_before"),
        "earned": ("new", ""),
        "prior": ("prior", ""),
        "closing": ("released", "earned"),
    }[step]
    tables = [table_id(column, result) for result in column.components if result.lines and has_column(result, plus)]
    added = "+".join(f"SUM({{{table}.{plus}}})" for table in tables)
    return added + "".join(f"-SUM({{{table}.{minus}}})" for table in tables) if minus else added


def _components(found: Statement) -> DataTable:
    """Return what each component pays, by pay period: the same sum as the bridge, taken the other way."""
    ids = list(dict.fromkeys(result.component.id for column in found.columns for result in column.components))
    rows = tuple(_component_row(found, name) for name in ids)
    totals = [column.bridge.payable for column in found.columns]
    foot = TableRow((say("column.total"), *_with_total(found, totals, found.payable)), emphasis=True)
    columns = tuple(
        replace(each, total=each.key != "label") for each in _period_columns(found, say("statement.component"))
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
    if len(formulas) > 1:
        formulas.append("+".join(f"{{p{index}}}" for index in range(len(amounts))))
    cells = (named(component.name), *_with_total(found, amounts, sum(amounts, Fraction(0))))
    return TableRow(cells, key=name, formulas=("", *formulas))


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
    if isinstance(rule, Flat):
        rate: Value = percent(rule.rate) if rule.rate is not None else say("statement.own-rate")
        return say("statement.terms.flat", rate=rate, release=released)
    if isinstance(rule, Excess):
        return say(
            f"statement.terms.excess-{rule.over}", gate=percent(rule.gate), rate=percent(rule.rate), release=released
        )
    raise TypeError(type(rule).__name__)


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
