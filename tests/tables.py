"""Turns text tables and pieces of a plan into the dataset and plan that measuring takes: a test shows its whole input.

A table is a line of headers and a line a row, cells apart by blanks, `-` for an empty cell:

    order_no  order_date  person  amount
    SO-1      2026-01-15  E1      1,200.00

What a column holds follows from its name. A plan entry may leave out what the test is not about.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from reportgen import ledger, measure
from reportgen.measure.pay import Paid, pay
from reportgen.measure.roster import read_roster
from reportgen.measure.targets import read_targets
from reportgen.model.measured import CreditLine, Measured, PaidBefore, Standing, Statement
from reportgen.model.money import exact
from reportgen.model.period import Period, parse_period
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem
from reportgen.model.quantity import Measurable, Quantity
from reportgen.model.standing import Told
from reportgen.model.table import Column, ColumnType, Source, Table
from reportgen.plan.case_plan import plan_of_case
from reportgen.plan.yaml_nodes import open_file

Entry = Mapping[str, Any]
"""One entry of a plan file, all its scalars texts."""

_DATES = (
    *(
        "order_date",
        "receipt_date",
        "written_off_on",
        "due_date",
        "since",
        "until",
        "hired",
        "left",
        "opened",
        "closed",
        "finished",
    ),
    *("line_date", "answered_on", "delivery_date", "due_on", "done_on", "entered", "invoice_date", "week", "expected"),
)
_TYPES = {
    **dict.fromkeys(_DATES, ColumnType.DATE),
    **dict.fromkeys(("amount", "gross", "gross_profit", "floor", "stretch", "value", "budget"), ColumnType.MONEY),
    **dict.fromkeys(("earned", "released", "paid", "deferred", "held", "draw", "carried"), ColumnType.MONEY),
    **dict.fromkeys(("quantity", "complaints", "usual_days", "lower", "upper", "score"), ColumnType.NUMBER),
    **dict.fromkeys(("rate", "working_time"), ColumnType.PERCENT),
    "month": ColumnType.PERIOD,
    "raised": ColumnType.PERIOD,
}
_LEAST_SCALE = {ColumnType.MONEY: 2, ColumnType.PERCENT: 4}
_PANDAS = {ColumnType.DATE: "datetime64[s]"}


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables by kind: a dataset."""

    tables: Mapping[str, Table]


def dataset(**texts: str) -> Tables:
    """Make a dataset of text tables; orders know their transaction (`deal`) and their amount with tax (`gross`)."""
    return Tables({kind: table(kind, rows(text)) for kind, text in texts.items()})


Posted = tuple[str, str, str, str]
"""A pay period, component, payee and key."""


def paid_before(
    through: str, paid: Mapping[Posted, Fraction], states: Mapping[Posted, tuple[Fraction, Fraction]] | None = None
) -> PaidBefore:
    """Return what a ledger posted: what each line paid, and of some lines what they had earned and released."""
    known = {name: [int(each * 100) for each in state] for name, state in (states or {}).items()}
    lines = [[(*name, int(amount * 100), *known.get(name, (None, None))) for name, amount in paid.items()]]
    return PaidBefore(period(through), ledger.posted_lines(lines))


def posted(found: PaidBefore) -> dict[Posted, Fraction]:
    """Return what each posted line paid."""
    rows = found.lines.to_pylist() if found.lines is not None else []
    return {(row["period"], row["component"], row["payee"], row["key"]): Fraction(row["paid"], 100) for row in rows}


def posted_states(found: PaidBefore) -> dict[Posted, tuple[Fraction, Fraction]]:
    """Return what each posted line had earned and released."""
    rows = found.lines.to_pylist() if found.lines is not None else []
    return {
        (row["period"], row["component"], row["payee"], row["key"]): (
            Fraction(row["earned"], 100),
            Fraction(row["released"], 100),
        )
        for row in rows
        if row["earned"] is not None
    }


def rows(text: str) -> list[dict[str, str]]:
    """Read a text table."""
    lines = [line.split() for line in text.strip().splitlines()]
    return [dict(zip(lines[0], ("" if cell == "-" else cell for cell in line), strict=True)) for line in lines[1:]]


def table(kind: str, found: Sequence[Mapping[str, str]]) -> Table:
    """Make a table; the first column is its business key."""
    full = [_completed(kind, row) for row in found]
    names = list(full[0]) if full else ["order_no", "order_date", "person", "amount", "deal", "gross"]
    columns = {name: _column(name, [row[name] for row in full], _tax(kind, name)) for name in names}
    frame = pd.DataFrame({name: _series(column, [row[name] for row in full]) for name, column in columns.items()})
    frame["_source"], frame["_row"] = 0, range(2, len(full) + 2)
    sources = (Source(f"inputs/data/{kind}.csv", "", "0" * 64, len(full)),)
    return Table(kind, columns, (names[0],), sources, frame)


