"""A normalised table: declared columns, exact values, and the place of every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from reportgen.model.place import Place

if TYPE_CHECKING:
    import pandas as pd

Cell = str | date | Fraction | None


class ColumnType(StrEnum):
    """What a column holds.

    `id`, `text` and `period` are strings (a period as its id: `2026-03`, `2026-Q1`); `date` is datetime64 (midnight);
    `money`, `number` and `percent` are int64 at the column's scale: 12.50 at scale 2 is 1250, and 20 % at scale 4 is
    2000. Absent values are `<NA>`.
    """

    ID = "id"
    TEXT = "text"
    DATE = "date"
    PERIOD = "period"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"


NUMERIC = frozenset({ColumnType.MONEY, ColumnType.NUMBER, ColumnType.PERCENT})


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column. `scale` is the number of decimals its integers carry.

    `tax` is "", "included" or "excluded" and `currency` an ISO code (money).
    """

    name: str
    type: ColumnType
    scale: int = 0
    currency: str = ""
    tax: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One file sheet that went into a table.

    Path relative to the workspace, sheet name, SHA-256 of the file, data rows read.
    """

    file: str
    sheet: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one kind, from however many files.

    `frame` has the declared columns, plus `_source` (int32, index into `sources`) and `_row` (int32, the row a person
    sees): whoever computes with them widens them first. pandas types: `string` for id, text and period,
    `datetime64[s]` for dates, `Int64` for numbers. `key` names the columns of the business key.
    """

    kind: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    sources: tuple[Source, ...]
    frame: pd.DataFrame = field(repr=False, compare=False)

    def place(self, position: int) -> Place:
        """Return where the row at a zero-based position of `frame` stands."""
        source = self.sources[int(self.frame["_source"].iloc[position])]
        return Place(source.file, source.sheet, int(self.frame["_row"].iloc[position]))

    def places(self, positions: Sequence[int] | None = None) -> list[Place]:
        """Return where each row of `frame` stands, or where those at some positions do."""
        columns = (self.frame[name].to_numpy() for name in ("_source", "_row"))
        sources, rows = ((each if positions is None else each[list(positions)]).tolist() for each in columns)
        found = (self.sources[source] for source in sources)
        return [Place(source.file, source.sheet, row) for source, row in zip(found, rows, strict=True)]


@runtime_checkable
class NumberedTexts(Protocol):
    """A column of texts that may know the number of each row's text, so that none must be told apart again."""

    def numbered(self) -> tuple[Any, Any] | None:
        """Return the numbers (−1: absent) and the texts in the order in which they first come; None: not known."""
        ...


@runtime_checkable
class InParts(Protocol):
    """A value that says itself what it is made of, for who moves its large columns elsewhere."""

    def in_parts(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return what makes the same value again, and of what."""
        ...


class Dataset(Protocol):
    """Everything that was read: tables by kind."""

    @property
    def tables(self) -> Mapping[str, Table]:
        """Return the tables, keyed by kind."""
        ...
