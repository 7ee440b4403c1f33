"""Turns the parts of a section into what a slide says: worded texts, cards, grids and plots, not yet placed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from reportgen.model.document import (
    Blank,
    Box,
    Chart,
    ChartKind,
    DataTable,
    HeatCell,
    HeatMap,
    Message,
    Metric,
    Metrics,
    NineBox,
    Paragraph,
    Part,
    Series,
    TableRow,
    Timeline,
    Value,
)
from reportgen.model.measured import Status
from reportgen.model.money import plain
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.render.slides.tokens import TEXT, TONES
from reportgen.render.words import Span, Words, spans, word

_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACES: Final = {Unit.MONEY: 2, Unit.PERCENT: 6}


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in stretches; `decision` stands in a tinted box, as what the meeting is asked for."""

    id: str
    spans: tuple[Span, ...]
    tone: Status = Status.NONE
    decision: bool = False
    heading: str = ""
    size: int = TEXT

    @property
    def whole(self) -> str:
        """The sentence as it is read, its sign before it."""
        sign = TONES[self.tone].sign
        return (f"{sign} " if sign else "") + "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that stands alone: label, value, and a note in the colour of its status, its sign before it."""

    id: str
    label: str
    value: str
    note: str
    tone: Status


@dataclass(frozen=True, slots=True)
class Cards:
    """A row of cards."""

    id: str
    items: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; a tone other than none colours it, its text or, `tinted`, its ground."""

    text: str
    tone: Status = Status.NONE
    bold: bool = False
    tinted: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words: `ends` tells of each column whether it is aligned at its end; `largest` bounds its text."""

    id: str
    title: str
    header: tuple[str, ...]
    ends: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] | None
    note: str
    largest: int = TEXT


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """A series with its values as decimal text; None is a gap."""

    key: str
    name: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in words. `number_format` is how a spreadsheet program prints its values, in steps people count in.

    `change_format` is that of the changes of a waterfall, which are smaller than its totals.
    """

    id: str
    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[PlotSeries, ...]
    number_format: str
    alt: str
    change_format: str = ""


Said = Text | Cards | Grid | Plot


def clean(text: str) -> str:
    """Return a text that an office file can hold: on one line, without control characters."""
    return _FORBIDDEN.sub("", re.sub(r"[\r\n\t\v\f\u2028\u2029]+", " ", text))


def say(part: Part, words: Words) -> Said:
    """Return what a part says on a slide, in compact precision except where a table's column asks for more."""
    match part:
        case Paragraph():
            return Text(part.id, _spans(part.text, words), part.tone, part.id.startswith("decision"))
        case Metrics():
            return Cards(part.id, tuple(_card(item, words) for item in part.items))
        case DataTable():
            return _grid(part, words)
        case Chart():
            return _plot(part, words)
        case HeatMap():
            return _heat_map(part, words)
        case Timeline():
            return _timeline(part, words)
        case NineBox():
            return _nine_box(part, words)
        case Blank():
            return _lines_to_write_on(part, words)


def compact(value: Value, words: Words) -> str:
    """Return a value as slides print it."""
    return clean(word(words, value, "compact"))


def _spans(message: Message, words: Words) -> tuple[Span, ...]:
    return tuple(Span(clean(span.text), span.figure) for span in spans(words, message, "compact"))


def _card(metric: Metric, words: Words) -> Card:
    """A status always has its word: where nothing else is said, the word alone."""
    note = compact(metric.note, words) if metric.note else ""
    if not note and metric.status is not Status.NONE:
        note = word(words, Message(f"status.{metric.status}"))
    sign = TONES[metric.status].sign
    note = f"{sign} {note}" if sign else note
    return Card(metric.id, compact(metric.label, words), compact(metric.value, words), note, metric.status)


def _grid(table: DataTable, words: Words) -> Grid | Text:
    title = compact(table.title, words)
    if not table.rows and table.empty is not None:
        return Text(table.id, _spans(table.empty, words), heading=title)
    return Grid(
        table.id,
        title,
        tuple(compact(column.label, words) for column in table.columns),
        tuple(column.align == "end" for column in table.columns),
        tuple(_row(row, table, words) for row in table.rows),
        _row(table.foot, table, words, bold=True) if table.foot else None,
        compact(table.note, words) if table.note else "",
    )


def _row(row: TableRow, table: DataTable, words: Words, *, bold: bool = False) -> tuple[Cell, ...]:
    """Every cell in words; bold where the row is emphasised."""
    texts = [clean(word(words, cell, column.precision)) for cell, column in zip(row.cells, table.columns, strict=True)]
    toned = _toned(row)
    sign = TONES[row.status].sign
    return tuple(
        Cell(f"{sign} {text}", row.status, bold or row.emphasis)
        if index == toned and sign
        else Cell(text, bold=bold or row.emphasis)
        for index, text in enumerate(texts)
    )


def _toned(row: TableRow) -> int | None:
    """The cell that shows the row's status: the one that words it, else its last percentage."""
    worded = [i for i, cell in enumerate(row.cells) if isinstance(cell, Message) and cell.key.startswith("status.")]
    shares = [i for i, cell in enumerate(row.cells) if isinstance(cell, Quantity) and cell.unit is Unit.PERCENT]
    return max(worded or shares, default=None)


