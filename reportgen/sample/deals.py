"""Turns customers into opportunities: opened, in a stage, won or lost for a reason, as the last day knows them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from reportgen.sample.company import LAST_DAY, Customer, Deal, Size
from reportgen.sample.products import ECO, FLEX, ULTRA
from reportgen.sample.streams import about, stream, weighted
from reportgen.sample.workdays import workday_from, workdays_between

STAGES = ("线索", "验证", "方案", "报价", "谈判")
WON, LOST = "赢单", "丢单"
_REASONS = {"价格": 34, "交期": 18, "技术方案": 16, "竞争对手": 20, "预算取消": 12}
_TIERS = {"S": 20, "A": 32, "B": 34, "C": 14}
_AMOUNTS = {"S": 900_000_00, "A": 380_000_00, "B": 120_000_00, "C": 45_000_00}
_LINES = {ULTRA: 40, FLEX: 35, ECO: 25}
_PROJECTS = {
    ULTRA: "高效驱动升级,旗舰电机批量采购,变频节能改造,新产线驱动总成",
    FLEX: "非标传动定制,成套电控系统,起重机构改造,试验台建设",
    ECO: "通用电机年度框架,风机水泵更新,备件集中采购,控制柜替换",
}
_OPENED = (date(2025, 3, 1), date(2026, 6, 30))
_WON_OF_100 = 30


def deals(size: Size, seed: int, customers: tuple[Customer, ...]) -> tuple[Deal, ...]:
    """Return the opportunities in the order of their numbers, which is that of the days on which they were opened."""
    random = stream(seed, "deal days")
    opened = sorted(random.choice(workdays_between(*_OPENED)) for _ in range(size.deals))
    by_tier = {tier: [customer for customer in customers if customer.tier == tier] for tier in _TIERS}
    return tuple(
        _deal(stream(seed, "deals", str(place)), f"D-{place:04d}", day, by_tier)
        for place, day in enumerate(opened, start=1)
    )


def _deal(random: Random, number: str, opened: date, by_tier: dict[str, list[Customer]]) -> Deal:
    tier = weighted(random, _TIERS)
    customer = random.choice(by_tier[tier])
    line = weighted(random, _LINES)
    name = f"{customer.name[:4]}{random.choice(_PROJECTS[line].split(','))}"
    amount = _AMOUNTS[tier] * about(random, 700) // 1000 // 1_000_00 * 1_000_00
    days = random.randint(35, 170)
    closes = workday_from(opened + timedelta(days=days))
    expected = closes + timedelta(days=random.randint(-30, 25))
    closed = closes if closes <= LAST_DAY else None
    stage, reason = _ended(random) if closed else (_reached(opened, closes), "")
    person = customer.owner(closed or LAST_DAY)
    return Deal(number, name, customer.id, person, line, stage, opened, max(expected, opened), closed, amount, reason)


def _reached(opened: date, closes: date) -> str:
    """The stage of an open deal: it spends most time in the first one, so that the funnel narrows."""
    passed, whole = (LAST_DAY - opened).days, (closes - opened).days
    return STAGES[len(STAGES) * passed * passed // (whole * whole)]


def _ended(random: Random) -> tuple[str, str]:
    return (WON, "") if random.randrange(100) < _WON_OF_100 else (LOST, weighted(random, _REASONS))
