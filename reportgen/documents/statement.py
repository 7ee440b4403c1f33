"""A payee's statement → the commission workbook.

Summary with the bridge, every credit with live formulas, clauses, how to dispute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reportgen.documents.attained import attained
from reportgen.documents.balances import balances_section, written_section
from reportgen.documents.bridge import bridge_table, column_key, manual_id, period_columns, with_total
from reportgen.documents.credits import credit_section
from reportgen.documents.disputes import answers_section, dispute_section
from reportgen.documents.operands import table_id
from reportgen.documents.prior import prior_section
from reportgen.documents.terms import terms
from reportgen.documents.wording import Edition, edition_of, framed, named, say
from reportgen.model.balances import ACTING
from reportgen.model.document import (
    DataTable,
    Document,
    Message,
    Metric,
    Metrics,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.listed import made
from reportgen.model.measured import ComponentResult, Measured, PayColumn, Statement, Status
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Draw, Guarantee, Manual, Tiered
from reportgen.model.quantity import money

_FEW = 4
"""Lines up to which a component shares its sheet with others."""


_MOST_QUIET = 2
"""Components without anything to pay up to which each has its row in sight."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """All that a statement is composed of: it can say nothing else, and says the same where this is the same.

    Every value in it is plain and complete: nothing is computed when it is asked for.
    """

    found: Statement
    edition: Edition


def statement_view(measured: Measured, payee: str) -> StatementView:
    """Return what a payee's statement is composed of."""
    return StatementView(measured.statements[payee], edition_of(measured))


def statement(measured: Measured, payee: str) -> Document:
    """Compose the statement of one payee: a column a pay period and a total (pay.md §2.7, §7)."""
    return composed_statement(statement_view(measured, payee))


def composed_statement(view: StatementView) -> Document:
    """Compose a statement of what it rests on, and of nothing else of the model."""
    found, edition = made(view.found), view.edition
    many, few = _credits(found)
    alone = _is_sheet(few)
    sections = [_summary(found, few), *many, *(few if alone else ()), *_balances(found)]
    sections += [*_clauses(found, () if alone else few), *answers_section(found), dispute_section(found)]
    title: Value = say("statement.fund", name=Verbatim(found.name)) if found.fund else Verbatim(found.name)
    heading = say(f"statement.heading.{edition.period.grain}", period=edition.period)
    facts = (
        # The head says version and cut-off already; a company's own catalogue may name them here too.
        say("statement.fact.payee", id=Verbatim(found.payee), version=Verbatim(edition.version)),
        say("statement.fact.currency", currency=Verbatim(found.currency), cut_off=edition.cut_off),
    )
    return framed(edition, "statement", found.payee, title, heading, tuple(sections), facts=facts, draft=found.draft)


def _credits(found: Statement) -> tuple[list[Section], list[Section]]:
    """Return the sheets of all components: those that have one each, and those of few lines, that share one.

    Of the latter, one of which nothing comes says so in a line, and its rows are folded away. One that pays by the
    transaction has a sheet of its own: its many columns suit no other.
    """
    results = [
        (column, each)
        for column in found.columns
        for each in column.components
        if each.lines and not isinstance(each.component.rule, Manual)
    ]
    few = [(column, each) for column, each in results if not _is_alone(each)]
    many = [credit_section(found, column, each) for column, each in results if _is_alone(each)]
    group = say("statement.section.others") if len(few) > 1 else None
    shared = [
        replace(credit_section(found, column, each), group=group, folded=None if _pays(each) else _why_folded(each))
        for column, each in sorted(few, key=lambda one: not _pays(one[1]))
    ]
    return many, shared


def _why_folded(result: ComponentResult) -> Message:
    """Return why nothing comes of a component: the gate that was not reached, where it is that."""
    for line in reversed(result.lines):
        held = dict(line.inputs)
        reached = held.get("reached") or held.get("attainment")
        if line.reason == "below-gate" and reached and "gate" in held:
            return say("statement.folded.gate", reached=reached, gate=held["gate"])
    return say("statement.folded")


