"""A measured period and its tables → the key of what each subject's papers and rows rest on, without computing these.

What is told of somebody rests on what everybody's does (`base`), on the rows of their own and their team's business
(`reportgen.measure.ground`), and on a few values that stand beside: these are in the key as they are. Papers see
nothing else (`reportgen.documents.seen`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from json import dumps, loads
from operator import attrgetter

from reportgen import documents, measure
from reportgen.app.flat import flat
from reportgen.documents import Far, Peers
from reportgen.model.alarms import Alarm
from reportgen.model.measured import Figure, Measured
from reportgen.model.papers import REVIEWS, TEAMS
from reportgen.model.standing import in_passing
from reportgen.model.table import Dataset
from reportgen.model.talent import Ladder, NineBox

TALENT = "data/talent.csv"
SCORES = "data/scorecards.csv"
PEERS = "peers"
"""What others' reviews ask of a person, among the pieces that are remembered."""


@dataclass(frozen=True)
class Rests:
    """Of what each subject's papers and rows are made, as keys: `told` are everybody's figures that others ask of."""

    measured: Measured
    ground: measure.Ground
    base: bytes
    told: dict[str, Mapping[str, Fraction]] = field(default_factory=dict)

    def piece(self, what: str, kind: str, subject: str) -> str:
        """Return the key of a subject's rows in a file for machines."""
        beside: tuple[object, ...] = (self._incomplete(subject),)
        if what == TALENT:
            beside = (self._ranks.of(subject),)
        if what == SCORES:  # of the person's own or the team's figures, and of the company's that stand for them
            shown = documents.shown_of_person(self.measured, subject)
            beside = (self._incomplete(subject), self._stand_ins(shown))
        return self._digest(what, kind, subject, beside)

    def paper(self, kind: str, subject: str) -> str:
        """Return the key of what a review or a team's pack rests on; "" of others, and while peers are unknown."""
        if kind == REVIEWS.name and self.told.keys() >= self.measured.people.keys():
            return self._digest(kind, "", subject, self._of_review(subject))
        if kind == TEAMS.name:
            return self._digest(kind, "", subject, self._of_team(subject))
        return ""

    def tell(self, person: str, told: bytes) -> None:
        """Take what a person's figures are to others, as `told_to_others` wrote it."""
        self.told[person] = {kpi: Fraction(text) for kpi, text in loads(told).items()}

    def told_to_others(self, person: str) -> bytes:
        """Write the figures of a person that others' reviews may be held against."""
        standing = self.measured.people[person]
        held = ((name, standing.figures[name]) for name in self._asked if name in standing.figures)
        own = {name: documents.own_value(standing, figure) for name, figure in held}
        return dumps({name: str(value) for name, value in own.items() if value is not None}).encode()

    def _digest(self, *what: object) -> str:
        *_, subject, beside = what
        own = self.ground.of(str(subject))
        return sha256(self.base + flat((what[:-1], own, beside))).hexdigest()

    def _of_review(self, person: str) -> tuple[object, ...]:
        return (
            self._incomplete(person),
            self._ranks.of(person),
            self._far(person),
            documents.pay_tiers(self.measured, person),
            self._stand_ins(documents.shown_of_person(self.measured, person)),
            *self._alarms(person),
        )

    def _of_team(self, leader: str) -> tuple[object, ...]:
        members = documents.members_of(self.measured, leader)
        told = documents.told_of_team(self.measured, leader, members)
        urgent = [(person, rule.id, rule.since) for person, rule in told.urgent.items()]
        shown = self._stand_ins(documents.shown_of_team(self.measured, leader, members))
        return (self._ranks.of(leader), *map(self._incomplete, (leader, *members)), shown, told.section, urgent)

    def _alarms(self, person: str) -> Iterator[object]:
        """Yield alarms and items as values."""
        yield [_alarm(alarm) for alarm in documents.alarms_of_person(self.measured, person)]
        yield documents.items_of_person(self.measured, person)

    def _incomplete(self, subject: str) -> tuple[bool, ...]:
        both = (self.measured.people.get(subject), self.measured.teams.get(subject))
        return tuple(standing.incomplete for standing in both if standing)

    def _far(self, person: str) -> tuple[Far, ...]:
        if person in self.measured.teams:
            return ()
        standing, own = self.measured.people[person], self.told[person]
        listed = documents.listed_names(self.measured, standing)
        return documents.far_among(self._peers, person, {name: own.get(name) for name in listed})

    def _stand_ins(self, shown: frozenset[str]) -> bytes:
        """Return a digest of the company's figures that stand for somebody's own: most people are shown the same."""
        found = self._digests.get(shown)
        if found is None:
            told = [figure for name, figure in self._company.items() if name in shown]
            found = self._digests[shown] = sha256(flat(told)).digest()
        return found

    @cached_property
    def _digests(self) -> dict[frozenset[str], bytes]:
        """What was told of the company's figures, by which of them are shown."""
        return {}

    @cached_property
    def _company(self) -> Mapping[str, tuple[object, ...]]:
        """The company's figures that everybody has, for nobody has their own."""
        anybody = next(iter(self.measured.people.values()), None)
        figures = in_passing(anybody.figures) if anybody else ()
        names = [each.kpi.id for each in figures if each.subject.kind == "company"]
        return {name: _beside(self.measured.company.figures[name]) for name in names}

    @cached_property
    def _asked(self) -> tuple[str, ...]:
        """The figures that anybody's review may list."""
        each = (documents.listed_names(self.measured, standing) for standing in self.measured.people.values())
        return tuple(dict.fromkeys(name for names in each for name in names))

    @cached_property
    def _peers(self) -> Peers:
        return Peers(documents.roles(self.measured), lambda person, kpi: self.told[person].get(kpi))

    @cached_property
    def _ranks(self) -> measure.Ranks:
        found = self.measured
        return measure.Ranks(found.plan, found.roster, found.period, found.people, found.teams)


