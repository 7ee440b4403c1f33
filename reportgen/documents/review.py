"""A person's standing → their performance review: one page for a month, the whole story for a quarter or year."""

from __future__ import annotations

from reportgen.documents import review_actions as action
from reportgen.documents import review_context as context
from reportgen.documents import review_parts as part
from reportgen.documents.narrative import narrative
from reportgen.documents.peers import far_from, peers
from reportgen.documents.review_talent import beside
from reportgen.documents.seen import ReviewView, seen_by
from reportgen.documents.wording import frame, grain_key, named, person_name, role_name, say
from reportgen.model.document import Document, Message, Paragraph, Part, Section, Verbatim
from reportgen.model.measured import Figure, Measured, Standing, Status
from reportgen.model.quantity import Quantity

_MOST_OF_MONTH = 3
"""So many rules that spoke up fit on a month's page; a longer period tells them all."""

_ALL = 99


def review(measured: Measured, person: str) -> Document:
    """Compose the review of one person of the roster: who leads a team is reviewed on the team, own sales included."""
    return composed_review(review_view(measured, person))


def review_view(measured: Measured, person: str) -> ReviewView:
    """Return what a person's review is composed of."""
    far = far_from(peers(measured), measured, measured.reviewed(person))
    return ReviewView(seen_by(measured, person), person, far, context.pay_tiers(measured, person))


def composed_review(view: ReviewView) -> Document:
    """Compose a review of what it rests on, and of nothing else of the model.

    Parts (documents.md): identity and headline, results in context, scorecard, what made the period, small print. A
    month has the first, the scorecard and the actions, on one page.
    """
    measured, person = view.measured, view.person
    standing = measured.reviewed(person)
    made = _month(measured, standing, person) if _is_month(measured) else _whole(view, standing)
    heading = say(grain_key("review.heading", measured.period), period=measured.period)
    title = Verbatim(measured.people[person].name)
    sections = tuple(section for section in made if section is not None)
    return frame(measured, "review", person, title, heading, sections, facts=_facts(measured, person))


def _is_month(measured: Measured) -> bool:
    return measured.period.grain == "month"


def _month(measured: Measured, standing: Standing, person: str) -> tuple[Section | None, ...]:
    return (
        _headline(measured, standing),
        _scorecard(measured, standing),
        beside(measured, person),
        _actions(measured, person, say("alerts.title"), _MOST_OF_MONTH),
        _short_talk(measured, standing),
    )


def _whole(view: ReviewView, standing: Standing) -> tuple[Section | None, ...]:
    measured, person = view.measured, view.person
    return (
        _headline(measured, standing),
        _glance(measured, standing),
        _scorecard(measured, standing),
        _actions(measured, person, say("review.section.actions"), _ALL),
        _context(view, standing),
        beside(measured, person),
        _deals(measured, standing),
        _talk(measured, standing),
        _small_print(measured, standing),
    )


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
    parts += part.headline_metrics(measured, standing)
    if measured.unfinished:
        parts.insert(0, Paragraph("unfinished", say("review.unfinished", day=measured.reach), Status.WATCH))
    if standing.incomplete:
        parts.insert(0, Paragraph("incomplete", say("review.incomplete"), Status.ALARM))
    return Section("headline", say("review.section.headline"), None, tuple(parts))


def _team_sentence(own: Figure | None) -> Message:
    if own is None or not isinstance(own.actual, Quantity) or not own.actual.value:
        return say("review.team")
    return say("review.team-and-own", kpi=named(own.kpi.name), own=own.actual)


def _glance(measured: Measured, standing: Standing) -> Section | None:
    parts = context.glance(measured, standing)
    return Section("glance", say("review.section.glance"), None, parts) if parts else None


def _scorecard(measured: Measured, standing: Standing) -> Section:
    return Section(
        "scorecard",
        say("review.section.scorecard"),
        part.scorecard_note(measured, standing),
        part.scorecard_parts(measured, standing),
    )


def _actions(measured: Measured, person: str, title: Message, most: int) -> Section:
    alarms = action.own_alerts(measured, person)
    parts: list[Part] = [action.alerts_table(measured, alarms, most, person)]
    earlier = action.followed_up(measured, action.own_items(measured, person), alarms, most // 2)
    if earlier is not None:
        parts.append(earlier)
    return Section("actions", title, None, tuple(parts))


def _short_talk(measured: Measured, standing: Standing) -> Section:
    """The deals that made the month and what to talk about in a sentence each, then the space to write."""
    told = (action.deals_sentence(standing), *action.star_sentences(measured, standing))
    parts: tuple[Part, ...] = (*(each for each in told if each), *action.agreed(2))
    return Section("talk", say("review.section.talk"), None, parts)


def _talk(measured: Measured, standing: Standing) -> Section:
    cases = action.star_table(measured, standing)
    parts: tuple[Part, ...] = (*((cases,) if cases else ()), *action.agreed())
    return Section("talk", say("review.section.talk"), None, parts)


def _context(view: ReviewView, standing: Standing) -> Section | None:
    measured, tiers = view.measured, view.tiers
    sentences = (context.pipeline_sentence(standing), action.lost_sentence(standing))
    parts: tuple[Part, ...] = (
        *narrative(measured, standing, view.far),
        *context.make_up(measured, standing),
        *((tiers,) if tiers else ()),
        *context.cash(measured, standing),
        *context.pipeline(measured, standing),
        *(sentence for sentence in sentences if sentence),
    )
    return Section("context", say("review.section.context"), None, parts) if parts else None


def _deals(measured: Measured, standing: Standing) -> Section | None:
    if not standing.deals and not part.sells(measured, standing):
        return None
    customers = action.customers_table(measured, standing)
    parts: tuple[Part, ...] = (action.deals_table(standing), *((customers,) if customers else ()))
    return Section("deals", say("review.section.deals"), None, parts)


def _small_print(measured: Measured, standing: Standing) -> Section:
    return Section("small-print", say("review.section.small-print"), None, part.definitions(measured, standing))
