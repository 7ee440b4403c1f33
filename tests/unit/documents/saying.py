"""Turns a document into the text that a reviewer reads: every section, figure, row and formula, a line each."""

from collections.abc import Iterator

from reportgen.model.document import (
    Blank,
    Chart,
    DataTable,
    Document,
    HeatMap,
    Metric,
    Metrics,
    NineBox,
    Paragraph,
    Part,
    Section,
    TableRow,
    Timeline,
    Value,
)
from reportgen.model.measured import Status
from reportgen.model.quantity import NotMeasured
from reportgen.render.words import Words, word


def said(document: Document, words: Words) -> str:
    """Return all that a document says in a language; `[…]` holds what is not printed as text: ids, status, formulas."""
    return "\n".join(_lines(document, words)) + "\n"


def _lines(document: Document, words: Words) -> Iterator[str]:
    draft = " [draft]" if document.draft else ""
    yield f"# {_word(words, document.title)} · {_word(words, document.heading)}{draft}"
    yield f"[{document.kind} {document.subject}] {_word(words, document.audience)}"
    yield from (f"  {_word(words, fact)}" for fact in document.facts)
    for section in document.sections:
        yield from ("", *_section(section, words))


def _section(section: Section, words: Words) -> Iterator[str]:
    subtitle = f" · {_word(words, section.subtitle)}" if section.subtitle else ""
    yield f"## {_word(words, section.title)}{subtitle} [{section.id}]"
    for part in section.parts:
        yield from _part(part, words)
    yield from (f"> {_word(words, note)}" for note in section.notes)


def _part(part: Part, words: Words) -> Iterator[str]:
    match part:
        case Paragraph():
            yield f"{_word(words, part.text)}{_tone(part.tone)}"
        case Metrics():
            yield from (_metric(item, words) for item in part.items)
        case DataTable():
            yield from _table(part, words)
        case Chart():
            yield from _chart(part, words)
        case HeatMap():
            yield from _heat_map(part, words)
        case Timeline():
            yield from _timeline(part, words)
        case NineBox():
            yield from _nine_box(part, words)
        case Blank():
            yield f"{part.lines} × " + " ____ ".join(_word(words, label) for label in part.labels) + " ____"


def _metric(item: Metric, words: Words) -> str:
    note = f" ({_word(words, item.note)})".replace("\n", " / ") if item.note else ""
    return f"* {_word(words, item.label)}: {_word(words, item.value)}{note}{_tone(item.status)}"


def _timeline(found: Timeline, words: Words) -> Iterator[str]:
    yield f"{_word(words, found.title)} [timeline: {_word(words, found.alt)}]"
    for task in found.rows:
        told = (task.label, task.start, task.end, task.done, task.note)
        yield "  " + " | ".join(_word(words, value) for value in told) + _tone(task.status)


def _nine_box(found: NineBox, words: Words) -> Iterator[str]:
    yield f"{_word(words, found.title)} [nine-box: {_word(words, found.alt)}]"
    for box in found.boxes:
        names = " · ".join(_word(words, name) for name in box.names)
        yield f"  {_word(words, box.label)}: {names or '–'}{' [own]' if box.marked else ''}"


def _heat_map(found: HeatMap, words: Words) -> Iterator[str]:
    yield f"{_word(words, found.title)} [heat map: {_word(words, found.alt)}]"
    yield "  " + " | ".join(_word(words, value) for value in (found.head, *found.columns))
    for row in found.rows:
        cells = (_word(words, cell.value) + _tone(cell.status) for cell in row.cells)
        yield "  " + " | ".join((_word(words, row.label), *cells))


def _table(table: DataTable, words: Words) -> Iterator[str]:
    yield f"{_word(words, table.title)}:"
    if not table.rows and table.empty:
        yield f"  {_word(words, table.empty)}"
        return
    yield "  " + " | ".join(_word(words, column.label) for column in table.columns)
    for row in (*table.rows, *((table.foot,) if table.foot else ())):
        yield "  " + _row(row, words)
    if table.note:
        yield f"  {_word(words, table.note)}"


def _row(row: TableRow, words: Words) -> str:
    return " | ".join(_word(words, cell) for cell in row.cells) + _tone(row.status)


def _chart(chart: Chart, words: Words) -> Iterator[str]:
    yield f"{_word(words, chart.title)} [{chart.kind}: {_word(words, chart.alt)}]"
    yield "  " + " | ".join(["", *(_word(words, category) for category in chart.categories)]).strip()
    for series in chart.series:
        yield "  " + " | ".join([_word(words, series.label), *(_word(words, value) for value in series.values)])


def _tone(status: Status) -> str:
    return "" if status is Status.NONE else f" [{status.value}]"


def _word(words: Words, value: Value) -> str:
    if isinstance(value, NotMeasured):
        return f"{word(words, value)} [{value.reason}]"
    return word(words, value) or "–"
