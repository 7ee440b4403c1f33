"""Turns the plots that tell how something came about, how it goes on or how old it is into native charts.

A waterfall is made of columns that stand on an invisible base, a forecast of lines over a band, an ageing of stacked
bars: all of them charts that people edit in their own program.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from reportgen.render.breadth import width
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
from reportgen.render.slides.tokens import ACCENT, INK, LIGHT
from reportgen.render.slides.xml import colour

UPRIGHT: Final = frozenset({"months", "waterfall", "forecast", "spark"})
"""The kinds whose categories stand side by side."""

_GOOD: Final = "accent2"
_ALARM: Final = "accent4"
_PAPER: Final = "bg1"
_NEAR: Final = Decimal("0.6")
"""Where no level falls below this part of the highest, the columns' common foot is cut off and an axis says so."""

_WIDTH: Final = 600
"""Pixels that the categories of a chart in a column share."""

_LABELLED, _ACROSS, _COUNTED = Decimal("0.12"), Decimal("0.07"), Decimal("0.04")
"""The part of the longest of stacked bars that an amount's label takes, in a chart beside something else and in one
across the slide, and that of a number of few digits."""

_FEW: Final = 1000

_BAR_AREA, _HALF_BAR, _LINE = Decimal("0.8"), Decimal("0.33"), Decimal("0.04")
"""Of a chart's height what stacked bars share, half a bar of its share of that, and half a line."""

_THIN: Final = Decimal("0.06")
_NARROW: Final = Decimal("0.16")
_STEEP: Final = Decimal("0.1")
"""The part of a chart's height that a line may rise from a point and still pass below its label."""

_LOW: Final = Decimal("0.05")
"""The part of a chart's height below which a point lies on the axis and the names under it."""

_NOTHING: Final = "<a:noFill/>"
_TINTS: Final = (25, 45, 65, 85, 100)
_BENCH: Final = {"now": 100, "later": 45, "missing": 12}
_DARK: Final = 55


def waterfall(plot: Plot) -> str:
    """Return columns from level to level: totals in the accent, what adds and what takes in tints with their sign.

    A thin column does not hold its label, so the labels of changes are dark and their columns light.
    """
    fills = {"base": _NOTHING, "total": colour(ACCENT), "more": _tinted(_GOOD, 45), "less": _tinted(_ALARM, 62)}
    signs = {"more": "+", "less": "−"}
    drawn = ""
    for index, series in enumerate(plot.series):
        told = ""
        if series.key == "total":
            told = labels(plot, _PAPER, "inEnd", _outside(plot, index))
        elif series.key in signs:
            told = labels(plot, INK, "ctr", _lifted(plot, index), number_format(plot, signs[series.key]))
        drawn += bar_series(plot, index, index, told, fills[series.key])
    return bar_group("col" if upright(plot) else "bar", drawn, overlap=100, gap=35, grouping="stacked")


def upright(plot: Plot) -> bool:
    """Tell whether categories stand side by side: names that are too long for that stand below one another."""
    if plot.kind != "waterfall":
        return plot.kind in UPRIGHT
    each = _WIDTH // max(len(plot.categories), 1)
    return all(width(name, LABEL) <= each for name in plot.categories)


def _lifted(plot: Plot, index: int) -> str:
    """The labels of changes that are too thin to hold them stand beside."""
    layout = f"<c:layout><c:manualLayout>{_beside(plot)}</c:manualLayout></c:layout>"
    return "".join(f'<c:dLbl><c:idx val="{place}"/>{layout}{SHOWN}</c:dLbl>' for place in _too_thin(plot, index))


def _outside(plot: Plot, index: int) -> str:
    """The labels of totals that are too thin to hold them stand beside too, dark on the paper."""
    low = Decimal(foot(plot) or 0)
    layout = f"<c:layout><c:manualLayout>{_beside(plot, '0.1')}</c:manualLayout></c:layout>"
    dark = text(size(plot), INK)
    places = _too_thin(plot, index, low)
    return "".join(f'<c:dLbl><c:idx val="{place}"/>{layout}{dark}{SHOWN}</c:dLbl>' for place in places)


def _beside(plot: Plot, right: str = "0.07") -> str:
    """How far a label moves: one inside the end of its bar by all of its width, one in the middle by half of it."""
    return '<c:x val="0"/><c:y val="-0.04"/>' if upright(plot) else f'<c:x val="{right}"/><c:y val="0"/>'


