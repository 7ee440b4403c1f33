"""One pay period: every component's lines, the balances before it and what was written by hand → a column a payee."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import pandas as pd

from reportgen.measure.columns import exact_sum
from reportgen.measure.pay.ahead import eve
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.bridge.history import History, twelve_months
from reportgen.measure.pay.bridge.opened import opened_line
from reportgen.measure.pay.bridge.policies import Policies, policies
from reportgen.measure.pay.bridge.steps import Payment, bridged, terms_of, unreleased_before
from reportgen.measure.pay.known import Earlier, Known, met
from reportgen.measure.pay.lines import Found, Line, component_lines, gone_line, money_of
from reportgen.measure.pay.listed import Rows
from reportgen.measure.pay.payees import covered, in_force, slot
from reportgen.measure.pay.rating import fund_of
from reportgen.measure.pay.written import Hold, held_at, manual_lines, told
from reportgen.measure.targets import Targets
from reportgen.model.balances import ALL_PAY, NOTHING, Bridge
from reportgen.model.listed import summed
from reportgen.model.making import maker
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Draw, Guarantee, Manual
from reportgen.model.period import Period, before, spanning
from reportgen.model.plan import valid
from reportgen.model.problem import Problem
from reportgen.model.quantity import Measurable
from reportgen.model.written import Written


@dataclass(frozen=True, slots=True)
class Counter:
    """What every pay period stands on: the inputs, what was posted, the holds, and the pay periods before.

    `sought` are payees with lines that somebody asks for; those that any component rates are put into `met`.
    """

    bench: Bench
    targets: Targets
    posted: Known
    holds: tuple[Hold, ...]
    history: History
    replayed: bool = True
    sought: frozenset[tuple[str, str]] = frozenset()
    met: set[tuple[str, str]] = field(default_factory=set)


_RESULT = maker(ComponentResult)
_NO_INPUTS: Final[Mapping[str, Measurable]] = {}
"""What most results show of operands: one value for all of them."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A version of a component in a pay period, its name, and what it comes to for whom it has no lines.

    What is `manual` was written by hand; what `tops_up` has no lines of its own.
    """

    component: Component
    name: str
    empty: ComponentResult
    manual: bool
    tops_up: bool


Slots = dict[str, list[Line]]
"""A payee's lines by version of a component."""


def pay_columns(
    counter: Counter, period: Period, *, shown: bool = True
) -> tuple[dict[str, PayColumn], tuple[Problem, ...]]:
    """Return each payee's column of a pay period, and what is wrong with it; the history goes on by its bridges.

    Of one that is not `shown` only the bridges count: its transactions come summed.
    """
    bench = counter.bench
    problems: dict[Problem, None] = {}
    lines: dict[str, Slots] = {payee: {} for payee in covered(bench, period)}
    components = in_force(bench.plan, period)
    named = {id(component): slot(component) for component in components}
    rows: dict[str, Rows] = {}
    for component, line in _lines(counter, components, period, problems, rows, shown=shown):
        lines.setdefault(line.payee, {}).setdefault(named[id(component)], []).append(line)
    slots = [_slot(bench, component) for component in components]
    for payee in counter.history.owing(period):
        lines.setdefault(payee, {})
    columns = {
        payee: _column(counter, payee, period, slots, mine, rows)
        for payee, mine in lines.items()
        if _known(bench, payee)  # reading the inputs names who is on no roster
    }
    for payee, column in columns.items():
        counter.history.add(payee, period, column.bridge)
    spans = spanning(period.end, "year"), twelve_months(period)
    return {payee: _so_far(counter, payee, column, *spans) for payee, column in columns.items()}, tuple(problems)


def _slot(bench: Bench, component: Component) -> Slot:
    name, rule = slot(component), component.rule
    empty = partial(ComponentResult, component, (), NOTHING, NOTHING, NOTHING, NOTHING, _NO_INPUTS)
    nothing = bench.once(("nothing", name), empty)
    return Slot(component, name, nothing, isinstance(rule, Manual), isinstance(rule, Guarantee | Draw))


