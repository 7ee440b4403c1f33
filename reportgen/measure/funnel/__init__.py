"""How deals move: open ones by stage at the cut-off, won and lost ones of the period, the win rates, what is behind."""

from reportgen.measure.funnel.detail import detail
from reportgen.measure.funnel.stages import Deals, funnel, read_deals

__all__ = ["Deals", "detail", "funnel", "read_deals"]