def _lines_to_write_on(blank: Blank, words: Words) -> Grid:
    """Space for handwriting: a table of empty rows under its labels."""
    labels = tuple(compact(label, words) for label in blank.labels)
    rows = (tuple(Cell("") for _ in labels),) * blank.lines
    return Grid(blank.id, "", labels, (False,) * len(labels), rows, None, "")


def _heat_map(found: HeatMap, words: Words) -> Grid | Text:
    """A table of its states: each cell has its own."""
    title = compact(found.title, words)
    if not found.rows and found.empty is not None:
        return Text(found.id, _spans(found.empty, words), heading=title)
    header = (compact(found.head, words), *(compact(column, words) for column in found.columns))
    rows = tuple(
        (Cell(compact(row.label, words), bold=row.emphasis), *(_state(cell, words) for cell in row.cells))
        for row in found.rows
    )
    note = compact(found.note, words) if found.note else ""
    return Grid(found.id, title, header, (False, *(True for _ in found.columns)), rows, None, note)


def _state(cell: HeatCell, words: Words) -> Cell:
    sign, text = TONES[cell.status].sign, compact(cell.value, words)
    return Cell(f"{sign} {text}" if sign else text, cell.status, tinted=True)


def _timeline(found: Timeline, words: Words) -> Grid | Text:
    """A table of its tasks: what, from when to when, how much is done."""
    title = compact(found.title, words)
    if not found.rows and found.empty is not None:
        return Text(found.id, _spans(found.empty, words), heading=title)
    rows = tuple(
        (
            replace(_state(HeatCell(task.label, task.status), words), tinted=False),
            *(Cell(compact(value, words)) for value in (task.start, task.end, task.done, task.note)),
        )
        for task in found.rows
    )
    return Grid(found.id, title, ("",) * 5, (False, False, False, True, False), rows, None, "")


def _nine_box(found: NineBox, words: Words) -> Grid:
    """A table of three by three: in each cell how a box is called, and who is in it."""
    levels = tuple(compact(level, words) for level in found.levels)
    header = (f"{compact(found.up, words)} / {compact(found.across, words)}", *levels)
    rows = tuple(
        (Cell(levels[2 - up]), *(_box(box, words) for box in found.boxes[3 * up : 3 * up + 3])) for up in range(3)
    )
    note = compact(found.note, words) if found.note else ""
    return Grid(found.id, compact(found.title, words), header, (False,) * 4, rows, None, note)


def _box(box: Box, words: Words) -> Cell:
    return Cell(" · ".join(compact(each, words) for each in (box.label, *box.names)), bold=box.marked)


# ------------------------------------------------------------------------------------------------------------- charts


def _plot(chart: Chart, words: Words) -> Plot | Text:
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
    return Plot(
        chart.id,
        _kind(chart, drawn),
        compact(chart.title, words),
        tuple(categories),
        _stepped(chart, drawn, words),
        number_format(unit, _largest(drawn), words),
        compact(chart.alt, words),
        change_format(unit, words) if chart.kind == "waterfall" else "",
    )


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


def _decimals(series: Series) -> tuple[str | None, ...]:
    return tuple(_decimal(value) if isinstance(value, Quantity) else None for value in series.values)


def _decimal(quantity: Quantity) -> str:
    """The value as decimal text: money to the cent, shares to a ten-thousandth of a percent."""
    text = plain(quantity.value, _PLACES.get(quantity.unit, 4))
    return text.rstrip("0").rstrip(".")


def number_format(unit: Unit, largest: Fraction, words: Words) -> str:
    """Return a spreadsheet number format for values of a unit up to a size, in the steps people count in.

    A comma at the end of a format divides by a thousand. Steps that are no power of a thousand (万, 亿) also move the
    point: thousands with a point put before their last digit are ten thousands with one decimal.
    """
    if unit is Unit.PERCENT:
        return "0.0%"
    if unit is Unit.SCORE:
        return "0.0"
    step = max((step for step in words.steps if step <= largest), default=1) if unit is Unit.MONEY else 1
    if step == 1:
        return "#,##0"
    sentence = words.sentences[f"compact.{step}"]
    suffix = str(sentence).partition("{number}")[2].replace('"', "")
    thousands, places = divmod(len(str(step)) - 1, 3)
    if not places:
        return f'#,##0.0{"," * thousands}"{suffix}"'
    point = f'\\.{"0" * places}{"," * thousands}"{suffix}"'
    # The moved point leaves no place for the format's own grouping, so the comma is put there by hand.
    return f"[>={1000 * step}]#\\,000{point};0{point}"


def change_format(unit: Unit, words: Words) -> str:
    """Return a number format for changes of all sizes, each in the step it is counted in; they are above zero."""
    if unit is not Unit.MONEY:
        return number_format(unit, Fraction(0), words)
    steps = sorted(words.steps, reverse=True)[-2:]
    return ";".join((*(f"[>={step}]{_stepped_format(step, words)}" for step in steps), "#,##0"))


def _stepped_format(step: int, words: Words) -> str:
    suffix = str(words.sentences[f"compact.{step}"]).partition("{number}")[2].replace('"', "")
    thousands, places = divmod(len(str(step)) - 1, 3)
    return f'0{_point(places)}{"," * thousands}"{suffix}"' if places else f'#,##0.0{"," * thousands}"{suffix}"'


def _point(places: int) -> str:
    return f"\\.{'0' * places}"
