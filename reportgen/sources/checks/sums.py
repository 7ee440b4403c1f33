"""Rows and what they should sum to → receipts above an invoice, shares that are no whole, targets that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reportgen.model.money import decimal_text, plain
from reportgen.model.table import Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import (
    ABSENT,
    chosen,
    codes,
    exact_sums,
    first_of,
    in_place_order,
    integers,
    shown,
    times,
)
from reportgen.sources.checks.employment import roster_row_on
from reportgen.sources.checks.suspects import Said, Suspects
from reportgen.sources.profiles.check_rules import AddsUp, NotAbove, Whole


@dataclass(frozen=True, slots=True)
class Grouped:
    """Sums of an amount by group number at a scale; how many rows each has, the first and the last of them by place."""

    sums: Any
    rows: Any
    first: Any
    last: Any
    scale: int


def _grouped(table: Table, column: str, groups: Any, size: int, rows: Any) -> Grouped:
    """Sum an amount over the given positions; a group with an absent amount has no sum and counts no rows."""
    amount = integers(table, column)
    rows = rows[groups[rows] != ABSENT]
    unknown = np.zeros(size, bool)
    unknown[groups[rows[~amount.known[rows]]]] = True
    sums = exact_sums(groups[rows], amount.values[rows], size)
    counts = np.bincount(groups[rows], minlength=size)
    ordered = in_place_order(table, rows)
    first, last = (first_of(groups, size, order) for order in (ordered, ordered[::-1]))
    return Grouped(sums, np.where(unknown, 0, counts), first, last, amount.scale)


def _size(*groups: Any) -> int:
    return int(max((group.max(initial=ABSENT) for group in groups), default=ABSENT)) + 1


def _money(number: int, scale: int) -> str:
    return plain(Fraction(number, 10**scale), scale)


def above_invoiced(rule: NotAbove, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect the last row of each key whose amounts sum to more than the other table's amounts of that key.

    Amounts taken back are negative and count. A key that the other table does not have is left to the look-up.
    """
    other = tables.get(rule.table)
    if other is None or not {rule.amount, rule.by} <= set(table.columns):
        return []
    if not {rule.their_amount, rule.their_by} <= set(other.columns) or _money_differs(rule, table, other):
        return []
    theirs, ours = codes((other.frame, [rule.their_by]), (table.frame, [rule.by]))
    size = _size(theirs, ours)
    whole = _grouped(other, rule.their_amount, theirs, size, np.arange(len(other.frame)))
    rows = np.flatnonzero(chosen(table, rule.where))
    parts = _grouped(table, rule.amount, ours, size, rows)
    scale = max(whole.scale, parts.scale)
    more = _at(parts, scale) - _at(whole, scale)
    wrong = np.flatnonzero((more > 0).astype(bool) & (whole.rows > 0) & (parts.rows > 0))

    def say(position: int) -> Said:
        group = int(ours[position])
        over = Fraction(int(more[group]), 10**scale)
        return Said(
            str(table.frame[rule.by].iloc[position]),
            (
                ("amount", rule.amount),
                ("sum", _money(int(parts.sums[group]), parts.scale)),
                ("excess", plain(over, scale)),
                ("their_amount", rule.their_amount),
                ("whole", _money(int(whole.sums[group]), whole.scale)),
                ("table", other.kind),
                ("other", str(other.place(int(whole.first[group])))),
            ),
            amount=over,
        )

    return [Suspects(kinds.ABOVE_INVOICED, table, parts.last[wrong], rule.amount, say)]


def _at(grouped: Grouped, scale: int) -> Any:
    """Return the sums at a scale."""
    return times(grouped.sums, 10 ** (scale - grouped.scale))


def _money_differs(rule: NotAbove, table: Table, other: Table) -> bool:
    """Tell whether the two amounts cannot be compared: another currency, or with tax and without."""
    ours, theirs = table.columns[rule.amount], other.columns[rule.their_amount]
    return (ours.currency, ours.tax) != (theirs.currency, theirs.tax)


