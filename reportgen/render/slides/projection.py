"""Turns a finished deck back into text: slide, shape name, words, table rows, chart series, notes.

Tests compare figures with it, and a golden of it is what a reviewer reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Final

from lxml import etree
from pptx import Presentation
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from reportgen.model.money import decimal_text, exact
from reportgen.render.slides.xml import A, C

_NAMES: Final = {"a": A, "c": C}


@dataclass(frozen=True, slots=True)
class SeriesText:
    """A chart's series: its name and, of each category, the exact value in major units (a share of one for percent)."""

    name: str
    categories: tuple[str, ...]
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class ShapeText:
    """A shape: its name (the part's id, or the layout's place), text, table rows from the header on, chart series."""

    name: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    series: tuple[SeriesText, ...] = ()
    alt: str = ""


@dataclass(frozen=True, slots=True)
class SlideText:
    """A slide: its layout's name, its shapes in reading order without what only decorates, its notes."""

    layout: str
    shapes: tuple[ShapeText, ...]
    notes: str

    @property
    def title(self) -> str:
        """The slide's message."""
        return next((shape.text for shape in self.shapes if shape.name == "title"), "")

    def shape(self, name: str) -> ShapeText:
        """Return the shape of a name; raise KeyError where there is none."""
        for shape in self.shapes:
            if shape.name == name:
                return shape
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class DeckText:
    """A deck: its title and language, and its slides in order."""

    title: str
    language: str
    slides: tuple[SlideText, ...]

    def __str__(self) -> str:
        """Return the projection that goldens hold: one line a text, row or series."""
        return "\n".join(line for number, slide in enumerate(self.slides, 1) for line in _lines(number, slide)) + "\n"


def read_deck(data: bytes) -> DeckText:
    """Return what a .pptx file says."""
    deck = Presentation(BytesIO(data))
    properties = deck.core_properties
    return DeckText(properties.title, properties.language, tuple(_slide(slide) for slide in deck.slides))


def _slide(slide: Slide) -> SlideText:
    shapes = tuple(_shape(shape) for shape in slide.shapes if not _decorates(shape))
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return SlideText(slide.slide_layout.name, shapes, frame.text if frame is not None else "")


def _decorates(shape: BaseShape) -> bool:
    return not shape.has_chart and not shape.has_table and not _text(shape.element)


def _shape(shape: BaseShape) -> ShapeText:
    alt = shape.element.xpath("string(.//p:cNvPr/@descr)")
    if isinstance(shape, GraphicFrame) and shape.has_chart:
        return ShapeText(shape.name, series=_series(shape.chart_part.blob), alt=alt)
    if isinstance(shape, GraphicFrame) and shape.has_table:
        rows = (tuple(_text(cell) for cell in row.findall("a:tc", _NAMES)) for row in shape.element.iter(f"{{{A}}}tr"))
        return ShapeText(shape.name, rows=tuple(rows), alt=alt)
    return ShapeText(shape.name, _text(shape.element), alt=alt)


def _text(part: etree._Element) -> str:
    """The paragraphs of an element, a line each."""
    return "\n".join("".join(run.text or "" for run in each.iter(f"{{{A}}}t")) for each in part.iter(f"{{{A}}}p"))


def _series(chart: bytes) -> tuple[SeriesText, ...]:
    """The series as they stand in the chart, in the document's order."""
    found = etree.fromstring(chart).findall(".//c:ser", _NAMES)
    found.sort(key=lambda each: int(each.find("c:idx", _NAMES).get("val")))  # type: ignore[union-attr,arg-type]
    return tuple(_one_series(each) for each in found)


def _one_series(series: etree._Element) -> SeriesText:
    categories = _points(series, "c:cat")
    values = _points(series, "c:val")
    return SeriesText(
        _points(series, "c:tx").get(0, ""),
        tuple(categories[index] for index in sorted(categories)),
        tuple(exact(values[index]) if index in values else None for index in sorted(categories)),
    )


def _points(series: etree._Element, where: str) -> dict[int, str]:
    points = series.findall(f"{where}//c:pt", _NAMES)
    return {int(point.get("idx") or 0): point.findtext("c:v", "", _NAMES) for point in points}


def _lines(number: int, slide: SlideText) -> list[str]:
    head = f"{number} ({slide.layout})"
    lines: list[str] = []
    for shape in slide.shapes:
        lines += [f"{head} | {shape.name} | {text}" for text in shape.text.splitlines()]
        lines += [f"{head} | {shape.name} | {' | '.join(row)}" for row in shape.rows]
        lines += [f"{head} | {shape.name} | {_written(series)}" for series in shape.series]
    return [*lines, *(f"{head} | notes | {text}" for text in slide.notes.splitlines())]


def _written(series: SeriesText) -> str:
    points = zip(series.categories, series.values, strict=True)
    return f"{series.name}: " + ", ".join(
        f"{name} {'-' if value is None else decimal_text(value)}" for name, value in points
    )
