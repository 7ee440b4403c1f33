"""Turns the parts of a section that are no tables into cells: metrics, text, figures of charts, space to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.model.document import (
    Blank,
    Chart,
    DataTable,
    Message,
    Metric,
    Metrics,
    Paragraph,
    TableColumn,
    TableRow,
    Value,
)
from reportgen.model.measured import Status
from reportgen.model.quantity import Quantity, Unit
from reportgen.render.sheets.checks import CHECKS
from reportgen.render.sheets.formulas import Landed
from reportgen.render.sheets.grid import LEFT, Block, Columns, lines, row_height
from reportgen.render.sheets.look import LABEL, NOTE, SIGN, TEXT, TONE, Colour, Style
from reportgen.render.sheets.pieces import Cell
from reportgen.render.sheets.values import CHECK, content, format_of, formats, printable, text_width, width
from reportgen.render.words import Words, word

_FIGURE_SIZE = 16
_FIGURE_WIDTH = 1.85
"""How much wider a digit of a headline figure is than one of a table."""

_AMOUNT_WIDTH = len("1,234,567,890.12")
"""Room for what an amount may become when somebody changes a cell; beyond it, the figure is printed smaller."""


_STRIP = 134.0
"""The width of a printed page in digits: a strip of metrics is no wider for the sake of what figures may become."""


def metric_widths(strip: Metrics, words: Words) -> Iterator[tuple[float, ...]]:
    """Yield the widths in digits that the metrics of a strip may have: with less and less room for figures to grow."""
    least = [_metric_width(item, words, roomy=False) for item in strip.items]
    most = [_metric_width(item, words, roomy=True) for item in strip.items]
    spare = sum(most) - sum(least)
    share = min(1.0, max(0.0, (_STRIP - sum(least)) / spare)) if spare else 0.0
    for part in (share, share / 2, 0.0):
        yield tuple(low + (high - low) * part for low, high in zip(least, most, strict=True))


def place_metrics(strip: Metrics, top: int, columns: Columns, words: Words, sheet: str) -> Block:
    """Place a strip of metrics: label, figure, and what it is compared with; each spans the columns it needs."""
    cells: list[Cell] = []
    starts: dict[str, int] = {}
    heights = {top: 16.0, top + 1: 30.0}
    for item, (start, span) in zip(strip.items, _found_room(strip, columns, words), strict=True):
        starts[item.id] = start
        note = _metric_note(item, words)
        cells.append(Cell(top, start, _text(words, item.label), LABEL, span=span))
        cells.append(_figure(strip, item, top + 1, start, span, words))
        cells.append(Cell(top + 2, start, note or None, replace(NOTE, colour=_note_colour(item)), span=span))
        room = sum(_spanned(columns, start, span))
        heights[top + 2] = max(heights.get(top + 2, 0), row_height(lines(note, room, text_width(note))))
    return Block(tuple(cells), top + 2, heights, {strip.id: Landed(sheet, top + 1, top + 1, starts, {})})


def _found_room(strip: Metrics, columns: Columns, words: Words) -> list[tuple[int, int]]:
    """Return where each metric stands, with the most room to grow that the columns have."""
    most, *fewer = metric_widths(strip, words)
    needs = next((each for each in (most, *fewer) if _fits(columns.widths, each)), most)
    return spans(needs, columns)


def spans(needs: Sequence[float], columns: Columns) -> list[tuple[int, int]]:
    """Return the first column and the number of columns of each metric, as wide as it needs."""
    numbers, taken = columns.numbers, 0
    found: list[tuple[int, int]] = []
    for need in needs:
        first, room = taken, 0.0
        while taken < len(numbers) and (taken == first or room < need):
            room += columns.widths[taken]
            taken += 1
        if first == len(numbers):
            raise ValueError("a strip of metrics needs more columns than its sheet has")
        found.append((numbers[first], numbers[taken - 1] - numbers[first] + 1))
    return found


def room_for(columns: Columns, strip: Metrics, words: Words) -> Columns:
    """Return the columns as wide as a strip of metrics needs, with room to grow as far as the page has it."""
    found = [widened(columns, needs) for needs in metric_widths(strip, words)]
    return next((each for each in found if each.total <= _STRIP), found[-1])


def widened(columns: Columns, needs: Sequence[float]) -> Columns:
    """Return the columns as wide as a strip of metrics needs: several grow evenly, of few more are added at the right.

    The first column, of labels, stays: else figures would stand far from what they are of.
    """
    if len(columns.widths) >= max(_FEW + 1, len(needs)) and not columns.pair:
        return _apportioned(columns, needs)
    widths, taken = list(columns.widths), 0
    for need in needs:
        room = 0.0
        if taken == len(widths):
            widths.append(need)
        while taken < len(widths) and room < need:
            room += widths[taken]
            taken += 1
        if room < need:
            widths[-1] += need - room
    return replace(columns, widths=tuple(widths))


_FEW = 3
"""Columns up to which a strip of metrics adds some at the right."""


def _apportioned(columns: Columns, needs: Sequence[float]) -> Columns:
    """The columns parted among the metrics so that they grow least: of each, those that are not labels grow evenly."""
    widths = list(columns.widths)
    for need, (start, end) in zip(needs, _parted(widths, needs), strict=True):
        growing = range(start + 1 if start == 0 and end > 1 else start, end)
        more = max(0.0, need - sum(widths[start:end])) / len(growing)
        for index in growing:
            widths[index] += more
    return replace(columns, widths=tuple(widths))


def _parted(widths: Sequence[float], needs: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """Neighbouring columns for each metric, at least one, whose widths together lack least of what is needed."""
    # For each number of columns from the left: what the metrics before lack in them, and how they are parted.
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for place, need in enumerate(needs, 1):
        ends = range(place, len(widths) - len(needs) + place + 1)
        best = {
            end: min(
                (lacking + max(0.0, need - sum(widths[start:end])), (*parts, (start, end)))
                for start, (lacking, parts) in best.items()
                if start < end
            )
            for end in ends
        }
    return min(best.values())[1]


def _fits(widths: Sequence[float], needs: Sequence[float]) -> bool:
    """Tell whether each metric finds columns of its own that are wide enough together."""
    taken = 0
    for need in needs:
        room = 0.0
        while room < need:
            if taken == len(widths):
                return False
            room += widths[taken]
            taken += 1
    return True


def place_paragraph(paragraph: Paragraph, top: int, columns: Columns, words: Words) -> Block:
    """Place a sentence across the sheet, as high as its lines."""
    sign = SIGN[paragraph.tone]
    text = f"{sign} {_text(words, paragraph.text)}".strip()
    return place_text(text, top, columns, replace(TEXT, colour=TONE[paragraph.tone]))


def place_text(text: str, top: int, columns: Columns, style: Style) -> Block:
    """Place text across the sheet, as high as its lines."""
    cell = Cell(top, LEFT, text, style, span=columns.right - LEFT + 1)
    return Block((cell,), top, {top: row_height(lines(text, columns.total, text_width(text)))})


def place_blank(blank: Blank, top: int, columns: Columns, words: Words) -> Block:
    """Place space to write in: a label above each column and empty ruled rows."""
    ruled = Style(below="hairline", wrap=True)
    numbers = columns.numbers
    labelled = zip(numbers, blank.labels, strict=False)
    cells = [Cell(top, number, _text(words, label), replace(LABEL, below="ink")) for number, label in labelled]
    for row in range(top + 1, top + 1 + blank.lines):
        cells += [Cell(row, number, None, ruled) for number in numbers[: len(blank.labels)]]
    return Block(tuple(cells), top + blank.lines)


def figures_of(chart: Chart) -> DataTable:
    """Return the figures of a chart as a table: a workbook's reader can draw them, and compute with them."""
    columns = (
        TableColumn("category", None),
        *(TableColumn(series.key, series.label, "end") for series in chart.series),
    )
    rows = tuple(
        TableRow((category, *(series.values[index] for series in chart.series)))
        for index, category in enumerate(chart.categories)
    )
    return DataTable(chart.id, chart.title, columns, rows, note=chart.alt)


