"""Turns a finished deck back into the numbers of its slides, notes and plots, and its document into the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
from pptx import Presentation

from reportgen.model.document import Chart, Document
from reportgen.model.quantity import Quantity
from reportgen.render.slides import DeckText
from reportgen.render.words import Words, word
from tests.pack.finished import numbers, said_numbers

PLAIN = ("bars", "months", "funnel", "ageing", "bullets")
"""The kinds of chart whose native series are those of the document; the others stand on drawn bases and bands."""

Values = tuple[Fraction | None, ...]


def printed(deck: DeckText) -> Counter[str]:
    """All numbers of a deck: on its slides and in its notes."""
    found: Counter[str] = Counter()
    for slide in deck.slides:
        found += numbers(slide.notes)
        for shape in slide.shapes:
            found += numbers(shape.text)
            for cell in (cell for row in shape.rows for cell in row):
                found += numbers(cell)
    return found


def told(document: Document, words: Words) -> Counter[str]:
    """All numbers that a document says on slides: its messages, parts and notes."""
    found = said_numbers(document, words)
    for section in document.sections:
        for message in (section.title, section.subtitle, *section.notes):
            found += numbers(word(words, message, "compact")) if message else Counter()
    return found


def plotted(document: Document) -> dict[str, tuple[Values, ...]]:
    """The exact values of each plain chart by its name, a tuple a series; not measured is None."""
    return {chart.id: tuple(_values(chart)) for chart in _charts(document) if chart.kind in PLAIN}


def _charts(document: Document) -> Iterator[Chart]:
    return (part for section in document.sections for part in section.parts if isinstance(part, Chart))


def _values(chart: Chart) -> Iterator[Values]:
    # Bars have one series; what a second one says stands beside their names.
    for series in chart.series[:1] if chart.kind == "bars" else chart.series:
        yield tuple(value.value if isinstance(value, Quantity) else None for value in series.values)


def charted(deck: DeckText) -> dict[str, tuple[Values, ...]]:
    """The values of each chart of a deck by its name, a tuple a series."""
    shapes = (shape for slide in deck.slides for shape in slide.shapes if shape.series)
    return {shape.name: tuple(series.values for series in shape.series) for shape in shapes}


def books(file: Path) -> dict[str, set[Fraction]]:
    """The numbers of the workbook behind each chart of a deck, by the chart's name."""
    found = {}
    for slide in Presentation(str(file)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                data = shape.chart.part.chart_workbook.xlsx_part.blob
                found[shape.name] = set(_numbers_of(data))
    return found


def _numbers_of(data: bytes) -> Iterator[Fraction]:
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (Fraction(str(cell)) for cell in row if isinstance(cell, int | float))
