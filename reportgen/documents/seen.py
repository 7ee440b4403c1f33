"""The model of a period → what of it one subject's papers may see: whatever they tell rests on that alone.

Papers of a person or a team are composed of a narrowed model. Whatever else they ask for is an error, so that nothing
can come into them that `reportgen.app.rests` does not know of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NoReturn, TypeVar

from reportgen.documents.narrative import customer_names
from reportgen.documents.peers import Far
from reportgen.documents.team_alerts import Told, told_of_team
from reportgen.documents.team_meetings import held_with_pack
from reportgen.documents.team_parts import members_of
from reportgen.documents.wording import listed_names
from reportgen.model.alarms import Alarm, Improvement, by_person
from reportgen.model.document import DataTable
from reportgen.model.kpi_kinds import Coverage
from reportgen.model.measured import Beside, Figure, Measured, Standing, Subject
from reportgen.model.plan import valid
from reportgen.model.pursuits import Deal, FunnelResult
from reportgen.model.quantity import Measurable, NotMeasured
from reportgen.model.standing import MonthPoint, ScoreResult, SliceTable, Telling
from reportgen.model.step import Step

K = TypeVar("K")
V = TypeVar("V")

_NO_STEP = Step("", NotMeasured("no-data"))


class UnseenError(LookupError):
    """A document asked for what it is not to rest on."""


class _Unseen:
    """What stands in the place of what is not to be seen: whoever looks at it makes a mistake."""

    def _refuse(self, *_: object) -> NoReturn:
        raise UnseenError

    __getattr__ = __getitem__ = __iter__ = __len__ = __contains__ = __eq__ = __hash__ = __bool__ = _refuse


_UNSEEN: Any = _Unseen()


class _Own(Mapping[K, V]):
    """The values of a few keys of a mapping. Which keys there are is no secret: the roster and the plan say that."""

    def __init__(self, whole: Mapping[K, V], keys: Iterable[K]) -> None:
        self._whole, self._keys = whole, frozenset(keys)

    def __getitem__(self, key: K) -> V:
        if key in self._whole and key not in self._keys:
            raise UnseenError(key)
        return self._whole[key]

    def __contains__(self, key: object) -> bool:
        return key in self._whole

    def __iter__(self) -> Iterator[K]:
        raise UnseenError

    def __len__(self) -> int:
        raise UnseenError


@dataclass(frozen=True, slots=True)
class _Past:
    """What may be seen beside a figure: not how it came to be, for that tells rows and places."""

    beside: Beside = field(repr=False)

    @property
    def step(self) -> Step:
        raise UnseenError

    @property
    def parts(self) -> Any:
        raise UnseenError

    @property
    def previous(self) -> Measurable:
        """Return the figure of the period before."""
        return self.beside.previous

    @property
    def year_before(self) -> Measurable:
        """Return the figure of the same period a year before."""
        return self.beside.year_before

    @property
    def year_to_date(self) -> Measurable:
        """Return the figure of the year up to the period's end."""
        return self.beside.year_to_date


class _Shown(Mapping[str, Figure]):
    """Figures as papers see them: of those that are the company's, only some."""

    def __init__(self, figures: Mapping[str, Figure], shown: frozenset[str]) -> None:
        self._figures, self._shown = figures, shown

    def __getitem__(self, name: str) -> Figure:
        figure = self._figures[name]
        if figure.subject.kind == "company" and name not in self._shown:
            raise UnseenError(name)
        return _figure(figure)

    def __contains__(self, name: object) -> bool:
        return name in self._figures

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


def _figure(figure: Figure) -> Figure:
    return replace(figure, beside=_Past(figure.beside))


class _Telling:
    """What is told of a subject beside its figures, as papers see it: how a score came to be is in no key."""

    def __init__(self, told: Telling) -> None:
        self._told = told

    @property
    def months(self) -> tuple[MonthPoint, ...]:
        return self._told.months

    @property
    def slices(self) -> tuple[SliceTable, ...]:
        return self._told.slices

    @property
    def funnel(self) -> FunnelResult | None:
        return self._told.funnel

    @property
    def deals(self) -> tuple[Deal, ...]:
        return self._told.deals

    @cached_property
    def score(self) -> ScoreResult | None:
        found = self._told.score
        if found is None:
            return None
        lines = tuple(replace(line, figure=_figure(line.figure)) for line in found.lines)
        return replace(found, lines=lines, explained=_UNSEEN)


def _standing(standing: Standing, shown: frozenset[str]) -> Standing:
    return replace(standing, figures=_Shown(standing.figures, shown), told=_Telling(standing.told))


# ----------------------------------------------------------------------------------------------------- what is beside


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's alarms and items of the improvement list that their review tells: with nothing of the rows behind."""

    own: tuple[Alarm, ...]
    items: tuple[Improvement, ...]


def asked_of_person(measured: Measured, person: str) -> Asked:
    """Return what a person's review tells."""
    own = alarms_of_person(measured, person)
    return Asked(tuple(map(_plain, own)), items_of_person(measured, person))


def alarms_of_person(measured: Measured, person: str) -> tuple[Alarm, ...]:
    """Return a person's own alarms, with the rows behind them, which their review does not see."""
    return measured.once("alarms by person", lambda: by_person(measured.alerts)).get(person, ())


def items_of_person(measured: Measured, person: str) -> tuple[Improvement, ...]:
    """Return the items of the improvement list that a person's review tells."""
    return _items(measured, alarms_of_person(measured, person), (person,))


def _plain(alarm: Alarm) -> Alarm:
    return replace(alarm, rows=(), outcomes=(), step=_NO_STEP)


