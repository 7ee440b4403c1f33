"""Deals and the stages they entered → what was open on a day, in which stage, and what became of the stage's deals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import at_scale, integers
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.place import Place
from reportgen.model.plan import Funnel
from reportgen.model.table import Dataset, Table

_NEVER = np.iinfo(np.int64).max
_KEY, _EXPECTED, _STAGE, _ENTERED = "deal_no", "expected", "stage", "entered"
"""Columns of the deals and of their history that the funnel does not name."""


@dataclass(frozen=True, slots=True)
class DealBook:
    """A funnel's deals as arrays, a position each: days as numbers, `_NEVER` where there is none.

    `whose` is the number of each deal's person among `people`; `teams` keeps by the day the numbers of each team's.

    `entered` has a row for each open stage of the funnel, in its order: the day on which each deal entered it. `stage`
    is the last one that the deals' own table tells, −1 where it tells none that is open.
    """

    funnel: Funnel
    table: Table = field(repr=False)
    scale: int
    currency: str
    people: tuple[str, ...] = field(repr=False)
    whose: Any = field(repr=False)
    amount: Any = field(repr=False)
    opened: Any = field(repr=False)
    expected: Any = field(repr=False)
    closed: Any = field(repr=False)
    won: Any = field(repr=False)
    entered: Any = field(repr=False)
    stage: Any = field(repr=False)
    teams: dict[date, Mapping[str, list[int]]] = field(default_factory=dict, repr=False, compare=False)


def read_deal_book(funnel: Funnel, dataset: Dataset) -> DealBook | None:
    """Take what a funnel's forecast needs; None where the deals have no key, amount or expected day."""
    table = dataset.tables.get(funnel.table)
    needed = {_KEY, _EXPECTED, funnel.stage, funnel.person, funnel.opened, funnel.closed, funnel.value}
    if table is None or not needed <= set(table.columns):
        return None
    frame = table.frame
    final = frame[funnel.stage].fillna("").astype(str)
    places = {stage: place for place, stage in enumerate(funnel.stages)}
    value = table.columns[funnel.value]
    whose, people = pd.factorize(frame[funnel.person].fillna("").astype("string"))
    return DealBook(
        funnel,
        table,
        value.scale,
        value.currency,
        tuple(map(str, people)),
        whose,
        integers(frame[funnel.value]).to_numpy(),
        _days(frame[funnel.opened], missing=0),
        _days(frame[_EXPECTED]),
        _days(frame[funnel.closed]),
        final.isin(funnel.won).to_numpy(),
        _entered(funnel, frame[_KEY], dataset.tables.get("deal_stages")),
        final.map(places).fillna(-1).astype(np.int64).to_numpy(),
    )


def _days(days: pd.Series[Any], missing: int = _NEVER) -> Any:
    """Return days as numbers since an epoch."""
    numbers = days.to_numpy(dtype="datetime64[D]").astype(np.int64)
    return np.where(days.isna().to_numpy(), missing, numbers)


def _entered(funnel: Funnel, keys: pd.Series[Any], history: Table | None) -> Any:
    """Return the day on which each deal entered each stage, the first one where it did so twice."""
    found = np.full((len(funnel.stages), len(keys)), _NEVER, np.int64)
    if history is None or not {_KEY, _STAGE, _ENTERED} <= set(history.columns):
        return found
    rows = history.frame[history.frame[_ENTERED].notna()]
    for place, stage in enumerate(funnel.stages):
        first = rows[rows[_STAGE] == stage].groupby(_KEY, observed=True)[_ENTERED].min()
        found[place] = _days(first.reindex(keys.fillna("")).reset_index(drop=True))
    return found


def number_of(day: date) -> int:
    """Return a day as the number that deals carry."""
    return (day - date(1970, 1, 1)).days


@dataclass(frozen=True, slots=True)
class StagePart:
    """The open deals of one stage that are expected to close in time: how many, what they come to, how many are won.

    `won` of `closed` deals that had been in the stage were won. `unweighted` says that too few have closed to tell.
    """

    stage: str
    count: int
    amount: Fraction
    won: int
    closed: int
    unweighted: bool
    places: tuple[Place, ...]

    @property
    def rate(self) -> Fraction | None:
        """Return the stage's own win rate."""
        return None if self.unweighted else Fraction(self.won, self.closed)


def stage_parts(
    book: DealBook, roster: Roster, subject: Subject, made: date, until: date, months: int, least: int
) -> tuple[StagePart, ...]:
    """Return a subject's open deals by stage, as they stood on a day, that were to close after it and by `until`.

    The win rate of a stage is the whole company's: of all deals that had been in it and closed in the `months` before.
    Deals whose stage nothing tells stand last, under "".
    """
    today, last = number_of(made), number_of(until)
    open_ = (book.opened <= today) & (book.closed > today) & (book.expected > today) & (book.expected <= last)
    open_ &= _of(book, roster, subject, made)
    stage = _stage_on(book, today)
    found = []
    for place, name in [*enumerate(book.funnel.stages), (-1, "")]:
        mine = np.flatnonzero(open_ & (stage == place))
        won, closed = past_of_stage(book, place, made, months)
        few = place < 0 or closed < least
        if len(mine):
            amount = at_scale(int(book.amount[mine].sum()), book.scale)
            places = tuple(book.table.places(mine.tolist()))
            found.append(StagePart(name, len(mine), amount, won, closed, few, places))
    return tuple(found)


def past_of_stage(book: DealBook, place: int, made: date, months: int) -> tuple[int, int]:
    """Return how many deals that had been in a stage closed in so many months up to a day: won ones, and all."""
    if place < 0:
        return 0, 0
    today, since = number_of(made), number_of(_months_back(made, months))
    been = (book.closed >= since) & (book.closed <= today) & (book.entered[place] <= today)
    return int((been & book.won).sum()), int(been.sum())


def _months_back(day: date, months: int) -> date:
    """Return the first of so many months that end on a day: of twelve up to 2026-03-31, 2025-04-01."""
    after = day + timedelta(days=1)
    month = after.year * 12 + after.month - 1 - months
    first = date(month // 12, month % 12 + 1, 1)
    return first + timedelta(days=after.day - 1)


def _stage_on(book: DealBook, today: int) -> Any:
    """Return the stage of each deal on a day: the furthest it had entered, else what its own table tells."""
    reached = book.entered <= today
    furthest = len(book.funnel.stages) - 1 - np.argmax(reached[::-1], axis=0)
    return np.where(reached.any(axis=0), furthest, book.stage)


def _of(book: DealBook, roster: Roster, subject: Subject, day: date) -> Any:
    if subject.kind == "company":
        return np.ones(len(book.whose), bool)
    found = np.zeros(len(book.people), bool)
    if subject.kind == "person":
        found[[number for number, person in enumerate(book.people) if person == subject.id]] = True
    else:
        if day not in book.teams:
            book.teams[day] = _by_team(book, roster, day)
        found[book.teams[day].get(subject.id, [])] = True
    return found[book.whose]


def _by_team(book: DealBook, roster: Roster, day: date) -> Mapping[str, list[int]]:
    """Return by team the numbers of the people whose deals it has, by the managers of a day."""
    found: dict[str, list[int]] = {}
    for number, person in enumerate(book.people):
        for team in {person, *roster.managers_of(person, day)}:
            found.setdefault(team, []).append(number)
    return found
