"""Customers: their tiers by recency, frequency, money and lifetime value, who moved and why, who breaks credit."""

from reportgen.measure.customers.tiers import tiers

__all__ = ["tiers"]
