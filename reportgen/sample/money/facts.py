"""Turns key customers into what is known about them: credit rating, own growth, joint work, visits at the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, YEAR_END, Customer, Person
from reportgen.sample.sheet import Money, Share, Sheet
from reportgen.sample.staff import DIRECTOR, MANAGER
from reportgen.sample.streams import chance, stream, weighted
from reportgen.sample.workdays import workday_from

_FIRST = date(PLAN_YEAR, 1, 1)
_VISITS = 12  # "CXO 12"
_WITHOUT_BLUEPRINT = 8  # the visit whose joint blueprint was not written
# From how many points of the weighted score a rating is given; below the last it is C.
_RATINGS = (("AAA", 850), ("AA", 750), ("A", 650), ("B", 380))
_LIMITS = {"AAA": 800, "AA": 500, "A": 300, "B": 0, "C": 0}  # 10,000 yuan of credit
_RISKY = {"S": 15, "A": 40, "B": 90}  # thousandths that have a bad year


@dataclass(frozen=True, slots=True)
class Credit:
    """A rating with its inputs: scores of 0 to 100, the longest overdue of the year before, open lawsuits."""

    customer: str
    day: date
    financial: int
    outlook: int
    overdue_days: int
    lawsuits: int
    rating: str
    limit: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A key customer's quarter: its own sales in thousandths of the year before's, None where it does not tell."""

    customer: str
    quarter: str
    growth: int | None
    projects: int
    labs: int
    patents: int


@dataclass(frozen=True, slots=True)
class TopVisit:
    """A visit of executives, and whether a joint blueprint came of it."""

    number: str
    day: date
    customer: str
    person: str
    guest: str
    blueprint: bool


def ratings(seed: int, customers: tuple[Customer, ...]) -> tuple[Credit, ...]:
    """Return a rating for every S, A and B customer at the year's beginning; who pays at once needs none."""
    rated = (customer for customer in customers if customer.tier in _RISKY)
    return tuple(_credit(stream(seed, "credit", customer.id), customer) for customer in rated)


def _credit(random: Random, customer: Customer) -> Credit:
    risky = chance(random, _RISKY[customer.tier])
    financial = random.randint(30, 55) if risky else random.randint(58, 98)
    outlook = random.randint(35, 60) if risky else random.randint(55, 92)
    overdue = random.randint(45, 150) if risky else random.choice((0, 0, 0, 5, 12, 25))
    lawsuits = random.randint(1, 4) if risky else 0
    rating = _rating(financial, outlook, overdue, lawsuits)
    return Credit(customer.id, _FIRST, financial, outlook, overdue, lawsuits, rating, _LIMITS[rating] * 10_000_00)


def _rating(financial: int, outlook: int, overdue: int, lawsuits: int) -> str:
    """Weigh 50 % finance, 20 % outlook, 20 % overdue, 10 % legal risk, in thousandths."""
    points = 5 * financial + 2 * outlook + 2 * max(0, 100 - overdue) + max(0, 100 - 25 * lawsuits)
    return next((rating for rating, least in _RATINGS if points >= least), "C")


def facts(seed: int, customers: tuple[Customer, ...]) -> tuple[Fact, ...]:
    """Return the plan year's quarters of S and A customers; one in six does not tell its own sales."""
    key = [customer for customer in customers if customer.tier in {"S", "A"}]
    return tuple(fact for customer in key for fact in _facts(stream(seed, "facts", customer.id), customer))


def _facts(random: Random, customer: Customer) -> Iterator[Fact]:
    tells, strategic = not chance(random, 160), customer.tier == "S"
    level = random.randint(960, 1_240)
    labs = weighted(random, {0: 20, 1: 45, 2: 35}) if strategic else 0
    patents, projects = 0, random.randint(0, 2)
    for quarter in (1, 2, 3, 4):
        patents += strategic and chance(random, 350)
        projects += chance(random, 400)
        growth = level + random.randint(-40, 40) if tells else None
        yield Fact(customer.id, f"{PLAN_YEAR}-Q{quarter}", growth, projects, labs, patents)


def top_visits(seed: int, customers: tuple[Customer, ...], people: tuple[Person, ...]) -> tuple[TopVisit, ...]:
    """Return the year's twelve visits, one a month, each to another strategic customer; one left no blueprint."""
    strategic = [customer for customer in customers if customer.tier == "S"]
    leaders = [person.id for person in people if person.posts[0].role in {DIRECTOR, MANAGER}]
    random = stream(seed, "top visits")
    chosen = random.sample(strategic, _VISITS)
    return tuple(
        TopVisit(
            f"GF-{month:02d}", min(workday_from(date(PLAN_YEAR, month, random.randint(5, 24))), YEAR_END), customer.id,
            leaders[month % len(leaders)], random.choice(("董事长", "总经理", "采购副总", "技术副总")),
            month != _WITHOUT_BLUEPRINT,
        )
        for month, customer in enumerate(chosen, start=1)
    )  # fmt: skip


def ratings_sheet(rows: tuple[Credit, ...]) -> Sheet:
    """A row for each rated customer."""
    header = columns(
        "客户编号 评估日期:day 财务评分:count 行业前景:count 历史最长逾期天数:count 涉诉数:count 信用等级 "
        "信用额度:money"
    )
    return Sheet(
        "客户信用", header,
        (
            (r.customer, r.day, r.financial, r.outlook, r.overdue_days, r.lawsuits, r.rating, Money(r.limit))
            for r in rows
        ),
    )  # fmt: skip


def facts_sheet(rows: tuple[Fact, ...]) -> Sheet:
    """A row for each customer and quarter."""
    header = columns(
        "客户编号 季度 客户自身销售同比:share 联合项目数:count 联合实验室数:count 联合专利数:count "
        "实验室与专利合计:count"
    )
    return Sheet(
        "客户事实", header,
        (
            (r.customer, r.quarter, None if r.growth is None else Share(r.growth - 1000), r.projects, r.labs, r.patents,
             r.labs + r.patents)
            for r in rows
        ),
    )  # fmt: skip


def visits_sheet(rows: tuple[TopVisit, ...]) -> Sheet:
    """A row for each visit."""
    header = columns("编号 日期:day 客户编号 工号 对方职务 联合商业蓝图")
    return Sheet(
        "高层互访", header,
        ((r.number, r.day, r.customer, r.person, r.guest, "有" if r.blueprint else "无") for r in rows),
    )  # fmt: skip
