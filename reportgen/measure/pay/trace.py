"""A period's pay → one columnar table that every figure can be retraced in: each credit, and each row behind it.

Records of `what` = credit say what a payee is credited with and earned; those of a measure (`base`, `per`, `invoiced`,
`collected`) are the rows of its transactions with file, sheet and row. What is not paid is there too, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reportgen.measure.columns import widened
from reportgen.measure.pay.bench import PLACES, Bench, bare_rows
from reportgen.measure.pay.credits.keys import keys_of
from reportgen.measure.pay.credits.known import until as rows_until
from reportgen.measure.pay.release.alike import alike
from reportgen.measure.pay.release.allocated import allocated
from reportgen.measure.pay.trace_lines import Credit, credits_of_lines
from reportgen.measure.pay.transactions import credits_of, rated_transactions
from reportgen.measure.pay.worked import CreditsTold, Worked
from reportgen.measure.wide import Wide
from reportgen.model.measured import Statement
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered, base_of, transaction_of
from reportgen.model.plan import Measure
from reportgen.model.room import let_go
from reportgen.model.table import Table

Known = Mapping[tuple[str, date], CreditsTold]
"""Credits that are known, by component and version."""

_TEXT = pa.dictionary(pa.int32(), pa.string())
_EXACT = pa.decimal128(38, 0)
_MONEY = pa.decimal128(38, PLACES)
_AT_A_TIME = 100_000
SCHEMA = pa.schema(
    [
        *((name, _TEXT) for name in ("what", "component", "payee")),
        ("key", pa.string()),
        ("day", pa.date32()),
        *((name, _TEXT) for name in ("counts", "reason")),
        *((name, _EXACT) for name in ("part", "whole", "base", "per", "base_in")),
        ("slices", pa.list_(_EXACT)),
        ("slices_in", _EXACT),
        *((name, _MONEY) for name in ("earned", "refunded", "released")),
        *((name, _EXACT) for name in ("invoiced", "collected", "amount", "amount_in")),
        *((name, _TEXT) for name in ("measure", "file", "sheet")),
        ("row", pa.int64()),
    ]
)
"""The columns of the trace.

Exact numbers are integers over what stands beside them: `part` ÷ `whole`, `base` and `per` ÷ `base_in`, `slices` ÷
`slices_in`; what was invoiced and collected, and the `amount` of a row, ÷ `amount_in`.
"""


def traced(
    bench: Bench, statements: Mapping[str, Statement], until: date, worked: Worked | None = None
) -> Iterator[pa.Table]:
    """Yield the trace as known at a period's end; `statements` tell what period-scoped components came to.

    `worked` is what pay worked out over the tables of this bench: what it has is not worked out again.
    """
    yield from _records(bench, until, worked.credits if worked is not None else {})
    yield from _of_periods(statements, bench.start)


def as_parquet(trace: Iterable[pa.Table]) -> bytes:
    """Return tables as a Parquet file, one after the other: the same tables give the same bytes."""
    file = BytesIO()
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for table in trace:
            if len(table):
                writer.write_table(table)
    return file.getvalue()


def _records(bench: Bench, until: date, known: Known) -> Iterator[pa.Table]:
    seen: set[tuple[str, date, str]] = set()
    for component in (each for each in bench.plan.components if each.since <= until):
        let_go()
        rule = component.rule
        if isinstance(rule, Tiered):
            found = known.get((component.id, component.since)) or _credited(bench, component, rule, until)
            yield from _credits(component, rule, found) if found else ()
        for what, measure, transaction in _measures(bench, component):
            name = (measure.id, measure.since, transaction)
            table = bench.table(measure)
            if table is None or name in seen:
                continue
            seen.add(name)
            if what == "collected":
                yield from _cash(bench, component, transaction, until)
            else:
                yield from _rows(bench, what, table, measure, transaction, until)


def _measures(bench: Bench, component: Component) -> Iterator[tuple[str, Measure, str]]:
    """Yield what a component rests on: its base, what its thresholds are shares of, and its cash."""
    rule, release = component.rule, component.release
    named = {"base": base_of(rule), "per": str(getattr(rule, "per", ""))}
    named["by"] = rule.by if isinstance(rule, Tiered) else ""
    named |= {"invoiced": release.invoiced, "collected": release.collected}
    for what, name in named.items():
        if name:
            yield what, bench.measure(name, component.since), transaction_of(rule)


def _credited(bench: Bench, component: Component, rule: Tiered, until: date) -> CreditsTold | None:
    """Return a component's credits, None where the inputs lack what it is rated on."""
    every = credits_of(bench, component, rule, until)
    rated = rated_transactions(bench, component, rule, until, every) if every is not None else None
    if every is None or rated is None:
        return None
    left_out = every[every["why"] != ""]
    return CreditsTold(until, left_out, rated)


