"""A table → when and whose each of its rows is, once for all measures that date and credit it alike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.measure.actuals.arranged import Arranged, arranged
from reportgen.measure.actuals.picking import Dates, dates, month_span
from reportgen.measure.actuals.texts import Texts
from reportgen.measure.columns import integers, numbered, stamps, texts_known
from reportgen.measure.roster import change_days
from reportgen.model.people import Roster
from reportgen.model.plan import Measure
from reportgen.model.room import aside
from reportgen.model.table import Table

NUMBER = np.int32
"""What numbers the months, people and values of rows: few bits, for hundreds of columns are kept."""

MONTH = np.int16
"""What numbers the months of all rows: up to the year 2730."""

UNDATED = -1
"""The month of a row without a day."""


Coded = tuple[np.ndarray, Texts]
"""For each row the number of its value (−1 where empty), and the values."""

Memory = tuple[tuple[int, ...], ...]
"""Where a column of texts lies: a table and the same one as it stood on another day have the very same texts."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table as plain arrays, each made when it is first asked for.

    `alike` are those of all tables, by where they lie: the texts are kept with them, so that they stay there.
    """

    frame: pd.DataFrame
    alike: dict[Memory, tuple[pd.Series[Any], Coded]]
    coded: dict[str, Coded] = field(default_factory=dict)
    numbers: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    order: list[np.ndarray] = field(default_factory=list)

    @property
    def every(self) -> np.ndarray:
        """Return the numbers of all rows, in order: one array for all measures over the table."""
        if not self.order:
            self.order.append(aside(np.arange(len(self.frame), dtype=NUMBER)))
        return self.order[0]

    def codes(self, column: str) -> Coded:
        """Return for each row the number of its value in a column (−1 where empty), and the values."""
        if column not in self.coded:
            self.coded[column] = self._codes(self.frame[column])
        return self.coded[column]

    def _codes(self, cells: pd.Series[Any]) -> Coded:
        if not isinstance(cells.dtype, pd.StringDtype):
            return _coded(cells)
        known = texts_known(cells)
        texts = known or (cells.array.__arrow_array__(),)  # its own pieces: `pa.array` would make one copy of them
        where = tuple(each for part in texts for each in _memory(part))
        if where not in self.alike:
            self.alike[where] = cells, (known[0], Texts(known[1])) if known else _coded(cells)
        return self.alike[where][1]

    def integers(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a column as exact integers, 0 where empty, and where it is filled."""
        if column not in self.numbers:
            self.numbers[column] = aside(_numbers(self.frame[column]))
        return self.numbers[column]


def _coded(cells: pd.Series[Any]) -> Coded:
    codes, values = pd.factorize(cells)
    plain = values if isinstance(cells.dtype, pd.StringDtype) else [str(value) for value in values.to_numpy(object)]
    found, texts = aside((codes.astype(NUMBER), _in_one(pa.array(plain, pa.large_string()))))
    return found, Texts(texts)


