"""Turns customers into opportunities: opened, moved from stage to stage, won or lost for a reason.

A `Life` is all that ever happens to a deal; a `Deal` is what an export of one day shows of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt
from random import Random

from reportgen.sample.company import LAST_DAY, YEAR_END, Customer, Deal, Size
from reportgen.sample.products import ECO, FLEX, ULTRA
from reportgen.sample.stories import SLOW_DAYS, Case, cases
from reportgen.sample.streams import about, stream, weighted
from reportgen.sample.workdays import workday_from, workdays_between

STAGES = ("线索", "验证", "方案", "报价", "谈判")
WON, LOST = "赢单", "丢单"

_REASONS = {"价格": 34, "交期": 18, "技术方案": 16, "竞争对手": 20, "预算取消": 12}
_LAST_STAGE = {1: 24, 2: 22, 3: 30, 4: 24}  # where a deal that will be lost ends, by place in STAGES
_TIERS = {"S": 20, "A": 32, "B": 34, "C": 14}
_AMOUNTS = {"S": 900_000_00, "A": 380_000_00, "B": 120_000_00, "C": 45_000_00}
_LINES = {ULTRA: 40, FLEX: 35, ECO: 25}
_PROJECTS = {
    ULTRA: "高效驱动升级,旗舰电机批量采购,变频节能改造,新产线驱动总成",
    FLEX: "非标传动定制,成套电控系统,起重机构改造,试验台建设",
    ECO: "通用电机年度框架,风机水泵更新,备件集中采购,控制柜替换",
}
# `Size.deals` are opened in the first sixteen months; the six that follow bring as many a month.
_OPENED, _LATER = (date(2025, 3, 1), LAST_DAY), (date(2026, 7, 1), YEAR_END)
_WON_OF_100 = 30


@dataclass(frozen=True, slots=True)
class Life:
    """A deal from its opening to its end; `entered` are the days on which it came into `STAGES`, in their order."""

    number: str
    name: str
    customer: Customer
    line: str
    amount: int
    opened: date
    expected: date
    closes: date
    won: bool
    reason: str
    entered: tuple[date, ...]

    def shown(self, day: date) -> Deal:
        """Return the deal as an export of a day has it."""
        closed = self.closes if self.closes <= day else None
        open_stage = STAGES[sum(entered <= day for entered in self.entered) - 1]
        stage = open_stage if closed is None else WON if self.won else LOST
        return Deal(
            self.number, self.name, self.customer.id, self.customer.owner(closed or day), self.line, stage,
            self.opened, self.expected, closed, self.amount, self.reason if closed else "",
        )  # fmt: skip


def deals(size: Size, seed: int, customers: tuple[Customer, ...], day: date = LAST_DAY) -> tuple[Deal, ...]:
    """Return the opportunities that an export of a day has, in the order in which they were opened."""
    return tuple(life.shown(day) for life in lives(size, seed, customers) if life.opened <= day)


def lives(size: Size, seed: int, customers: tuple[Customer, ...]) -> tuple[Life, ...]:
    """Return all opportunities by the day on which they were opened; the planned ones carry numbers from D-9001."""
    first = _days(stream(seed, "deal days"), _OPENED, size.deals)
    later = _days(stream(seed, "deal days", "later"), _LATER, size.deals * 6 // 16)
    # Small customers that only stories wake up have no weight in the plan, and no deals.
    by_tier = {tier: [one for one in customers if one.tier == tier and one.weight] for tier in _TIERS}
    drawn = (
        # Numbers from 9000 to 9999 are those of the planned deals.
        _life(stream(seed, "deals", str(place)), f"D-{place + 1000 * (place >= 9000):04d}", day, by_tier)
        for place, day in enumerate((*first, *later), start=1)
    )
    return tuple(sorted((*drawn, *_planned(customers)), key=lambda life: (life.opened, life.number)))


def _days(random: Random, between: tuple[date, date], count: int) -> list[date]:
    return sorted(random.choice(workdays_between(*between)) for _ in range(count))


def _life(random: Random, number: str, opened: date, by_tier: dict[str, list[Customer]]) -> Life:
    tier = weighted(random, _TIERS)
    customer = random.choice(by_tier[tier])
    line = weighted(random, _LINES)
    name = f"{customer.name[:4]}{random.choice(_PROJECTS[line].split(','))}"
    amount = _AMOUNTS[tier] * about(random, 700) // 1000 // 1_000_00 * 1_000_00
    closes = workday_from(min(opened + timedelta(days=random.randint(35, 170)), YEAR_END - timedelta(days=1)))
    if closes <= opened:
        closes = opened + timedelta(days=7)
    expected = max(closes + timedelta(days=random.randint(-30, 25)), opened)
    won = random.randrange(100) < _WON_OF_100
    reason = "" if won else weighted(random, _REASONS)
    stages = len(STAGES) if won else weighted(random, _LAST_STAGE) + 1
    return Life(
        number, name, customer, line, amount, opened, expected, closes, won, reason, _path(opened, closes, stages)
    )


def _path(opened: date, closes: date, stages: int) -> tuple[date, ...]:
    """The days of entering so many stages: most time goes into the first one, so that the funnel narrows."""
    whole = (closes - opened).days
    return tuple(opened + timedelta(days=isqrt(whole * whole * place // stages)) for place in range(stages))


def _planned(customers: tuple[Customer, ...]) -> Iterator[Life]:
    """The deals that stay too long, or almost, in the stage that has a usual cycle of its own."""
    industry = [customer for customer in customers if customer.industry == SLOW_DAYS[0] and customer.tier == "A"]
    for place, case in enumerate(cases("deal_stages")):
        yield _stays(case, industry[place])


def _stays(case: Case, customer: Customer) -> Life:
    into = date(2026, 3, 31) - timedelta(days=case.count("days"))
    out = date.fromisoformat(case.text("moves_on"))
    opened, closes = into - timedelta(days=40), workday_from(out + timedelta(days=45))
    entered = (opened, opened + timedelta(days=20), into, out, out + timedelta(days=20))
    name = f"{customer.name[:4]}储能驱动配套"
    return Life(case.subject, name, customer, FLEX, case.count("amount"), opened, closes, closes, True, "", entered)
