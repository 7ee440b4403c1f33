"""Key performance indicators: what the plan measures, against target, the period before and the year before."""

from reportgen.measure.kpis.figures import figure, kpi_value

__all__ = ["figure", "kpi_value"]
