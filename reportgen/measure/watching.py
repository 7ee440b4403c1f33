"""Measured books and a period → what is to be watched: alerts, the improvement list, customers' tiers."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.measure.actuals.groups import Shelf
from reportgen.measure.alerts import Board, alarms, improvements
from reportgen.measure.alerts.improvements import TABLE
from reportgen.measure.customers import tiers
from reportgen.measure.desk import Desk
from reportgen.model.alarms import Alarm, Improvement
from reportgen.model.customers import Tiers
from reportgen.model.period import Period, before
from reportgen.model.room import in_order, let_go

Watched = tuple[Sequence[Alarm], tuple[Improvement, ...], Tiers | None]


def watched(desk: Desk, period: Period) -> Watched:
    """Return a period's alerts, the list that they and those of the period before make, and the customers' tiers."""
    now, listed = _alerts(desk, period)
    let_go()
    desk.books.let_go()  # what alerts look back on takes more than all else here; tiers look at other days
    graded = tiers(Shelf(desk.books), desk.plan, desk.dataset.tables, period)
    desk.books.let_go()
    let_go()
    return now, listed, graded


def _alerts(desk: Desk, period: Period) -> tuple[Sequence[Alarm], tuple[Improvement, ...]]:
    board = board_of(desk)
    now, past = alarms(board, period), alarms(board, before(period))
    board.let_go()
    return in_order(now), improvements(desk.dataset.tables.get(TABLE), now, past, period)


def board_of(desk: Desk) -> Board:
    """Return what rules are held against."""
    return Board(desk.plan, desk.books, desk.targets, Shelf(desk.books), desk.dataset.tables)
