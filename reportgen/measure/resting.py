"""Tables → for each person a digest of the rows on which what is told of them may rest, and one of what is everybody's.

Orders and the money that they bring in are somebody's: rows that share an order or a customer are one business, and a
business is of everybody whom any of its rows names. All other tables are everybody's: whoever corrects one of those
has everything computed anew. So is what is the same for whoever asks: which columns there are, which days have rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.actuals.picking import dates, of_rows
from reportgen.measure.columns import starts_of, texts_coded
from reportgen.measure.kpis import measures_of
from reportgen.measure.roster import read_roster
from reportgen.model.people import Roster
from reportgen.model.plan import Measure, Plan
from reportgen.model.table import NUMERIC, Column, ColumnType, Dataset, Table

OWNED = ("orders", "invoices", "receipts", "write_offs")
"""The tables whose rows are somebody's. What is looked up across their rows is looked up by order or by customer."""

_BUSINESS: Mapping[str, str] = {"order_no": "order", "original": "order", "deal": "order", "customer": "customer"}
"""The columns by which rows of these tables belong together, and what each of them names."""

_AS_READ = frozenset({"orders", "invoices", "write_offs"})
"""Those of them whose own columns are the same on every day: receipts are given to people."""

_SIZE = 16
_HALVES = ("first half of it", "and second half.")
"""Keys of two hashes of 64 bits: together they are one of 128."""

_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
_EMPTY = 0x5851F42D4C957F2D
_SHIFTS = (30, 27, 31)
_FACTORS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)

Hashes = np.ndarray
"""The hashes of some things: two rows of 64 bits, a column a thing."""


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
    found = blake2b(digest_size=_SIZE)
    for each in (Rows(dataset.tables[kind]) for kind in sorted(dataset.tables) if kind not in owned):
        found.update(each.said.encode())
        found.update(each.in_order())
    tables = [Rows(dataset.tables[kind]) for kind in sorted(dataset.tables) if kind in owned]
    for each in tables:
        found.update(each.said.encode())
        found.update(each.alike({measure.date for measure in plan.measures if measure.table == each.table.kind}))
    for each in tables:
        for measure in since_first(each.table, plan):
            found.update(repr((measure.id, measure.since, _first_days(each.table, measure))).encode())
    business = businesses(tables, plan)
    hashes = np.concatenate([each.hashes for each in tables], axis=1) if tables else np.zeros((2, 0), np.uint64)
    of_each = _by_group(hashes, business)
    people = _of_people(tables, business, of_each, roster)
    everybodys = found.digest()
    found.update(_in_order(hashes).tobytes())
    return Ground(everybodys, found.digest(), people, _of_teams(people, roster))


def nobodys_kpis(plan: Plan) -> frozenset[str]:
    """Return the KPIs of any day that may be nobody's own: of these everybody has the company's figure."""
    own = {each.id for each in plan.measures} - {each.id for each in plan.measures if not each.person}
    return frozenset(each.id for each in plan.kpis if not own.issuperset(measures_of(each.kind)))


# ------------------------------------------------------------------------------------------------------ rows as hashes


