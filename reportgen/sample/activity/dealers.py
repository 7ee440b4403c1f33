"""Turns the sales channel into its tables: dealers, "633" by quarter, exams, stock, dumping, joint fund, health."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.sample.activity.base import QUARTERS, Activity, columns, months, quarter_of, with_role
from reportgen.sample.company import PLAN_YEAR, Company
from reportgen.sample.sheet import Cell, Money, Share, Sheet
from reportgen.sample.staff import MANAGER, REGIONS
from reportgen.sample.stories import cases
from reportgen.sample.streams import stream

PLATFORM, AGENT, CLOUD = "平台商", "行业代理", "云经销商"
_ACADEMIES = ("产品学院", "销售学院", "服务学院", "数字学院")
_GOOD = {"share": (560, 680), "growth": (270, 380), "new_product": (260, 360)}  # thousandths a healthy dealer reaches
_AGENTS = ("能源", "制造", "建筑", "新能源", "智慧交通", "数字工厂")


@dataclass(frozen=True, slots=True)
class Dealer:
    """A dealer of the channel; an agent has one industry for itself."""

    number: str
    name: str
    kind: str
    region: str
    industry: str
    since: date


def channel() -> tuple[Dealer, ...]:
    """Return the twelve platform dealers, the six agents, the four cloud dealers."""
    names = ("鼎源", "百川", "信达", "远洲", "华启", "振邦", "联科", "恒达", "锦程", "博能", "众合", "新域")
    platform = (
        Dealer(
            f"PT-{place:02d}", f"{name}机电贸易有限公司", PLATFORM, REGIONS[place % 4], "",
            date(PLAN_YEAR, 4, 1) if place == 12 else date(2022, 1, 1),
        )
        for place, name in enumerate(names, start=1)
    )  # fmt: skip
    agents = (
        Dealer(f"HY-{place:02d}", f"{industry}行业代理商", AGENT, REGIONS[place % 4], industry, date(2023, 7, 1))
        for place, industry in enumerate(_AGENTS, start=1)
    )
    cloud = (
        Dealer(f"YJ-{place:02d}", f"云仓{place}店", CLOUD, REGIONS[place - 1], "", date(2024, 1, 1))
        for place in range(1, 5)
    )
    return (*platform, *agents, *cloud)


def dealers(company: Company) -> Iterator[Activity]:
    """Return the seven tables of the channel."""
    yield Activity(
        "dealers", Sheet("经销商", columns("经销商编号 名称 类型 大区 独家行业 签约日期:day 负责人"), _list(company))
    )
    wanted = columns("经销商编号 季度 市场份额:share 增长率:share 新品渗透率:share")
    yield Activity("dealer_quarters", Sheet("633考核", wanted, _quarters(company.seed)))
    yield Activity("dealer_exams", Sheet("学院考试", columns("经销商编号 季度 学院 得分:count"), _exams(company.seed)))
    wanted = columns("经销商编号 月份 库存天数:count 库存金额:money 库存原价:money")
    yield Activity("dealer_stock", Sheet("库存", wanted, _stock(company.seed)))
    wanted = columns("串货编号 发现日期:day 经销商编号 销往大区 台数:count 核实结果")
    yield Activity("dumping", Sheet("串货", wanted, _dumping()))
    wanted = columns("经销商编号 季度 项目 我方出资:money 经销商出资:money 合计出资:money 归因订单:money")
    yield Activity("joint_fund", Sheet("联合基金", wanted, _fund(company.seed)))
    wanted = columns("经销商编号 季度 提货额:money 返利:money 佣金:money 活跃客户数:count 健康度:count")
    yield Activity("dealer_health", Sheet("佣金与健康度", wanted, _health(company.seed)))


def _list(company: Company) -> Iterator[tuple[Cell, ...]]:
    managers = {person.region(date(2026, 1, 1)): person.id for person in with_role(company, MANAGER, date(2026, 1, 1))}
    for dealer in channel():
        owner = managers[dealer.region]
        yield dealer.number, dealer.name, dealer.kind, dealer.region, dealer.industry, dealer.since, owner


def _periods(dealer: Dealer) -> list[str]:
    """The quarters of which a dealer reports: the last of the year before, then those of the plan year."""
    every = [date(PLAN_YEAR - 1, 12, 1), *(date(PLAN_YEAR, 3 * quarter, 1) for quarter in QUARTERS)]
    return [quarter_of(day) for day in every if day >= dealer.since]


def _quarters(seed: int) -> Iterator[tuple[Cell, ...]]:
    planned = {case.subject: case for case in cases("dealer_quarters")}
    for dealer in (dealer for dealer in channel() if dealer.kind == PLATFORM):
        for quarter in _periods(dealer):
            random = stream(seed, "633", dealer.number, quarter)
            reached = {of: random.randint(*span) for of, span in _GOOD.items()}
            case = planned.get(dealer.number)
            if case and quarter in {"2025Q4", "2026Q1"}:
                reached[case.text("of")] = case.count("before" if quarter == "2025Q4" else "now")
            yield dealer.number, quarter, *(Share(reached[of]) for of in ("share", "growth", "new_product"))


def _exams(seed: int) -> Iterator[tuple[Cell, ...]]:
    """All pass, but PT-03 fails one by a point and PT-09 misses one in the first quarter."""
    planned = {(case.subject, "2026Q1", _ACADEMIES[1]): case.count("score") for case in cases("dealer_exams")}
    for dealer in (dealer for dealer in channel() if dealer.kind == PLATFORM):
        for quarter in _periods(dealer)[-4:]:
            for academy in _ACADEMIES:
                score = stream(seed, "exams", dealer.number, quarter, academy).randint(80, 98)
                score = planned.get((dealer.number, quarter, academy), score)
                if (dealer.number, quarter, academy) != ("PT-09", "2026Q1", _ACADEMIES[2]):
                    yield dealer.number, quarter, academy, score


def _stock(seed: int) -> Iterator[tuple[Cell, ...]]:
    planned = {case.subject: case.count("days") for case in cases("dealer_stock")}
    for dealer in (dealer for dealer in channel() if dealer.kind == PLATFORM):
        for month in (month for month in months() if month >= dealer.since):
            random = stream(seed, "stock", dealer.number, str(month))
            days = planned.get(dealer.number, 0) if month.month == 3 else 0
            original = random.randint(180, 520) * 10_000_00
            if (dealer.number, month.month) == ("PT-11", 3):
                continue
            worth = original * random.randint(88, 97) // 100
            yield dealer.number, f"{month:%Y-%m}", days or random.randint(47, 78), Money(worth), Money(original)


def _dumping() -> Iterator[tuple[Cell, ...]]:
    yield "CH-2602-01", date(2026, 2, 9), "PT-05", "华南", 14, "属实"
    yield "CH-2603-01", date(2026, 3, 20), "PT-09", "华北", 6, "查无实据"
    yield "CH-2608-01", date(2026, 8, 14), "PT-02", "西南", 9, "属实"


def _fund(seed: int) -> Iterator[tuple[Cell, ...]]:
    """Both sides pay half."""
    for dealer in channel()[:8]:
        for quarter in _periods(dealer)[-4:]:
            random = stream(seed, "joint fund", dealer.number, quarter)
            half = random.randint(4, 9) * 10_000_00
            brought = Money(2 * half * random.randint(31, 52) // 10)
            yield dealer.number, quarter, "联合推广", Money(half), Money(half), Money(2 * half), brought


def _health(seed: int) -> Iterator[tuple[Cell, ...]]:
    """A rebate of 3 percent only where every exam of the quarter was passed."""
    marks: dict[tuple[str, str], list[int]] = {}
    for number, quarter, _, score in _exams(seed):
        marks.setdefault((str(number), str(quarter)), []).append(int(str(score)))
    for dealer in channel():
        for quarter in _periods(dealer)[-4:]:
            random = stream(seed, "dealer health", dealer.number, quarter)
            bought = random.randint(60, 240) * 10_000_00
            scores = marks.get((dealer.number, quarter), [])
            rebate = bought * 3 // 100 if len(scores) == len(_ACADEMIES) and min(scores) >= 80 else 0
            commission = bought * 2 // 100 if dealer.kind != PLATFORM else 0
            money = (Money(bought), Money(rebate), Money(commission))
            yield dealer.number, quarter, *money, random.randint(12, 60), random.randint(62, 95)
