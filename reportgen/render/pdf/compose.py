"""Turns a document and a language into the plain views that a page template is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.model.document import (
    Blank,
    Chart,
    DataTable,
    Document,
    HeatCell,
    HeatMap,
    Message,
    Metric,
    Metrics,
    NineBox,
    Paragraph,
    Part,
    Precision,
    Section,
    TableRow,
    Timeline,
    Trend,
    Value,
    Verbatim,
)
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.status import Status
from reportgen.render.pdf.charts import FULL, HALF, drawn, drawn_boxes, drawn_timeline, drawn_trend, is_narrow
from reportgen.render.pdf.views import (
    BlankView,
    CellView,
    ColumnView,
    HeatMapView,
    HeatRowView,
    MetricsView,
    MetricView,
    PageView,
    ParagraphView,
    PartView,
    RowView,
    SectionView,
    TableView,
)
from reportgen.render.words import Scale, Words, scales, spans, word

_STATUS = "status."
_COLONS = ":\N{FULLWIDTH COLON} "
_BREAK = " · "
"""What parts of a note are joined by: a line may be broken there and nowhere else."""


def page_view(document: Document, words: Words) -> PageView:
    """Return all that a page template needs of a document, in words."""
    draft = word(words, Message("draft")) if document.draft else ""
    foot = (("period", document.period), ("version", Verbatim(document.plan_version)), ("cut-off", document.cut_off))
    return PageView(
        document.kind,
        document.period.grain,
        words.language,
        word(words, document.title),
        word(words, document.heading),
        tuple(word(words, fact, "compact") for fact in document.facts),
        tuple(_section(section, words) for section in document.sections),
        word(words, Message("foot", foot)),
        draft,
        word(words, document.audience),
        _page_of(words),
    )


def _page_of(words: Words) -> tuple[str, str, str]:
    """What stands around the two page numbers, which only the layout knows."""
    marks = (("page", Verbatim("\0")), ("pages", Verbatim("\0")))
    before, between, after = word(words, Message("page-of", marks)).split("\0")
    return before, between, after


def _section(section: Section, words: Words) -> SectionView:
    title = word(words, section.title, "compact")
    subtitle = word(words, section.subtitle, "compact")
    blocks = [_block(parts, words, title) for parts in _side_by_side(section.parts)]
    first = blocks[0][0] if blocks else None
    # A table that the section's heading names has its note there too, said once.
    if isinstance(first, TableView) and not first.title and subtitle in {"", first.note}:
        subtitle, blocks[0] = first.note, (replace(first, note=""),)
    notes = tuple(word(words, note, "compact") for note in section.notes)
    return SectionView(section.id, title, subtitle, tuple(blocks), notes)


def _side_by_side(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Two narrow parts that follow one another stand side by side; everything else takes the whole width."""
    left: Part | None = None
    for part in parts:
        narrow = part if _is_narrow(part) else None
        if left is not None and narrow is not None:
            yield (left, narrow)
            left = None
            continue
        if left is not None:
            yield (left,)
        left = narrow
        if narrow is None:
            yield (part,)
    if left is not None:
        yield (left,)


def _is_narrow(part: Part) -> bool:
    """Half of the width is enough for some charts, and for tables that say so."""
    match part:
        case Chart():
            return is_narrow(part)
        case DataTable():
            return part.narrow
    return isinstance(part, NineBox)


def _block(parts: tuple[Part, ...], words: Words, section_title: str) -> tuple[PartView, ...]:
    width = FULL if len(parts) == 1 else HALF
    return tuple(_part(part, words, section_title, width) for part in parts)


