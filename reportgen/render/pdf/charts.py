"""Turns a chart into shapes with places on the page; the template only gives them colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.model.document import Chart
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.pdf.months import months
from reportgen.render.pdf.rows import bars, bullets, funnel
from reportgen.render.pdf.shapes import Shapes
from reportgen.render.words import Words, word

HALF, FULL = 241.0, 507.0
"""The two widths of a chart in points: half of the text's width and all of it."""

_DRAWERS = {"months": months, "bars": bars, "bullets": bullets, "funnel": funnel}


@dataclass(frozen=True, slots=True)
class ChartView:
    """A drawn chart: its shapes, its width in points, and (role, text) of the series that need a legend.

    `empty` is what is said in place of a drawing where nothing was measured, else "".
    """

    id: str
    title: str
    alt: str
    width: float
    shapes: Shapes
    legend: tuple[tuple[str, str], ...]
    empty: str
    kind: Literal["chart"] = "chart"


def is_narrow(chart: Chart) -> bool:
    """Tell whether half of the text's width is enough for a chart: it is for a quarter's months, not for a year's."""
    return chart.kind != "months" or len(chart.categories) <= 5


def drawn(chart: Chart, words: Words, width: float) -> ChartView:
    """Return a chart with the places of all that is in it; values that were not measured are said in words."""
    shapes = _DRAWERS[chart.kind](chart, words, width)
    title, alt = word(words, chart.title), word(words, chart.alt, "compact")
    if not any(isinstance(value, Quantity) for series in chart.series for value in series.values):
        return ChartView(chart.id, title, alt, width, Shapes(0), (), word(words, NotMeasured()))
    drawable = [series for series in chart.series if any(isinstance(value, Quantity) for value in series.values)]
    legend = tuple((series.key, word(words, series.label)) for series in drawable) if len(drawable) > 1 else ()
    return ChartView(chart.id, title, alt, width, shapes, legend, "")
