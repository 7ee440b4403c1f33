"""The plan's components against the tables → what cannot be rated, or would be rated wrongly without a word."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.measure import kinds
from reportgen.measure.pay.bench import Bench, known_rows
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered, base_of
from reportgen.model.period import Period
from reportgen.model.plan import Measure
from reportgen.model.problem import Problem
from reportgen.model.table import Table


def unlike_taxes(bench: Bench, period: Period) -> Iterator[Problem]:
    """Find components that compare what was invoiced with tax with what was collected without, or the reverse."""
    for component in _versions(bench, period):
        if component.release.on == "booking":
            continue
        names = (component.release.invoiced, component.release.collected)
        taxes = [_tax(bench, bench.measure(name, component.since)) for name in names]
        if all(taxes) and taxes[0] != taxes[1]:
            told = (("invoiced", names[0]), ("first", taxes[0]), ("collected", names[1]), ("second", taxes[1]))
            values = (("component", component.id), *told)
            yield Problem(kinds.TAX_MISMATCH, component.place, component.id, values)


def unrated(bench: Bench, period: Period) -> Iterator[Problem]:
    """Find components that pay nobody because the inputs have no such table or column: said aloud, never a silent 0."""
    for component in _versions(bench, period):
        rule, release = component.rule, component.release
        per = rule.per if isinstance(rule, Tiered) else ""
        for name in dict.fromkeys((base_of(rule), per, release.invoiced, release.collected)):
            measure = bench.measure(name, component.since) if name else None
            needs = _missing(bench, measure, component) if measure else ""
            if measure and needs:
                values = (("component", component.id), ("table", measure.table), ("needs", needs))
                yield Problem(kinds.PAY_UNRATED, component.place, name, values)


def shared_transactions(bench: Bench, period: Period) -> Iterator[Problem]:
    """Find transactions whose sales are several people's: the first of them is paid for all."""
    seen: set[tuple[str, str]] = set()
    for component in _versions(bench, period):
        rule = component.rule
        if not isinstance(rule, Tiered):
            continue
        measure = bench.measure(rule.base, component.since)
        table = bench.table(measure)
        if table is None or (measure.id, rule.transaction) in seen:
            continue
        seen.add((measure.id, rule.transaction))
        yield from _shared(table, measure, rule.transaction, period)


def _shared(table: Table, measure: Measure, transaction: str, period: Period) -> Iterator[Problem]:
    if transaction not in table.columns or measure.person not in table.columns:
        return
    rows = known_rows(table, measure, period.end)
    sold = rows[rows["_value"] > 0]
    people = sold.groupby(transaction)["_person"].nunique()
    shared = people[people > 1].index
    if len(shared):
        position = int((table.frame[transaction] == shared[0]).fillna(value=False).to_numpy().argmax())
        values = (("count", str(len(shared))), ("table", table.kind))
        yield Problem(kinds.TRANSACTION_SHARED, table.place(position), str(shared[0]), values)


def _versions(bench: Bench, period: Period) -> list[Component]:
    return [component for component in bench.plan.components if component.since <= period.end]


def _tax(bench: Bench, measure: Measure) -> str:
    table = bench.table(measure)
    return table.columns[measure.column].tax if table else ""


def _missing(bench: Bench, measure: Measure, component: Component) -> str:
    """Return which columns a component lacks for a measure, "" where it lacks none."""
    transaction = component.rule.transaction if isinstance(component.rule, Tiered) else ""
    table = bench.dataset.tables.get(measure.table)
    needed = dict.fromkeys((measure.date, measure.column, transaction, *measure.where))
    return ", ".join(name for name in needed if name and (table is None or name not in table.columns))
