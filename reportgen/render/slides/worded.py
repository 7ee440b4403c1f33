"""Turns the parts of a section into what a slide says: every value in words, nothing placed yet."""

from __future__ import annotations

from collections.abc import Sequence
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
from reportgen.render.words import Words, scales, word


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
    said = _texts(table, words)
    rows = tuple(_row(row, texts) for row, texts in zip(table.rows, said, strict=False))
    return Grid(
        table.id,
        title,
        tuple(compact(each.label, words) for each in table.columns),
        tuple(each.align == "end" for each in table.columns),
        rows,
        _row(table.foot, said[-1], bold=True) if table.foot else None,
        compact(table.note, words) if table.note else "",
    )


def _texts(table: DataTable, words: Words) -> list[tuple[str, ...]]:
    """Every row in words, the foot's last: the decimals of a column stand below one another."""
    rows = (*table.rows, *([table.foot] if table.foot else []))
    manners = [(column.precision, scale) for column, scale in zip(table.columns, scales(table, words), strict=True)]
    return [
        tuple(clean(word(words, cell, *manner)) for cell, manner in zip(row.cells, manners, strict=True))
        for row in rows
    ]


def _row(row: TableRow, texts: Sequence[str], *, bold: bool = False) -> tuple[Cell, ...]:
    """Every cell in words; bold where the row is emphasised."""
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
    manners = scales(found, words)
    rows = tuple(
        (
            Cell(compact(row.label, words), bold=row.emphasis),
            *(
                _state(cell, clean(word(words, cell.value, "compact", scale)), bold=row.emphasis)
                for cell, scale in zip(row.cells, manners, strict=True)
            ),
        )
        for row in found.rows
    )
    note = compact(found.note, words) if found.note else ""
    return Grid(found.id, title, header, (False, *(True for _ in found.columns)), rows, None, note)


def _state(cell: HeatCell, text: str, *, bold: bool = False) -> Cell:
    sign = TONES[cell.status].sign
    return Cell(f"{sign} {text}" if sign else text, cell.status, bold, tinted=True)


def _timeline(found: Timeline, words: Words) -> Grid | Text:
    """A table of its tasks: what, from when to when, how much is done."""
    title = compact(found.title, words)
    if not found.rows and found.empty is not None:
        return Text(found.id, stretches(found.empty, words), heading=title)
    rows = tuple(
        (
            replace(_state(HeatCell(task.label, task.status), compact(task.label, words)), tinted=False),
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
