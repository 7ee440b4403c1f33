"""What a page template is given: plain text, numbers and flags, worded already, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.render.pdf.charts import ChartView, TrendView
from reportgen.render.words import Span


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A sentence in stretches; `status` is good, watch, alarm or none."""

    id: str
    spans: tuple[Span, ...]
    status: str
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class MetricView:
    """A figure that stands alone; `long` asks for a smaller size, `absent` says that it was not measured.

    `state` is the word for its status, "" for none; `notes` are the lines of what it is compared with, in
    pieces that stay whole.
    """

    label: str
    value: str
    notes: tuple[tuple[str, ...], ...]
    status: str
    state: str
    long: bool
    absent: bool
    trend: TrendView | None = None


@dataclass(frozen=True, slots=True)
class MetricsView:
    """A row of figures."""

    items: tuple[MetricView, ...]
    kind: Literal["metrics"] = "metrics"


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: its text, its status where it is the row's status cell, and its share of one where it is a percentage.

    `trend` is the small line that stands in it instead of a text.
    """

    text: str
    status: str
    share: float | None
    absent: bool
    trend: TrendView | None = None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column's stable key, its label and whether it is one of numbers.

    `width` is its share of the table's width in the steps of `columns.STEPS`, 0 where the layout is to find it.
    """

    key: str
    label: str
    end: bool
    width: int = 0


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of cells, one a column."""

    cells: tuple[CellView, ...]
    status: str
    emphasis: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table; `title` and `note` are empty where the section's heading says them already."""

    id: str
    title: str
    note: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    foot: RowView | None
    empty: str
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class HeatRowView:
    """A row of a heat map: its label, and each cell's text, state and whether nothing was measured."""

    label: str
    cells: tuple[CellView, ...]
    emphasis: bool


@dataclass(frozen=True, slots=True)
class HeatMapView:
    """A heat map, which is a table: a reader can walk through its cells. `head` is what its rows are."""

    id: str
    title: str
    note: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[HeatRowView, ...]
    empty: str
    kind: Literal["heat-map"] = "heat-map"


@dataclass(frozen=True, slots=True)
class BlankView:
    """Lines to write on."""

    labels: tuple[str, ...]
    lines: int
    kind: Literal["blank"] = "blank"


PartView = ParagraphView | MetricsView | TableView | ChartView | HeatMapView | BlankView


@dataclass(frozen=True, slots=True)
class SectionView:
    """A titled section: blocks from top to bottom, each of one part or of two side by side."""

    id: str
    title: str
    subtitle: str
    blocks: tuple[tuple[PartView, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A whole document of a kind, over a month, quarter or year (`grain`).

    `page_of` is what stands before, between and after the page number and the number of pages.
    """

    kind: str
    grain: str
    language: str
    title: str
    heading: str
    facts: tuple[str, ...]
    sections: tuple[SectionView, ...]
    foot: str
    draft: str
    audience: str
    page_of: tuple[str, str, str]