def _is_alone(result: ComponentResult) -> bool:
    """Tell whether a component has a sheet of its own."""
    return len(result.lines) > _FEW or (isinstance(result.component.rule, Tiered) and _pays(result))


def _is_sheet(few: Sequence[Section]) -> bool:
    """Tell whether components of few lines have a sheet: nothing but lines that say that nothing comes is none."""
    return any(section.folded is None for section in few)


def _balances(found: Statement) -> list[Section]:
    """Return the balances, what earlier periods changed by and what was written by hand: on one sheet."""
    sections = [balances_section(found), *prior_section(found), *written_section(found)]
    group = say("statement.section.balances") if len(sections) > 1 else None
    return [replace(section, group=group) for section in sections]


def _pays(result: ComponentResult) -> bool:
    """Tell whether anything of a component was earned, released, or is or was paid."""
    return any(line.earned or line.released or line.paid_before or line.payable for line in result.lines)


def _summary(found: Statement, few: Sequence[Section]) -> Section:
    waiting = money(found.columns[-1].bridge.closing.waiting, found.currency)
    payable = money(found.payable, found.currency)
    figures = Metrics(
        "figures",
        (
            Metric("payable", say("statement.payable"), payable, None, Status.NONE, "{bridge[payable].total}"),
            Metric("closing", say("statement.waiting"), waiting, None, Status.NONE, _waiting(found)),
            *attained(found),
        ),
    )
    parts = (figures, bridge_table(found), _components(found, few))
    return Section("summary", say("statement.section.summary"), None, parts)


def _waiting(found: Statement) -> str:
    key = column_key(found, len(found.columns) - 1)
    return "+".join(f"{{closed[{name}].{key}}}" for name in ("unreleased", "deferred", "held"))


def _components(found: Statement, few: Sequence[Section]) -> DataTable:
    """Return what each component pays, by pay period: the same sum as the bridge, taken the other way."""
    ids = list(dict.fromkeys(result.component.id for column in found.columns for result in column.components))
    acting = [step for step in ACTING if any(getattr(column.bridge, step) for column in found.columns)]
    topping = {type(each.component.rule): each.component.id for column in found.columns for each in column.components}
    steps = {step: {"guarantee": topping.get(Guarantee), "draw": topping.get(Draw)}.get(step) for step in acting}
    shown = [name for name in ids if name not in (topping.get(Guarantee), topping.get(Draw))]
    quiet = _quiet(found, shown)
    rows = (
        *(_component_row(found, name) for name in shown if name not in quiet),
        *(_step_row(found, step, name) for step, name in steps.items()),
        *_folded(found, quiet),
    )
    totals = [column.bridge.payable for column in found.columns]
    foot = TableRow((say("column.total"), *with_total(found, totals, found.payable)), emphasis=True)
    columns = tuple(
        replace(each, total=each.key != "label") for each in period_columns(found, say("statement.component"))
    )
    note = _where(few, apart=bool(steps) or any(map(_is_manual, found.columns))) if rows else None
    return DataTable(
        "components", say("statement.components"), columns, rows, foot, note, empty=say("statement.uncovered")
    )


def _is_manual(column: PayColumn) -> bool:
    return any(each.lines and isinstance(each.component.rule, Manual) for each in column.components)


def _where(few: Sequence[Section], *, apart: bool) -> Message:
    """Return on which sheets the lines stand that amounts are the sum of, and (`apart`) where what has none stands."""
    said = _sheets_of(few)
    return say("statement.components.note.steps", note=said) if apart else said


def _sheets_of(few: Sequence[Section]) -> Message:
    if not _is_sheet(few) and few:
        return say("statement.components.note", sheet=say("statement.section.clauses"))
    if len(few) > 1:
        return say("statement.components.note", sheet=say("statement.section.others"))
    return say("statement.components.note.own")


