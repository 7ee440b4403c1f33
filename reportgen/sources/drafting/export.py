"""Turns the tables that were found into Parquet, Excel or CSV: typed columns, and beside them the place of each row."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as arrow_parquet

from reportgen.sources.drafting.found import FoundColumn, FoundFile, FoundTable, Values
from reportgen.sources.grid import CellKind

PLACES = ("_file", "_sheet", "_row", "_sha256")
UNREAD = "_unread"
"""The column that names, where there are any, a row's cells that its columns could not take: failed formulas, texts
among numbers."""

_DIGITS = 38
_RESERVED = "[]:*?/\\"
_LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Exported:
    """One table ready to be written: its name, the SHA-256 of the file it came from, and its columns."""

    title: str
    sha256: str
    table: Any


def export_tables(files: Sequence[FoundFile], ending: str) -> Iterator[bytes]:
    """Write all tables: one workbook with a sheet for each, or a file for each in the other forms."""
    tables = [_exported(file, sheet.name, table) for file in files for sheet in file.sheets for table in sheet.tables]
    if ending == ".xlsx":
        if tables:
            yield _workbook(tables)
        return
    write = _WRITERS[ending]
    for table in tables:
        yield write(table)


def _exported(file: FoundFile, sheet: str, table: FoundTable) -> Exported:
    columns = {column.name: _typed(column) for column in table.columns}
    names, arrays = list(columns), [typed for typed, _ in columns.values()]
    unread = {name: left for name, (_, left) in columns.items() if left.any()}
    height = len(table.rows)
    if unread:
        names.append(UNREAD)
        arrays.append(_unread(table, unread))
    places = (file.name, sheet, pa.array(table.rows, pa.int64()), file.sha256)
    for name, place in zip(PLACES, places, strict=True):
        names.append(name)
        arrays.append(_repeated(place, height) if isinstance(place, str) else place)
    title = sheet or file.name.rsplit("/", 1)[-1]
    return Exported(title, file.sha256, pa.table(arrays, names=_without_clashes(names)))


def _without_clashes(names: list[str]) -> list[str]:
    """Rename columns of the file that are called as the places are."""
    own = len(names) - len(PLACES)
    return [f"{name} (column)" if at < own and name in {*PLACES} else name for at, name in enumerate(names)]


def _repeated(text: str, height: int) -> Any:
    return pa.DictionaryArray.from_arrays(np.zeros(height, np.int32), pa.array([text], pa.large_string()))


def _typed(column: FoundColumn) -> tuple[Any, Any]:
    """Return a column as what it holds, and a mask of the cells that it could not take."""
    values = column.values
    present = values.kinds != CellKind.BLANK
    for kind, make in _MAKERS.get(column.type, ()):
        taken = values.kinds == kind
        texts = pc.if_else(pa.array(taken), values.texts, pa.scalar(None, pa.large_string()))
        made = make(texts, column)
        if made is not None:
            return made, present & ~taken
    failed = np.isin(values.kinds, (CellKind.ERROR, CellKind.UNCALCULATED))
    return pc.if_else(pa.array(present & ~failed), values.texts, pa.scalar(None, pa.large_string())), failed


def _decimals(texts: Any, column: FoundColumn) -> Any | None:
    longest = pc.max(pc.utf8_length(texts)).as_py() or 0
    if longest > _DIGITS - column.decimals:
        return None
    return texts.cast(pa.decimal128(_DIGITS, column.decimals))


def _days(texts: Any, column: FoundColumn) -> Any:
    del column
    return texts.cast(pa.date32())


def _truths(texts: Any, column: FoundColumn) -> Any:
    del column
    return pc.equal(texts, "true")


_MAKERS: dict[str, tuple[tuple[CellKind, Callable[[Any, FoundColumn], Any]], ...]] = {
    "money": ((CellKind.NUMBER, _decimals),),
    "number": ((CellKind.NUMBER, _decimals),),
    "percent": ((CellKind.NUMBER, _decimals),),
    "date": ((CellKind.DATE, _days),),
    "truth": ((CellKind.TRUTH, _truths),),
}


def _unread(table: FoundTable, left: dict[str, Any]) -> Any:
    told: list[str | None] = [None] * len(table.rows)
    for column in table.columns:
        for at in np.flatnonzero(left.get(column.name, np.zeros(0, bool))).tolist():
            cell = f"{column.name}: {_shown(column.values, at)}"
            told[at] = f"{told[at]}; {cell}" if told[at] else cell
    return pa.array(told, pa.large_string())


def _shown(values: Values, at: int) -> str:
    return "not calculated" if values.kinds[at] == CellKind.UNCALCULATED else str(values.texts[at].as_py())


def _parquet(exported: Exported) -> bytes:
    sink = io.BytesIO()
    table = exported.table.replace_schema_metadata({"sha256": exported.sha256, "table": exported.title})
    arrow_parquet.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _csv(exported: Exported) -> bytes:
    """Write UTF-8 with a mark, so that Excel opens it; a text that a spreadsheet would compute is escaped."""
    table = exported.table
    for at, field in enumerate(table.schema):
        if pa.types.is_large_string(field.type):
            harmless = pc.replace_substring_regex(table.column(at), r"^([=+@\t\r]|-[^0-9])", r"'\1")
            table = table.set_column(at, field.name, harmless)
        elif pa.types.is_dictionary(field.type):
            table = table.set_column(at, field.name, table.column(at).cast(pa.large_string()))
    sink = io.BytesIO(b"\xef\xbb\xbf")
    sink.seek(3)
    arrow_csv.write_csv(table, sink)
    return sink.getvalue()


_WRITERS: dict[str, Callable[[Exported], bytes]] = {".parquet": _parquet, ".csv": _csv}


def _workbook(tables: Iterable[Exported]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for exported in tables:
        sheet = book.create_sheet(_title(exported.title, taken))
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, name) for name in exported.table.column_names])
        for batch in exported.table.to_batches(max_chunksize=5_000):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                sheet.append([_cell(sheet, value) for value in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _cell(sheet: Any, value: str | int | bool | Decimal | date | None) -> Any:
    """Write a text as text, also one that looks like a formula."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell


def _title(wanted: str, taken: set[str]) -> str:
    """Return a sheet's name that Excel takes, and that no sheet has yet."""
    plain = "".join("_" if char in _RESERVED else char for char in wanted).strip("'")[:_LONGEST_TITLE] or "Table"
    title, number = plain, 2
    while title.casefold() in taken:
        behind = f" ({number})"
        title, number = plain[: _LONGEST_TITLE - len(behind)] + behind, number + 1
    taken.add(title.casefold())
    return title
