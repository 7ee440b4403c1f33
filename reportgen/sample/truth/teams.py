"""Turns posts into teams: who a person's rows of a day count for, from the person up to the company."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from reportgen.model.period import Period
from reportgen.sample.company import Person, Post
from reportgen.sample.staff import MANAGER
from reportgen.sample.truth.events import Events

Subject = tuple[str, str]
COMPANY: Subject = ("company", "")


def post_on(person: Person, day: date) -> Post:
    """Return the post of a day; of a day before the first or after the last, the nearer one."""
    return next((post for post in person.posts if post.until is None or day <= post.until), person.posts[-1])


def above(events: Events, person: str, day: date) -> tuple[str, ...]:
    """Return the leaders of a person on a day, the nearest first; nobody leads who is not on the roster."""
    found: list[str] = []
    here = events.people.get(person)
    while here and (manager := post_on(here, day).manager):
        found.append(manager)
        here = events.people[manager]
    return tuple(found)


def leaders(events: Events, span: Period) -> tuple[str, ...]:
    """Return who leads somebody employed in a period, by number."""
    found = {
        post.manager
        for person in employed(events, span)
        for post in person.posts
        if post.manager and post.since <= span.end and (post.until is None or post.until >= span.start)
    }
    return tuple(sorted(found))


def employed(events: Events, span: Period) -> tuple[Person, ...]:
    """Return who works here on at least one day of a period."""
    return tuple(
        person
        for person in events.company.people
        if person.hired <= span.end and (person.left is None or person.left >= span.start)
    )


def whole(events: Events, person: str, span: Period) -> bool:
    """Tell whether somebody worked here on all days of a period."""
    here = events.people[person]
    return here.hired <= span.start and (here.left is None or here.left >= span.end)


def heads(events: Events, span: Period) -> Fraction:
    """Return how many people a period had, each by the part of its days on which they worked here."""
    days = sum(
        (min(span.end, person.left or span.end) - max(span.start, person.hired)).days + 1
        for person in employed(events, span)
    )
    return Fraction(days, span.days)


def subjects(events: Events, person: str, day: date, leading: frozenset[str]) -> tuple[Subject, ...]:
    """Return whom a row counts for: the company, the person, the teams above, and the person's own where one leads."""
    if person not in events.people:
        return (COMPANY,)
    teams = [("team", leader) for leader in above(events, person, day)]
    own = [("team", person)] if person in leading else []
    return (COMPANY, ("person", person), *own, *teams)


def manager_of(events: Events, person: str, day: date) -> str:
    """Return the manager (the role) whose region team a person belongs to on a day, or nobody."""
    chain = (person, *above(events, person, day))
    return next((each for each in chain if post_on(events.people[each], day).role == MANAGER), "")
