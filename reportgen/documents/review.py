"""A person's standing → their performance review: one page for a month, the whole story for a quarter or year."""

from __future__ import annotations

from reportgen.documents import review_parts as part
from reportgen.documents.breakdowns import funnel_table
from reportgen.documents.review_talent import beside
from reportgen.documents.wording import frame, grain_key, named, person_name, role_name, say
from reportgen.model.document import Document, Message, Paragraph, Part, Section, Verbatim
from reportgen.model.measured import Figure, Measured, Standing, Status
from reportgen.model.quantity import Quantity


def review(measured: Measured, person: str) -> Document:
    """Compose the review of one person of the roster: who leads a team is reviewed on the team, own sales included.

    Parts (documents.md): identity and headline, results in context, scorecard, what made the period, small print. A
    month has the first, the scorecard and the actions.
    """
    standing = measured.teams.get(person, measured.people[person])
    month = measured.period.grain == "month"
    sections = [_headline(measured, standing)]
    if not month:
        sections.append(_context(measured, standing))
    told = beside(measured, person)
    sections += [_scorecard(measured, standing), *((told,) if told else ()), _actions(measured, standing)]
    if not month:
        sections.append(_small_print(measured, measured.people[person]))
    heading = say(grain_key("review.heading", measured.period), period=measured.period)
    title = Verbatim(measured.people[person].name)
    return frame(measured, "review", person, title, heading, tuple(sections), facts=_facts(measured, person))


def _facts(measured: Measured, person: str) -> tuple[Message, ...]:
    found = measured.roster.people[person]
    assignment = found.in_period(measured.period)
    days, whole = found.days_in(measured.period), measured.period.days
    role = role_name(measured, assignment.role) if assignment and assignment.role else say("review.no-role")
    key = "review.fact.role" if days == whole else "review.fact.partial"
    facts = [say(key, role=role, days=days, whole=whole)]
    if assignment and assignment.manager:
        manager = person_name(measured, assignment.manager)
        return (*facts, say("review.fact.manager", manager=manager, id=Verbatim(person)))
    return (*facts, say("review.fact.id", id=Verbatim(person)))


def _headline(measured: Measured, standing: Standing) -> Section:
    parts: list[Part] = [*part.sentences(measured, standing)]
    if standing.subject.kind == "team":
        own = measured.people[standing.subject.id].figures.get(measured.plan.documents.main_measure)
        parts.append(Paragraph("team", _team_sentence(own)))
    parts.append(part.headline_metrics(measured, standing))
    if measured.unfinished:
        parts.insert(0, Paragraph("unfinished", say("review.unfinished", day=measured.reach), Status.WATCH))
    if standing.incomplete:
        parts.insert(0, Paragraph("incomplete", say("review.incomplete"), Status.ALARM))
    return Section("headline", say("review.section.headline"), None, tuple(parts))


def _team_sentence(own: Figure | None) -> Message:
    if own is None or not isinstance(own.actual, Quantity) or not own.actual.value:
        return say("review.team")
    return say("review.team-and-own", kpi=named(own.kpi.name), own=own.actual)


def _context(measured: Measured, standing: Standing) -> Section:
    parts: list[Part] = [part.month_chart(measured, standing), *part.slice_tables(measured, standing)]
    funnel = funnel_table(measured, standing)
    if funnel:
        parts.append(funnel)
    return Section("context", say("review.section.context"), None, tuple(parts))


def _scorecard(measured: Measured, standing: Standing) -> Section:
    return Section(
        "scorecard",
        say("review.section.scorecard"),
        part.scorecard_note(measured, standing),
        part.scorecard_parts(measured, standing),
    )


def _actions(measured: Measured, standing: Standing) -> Section:
    parts: list[Part] = [part.attention_table(measured, standing)]
    if measured.period.grain != "month":
        parts.append(part.deals_table(measured, standing))
        parts.append(Paragraph("star", say("review.star")))
    return Section("actions", say("review.section.actions"), None, (*parts, *part.agreed()))


def _small_print(measured: Measured, standing: Standing) -> Section:
    return Section("small-print", say("review.section.small-print"), None, part.definitions(measured, standing))