def _items(measured: Measured, alarms: Iterable[Alarm], people: Iterable[str]) -> tuple[Improvement, ...]:
    """Return the items of some people, and those that tell how some alarms stand, in the order of the list."""
    by_key, of_people = measured.once("items apart", lambda: _apart(measured.improvements))
    numbers = {number for alarm in alarms for number in by_key.get(alarm.key, ())}
    numbers.update(number for person in people for number in of_people.get(person, ()))
    return tuple(measured.improvements[number] for number in sorted(numbers))


def _apart(items: Iterable[Improvement]) -> tuple[Mapping[tuple[str, str, str], list[int]], Mapping[str, list[int]]]:
    by_key: dict[tuple[str, str, str], list[int]] = {}
    of_people: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        by_key.setdefault((item.rule, item.subject, item.raised), []).append(number)
        of_people.setdefault(item.person, []).append(number)
    return by_key, of_people


def shown_of_person(measured: Measured, person: str) -> frozenset[str]:
    """Return the KPIs whose figures a review may tell, the company's too where nobody has their own."""
    return _shown_of(measured, (person,))


def shown_of_team(measured: Measured, leader: str, members: tuple[str, ...]) -> frozenset[str]:
    """Return those that the pack of a team may tell: also what the meetings look at that are held with it."""
    agenda = (item for meeting in held_with_pack(measured) for item in meeting.agenda)
    looked_at = (name for item in agenda for name in item.figures)
    return _shown_of(measured, (leader, *members)).union(looked_at)


def _shown_of(measured: Measured, people: Iterable[str]) -> frozenset[str]:
    plan = measured.plan
    covering = measured.once("covering", lambda: _covering(measured))
    found = {plan.documents.main_measure, *plan.documents.headline, *plan.documents.figures, *covering}
    for person in people:
        for standing in (measured.people.get(person), measured.teams.get(person)):
            if standing is not None:
                found.update(listed_names(measured, standing))
    return frozenset(found)


def _covering(measured: Measured) -> tuple[str, ...]:
    """Return the KPIs that hold open deals against what is missing: the pipeline tells one of them."""
    kpis = valid(measured.plan.kpis, measured.period.end).values()
    return tuple(kpi.id for kpi in kpis if isinstance(kpi.kind, Coverage))


# ------------------------------------------------------------------------------------------------------ what is seen


@dataclass(frozen=True, slots=True)
class ReviewView:
    """All that a review is composed of: the narrowed model, what stands out beside peers, the tiers of pay."""

    measured: Measured
    person: str
    far: tuple[Far, ...]
    tiers: DataTable | None


def seen_by(measured: Measured, person: str) -> Measured:
    """Return what a person's review may see: their own, and their team's where they lead one."""
    subjects = (Subject("person", person), Subject("team", person))
    shown = shown_of_person(measured, person)
    asked = asked_of_person(measured, person)
    found = replace(_narrowed(measured, (person,), subjects, shown), improvements=asked.items)
    found.once("customer names", lambda: customer_names(measured))
    found.once("own alerts", lambda: {person: asked.own})
    return found


@dataclass(frozen=True, slots=True)
class TeamView:
    """All that the pack of a team is composed of: the narrowed model, and what is told of alarms."""

    measured: Measured
    leader: str
    told: Told


def team_view(measured: Measured, leader: str) -> TeamView:
    """Return what the pack of a team may see: the team's, and what is its people's own; of alarms what it tells."""
    members = members_of(measured, leader)
    shown = shown_of_team(measured, leader, members)
    found = _narrowed(measured, (leader, *members), (Subject("team", leader),), shown)
    found.once("customer names", lambda: customer_names(measured))
    return TeamView(found, leader, told_of_team(measured, leader, members))


def _narrowed(
    measured: Measured,
    people: tuple[str, ...],
    subjects: tuple[Subject, ...],
    shown: frozenset[str],
) -> Measured:
    return replace(
        measured,
        people=_Narrow(_Own(measured.people, people), shown),
        teams=_Narrow(_Own(measured.teams, people), shown),
        company=_UNSEEN,
        unassigned=_UNSEEN,
        statements=_UNSEEN,
        register=_UNSEEN,
        pay_total=_UNSEEN,
        skipped=_UNSEEN,
        payees=_UNSEEN,
        held=_UNSEEN,
        slices=_UNSEEN,
        alerts=_UNSEEN,
        improvements=_UNSEEN,
        tiers=_UNSEEN,
        targets=_UNSEEN,
        forecasts=_Own(measured.forecasts, subjects),
        variance=_Own(measured.variance, subjects),
        talent=_Own(measured.talent, people[:1]),
        boxes=_UNSEEN,
        successors=_UNSEEN,
        calibration=_UNSEEN,
        controls=_UNSEEN,
        counts=_UNSEEN,
        dealers=_UNSEEN,
        year=_UNSEEN,
        crossed=_UNSEEN,
        stood=_UNSEEN,
        worked=_UNSEEN,
    )


class _Narrow(Mapping[str, Standing]):
    """Standings as papers see them."""

    def __init__(self, own: _Own[str, Standing], shown: frozenset[str]) -> None:
        self._own, self._shown = own, shown
        self._known: dict[str, Standing] = {}

    def __getitem__(self, person: str) -> Standing:
        if person not in self._known:
            self._known[person] = _standing(self._own[person], self._shown)
        return self._known[person]

    def __contains__(self, person: object) -> bool:
        return person in self._own

    def __iter__(self) -> Iterator[str]:
        raise UnseenError

    def __len__(self) -> int:
        raise UnseenError
