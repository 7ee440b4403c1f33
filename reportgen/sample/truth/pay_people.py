"""Turns what is written about people into pay: shown items, honours, projects, referrals, spot items, pool, equity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from reportgen.model.money import split
from reportgen.sample.money.pay_info import PayItem
from reportgen.sample.staff import DIRECTOR, MANAGER
from reportgen.sample.truth.commission import PayLine
from reportgen.sample.truth.events import Events, Row, number, profit, word
from reportgen.sample.truth.kpis_money import Book
from reportgen.sample.truth.teams import Subject, leaders, post_on
from reportgen.sample.truth.words import MONTHS, cents, of_fen, period, text, yuan

_NOTHING = Fraction(0)
_DIVIDEND, _BASE = "年终分红", "基本工资"
REFERRED = Fraction(2_000)
POOL, DIRECTORS = Fraction(1, 100), Fraction(30, 100)
PARTS = {"performance": Fraction(50, 100), "customer success": Fraction(30, 100), "values": Fraction(20, 100)}
"""The pool is 1 % of the gross profit; directors together get at most 30 % of it."""
GRANT, INSTALMENTS, YEARS = Fraction(1, 1000), 16, (2023, 2024, 2025)
"""The smallest grant, its quarters, and the three full years before the plan year that a manager is judged on."""


def peoples_pay(events: Events, people: Sequence[str]) -> Iterator[PayLine]:
    """Return the lines of some people by component."""
    for person in people:
        yield from _shown(events, person)
        yield from _honours(events, person)
        yield from _projects(events, person)
        yield from _referrals(events, person)
        yield from _spot_items(events, person)
        yield from _equity(events, person)


def _shown(events: Events, person: str) -> Iterator[PayLine]:
    """Base pay, allowances and dividend as they hold on the month's last day: printed, never payable."""
    items = [item for item in events.side.pay_items if item.person == person]
    left = events.people[person].left or date.max
    for month in MONTHS:
        if events.people[person].hired <= period(month).end and left >= period(month).start:
            day = min(period(month).end, left)
            valid = [item for item in items if item.since <= day and (item.until is None or day <= item.until)]
            yield _sum(person, "base-pay", month, [item for item in valid if item.item == _BASE])
            yield _sum(person, "allowances", month, [item for item in valid if item.item not in {_BASE, _DIVIDEND}])
    dividend = [item for item in items if item.item == _DIVIDEND]
    if post_on(events.people[person], period("2026").end).role in {DIRECTOR, MANAGER}:
        yield _sum(person, "year-end-dividend", MONTHS[-1], dividend)


def _sum(person: str, component: str, month: str, items: list[PayItem]) -> PayLine:
    amount = of_fen(sum(item.amount for item in items))
    worked = " + ".join(f"{item.item} {yuan(of_fen(item.amount))}" for item in items)
    return PayLine(
        person, component, month, month, month, worked, amount, _NOTHING, _NOTHING, _NOTHING, "shown, never payable"
    )


def _honours(events: Events, person: str) -> Iterator[PayLine]:
    for row in events.tables["honours"]:
        if word(row, "工号") == person:
            month = word(row, "月份")
            yield PayLine(
                person, "monthly-stars", month, month, word(row, "荣誉"), word(row, "荣誉"), _NOTHING, _NOTHING,
                _NOTHING, _NOTHING, "an honour, no money",
            )  # fmt: skip


def _paid(
    person: str, component: str, month: str, earned_in: str, key: str, worked: str, amount: Fraction, why: str = ""
) -> PayLine:
    return PayLine(person, component, month, earned_in, key, worked, amount, amount, _NOTHING, amount, why)


def _projects(events: Events, person: str) -> Iterator[PayLine]:
    """A project's sum of the quarter by points, to the cent: the largest remainder gets it."""
    pools: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in events.tables["project_points"]:
        pools[word(row, "项目"), word(row, "季度")].append(row)
    for (project, quarter), rows in pools.items():
        points = {word(row, "工号"): number(row, "贡献分") for row in rows}
        if person in points:
            whole, name = number(rows[0], "奖金包"), f"{quarter[:4]}-{quarter[4:]}"
            shares = split(whole, points)
            worked = f"{yuan(whole)} × {points[person]}/{sum(points.values())} points"
            why = "" if points[person] else "no points: nothing"
            month = f"{period(name).end:%Y-%m}"
            yield _paid(person, "collaboration-bonus", month, name, project, worked, shares[person], why)


