"""Turns a chart into its plot: values as exact decimals, the series as they are drawn, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from reportgen.model.document import Chart, ChartKind, Series
from reportgen.model.money import plain
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.render.slides.said import Plot, PlotSeries, Text, clean, compact
from reportgen.render.words import Span, Words, word

_WIDE: Final = 10_000
_MOST: Final = 100_000
"""A step that is so far above the one below is wide; so many of a step are read at a glance."""

_MILLION: Final = 1_000_000

_PLACES: Final = {Unit.MONEY: 2, Unit.PERCENT: 6}


def plot(chart: Chart, words: Words) -> Plot | Text:
    """The series that share the first one's unit are drawn; what counts something else is said beside the category.

    A series of nothing measured is left out; nothing measured at all is no chart but a sentence.
    """
    unit = next((found for found in map(_unit, chart.series) if found), None)
    if unit is None:
        reasons = [value for series in chart.series for value in series.values if isinstance(value, NotMeasured)]
        said = word(words, NotMeasured(reasons[0].reason) if reasons else NotMeasured())
        return Text(chart.id, (Span(clean(said)),), heading=compact(chart.title, words))
    drawn = [series for series in chart.series if _unit(series) is unit]
    beside = [series for series in chart.series if _unit(series) not in {unit, None}]
    categories = [compact(category, words) for category in chart.categories]
    for series in (*_gaps(drawn), *beside):
        texts = ["" if _is_drawn(series, drawn, value) else compact(value, words) for value in series.values]
        categories = [f"{name} · {text}" if text else name for name, text in zip(categories, texts, strict=True)]
    if chart.kind == "ageing":
        categories = [f"{name} · {total}" for name, total in zip(categories, _totals(drawn, words), strict=True)]
    return Plot(
        chart.id,
        _kind(chart, drawn),
        compact(chart.title, words),
        tuple(categories),
        _stepped(chart, drawn, words),
        number_format(unit, _largest(drawn), words, _smallest(drawn) if chart.kind != "waterfall" else None),
        compact(chart.alt, words),
        change_format(unit, _largest_change(drawn), words) if chart.kind == "waterfall" else "",
    )


def _totals(drawn: list[Series], words: Words) -> Iterator[str]:
    """Yield the sum of each of the stacked bars, which none of their labels tells."""
    for values in zip(*(series.values for series in drawn), strict=True):
        known = [value for value in values if isinstance(value, Quantity)]
        first = known[0] if known else NotMeasured()
        if isinstance(first, Quantity):
            first = replace(first, value=sum((each.value for each in known), Fraction(0)))
        yield compact(first, words)


def _largest_change(drawn: list[Series]) -> Fraction:
    return _largest([replace(series, values=series.values[1:-1]) for series in drawn])


def _kind(chart: Chart, drawn: list[Series]) -> ChartKind:
    """A waterfall that falls below zero is bars of its steps: columns cannot stand on a base there."""
    if chart.kind != "waterfall" or len(drawn) != 1:
        return chart.kind
    level, below = Fraction(0), False
    for value in drawn[0].values[:-1]:
        level += value.value if isinstance(value, Quantity) else Fraction(0)
        below = below or level < 0
    return "bars" if below else "waterfall"


def _stepped(chart: Chart, drawn: list[Series], words: Words) -> tuple[PlotSeries, ...]:
    """The series as they are drawn: of a waterfall its levels, of a band its foot and its height."""
    plain_series = tuple(PlotSeries(series.key, compact(series.label, words), _decimals(series)) for series in drawn)
    if _kind(chart, drawn) == "waterfall":
        return _levels(drawn[0], plain_series[0].name)
    if chart.kind == "forecast":
        return _band(drawn, plain_series)
    return plain_series


def _levels(series: Series, name: str) -> tuple[PlotSeries, ...]:
    """Columns from level to level: what each stands on, the two totals, what adds, what takes."""
    changes = [value.value if isinstance(value, Quantity) else Fraction(0) for value in series.values]
    unit = next((value for value in series.values if isinstance(value, Quantity)), None)
    last, level = len(changes) - 1, changes[0]
    rows: dict[str, list[Fraction | None]] = {"base": [None], "total": [changes[0]], "more": [None], "less": [None]}
    for place, change in enumerate(changes[1:], 1):
        ends = place == last
        rows["base"].append(None if ends else min(level, level + change))
        rows["total"].append(change if ends else None)
        rows["more"].append(change if not ends and change >= 0 else None)
        rows["less"].append(-change if not ends and change < 0 else None)
        level += change
    names = {"base": "", "total": name, "more": "+", "less": "−"}
    return tuple(
        PlotSeries(
            key, names[key], tuple(None if value is None or unit is None else _exact(value, unit) for value in row)
        )
        for key, row in rows.items()
    )


def _exact(value: Fraction, like: Quantity) -> str:
    return _decimal(Quantity(value, like.unit, like.currency))


def _band(drawn: list[Series], said: tuple[PlotSeries, ...]) -> tuple[PlotSeries, ...]:
    """The upper end as what it is above the lower one, which is drawn on it."""
    lower = next((series.values for series in drawn if series.key == "low"), ())
    found: list[PlotSeries] = []
    for series, plain_one in zip(drawn, said, strict=True):
        if series.key != "high":
            found.append(plain_one)
            continue
        above = tuple(
            _exact(high.value - low.value, high) if isinstance(high, Quantity) and isinstance(low, Quantity) else None
            for high, low in zip(series.values, lower, strict=False)
        )
        found.append(PlotSeries("band", plain_one.name, above))
    return tuple(found)


def _gaps(drawn: list[Series]) -> list[Series]:
    """The one series of a chart, whose gaps are said: a bar that is not there could be a nought."""
    return drawn if len(drawn) == 1 else []


def _is_drawn(series: Series, drawn: list[Series], value: Quantity | NotMeasured) -> bool:
    return series in drawn and isinstance(value, Quantity)


def _unit(series: Series) -> Unit | None:
    return next((value.unit for value in series.values if isinstance(value, Quantity)), None)


def _largest(series: list[Series]) -> Fraction:
    sizes = (abs(value.value) for each in series for value in each.values if isinstance(value, Quantity))
    return max(sizes, default=Fraction(0))


def _smallest(series: list[Series]) -> Fraction | None:
    sizes = (
        abs(value.value) for each in series for value in each.values if isinstance(value, Quantity) and value.value
    )
    return min(sizes, default=None)


def _decimals(series: Series) -> tuple[str | None, ...]:
    return tuple(_decimal(value) if isinstance(value, Quantity) else None for value in series.values)


def _decimal(quantity: Quantity) -> str:
    """The value as decimal text: money to the cent, shares to a ten-thousandth of a percent."""
    text = plain(quantity.value, _PLACES.get(quantity.unit, 4))
    return text.rstrip("0").rstrip(".")


def number_format(unit: Unit, largest: Fraction, words: Words, smallest: Fraction | None = None) -> str:
    """Return a spreadsheet number format for values of a unit up to a size, in the steps people count in.

    Where the smallest is less than one of a step so wide as 亿, all are written in the one below it, as in tables.

    A comma at the end of a format divides by a thousand. Steps that are no power of a thousand (万, 亿) also move the
    point: thousands with a point put before their last digit are ten thousands with one decimal. Nothing is a plain 0.
    """
    if unit is Unit.PERCENT:
        return "0.0%"
    if unit is Unit.SCORE:
        return "0.0"
    fitting = [step for step in words.steps if step <= largest] if unit is Unit.MONEY else []
    step = fitting[-1] if fitting else 1
    if smallest is not None and len(fitting) > 1 and smallest < step >= _WIDE * fitting[-2]:
        step = fitting[-2] if largest < _MOST * fitting[-2] else step
    if step == 1:
        return "#,##0"
    sentence = words.sentences[f"compact.{step}"]
    suffix = str(sentence).partition("{number}")[2].replace('"', "")
    thousands, places = divmod(len(str(step)) - 1, 3)
    if not places:
        return f'[=0]0;#,##0.{_places(step)}{"," * thousands}"{suffix}"'
    point = f'\\.{"0" * places}{"," * thousands}"{suffix}"'
    # The moved point leaves no place for the format's own grouping, so the comma is put there by hand.
    return f"[>={1000 * step}]#\\,000{point};[=0]0;0{point}"


def change_format(unit: Unit, largest: Fraction, words: Words) -> str:
    """Return a number format for changes up to a size, each in the step it is counted in; they are above zero.

    A format knows two conditions: the two steps below the largest change, or one and from where on it is grouped.
    """
    if unit is not Unit.MONEY:
        return number_format(unit, Fraction(0), words)
    steps = sorted((step for step in words.steps if step <= largest), reverse=True)[:2]
    bounds = [(step, _stepped_format(step, words)) for step in steps]
    if len(steps) == 1 and (len(str(steps[0])) - 1) % 3 and largest >= 1000 * steps[0]:
        bounds.insert(0, (1000 * steps[0], _stepped_format(steps[0], words, grouped=True)))
    return ";".join((*(f"[>={bound}]{code}" for bound, code in bounds), "#,##0"))


def _stepped_format(step: int, words: Words, *, grouped: bool = False) -> str:
    suffix = str(words.sentences[f"compact.{step}"]).partition("{number}")[2].replace('"', "")
    thousands, places = divmod(len(str(step)) - 1, 3)
    whole = "#\\,000" if grouped else "0"
    point = f"{whole}{_point(places)}" if places else f"#,##0.{_places(step)}"
    return f'{point}{"," * thousands}"{suffix}"'


def _places(step: int) -> str:
    """Decimals of an amount in steps: of millions two, as figures and tables tell them."""
    return "00" if step >= _MILLION else "0"


def _point(places: int) -> str:
    return f"\\.{'0' * places}"
