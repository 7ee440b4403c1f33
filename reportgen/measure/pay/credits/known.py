"""A measure's rows by transaction as known on a day: sorted and keyed once, however many days are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from reportgen.measure.asof.exchange import OWN
from reportgen.measure.pay.bench import Bench, at_first_rates, columns_of, known_rows
from reportgen.measure.pay.credits.keys import keys_of
from reportgen.model.plan import Measure
from reportgen.model.table import ColumnType, Table

_LAST = date(9999, 12, 31)


def known_by(bench: Bench, table: Table, measure: Measure, transaction: str, cut_off: date) -> pd.DataFrame:
    """Return the rows dated up to a day, oldest first, with `_key`, `_day`, `_value` and `_person`; none without keys.

    Of another currency they are at the rate of their transaction's first day.
    """
    name = ("known", id(table), measure.id, measure.since, transaction)
    rows = bench.once(name, lambda: _every(bench, table, measure, transaction))
    return rows[rows["_day"] <= pd.Timestamp(cut_off)]


def _every(bench: Bench, table: Table, measure: Measure, transaction: str) -> pd.DataFrame:
    """Return all rows of a measure; of the table only the columns that something is computed from."""
    days = [name for name, column in table.columns.items() if column.type is ColumnType.DATE]
    needed = [measure.date, *columns_of(measure), measure.column + OWN, measure.person, *days]
    columns = [name for name in dict.fromkeys(needed) if name in table.frame.columns]
    rows = known_rows(replace(table, frame=table.frame[columns]), measure, _LAST)
    keys = keys_of(bench, table, transaction)
    named = rows.assign(_key=keys.reindex(rows.index) if keys is not None else pd.Series(dtype="string"))
    return at_first_rates(bench, table, measure, named)
