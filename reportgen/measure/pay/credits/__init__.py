"""Transactions → credits: whose each of them is, by which exact share, and by which key other tables name it."""

from reportgen.measure.pay.credits.credited import Credits, credited
from reportgen.measure.pay.credits.findings import unsound_splits
from reportgen.measure.pay.credits.keys import keys_of
from reportgen.measure.pay.credits.known import keyed
from reportgen.measure.pay.credits.periods import PeriodCredits, by_row, by_transaction, credited_by

__all__ = [
    "Credits",
    "PeriodCredits",
    "by_row",
    "by_transaction",
    "credited",
    "credited_by",
    "keyed",
    "keys_of",
    "unsound_splits",
]
