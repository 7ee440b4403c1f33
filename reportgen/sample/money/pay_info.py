"""Turns posts into base pay and allowances by role, grade and certificate: dated, printed, never scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, YEAR_END, Person, Post
from reportgen.sample.sheet import Money, Sheet
from reportgen.sample.staff import ASSISTANT, CONSULTANT, DIRECTOR, MANAGER, SPECIALIST
from reportgen.sample.streams import stream

_FIRST = date(PLAN_YEAR, 1, 1)
# Yuan a month.
_BASE = {
    "D1": 38_000, "M2": 26_000, "M1": 19_000, "P3+": 15_500, "P3": 14_000, "P2": 11_000, "P1": 8_500, "T2": 16_000,
}  # fmt: skip
_TRANSPORT, _PHONE, _INSURANCE = 800, 200, 150
_INDOORS = {ASSISTANT, SPECIALIST}
# Which certificate a grade can have, and what it adds.
_CERTIFICATES = {"T2": ("高级技术顾问证书", 900), "P3": ("高级销售工程师证书", 600), "P3+": ("高级销售工程师证书", 600)}
_DIVIDENDS = {DIRECTOR: 120_000, MANAGER: 45_000}


@dataclass(frozen=True, slots=True)
class PayItem:
    """What somebody gets a month (a dividend: once) from a day on, in fen, and what it rests on."""

    person: str
    item: str
    amount: int
    since: date
    until: date | None
    basis: str


def pay_items(seed: int, people: tuple[Person, ...]) -> tuple[PayItem, ...]:
    """Return everybody's items of the plan year by person and day."""
    return tuple(item for person in people for item in _of_person(seed, person))


def _of_person(seed: int, person: Person) -> Iterator[PayItem]:
    certified = _certified(seed, person)
    for post in person.posts:
        until = post.until or person.left
        if until is None or until >= _FIRST:
            yield from _of_post(person.id, post, max(post.since, _FIRST), until, certified)
    dividend = _DIVIDENDS.get(person.posts[-1].role)
    if dividend and person.employed(YEAR_END):
        yield PayItem(person.id, "年终分红", dividend * 100, YEAR_END, YEAR_END, person.posts[-1].role)


def _certified(seed: int, person: Person) -> date:
    """The day from which the person has the certificate of the grade: some since long, some within the year."""
    random = stream(seed, "certificates", person.id)
    return random.choice((_FIRST, _FIRST, date(PLAN_YEAR, 5, 1), date(PLAN_YEAR + 1, 1, 1)))


def _of_post(person: str, post: Post, since: date, until: date | None, certified: date) -> Iterator[PayItem]:
    def item(name: str, yuan: int, basis: str, first: date = since) -> PayItem:
        return PayItem(person, name, yuan * 100 * post.hours // 1000, first, until, basis)

    yield item("基本工资", _BASE[post.grade], post.grade)
    if post.role not in _INDOORS:
        yield item("交通津贴", _TRANSPORT, post.role)
    yield item("通讯津贴", _PHONE, post.role)
    yield item("商业保险", _INSURANCE, post.role)
    if post.role == CONSULTANT or post.grade in _CERTIFICATES:
        name, yuan = _CERTIFICATES[post.grade]
        first = max(since, certified)
        if first <= (until or YEAR_END):
            yield item("认证津贴", yuan, name, first)


def pay_sheet(rows: tuple[PayItem, ...]) -> Sheet:
    """A row for each item and time."""
    header = columns("工号 项目 月金额:money 生效日期:day 失效日期:day 依据")
    return Sheet("工资项目", header, ((r.person, r.item, Money(r.amount), r.since, r.until, r.basis) for r in rows))