def _credits(component: Component, rule: Tiered, found: CreditsTold) -> Iterator[pa.Table]:
    left_out, rated = found.left_out, found.rated
    yield from _credit_tables(component, left_out, left_out["why"], left_out.attrs, ())
    slices = [f"slice{position}" for position in range(len(rule.tiers))]
    yield from _credit_tables(component, rated, rated["reason"], rated.attrs, slices)


def _credit_tables(
    component: Component, frame: pd.DataFrame, reason: pd.Series[Any], scales: Mapping[Any, Any], slices: Any
) -> Iterator[pa.Table]:
    exact = {name: _exact(frame[name]) for name in ("base", "per", "part")}
    money = {name: _exact(frame[name], _MONEY) for name in ("earned", "refunded", "released") if name in frame}
    cash = {name: _exact(frame[name]) for name in ("invoiced", "collected") if name in frame}
    count = len(frame)
    scale = {"whole": scales["unit"], "base_in": scales["fine"]}
    if slices:
        scale |= {"slices_in": scales["cut"], "amount_in": 10 ** int(scales["cash"])}
        turns = np.arange(count * len(slices)).reshape(len(slices), count).T.reshape(-1)
        flat = pd.concat([frame[name] for name in slices]).iloc[turns]
        offsets = pa.array(np.arange(count + 1, dtype=np.int32) * len(slices))
        exact["slices"] = pa.ListArray.from_arrays(offsets, _exact(flat))
    constants = {name: _constant(Decimal(int(value)), count, _EXACT) for name, value in scale.items()}
    words = {"what": "credit", "component": component.id}
    texts = {name: _constant(text, count, _TEXT) for name, text in words.items()}
    texts |= {"payee": _text(frame["payee"]), "counts": _text(frame["counts"]), "reason": _text(reason)}
    yield from _tables(
        count, {**texts, **exact, **constants, **money, **cash, "key": _key(frame["key"]), "day": _day(frame["day"])}
    )


def _rows(bench: Bench, what: str, table: Table, measure: Measure, transaction: str, until: date) -> Iterator[pa.Table]:
    rows = rows_until(bare_rows(bench, table, measure, "_source", "_row"), until)
    keys = keys_of(bench, table, transaction) if transaction else None
    frame = pd.DataFrame({"_day": rows["_day"], "_value": rows["_value"], "_person": rows["_person"]})
    frame["_key"] = keys.reindex(rows.index) if keys is not None else pd.Series(pd.NA, rows.index, dtype="string")
    scale = table.columns[measure.column].scale if measure.column else 0
    places = rows[["_source", "_row"]].reset_index(drop=True)
    yield from _row_tables(what, table, measure, frame.reset_index(drop=True), places, scale)


def _cash(bench: Bench, component: Component, transaction: str, until: date) -> Iterator[pa.Table]:
    """Yield the receipts by what they pay: what names only a customer stands once for each order that it was given."""
    due, came = alike(bench, component)
    if due is None or came is None or not transaction:
        return
    found = allocated(bench, transaction, due, came, component.release.allocation or "oldest_due")
    if found is None:
        return
    known = found.frame[found.frame["_day"] <= pd.Timestamp(until)].reset_index(drop=True)
    places = found.table.frame[["_source", "_row"]].iloc[known["row"].to_numpy()].reset_index(drop=True)
    known["_person"] = ""
    known["counts"] = np.where(known["found"], "allocated", "")
    yield from _row_tables("collected", found.table, came.measure, known, places, found.scale)


