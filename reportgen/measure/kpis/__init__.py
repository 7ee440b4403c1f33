"""Key performance indicators: what the plan measures, against target, the period before and the year before."""

from reportgen.measure.kpis.figures import Figures, figure, kpi_value, whose

__all__ = ["Figures", "figure", "kpi_value", "whose"]
