"""Turns a year's marketing into weekly leads by channel and material, and into events planned and held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.sample.activity.base import Activity, columns, mondays, with_role
from reportgen.sample.company import PLAN_YEAR, Company
from reportgen.sample.sheet import Cell, Money, Sheet
from reportgen.sample.staff import MANAGER, REGIONS
from reportgen.sample.stories import cases
from reportgen.sample.streams import about, stream
from reportgen.sample.workdays import later, workday_from


@dataclass(frozen=True, slots=True)
class _Material:
    """A channel's material: leads a week, what one costs and what the industry pays for one, in fen."""

    channel: str
    name: str
    leads: int
    cost: int
    industry: int


_MATERIALS = (
    _Material("搜索推广", "关键词·永磁电机", 110, 171_00, 165_00),
    _Material("搜索推广", "关键词·变频器", 84, 158_00, 160_00),
    _Material("短视频", "工厂实拍系列", 96, 92_00, 105_00),
    _Material("行业媒体", "专题·新能源驱动", 52, 214_00, 205_00),
    _Material("展会", "展位扫码", 40, 236_00, 230_00),
    _Material("官网", "选型工具", 128, 41_00, 60_00),
)
_UNBILLED = ("行业媒体", 4)  # the channel and month whose cost is not invoiced yet


def marketing(company: Company) -> Iterator[Activity]:
    """Return leads by week, and events."""
    wanted = columns(
        "周起始日:day 渠道 素材 线索数:count MQL数:count 询盘数:count "
        "MQL成交数:count 询盘成交数:count 花费:money 行业平均成本:money"
    )
    yield Activity("leads", Sheet("市场获客", wanted, _leads(company)))
    wanted = columns(
        "活动编号 类型 名称 大区 负责人 计划日期:day 举办日期:day "
        "到场人数:count 意向订单数:count 意向金额:money 费用:money"
    )
    yield Activity("events", Sheet("市场活动", wanted, _events(company)))


def _leads(company: Company) -> Iterator[tuple[Cell, ...]]:
    for week in mondays():
        for material in _MATERIALS:
            yield _week(company, week, material)
        if week == date(PLAN_YEAR, 3, 9):
            for case in cases("leads"):
                leads, cost, industry = (case.count(name) for name in ("leads", "cost", "industry"))
                channel = "短视频" if case.fires else "官网"
                yield week, channel, case.subject, leads, 41, 22, 4, 4, Money(cost), Money(industry)


def _week(company: Company, week: date, material: _Material) -> tuple[Cell, ...]:
    """A week: about 45 of 100 leads are qualified, 8 to 10 of 100 of those are won, of inquiries 14 to 18."""
    random = stream(company.seed, "leads", material.name, str(week))
    leads = material.leads * about(random, 300) // 1000
    qualified, inquiries = leads * random.randint(40, 52) // 100, leads * random.randint(20, 28) // 100
    won, bought = qualified * random.randint(5, 12) // 100, inquiries * random.randint(12, 20) // 100
    unbilled = (material.channel, week.month) == _UNBILLED
    cost = None if unbilled else Money(leads * material.cost * about(random, 80) // 1000)
    return (
        week,
        material.channel,
        material.name,
        leads,
        qualified,
        inquiries,
        won,
        bought,
        cost,
        Money(material.industry),
    )


_SUMMITS = (("西南", date(2026, 3, 18)), ("华东", date(2026, 6, 10)), ("华南", date(2026, 10, 21)))
_TECHNICAL = (1, 3, 4, 6, 9, 11)
_CANCELLED = ("开放日", date(2026, 8, 3))


def _events(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Three summits, six technical days, eighteen open days; one of those was planned and not held."""
    planned = [("峰会", region, day) for region, day in _SUMMITS]
    planned += [("技术日", REGIONS[place % 4], date(2026, month, 20)) for place, month in enumerate(_TECHNICAL)]
    opened = (date(2026, 1, 15) + timedelta(days=20 * place) for place in range(18))
    planned += [("开放日", REGIONS[place % 4], day) for place, day in enumerate(opened)]
    planned.sort(key=lambda event: event[2])
    for place, (kind, region, day) in enumerate(planned, start=1):
        yield _event(company, f"HD-{place:02d}", kind, region, workday_from(day))


def _event(company: Company, number: str, kind: str, region: str, day: date) -> tuple[Cell, ...]:
    random = stream(company.seed, "events", number)
    host = next(person.id for person in with_role(company, MANAGER, day) if person.region(day) == region)
    name = f"{region}{kind}"
    if (kind, day) == _CANCELLED:
        return number, kind, name, region, host, day, None, None, None, None, None
    guests, orders, cost = {
        "峰会": (random.randint(160, 260), random.randint(14, 24), random.randint(380, 520) * 1000_00),
        "技术日": (random.randint(60, 110), random.randint(5, 10), random.randint(90, 140) * 1000_00),
        "开放日": (random.randint(18, 40), random.randint(2, 6), random.randint(12, 22) * 1000_00),
    }[kind]
    amount = orders * random.randint(60, 140) * 1000_00
    held = day if kind == "峰会" else later(day, random.choice((0, 0, 0, 7)))
    return number, kind, name, region, host, day, held, guests, orders, Money(amount), Money(cost)