def _row_tables(
    what: str, table: Table, measure: Measure, frame: pd.DataFrame, places: pd.DataFrame, scale: int
) -> Iterator[pa.Table]:
    count = len(frame)
    sources = places["_source"].to_numpy(dtype=np.int32)
    columns: dict[str, Any] = {
        "what": _constant(what, count, _TEXT),
        "measure": _constant(measure.id, count, _TEXT),
        "payee": _text(frame["_person"]),
        "key": _key(frame["_key"]),
        "day": _day(frame["_day"]),
        "amount": _exact(frame["_value"]),
        "amount_in": _constant(Decimal(10**scale), count, _EXACT),
        "file": _of_source(sources, [each.file for each in table.sources]),
        "sheet": _of_source(sources, [each.sheet for each in table.sources]),
        "row": pa.array(places["_row"].to_numpy(dtype=np.int64)),
    }
    if "counts" in frame:
        columns["counts"] = _text(frame["counts"])
    yield from _tables(count, columns)


def _of_periods(statements: Mapping[str, Statement], start: date) -> Iterator[pa.Table]:
    """Yield what components of whole earning periods came to, and what was carried on from before pay started."""
    told = list(credits_of_lines(statements.values(), start))
    if told:
        yield from _tables(len(told), _line_columns(told))


def _line_columns(told: list[Credit]) -> dict[str, Any]:
    by_name = dict(zip(Credit._fields, zip(*told, strict=True), strict=True))
    money = {name: _decimals(by_name[name], _MONEY) for name in ("earned", "released")}
    exact = {name: _decimals(by_name[name]) for name in ("base", "base_in")}
    texts = {"what": ["credit"] * len(told)} | {name: by_name[name] for name in ("component", "payee", "reason")}
    encoded = {name: pa.array(values, pa.string()).dictionary_encode() for name, values in texts.items()}
    keys = pa.array(by_name["key"], pa.string())
    return {**encoded, **money, **exact, "key": keys, "day": pa.array(by_name["day"], pa.date32())}


def _tables(count: int, columns: Mapping[str, Any]) -> Iterator[pa.Table]:
    """Yield rows in pieces, so that the columns which they lack never stand in memory for all of them."""
    for first in range(0, count, _AT_A_TIME):
        size = min(_AT_A_TIME, count - first)
        arrays = [
            columns[field.name].slice(first, size) if field.name in columns else _nothing(field.type).slice(0, size)
            for field in SCHEMA
        ]
        yield pa.table(arrays, schema=SCHEMA)


@cache
def _nothing(type_: pa.DataType) -> pa.Array:
    """Return a piece of a column that rows lack: one for all tables, each of which lacks half of the columns."""
    return pa.nulls(_AT_A_TIME, type_)


def _exact(values: pd.Series[Any], type_: pa.Decimal128Type = _EXACT) -> pa.Array:
    """Return integers as decimals of the same digits, without a Python object a value."""
    whole = widened(values).array
    return _of_type(whole.decimals(), type_) if isinstance(whole, Wide) else _decimals(whole, type_)


def _decimals(values: Iterable[Any], type_: pa.Decimal128Type = _EXACT) -> pa.Array:
    return _of_type(pa.array([Decimal(each) for each in values], _EXACT), type_)


def _of_type(numbers: pa.Array, type_: pa.Decimal128Type) -> pa.Array:
    """Return decimals without places as those of another type that have the same digits."""
    plain = numbers.cast(_EXACT)
    return pa.Array.from_buffers(type_, len(plain), plain.buffers())


def _constant(value: Any, count: int, type_: pa.DataType) -> pa.Array:
    if type_ is _TEXT:
        return pa.DictionaryArray.from_arrays(np.zeros(count, np.int32), pa.array([value], pa.string()))
    return pa.repeat(pa.scalar(value, type_), count)


def _of_source(sources: np.ndarray, names: list[str]) -> pa.Array:
    """Return a name for each row by the number of its source.

    Each name is listed once: where one comes again, the library writes bytes into the file that nobody set.
    """
    told = pa.array(names, pa.string()).dictionary_encode()
    codes = told.indices.to_numpy().astype(np.int32)
    return pa.DictionaryArray.from_arrays(codes[sources], told.dictionary)


def _text(values: pd.Series[Any]) -> pa.Array:
    return pa.array(values.astype("string"), pa.string(), from_pandas=True).dictionary_encode()


def _key(values: pd.Series[Any]) -> pa.Array:
    return pa.array(values.astype("string"), pa.string(), from_pandas=True)


def _day(values: pd.Series[Any]) -> pa.Array:
    return pa.array(values.to_numpy(dtype="datetime64[D]"), pa.date32())
