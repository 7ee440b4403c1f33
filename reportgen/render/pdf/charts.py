"""Turns a chart into shapes with places on the page; the template only gives them colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.model.document import Chart, NineBox, Timeline, Trend
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.pdf.boxes import nine_box
from reportgen.render.pdf.lines import forecast, spark, spark_line, trend_lengths
from reportgen.render.pdf.months import months
from reportgen.render.pdf.rows import bars, bullets, funnel
from reportgen.render.pdf.shapes import Dot, Shapes, Trace
from reportgen.render.pdf.stacks import ageing, shade
from reportgen.render.pdf.timelines import timeline
from reportgen.render.pdf.waterfall import waterfall
from reportgen.render.words import Words, word

HALF, FULL = 241.0, 507.0
"""The two widths of a chart in points: half of the text's width and all of it."""

SPARK = (40.0, 10.0)
"""Width and height of a trend in points."""

_DRAWERS = {
    "months": months,
    "bars": bars,
    "bullets": bullets,
    "funnel": funnel,
    "waterfall": waterfall,
    "forecast": forecast,
    "ageing": ageing,
    "spark": spark,
}

_UNSAID = frozenset({"low", "high"})
"""Series without a legend of their own: the ends of a band, which the band's own name stands for."""


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


@dataclass(frozen=True, slots=True)
class TrendView:
    """A small line: what it says, its size in points, and its shapes; none where nothing was measured."""

    alt: str
    width: float
    height: float
    traces: tuple[Trace, ...]
    dots: tuple[Dot, ...]


def is_narrow(chart: Chart) -> bool:
    """Tell whether half of the text's width is enough for a chart: it is for a quarter's months, not for a year's."""
    most = {"months": 5, "forecast": 8, "waterfall": 9}.get(chart.kind)
    return most is None or len(chart.categories) <= most


def drawn(chart: Chart, words: Words, width: float) -> ChartView:
    """Return a chart with the places of all that is in it; values that were not measured are said in words."""
    title, alt = word(words, chart.title), word(words, chart.alt, "compact")
    drawable = [series for series in chart.series if any(isinstance(value, Quantity) for value in series.values)]
    if not drawable:
        return ChartView(chart.id, title, alt, width, Shapes(0), (), word(words, NotMeasured()))
    shapes = _DRAWERS[chart.kind](chart, words, width)
    told = [(place, series) for place, series in enumerate(chart.series) if series in drawable]
    legend = tuple(
        (_swatch(chart, place), word(words, series.label)) for place, series in told if series.key not in _UNSAID
    )
    return ChartView(chart.id, title, alt, width, shapes, legend if len(legend) > 1 else (), "")


def _swatch(chart: Chart, place: int) -> str:
    """What a legend marks a series with: its role, or the shade of a part of a whole."""
    if chart.kind == "ageing":
        return f"shade-{shade(place, len(chart.series))}"
    return chart.series[place].key


def drawn_timeline(found: Timeline, words: Words, width: float) -> ChartView:
    """Return a timeline with the places of its tasks."""
    title, alt = word(words, found.title), word(words, found.alt, "compact")
    if not found.rows:
        return ChartView(found.id, title, alt, width, Shapes(0), (), word(words, found.empty or NotMeasured()))
    return ChartView(found.id, title, alt, width, timeline(found, words, width), (), "")


def drawn_boxes(found: NineBox, words: Words, width: float) -> ChartView:
    """Return the nine boxes; their note stands where other charts have their legend."""
    title, alt = word(words, found.title), word(words, found.alt, "compact")
    legend = (("", word(words, found.note, "compact")),) if found.note else ()
    return ChartView(found.id, title, alt, width, nine_box(found, words, width), legend, "")


def drawn_trend(found: Trend, words: Words) -> TrendView:
    """Return a trend's small line."""
    width, height = SPARK
    return TrendView(word(words, found.alt, "compact"), width, height, *spark_line(trend_lengths(found), width, height))