def _too_thin(plot: Plot, index: int, cut: Decimal = Decimal(0)) -> list[int]:
    """Return the places of a series whose columns cannot hold their labels; `cut` is what is not drawn of each."""
    span = max((Decimal(value) for series in plot.series for value in series.values if value is not None), default=None)
    low = Decimal(foot(plot) or 0)
    if span is None or span <= low:
        return []
    thin = _THIN if upright(plot) else _NARROW
    told = enumerate(plot.series[index].values)
    return [place for place, value in told if value is not None and (Decimal(value) - cut) / (span - low) < thin]


def _tinted(slot: str, share: int) -> str:
    """A theme colour thinned to a share of itself on white."""
    return f'<a:solidFill><a:schemeClr val="{slot}"><a:alpha val="{share}000"/></a:schemeClr></a:solidFill>'


def foot(plot: Plot) -> str | None:
    """Return where the axis of a waterfall begins: above zero where all levels are close to one another; else None."""
    if plot.kind != "waterfall":
        return None
    bases = next(series.values for series in plot.series if series.key == "base")
    tops = [
        sum((Decimal(series.values[place] or 0) for series in plot.series), Decimal(0))
        for place in range(len(plot.categories))
    ]
    levels = [Decimal(base) for base in bases if base is not None and Decimal(base)] + tops
    low, high = min(levels, default=Decimal(0)), max(levels, default=Decimal(0))
    if not high or low < high * _NEAR:
        return None
    unit = Decimal(10) ** ((high - low).adjusted() if high > low else high.adjusted())
    return f"{max((low - (high - low) / 2) // unit * unit, Decimal(0)):f}"


def forecast(plot: Plot) -> str:
    """Return what came as a line, what is expected as a dashed one in its band, and the target as a tick."""
    keys = [series.key for series in plot.series]
    band = [index for index, key in enumerate(keys) if key in ("low", "band")]
    lines = [index for index, key in enumerate(keys) if key not in ("low", "band")]
    areas = "".join(_area(plot, index, order) for order, index in enumerate(band))
    group = (
        f'<c:areaChart><c:grouping val="stacked"/><c:varyColors val="0"/>{areas}'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:areaChart>'
        if band
        else ""
    )
    drawn = "".join(_line(plot, index, len(band) + order) for order, index in enumerate(lines))
    return (
        f'{group}<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}<c:marker val="1"/>'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:lineChart>'
    )


def _area(plot: Plot, index: int, order: int) -> str:
    series = plot.series[index]
    paint = _NOTHING if series.key == "low" else colour(LIGHT)
    return (
        f"{opening(series, index, order)}<c:spPr>{paint}<a:ln><a:noFill/></a:ln></c:spPr>"
        f"{data(plot, series, index)}</c:ser>"
    )


def _line(plot: Plot, index: int, order: int) -> str:
    series = plot.series[index]
    if series.key == "target":
        line = '<a:ln w="19050"><a:noFill/></a:ln>'
        marker = (
            f'<c:marker><c:symbol val="dash"/><c:size val="20"/><c:spPr>{colour(INK)}'
            "<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        )
        told = ""
    else:
        dash = '<a:prstDash val="sysDash"/>' if series.key == "forecast" else ""
        line = f'<a:ln w="28575" cap="rnd">{colour(ACCENT)}{dash}<a:round/></a:ln>'
        paint = colour(_PAPER) if series.key == "forecast" else colour(ACCENT)
        marker = (
            f'<c:marker><c:symbol val="circle"/><c:size val="8"/><c:spPr>{paint}'
            f'<a:ln w="19050">{colour(ACCENT)}</a:ln></c:spPr></c:marker>'
        )
        told = labels(plot, INK, "t", _doubled(plot, index) + _off_the_line(plot, index))
    return (
        f"{opening(series, index, order)}<c:spPr>{line}</c:spPr>{marker}{told}"
        f'{data(plot, series, index)}<c:smooth val="0"/></c:ser>'
    )


def _doubled(plot: Plot, index: int) -> str:
    """No label where a forecast starts from what came: the value stands there already."""
    if plot.series[index].key != "forecast":
        return ""
    came = next((series.values for series in plot.series if series.key == "actual"), ())
    return "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
        for place, (one, other) in enumerate(zip(plot.series[index].values, came, strict=False))
        if one is not None and one == other
    )


