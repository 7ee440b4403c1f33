"""Holds what is remembered of people against composing anew, after random corrections (`make rests`).

python -m tests.faults.rests [COUNT] [SEED] [FIRST]

Each correction is drawn by its seed and number: what was broken off goes on from the next number.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from reportgen import documents, measure
from reportgen.app import figures, people
from reportgen.app.intake import Intake, take_in
from reportgen.app.new import new_workspace
from reportgen.app.rests import PEERS, Rests, rests_of
from reportgen.app.workspace import Workspace
from reportgen.documents.review import composed_review, review_view
from reportgen.documents.seen import team_view
from reportgen.documents.team import composed_team
from reportgen.measure import resting
from reportgen.measure.hashed_rows import Rows
from reportgen.measure.resting import OWNED
from reportgen.model.measured import Measured, ScoreLine, Standing
from reportgen.model.papers import REVIEWS, TEAMS
from reportgen.model.period import Period, parse_period
from reportgen.model.plan import Plan
from reportgen.model.table import NUMERIC, ColumnType, Table
from tests.tables import Tables, telling

_PERIODS = ("2026-Q1", "2026-03", "2025")

_OWNED = 0.85
"""How often one of the tables is corrected whose rows are somebody's: any other has all computed anew."""


@dataclass(slots=True)
class Memory:
    """What was composed under each key, as hashes; `wrong` names what had one key and was two things."""

    known: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    kept: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self, found: Measured, dataset: Tables) -> None:
        """Compose everything that is told of anybody, and hold it against what its key stood for before."""
        for name, key, make in composed(found, told(found, dataset)):
            digest, place = sha256(make()).hexdigest(), (*name, key)
            before = self.known.setdefault(place, digest)
            self.kept += before is not digest
            if before != digest:
                self.wrong.append(" ".join(name))


def told(found: Measured, dataset: Tables) -> Rests:
    """Return what everything rests on."""
    rests = rests_of(found, dataset, "this program")
    for person in found.people:
        rests.tell(person, rests.told_to_others(person))
    return rests


def composed(found: Measured, rests: Rests) -> Iterator[tuple[tuple[str, str, str], str, Callable[[], bytes]]]:
    """Yield what is remembered: which piece or paper of whom, its key, and what makes it."""

    def review(person: str) -> bytes:
        return repr(documents.review(found, person)).encode()

    def team(leader: str) -> bytes:
        return repr(documents.team(found, leader)).encode()

    for person in found.people:
        yield (REVIEWS.name, "person", person), rests.paper(REVIEWS.name, person), partial(review, person)
        told_of = partial(rests.told_to_others, person)
        yield (PEERS, "person", person), rests.piece(PEERS, "person", person), told_of
    for leader in found.teams:
        yield (TEAMS.name, "team", leader), rests.paper(TEAMS.name, leader), partial(team, leader)
    files = {
        "data/actuals.csv": figures.actual_parts(found),
        "data/scorecards.csv": figures.scorecard_parts(found),
        "data/forecast.csv": figures.forecast_parts(found),
        "data/talent.csv": people.talent_parts(found),
    }
    for path, parts in files.items():
        for subject, kind, make in (part for part in parts if part[0]):
            yield (path, kind, subject), rests.piece(path, kind, subject), make


# ---------------------------------------------------------------------------------------------------------- corrections


def corrected(dataset: Tables, chance: random.Random) -> tuple[str, Tables]:
    """Return a dataset with a cell changed, a row removed, added or moved, and what was done."""
    filled = sorted(kind for kind, table in dataset.tables.items() if len(table.frame))
    owned = [kind for kind in filled if kind in OWNED]
    kind = chance.choice(owned if owned and chance.random() < _OWNED else filled)
    table = dataset.tables[kind]
    how = chance.choice(("cell", "cell", "cell", "cell", "gone", "added", "moved"))
    name = chance.choice(list(table.columns))
    row, other = chance.randrange(len(table.frame)), chance.randrange(len(table.frame))
    frame = _corrected(table, how, name, (row, other), chance)
    return f"{kind} {row} {how} {name} {other}", Tables({**dataset.tables, kind: replace(table, frame=frame)})