def _lines(
    counter: Counter,
    components: list[Component],
    period: Period,
    problems: dict[Problem, None],
    rows: dict[str, Rows],
    *,
    shown: bool,
) -> Iterator[tuple[Component, Line]]:
    """Yield the lines of every component, then those of what was posted or opened and is rated no more.

    Transactions come summed; those that are shown one by one are put into `rows`, by the component's version.
    """
    bench, posted = counter.bench, counter.posted
    last = before(period)
    closed = posted.closed(last)
    then = eve(bench, posted, period)
    apart = frozenset(hold.key for hold in counter.holds)
    rated: dict[str, list[Found]] = {}
    earlier: dict[str, Earlier] = {}
    for component in components:
        if isinstance(component.rule, Guarantee | Draw):
            continue  # they act on what all components pay together
        if closed and component.id not in earlier:
            earlier[component.id] = posted.before(component.id, period)
        paid = earlier[component.id] if closed else None
        if isinstance(component.rule, Manual):
            found = manual_lines(bench, component, component.rule, period.end, then, paid)
        else:
            found = component_lines(bench, component, counter.targets, period.end, then, paid, apart, shown=shown)
            if found.rows is not None:
                rows[slot(component)] = found.rows
        rated.setdefault(component.id, []).append(found)
        if counter.sought and found.rated is not None:
            counter.met.update(met(found.rated(), counter.sought))
        problems.update(dict.fromkeys(found.problems))
        yield from ((component, line) for line in found.lines)
    for component in valid(components, period.end).values():
        paid = earlier[component.id] if closed and component.id in earlier else None
        opened = bench.openings is not None and bool(bench.openings.keys(component.id))
        if component.id in rated and (opened or paid is not None):
            names = [each.rated() for each in rated[component.id] if each.rated]
            yield from ((component, line) for line in _opened(counter, component, names, paid))
            if paid is not None and len(names) == len(rated[component.id]):
                yield from ((component, line) for line in _gone(counter, component, names, paid))


def _opened(counter: Counter, component: Component, rated: list[pd.DataFrame], paid: Earlier | None) -> Iterator[Line]:
    """Yield a line for each opening balance of a component whose transaction no input tells anything of."""
    openings = counter.bench.openings
    every = openings.lines.items() if openings else ()
    mine = {(payee, key): opening for (name, payee, key), opening in every if name == component.id}
    if not mine:
        return
    told = frozenset(name for each in rated for name in met(each, frozenset(mine)))
    posted = paid.among(mine) if paid else {}
    for name, opening in mine.items():
        if name not in told:
            line = opened_line(*name, opening, posted[name].paid if paid else opening.released)
            if line is not None:
                yield line


def _gone(counter: Counter, component: Component, rated: list[pd.DataFrame], paid: Earlier) -> Iterator[Line]:
    """Yield a line for each payee and key that was posted and that no version rates any more: it is taken back."""
    openings = counter.bench.openings
    for name, was in paid.each(paid.without(rated)):
        opened = openings is not None and (component.id, *name) in openings.lines
        if not opened and (was.paid or was.earned):
            yield gone_line(component, *name, was.first, was.paid, was.earned)


def _known(bench: Bench, payee: str) -> bool:
    return payee.removeprefix(fund_of("")) in bench.roster.people


def _column(
    counter: Counter,
    payee: str,
    period: Period,
    slots: list[Slot],
    found: Slots,
    rows: Mapping[str, Rows],
) -> PayColumn:
    bench = counter.bench
    manual, ruled = (tuple(_credits(found, slots, manual=each)) for each in (True, False))
    held = held_at(counter.holds, payee, period) if counter.holds else ()
    holds = policies(bench, payee, period)
    payment = _payment(counter, payee, period, holds, ruled, manual, held)
    bridge = bridged(payment)
    mine = {*found, *covered(bench, period).get(payee, ())}
    results = [
        _topped(each.component, bridge, holds)
        if each.tops_up
        else _result(each.component, payee, found[each.name], rows.get(each.name))
        if each.name in found
        else each.empty
        for each in slots
        if each.name in mine or each.component is holds.guarantee or each.component is holds.draw
    ]
    written = tuple(_written(bench, slots, found, held, bridge))
    return PayColumn(period, tuple(results), bridge, terms_of(payment), written)