def _in_one(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _numbers(cells: pd.Series[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Return a column's integers and where it is filled: the table's own memory, where it is filled throughout."""
    found, known = integers(cells).to_numpy(), cells.notna().to_numpy(dtype=bool)
    if not known.all():
        return found, known
    plain = cells.to_numpy(dtype=np.int64) if found.dtype == np.int64 else found
    return plain, np.broadcast_to(np.True_, len(known))


def _memory(texts: Any) -> Memory:
    if isinstance(texts, np.ndarray):
        return ((len(texts), texts.__array_interface__["data"][0]),)
    pieces = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    return tuple(
        (len(piece), piece.offset, *(buffer.address if buffer else 0 for buffer in piece.buffers())) for piece in pieces
    )


@dataclass(frozen=True, slots=True)
class Credited:
    """The rows of a table as arrays: `month`, `epoch` (between which changes of the roster) and `person`, a code.

    `people` are the names behind the codes. `stay` is the number of each row's person and epoch, and `stays` what is
    behind those numbers, in the order of the people and of time. `columns` are the table's, `apart` keeps how the rows
    fall to subjects, `spans` the months that they reach up to a day, `standing` the same rows as of one epoch.
    """

    table: Table = field(repr=False)
    dated: Dates = field(repr=False)
    month: np.ndarray
    epoch: np.ndarray
    person: np.ndarray
    people: tuple[str, ...]
    stay: np.ndarray
    stays: tuple[tuple[str, int], ...]
    columns: Columns = field(repr=False)
    apart: dict[tuple[str, str], Arranged] = field(default_factory=dict, repr=False)
    spans: dict[date, tuple[int, int]] = field(default_factory=dict, repr=False)
    standing: dict[int, Credited] = field(default_factory=dict, repr=False)

    @property
    def every(self) -> np.ndarray:
        """Return the numbers of all rows, in order."""
        return self.columns.every

    def span(self, cut_off: date) -> tuple[int, int]:
        """Return the first and last month that the rows reach up to a day, (0, -1) where there is none."""
        if cut_off not in self.spans:
            self.spans[cut_off] = month_span(self.dated.days, cut_off)
        return self.spans[cut_off]

    def codes(self, column: str) -> Coded:
        """Return for each row the number of its value in a column (−1 where empty), and the values."""
        return self.columns.codes(column)

    def integers(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a column as exact integers, 0 where empty, and where it is filled."""
        return self.columns.integers(column)


class Crediting:
    """Whose rows are, by one roster: the tables asked for before, and everybody's teams by epoch."""

    def __init__(self, roster: Roster) -> None:
        """Take the roster; nothing is computed before it is asked for."""
        self.roster = roster
        self._days = change_days(roster)
        self._starts = (date.min, *self._days)
        managers = {roster.manager_of(person, day) for person in roster.people for day in self._starts}
        self._leaders = managers - {""}
        self._teams: dict[tuple[str, int], tuple[str, ...]] = {}
        self._tables: dict[tuple[int, str, str], Credited] = {}
        self._columns: dict[int, Columns] = {}
        self._stays: dict[tuple[str, int], tuple[str, int]] = {}
        self._names: dict[str, str] = {}
        self._says: dict[str, bool] = {}
        self._said: dict[str, dict[tuple[str, int], str]] = {}
        self._alike: dict[Memory, tuple[pd.Series[Any], Coded]] = {}

    def teams(self, person: str, epoch: int) -> tuple[str, ...]:
        """Return the teams a person's rows of an epoch count for: their managers', and their own if they lead one."""
        if (person, epoch) not in self._teams:
            above = self.roster.managers_of(person, self._starts[epoch])
            self._teams[(person, epoch)] = (person, *above) if person in self._leaders else above
        return self._teams[(person, epoch)]

    def says(self, column: str) -> bool:
        """Tell whether the roster has a column of texts beside its own."""
        if column not in self._says:
            self._says[column] = any(
                isinstance(assignment.attributes.get(column), str)
                for person in self.roster.people.values()
                for assignment in person.assignments
            )
        return self._says[column]

    def attribute(self, person: str, epoch: int, column: str) -> str:
        """Return what the roster said of a person in an epoch, "" where nothing; at first, what it said first.

        Of who has left, it is what was said last: what is still open of theirs, or comes in, stays where they were.
        """
        listed = self.roster.people.get(person)
        if listed is None or not listed.assignments:
            return ""
        day = self._starts[epoch]
        found = (listed.on(day) or listed.last_until(day)) if epoch else listed.assignments[0]
        value = found.attributes.get(column) if found else None
        return value if isinstance(value, str) else ""

    def _of_stays(self, stays: Iterable[tuple[str, int]], column: str) -> list[str]:
        """Return what the roster said in each stay, which is found once for all tables."""
        said = self._said.setdefault(column, {})
        found = []
        for stay in stays:
            text = said.get(stay)
            if text is None:
                text = said[stay] = self.attribute(*stay, column)
            found.append(text)
        return found

    def of(self, measure: Measure, table: Table) -> Credited:
        """Return the rows of a measure's table by its date and person."""
        # The table is kept with the answer, so that its address cannot come to stand for another one.
        key = (id(table), measure.date, measure.person)
        if key not in self._tables:
            self._tables[key] = self._credited(measure, table)
        return self._tables[key]

    def standing(self, credited: Credited, moment: date) -> Credited:
        """Return the rows as stock of a day: each is of the team that its person belongs to then.

        What is open at the end is followed up by whoever leads its owner at the end, whenever it was opened.
        """
        epoch = bisect_right(self._days, moment)
        if epoch not in credited.standing:
            credited.standing[epoch] = replace(
                credited,
                epoch=np.broadcast_to(NUMBER(epoch), len(credited.epoch)),
                stay=credited.person,
                stays=self._shared((person, epoch) for person in credited.people),
                apart={},
                standing={},
            )
        return credited.standing[epoch]

    def _credited(self, measure: Measure, table: Table) -> Credited:
        dated = dates(measure, table)
        days: Any = dated.days.to_numpy(dtype="datetime64[s]")
        known = ~np.isnat(days)
        month = np.full(len(days), UNDATED, MONTH)
        # Months since year 0: numpy counts them from January 1970.
        month[known] = days[known].astype("datetime64[M]").astype(NUMBER) + 1970 * 12
        epochs = len(self._starts)
        epoch = numbered(np.searchsorted(stamps(self._days), days, side="right"), epochs)
        columns = self._columns.setdefault(id(table), Columns(table.frame, self._alike))
        codes, people = np.zeros(len(days), np.uint8), [""]
        if measure.person and measure.person in table.columns:
            codes, names = columns.codes(measure.person)
            codes, people = _named(codes, [self._names.setdefault(name, name) for name in names])
        stay, found = pd.factorize(codes.astype(np.int64) * epochs + epoch, sort=True)
        stays = self._shared((people[code // epochs], code % epochs) for code in found.tolist())
        month, epoch, codes, stay = aside((month, epoch, codes, numbered(stay, len(stays))))
        return Credited(table, dated, month, epoch, codes, tuple(people), stay, stays, columns)

    def _shared(self, stays: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
        """Return stays of people in epochs as the one value that all tables have of each."""
        return tuple(self._stays.setdefault(stay, stay) for stay in stays)

    def keep_only(self, tables: Iterable[Table]) -> None:
        """Let go of all tables but some; what was known of their texts is kept with these, as short as may be."""
        kept = {id(table) for table in tables}
        self._tables = {key: found for key, found in self._tables.items() if key[0] in kept}
        self._columns = {key: found for key, found in self._columns.items() if key in kept}
        for _, (_, texts) in self._alike.values():
            texts.let_go()

    def apart(self, credited: Credited, kind: str, column: str = "") -> Arranged:
        """Return how the rows of a table fall to subjects of a kind.

        `person`, `team` and `company`, to which all rows fall; `row`, the values of a column of the table, and
        `roster`, what the roster says in a column of the row's person on its day ("" where nothing).
        """
        key = (kind, column)
        if key not in credited.apart:
            credited.apart[key] = self._arranged(credited, kind, column)
        return credited.apart[key]

    def _arranged(self, credited: Credited, kind: str, column: str) -> Arranged:
        if kind == "person":
            return arranged(credited.person, [(person,) for person in credited.people])
        if kind == "team":
            return arranged(credited.stay, [self.teams(*stay) for stay in credited.stays])
        if kind == "roster":
            return arranged(credited.stay, [(text,) for text in self._of_stays(credited.stays, column)])
        if kind == "row":
            codes, values = credited.codes(column)
            return arranged(codes.astype(NUMBER) + 1, [("",), *((value,) for value in values)])
        return arranged(np.zeros(len(credited.month), np.uint8), [("",)])


def _named(codes: np.ndarray, values: list[str]) -> tuple[np.ndarray, list[str]]:
    """Return the numbers of the rows' people and the people; rows of nobody are those of ""."""
    if "" not in values:
        values = [*values, ""]
    nobodys = codes < 0
    if not nobodys.any():
        return codes, values
    few = np.promote_types(codes.dtype, np.min_scalar_type(-len(values)))
    return np.where(nobodys, few.type(values.index("")), codes), values
