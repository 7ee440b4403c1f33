"""A leader's team → the pack for who leads it: everybody's state at a glance, whom to coach on what, the meetings."""

from __future__ import annotations

from reportgen.documents import team_meetings as meetings
from reportgen.documents import team_parts as part
from reportgen.documents.narrative import narrative
from reportgen.documents.review_context import glance
from reportgen.documents.review_parts import headline_metrics, sentences
from reportgen.documents.seen import TeamView, team_view
from reportgen.documents.wording import frame, grain_key, person_name, role_name, say
from reportgen.model.document import Blank, Document, Message, Paragraph, Part, Section, Verbatim
from reportgen.model.measured import Measured, Status


def team(measured: Measured, leader: str) -> Document:
    """Compose the pack of the team that somebody leads: their people, all levels below, and nobody else.

    Raise KeyError where the person leads no team in the period.
    """
    return composed_team(team_view(measured, leader))


def composed_team(view: TeamView) -> Document:
    """Compose the pack of a team of what it rests on: a model that shows nothing else, and what is told of alarms."""
    measured, leader = view.measured, view.leader
    standing = measured.teams[leader]
    members = part.members_of(measured, leader)
    made = (
        _headline(measured, leader),
        Section("glance", say("review.section.glance"), None, glance(measured, standing)),
        part.heat_map(measured, leader, members),
        part.distribution(measured, leader, members),
        part.coaching(measured, members, view.told.urgent),
        view.told.section,
        meetings.agenda(measured, leader),
        _next(measured, leader),
    )
    heading = say(grain_key("team.heading", measured.period), period=measured.period)
    sections = tuple(section for section in made if section is not None)
    title = say("team.title", name=person_name(measured, leader))
    return frame(measured, "team", leader, title, heading, sections, facts=_facts(measured, leader, len(members)))


def _facts(measured: Measured, leader: str, count: int) -> tuple[Message, ...]:
    found = measured.roster.people[leader].in_period(measured.period)
    role = role_name(measured, found.role) if found and found.role else say("review.no-role")
    return (say("team.fact.role", role=role, id=Verbatim(leader)), say("team.fact.people", count=count))


def _headline(measured: Measured, leader: str) -> Section:
    standing = measured.teams[leader]
    parts: list[Part] = [*sentences(measured, standing), *headline_metrics(measured, standing)]
    if measured.unfinished:
        parts.insert(0, Paragraph("unfinished", say("review.unfinished", day=measured.reach), Status.WATCH))
    if standing.incomplete:
        parts.insert(0, Paragraph("incomplete", say("review.incomplete"), Status.ALARM))
    return Section("headline", say("review.section.headline"), None, tuple(parts))


def _next(measured: Measured, leader: str) -> Section:
    """What closes the gap, what is expected, and space for the steps that are agreed."""
    labels = (say("blank.action"), say("blank.owner"), say("blank.due"))
    told = narrative(measured, measured.teams[leader])
    parts: tuple[Part, ...] = (*told, *meetings.outlook(measured, leader), Blank("steps", labels, 4))
    return Section("next", say("team.section.next"), None, parts, _small_print(measured, leader))


def _small_print(measured: Measured, leader: str) -> tuple[Message, ...]:
    files = tuple(dict.fromkeys(file for names in measured.sources.values() for file in names))
    return (
        say("team.small.attainment"),
        say("review.small.unmeasured"),
        say("review.small.cut-off", day=measured.cut_off, count=len(files)),
        say("review.trace", period=Verbatim(measured.period.id), subject=Verbatim(leader)),
    )