def _off_the_line(plot: Plot, index: int) -> str:
    """The labels that a steep line would cross above its point: they stand at the right of it, or below."""
    came = _of(plot, "actual") if plot.series[index].key == "forecast" else ()
    values = plot.series[index].values
    known = {place: Decimal(value) for place, value in enumerate(values) if value is not None}
    top = max((Decimal(value) for series in plot.series for value in series.values if value is not None), default=None)
    found = ""
    for place, value in known.items():
        doubled = place < len(came) and values[place] == came[place]
        where = _beside_point(value, known.get(place - 1), known.get(place + 1), top or Decimal(1))
        if where and not doubled:
            found += f'<c:dLbl><c:idx val="{place}"/>{where}{SHOWN}</c:dLbl>'
    return found


def _of(plot: Plot, key: str) -> tuple[str | None, ...]:
    return next((series.values for series in plot.series if series.key == key), ())


def _beside_point(value: Decimal, before: Decimal | None, after: Decimal | None, top: Decimal) -> str:
    """Where a point's label stands, "" for above it: no line comes down upon it there.

    Beside a line that goes on falling it stands a little higher than its point, of one that goes on rising lower;
    near the axis there is no room below.
    """
    steep = _STEEP * top
    falls, rises = (before or value) - value > steep, (after or value) - value > steep
    if not falls and not rises:
        return ""
    if after is not None and abs(after - value) <= steep:
        return '<c:dLblPos val="b"/>'
    low = value < _LOW * top
    if low and rises:
        return (
            '<c:layout><c:manualLayout><c:x val="-0.03"/><c:y val="0"/></c:manualLayout></c:layout><c:dLblPos val="t"/>'
        )
    move = -4 if low else 0 if after is None or (falls and rises) else 3 if rises else -3
    layout = f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{move / 100}"/></c:manualLayout></c:layout>'
    return f'{layout if move else ""}<c:dLblPos val="r"/>'


def hidden_entries(plot: Plot) -> list[int]:
    """Return the places in the legend of what is not seen: the foot of a band comes first in it."""
    areas = [series for series in plot.series if series.key in ("low", "band")]
    return [place for place, series in enumerate(areas) if series.key == "low"] if plot.kind == "forecast" else []


def ageing(plot: Plot) -> str:
    """Return stacked lying bars, each band of age darker than the one before; what is missing is the lightest."""
    drawn = ""
    for index, series in enumerate(plot.series):
        tint = _TINTS[min(index * len(_TINTS) // max(len(plot.series), 1), len(_TINTS) - 1)]
        tint = _BENCH.get(series.key, tint)
        told = labels(plot, _PAPER if tint > _DARK else INK, "ctr", _small(plot, index))
        drawn += bar_series(plot, index, index, told, _tinted(ACCENT, tint))
    return bar_group("bar", drawn, overlap=100, gap=60, grouping="stacked")


def _small(plot: Plot, index: int) -> str:
    """The labels of parts too narrow for them: above their bar, or none where another one would stand there."""
    bars = [[Decimal(series.values[place] or 0) for series in plot.series] for place in range(len(plot.categories))]
    whole = max((sum(bar, Decimal(0)) for bar in bars), default=Decimal(0))
    found = ""
    for place, bar in enumerate(bars):
        if not whole or plot.series[index].values[place] is None or bar[index] / whole >= _broad(plot, whole):
            continue
        lifted = index in _above(bar, whole, _broad(plot, whole))
        up = _BAR_AREA / len(bars) * _HALF_BAR + _LINE
        layout = f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="-{up:.3f}"/></c:manualLayout></c:layout>'
        said = f"{layout}{text(size(plot), INK)}{SHOWN}" if lifted else '<c:delete val="1"/>'
        found += f'<c:dLbl><c:idx val="{place}"/>{said}</c:dLbl>'
    return found


def _broad(plot: Plot, whole: Decimal) -> Decimal:
    """The part of the longest bar, which comes to `whole`, that a label takes."""
    if whole < _FEW:
        return _COUNTED
    return _ACROSS if plot.across else _LABELLED


def _above(bar: list[Decimal], whole: Decimal, broad: Decimal) -> list[int]:
    """The narrow parts of a bar whose labels stand above it, from the left, none upon another."""
    told: list[int] = []
    end = last = Decimal(0)
    for index, part in enumerate(bar):
        middle, end = (end + part / 2) / whole, end + part
        if 0 < part / whole < broad and (not told or middle - last >= broad):
            told.append(index)
            last = middle
    return told
