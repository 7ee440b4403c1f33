"""Turns the staff into the list of posts 编制: who sits on each, from when to when, and when it is vacant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, YEAR_END, Person, Post
from reportgen.sample.sheet import Sheet

_FIRST = date(PLAN_YEAR, 1, 1)
_DAY = timedelta(days=1)
FILLED, VACANT = "在岗", "空缺"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of the establishment for a time; without a person it is vacant. None is open."""

    number: str
    role: str
    line: str
    region: str
    manager: str
    person: str
    since: date
    until: date | None

    @property
    def status(self) -> str:
        """In words: filled or vacant."""
        return FILLED if self.person else VACANT


def seats(people: tuple[Person, ...]) -> tuple[Seat, ...]:
    """Return the establishment of the plan year by post and day; who moves takes the post of who left before."""
    sitting: dict[str, list[tuple[date, date, str]]] = {person.id: [] for person in people}
    for person in people:
        home = [post for post in person.posts if post.region == person.posts[0].region]
        sitting[person.id].append(_stay(person, home))
        away = [post for post in person.posts if post.region != person.posts[0].region]
        if away:
            left = (p for p in people if p.left == away[0].since - _DAY and p.posts[-1].region == away[0].region)
            sitting[next(left).id].append(_stay(person, away))
    return tuple(seat for place, p in enumerate(people, start=1) for seat in _over_the_year(place, p, sitting[p.id]))


def _stay(person: Person, posts: list[Post]) -> tuple[date, date, str]:
    last = min(posts[-1].until or YEAR_END, person.left or YEAR_END)
    return max(posts[0].since, _FIRST), last, person.id


def _over_the_year(place: int, first: Person, sitting: list[tuple[date, date, str]]) -> Iterator[Seat]:
    """Fill the days between those who sit with vacancies."""
    post, day = first.posts[0], _FIRST
    words = (f"G{place:03d}", post.role, post.line, post.region, post.manager)
    for since, until, person in sorted(sitting):
        if since > day:
            yield Seat(*words, "", day, since - _DAY)
        yield Seat(*words, person, since, None if until == YEAR_END else until)
        day = until + _DAY
    if day <= YEAR_END:
        yield Seat(*words, "", day, None)


def seats_sheet(rows: tuple[Seat, ...]) -> Sheet:
    """A row for each post and time."""
    header = columns("编制号 岗位 条线 大区 直属上级 工号 状态 生效日期:day 失效日期:day")
    return Sheet(
        "编制", header,
        ((r.number, r.role, r.line, r.region, r.manager, r.person, r.status, r.since, r.until) for r in rows),
    )  # fmt: skip
