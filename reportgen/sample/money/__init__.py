"""What surrounds the orders: one file a topic, each turning people, customers or orders into rows and a sheet."""

from reportgen.sample.money.side import MoneySide, money_side

__all__ = ["MoneySide", "money_side"]
