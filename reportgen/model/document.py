"""What a document says, before it is worded or drawn: a frozen tree of few kinds of part.

A renderer turns a `Document` into bytes with a template and a language's `Words`. No part holds formatted text:
numbers are quantities, words are message keys of the language catalogue, and what the inputs wrote (names, order
numbers) is `Verbatim`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.model.status import Status


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text of the inputs, never interpreted: printed as it was typed, or as the plan's `words` name it.

    `customer` tells that it is the name of a customer or dealer: one may be called exactly like one of our own people.
    """

    text: str
    customer: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A name the plan gives in several languages: (language code, text) pairs."""

    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A key of the language catalogue and the values that its sentence names."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """A small line without axes, in a cell or below a figure: values in steps of time, the newest last.

    `alt` is its text alternative, and what is printed where no line can be drawn.
    """

    values: tuple[Quantity | NotMeasured, ...]
    alt: Message


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the catalogue by its key, or the text itself where the catalogue has none: a key of the plan."""

    key: str
    text: str


Value = Term | Quantity | NotMeasured | Verbatim | Named | Message | Trend | date | Period | int | None
"""None is an empty cell."""

Precision = Literal["full", "compact"]
"""`full` prints money to the cent and percentages to one decimal; `compact` prints money in 万/亿 or k/m."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence; `tone` is a status for its colour and sign."""

    id: str
    text: Message
    tone: Status = Status.NONE


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that stands alone: label, value, what it is compared with, its state, and how it came here.

    `formula` (statements only) derives the value from cells of the same workbook, as in `TableColumn`.
    """

    id: str
    label: Value
    value: Value
    note: Message | None
    status: Status
    formula: str = ""
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class Metrics:
    """A row of metrics, at most five."""

    id: str
    items: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: `key` is stable, `align` is end for numbers.

    `formula` (statements only) is a spreadsheet formula that derives the column's cells, its references in braces:
    `{earned}-{paid_before}` takes cells of the same row, `{tiers[2].rate}` the cell of the row with that key,
    `SUM({credits.payable})` a whole column of rows, `{headline.payable}` the figure of a metric. It stands only where
    the cell's value, which is the engine's, is a quantity. `total` says whether the foot sums the column. `turn` marks
    one that may well begin a second page where a workbook's table is too wide for one.
    """

    key: str
    label: Value
    align: Literal["start", "end"] = "start"
    precision: Precision = "full"
    formula: str = ""
    total: bool = False
    turn: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells in the order of the columns.

    `status` colours the row's status cell; `emphasis` marks totals and the active tier. `key` names the row for
    formulas of other cells. `formulas` (statements only), when given, has one entry a cell and replaces the columns'
    formulas in this row; "" is a plain value. Of a workbook, a `folded` row opens with one click: the row right above
    the first one, which has no key, says so, or the table's note.
    """

    cells: tuple[Value, ...]
    status: Status = Status.NONE
    emphasis: bool = False
    key: str = ""
    formulas: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table. `note` is what holds for all of it, such as the unit.

    `foot` is the total row or None. `empty` is what is said when there are no rows. A `narrow` table may share the
    page's width with what follows it.
    """

    id: str
    title: Message
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    foot: TableRow | None = None
    note: Message | None = None
    empty: Message | None = None
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart.

    Its key is its role and decides how it is drawn: `actual`, `target`, `previous`, `part`; of a forecast `forecast`,
    `low` and `high`. The parts of a whole (`ageing`) have keys of their own and darken in their order.
    """

    key: str
    label: Value
    values: tuple[Quantity | NotMeasured, ...]


ChartKind = Literal["months", "bars", "bullets", "funnel", "waterfall", "forecast", "ageing", "spark"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that answers one question; `alt` is its text alternative.

    Categories and each series' values have the same length. Kinds:

    - `months`: bars with target ticks, last year behind (`actual`, `target`, `previous`)
    - `bars`: lying bars, one series
    - `bullets`: actual against target = 100 %, one series of shares
    - `funnel`: stages, one series
    - `waterfall`: one series; the first value is where it starts and the last where it ends, between them signed
      changes that add up exactly
    - `forecast`: a line of what was (`actual`), one of what is expected (`forecast`) in a band (`low`, `high`), and the
      `target`, over periods; what a series does not tell of a period is not measured
    - `ageing`: a lying bar a category, stacked of one series a bucket, the newest first
    - `spark`: a small line alone, one series
    """

    id: str
    kind: ChartKind
    title: Message
    categories: tuple[Value, ...]
    series: tuple[Series, ...]
    alt: Message


@dataclass(frozen=True, slots=True)
class Blank:
    """Space for handwriting: lines with a label each (agreed actions, signatures)."""

    id: str
    labels: tuple[Message, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell of a heat map: its value and its state, which tints it and gives it a sign."""

    value: Value
    status: Status = Status.NONE


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of a heat map: whom or what it is about, and a cell for each column."""

    label: Value
    cells: tuple[HeatCell, ...]
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class HeatMap:
    """States of many things at once: a table whose cells are tinted. `head` is what its rows are.

    `note` is said beside the title, `empty` where there are no rows; `alt` is what a reader hears of it first.
    """

    id: str
    title: Message
    head: Value
    columns: tuple[Value, ...]
    rows: tuple[HeatRow, ...]
    alt: Message
    note: Message | None = None
    empty: Message | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a timeline: from its first to its last day, both included, and the share of it that is done.

    `note` is said at its end. A milestone starts and ends on the same day.
    """

    label: Value
    start: date
    end: date
    done: Quantity | NotMeasured
    status: Status = Status.NONE
    note: Value = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Targets and milestones over time (a Gantt chart), with a line where `day` is."""

    id: str
    title: Message
    rows: tuple[Task, ...]
    day: date
    alt: Message
    empty: Message | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """One of the nine: what it is called, who is in it, and whether it is the one that the page is about."""

    label: Value
    names: tuple[Value, ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class NineBox:
    """Performance (`across`) × potential (`up`) in thirds, `levels` from low to high.

    `boxes` are in reading order: the first is upper left, of the highest potential and the lowest performance.
    """

    id: str
    title: Message
    across: Value
    up: Value
    levels: tuple[Value, Value, Value]
    boxes: tuple[Box, ...]
    alt: Message
    note: Message | None = None


Part = Paragraph | Metrics | DataTable | Chart | HeatMap | Timeline | NineBox | Blank


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a document: a heading and its blocks in a review, a slide in a deck, a sheet in a workbook.

    Of a workbook, neighbours with the same `group` share a sheet, which is called so; of a section that is `folded` its
    title and this message are in sight, and its rows open with one click.
    """

    id: str
    title: Message
    subtitle: Message | None
    parts: tuple[Part, ...]
    notes: tuple[Message, ...] = ()
    group: Message | None = None
    folded: Message | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document about one subject.

    `kind` names the template folder (`review`, `statement`, `qbr`, `register`). `facts` are the identity lines under
    the title. `audience` is a message for the foot (confidentiality).
    """

    kind: str
    subject: str
    title: Value
    heading: Message
    facts: tuple[Message, ...]
    period: Period
    cut_off: date
    plan_version: str
    draft: bool
    audience: Message
    sections: tuple[Section, ...]
