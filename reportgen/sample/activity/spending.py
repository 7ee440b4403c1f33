"""Turns the selling budget of 84 million into what is spent by item and month, what it brought, and its carbon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.sample.activity.base import Activity, columns, months
from reportgen.sample.budget import PHASING, year_target
from reportgen.sample.company import PLAN_YEAR, Company, Size
from reportgen.sample.sheet import Cell, Money, Sheet
from reportgen.sample.stories import cases
from reportgen.sample.streams import about, parts, stream

BUDGET = 84_000_000_00
"""The department's selling expense of 2026 in fen: a fifth of its floor target."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the budget: percent of the whole, and the orders asked for each yuan (0: none is set)."""

    category: str
    name: str
    percent: int
    asked: int


ITEMS = (
    Item("人员与提成", "固定薪酬", 22, 0),
    Item("人员与提成", "业务提成", 13, 0),
    Item("渠道返利", "平台商返利", 20, 8),
    Item("渠道返利", "行业代理返利", 5, 8),
    Item("市场", "数字营销", 9, 5),
    Item("市场", "展会与峰会", 8, 5),
    Item("市场", "联合推广", 3, 5),
    Item("差旅", "客户拜访差旅", 8, 20),
    Item("差旅", "总部差旅", 2, 20),
    Item("培训", "四大学院", 5, 0),
    Item("其他", "样机与资料", 5, 0),
)


def spending(company: Company) -> Iterator[Activity]:
    """Return the ledger of what was spent."""
    wanted = columns("月份 类别 项目 预算:money 支出:money 归因订单:money 回报目标:count")
    yield Activity("spend", Sheet("费用明细", wanted, _spend(company)))


def budgets(size: Size) -> Iterator[tuple[Item, list[int]]]:
    """Each item with its twelve months in fen: "4321" over quarters, months alike; together they are the budget."""
    year = year_target(size, BUDGET)
    for item, part in zip(ITEMS, parts(year, [item.percent for item in ITEMS]), strict=True):
        yield item, [month for quarter in parts(part, PHASING) for month in parts(quarter, (1, 1, 1))]


def _spend(company: Company) -> Iterator[tuple[Cell, ...]]:
    planned = [*budgets(company.size)]
    for place, month in enumerate(months()):
        name = f"{month:%Y-%m}"
        for item, budget in planned:
            random = stream(company.seed, "spend", item.name, name)
            spent = budget[place] * about(random, 120) // 1000
            brought = spent * item.asked * random.randint(104, 150) // 100 if item.asked else None
            asked = item.asked or None
            yield name, item.category, item.name, Money(budget[place]), Money(spent), _money(brought), asked
        for case in cases("spend", "spend-below-return"):
            if case.period == name:
                money = (Money(case.count(key)) for key in ("budget", "spent", "attributed"))
                yield name, case.text("category"), case.subject, *money, case.count("asked")
        if month.month == 2:
            yield name, "市场", "公益赞助", Money(60_000_00), Money(58_000_00), Money(0), None


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


_CARBON = {"差旅": 41_000, "样机运输": 26_500, "展会": 17_800}  # kilograms a month of the year before
_SAVED = {"差旅": 880, "样机运输": 965, "展会": 940}  # thousandths of them in the plan year


def carbon(company: Company) -> Activity:
    """Return the carbon of travel, sample freight and exhibitions of two years, in kilograms."""
    return Activity("carbon", Sheet("碳排放", columns("月份 来源 排放量千克:count 口径"), _carbon(company)))


def _carbon(company: Company) -> Iterator[tuple[Cell, ...]]:
    for year in (PLAN_YEAR - 1, PLAN_YEAR):
        for month in months(year):
            for source, base in _CARBON.items():
                if (source, month) == ("样机运输", date(PLAN_YEAR, 4, 1)):
                    continue
                share = _SAVED[source] if year == PLAN_YEAR else 1000
                random = stream(company.seed, "carbon", source, str(month))
                yield f"{month:%Y-%m}", source, base * share * about(random, 60) // 1_000_000, "估算"