def _alarm(alarm: Alarm) -> tuple[object, ...]:
    """Return all that a review may tell of an alarm: neither its rows, nor what the action comes to, nor its step."""
    return alarm.rule.id, alarm.rule.since, *_told_of(alarm)


_UNTOLD = ("rule", "rows", "outcomes", "step")
_told_of = attrgetter(*(each.name for each in fields(Alarm) if each.name not in _UNTOLD))


# ------------------------------------------------------------------------------------------------------- everybody's


def rests_of(measured: Measured, dataset: Dataset, made_with: str, ground: measure.Ground | None = None) -> Rests:
    """Return the keys of a period; `made_with` is the program that composes, `ground` the dataset's if it is known."""
    ground = ground or measure.ground(dataset, measured.plan, measured.roster)
    found = sha256(made_with.encode() + ground.everybodys)
    if _tells_of_all(measured):
        found.update(ground.whole)
    for told in _everybodys(measured):
        found.update(b"".join(_parts_of(told)))
        found.update(b"\n")
    return Rests(measured, ground, found.digest())


def _everybodys(measured: Measured) -> Iterator[object]:
    """Yield what any paper may tell beside its subject's own."""
    yield measured.plan
    yield measured.period
    yield measured.cut_off
    yield measured.reach
    yield dict(measured.sources)
    # Names are looked up by number: in which order customers rank is told of no person.
    yield sorted(documents.customer_names(measured).items())


def _beside(figure: Figure) -> tuple[object, ...]:
    plain = tuple(getattr(figure, each.name) for each in fields(figure) if each.name not in ("kpi", "beside"))
    return figure.kpi.id, *plain, figure.previous, figure.year_before, figure.year_to_date


def _tells_of_all(measured: Measured) -> bool:
    """Tell whether what is told of people beside their figures may rest on everybody's rows, in any span."""
    nobodys = measure.nobodys_kpis(measured.plan)
    for rule in measured.plan.talent:
        named = {rule.performance, rule.potential} if isinstance(rule, NineBox) else set()
        named |= {each.figure for each in rule.needs} if isinstance(rule, Ladder) else set()
        if named & nobodys:
            return True
    return False


def _parts_of(value: object) -> Iterator[bytes]:
    """Yield a value as bytes that tell all of it: what is no plain value is a mistake."""
    if isinstance(value, Mapping):
        yield from _listed("{", [each for pair in value.items() for each in pair])
    elif isinstance(value, frozenset | set):
        yield f"<{len(value)}:".encode()
        yield from sorted(b"".join(_parts_of(each)) for each in value)
    elif isinstance(value, tuple | list):
        yield from _listed("(", value)
    elif is_dataclass(value):
        yield from _listed(type(value).__name__, [getattr(value, each.name) for each in fields(value) if each.init])
    elif value is None or isinstance(value, Enum | bool | int | str | Fraction | date):
        yield f"{type(value).__name__} {value!r};".encode()
    else:
        raise TypeError(f"{type(value).__name__} is no plain value")


def _listed(what: str, values: Sequence[object]) -> Iterator[bytes]:
    yield f"{what} {len(values)}:".encode()
    for each in values:
        yield from _parts_of(each)