def _corrected(table: Table, how: str, name: str, rows: tuple[int, int], chance: random.Random) -> pd.DataFrame:
    frame, (row, other) = table.frame, rows
    if how == "gone":
        left: pd.DataFrame = frame.drop(frame.index[row])
        return left.reset_index(drop=True)
    if how == "moved":
        order = np.arange(len(frame))
        order[row], order[other] = other, row
        turned: pd.DataFrame = frame.iloc[order]
        return turned.reset_index(drop=True)
    if how == "added":
        new = _with_cell(frame.iloc[[row]], table, name, 0, frame[name].iloc[other], chance)
        pieces = [frame.iloc[:other], new, frame.iloc[other:]]
        found: pd.DataFrame = pd.concat([each for each in pieces if len(each)], ignore_index=True)
        return found.astype(frame.dtypes)
    return _with_cell(frame, table, name, row, frame[name].iloc[other], chance)


def _with_cell(
    frame: pd.DataFrame, table: Table, name: str, row: int, value: Any, chance: random.Random
) -> pd.DataFrame:
    """Return rows with one cell doubled, turned round, emptied, or what stands in another row."""
    found, column, draw = frame.copy(), table.columns[name], chance.random()
    now = frame[name].iloc[row]
    if column.type in NUMERIC and draw < 0.5 and not pd.isna(now):
        value = int(now) * chance.choice((2, -1, 3)) + chance.choice((0, 1))
    elif draw > 0.9:
        value = pd.NaT if column.type is ColumnType.DATE else pd.NA
    found.loc[found.index[row], name] = value
    return found


# --------------------------------------------------------------------------------------------------- the sample company


@dataclass(frozen=True, slots=True)
class Given:
    """The sample company and a period.

    Pay and alerts rest on everybody's rows, and stand in keys as they are. So most rounds leave them out (`whole` is
    False), and three of four customers too, which makes the others weigh more.
    """

    intake: Intake
    period: Period
    whole: bool = False

    @property
    def dataset(self) -> Tables:
        """Return its tables."""
        tables: Mapping[str, Table] = self.intake.dataset.tables
        parted = OWNED if not self.whole else ()
        return Tables({kind: _part(table) if kind in parted else table for kind, table in tables.items()})

    @property
    def plan(self) -> Plan:
        """Return its plan."""
        plan = self.intake.plan
        assert plan is not None
        return plan if self.whole else replace(plan, components=(), alerts=())

    def measured(self, dataset: Tables) -> Measured:
        """Measure such tables by its plan."""
        found, _ = measure.run(dataset, self.plan, self.period, self.intake.paid_before, self.intake.problems)
        assert found is not None
        return found


def _part(table: Table) -> Table:
    keep = [crc32(str(name).encode()) % 4 == 0 for name in table.frame["customer"].fillna("")]
    return replace(table, frame=table.frame[keep].reset_index(drop=True))


def sample(folder: Path, period: str) -> Given:
    """Read the sample company."""
    if not folder.is_dir():
        new_workspace(folder, empty=False)
    when = parse_period(period)
    assert when is not None
    return Given(take_in(Workspace(folder, folder / "templates"), when.end), when)


# --------------------------------------------------------------------------------------- what is in no key is scrambled


def assert_nothing_else_weighs(read: Given, found: Measured, subject: str) -> None:
    """Hold what is told of somebody against what it is where no row that is not in their key says what it said.

    What stands in the key as it is comes from the company as it was: others' figures, the company's, alarms, pay.
    """
    dataset = read.dataset
    changed = scrambled(dataset, read.plan, {subject, *_ever_below(found, subject)})
    part = read.measured(changed)
    before, after = (measure.ground(each, read.plan, found.roster) for each in (dataset, changed))
    assert before.everybodys == after.everybodys
    assert before.of(subject) == after.of(subject)
    assert before.whole != after.whole
    view = review_view(found, subject)
    own = replace(view, measured=_with_own(view.measured, found, part, (subject,)))
    assert composed_review(own) == composed_review(view)
    if subject in found.teams:
        team, people_ = team_view(found, subject), (subject, *documents.members_of(found, subject))
        scrambled_team = replace(team, measured=_with_own(team.measured, found, part, people_))
        assert composed_team(scrambled_team) == composed_team(team)
    pieces = [
        [make() for who, _, make in chain(figures.actual_parts(each), figures.forecast_parts(each)) if who == subject]
        for each in (found, part)
    ]
    assert pieces[0] == pieces[1]


def _ever_below(found: Measured, leader: str) -> set[str]:
    return {person for person in found.roster.people if leader in resting.ever_above(person, found.roster)}


