"""What is earned, released and payable: components rated to date, less what earlier pay periods paid."""

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.checks import unlike_amounts, unrated
from reportgen.measure.pay.credits import unsound_splits
from reportgen.measure.pay.statements import NONE_CLOSED, ClosedColumns, Paid, pay, rated_ahead

__all__ = [
    "NONE_CLOSED",
    "Bench",
    "ClosedColumns",
    "Paid",
    "pay",
    "rated_ahead",
    "unlike_amounts",
    "unrated",
    "unsound_splits",
]
