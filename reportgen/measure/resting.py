"""Tables → for each person a digest of the rows on which what is told of them may rest, and one of what is everybody's.

Orders and the money that they bring in are somebody's: rows that share an order or a customer are one business, and a
business is of everybody whom any of its rows names. All other tables are everybody's: whoever corrects one of those
has everything computed anew. So is what is the same for whoever asks: which columns there are, which days have rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.measure.actuals.picking import dates, of_rows
from reportgen.measure.columns import starts_of
from reportgen.measure.hashed_rows import ODD, SIZE, Hashes, Rows, by_group, days_of, mixed, whole_of
from reportgen.measure.kpis import measures_of
from reportgen.measure.roster import read_roster
from reportgen.model.people import Roster
from reportgen.model.plan import Measure, Plan
from reportgen.model.room import let_go
from reportgen.model.table import Dataset, Table

OWNED = ("orders", "invoices", "receipts", "write_offs")
"""The tables whose rows are somebody's. What is looked up across their rows is looked up by order or by customer."""

_BUSINESS: Mapping[str, str] = {"order_no": "order", "original": "order", "deal": "order", "customer": "customer"}
"""The columns by which rows of these tables belong together, and what each of them names."""

_AS_READ = frozenset({"orders", "invoices", "write_offs"})
"""Those of them whose own columns are the same on every day: receipts are given to people."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What figures rest on, as digests.

    `everybodys` is of what all of them may rest on, `whole` of every row of the others' tables as well; `people` are
    of the rows that each person's own figures may rest on, `teams` of those of everybody who was ever below a leader.
    """

    everybodys: bytes
    whole: bytes
    people: Mapping[str, bytes] = field(repr=False)
    teams: Mapping[str, bytes] = field(repr=False)

    def of(self, person: str) -> tuple[bytes, bytes]:
        """Return the digests of what is a person's own, and of their team's where they ever led one."""
        return self.people.get(person, b""), self.teams.get(person, b"")


def ground(dataset: Dataset, plan: Plan, roster: Roster | None = None) -> Ground:
    """Return the digests of a dataset as it was read, of which figures are made by a plan.

    `roster` is that of the dataset's people, where somebody has it already. How deals of a funnel ended tells of
    everybody's chances: its table is everybody's, whichever it is.
    """
    if roster is None:
        roster, _ = read_roster(dataset.tables["people"])
    entered = {each.entered for each in plan.funnels}
    chances = {each.table for each in plan.funnels} | {each.table for each in plan.measures if each.id in entered}
    owned = {*OWNED} - chances
    found = blake2b(digest_size=SIZE)
    for each in (Rows(dataset.tables[kind]) for kind in sorted(dataset.tables) if kind not in owned):
        found.update(each.said.encode())
        found.update(each.in_order())
        let_go()
    tables = [Rows(dataset.tables[kind]) for kind in sorted(dataset.tables) if kind in owned]
    for each in tables:
        found.update(each.said.encode())
        found.update(each.alike({measure.date for measure in plan.measures if measure.table == each.table.kind}))
    for each in tables:
        for measure in since_first(each.table, plan):
            found.update(repr((measure.id, measure.since, _firstdays_of(each.table, measure))).encode())
    let_go()
    business = businesses(tables, plan)
    let_go()
    hashes = np.concatenate([each.hashes for each in tables], axis=1) if tables else np.zeros((2, 0), np.uint64)
    let_go()
    of_each = by_group(hashes, business)
    people = _of_people(tables, business, of_each, roster)
    everybodys = found.digest()
    found.update(whole_of(hashes).tobytes())
    return Ground(everybodys, found.digest(), people, _of_teams(people, roster))


def nobodys_kpis(plan: Plan) -> frozenset[str]:
    """Return the KPIs of any day that may be nobody's own: of these everybody has the company's figure."""
    own = {each.id for each in plan.measures} - {each.id for each in plan.measures if not each.person}
    return frozenset(each.id for each in plan.kpis if not own.issuperset(measures_of(each.kind)))


# -------------------------------------------------------------------------------------------------- whose each row is


def _linking(tables: Sequence[Rows], plan: Plan) -> dict[str, str]:
    """Return the columns by which rows belong together: also those by which a measure tells what is new, or last.

    Where the first day of each value is everybody's, its rows need not belong together for that.
    """
    found = dict(_BUSINESS)
    for each in tables:
        told = since_first(each.table, plan)
        for measure in (one for one in plan.measures if one.table == each.table.kind):
            new = measure.first.column if measure.first and measure not in told else ""
            found.update({name: found.get(name, name) for name in (new, measure.last_by) if name})
    return found


def _nameless(table: Table, name: str) -> np.ndarray:
    """Return the rows that have to do with one another because all of them lack an order, or a customer.

    A credit note without an order settles invoices without one, and money that names neither those of no customer.
    """
    empty = table.frame[name].isna()
    if table.kind == "invoices" and name in ("order_no", "customer"):
        return np.flatnonzero(empty.to_numpy(dtype=bool))
    if table.kind in ("receipts", "write_offs") and name == "customer" and "order_no" in table.columns:
        return np.flatnonzero((empty & table.frame["order_no"].isna()).to_numpy(dtype=bool))
    return np.zeros(0, np.intp)


