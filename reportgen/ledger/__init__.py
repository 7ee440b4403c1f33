"""What was paid before: the one thing that remembers. Append-only, SQLite unless the plan names another database.

`frozen` keeps what a closed pay period was computed from beside it. Where there is no ledger yet, no library that
speaks to databases is loaded to find that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.ledger.closings import ClosedPeriod, Closing, LedgerUnreadableError, Posting, Tampered, Where
from reportgen.ledger.posted import POSTED, packed, posted_lines
from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.model.measured import PaidBefore, Statement

__all__ = [
    "POSTED",
    "ClosedPeriod",
    "Closing",
    "LedgerUnreadableError",
    "Posting",
    "Tampered",
    "Where",
    "closed_periods",
    "frozen_files",
    "packed",
    "paid_before",
    "post",
    "posted_lines",
    "tampered",
    "totals",
    "with_password",
]


def _there(where: Where) -> bool:
    """Tell whether there may be a ledger: a file that is there, or any database."""
    return not isinstance(where, Path) or where.exists()


def closed_periods(where: Where) -> tuple[ClosedPeriod, ...]:
    """Return the closed pay periods in their order; none where there is no ledger yet."""
    if not _there(where):
        return ()
    from reportgen.ledger import store

    return store.closed_periods(where)


def paid_before(where: Where, period: Period | None = None) -> PaidBefore:
    """Return what the closed pay periods paid: all of them, or those before a period."""
    if not _there(where):
        from reportgen.model.measured import PaidBefore

        return PaidBefore()
    from reportgen.ledger import store

    return store.paid_before(where, period)


def frozen_files(where: Where, period: Period) -> Mapping[str, str]:
    """Return the SHA-256 of a closed pay period's frozen files by their path; nothing where it is not closed."""
    if not _there(where):
        return {}
    from reportgen.ledger import store

    return store.frozen_files(where, period)


def totals(where: Where, period: Period) -> Mapping[str, Fraction]:
    """Return what a closed pay period paid each payee, in major units."""
    if not _there(where):
        return {}
    from reportgen.ledger import store

    return store.totals(where, period)


def tampered(where: Where) -> tuple[Tampered, ...]:
    """Return every row that does not follow from the one before it, in the order of the ledger."""
    if not _there(where):
        return ()
    from reportgen.ledger import checking

    return checking.tampered(where)


def post(where: Where, closing: Closing, statements: Iterable[Statement]) -> Posting:
    """Append a closed pay period and its rows in one transaction.

    Of a period that is closed already nothing is changed, and what stands there is returned. Raises ValueError for a
    period that does not follow the last closed one.
    """
    from reportgen.ledger import store

    return store.post(where, closing, statements)


def with_password(url: str, password: str) -> str:
    """Return a URL with a password in it, for a database that asks for one; as it is where it cannot be read."""
    from reportgen.ledger import connection

    return connection.with_password(url, password)
