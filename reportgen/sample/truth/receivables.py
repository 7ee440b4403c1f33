"""Turns orders and cash into what is owed on a day: by order, with its age, and in bands of age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.sample.truth.cash import allocated
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.words import PLAN, QUARTERS, Expected, of_fen, period, summed

BANDS = (("to 30", 1, 30), ("31 to 60", 31, 60), ("61 to 90", 61, 90), ("over 90", 91, None))
"""Days overdue: the plan's own bands."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An order that is not paid on a day, in fen with tax; `late` is how many days after its due day, 0 if not yet."""

    order: str
    customer: str
    person: str
    due: date
    late: int
    open: int


def owed(events: Events, day: date) -> list[Owed]:
    """Return the orders not paid by the end of a day, less returns and write-offs of until then, oldest due first."""
    paid: dict[str, int] = {}
    for came in allocated(events):
        if came.day <= day:
            paid[came.order] = paid.get(came.order, 0) + came.amount
    for row in events.side.write_offs:
        if row.day <= day:
            paid[row.order] = paid.get(row.order, 0) + row.amount
    found = []
    for number, parts in events.transactions.items():
        if parts[0].signed <= day:
            left = sum(part.gross for part in parts if part.signed <= day) - paid.get(number, 0)
            if left > 0:
                late = max(0, (day - parts[0].due).days)
                found.append(Owed(number, parts[0].customer, parts[0].person, parts[0].due, late, left))
    return sorted(found, key=lambda row: (row.due, row.order))


def overdue(events: Events, day: date) -> list[Owed]:
    """Return what is owed after its due day."""
    return [row for row in owed(events, day) if row.late]


def ageing(events: Events) -> Iterator[Expected]:
    """Return what is owed at each quarter's end: not yet due, and overdue by band."""
    for name in QUARTERS:
        rows = owed(events, period(name).end)
        yield summed("receivables", name, ("company", ""), of_fen(sum(row.open for row in rows)), PLAN)
        yield summed("receivables", name, ("age", "not due"), of_fen(sum(r.open for r in rows if not r.late)), PLAN)
        for band, low, high in BANDS:
            inside = [row for row in rows if row.late >= low and (high is None or row.late <= high)]
            yield summed("receivables", name, ("age", band), of_fen(sum(row.open for row in inside)), PLAN)
