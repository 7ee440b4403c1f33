"""Returns and what was sold → returns of nothing, before the sale, of more than was sold, and with the wrong sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from reportgen.model.money import plain
from reportgen.model.table import ColumnType, Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import (
    ABSENT,
    NO_DAY,
    chosen,
    codes,
    day_text,
    days,
    exact_sums,
    first_of,
    in_place_order,
    integers,
)
from reportgen.sources.checks.suspects import Said, Suspects
from reportgen.sources.likeness import likeliest
from reportgen.sources.profiles.check_rules import Returned

_COMPARED = 20_000


@dataclass(frozen=True, slots=True)
class _Orders:
    """The orders of a table by number: each row's own, the one it names, and the first row of each that is a sale."""

    own: Any
    named: Any
    first: Any
    returns: Any


def wrong_returns(rule: Returned, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect returns of no order or an unknown one, before it, of too much, or with amounts that are not negative."""
    del tables
    if not {rule.order, rule.original, rule.date} <= set(table.columns):
        return []
    orders = _orders(rule, table)
    return [
        _without_order(rule, table, orders),
        _early(rule, table, orders),
        *_too_large(rule, table, orders),
        *(_not_negative(rule, table, orders, name) for name in rule.negative if name in table.columns),
    ]


def _orders(rule: Returned, table: Table) -> _Orders:
    own, named = codes((table.frame, [rule.order]), (table.frame, [rule.original]))
    returned = chosen(table, rule.where)
    size = int(max(own.max(initial=ABSENT), named.max(initial=ABSENT))) + 1
    sales = np.flatnonzero((own != ABSENT) & (named == ABSENT) & ~returned)
    return _Orders(own, named, first_of(own, size, in_place_order(table, sales)), np.flatnonzero(returned))


def _known(orders: _Orders) -> Any:
    """Return the returns whose order is there."""
    named = orders.named[orders.returns]
    return orders.returns[(named != ABSENT) & (orders.first[np.maximum(named, 0)] >= 0)] if len(named) else named


def _money(rule: Returned, table: Table, position: int) -> Fraction | None:
    """Return the size of the first amount of money that a return must show negative."""
    for name in rule.negative:
        column = table.columns.get(name)
        if column is not None and column.type is ColumnType.MONEY:
            amount = integers(table, name)
            known = bool(amount.known[position])
            return abs(Fraction(int(amount.values[position]), 10**amount.scale)) if known else None
    return None


def _without_order(rule: Returned, table: Table, orders: _Orders) -> Suspects:
    """Suspect rows that name an order which is not there, and returns that name none."""
    known = _known(orders)
    lost = _without(len(table.frame), orders.returns, known)
    listed = table.frame[rule.order].iloc[orders.first[orders.first >= 0]].dropna()

    def say(position: int) -> Said:
        named = table.frame[rule.original].iloc[position]
        text = "" if orders.named[position] == ABSENT else str(named)
        near = likeliest(text, listed.tolist()) if text and len(listed) <= _COMPARED else ""
        which = f"the order {text}, which is not there" if text else "no order"
        nearest = f" Nearest: {near}." if near else ""
        return Said(text, (("which", which), ("nearest", nearest)), amount=_money(rule, table, position))

    return Suspects(
        kinds.RETURN_WITHOUT_ORDER, table, lost, rule.original, say, stake=lambda row: _money(rule, table, row)
    )


def _early(rule: Returned, table: Table, orders: _Orders) -> Suspects:
    known, on = _known(orders), days(table, rule.date)
    sold = orders.first[orders.named[known]] if len(known) else known
    early = known[(on[known] != NO_DAY) & (on[sold] != NO_DAY) & (on[known] < on[sold])] if len(known) else known

    def say(position: int) -> Said:
        sale = int(orders.first[orders.named[position]])
        values = (("date", day_text(int(on[sale]))), ("other", str(table.place(sale))))
        return Said(str(table.frame[rule.original].iloc[position]), values, amount=_money(rule, table, position))

    return Suspects(kinds.RETURN_BEFORE_ORDER, table, early, rule.date, say)


def _too_large(rule: Returned, table: Table, orders: _Orders) -> list[Suspects]:
    """Suspect the last return of an order (and item) of which more came back than was sold, corrections included."""
    measure = rule.quantity or next(iter(rule.negative), "")
    if measure not in table.columns or (rule.item and rule.item not in table.columns):
        return []
    known = _known(orders)
    deal = np.where(orders.named == ABSENT, orders.own, orders.named)
    amount = integers(table, measure)
    concerned = np.zeros(len(orders.first), bool)
    concerned[orders.named[known]] = True
    rows = np.flatnonzero((deal != ABSENT) & concerned[deal] & amount.known) if known.size else known
    groups = _groups(rule, table, deal, rows)
    rows = rows[groups[rows] != ABSENT]
    size = int(groups.max(initial=ABSENT)) + 1
    returned = np.zeros(len(deal), bool)
    returned[orders.returns] = True
    gone, kept = rows[returned[rows]], rows[~returned[rows]]
    back, sold = (
        -exact_sums(groups[gone], amount.values[gone], size),
        exact_sums(groups[kept], amount.values[kept], size),
    )
    last = first_of(groups, size, in_place_order(table, gone)[::-1])
    first = first_of(groups, size, in_place_order(table, kept))
    wrong = np.flatnonzero((back > np.maximum(sold, 0)) & (back > 0) & (last >= 0))

    def say(position: int) -> Said:
        group = int(groups[position])
        named = [str(table.frame[rule.original].iloc[position])]
        named += [str(table.frame[rule.item].iloc[position])] if rule.item else []
        returned, there = (plain(Fraction(int(each[group]), 10**amount.scale), amount.scale) for each in (back, sold))
        row = int(first[group]) if first[group] >= 0 else int(orders.first[orders.named[position]])
        values = (("returned", returned), ("sold", there), ("other", str(table.place(row))))
        return Said(" · ".join(named), values, amount=_money(rule, table, position))

    return [Suspects(kinds.RETURN_TOO_LARGE, table, last[wrong], measure, say)]


def _groups(rule: Returned, table: Table, deal: Any, rows: Any) -> Any:
    """Number the order and item of the given rows; all others are ABSENT."""
    frame = table.frame[[rule.item] if rule.item else []].iloc[rows].assign(_deal=deal[rows])
    (numbers,) = codes((frame, list(frame.columns)))
    groups = np.full(len(deal), ABSENT)
    groups[rows] = numbers
    return groups


def _without(height: int, rows: Any, others: Any) -> Any:
    """Return the rows that are not among others."""
    among = np.zeros(height, bool)
    among[others] = True
    return rows[~among[rows]]


def _not_negative(rule: Returned, table: Table, orders: _Orders, column: str) -> Suspects:
    amount = integers(table, column)
    wrong = orders.returns[amount.known[orders.returns] & (amount.values[orders.returns] > 0)]

    def say(position: int) -> Said:
        found = plain(Fraction(int(amount.values[position]), 10**amount.scale), amount.scale)
        return Said(found, (("column", column),), amount=_money(rule, table, position))

    return Suspects(kinds.RETURN_NOT_NEGATIVE, table, wrong, column, say)