def scrambled(dataset: Tables, plan: Plan, theirs: set[str]) -> Tables:
    """Return a dataset in which all rows that are nobody's of some people say something else, column by column."""
    tables = [Rows(dataset.tables[kind]) for kind in sorted(dataset.tables) if kind in OWNED]
    business = resting.businesses(tables, plan)
    mine, first = [], 0
    for each in tables:
        named = np.zeros(len(each), bool)
        for name in each.texts:
            named |= each.table.frame[name].isin(theirs).to_numpy(bool)
        mine.append(business[first : first + len(each)][named])
        first += len(each)
    own, first, found = np.isin(business, np.concatenate(mine)), 0, dict(dataset.tables)
    for each in tables:
        found[each.table.kind] = _scrambled(each.table, plan, ~own[first : first + len(each)])
        first += len(each)
    return Tables(found)


def _scrambled(table: Table, plan: Plan, others: np.ndarray) -> Table:
    """Shuffle the columns of some rows, each by itself, and treble its numbers: but for what is new since when."""
    chance, frame, rows = np.random.default_rng(len(table.frame)), table.frame.copy(), np.flatnonzero(others)
    new = [measure for measure in resting.since_first(table, plan) if measure.first]
    kept = {name for each in new if each.first for name in (each.first.column, each.date, *each.where, *each.within)}
    for name, column in table.columns.items():
        if name not in kept:
            values = frame[name].iloc[chance.permutation(rows)]
            values = values * 3 if column.type in NUMERIC else values
            place: Any = (rows, frame.columns.get_loc(name))
            frame.iloc[place] = values.array
    return replace(table, frame=frame)


def _with_own(seen: Measured, found: Measured, part: Measured, people_: tuple[str, ...]) -> Measured:
    """Return what papers see with everything that is people's own as it is in the scrambled company."""
    asked = {person: documents.asked_of_person(found, person).own for person in people_}
    own = replace(
        seen,
        people={person: _standing(found.people[person], part.people[person]) for person in people_},
        teams={
            person: _standing(found.teams[person], part.teams[person]) for person in people_ if person in found.teams
        },
        forecasts=part.forecasts,
        variance=part.variance,
        talent={
            person: replace(part.talent[person], rank=found.talent[person].rank)
            for person in people_
            if person in found.talent
        },
    )
    own.once("customer names", lambda: documents.customer_names(found))
    own.once("own alerts", lambda: asked)
    return own


def _standing(before: Standing, after: Standing) -> Standing:
    """Return a standing of the scrambled company with the company's figures as they were, in its score as well."""
    names = {name for name, figure in before.figures.items() if figure.subject.kind == "company"}
    for one, other in zip(_lines(before), _lines(after), strict=True):
        assert one.figure == other.figure or one.figure.kpi.id in names
    figures_ = {name: (before if name in names else after).figures[name] for name in after.figures}
    return telling(replace(after, figures=figures_), score=before.score)


def _lines(standing: Standing) -> tuple[ScoreLine, ...]:
    return standing.score.lines if standing.score else ()


def main(count: int, seed: int, first: int) -> int:
    """Correct the sample so many times, each time anew; print what had the key of another document.

    From the first correction on, everybody's papers are held against scrambled rows before.
    """
    memories: dict[tuple[str, bool], Memory] = {}
    with tempfile.TemporaryDirectory() as folder:
        read = {name: sample(Path(folder) / "sample", name) for name in _PERIODS}
        for given in () if first else read.values():
            found = given.measured(given.dataset)
            for person in found.people:
                assert_nothing_else_weighs(given, found, person)
            print(
                f"{given.period.id}: what is in nobody's key weighs nothing for {len(found.people)} people", flush=True
            )
        for number in range(first, first + count):
            name, whole = _PERIODS[number % 3], number % 10 == 9
            memory = memories.setdefault((name, whole), Memory())
            what = _look_after(memory, replace(read[name], whole=whole), random.Random(f"{seed} {number}"))
            print(f"{number} {name} {what}: {memory.kept} known again, {len(memory.wrong)} wrong", flush=True)
    wrong = [each for memory in memories.values() for each in memory.wrong]
    print(f"{count} corrections of seed {seed} from {first} on, wrong: {wrong or 'none'}")
    return bool(wrong)


def _look_after(memory: Memory, read: Given, chance: random.Random) -> str:
    """Correct something, one to three things at once, look at what comes of it, and return what was done."""
    if not memory.known:
        memory.look(read.measured(read.dataset), read.dataset)
    dataset, done = read.dataset, []
    for _ in range(chance.choice((1, 1, 2, 3))):
        what, dataset = corrected(dataset, chance)
        done.append(what)
    memory.look(read.measured(dataset), dataset)
    return ", ".join(done)


if __name__ == "__main__":
    arguments = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(arguments + [100, 1, 0][len(arguments) :])))
