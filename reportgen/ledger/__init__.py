"""What was paid before: the one thing that remembers. Append-only, SQLite unless the plan names another database."""

from reportgen.ledger.store import Closing, paid_before, post

__all__ = ["Closing", "paid_before", "post"]