def _figure(strip: Metrics, item: Metric, row: int, column: int, span: int, words: Words) -> Cell:
    measured = isinstance(item.value, Quantity)
    style = Style(size=_FIGURE_SIZE if measured else 14, bold=True, colour=TONE[item.status], shrink=measured)
    pattern = CHECK if item.id == CHECKS else _pattern(item)
    formula = item.formula if measured else ""
    name = f"{strip.id}.{item.id}"
    return Cell(row, column, content(words, item.value), style, pattern, formula, strip.id, span, name=name)


def _pattern(item: Metric) -> str:
    return format_of(item.value, formats((item.value,) if not item.formula else (), (item.value,)))


def _metric_note(item: Metric, words: Words) -> str:
    """The comparison, behind the state in a sign and a word; a check says its state in its figure."""
    parts = [] if item.note is None else [_text(words, item.note)]
    if item.status is not Status.NONE and item.id != CHECKS:
        parts.insert(0, f"{SIGN[item.status]} {word(words, _state(item.status))}")
    return " · ".join(parts)


def _state(status: Status) -> Message:
    return Message(f"status.{status}")


def _note_colour(item: Metric) -> Colour:
    return "muted" if item.status is Status.NONE else TONE[item.status]


def _metric_width(item: Metric, words: Words, *, roomy: bool) -> float:
    shown = width(content(words, item.value), _pattern(item))
    if item.id == CHECKS and roomy:
        shown = _AMOUNT_WIDTH + 2
    elif roomy and isinstance(item.value, Quantity) and item.value.unit is Unit.MONEY:
        shown = max(shown, _AMOUNT_WIDTH)
    note = min(text_width(_metric_note(item, words)), 24)
    return max(shown * _FIGURE_WIDTH, text_width(_text(words, item.label)), note) + 3


def _spanned(columns: Columns, start: int, span: int) -> list[float]:
    return [w for number, w in zip(columns.numbers, columns.widths, strict=True) if start <= number < start + span]


def _text(words: Words, value: Value) -> str:
    return printable(words, word(words, value))
