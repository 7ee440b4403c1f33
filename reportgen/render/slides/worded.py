"""Turns the parts of a section into what a slide says: every value in words, nothing placed yet."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.document import (
    Blank,
    Box,
    Chart,
    DataTable,
    HeatCell,
    HeatMap,
    Message,
    Metric,
    Metrics,
    NineBox,
    Paragraph,
    Part,
    TableRow,
    Timeline,
)
from reportgen.model.measured import Status
from reportgen.model.quantity import Quantity, Unit
from reportgen.render.slides.plotted import plot
from reportgen.render.slides.said import Card, Cards, Cell, Grid, Said, Text, clean, compact, stretches
from reportgen.render.slides.tokens import TONES
from reportgen.render.words import Words, word


def say(part: Part, words: Words) -> Said:
    """Return what a part says on a slide, in compact precision except where a table's column asks for more."""
    match part:
        case Paragraph():
            return Text(part.id, stretches(part.text, words), part.tone, part.id.startswith("decision"))
        case Metrics():
            return Cards(part.id, tuple(_card(item, words) for item in part.items))
        case DataTable():
            return _grid(part, words)
        case Chart():
            return plot(part, words)
        case HeatMap():
            return _heat_map(part, words)
        case Timeline():
            return _timeline(part, words)
        case NineBox():
            return _nine_box(part, words)
        case Blank():
            return _lines_to_write_on(part, words)


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
        return Text(table.id, stretches(table.empty, words), heading=title)
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
        return Text(found.id, stretches(found.empty, words), heading=title)
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
        return Text(found.id, stretches(found.empty, words), heading=title)
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
