"""A team's bridge by person → what each person adds to the team: what was asked of them there, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from reportgen.documents.gaps import people_bridge
from reportgen.documents.wording import person_name, say, share_of
from reportgen.model.document import Value, Verbatim
from reportgen.model.measured import Figure, Measured, Status
from reportgen.model.quantity import Measurable, NotMeasured, Quantity

_NO_TARGET = NotMeasured("no-target")


@dataclass(frozen=True, slots=True)
class TeamShare:
    """What one person adds to a team: target and actual of the main measure, by their days in the team.

    `how` is the key of what stands beside the name: "" for their own figures, `lead` of whoever leads this team or
    one in it and sells, `part` of who was in the team for some of the period alone.
    """

    person: str
    target: Measurable
    actual: Measurable
    attainment: Measurable
    status: Status
    how: str = ""

    @property
    def reached(self) -> Fraction | None:
        """Return the attainment, None where there is none."""
        return self.attainment.value if isinstance(self.attainment, Quantity) else None


def shares_of(measured: Measured, leader: str, members: Iterable[str]) -> tuple[TeamShare, ...]:
    """Return everybody who adds to a team, the highest attainment first, then who has no target.

    They sum to the team's own target and actual. Where nothing tells people apart (the team has no target), each
    person's own figures are taken.
    """
    known = {leader, *members}
    found = list(_of_bridge(measured, leader, known)) or list(_of_figures(measured, (leader, *members)))
    return tuple(sorted(found, key=_rank))


def _rank(share: TeamShare) -> tuple[bool, Fraction, str]:
    return share.reached is None, -(share.reached or Fraction(0)), share.person


def _of_bridge(measured: Measured, leader: str, known: set[str]) -> Iterator[TeamShare]:
    team = measured.teams[leader]
    main = team.figures.get(measured.plan.documents.main_measure)
    bridge = people_bridge(measured, team.subject)
    for part in bridge.parts if bridge is not None and main is not None else ():
        if not isinstance(part.before, Quantity) or not isinstance(part.after, Quantity) or main is None:
            continue
        if not part.label or not (part.before.value or part.after.value):
            continue
        own = measured.people[part.label].figures.get(main.kpi.id) if part.label in known else None
        yield _share(measured, part.label, part.before, part.after, own, main)


def _share(
    measured: Measured, person: str, asked: Quantity, came: Quantity, own: Figure | None, main: Figure
) -> TeamShare:
    """Return a person's own figure where it all counts for the team, else the part of it that does."""
    goal: Measurable = asked if asked.value else _NO_TARGET
    how = "lead" if own is not None and person in measured.teams else ""
    if own is not None and _sum((own.actual,)) == came.value and _sum((own.target,)) == asked.value:
        return TeamShare(person, own.target, came, own.attainment, own.status, how)
    reached = share_of(came, goal)
    return TeamShare(person, goal, came, reached if asked.value else _NO_TARGET, _status(reached, main), how or "part")


def _status(reached: Measurable, main: Figure) -> Status:
    if not isinstance(reached, Quantity):
        return Status.NONE
    if reached.value >= main.kpi.green:
        return Status.GOOD
    return Status.WATCH if reached.value >= main.kpi.orange else Status.ALARM


def _of_figures(measured: Measured, people: Iterable[str]) -> Iterator[TeamShare]:
    name = measured.plan.documents.main_measure
    for person in people:
        own = measured.people[person].figures.get(name)
        if own is None or not isinstance(own.actual, Quantity):
            continue
        if own.actual.value or isinstance(own.target, Quantity):
            how = "lead" if person in measured.teams else ""
            yield TeamShare(person, own.target, own.actual, own.attainment, own.status, how)


def add_up(measured: Measured, leader: str, shares: Iterable[TeamShare]) -> Figure | None:
    """Return the team's figure where the shares make it, target and actual both; else None."""
    main = measured.teams[leader].figures.get(measured.plan.documents.main_measure)
    if main is None:
        return None
    listed = tuple(shares)
    whole = (_sum(each.target for each in listed), _sum(each.actual for each in listed))
    return main if whole == tuple(_sum((each,)) for each in (main.target, main.actual)) else None


def _sum(values: Iterable[Measurable]) -> Fraction:
    return sum((value.value for value in values if isinstance(value, Quantity)), Fraction(0))


def share_name(measured: Measured, share: TeamShare) -> Value:
    """Return a person's name with their number, and what part of their figures is meant."""
    key = f"team.person.{share.how}" if share.how else "team.person"
    return say(key, name=person_name(measured, share.person), id=Verbatim(share.person))