def _referrals(events: Events, person: str) -> Iterator[PayLine]:
    for row in events.tables["referrals"]:
        if word(row, "推荐人") == person:
            month = word(row, "入职日期")[:7]
            worked = f"1×{REFERRED} for {word(row, '被推荐人')}"
            yield _paid(person, "referral-bonus", month, month, word(row, "推荐编号"), worked, REFERRED)


def _spot_items(events: Events, person: str) -> Iterator[PayLine]:
    for line in events.side.manual_lines:
        if line.person == person:
            month = f"{line.day:%Y-%m}"
            why = f"{line.reason} ({line.author} → {line.approver})"
            yield _paid(person, "spot-items", month, month, line.number, line.item, of_fen(line.amount), why)


def _equity(events: Events, person: str) -> Iterator[PayLine]:
    """Three full years at stretch with values grade A in each earn 0.1 %, which vests in sixteen quarters: no money."""
    here = events.people[person]
    if post_on(here, period("2026").start).role != MANAGER:
        return
    rows = {word(row, "年度"): row for row in events.tables["values_grades"] if word(row, "工号") == person}
    why = ""
    for year in YEARS:
        row = rows.get(str(year))
        reached = number(row, "冲刺达成率") if row and row["冲刺达成率"] is not None else None
        if row is None or reached is None:
            why = why or f"{year} is not on record: nothing"
        elif reached < 1:
            why = why or f"{year} at {text(reached * 100)} % of stretch: nothing"
        elif word(row, "等级") != "A":
            why = why or f"{year} with values grade {word(row, '等级')}: nothing"
    worked = "" if why else f"{text(GRANT * 100)} % in {INSTALMENTS} quarters, 4 of them in 2026"
    yield PayLine(
        person, "virtual-equity", MONTHS[-1], "2026", "2026", worked, _NOTHING, _NOTHING, _NOTHING, _NOTHING,
        why or "granted: three years at stretch with an A in each",
    )  # fmt: skip


def pool(events: Events, year: Book) -> Iterator[PayLine]:
    """Return everybody's part of the year's profit pool: each part shared by scores, to the cent."""
    whole = cents(of_fen(sum(profit(order) for order in events.during(period("2026")))) * POOL)
    here = [person for person in events.company.people if person.left is None]
    scores = {name: {} for name in PARTS}  # type: dict[str, dict[str, Fraction]]
    leading = leaders(events, period("2026"))
    for person in here:
        subject: Subject = ("team" if person.id in leading else "person", person.id)
        asked = year.fen("floor", subject)
        if asked:
            scores["performance"][person.id] = Fraction(year.fen("amount", subject), asked)
        scores["customer success"][person.id] = _nps(events, post_on(person, period("2026").end).region)
        scores["values"][person.id] = Fraction(_graded(events, person.id))
    buckets = split(whole, PARTS)
    got = {name: split(buckets[name], scores[name]) for name in PARTS}
    total = {person.id: sum((got[name].get(person.id, _NOTHING) for name in PARTS), _NOTHING) for person in here}
    directors = sum(
        amount for id_, amount in total.items() if post_on(events.people[id_], period("2026").end).role == DIRECTOR
    )
    why = "directors below 30 %" if directors <= DIRECTORS * whole else "directors above 30 %: shared again"
    for person in here:
        parts = " + ".join(f"{name} {yuan(got[name].get(person.id, _NOTHING))}" for name in PARTS)
        yield _paid(
            person.id, "profit-pool", MONTHS[-1], "2026", "2026", f"of {yuan(whole)}: {parts}", total[person.id], why
        )


def _graded(events: Events, person: str) -> bool:
    rows = (row for row in events.tables["values_grades"] if word(row, "年度") == "2026")
    return any(word(row, "工号") == person and word(row, "等级") == "A" for row in rows)


def _nps(events: Events, region: str) -> Fraction:
    """The year's net promoter score of a region; of the head office that of all."""
    rows = [row for row in events.tables["nps_surveys"] if word(row, "大区") == region] or [
        *events.tables["nps_surveys"]
    ]
    net = sum((number(row, "推荐者") - number(row, "贬损者") for row in rows), _NOTHING)
    return max(_NOTHING, 100 * net / sum((number(row, "样本数") for row in rows), _NOTHING))
