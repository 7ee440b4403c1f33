"""What a measure counts for somebody → a sum for each thing, by the values of a column; or one sum a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.actuals.reading import Only, opened, rows_on
from reportgen.measure.columns import at_scale, sums_by_number, texts_apart
from reportgen.measure.kpis.source import Held, Source
from reportgen.measure.pay.credits.known import rows_known
from reportgen.measure.pay.rating.asked import Asked, Stay, finished
from reportgen.measure.pay.rating.bases import each_stay, whose
from reportgen.measure.pay.rating.figures import books, value_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import Cash, Payee, known_until, settled
from reportgen.measure.pay.rating.slices import ONE
from reportgen.model.measured import Slices, Subject
from reportgen.model.pay_kinds import LumpSum
from reportgen.model.period import Period
from reportgen.model.problem import Problem
from reportgen.model.quantity import NotMeasured, Quantity, count
from reportgen.model.step import Rows, Step
from reportgen.model.table import ColumnType, Table

_OTHER = ""


def lump_sum_lines(asked: Asked, rule: LumpSum) -> tuple[list[PeriodLine], list[Problem]]:
    """Pay each person, or each team's fund, the sums of a period."""
    if rule.measure and rule.transaction:
        every = ((period, found) for period in finished(asked) for found in _counted(asked, rule, period))
        return [line for period, found in every for line in _each(asked, rule, *found, period)], []
    return [
        settled(asked, payee, _rated(asked, rule, stay, payee, period), None)
        for period, stay, payee in each_stay(asked)
    ], []


def _rated(asked: Asked, rule: LumpSum, stay: Stay, payee: Payee, period: Period) -> Rated:
    if not rule.measure:
        amount = sum(rule.amounts.values(), NOTHING)
        counted = stay.share if rule.prorated == "yes" else ONE
        return Rated(counted, NOTHING, (_part(_OTHER, counted, amount),))
    whole = value_of(asked, rule.measure, payee.subject, period)
    if not isinstance(whole.value, Quantity):
        return Rated(NOTHING, NOTHING, (), reason="" if whole.value.reason == "not-employed" else "no-figure")
    steps, parts = [whole], []
    rest = whole.value.value
    for value, amount in rule.amounts.items():
        if value == _OTHER or not rule.by:
            continue
        step = value_of(asked, rule.measure, payee.subject, period, Only(rule.by, value))
        found = step.value.value if isinstance(step.value, Quantity) else NOTHING
        rest -= found
        steps.append(replace(step, name=f"{step.name} {value}"))
        parts.append(_part(value, found, amount))
    if _OTHER in rule.amounts:
        parts.append(_part(_OTHER, rest, rule.amounts[_OTHER]))
    return Rated(whole.value.value, NOTHING, tuple(parts), (), "", tuple(steps))


def _part(name: str, counted: Fraction, amount: Fraction) -> Slices:
    return Slices(NOTHING, counted, amount, counted * amount, name, "number", sums=True)


_Counted = tuple[Stay, Payee, Held, list[dict[str, str]]]
"""Who is paid for a stay, the rows that a measure counts for them, and each thing that these tell of."""


def _counted(asked: Asked, rule: LumpSum, period: Period) -> list[_Counted]:
    """Return for whom a measure counts any row of a period: once, where the books are the same at every cut-off."""
    apart = asked.cut_off if asked.bench.books is None else None
    name = ("counted", asked.component.id, asked.component.since, period, apart)
    return asked.bench.once(name, lambda: list(_count(asked, rule, period)))


def _count(asked: Asked, rule: LumpSum, period: Period) -> Iterator[_Counted]:
    found = books(asked)
    page = opened(found, rule.measure, period)
    if page.book is None or rule.transaction not in page.book.table.columns:
        return
    for _, stay, payee in whose(asked, period):
        if rows_on(page, payee.subject).total.rows:
            held = Source(found, asked.targets, payee.subject).rows(rule.measure, period)
            if not isinstance(held, NotMeasured):
                yield stay, payee, held, _things(rule, held)


def _each(
    asked: Asked, rule: LumpSum, stay: Stay, payee: Payee, held: Held, things: list[dict[str, str]], period: Period
) -> Iterator[PeriodLine]:
    """Return a line for each row that the measure counts in a period, which waits for its own cash."""
    firsts = _firsts(asked, rule, held, period)
    for row in things:
        if firsts.get(row[_one(rule, held)], row[rule.transaction]) != row[rule.transaction]:
            continue
        key, value = row[rule.transaction], row.get(rule.by, "")
        amount = rule.amounts.get(value, rule.amounts.get(_OTHER, NOTHING))
        rated = Rated(ONE, NOTHING, (_part(value, ONE, amount),), steps=(_step(held.told, rule, key),))
        line = settled(asked, replace(payee, key=key), rated, _cash(asked, rule, stay, key))
        yield replace(line, customer=row.get("customer_name", row.get("customer", "")))