def since_first(table: Table, plan: Plan) -> list[Measure]:
    """Return the measures of what is new of which the first day of each value is plain to see: products, not customers.

    Not where it takes more to pick their rows than what these themselves say in the file, on whatever day.
    """
    return [
        measure
        for measure in plan.measures
        if measure.table == table.kind
        and table.kind in _AS_READ
        and measure.first
        and measure.first.column not in _BUSINESS
        and not (measure.present or measure.missing or measure.last_by)
        and {measure.first.column, measure.date, *measure.where, *measure.within} <= set(table.columns)
        and all(table.columns[name].currency in ("", plan.company.currency) for name in measure.within)
    ]


def _firstdays_of(table: Table, measure: Measure) -> list[tuple[str, int]]:
    """Return the first day of each value by which a measure tells what is new."""
    days = dates(measure, table).days
    assert measure.first is not None  # noqa: S101  only such measures are asked for
    values = table.frame[measure.first.column]
    keep = (of_rows(replace(measure, first=None), table, days) & values.notna()).to_numpy(dtype=bool)
    first = pd.Series(days_of(days)[keep]).groupby(values[keep].astype("object").to_numpy()).min()
    return sorted(zip(map(str, first.index), first.tolist(), strict=True))


def _named_alike(tables: Sequence[Rows], linking: Mapping[str, str]) -> Mapping[str, Iterator[np.ndarray]]:
    """Return by what columns name, for each of its columns in turn, the number of each of their texts in all."""
    texts: dict[str, list[pa.Array]] = {}
    for each in tables:
        for name, what in linking.items():
            if name in each.texts:
                texts.setdefault(what, []).append(each.coded(name)[1])
    found = {}
    for what, parts in texts.items():
        number = pa.concat_arrays(parts).dictionary_encode().indices.to_numpy().astype(np.intp)
        found[what] = iter(np.split(number, np.cumsum([len(part) for part in parts])[:-1]))
    return found


def businesses(tables: Sequence[Rows], plan: Plan) -> np.ndarray:
    """Return for each row of all tables the number of its business: the first row that it hangs together with."""
    found, linking = np.arange(sum(len(each) for each in tables)), _linking(tables, plan)
    numbers = _named_alike(tables, linking)
    links: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    first = 0
    for each in tables:
        for name, what in linking.items():
            if name in each.texts:
                codes, number = each.coded(name)[0], next(numbers[what])
                filled = np.flatnonzero(~each.table.frame[name].array.isna())
                links.setdefault(what, []).append((filled + first, number[codes[filled]]))
                left = _nameless(each.table, name)
                links.setdefault(f"no {what}", []).append((left + first, np.zeros(len(left), np.intp)))
        first += len(each)
    joined = [tuple(np.concatenate(side) for side in zip(*pairs, strict=True)) for pairs in links.values() if pairs]
    while True:
        before = found.copy()
        for rows, number in joined:
            least = np.full(int(number.max(initial=0)) + 1, len(found))
            np.minimum.at(least, number, found[rows])
            np.minimum.at(found, rows, least[number])
        found = found[found]
        if np.array_equal(found, before):
            return found


def _of_people(tables: Sequence[Rows], business: np.ndarray, of_each: Hashes, roster: Roster) -> Mapping[str, bytes]:
    """Return a digest of all businesses of each person whom a row of them names, in whichever column."""
    names = list(roster.people)
    listed = pa.array(names, pa.large_string())
    pairs, first = [np.zeros(0, np.int64)], 0
    for each in tables:
        mine = business[first : first + len(each)]
        for name in each.texts:
            codes, texts = each.coded(name)
            person = pc.index_in(texts, value_set=listed).fill_null(-1).to_numpy().astype(np.int64)
            if (person >= 0).any():
                whose = person[codes]
                pairs.append(np.unique(whose[whose >= 0] * len(business) + mine[whose >= 0]))
        first += len(each)
    who, what = np.divmod(np.unique(np.concatenate(pairs)), max(len(business), 1))
    starts = starts_of(who)
    if not len(starts):
        return {}
    sums = [np.add.reduceat(mixed(of_each[half][what] ^ np.uint64(ODD[half])), starts) for half in range(2)]
    many = np.diff(np.append(starts, len(who)))
    return {
        names[person]: b"".join(int(value).to_bytes(8, "big") for value in told)
        for person, *told in zip(who[starts].tolist(), *(each.tolist() for each in sums), many.tolist(), strict=True)
    }


def _of_teams(people: Mapping[str, bytes], roster: Roster) -> Mapping[str, bytes]:
    """Return for each leader a digest of what is of anybody who was ever below them, on whatever day, and their own."""
    below: dict[str, list[str]] = {}
    for person in roster.people:
        for leader in ever_above(person, roster):
            below.setdefault(leader, []).append(person)
    found = {}
    for leader, led in below.items():
        digest = blake2b(digest_size=SIZE)
        for person in (leader, *led):
            digest.update(repr((person, people.get(person, b""))).encode())
        found[leader] = digest.digest()
    return found


def ever_above(person: str, roster: Roster) -> set[str]:
    """Return whoever was somebody's manager, or the manager of one who was, taken all days together."""
    found: set[str] = set()
    waiting = [person]
    while waiting:
        listed = roster.people.get(waiting.pop())
        above = {each.manager for each in listed.assignments} if listed else set()
        new = above - found - {""}
        found |= new
        waiting += new
    return found
