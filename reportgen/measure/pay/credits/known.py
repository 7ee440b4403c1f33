"""A measure's rows by transaction as known on a day: sorted and keyed once, however many days are asked for."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from reportgen.measure.asof.exchange import OWN
from reportgen.measure.pay.bench import LAST, Bench, at_first_rates, bare_rows
from reportgen.measure.pay.credits.keys import keys_of, numbers_of
from reportgen.model.plan import Measure
from reportgen.model.table import Table


def known_by(bench: Bench, table: Table, measure: Measure, transaction: str, cut_off: date) -> pd.DataFrame:
    """Return the rows dated up to a day, oldest first, with `_key`, `_day`, `_value` and `_person`; none without keys.

    `_number` is that of the transaction, −1 where a row names none. Of another currency they are at the rate of their
    transaction's first day.
    """
    name = ("known", id(table), measure.id, measure.since, transaction)
    rows = bench.once(name, lambda: _every(bench, table, measure, transaction))
    return until(rows, cut_off)


def until(rows: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """Return those of rows, oldest first by `_day`, that are dated up to a day: nothing is copied."""
    days = rows["_day"].to_numpy(dtype="datetime64[s]")
    return rows.iloc[: int(np.searchsorted(days, np.datetime64(cut_off, "s"), side="right"))]


def rows_known(bench: Bench, table: Table, measure: Measure, cut_off: date) -> pd.DataFrame:
    """Return the rows of a measure dated up to a day as `known_rows` does, but none of the table's columns."""
    name = ("rows", id(table), measure.id, measure.since)
    return until(bench.once(name, lambda: bare_rows(bench, table, measure)), cut_off)


def rows_keyed(bench: Bench, table: Table, measure: Measure, transaction: str, cut_off: date) -> pd.DataFrame:
    """Return the rows of a measure dated up to a day as `rows_known` does, with `_key` and `_number`."""
    name = ("keyed", id(table), measure.id, measure.since, transaction)
    return until(
        bench.once(name, lambda: keyed(bench, table, rows_known(bench, table, measure, LAST), transaction)), cut_off
    )


def _every(bench: Bench, table: Table, measure: Measure, transaction: str) -> pd.DataFrame:
    """Return all rows of a measure; of the table only what it had before amounts were converted."""
    own = measure.column + OWN
    rows = bare_rows(bench, table, measure, *([own] if own in table.frame.columns else []))
    return at_first_rates(bench, table, measure, keyed(bench, table, rows, transaction))


def keyed(bench: Bench, table: Table, rows: pd.DataFrame, transaction: str) -> pd.DataFrame:
    """Return rows with `_key`, absent where they name no transaction, and its `_number`."""
    keys, numbers = keys_of(bench, table, transaction), numbers_of(bench, table, transaction)
    if keys is None or numbers is None:
        return rows.assign(_key=pd.Series(dtype="string"), _number=np.int32(-1))
    return rows.assign(_key=keys.reindex(rows.index), _number=numbers.reindex(rows.index))