def _credits(found: Slots, slots: list[Slot], *, manual: bool) -> Iterator[CreditLine]:
    for each in slots:
        if each.manual is manual and each.name in found:
            yield from [line.credit for line in found[each.name]]


def _payment(
    counter: Counter,
    payee: str,
    period: Period,
    holds: Policies,
    lines: tuple[CreditLine, ...],
    manual: tuple[CreditLine, ...],
    held: tuple[Hold, ...],
) -> Payment:
    history = counter.history
    opening = replace(history.opening(payee, period), unreleased=unreleased_before((*lines, *manual)))
    rule, guarantee, draw = holds.rule, holds.guarantee, holds.draw
    capped = NOTHING
    if rule is not None and rule.cap_per != "pay_period":
        capped = history.capped(payee, spanning(period.end, rule.cap_per), period)
    due = None
    guaranteed = NOTHING
    if guarantee is not None and spanning(period.end, guarantee.earning).end == period.end:
        due = guarantee.rule if isinstance(guarantee.rule, Guarantee) else None
        guaranteed = history.guaranteed(payee, spanning(period.end, guarantee.earning), period)
    return Payment(
        opening=opening,
        lines=lines,
        manual=manual,
        held=frozenset(hold.key for hold in held),
        rule=rule,
        capped=capped,
        guarantee=due,
        guaranteed=guaranteed,
        draw=draw.rule if draw is not None and isinstance(draw.rule, Draw) else None,
        advances=holds.advances,
    )


def _topped(component: Component, bridge: Bridge, holds: Policies) -> ComponentResult:
    """Return what a guarantee or a draw pays: it has no lines, it acts on all of them."""
    amount = NOTHING
    if component is holds.guarantee:
        amount = bridge.guarantee
    elif component is holds.draw:
        amount = bridge.draw
    return ComponentResult(component, (), NOTHING, NOTHING, NOTHING, amount, _NO_INPUTS)


def _result(component: Component, payee: str, lines: list[Line], rows: Rows | None) -> ComponentResult:
    inputs = dict(lines[-1].inputs) if lines[-1].inputs else _NO_INPUTS
    ordered = sorted(lines, key=_in_order) if len(lines) > 1 else lines
    told = tuple(line.credit for line in ordered)
    others = tuple(line.credit for line in ordered if not line.listed) if rows else ()
    return _RESULT(
        component,
        (rows.of(payee, others, told) if rows else None) or told,
        *money_of(told),
        inputs,
    )


def _in_order(line: Line) -> tuple[str, str]:
    return str(line.credit.day), line.credit.key


def _written(
    bench: Bench, slots: list[Slot], found: Slots, held: tuple[Hold, ...], bridge: Bridge
) -> Iterator[Written]:
    """Yield what was written by hand and counts now: the manual lines, then the holds in force with what they hold."""
    for each in slots:
        rule = each.component.rule
        if each.name in found and isinstance(rule, Manual):
            yield from told(bench, rule, tuple(line.credit for line in found[each.name]))
    for hold in held:
        yield hold.told(bridge.closing.held.get(hold.key or ALL_PAY, NOTHING))


def _so_far(counter: Counter, payee: str, column: PayColumn, year: Period, twelve: Period) -> PayColumn:
    """Add what was paid in the year and in twelve months; what pay periods that were not replayed paid is in the lines.

    Pay periods are left out of the replay only in the year in which pay starts, and where nothing but cash acts.
    """
    period, history = column.period, counter.history
    to_year, to_twelve = history.paid(payee, year, period), history.paid(payee, twelve, period)
    if not counter.replayed:
        paid = exact_sum(line.paid_before for result in column.components for line in summed(result.lines))
        openings = counter.bench.openings
        mine = [each.paid for name, each in (openings.lines.items() if openings else ()) if name[1] == payee]
        before = paid - sum(mine, NOTHING)
        known = sum((bridge.payable for each, bridge in history.of(payee) if each.end < period.start), NOTHING)
        to_year, to_twelve = to_year + before - known, to_twelve + before - known
    return replace(column, year_to_date=to_year, twelve_months=to_twelve)
