"""What was paid before: the one thing that remembers. Append-only, SQLite unless the plan names another database.

`frozen` keeps what a closed pay period was computed from beside it.
"""

from reportgen.ledger.checking import Tampered, tampered
from reportgen.ledger.connection import LedgerUnreadableError, Where, with_password
from reportgen.ledger.posted import POSTED, packed, posted_lines
from reportgen.ledger.store import (
    ClosedPeriod,
    Closing,
    Posting,
    closed_periods,
    frozen_files,
    paid_before,
    post,
    totals,
)

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
