"""What a document says, before it is worded or drawn: a frozen tree of few kinds of part.

A renderer turns a `Document` into bytes with a template and a language's `Words`. No part holds formatted text:
numbers are quantities, words are message keys of the language catalogue, and what the inputs wrote (names, order
numbers) is `Verbatim`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.model.standing import Status


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text of the inputs, to be printed as it is and never interpreted."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name the plan gives in several languages: (language code, text) pairs."""

    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A key of the language catalogue and the values that its sentence names."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


Value = Quantity | NotMeasured | Verbatim | Named | Message | date | Period | int | None
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
    """A figure that stands alone: label, value, what it is compared with, and its state.

    `formula` (statements only) derives the value from cells of the same workbook, as in `TableColumn`.
    """

    id: str
    label: Value
    value: Value
    note: Message | None
    status: Status
    formula: str = ""


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
    the cell's value, which is the engine's, is a quantity. `total` says whether the foot sums the column.
    """

    key: str
    label: Value
    align: Literal["start", "end"] = "start"
    precision: Precision = "full"
    formula: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells in the order of the columns.

    `status` colours the row's status cell; `emphasis` marks totals and the active tier. `key` names the row for
    formulas of other cells. `formulas` (statements only), when given, has one entry a cell and replaces the columns'
    formulas in this row; "" is a plain value.
    """

    cells: tuple[Value, ...]
    status: Status = Status.NONE
    emphasis: bool = False
    key: str = ""
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table. `unit` is a note such as the currency.

    `foot` is the total row or None. `empty` is what is said when there are no rows.
    """

    id: str
    title: Message
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    foot: TableRow | None = None
    note: Message | None = None
    empty: Message | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: its role decides how it is drawn (`actual`, `target`, `previous`, `part`)."""

    key: str
    label: Value
    values: tuple[Quantity | NotMeasured, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that answers one question; `alt` is its text alternative.

    Categories and each series' values have the same length. Kinds: `months` (bars with target ticks, last year behind),
    `bars` (horizontal, one series), `bullets` (actual against target = 100 %), `funnel` (stages).
    """

    id: str
    kind: Literal["months", "bars", "bullets", "funnel"]
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


Part = Paragraph | Metrics | DataTable | Chart | Blank


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a document: a heading and its blocks in a review, a slide in a deck, a sheet in a workbook."""

    id: str
    title: Message
    subtitle: Message | None
    parts: tuple[Part, ...]
    notes: tuple[Message, ...] = ()


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
