"""Turns large customers into service tickets, which answer, solve, bring parts and end a downtime in minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.sample.activity.base import Activity, columns, months, with_role
from reportgen.sample.budget import month_end
from reportgen.sample.company import PLAN_YEAR, Company
from reportgen.sample.sheet import Cell, Sheet
from reportgen.sample.staff import SPECIALIST
from reportgen.sample.streams import about, chance, stream
from reportgen.sample.workdays import workdays_between

_WANTED = (
    "工单号 报修日期:day 客户编号 大区 处理人 故障 响应分钟:count 方案分钟:count "
    "偏远 备件小时:count 停机分钟:count 提前预警天数:count"
)
_FAULTS = ("轴承异响", "变频器报警", "温升超限", "控制柜通讯", "减速机渗油", "编码器故障")
_A_MONTH = 42
_DOWNTIME = {2025: 194, PLAN_YEAR: 126}  # minutes: 2.1 hours, 35 percent less than the year before
_QUIET = ("西南", 2)


def service(company: Company) -> Iterator[Activity]:
    """Return the tickets of the plan year month by month, a sheet each, and those of the year before on one."""
    for month in months(PLAN_YEAR):
        yield Activity("tickets", Sheet(f"{month.month}月", columns(_WANTED), _month(company, month)))


def service_before(company: Company) -> Activity:
    """Return the tickets of the year before the plan year."""
    rows = (row for month in months(PLAN_YEAR - 1) for row in _month(company, month))
    return Activity("tickets", Sheet(f"{PLAN_YEAR - 1}年", columns(_WANTED), rows))


def _month(company: Company, month: date) -> Iterator[tuple[Cell, ...]]:
    random = stream(company.seed, "tickets", f"{month:%Y-%m}")
    large = [
        customer
        for customer in company.customers
        if customer.tier != "C" and (customer.region, month.month * (month.year == PLAN_YEAR)) != _QUIET
    ]
    specialists = [person.id for person in with_role(company, SPECIALIST, month)]
    days = sorted(
        random.choice(workdays_between(month, month_end(month))) for _ in range(_A_MONTH * company.size.units)
    )
    for place, day in enumerate(days, start=1):
        customer = random.choice(large)
        answered = random.randint(125, 300) if chance(random, 50) else random.randint(8, 118)
        solved = None if chance(random, 15) else answered + random.randint(20, 120)
        far = chance(random, 250)
        parts = random.randint(6, 70 if far else 24) if chance(random, 400) else None
        stopped = _DOWNTIME[month.year] * about(random, 600) // 1000
        warned = random.randint(14, 30) if chance(random, 350) else None
        yield (
            f"GD-{month:%y%m}-{place:03d}", day, customer.id, customer.region, random.choice(specialists),
            random.choice(_FAULTS), answered, solved, "是" if far else "否", parts, stopped, warned,
        )  # fmt: skip