def _quiet(found: Statement, names: Sequence[str]) -> tuple[str, ...]:
    """Return the components of which nothing comes in any pay period, where they are too many to be listed."""
    told = {each.component.id for column in found.columns for each in column.components if _pays(each)}
    quiet = tuple(name for name in names if name not in told)
    return quiet if len(quiet) > _MOST_QUIET else ()


def _folded(found: Statement, quiet: tuple[str, ...]) -> Iterator[TableRow]:
    """Yield a line that says so of these components, and their rows, folded away: their sums still count."""
    if quiet:
        columns = 1 if len(found.columns) == 1 else len(found.columns) + 1
        yield TableRow((say("statement.components.quiet", count=len(quiet)), *[None] * columns))
    for name in quiet:
        yield replace(_component_row(found, name), folded=True)


def _step_row(found: Statement, step: str, component: str | None) -> TableRow:
    """Return the row of a step of the bridge that no component's lines are behind: with the others it makes payable."""
    amounts = [getattr(column.bridge, step) for column in found.columns]
    formulas = [f"{{bridge[{step}].{column_key(found, index)}}}" for index in range(len(amounts))]
    if len(formulas) > 1:
        formulas.append("+".join(f"{{p{index}}}" for index in range(len(amounts))))
    results = [each for column in found.columns for each in column.components if each.component.id == component]
    label: Value = named(results[0].component.name) if results else say(f"statement.bridge.{step}")
    cells = (label, *with_total(found, amounts, sum(amounts, Fraction(0))))
    return TableRow(cells, key=f"step-{step}", formulas=("", *formulas))


def _component_row(found: Statement, name: str) -> TableRow:
    results = [[each for each in column.components if each.component.id == name] for column in found.columns]
    amounts = [sum((each.payable for each in column), Fraction(0)) for column in results]
    component = next(each for column in results for each in column).component
    formulas = [
        "+".join(f"SUM({{{_lines_id(column, each)}.payable}})" for each in mine if each.lines)
        for column, mine in zip(found.columns, results, strict=True)
    ]
    if len(formulas) > 1:
        formulas.append("+".join(f"{{p{index}}}" for index in range(len(amounts))))
    cells = (named(component.name), *with_total(found, amounts, sum(amounts, Fraction(0))))
    return TableRow(cells, key=name, formulas=("", *formulas))


def _lines_id(column: PayColumn, result: ComponentResult) -> str:
    return manual_id(column, result) if isinstance(result.component.rule, Manual) else table_id(column, result)


def _clauses(found: Statement, quiet: Sequence[Section]) -> list[Section]:
    """Return the plan clauses that applied, and on their sheet the components of which nothing comes (`quiet`)."""
    title = say("statement.section.clauses")
    sections = (Section("clauses", title, None, (_clauses_table(found),)), *quiet)
    return [replace(section, group=title if quiet else None) for section in sections]


def _clauses_table(found: Statement) -> DataTable:
    """Return the clauses in words, with the day since when and the reason.

    Where many bring nothing in the period, they are folded away below a line that names them: all of them, where
    nothing comes at all.
    """
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
    ruled = [each.id for each in versions.values() if not isinstance(each.rule, Draw | Guarantee | Manual)]
    quiet = _quiet(found, tuple(dict.fromkeys(ruled)))
    told = [each for each in versions.values() if each.id not in quiet]
    others = [each for each in versions.values() if each.id in quiet]
    rows = tuple(map(_clause_row, told))
    if others:
        numbers = Verbatim(" · ".join(dict.fromkeys(each.clause for each in others)))
        rows += (TableRow((say("statement.clauses.quiet", clauses=numbers), *[None] * (len(columns) - 1))),)
        rows += tuple(replace(_clause_row(each), folded=True) for each in others)
    return DataTable("clauses", say("statement.clauses"), columns, rows, empty=say("statement.uncovered"))


def _clause_row(component: Component) -> TableRow:
    name, because = named(component.name), named(component.because)
    return TableRow((Verbatim(component.clause), name, component.since, terms(component), because))
