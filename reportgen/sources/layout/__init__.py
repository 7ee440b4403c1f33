"""Grids → the tables on them: header, units, data rows, sums."""

from reportgen.sources.layout.area import Area, Crossing, SumCheck, SumRow, Unit
from reportgen.sources.layout.finding import find_areas

__all__ = ["Area", "Crossing", "SumCheck", "SumRow", "Unit", "find_areas"]
