"""The share that an action names → what it comes to for a subject: next month's budget less 10 %, a stock's price."""

from __future__ import annotations

from dataclasses import replace

from reportgen.measure.actuals.book import book
from reportgen.measure.actuals.groups import Grouped, Shelf
from reportgen.measure.actuals.reading import Books, quantity
from reportgen.measure.alerts.figures import Board
from reportgen.model.alarms import Outcome
from reportgen.model.alerts import Alert, Consequence
from reportgen.model.period import Period, after
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.model.rhythm import Look


def outcomes(board: Board, alert: Alert, subject: str, look: Look) -> tuple[Outcome, ...]:
    """Return what a rule's action comes to; nothing where the inputs do not tell."""
    wanted = alert.comes_to
    if wanted is None:
        return ()
    ahead = after(look.period)
    found = _ahead(board, wanted, alert.subject, subject, ahead) if wanted.period == "next" else None
    before = found or _newest(board.shelf, wanted, alert.subject, subject, look.period)
    if before is None:
        return ()
    share = alert.amounts[wanted.amount]
    kept = 1 - share if wanted.change == "less" else share
    # A budget that nobody has written yet is taken to be this period's: it is the next one that is cut.
    period = ahead.id if wanted.period == "next" else look.id
    return (Outcome(wanted.amount, wanted.figure, period, before, replace(before, value=before.value * kept)),)


def _newest(shelf: Shelf, wanted: Consequence, kind: str, subject: str, period: Period) -> Quantity | None:
    grouped = shelf.newest(wanted.figure, kind, period)
    return None if isinstance(grouped, NotMeasured) else _total(grouped, subject)


def _total(grouped: Grouped, subject: str) -> Quantity | None:
    index = grouped.index.get(subject)
    return None if index is None else quantity(grouped.book, grouped.book.lines.total(index))


def _ahead(board: Board, wanted: Consequence, kind: str, subject: str, ahead: Period) -> Quantity | None:
    """Return a figure of the period to come, which its rows name in advance as a budget's do."""
    key = (wanted.figure, ahead)
    if key not in board.ahead:
        now = board.books.books.get(wanted.figure)
        found = book(now.measure, now.table, board.books.crediting, ahead.end) if now else None
        board.ahead[key] = Shelf(Books({wanted.figure: found}, board.books.crediting, ahead.end))
    return _newest(board.ahead[key], wanted, kind, subject, ahead)