class Rows:
    """The rows of a table with the numbers of their texts: what they say, not where they stand."""

    def __init__(self, table: Table) -> None:
        """Take a table; places are no part of what is told of people."""
        self.table = table
        self._coded: dict[str, tuple[np.ndarray, list[str]]] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.table.frame)

    @property
    def said(self) -> str:
        """Return what the table says of itself."""
        return repr((self.table.kind, tuple(self.table.columns.values()), self.table.key, len(self.table.key)))

    def coded(self, name: str) -> tuple[np.ndarray, list[str]]:
        """Return for each row the number of its text in a column, and the texts."""
        if name not in self._coded:
            self._coded[name] = texts_coded(self.table.frame[name])
        return self._coded[name]

    @property
    def texts(self) -> list[str]:
        """Return the names of the columns of texts."""
        plain = (*NUMERIC, ColumnType.DATE)
        return [name for name, column in self.table.columns.items() if column.type not in plain]

    def alike(self, dates: Collection[str]) -> bytes:
        """Return a digest of what is the same for whoever asks; `dates` are columns by which rows are dated.

        Which days and periods have rows, which columns are filled or empty anywhere, and whether any row has a customer
        and no order: then money is given to what that customer owes.
        """
        found, frame = blake2b(digest_size=_SIZE), self.table.frame
        for name, column in self.table.columns.items():
            empty = frame[name].isna().to_numpy(dtype=bool)
            found.update(repr((name, bool(empty.any()), bool(empty.all()))).encode())
            if column.type is ColumnType.DATE:
                found.update(np.unique(_days(frame[name])).tobytes())
            if name in self.texts and (column.type is ColumnType.PERIOD or name in dates):
                found.update(repr(sorted(self.coded(name)[1])).encode())
        if {"order_no", "customer", "amount"} <= set(self.table.columns):
            nameless = frame["order_no"].isna() & frame["customer"].notna() & frame["amount"].notna()
            found.update(repr(bool(nameless.any())).encode())
        return found.digest()

    def in_order(self) -> bytes:
        """Return a digest of all cells, column by column: where a table is everybody's, no row needs a hash."""
        found = blake2b(digest_size=_SIZE)
        for name, column in self.table.columns.items():
            cells = self.table.frame[name]
            found.update(repr((name, len(cells))).encode())
            found.update(np.packbits(cells.isna().to_numpy(dtype=bool)).tobytes())
            if column.type is ColumnType.DATE:
                found.update(_days(cells).tobytes())
            elif _whole(column, cells):
                found.update(cells.to_numpy(dtype=np.int64, na_value=0).tobytes())
            elif column.type in NUMERIC:
                found.update(_told([str(each) for each in cells.tolist()]))
            else:
                codes, texts = self.coded(name)
                found.update(codes.astype(np.int64).tobytes())
                found.update(_told(texts))
        return found.digest()

    @cached_property
    def hashes(self) -> Hashes:
        """The hash of each row."""
        seed = int.from_bytes(blake2b(self.table.kind.encode(), digest_size=8).digest(), "big")
        found = np.full((2, len(self)), seed, np.uint64)
        for column in self.table.columns.values():
            for half in range(2):
                one = found[half]
                one *= np.uint64(_ODD[half])
                one += self._cells(column, half)
                found[half] = _mixed(one)
        return found

    def _cells(self, column: Column, half: int) -> np.ndarray:
        """Return a hash of each cell of a column; an empty one is no text and no number."""
        cells = self.table.frame[column.name]
        if column.type is ColumnType.DATE:
            return _numbers(_days(cells), half)
        empty = cells.isna().to_numpy(dtype=bool)
        if _whole(column, cells):
            found = _numbers(cells.to_numpy(dtype=np.int64, na_value=0), half)
        elif column.type in NUMERIC:
            found = _hashed_texts([str(each) for each in cells.tolist()], half)
        else:
            codes, texts = self.coded(column.name)
            found = _hashed_texts(texts, half)[codes] if len(texts) else np.zeros(len(codes), np.uint64)
        found[empty] = np.uint64(_EMPTY)
        return found


def _whole(column: Column, cells: pd.Series[Any]) -> bool:
    """Tell whether cells are numbers of 64 bits at most."""
    return column.type in NUMERIC and pd.api.types.is_integer_dtype(cells.dtype) and cells.dtype.kind == "i"


def _told(texts: Sequence[str]) -> bytes:
    """Return texts as bytes, with how long each is: no two lists are told alike."""
    each = [text.encode(errors="surrogatepass") for text in texts]
    return b"".join((np.array([len(text) for text in each], np.int64).tobytes(), *each))


def _days(cells: pd.Series[Any]) -> np.ndarray:
    found: np.ndarray = cells.to_numpy(dtype="datetime64[s]").astype(np.int64)
    return found


