"""Tables and those that list people, customers and products → values that none lists, with what was probably meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.problem import Kind, Problem
from reportgen.model.table import Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import chosen, in_place_order, texts_known
from reportgen.sources.findings import REPORTED, in_cell, valued
from reportgen.sources.further import further_of
from reportgen.sources.likeness import likeliest
from reportgen.sources.profiles.check_rules import Returned
from reportgen.sources.profiles.profile import Profile
from reportgen.sources.sheets import Sheet

_COMPARED = 5000
_NAME_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values should be listed in a column of another table."""

    column: str
    table: str
    theirs: str
    kind: Kind = kinds.REFERENCE_UNKNOWN


REFERENCES = (
    Reference("person", "people", "person"),
    Reference("owner", "people", "person"),
    Reference("giver", "people", "person"),
    Reference("manager", "people", "person", kinds.MANAGER_NOT_LISTED),
    Reference("customer", "customers", "customer"),
    Reference("product", "products", "product"),
    Reference("original", "orders", "order_no"),
)


Once = Callable[[str, Sequence[str], Callable[[], list[Problem]]], Sequence[Problem]]
"""Finds what is asked of some tables, or knows what was found in them before."""


def unlisted(
    tables: Mapping[str, Table],
    profiles: Sequence[Profile],
    sheets: Mapping[str, Sequence[Sheet]],
    unsound: Collection[str],
    once: Once,
) -> list[Problem]:
    """Look up every reference in the table that should list it; `unsound` tables are not looked at.

    `sheets` are those of each kind.
    """
    problems: list[Problem] = []
    for reference, table in _references(tables, profiles):
        if reference.table not in unsound:
            rules = _own_look_ups(reference, table, profiles)
            seen = (table.kind, reference.table)
            find = partial(_unlisted, reference, table, tables[reference.table], sheets[table.kind], rules)
            problems += once(repr((table.kind, reference, rules)), seen, find)
    return problems


def _unlisted(
    reference: Reference, table: Table, other: Table, sheets: Sequence[Sheet], rules: Sequence[Returned]
) -> list[Problem]:
    mask = np.zeros(len(table.frame), bool)
    for rule in rules:
        mask |= chosen(table, rule.where)
    return unknown(reference, table, other, sheets, mask)


def _own_look_ups(reference: Reference, table: Table, profiles: Sequence[Profile]) -> list[Returned]:
    """Return the checks of returns that look up their order themselves."""
    rules = [rule for profile in profiles if profile.kind == table.kind for rule in profile.checks]
    return [rule for rule in rules if isinstance(rule, Returned) and rule.original == reference.column]


def _references(tables: Mapping[str, Table], profiles: Sequence[Profile]) -> list[tuple[Reference, Table]]:
    """Return each reference once with the table it stands in: the known ones, and the keys of joins.

    Only columns that the files themselves have are looked up; taken ones were looked up where they come from.
    """
    found: dict[tuple[str, str, str], tuple[Reference, Table]] = {}
    for profile in profiles:
        table = tables.get(profile.kind)
        joins = [Reference(join.on[0][0], join.table, join.on[0][1]) for join in profile.joins if len(join.on) == 1]
        for reference in (*REFERENCES, *joins):
            other = tables.get(reference.table)
            is_own = table is not None and reference.column in profile.columns and reference.column in table.columns
            is_itself = reference.table == profile.kind and reference.column == reference.theirs
            if table and is_own and not is_itself and other and reference.theirs in other.columns:
                found.setdefault((profile.kind, reference.column, reference.table), (reference, table))
    return list(found.values())


def unknown(reference: Reference, table: Table, other: Table, sheets: Sequence[Sheet], left_out: Any) -> list[Problem]:
    """Report each value that the other table does not list, at its first row, with the nearest one that it does.

    `left_out` tells for each row whether it is not looked at.
    """
    values = table.frame[reference.column]
    listed = other.frame[reference.theirs].dropna().unique()
    strange = np.flatnonzero(~_are_listed(values, listed) & ~left_out)
    if not len(strange):
        return []
    strangers = values.set_axis(range(len(values))).iloc[in_place_order(table, strange)]
    counts = strangers.value_counts(sort=False)
    nearest_of = _nearest(reference, other, listed)
    problems: list[Problem] = []
    different = list(strangers.drop_duplicates().items())
    for number, (position, text) in enumerate(different[: REPORTED + 1]):
        near = nearest_of(str(text))
        nearest = f" Nearest: {near}." if near else ""
        said = (("column", reference.column), ("table", other.kind), ("rows", str(counts[text])), ("nearest", nearest))
        kind = reference.kind
        if number == REPORTED:
            told = {text for _, text in different[:REPORTED]}
            kind = _of_all(kind, table, strangers[~strangers.isin(told)].index.tolist(), len(different))
        problem = Problem(kind, table.place(int(str(position))), str(text), said)
        problem = valued(problem, table.frame, table.columns, strangers.index[strangers == text].tolist())
        typed = [sheet for sheet in sheets if _source(sheet) == (problem.place.file, problem.place.sheet)]
        problems.append(in_cell(problem, typed[0], reference.column) if typed else problem)
    return problems


def _of_all(kind: Kind, table: Table, positions: list[int], different: int) -> Kind:
    """Let a kind of problem speak for all values that are not listed singly: how many there are, and in which rows."""
    more = further_of(table.frame, positions)
    return replace(kind, sentence=f"{kind.sentence}{more} Such values in all: {different}.")


def _nearest(reference: Reference, other: Table, listed: Any) -> Callable[[str], str]:
    """Return what finds the listed value that was probably meant: by itself, or by a name that its row has."""
    if len(listed) > _COMPARED:
        return lambda text: ""
    ids = [str(one) for one in listed]
    by_name: dict[str, str] = {}
    for column in (name for name in ("name", "other_name") if name in other.columns and name != reference.theirs):
        named = other.frame[[column, reference.theirs]].dropna().drop_duplicates()
        for name, one in zip(named[column], named[reference.theirs], strict=True):
            by_name.setdefault(str(name), str(one))

    def nearest(text: str) -> str:
        near = "" if text in by_name else likeliest(text, ids)
        name = "" if near else likeliest(text, by_name, _NAME_ALIKE)
        return f"{by_name[name]} ({name})" if name else near

    return nearest


def _source(sheet: Sheet) -> tuple[str, str]:
    return sheet.source.file, sheet.source.sheet


def _are_listed(values: pd.Series[Any], listed: Any) -> Any:
    """Tell for each text whether it is absent or among the listed ones; pandas would look at them one by one."""
    known = texts_known(values)
    if known is not None:
        numbers, texts = known
        among = pc.is_in(texts, pa.array(listed, texts.type), skip_nulls=True).to_numpy(zero_copy_only=False)
        return np.append(among, np.True_)[numbers]  # an absent one, −1, is the last
    found = pc.is_in(pa.array(values, from_pandas=True), pa.array(listed, pa.large_string()), skip_nulls=True)
    return found.to_numpy(zero_copy_only=False) | values.isna().to_numpy()
