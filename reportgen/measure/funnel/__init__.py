"""How deals move: open ones by stage at the cut-off, won and lost ones of the period, and the win rate."""

from reportgen.measure.funnel.stages import Deals, funnel, read_deals

__all__ = ["Deals", "funnel", "read_deals"]
