"""What a pay period was computed from → a folder of Parquet tables and plan files, and back.

A closed month can be measured again, whatever became of the spreadsheets since.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.ledger.sealing import money_cents
from reportgen.model.measured import CreditLine, Statement
from reportgen.model.period import Period
from reportgen.model.table import Column, ColumnType, Dataset, Source, Table

if TYPE_CHECKING:
    import pyarrow as pa

PLAN, TABLES, CREDITS = "plan", "tables", "credits.parquet"
"""What stands in a frozen folder: a copy of the plan, a file for each table of the inputs, the credits by key."""

_NOTE = b"reportgen"
_MONEY = ("earned", "earned_before", "invoiced", "collected", "released", "paid_before", "payable")
_EXACT = ("base", "per")


@dataclass(frozen=True, slots=True)
class Thawed:
    """A closed pay period's inputs as they were: tables by kind (a dataset), and the folder of its plan."""

    tables: Mapping[str, Table]
    plan: Path


def freeze(
    folder: Path, dataset: Dataset, plan: Path, period: Period | None = None, statements: Iterable[Statement] = ()
) -> None:
    """Write the tables, a copy of the plan's files and, of a pay period, the credits of its statements.

    `folder` must be there; raises OSError where the system will not let it be written.
    """
    import pyarrow.parquet as pq

    (folder / TABLES).mkdir(exist_ok=True)
    for kind, table in dataset.tables.items():
        pq.write_table(_packed(table), folder / TABLES / f"{kind}.parquet", compression="zstd")
    for file in sorted(plan.rglob("*.yaml")):
        target = folder / PLAN / file.relative_to(plan)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    if period is not None:
        pq.write_table(_credits(period, statements), folder / CREDITS, compression="zstd")


def thaw(folder: Path) -> Thawed:
    """Read what `freeze` wrote; raises OSError or ValueError (as pyarrow's errors are) for what is not that."""
    import pyarrow.parquet as pq

    files = sorted((folder / TABLES).glob("*.parquet"))
    return Thawed({file.stem: _unpacked(file.stem, pq.read_table(file)) for file in files}, folder / PLAN)


def thawed_credits(folder: Path) -> pa.Table:
    """Return the credits of a closed pay period: a row a payee, component and key, money in whole cents."""
    import pyarrow.parquet as pq

    return pq.read_table(folder / CREDITS)


# -------------------------------------------------------------------------------------------------------------- tables


def _packed(table: Table) -> pa.Table:
    """Return a table as Parquet holds it: what its columns mean stands in the file's own notes."""
    import pyarrow as pa

    note = {
        "columns": [[c.name, c.type.value, c.scale, c.currency, c.tax] for c in table.columns.values()],
        "key": list(table.key),
        "sources": [[s.file, s.sheet, s.sha256, s.rows] for s in table.sources],
    }
    packed = pa.Table.from_pandas(table.frame, preserve_index=False)
    notes = {**(packed.schema.metadata or {}), _NOTE: json.dumps(note, ensure_ascii=False).encode()}
    return packed.replace_schema_metadata(notes)


def _unpacked(kind: str, packed: pa.Table) -> Table:
    note: dict[str, Any] = json.loads(packed.schema.metadata[_NOTE])
    columns = {
        name: Column(name, ColumnType(type_), scale, currency, tax)
        for name, type_, scale, currency, tax in note["columns"]
    }
    sources = tuple(Source(*each) for each in note["sources"])
    return Table(kind, columns, tuple(note["key"]), sources, _in_seconds(packed).to_pandas())


def _in_seconds(packed: pa.Table) -> pa.Table:
    """Give dates back the unit of the tables: Parquet knows none longer than a thousandth of a second."""
    import pyarrow as pa

    fields = [each.with_type(pa.timestamp("s")) if pa.types.is_timestamp(each.type) else each for each in packed.schema]
    return packed.cast(pa.schema(fields, packed.schema.metadata))


# ------------------------------------------------------------------------------------------------------------- credits


def _credits(period: Period, statements: Iterable[Statement]) -> pa.Table:
    import pyarrow as pa

    found = list(_lines(period, statements))
    text, cents = pa.string(), pa.int64()
    columns: dict[str, pa.Array] = {
        "payee": pa.array([payee for payee, _, _ in found], text),
        "component": pa.array([component for _, component, _ in found], text),
    }
    for name in ("key", "customer", "product", "earning_period", "reason"):
        columns[name] = pa.array([getattr(line, name) for _, _, line in found], text)
    columns["day"] = pa.array([line.day for _, _, line in found], pa.date32())
    for name in _EXACT:  # a rational: a third of an order has no decimals
        columns[name] = pa.array([str(getattr(line, name)) for _, _, line in found], text)
    for name in _MONEY:
        columns[name] = pa.array([str(getattr(line, name)) for _, _, line in found], text)
    columns["payable_cents"] = pa.array([money_cents(line.payable) for _, _, line in found], cents)
    columns["current"] = pa.array([line.current for _, _, line in found], pa.bool_())
    columns["settled"] = pa.array([line.settled for _, _, line in found], pa.int32())
    return pa.table(columns)


def _lines(period: Period, statements: Iterable[Statement]) -> Iterator[tuple[str, str, CreditLine]]:
    for statement in statements:
        for column in statement.columns:
            if column.period == period:
                for result in column.components:
                    for line in result.lines:
                        yield statement.payee, result.component.id, line
