"""Turns tables that are written in a rule case into tables as spreadsheets give them.

What a column holds follows from its name; `points:number` in the header says it where the name does not, and
`amount:USD` that money is in another currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd
import pyarrow as pa

from reportgen.model.cases import GivenRow, GivenTable
from reportgen.model.money import exact, plain, split
from reportgen.model.period import parse_period, parts
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.table import NUMERIC, Column, ColumnType, Source, Table
from reportgen.sources import kinds
from reportgen.sources.grid import Cells
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.columns import typed

_DATES = "order_date receipt_date invoice_date due_date delivery_date since until hired left opened closed finished "
_DATES += "line_date written_off_on date"
_MONEY = "amount gross gross_profit cost net floor stretch value unit_price invoiced collected bonus "
_MONEY += "earned released paid deferred held draw carried"
_NUMBERS = "quantity complaints points part parts whole units days"
_TYPES = {
    **dict.fromkeys(_DATES.split(), ColumnType.DATE),
    **dict.fromkeys(_MONEY.split(), ColumnType.MONEY),
    **dict.fromkeys(_NUMBERS.split(), ColumnType.NUMBER),
    **dict.fromkeys(("rate", "discount", "tax_rate"), ColumnType.PERCENT),
    **dict.fromkeys(("month", "period"), ColumnType.PERIOD),
}
# A share may be a third, which no number of a table is: `1/3` stays the text that it is.
_TYPES_OF = {("splits", "share"): ColumnType.TEXT, ("fx", "rate"): ColumnType.NUMBER}
_LEAST_SCALE = {ColumnType.MONEY: 2, ColumnType.PERCENT: 4}
_TAXED = frozenset({"gross", "invoiced", "collected"})
_TAXED_TABLES = frozenset({"receipts", "invoices"})
_PEOPLE = ("person", "owner", "manager")
_FIRST_DAY = "2000-01-01"
_CURRENCY = re.compile("[A-Z]{3}")
_MONTHS = 12
_TARGET_NAMES = {"period": "month", "quota": "floor", "target": "floor"}
"""What outsiders call the columns of the targets."""


@dataclass(frozen=True, slots=True)
class GivenTables:
    """Tables by kind: a dataset."""

    tables: Mapping[str, Table]


def read_given(
    given: Mapping[str, GivenTable], currency: str, year: int, last: int = 0, *, divided: bool = False
) -> tuple[GivenTables, tuple[Problem, ...]]:
    """Make the tables of a case of one year, or up to a last one, money in a currency.

    A case without `people` has everybody whom its rows name, as representatives; an order without `deal` and `gross`
    is its own transaction and carries no tax. `orders` and `leads` are there even where a case has none, with nothing
    sold and nothing won, so that a year's months are measured rather than without data. With `divided` a target of a
    quarter or year is that of each of its months in equal parts.
    """
    whole = {**_quiet(range(year, max(year, last) + 1)), **given}
    if "targets" in whole:
        whole["targets"] = _targets(whole["targets"], divided=divided)
    if "people" not in whole:
        whole["people"] = _people(given.values())
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for kind, table in whole.items():
        tables[kind], found = _table(kind, table, currency)
        problems += found
    return GivenTables(tables), tuple(problems)


def _targets(given: GivenTable, *, divided: bool) -> GivenTable:
    """Return targets under their usual names: `period` is the month, `quota` or `target` the floor."""
    named = {name: usual for name, usual in _TARGET_NAMES.items() if usual not in given.columns}
    columns = tuple(dict.fromkeys((*(named.get(name, name) for name in given.columns), "metric")))
    rows = [
        GivenRow({named.get(name, name): cell for name, cell in row.cells.items()}, row.place) for row in given.rows
    ]
    rows = [GivenRow({"metric": "order_amount", **row.cells}, row.place) for row in rows]
    if divided:
        rows = [month for row in rows for month in _by_month(row)]
    return GivenTable(columns, tuple(rows), given.place)


def _by_month(row: GivenRow) -> list[GivenRow]:
    """Return a row for each month of a quarter or year: whole cents, as a pool is divided."""
    period = parse_period(row.cells.get("month", ""))
    months = parts(period, "month") if period else ()
    read = {name: _amount(cell) for name, cell in row.cells.items() if _TYPES.get(name) is ColumnType.MONEY}
    even = dict.fromkeys((each.id for each in months), Fraction(1))
    shared = {name: split(amount, even) for name, amount in read.items() if amount} if len(months) > 1 else {}
    if not shared:
        return [row]
    return [
        GivenRow(
            {**row.cells, "month": each.id, **{name: plain(of[each.id]) for name, of in shared.items()}}, row.place
        )
        for each in months
    ]


def _amount(cell: str) -> Fraction | None:
    """Read an amount of whole cents, None for any other text: what it is wrong with is said where tables are read."""
    try:
        found = exact(cell.replace(",", ""))
    except ValueError:
        return None
    return found if (found * 100).denominator == 1 and found > 0 else None


def _quiet(years: range) -> dict[str, GivenTable]:
    """Return what keeps every month measured: an order of nothing before the years, a lead of nobody a month."""
    nothing = {"order_no": "NOTHING", "order_date": f"{years[0] - 1}-12-31", "person": "", "amount": "0"}
    leads = [{"opened": f"{year}-{month + 1:02d}-01", "person": ""} for year in years for month in range(_MONTHS)]
    return {"orders": _made([nothing]), "leads": _made(leads)}


def _people(tables: Iterable[GivenTable]) -> GivenTable:
    named = sorted({row.cells.get(name, "") for table in tables for row in table.rows for name in _PEOPLE} - {""})
    return _made([{"person": name, "role": "representative", "since": _FIRST_DAY} for name in named or ["E1"]])


def _made(rows: Sequence[Mapping[str, str]]) -> GivenTable:
    place = Place("case")
    return GivenTable(tuple(rows[0]), tuple(GivenRow(row, place) for row in rows), place)


def _table(kind: str, given: GivenTable, currency: str) -> tuple[Table, list[Problem]]:
    """Make one table; its first column is its business key."""
    rows = [_completed(kind, row.cells) for row in given.rows]
    names = list(rows[0]) if rows else list(given.columns)
    rules = {name.partition(":")[0]: _rule(kind, name, [row[name] for row in rows], currency) for name in names}
    problems: list[Problem] = []
    series: dict[str, object] = {}
    for (name, rule), written in zip(rules.items(), names, strict=True):
        read = typed(rule, Cells(pa.array([row[written] for row in rows], pa.large_string())))
        series[name] = read.series
        problems += [
            Problem(kinds.for_everybody(doubt.kind), given.rows[doubt.position].place, doubt.found, doubt.values)
            for doubt in read.doubts
        ]
    frame = pd.DataFrame(series)
    frame["_source"], frame["_row"] = 0, [row.place.row for row in given.rows]
    sources = (Source(given.place.file, kind, "0" * 64, len(rows)),)
    key = (next(iter(rules), ""),)
    return Table(kind, {name: rule.column for name, rule in rules.items()}, key, sources, frame), problems


def _completed(kind: str, row: Mapping[str, str]) -> dict[str, str]:
    """Add what a profile would derive."""
    full = dict(row)
    if kind == "orders":
        full.setdefault("deal", full.get("original") or full.get("order_no", ""))
        if "gross" not in {name.partition(":")[0] for name in full}:
            amount = next((name for name in full if name.partition(":")[0] == "amount"), "amount")
            full["gross" + amount.removeprefix("amount")] = full.get(amount, "")
    return full


def _rule(kind: str, written: str, cells: Sequence[str], currency: str) -> ColumnRule:
    name, _, declared = written.partition(":")
    if _CURRENCY.fullmatch(declared):
        currency, declared = declared, ColumnType.MONEY
    known = declared in set(ColumnType)
    usual = _TYPES_OF.get((kind, name)) or _TYPES.get(name)
    type_ = ColumnType(declared) if known else (usual or _likely(name, cells))
    if type_ not in NUMERIC:
        return ColumnRule(Column(name, type_), (name,))
    scale = max([_LEAST_SCALE.get(type_, 0), *map(_decimals, cells)])
    if type_ is not ColumnType.MONEY:
        return ColumnRule(Column(name, type_, scale), (name,))
    tax = "included" if name in _TAXED or kind in _TAXED_TABLES else "excluded"
    return ColumnRule(Column(name, type_, scale, currency, tax), (name,))


def _decimals(cell: str) -> int:
    return len(cell.rstrip("% ").partition(".")[2]) + 2 * cell.endswith("%")


def _likely(name: str, cells: Sequence[str]) -> ColumnType:
    """Tell the type of a column whose name says nothing: a key is a text, whatever it looks like."""
    filled = [cell for cell in cells if cell]
    if not filled or name.endswith(("_no", "_id", "key")) or name in (*_PEOPLE, "customer", "product", "line"):
        return ColumnType.TEXT
    if all(map(_is_number, filled)):
        return ColumnType.PERCENT if all(cell.endswith("%") for cell in filled) else ColumnType.NUMBER
    return ColumnType.DATE if all(map(_is_day, filled)) else ColumnType.TEXT


def _is_number(cell: str) -> bool:
    try:
        exact(cell.replace(",", ""))
    except ValueError:
        return False
    return True


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True
