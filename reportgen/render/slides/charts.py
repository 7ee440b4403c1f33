"""Turns a plot into the XML of a native, editable chart: bars, or columns with target ticks, labelled directly.

The drawing library has no chart of columns with ticks over them, so the XML is written here and only packed by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from reportgen.render.slides.chart_book import book
from reportgen.render.slides.chart_kinds import ageing, foot, forecast, hidden_entries, upright, waterfall
from reportgen.render.slides.chart_pieces import (
    CATEGORY_AXIS,
    LABEL,
    SHOWN,
    VALUE_AXIS,
    bar_group,
    bar_series,
    data,
    labels,
    number_format,
    opening,
    size,
    text,
)
from reportgen.render.slides.said import Plot
from reportgen.render.slides.tokens import HAIRLINE, INK, MUTED, PAST
from reportgen.render.slides.xml import A, C, R, colour, tag

_WHOLE: Final = '<c:majorUnit val="1"/>'
_LABELLED_COLUMNS: Final = 6
"""So many columns are wide enough for their values; more have an axis."""

_WHITE: Final = "bg1"
_HEADROOM: Final = Decimal("1.15")
_PLOT: Final = Decimal("0.8")
"""How far the axis goes beyond the highest column, so that its value has room; what of the height the columns get."""


@dataclass(frozen=True, slots=True)
class ChartSource:
    """What the drawing library asks of chart data: the chart's XML and the workbook behind it."""

    plot: Plot
    language: str

    def xml_bytes(self, _chart_type: object) -> bytes:
        """Return the chart part."""
        return chart_xml(self.plot, self.language).encode()

    @property
    def xlsx_blob(self) -> bytes:
        """The embedded workbook."""
        return book(self.plot)


def chart_xml(plot: Plot, language: str) -> str:
    """Return the chart part of a plot."""
    groups = _DRAWN.get(plot.kind, _bars)(plot)
    legend = _legend(plot) if len(plot.series) > 1 and plot.kind != "waterfall" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f'<c:lang val="{tag(language)}"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea><c:layout/>{groups}{_axes(plot)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{text(LABEL, INK)}</c:chartSpace>"
    )


def _months(plot: Plot) -> str:
    """Columns, last year behind this one, and the target as a tick across them."""
    ticks = [index for index, series in enumerate(plot.series) if series.key == "target"]
    columns = [index for index in range(len(plot.series)) if index not in ticks]
    behind = sorted(columns, key=lambda index: plot.series[index].key != "previous")
    bars = "".join(bar_series(plot, index, order, _column_labels(plot, index)) for order, index in enumerate(behind))
    return bar_group("col", bars, overlap=25, gap=70) + (_tick_group(plot, ticks, len(behind)) if ticks else "")


def _bars(plot: Plot) -> str:
    """Horizontal bars, the first on top; a target lies beside its bar in the colour of a hairline."""
    ordered = sorted(range(len(plot.series)), key=lambda index: plot.series[index].key == "target")
    told = labels(plot, INK, "outEnd")
    bars = "".join(bar_series(plot, index, order, told) for order, index in enumerate(ordered))
    return bar_group("bar", bars, overlap=-5 if len(ordered) > 1 else 0, gap=45)


def _column_labels(plot: Plot, index: int) -> str:
    """Values stand above this year's columns, or above the tick that would cross them."""
    if not _labelled(plot) or plot.series[index].key == "previous":
        return ""
    return labels(plot, INK, "outEnd", _lifted(plot, index))


def _lifted(plot: Plot, index: int) -> str:
    """The labels that a tick would cross, each moved up by what the target is above its column."""
    targets = next((series.values for series in plot.series if series.key == "target"), ())
    top, lifted = _top(plot), ""
    for place, (value, target) in enumerate(zip(plot.series[index].values, targets, strict=False)):
        if value is None or target is None or not top:
            continue
        above = (Decimal(target) - Decimal(value)) / top
        if Decimal("-0.02") < above < Decimal("0.1"):
            move = max(above, Decimal(0)) * _PLOT + Decimal("0.03")
            layout = f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="-{move:.4f}"/></c:manualLayout></c:layout>'
            lifted += f'<c:dLbl><c:idx val="{place}"/>{layout}<c:dLblPos val="outEnd"/>{SHOWN}</c:dLbl>'
    return lifted


