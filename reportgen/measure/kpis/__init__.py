"""Key performance indicators: what the plan measures, against target, the period before and the year before."""

from reportgen.measure.kpis.figures import Figures, figure, figure_value, kpi_value, whose
from reportgen.measure.kpis.formulas import measures_of

__all__ = ["Figures", "figure", "figure_value", "kpi_value", "measures_of", "whose"]
