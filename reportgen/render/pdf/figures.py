"""Turns a document into the file of its figures that its archived PDF carries: exact, with where each one stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from reportgen.model.document import (
    Chart,
    DataTable,
    Document,
    HeatMap,
    Message,
    Metrics,
    Paragraph,
    Part,
    Precision,
    Timeline,
    Trend,
    Value,
)
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.render.pdf.archive import Attached
from reportgen.render.words import AS_FITS, Scale, Words, scales, word

FILE = "figures.json"

_Manner = tuple[Precision, Scale]
"""How a figure is printed: how precisely, and at which scale."""

_Said = tuple[str, str, Measurable, _Manner]
"""Row, column, figure, and how it is printed."""

_COMPACT: _Manner = ("compact", AS_FITS)


def figures_file(document: Document, words: Words, sources: Sequence[str]) -> Attached:
    """Return what a document says in figures, as JSON with a figure a line, and the input files that it was made from.

    `value` is exact: a decimal, or a fraction (`2/3`) where no decimal is; a percentage is a share of one; null was not
    measured. `shown` is what the page prints.
    """
    head = {
        "document": document.kind,
        "subject": document.subject,
        "title": word(words, document.title),
        "heading": word(words, document.heading),
        "language": words.language,
        "period": document.period.id,
        "cut_off": document.cut_off.isoformat(),
        "plan_version": document.plan_version,
        "draft": document.draft,
        "sources": sorted(sources),
    }
    lines = [f" {_json(name)}: {_json(value)}," for name, value in head.items()]
    figures = ",\n".join(f"  {_json(figure)}" for figure in _figures(document, words))
    text = "\n".join(("{", *lines, ' "figures": [', figures, " ]", "}", ""))
    return Attached(FILE, text.encode(), word(words, document.heading), document.cut_off)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _figures(document: Document, words: Words) -> Iterator[dict[str, str | None]]:
    for section in document.sections:
        for part in section.parts:
            place = {"section": word(words, section.title, "compact"), "part": _title(part, words)}
            for row, column, figure, manner in _said(part, words):
                yield {**place, "row": row, "column": column, **_worded(figure, words, manner)}


def _title(part: Part, words: Words) -> str:
    return word(words, part.title, "compact") if isinstance(part, DataTable | Chart | HeatMap | Timeline) else ""


def _worded(figure: Measurable, words: Words, manner: _Manner) -> dict[str, str | None]:
    shown = word(words, figure, *manner)
    if isinstance(figure, NotMeasured):
        return {"value": None, "unit": "", "currency": "", "shown": shown}
    return {"value": _exact(figure), "unit": figure.unit.value, "currency": figure.currency, "shown": shown}


def _exact(figure: Quantity) -> str:
    """Return a figure as a decimal where one is exact, else as a fraction."""
    rest, places = figure.value.denominator, 0
    while divisor := next((each for each in (10, 5, 2) if rest % each == 0), 0):
        rest, places = rest // divisor, places + 1
    if rest > 1:
        return str(figure.value)
    whole, part = divmod(abs(figure.value.numerator) * 10**places // figure.value.denominator, 10**places)
    sign = "-" if figure.value < 0 else ""
    return f"{sign}{whole}.{part:0{places}}" if places else f"{sign}{whole}"


def _said(part: Part, words: Words) -> Iterator[_Said]:
    match part:
        case Paragraph():
            yield from _in_sentence(part.text, word(words, part.text, "compact"))
        case Metrics():
            for item in part.items:
                label = word(words, item.label, "compact")
                yield from _measured(label, "", item.value, _COMPACT)
                yield from _in_sentence(item.note, label)
        case DataTable():
            yield from _in_table(part, words)
        case Chart():
            yield from _in_chart(part, words)
        case HeatMap():
            yield from _in_heat_map(part, words)
        case Timeline():
            for task in part.rows:
                yield word(words, task.label, "compact"), "", task.done, _COMPACT


def _in_chart(chart: Chart, words: Words) -> Iterator[_Said]:
    categories = [word(words, category, "compact") for category in chart.categories]
    for series in chart.series:
        label = word(words, series.label, "compact")
        for category, value in zip(categories, series.values, strict=True):
            yield category, label, value, _COMPACT


def _in_heat_map(found: HeatMap, words: Words) -> Iterator[_Said]:
    heads = [word(words, column, "compact") for column in found.columns]
    manners: list[_Manner] = [("compact", scale) for scale in scales(found, words)]
    for row in found.rows:
        label = word(words, row.label, "compact")
        for head, manner, cell in zip(heads, manners, row.cells, strict=True):
            yield from _measured(label, head, cell.value, manner)


def _in_table(table: DataTable, words: Words) -> Iterator[_Said]:
    """A row is called by its first cell."""
    heads = [word(words, column.label, "compact") for column in table.columns]
    manners = list(zip((column.precision for column in table.columns), scales(table, words), strict=True))
    for row in (*table.rows, *((table.foot,) if table.foot else ())):
        label = word(words, row.cells[0], table.columns[0].precision)
        for head, manner, cell in zip(heads, manners, row.cells, strict=True):
            yield from _measured(label, head, cell, manner)


def _measured(row: str, column: str, value: Value, manner: _Manner) -> Iterator[_Said]:
    match value:
        case Quantity() | NotMeasured():
            yield row, column, value, manner
        case Trend():
            yield from ((row, column, each, manner) for each in value.values)
        case Message():
            yield from _in_sentence(value, row)


def _in_sentence(sentence: Message | None, row: str) -> Iterator[_Said]:
    """The figures that a sentence names, by the names they have in the language catalogue."""
    for name, value in sentence.values if sentence else ():
        yield from _measured(row, name, value, _COMPACT)
