"""A period's alarms, those of the one before, and what people wrote → the improvement list: done, open, overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reportgen.measure.columns import records
from reportgen.model.alarms import Alarm, Improvement
from reportgen.model.period import Period, parse_period
from reportgen.model.table import Cell, Table

TABLE = "improvements"
_NEEDED = frozenset({"item_no", "raised", "topic", "due_on", "done_on"})

Key = tuple[str, str, str]
"""Rule, subject and period of an alarm."""


@dataclass(frozen=True, slots=True)
class Written:
    """One row of the list that people keep; without a rule it is an item of their own."""

    number: str
    key: Key
    topic: str
    person: str
    due: date | None
    done: date | None


def improvements(
    table: Table | None, now: Iterable[Alarm], past: Iterable[Alarm], period: Period
) -> tuple[Improvement, ...]:
    """Return the list at a period's end: what is carried first, then what is new; by due date within each.

    An item of an earlier period is carried until it is done, and shown once more in the period in which it was.
    """
    written = tuple(_written(table)) if table is not None and set(table.columns) >= _NEEDED else ()
    known = {row.key: row for row in written if row.key[0]}
    items = [
        *(_of_alarm(alarm, known, period, carried=True) for alarm in past),
        *(_of_alarm(alarm, known, period, carried=False) for alarm in now),
        *_own(written, {alarm.key for alarm in (*past, *now)}, period),
    ]
    kept = [item for item in items if not item.carried or item.done is None or item.done >= period.start]
    return tuple(sorted(kept, key=lambda item: (not item.carried, item.due, item.rule, item.raised, item.number)))


def _written(table: Table) -> Iterator[Written]:
    for row in records(table.frame, table.columns):
        key = (_text(row, "rule"), _text(row, "subject"), _text(row, "raised"))
        yield Written(
            _text(row, "item_no"),
            key,
            _text(row, "topic"),
            _text(row, "person"),
            _day(row, "due_on"),
            _day(row, "done_on"),
        )


def _text(row: Mapping[str, Cell], name: str) -> str:
    found = row.get(name)
    return found if isinstance(found, str) else ""


def _day(row: Mapping[str, Cell], name: str) -> date | None:
    found = row.get(name)
    return found if isinstance(found, date) else None


def _of_alarm(alarm: Alarm, known: Mapping[Key, Written], period: Period, *, carried: bool) -> Improvement:
    """Return an alarm as an item: what people wrote of it is its number, its day and whether it is done."""
    row = known.get(alarm.key)
    due = row.due if row and row.due else alarm.due
    done = _done(row.done if row else None, period)
    return Improvement(
        row.number if row else "/".join(part for part in alarm.key if part),
        alarm.rule.id,
        alarm.kind,
        alarm.subject,
        alarm.period,
        alarm.rule.action,
        alarm.owner,
        row.person if row and row.person else alarm.person,
        due,
        done,
        _status(due, done, period),
        carried,
        alarm.rule.severity,
    )


def _own(written: Iterable[Written], alarmed: set[Key], period: Period) -> Iterator[Improvement]:
    """Return what people raised themselves up to the period's end, and rows of alarms of long ago."""
    for row in written:
        raised = parse_period(row.key[2])
        if row.key in alarmed or raised is None or raised.start > period.end or row.due is None:
            continue
        done = _done(row.done, period)
        status = _status(row.due, done, period)
        yield Improvement(
            row.number,
            row.key[0],
            "",
            row.key[1],
            row.key[2],
            {"zh": row.topic},
            "",
            row.person,
            row.due,
            done,
            status,
            raised.end < period.start,
        )


def _done(written: date | None, period: Period) -> date | None:
    """Return the day something was done, if that was known at the period's end."""
    return written if written is not None and written <= period.end else None


def _status(due: date, done: date | None, period: Period) -> Literal["done", "open", "overdue"]:
    if done is not None:
        return "done"
    return "overdue" if due < period.end else "open"