def shares_not_whole(rule: Whole, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect the first row of each key whose shares do not sum to the whole; thirds are exact."""
    del tables
    if not {*rule.by, rule.parts, *((rule.of,) if rule.of else ())} <= set(table.columns):
        return []
    (groups,) = codes((table.frame, list(rule.by)))
    parts, of = integers(table, rule.parts), integers(table, rule.of) if rule.of else None
    known = parts.known & (of.known & (of.values != 0) if of is not None else True)
    rows = np.flatnonzero(chosen(table, rule.where) & (groups != ABSENT))
    rows = rows[~np.isin(groups[rows], groups[rows[~known[rows]]])]
    unit = Fraction(10**of.scale if of is not None else 1, 10**parts.scale)
    wrong = _not_whole(groups[rows], parts.values[rows], of.values[rows] if of is not None else None, unit)
    ranked = in_place_order(table, rows)
    members = _members(ranked, groups, wrong)

    def share(position: int) -> str:
        said = [_plainly(int(parts.values[position]), parts.scale)]
        said += [_plainly(int(of.values[position]), of.scale)] if of is not None else []
        person = str(table.frame["person"].iloc[position]) if "person" in table.columns else ""
        return f"{person} {'/'.join(said)} (row {int(table.frame['_row'].iloc[position])})".strip()

    def say(position: int) -> Said:
        group = int(groups[position])
        mine = members[group]
        people = sorted(set(table.frame["person"].iloc[mine].dropna())) if "person" in table.columns else []
        values = (("sum", _share_text(wrong[group])), ("shares", ", ".join(share(one) for one in mine)))
        return Said(shown(table, rule.by, position), values, people=tuple(people) or None)

    firsts = np.array([mine[0] for mine in members.values()], np.int64)
    return [Suspects(kinds.SHARES_NOT_WHOLE, table, firsts, rule.parts, say)]


def _not_whole(groups: Any, parts: Any, of: Any | None, unit: Fraction) -> dict[int, Fraction]:
    """Return the sums of the groups whose shares do not make the whole; each share is `parts` ÷ `of` × `unit`.

    Shares of one denominator are summed together, so that fractions are added only where denominators differ.
    """
    denominators = np.ones(len(groups), np.int64) if of is None else of
    (pairs,) = codes((pd.DataFrame({"group": groups, "of": denominators}), ["group", "of"]))
    size = int(pairs.max(initial=ABSENT)) + 1
    first = first_of(pairs, size, np.arange(len(pairs)))
    sums, of_pair, group = exact_sums(pairs, parts, size), denominators[first], groups[first]
    several = np.bincount(group)[group] > 1 if len(group) else np.zeros(0, bool)
    whole = times(sums, unit.numerator) == times(of_pair, unit.denominator)
    totals: dict[int, Fraction] = {}
    for pair in np.flatnonzero(several | ~whole.astype(bool)):
        share = Fraction(int(sums[pair]), int(of_pair[pair])) * unit
        totals[int(group[pair])] = totals.get(int(group[pair]), Fraction(0)) + share
    return {number: total for number, total in totals.items() if total != 1}


def _members(ranked: Any, groups: Any, wrong: Mapping[int, Fraction]) -> dict[int, list[int]]:
    mine = ranked[np.isin(groups[ranked], list(wrong))] if wrong else ranked[:0]
    members: dict[int, list[int]] = {}
    for position in mine.tolist():
        members.setdefault(int(groups[position]), []).append(position)
    return members


def _plainly(number: int, scale: int) -> str:
    return decimal_text(Fraction(number, 10**scale)) or str(number)


def _share_text(share: Fraction) -> str:
    """Write a share as percent where that is exact, else as a fraction."""
    percent = decimal_text(share * 100)
    return f"{percent} %" if percent is not None and len(percent) <= 8 else f"{share.numerator}/{share.denominator}"


def sums_that_differ(rule: AddsUp, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect each first row of parts whose amounts do not sum to those of the whole.

    A key is compared where both have amounts: without parts, or without a whole, there is nothing to add up.
    """
    whole = tables.get(rule.table)
    keys = [*rule.by, *(name for name, _ in rule.roster)]
    if whole is None or not {*rule.by, *rule.amounts} <= set(table.columns):
        return []
    if not {*keys, *rule.amounts} <= set(whole.columns):
        return []
    parts = _with_attributes(rule, table, tables)
    if parts is None:
        return []
    theirs, ours = codes((whole.frame, keys), (parts, keys))
    size = _size(theirs, ours)
    wholes, rows = np.flatnonzero(chosen(whole, rule.whole)), np.flatnonzero(chosen(table, rule.where))
    found = []
    for column in rule.amounts:
        one, many = _grouped(whole, column, theirs, size, wholes), _grouped(table, column, ours, size, rows)
        found.append(_differing(column, keys, whole, theirs, (one, many), table))
    return found


def _differing(
    column: str, keys: list[str], whole: Table, groups: Any, sums: tuple[Grouped, Grouped], table: Table
) -> Suspects:
    one, many = sums
    scale = max(one.scale, many.scale)
    wholes, parts = _at(one, scale), _at(many, scale)
    wrong = np.flatnonzero((one.rows > 0) & (many.rows > 0) & (wholes != parts).astype(bool))

    def say(position: int) -> Said:
        group = int(groups[position])
        difference = Fraction(int(parts[group] - wholes[group]), 10**scale)
        values = (
            ("amount", column),
            ("whole", _money(int(wholes[group]), scale)),
            ("sum", _money(int(parts[group]), scale)),
            ("difference", ("+" if difference > 0 else "") + plain(difference, scale)),
            ("other", str(table.place(int(many.first[group])))),
        )
        return Said(shown(whole, keys, position), values, amount=abs(difference))

    return Suspects(kinds.SUM_DIFFERS, whole, one.first[wrong], column, say)


def _with_attributes(rule: AddsUp, table: Table, tables: Mapping[str, Table]) -> pd.DataFrame | None:
    """Return the key columns of the parts, with what the roster says of each row's person on its period's first day."""
    frame = table.frame[list(rule.by)].copy()
    if not rule.roster:
        return frame
    roster = tables.get("people")
    period = next((name for name in rule.by if table.columns[name].type.value in {"period", "date"}), "")
    if roster is None or not period or "person" not in table.columns:
        return None
    on = _first_days(table.frame[period])
    for name, attribute in rule.roster:
        if attribute not in roster.columns:
            return None
        rows = roster_row_on(roster, table, "person", on)
        taken = roster.frame[attribute].take(np.maximum(rows, 0)).reset_index(drop=True)
        frame[name] = taken.where(rows >= 0).set_axis(frame.index)
    return frame


def _first_days(series: pd.Series[Any]) -> Any:
    """Return the first day of each period or date as days since 1970; a year or quarter begins with its first month."""
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return series.to_numpy("datetime64[D]").astype(np.int64)
    distinct = {text: _first_day(str(text)) for text in series.dropna().unique()}
    return series.map(distinct).to_numpy("int64", na_value=np.iinfo(np.int64).min)


def _first_day(period: str) -> int:
    year, _, rest = period.partition("-")
    month = 3 * int(rest[1:]) - 2 if rest.startswith("Q") else 7 if rest == "H2" else int(rest) if rest.isdigit() else 1
    return int(np.datetime64(f"{year}-{month:02d}-01", "D").astype(np.int64))