def _numbers(values: np.ndarray, half: int) -> np.ndarray:
    found: np.ndarray = values.astype(np.uint64)
    found *= np.uint64(_ODD[half])
    found += np.uint64(_ODD[1 - half])
    return _mixed(found)


def _hashed_texts(texts: Sequence[str], half: int) -> np.ndarray:
    found: np.ndarray = pd.util.hash_array(np.array(texts, object), hash_key=_HALVES[half], categorize=False)
    return found


def _mixed(values: np.ndarray) -> np.ndarray:
    """Return numbers of 64 bits each of whose bits depends on all bits of the one that was given."""
    found: np.ndarray = values >> np.uint64(_SHIFTS[0])
    found ^= values
    found *= np.uint64(_FACTORS[0])
    moved = found >> np.uint64(_SHIFTS[1])
    found ^= moved
    found *= np.uint64(_FACTORS[1])
    np.right_shift(found, np.uint64(_SHIFTS[2]), out=moved)
    found ^= moved
    return found


def _in_order(hashes: Hashes) -> Hashes:
    """Return one hash of rows in their order."""
    return _by_group(hashes, np.zeros(hashes.shape[1], np.intp))


def _by_group(hashes: Hashes, group: np.ndarray) -> Hashes:
    """Return a hash of the rows of each group in their order, by the group's number; of one without rows, 0."""
    count = int(group.max()) + 1 if len(group) else 1
    found = np.zeros((2, count), np.uint64)
    if not len(group):
        return found
    order = np.argsort(group, kind="stable")
    starts = starts_of(group[order])
    size = np.diff(np.append(starts, len(order)))
    rank = (np.arange(len(order)) - np.repeat(starts, size)).astype(np.uint64)
    for half in range(2):
        placed = _mixed(hashes[half][order] + rank * np.uint64(_ODD[half]))
        found[half][group[order][starts]] = _mixed(np.add.reduceat(placed, starts) + size.astype(np.uint64))
    return found


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


def _first_days(table: Table, measure: Measure) -> list[tuple[str, int]]:
    """Return the first day of each value by which a measure tells what is new."""
    days = dates(measure, table).days
    assert measure.first is not None  # noqa: S101  only such measures are asked for
    values = table.frame[measure.first.column]
    keep = (of_rows(replace(measure, first=None), table, days) & values.notna()).to_numpy(dtype=bool)
    first = pd.Series(_days(days)[keep]).groupby(values[keep].astype("object").to_numpy()).min()
    return sorted(zip(map(str, first.index), first.tolist(), strict=True))


def businesses(tables: Sequence[Rows], plan: Plan) -> np.ndarray:
    """Return for each row of all tables the number of its business: the first row that it hangs together with."""
    found, linking = np.arange(sum(len(each) for each in tables)), _linking(tables, plan)
    numbers: dict[str, dict[str, int]] = {}
    links: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    first = 0
    for each in tables:
        for name, what in linking.items():
            if name in each.texts:
                codes, texts = each.coded(name)
                known = numbers.setdefault(what, {})
                number = np.array([known.setdefault(text, len(known)) for text in texts], np.intp)
                filled = np.flatnonzero(~each.table.frame[name].isna().to_numpy(dtype=bool))
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
    number = {name: index for index, name in enumerate(names)}
    pairs, first = [np.zeros(0, np.int64)], 0
    for each in tables:
        mine = business[first : first + len(each)]
        for name in each.texts:
            codes, texts = each.coded(name)
            person = np.array([number.get(text, -1) for text in texts], np.int64)
            if (person >= 0).any():
                whose = person[codes]
                pairs.append(np.unique(whose[whose >= 0] * len(business) + mine[whose >= 0]))
        first += len(each)
    who, what = np.divmod(np.unique(np.concatenate(pairs)), max(len(business), 1))
    starts = starts_of(who)
    if not len(starts):
        return {}
    sums = [np.add.reduceat(_mixed(of_each[half][what] ^ np.uint64(_ODD[half])), starts) for half in range(2)]
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
        digest = blake2b(digest_size=_SIZE)
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
