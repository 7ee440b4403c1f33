"""Spreadsheets of manual lines and holds → lines of pay that no rule computes, and whose pay waits, each explained.

What has no reason or approver is refused: it is a problem of its row, and stops its person's pay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.columns import pairs
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.known import Earlier
from reportgen.measure.pay.lines import Found, Line
from reportgen.measure.pay.rows import Row, rows_of
from reportgen.model.balances import ALL_PAY, NOTHING
from reportgen.model.measured import CreditLine, Slices
from reportgen.model.money import half_up
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Manual
from reportgen.model.period import Period, spanning
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.written import Written

HOLDS = "holds"
_KEYS = ("order_no", "key", "transaction", "deal", "line")
_DAYS = ("line_date", "date", "day")
_ITEMS = ("item", "kind")
_NUMBERS = ("line_no", "no", "id")


@dataclass(frozen=True, slots=True)
class Hold:
    """Whose pay waits: all of it, or that of one transaction; from a day, until one (None: until it is lifted)."""

    person: str
    key: str
    since: date | None
    until: date | None
    reason: str
    approver: str
    place: Place

    def at(self, day: date) -> bool:
        """Tell whether the hold is in force on a pay period's last day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def told(self, amount: Fraction) -> Written:
        """Return the hold as it stands on a statement."""
        return Written(self.key, "", self.since, self.until, amount, self.reason, "", self.approver, self.place)


def read_holds(bench: Bench) -> tuple[tuple[Hold, ...], tuple[Problem, ...]]:
    """Read the holds; one that nobody explained is a problem, and holds its person all the same."""
    holds: list[Hold] = []
    problems: list[Problem] = []
    for row in rows_of(bench.dataset.tables.get(HOLDS)):
        hold = Hold(
            row.text("person"),
            row.first(_KEYS) or ALL_PAY,
            row.day("since"),
            row.day("until"),
            row.text("reason"),
            row.text("approver"),
            row.place,
        )
        holds.append(hold)
        lacking = [name for name in ("reason", "approver") if not row.text(name)]
        if lacking:
            values = (("person", hold.person), ("needs", ", ".join(lacking)))
            problems.append(Problem(kinds.HOLD_UNEXPLAINED, row.place, hold.key, values, (hold.person,)))
    return tuple(holds), tuple(problems)


def manual_lines(
    bench: Bench, component: Component, rule: Manual, now: date, then: date | None, paid: Earlier | None
) -> Found:
    """Return the manual lines dated up to `now` that are new or changed since `then`."""
    table = bench.dataset.tables.get(rule.table)
    if table is None:
        return Found([], None, [])
    lines: list[Line] = []
    problems: list[Problem] = []
    rated: dict[tuple[str, str], None] = {}
    rows = list(rows_of(table))
    posted = paid.among((row.text("person"), _number(row)) for row in rows) if paid is not None else {}
    for row in rows:
        moment, payee = row.first_day(_DAYS), row.text("person")
        if moment is None or not bench.start <= moment <= now:
            continue
        wrong = _wrong(bench, rule, row, payee)
        problems += wrong
        if not wrong:
            name, amount = (payee, _number(row)), half_up(row.money("amount"))
            rated[name] = None
            replayed = amount if then is not None and moment <= then else NOTHING
            before = posted[name].paid if name in posted else replayed
            if amount != before:
                lines.append(Line(payee, _line(component, row, moment, amount, before, then)))
    return Found(lines, lambda: pairs(list(rated)), problems)


def told(bench: Bench, rule: Manual, lines: tuple[CreditLine, ...]) -> Iterator[Written]:
    """Yield what statements say of manual lines: who wrote them, who approved them, why."""
    table = bench.dataset.tables.get(rule.table)
    found = {row.place: row for row in rows_of(table)} if table is not None else {}
    for line in lines:
        row = found.get(line.places[0]) if line.places else None
        reason, author, approver = (row.text(name) if row else "" for name in ("reason", "author", "approver"))
        place = line.places[0] if line.places else Place("")
        yield Written(line.key, line.customer, line.day, None, line.payable, reason, author, approver, place)


def _number(row: Row) -> str:
    """Return what a manual line is known by: its own number, or that of its row."""
    return row.first(_NUMBERS) or str(row.place.row)


def _line(
    component: Component, row: Row, moment: date, amount: Fraction, before: Fraction, then: date | None
) -> CreditLine:
    part = Slices(NOTHING, amount, Fraction(1), amount)
    return CreditLine(
        _number(row),
        moment,
        row.first(_ITEMS),
        "",
        amount,
        NOTHING,
        (part,),
        amount,
        before,
        NOTHING,
        NOTHING,
        amount,
        before,
        amount - before,
        spanning(moment, component.earning).id,
        then is None or moment > then,
        places=(row.place,),
    )


def _wrong(bench: Bench, rule: Manual, row: Row, payee: str) -> list[Problem]:
    """Return why a manual line cannot be paid, at its row."""
    number = row.first(_NUMBERS)
    lacking = [name for name in rule.needs if not row.text(name)]
    found = []
    if lacking:
        values = (("person", payee), ("needs", ", ".join(lacking)))
        found.append(Problem(kinds.MANUAL_UNEXPLAINED, row.place, number, values, (payee,)))
    item = row.first(_ITEMS)
    if item and item not in rule.kinds:
        values = (("person", payee), ("known", ", ".join(rule.kinds)))
        found.append(Problem(kinds.MANUAL_ITEM_UNKNOWN, row.place, item, values, (payee,)))
    return found


def held_at(holds: tuple[Hold, ...], payee: str, period: Period) -> tuple[Hold, ...]:
    """Return the holds of a payee that are in force at a pay period's end."""
    return tuple(hold for hold in holds if hold.person == payee and hold.at(period.end))
