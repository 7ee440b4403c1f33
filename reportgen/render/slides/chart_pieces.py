"""Turns the series of a plot into the XML that all native charts are made of: names, values, labels, text."""

from __future__ import annotations

import re
from typing import Final

from reportgen.render.slides.chart_book import SHEET, column
from reportgen.render.slides.said import Plot, PlotSeries
from reportgen.render.slides.tokens import ACCENT, HAIRLINE, PAST
from reportgen.render.slides.xml import FONTS, attribute, colour

CATEGORY_AXIS: Final = 111111101
VALUE_AXIS: Final = 111111102
"""Positive, as the schema wants axis ids."""

LABEL: Final = 14
"""Pixels of a chart's text; where there are many categories, it is a little smaller."""

_MANY: Final = 12
_FILLS: Final = {"actual": ACCENT, "previous": PAST, "target": HAIRLINE, "part": ACCENT}


def bar_group(direction: str, series: str, *, overlap: int, gap: int, grouping: str = "clustered") -> str:
    """Return a group of bars (`bar` lies, `col` stands)."""
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/><c:axId val="{CATEGORY_AXIS}"/>'
        f'<c:axId val="{VALUE_AXIS}"/></c:barChart>'
    )


def bar_series(plot: Plot, index: int, order: int, labels: str, fill: str = "") -> str:
    """Return a series of bars in the colour of its role, or in a fill."""
    series = plot.series[index]
    paint = fill or colour(_FILLS.get(series.key, ACCENT))
    return (
        f"{opening(series, index, order)}<c:spPr>{paint}<a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:invertIfNegative val="0"/>{labels}{data(plot, series, index)}</c:ser>'
    )


def opening(series: PlotSeries, index: int, order: int) -> str:
    """Return the beginning of a series: its number, its place in the drawing order, its name."""
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{order}"/><c:tx><c:strRef><c:f>{SHEET}!${column(index)}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{attribute(series.name)}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:tx>"
    )


def data(plot: Plot, series: PlotSeries, index: int) -> str:
    """Return categories and values, as they stand in the workbook and as last seen."""
    last, count = len(plot.categories) + 1, f'<c:ptCount val="{len(plot.categories)}"/>'
    names = "".join(_point(place, attribute(name)) for place, name in enumerate(plot.categories))
    values = "".join(_point(place, value) for place, value in enumerate(series.values) if value is not None)
    return (
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!${column(index)}$2:${column(index)}${last}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{count}{values}</c:numCache></c:numRef></c:val>"
    )


def _point(index: int, value: str) -> str:
    return f'<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>'


SHOWN: Final = "".join(
    f'<c:{name} val="{int(name == "showVal")}"/>'
    for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
)
"""Of a label: the value alone."""


_NO_LEADERS: Final = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/></c:ext>'
    "</c:extLst>"
)
"""No line from a moved label to its bar: it would be read as a minus."""


def size(plot: Plot) -> int:
    """Return the pixels of a chart's labels."""
    return LABEL if len(plot.categories) <= _MANY else LABEL - 2


def labels(plot: Plot, fill: str, where: str, single: str = "", number: str = "") -> str:
    """Return the labels of a series.

    `single` are those that differ from the others, `number` a format of its own, `where` "" the program's choice.
    """
    place = f'<c:dLblPos val="{where}"/>' if where else ""
    return (
        f"<c:dLbls>{single}{number or number_format(plot)}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{text(size(plot), fill)}{place}{SHOWN}{_NO_LEADERS}</c:dLbls>"
    )


def number_format(plot: Plot, sign: str = "") -> str:
    """Return the format of a chart's values, a sign before each section of it where one is asked for."""
    code = (plot.change_format or plot.number_format) if sign else plot.number_format
    if sign:
        sections = (re.sub(r"^(\[[^]]*\])?", rf'\g<0>"{sign}"', section) for section in code.split(";"))
        code = ";".join(sections)
    return f'<c:numFmt formatCode="{attribute(code)}" sourceLinked="0"/>'


def text(pixels: int, fill: str) -> str:
    """Return the look of a chart's texts; 12 pixels are 9 points."""
    look = f'<a:defRPr sz="{pixels * 75}" b="0">{colour(fill)}{FONTS}</a:defRPr>'
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