def _things(rule: LumpSum, held: Held) -> list[dict[str, str]]:
    """Return the counted rows' texts; what is counted by its different values, once each."""
    table, one = held.book.table, _one(rule, held)
    names = [name for name in (rule.transaction, rule.by, "customer_name", "customer") if name in table.columns]
    texts = {name: _texts(held, name) for name in dict.fromkeys((*names, one))}
    met: dict[str, dict[str, str]] = {}
    for row in zip(*texts.values(), strict=True):
        found = dict(zip(texts, row, strict=True))
        met.setdefault(found[one], found)
    return list(met.values())


def _texts(held: Held, name: str) -> list[str]:
    """Return a column's texts in the counted rows."""
    table, lines = held.book.table, held.book.lines
    if table.columns[name].type not in (ColumnType.ID, ColumnType.TEXT, ColumnType.PERIOD):
        cells = table.frame[name].iloc[lines.position[held.index]]
        return [str(text) for text in cells.astype("string").fillna("")]
    codes, values = lines.coded(name, held.index), lines.values(name)
    return [values[code] if code >= 0 else "" for code in codes.tolist()]


def _one(rule: LumpSum, held: Held) -> str:
    """Return the column whose values are the things that are counted."""
    return held.book.measure.column if held.book.measure.how == "distinct" else rule.transaction


def _firsts(asked: Asked, rule: LumpSum, held: Held, period: Period) -> Mapping[str, str]:
    """Return under which key each thing is met first: what is counted by different values is paid for once."""
    measure = held.book.measure
    if measure.how != "distinct" or not measure.date:
        return {}
    key = ("firsts", measure.id, rule.transaction, asked.cut_off)
    if key not in asked.bench.kept:
        every = Source(books(asked), asked.targets, Subject("company", "")).rows(measure.id, period, ever=True)
        last = asked.cut_off
        asked.bench.kept[key] = {} if isinstance(every, NotMeasured) else _oldest(rule, every, last)
    found: Mapping[str, str] = asked.bench.kept[key]
    return found


def _oldest(rule: LumpSum, every: Held, last: date) -> Mapping[str, str]:
    table, measure = every.book.table, every.book.measure
    positions = every.book.lines.position[every.book.lines.all]
    rows = table.frame[[measure.column, rule.transaction, measure.date]].iloc[positions]
    known = rows[rows[measure.date] <= pd.Timestamp(last)].sort_values(measure.date, kind="stable")
    first = known.drop_duplicates(measure.column, keep="first")
    return dict(zip(first[measure.column].astype(str), first[rule.transaction].astype(str), strict=True))


def _step(told: Rows, rule: LumpSum, key: str) -> Step:
    return Step(rule.measure, count(1), rows=replace(told, key=rule.transaction, value=key, count=1))


def _cash(asked: Asked, rule: LumpSum, stay: Stay, key: str) -> Cash | None:
    release = asked.component.release
    if release.on in ("booking", "delivery", "schedule"):
        return None
    known = known_until(asked, stay.person.id)
    return Cash(*(_sum(asked, name, rule.transaction, key, known) for name in (release.invoiced, release.collected)))


def _sum(asked: Asked, name: str, transaction: str, key: str, known: date) -> Fraction:
    """Return a cash measure of one transaction, summed once for all of them."""
    kept = asked.bench.kept
    what = ("by transaction", name, transaction, known, asked.component.since)
    measure = asked.bench.measure(name, asked.component.since)
    table = asked.bench.table(measure)
    if table is None or transaction not in table.columns:
        return NOTHING
    apart = ("told apart", id(table), transaction)
    numbers, places = asked.bench.once(apart, lambda: _told_apart(table, transaction))
    if what not in kept:
        rows = rows_known(asked.bench, table, measure, known)
        kept[what] = sums_by_number(numbers.reindex(rows.index).to_numpy(), rows["_value"], np.arange(len(places)))
    amount = int(kept[what][places[key]]) if key in places else 0
    return at_scale(amount, table.columns[measure.column].scale)


def _told_apart(table: Table, transaction: str) -> tuple[pd.Series[Any], Mapping[str, int]]:
    """Return the number of each row's transaction, and that of each transaction."""
    numbers, texts = texts_apart(table.frame[transaction])
    return pd.Series(numbers, index=table.frame.index), {text: at for at, text in enumerate(texts.to_pylist())}