def _top(plot: Plot) -> Decimal:
    """Where the axis of labelled columns ends."""
    known = [Decimal(value) for series in plot.series for value in series.values if value is not None]
    bands = [series.values for series in plot.series if series.key in ("low", "band")]
    known += (
        [Decimal(low) + Decimal(above) for low, above in zip(*bands, strict=True) if low and above] if bands else []
    )
    return max([*known, Decimal(0)]) * _HEADROOM


def _labelled(plot: Plot) -> bool:
    columns = sum(series.key != "target" for series in plot.series)
    return plot.kind != "months" or len(plot.categories) * columns <= _LABELLED_COLUMNS


def _tick_group(plot: Plot, indexes: list[int], order: int) -> str:
    """A line chart without a line, whose markers are dashes: native, and bound to the same axes."""
    series = "".join(_tick_series(plot, index, order + place) for place, index in enumerate(indexes))
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:lineChart>'
    )


def _tick_series(plot: Plot, index: int, order: int) -> str:
    series = plot.series[index]
    size = 28 if len(plot.categories) <= 4 else 20
    return (
        f'{opening(series, index, order)}<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="dash"/><c:size val="{size}"/><c:spPr>{colour(INK)}'
        f'<a:ln w="9525">{colour(_WHITE)}</a:ln></c:spPr></c:marker>'
        f'{data(plot, series, index)}<c:smooth val="0"/></c:ser>'
    )


# ---------------------------------------------------------------------------------------------------------------- axes


def _axes(plot: Plot) -> str:
    """The value axis is drawn only where the bars carry no labels of their own."""
    stands = upright(plot)
    order = "minMax" if stands else "maxMin"
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if stands else "l"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{colour(PAST)}</a:ln></c:spPr>{text(size(plot), INK)}'
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        f'<c:noMultiLvlLbl val="1"/></c:catAx>{_value_axis(plot, stands=stands)}'
    )


def _value_axis(plot: Plot, *, stands: bool) -> str:
    """Drawn only where bars carry no labels, or do not begin at zero; attainments have one grid line, at 100 %.

    The bars of a waterfall carry their labels inside, where a grid line would cross them.
    """
    low = foot(plot)
    floor = f'<c:min val="{low}"/>' if low is not None else "" if _has_negative(plot) else '<c:min val="0"/>'
    bullets, labelled = plot.kind == "bullets", _labelled(plot) and not low
    bare = labelled or plot.kind == "waterfall"
    grid = _grid_lines(INK, 12700) if bullets else "" if bare else _grid_lines(HAIRLINE, 6350)
    return (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{_ceiling(plot)}{floor}'
        f'</c:scaling><c:delete val="{int(labelled)}"/><c:axPos val="{"l" if stands else "b"}"/>{grid}'
        f'{_marks(plot)}<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{text(LABEL, MUTED)}'
        f'<c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>'
        f"{_WHOLE if bullets else ''}</c:valAx>"
    )


def _marks(plot: Plot) -> str:
    """The format of the axis, whose steps are round: one decimal tells them."""
    return number_format(replace(plot, number_format=plot.number_format.replace("0.00,", "0.0,")))


def _ceiling(plot: Plot) -> str:
    """Columns leave room for their labels; attainments end just beyond the longest bar, not at the next grid line."""
    if plot.kind in ("months", "forecast") and _labelled(plot) and _top(plot):
        return f'<c:max val="{_top(plot):.2f}"/>'
    if plot.kind != "bullets":
        return ""
    largest = max(Decimal(value) for series in plot.series for value in series.values if value is not None)
    return f'<c:max val="{max(largest + Decimal("0.2"), Decimal("1.2")):.1f}"/>'


def _grid_lines(fill: str, width: int) -> str:
    return f'<c:majorGridlines><c:spPr><a:ln w="{width}">{colour(fill)}</a:ln></c:spPr></c:majorGridlines>'


def _has_negative(plot: Plot) -> bool:
    return any(value is not None and value.startswith("-") for series in plot.series for value in series.values)


def _legend(plot: Plot) -> str:
    """What the colours mean; the invisible foot of a band is nothing to explain."""
    hidden = "".join(
        f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>' for index in hidden_entries(plot)
    )
    return f'<c:legend><c:legendPos val="t"/>{hidden}<c:overlay val="0"/>{text(LABEL, MUTED)}</c:legend>'


_DRAWN: Final[dict[str, Callable[[Plot], str]]] = {
    "months": _months,
    "waterfall": waterfall,
    "forecast": forecast,
    "spark": forecast,
    "ageing": ageing,
}