def _part(part: Part, words: Words, section_title: str, width: float) -> PartView:
    match part:
        case Paragraph():
            return ParagraphView(part.id, spans(words, part.text, "compact"), part.tone.value)
        case Metrics():
            return MetricsView(tuple(_metric(item, words) for item in part.items))
        case DataTable():
            return _table(part, words, section_title)
        case Chart():
            return drawn(part, words, width)
        case HeatMap():
            return _heat_map(part, words, section_title)
        case Timeline():
            return drawn_timeline(part, words, width)
        case NineBox():
            return drawn_boxes(part, words, width)
        case Blank():
            return BlankView(tuple(word(words, label) for label in part.labels), part.lines)


def _metric(metric: Metric, words: Words) -> MetricView:
    value, note = word(words, metric.value, "compact"), word(words, metric.note, "compact")
    if isinstance(metric.value, NotMeasured):
        # That nothing was measured stands above in large letters: the note tells why alone.
        note = note.removeprefix(value).lstrip(_COLONS)
    return MetricView(
        word(words, metric.label, "compact"),
        value,
        _notes(note) if note else (),
        metric.status.value,
        word(words, Message(f"{_STATUS}{metric.status}")) if metric.status is not Status.NONE else "",
        False,
        isinstance(metric.value, NotMeasured),
        drawn_trend(metric.trend, words) if metric.trend else None,
    )


def _notes(text: str) -> tuple[tuple[str, ...], ...]:
    """A note's lines, each in pieces that stay whole where it has to be broken."""
    return tuple(tuple(line.split(_BREAK)) for line in text.split("\n"))


def _heat_map(found: HeatMap, words: Words, section_title: str) -> HeatMapView:
    title = word(words, found.title, "compact")
    manners = scales(found, words)
    rows = tuple(
        HeatRowView(
            word(words, row.label, "compact"),
            tuple(_heat(cell, scale, words) for cell, scale in zip(row.cells, manners, strict=True)),
            row.emphasis,
        )
        for row in found.rows
    )
    return HeatMapView(
        found.id,
        "" if title == section_title else title,
        word(words, found.note, "compact"),
        word(words, found.head, "compact"),
        tuple(word(words, column, "compact") for column in found.columns),
        rows,
        word(words, found.empty, "compact"),
    )


def _heat(cell: HeatCell, scale: Scale, words: Words) -> CellView:
    text = word(words, cell.value, "compact", scale)
    return CellView(text, cell.status.value, None, isinstance(cell.value, NotMeasured))


def _table(table: DataTable, words: Words, section_title: str) -> TableView:
    title = word(words, table.title, "compact")
    columns = tuple(
        ColumnView(column.key, word(words, column.label, "compact"), column.align == "end") for column in table.columns
    )
    manners = tuple(zip((column.precision for column in table.columns), scales(table, words), strict=True))
    return TableView(
        table.id,
        "" if title == section_title else title,
        word(words, table.note, "compact"),
        columns,
        tuple(_row(row, manners, words) for row in table.rows),
        _row(table.foot, manners, words) if table.foot else None,
        word(words, table.empty, "compact"),
    )


def _row(row: TableRow, manners: Sequence[tuple[Precision, Scale]], words: Words) -> RowView:
    has_status_cell = any(_is_status(value) for value in row.cells)
    cells = tuple(_cell(value, *manner, words) for value, manner in zip(row.cells, manners, strict=True))
    # A row that has a state but no cell to say it in bears its sign before the first cell.
    lead = row.status.value if row.status is not Status.NONE and not has_status_cell else ""
    return RowView(cells, lead, row.emphasis)


def _cell(value: Value, precision: Precision, scale: Scale, words: Words) -> CellView:
    if isinstance(value, Trend):
        return CellView("", "", None, absent=False, trend=drawn_trend(value, words))
    share = float(value.value) if isinstance(value, Quantity) and value.unit is Unit.PERCENT else None
    status = value.key.removeprefix(_STATUS) if isinstance(value, Message) and _is_status(value) else ""
    return CellView(word(words, value, precision, scale), status, share, isinstance(value, NotMeasured))


def _is_status(value: Value) -> bool:
    return isinstance(value, Message) and value.key.removeprefix(_STATUS) in {status.value for status in Status}
