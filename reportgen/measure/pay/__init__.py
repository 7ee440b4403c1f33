"""What is earned, released and payable: components rated to date, less what earlier pay periods paid."""

from reportgen.measure.pay.statements import Paid, pay

__all__ = ["Paid", "pay"]