def _completed(kind: str, row: Mapping[str, str]) -> dict[str, str]:
    """Add what a profile would derive."""
    full = dict(row)
    if kind == "orders":
        full.setdefault("deal", full.get("original") or full["order_no"])
        full.setdefault("gross", full.get("amount", ""))
    return full


def _tax(kind: str, name: str) -> str:
    """Invoices and cash carry tax; what is sold and earned does not."""
    return "included" if name == "gross" or kind == "receipts" else "excluded"


def _column(name: str, cells: Sequence[str], tax: str) -> Column:
    type_ = _TYPES.get(name, ColumnType.TEXT)
    decimals = [len(cell.rstrip("%").partition(".")[2]) + 2 * cell.endswith("%") for cell in cells]
    scale = max([_LEAST_SCALE.get(type_, 0), *decimals]) if type_ not in (ColumnType.TEXT, ColumnType.DATE) else 0
    money = type_ is ColumnType.MONEY
    return Column(name, type_, scale, "CNY" if money else "", tax if money else "")


def _series(column: Column, cells: Sequence[str]) -> pd.Series[Any]:
    if column.type is ColumnType.DATE:
        return pd.Series([pd.Timestamp(cell) if cell else pd.NaT for cell in cells], dtype="datetime64[s]")
    if column.type in (ColumnType.TEXT, ColumnType.PERIOD):
        return pd.Series([cell or None for cell in cells], dtype="string")
    return pd.Series([_integer(cell, column.scale) for cell in cells], dtype="Int64")


def _integer(cell: str, scale: int) -> int | None:
    if not cell:
        return None
    value = exact(cell.replace(",", "")) * 10**scale
    assert value.denominator == 1, f"{cell} has more than {scale} decimals"
    return int(value)


# ------------------------------------------------------------------------------------------------------------ the plan


def entries(text: str) -> list[Entry]:
    """Read plan entries from YAML, every scalar as its text."""
    return list(YAML(typ="base", pure=True).load(text) or [])


def read_plan(folder: Path, **sections: Entry | Sequence[Entry]) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Write sections of a plan into a file and read them as a rule case: what they leave out has its usual value."""
    file = folder / "given.yaml"
    # JSON is YAML, and keeps every scalar the text that it is.
    file.write_text(json.dumps(sections, ensure_ascii=False, indent=1), "utf-8")
    given = open_file(file, "given.yaml")
    return plan_of_case(given, dict(given.pairs()))


def plan_of(**sections: Entry | Sequence[Entry]) -> Plan:
    """Make a plan that must be sound."""
    with tempfile.TemporaryDirectory() as folder:
        found, problems = read_plan(Path(folder), **sections)
    assert found is not None, [f"{problem.place}: {problem.sentence}" for problem in problems]
    return found


# ----------------------------------------------------------------------------------------------------------- measuring


def period(text: str) -> Period:
    """Return a period by its id."""
    found = parse_period(text)
    assert found is not None, text
    return found


def measured(
    data: Tables,
    promised: Plan,
    when: str,
    paid_before: PaidBefore | None = None,
    problems: Sequence[Problem] = (),
) -> Measured:
    """Measure a period; there must be somebody to measure."""
    found, met = measure.run(data, promised, period(when), paid_before or PaidBefore(), problems)
    assert found is not None, [f"{problem.kind.code}: {problem.sentence}" for problem in met]
    return found


def paid(data: Tables, promised: Plan, when: str, paid_before: PaidBefore | None = None) -> Paid:
    """Compute the pay of a period alone, as `measured` would: properties do it hundreds of times."""
    roster, _ = read_roster(data.tables["people"])
    targets = read_targets(data.tables.get("targets"), promised.targets, promised.company.currency, roster)
    return pay(data, promised, roster, targets, period(when), paid_before or PaidBefore())


def telling(standing: Standing, **other: object) -> Standing:
    """Return a standing that tells something else: its months, slices, funnel, score or deals."""
    told = {each.name: getattr(standing, each.name) for each in fields(Told)}
    return replace(standing, told=Told(**{**told, **other}))


def number(found: Measurable) -> Fraction:
    """Return the number of what was measured."""
    assert isinstance(found, Quantity), found
    return found.value


def credit_lines(statement: Statement) -> list[tuple[str, str, CreditLine]]:
    """Return the credit lines of a statement as (pay period, component, line), without what was settled before."""
    return [
        (column.period.id, result.component.id, line)
        for column in statement.columns
        for result in column.components
        for line in result.lines
        if not line.settled
    ]


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)
