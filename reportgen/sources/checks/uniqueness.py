"""A table of customers → the same with whose second record each probably is, and a problem for each such record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.model.money import decimal_text, plain
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.table import Column, ColumnType, Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import chosen
from reportgen.sources.checks.likely_twins import Record, Twin, twins
from reportgen.sources.checks.suspects import Said, Suspects, reported
from reportgen.sources.profiles.check_rules import CheckRule, Unique
from reportgen.sources.sheets import Sheet
from reportgen.sources.values.columns import text_series


@dataclass(frozen=True, slots=True)
class Identification:
    """How many records a table has, and how many of them are the only one of their customer."""

    records: int
    unique: int


def with_twins(table: Table, rules: Sequence[CheckRule], sheets: Sequence[Sheet]) -> tuple[Table, list[Problem]]:
    """Find records that are probably a customer's second, say so, and write into the declared column whose they are.

    The column is empty for a record that is the only one of its customer, or the first: counting the empty ones is
    counting the customers that are uniquely identified.
    """
    problems: list[Problem] = []
    for rule in rules:
        if not isinstance(rule, Unique) or not {rule.id, rule.name} <= set(table.columns):
            continue
        positions = np.flatnonzero(chosen(table, rule.where))
        found = [
            replace(twin, first=int(positions[twin.first]), second=int(positions[twin.second]))
            for twin in twins(_records(rule, table, positions))
        ]
        problems += reported(_suspects(rule, table, found), sheets)
        problems += _short_of_the_goal(rule, table, Identification(len(positions), len(positions) - len(found)))
        if rule.column:
            table = _marked(rule, table, found)
    return table, problems


def identification(table: Table, column: str) -> Identification:
    """Count a table's records and those that the column of second records leaves empty."""
    return Identification(len(table.frame), int(table.frame[column].isna().sum()))


def _short_of_the_goal(rule: Unique, table: Table, counted: Identification) -> list[Problem]:
    """Tell how many records are the only one of their customer, where that is less than the profile's goal."""
    if not counted.records or Fraction(counted.unique, counted.records) >= rule.goal:
        return []
    # Cut off, not rounded: what falls short of the goal must not look like it.
    share = Fraction(counted.unique * 10**6 // counted.records, 10**4)
    values = (
        ("records", f"{counted.records:,}"),
        ("unique", f"{counted.unique:,}"),
        ("goal", _percent(rule.goal * 100)),
    )
    return [Problem(kinds.CUSTOMERS_UNIDENTIFIED, Place(table.sources[0].file), _percent(share), values)]


def _percent(hundredths: Fraction) -> str:
    return f"{decimal_text(hundredths) or plain(hundredths, 4)} %"


def _records(rule: Unique, table: Table, positions: Any) -> list[Record]:
    names = dict.fromkeys((rule.id, rule.name, *rule.proof, *rule.evidence))
    frame = table.frame.iloc[positions]
    texts = {
        name: frame[name].astype("string").fillna("").tolist() if name in table.columns else [""] * len(frame)
        for name in names
    }
    proofs, evidences = ([name for name in each if name in table.columns] for each in (rule.proof, rule.evidence))
    return [
        Record(
            texts[rule.id][row],
            texts[rule.name][row],
            tuple((name, texts[name][row]) for name in proofs),
            tuple((name, texts[name][row]) for name in evidences),
        )
        for row in range(len(frame))
    ]


def _suspects(rule: Unique, table: Table, found: Sequence[Twin]) -> Suspects:
    by_second: Mapping[int, Twin] = {twin.second: twin for twin in found}

    def say(position: int) -> Said:
        twin = by_second[position]
        first = table.frame.iloc[twin.first]
        values = (
            ("id", str(first[rule.id])),
            ("name", str(first[rule.name])),
            ("other", str(table.place(twin.first))),
            ("because", twin.because),
            ("score", str(twin.score)),
        )
        return Said(str(table.frame[rule.name].iloc[position]), values)

    return Suspects(kinds.CUSTOMER_TWICE, table, np.array(list(by_second), np.int64), rule.name, say, "")


def _marked(rule: Unique, table: Table, found: Sequence[Twin]) -> Table:
    texts = np.full(len(table.frame), "", object)
    for twin in found:
        texts[twin.second] = str(table.frame[rule.id].iloc[twin.first])
    series: pd.Series[Any] = text_series(pa.array(texts.tolist(), pa.large_string()))
    frame = table.frame.assign(**{rule.column: series.set_axis(table.frame.index)})
    return replace(table, columns={**table.columns, rule.column: Column(rule.column, ColumnType.ID)}, frame=frame)
