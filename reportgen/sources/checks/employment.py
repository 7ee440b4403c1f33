"""Rows and the roster → rows on a day on which their person was not employed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.model.table import Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import ABSENT, NO_DAY, chosen, codes, day_text, days
from reportgen.sources.checks.suspects import Said, Suspects
from reportgen.sources.profiles.check_rules import Employed

_EVER = np.iinfo(np.int64).max // 4
_REACH = 2**24  # days either side of 1970 that fit beside a person's number


@dataclass(frozen=True, slots=True)
class Stretch:
    """The roster as stretches of employment: sorted by person's number and first day, with the row each is from.

    `first` and `last` are days since 1970; `until` is the latest last day of a person's stretches so far.
    """

    person: Any
    first: Any
    last: Any
    until: Any
    row: Any


def outside_employment(rule: Employed, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect rows before their person was hired, after the person left, and between two stretches of employment.

    People of whom the roster has no row are left to the look-up of unknown people.
    """
    roster = tables.get("people")
    if roster is None or not {rule.date, rule.person} <= set(table.columns) or "person" not in roster.columns:
        return []
    theirs, ours = codes((roster.frame, ["person"]), (table.frame, [rule.person]))
    stretches = _stretches(roster, theirs)
    on = days(table, rule.date)
    looked_at = (ours != ABSENT) & (on != NO_DAY) & np.isin(ours, stretches.person) & chosen(table, rule.where)
    positions = np.flatnonzero(looked_at)
    before = _last_begun(stretches, ours[positions], on[positions])
    inside = (before >= 0) & (stretches.until[before] >= on[positions])
    kind = kinds.ORDER_OUTSIDE_EMPLOYMENT if rule.blocks else kinds.OUTSIDE_EMPLOYMENT
    known = roster.frame["name"] if "name" in roster.columns else None

    def say(position: int) -> Said:
        person, day = str(table.frame[rule.person].iloc[position]), int(on[position])
        row, happened = _nearest(stretches, int(ours[position]), day)
        named = "" if known is None or known.isna().iloc[row] else f" {known.iloc[row]}"
        roster_says = f"{happened} ({roster.place(row)})"
        return Said(day_text(day), (("person", person + named), ("roster", roster_says)))

    return [Suspects(kind, table, positions[~inside], rule.date, say, rule.person)]


def _stretches(roster: Table, person: Any) -> Stretch:
    """Return the stretches of the roster's rows; where a person's rows begin later than the hiring, that day counts."""
    since, until = days(roster, "since"), days(roster, "until")
    hired, left = days(roster, "hired"), days(roster, "left")
    first = np.maximum(since, hired)
    earliest = _is_first_since(person, hired, since) & (hired != NO_DAY)
    first = np.where(earliest, hired, first)
    first = np.where(first == NO_DAY, -_REACH, first)
    ends = [np.where(one == NO_DAY, _EVER, one) for one in (until, left)]
    last = np.minimum(*ends)
    named = np.flatnonzero(person != ABSENT)
    order = named[np.lexsort((last[named], first[named], person[named]))]
    return Stretch(person[order], first[order], last[order], _so_far(person[order], last[order]), order)


def _is_first_since(person: Any, hired: Any, since: Any) -> Any:
    """Tell which row is the first of its person and hiring; somebody hired again has two firsts."""
    order = np.lexsort((since, hired, person))
    same = (np.diff(person[order]) == 0) & (np.diff(hired[order]) == 0)
    first = np.zeros(len(person), bool)
    first[order] = np.concatenate(([True], ~same))[: len(order)]
    return first


def _so_far(person: Any, last: Any) -> Any:
    """Return the latest last day up to each stretch of the same person, for rows that overlap."""
    return np.maximum.accumulate(person * (4 * _REACH) + np.minimum(last, _REACH)) - person * (4 * _REACH)


def _last_begun(stretches: Stretch, person: Any, on: Any) -> Any:
    """Return the last stretch of each person that began on or before a day, or -1 where none did."""
    keys = stretches.person * (4 * _REACH) + stretches.first
    found = np.searchsorted(keys, person * (4 * _REACH) + on, side="right") - 1
    return np.where((found >= 0) & (stretches.person[found] == person), found, -1)


def _nearest(stretches: Stretch, person: int, day: int) -> tuple[int, str]:
    """Return the roster row that says why somebody was not employed on a day, and what it says."""
    mine = np.flatnonzero(stretches.person == person)
    begun = mine[stretches.first[mine] <= day]
    if not begun.size:
        return int(stretches.row[mine[0]]), f"hired on {day_text(int(stretches.first[mine[0]]))}"
    last = begun[np.argmax(stretches.last[begun])]
    return int(stretches.row[last]), f"employed until {day_text(int(stretches.last[last]))}"


def roster_row_on(roster: Table, table: Table, person: str, on: Any) -> Any:
    """Return the position of the roster row that holds for each row's person on a day, or -1 where none does.

    Of somebody who is not there yet, it is the row with which they come: a target may be set before.
    """
    theirs, ours = codes((roster.frame, ["person"]), (table.frame, [person]))
    stretches = _stretches(roster, theirs)
    usable = (ours != ABSENT) & (on != NO_DAY) if len(stretches.row) else np.zeros(len(ours), bool)
    found = np.full(len(ours), -1)
    begun = _last_begun(stretches, ours[usable], on[usable])
    holds = (begun >= 0) & (stretches.last[begun] >= on[usable])
    coming = np.where(begun >= 0, begun + 1, np.searchsorted(stretches.person, ours[usable]))
    coming = np.minimum(coming, len(stretches.row) - 1)
    comes = stretches.person[coming] == ours[usable]
    found[usable] = np.where(holds, stretches.row[begun], np.where(comes, stretches.row[coming], -1))
    return found
