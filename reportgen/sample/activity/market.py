"""Turns the outside world into rows: market shares by region, competitors and their prices, indicators."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.sample.activity.base import QUARTERS, Activity, columns, months
from reportgen.sample.company import PLAN_YEAR, Company
from reportgen.sample.sheet import Cell, Money, Share, Sheet
from reportgen.sample.staff import REGIONS
from reportgen.sample.stories import cases
from reportgen.sample.streams import stream

OURS = "本公司"
_COMPETITORS = {"凌川电机": (190, 240), "海拓传动": (140, 180), "北辰驱动": (90, 120)}
_OURS = {"华东": 168, "华南": 152, "华北": 139, "西南": 121}
_LISTED = {"Ultra 旗舰": 28_900_00, "Eco 经济": 2_080_00, "Flex 定制": 16_100_00}
# Indicator, unit, value in hundredths, the thresholds below and above which it must be looked at, factor score.
_INDICATORS = (
    ("GDP增速", "%", 480, 450, 560, 7),
    ("社融增速", "%", 830, 780, 950, 6),
    ("制造业PMI", "点", 5020, 5000, 5250, 8),
    ("消费者信心", "点", 8950, 8600, 9800, 4),
)


def market(company: Company) -> Iterator[Activity]:
    """Return shares, prices and indicators."""
    yield Activity("market_shares", Sheet("市场份额", columns("季度 大区 厂商 份额:share 来源"), _shares(company.seed)))
    wanted = columns("月份 竞争对手 产品线 成交均价:money 情报来源")
    yield Activity("competitor_prices", Sheet("竞品价格", wanted, _prices()))
    wanted = columns("月份 指标 单位 数值:money 下限:money 上限:money 影响分:count")
    yield Activity("indicators", Sheet("宏观指标", wanted, _indicators(company.seed)))


def _shares(seed: int) -> Iterator[tuple[Cell, ...]]:
    for year, quarter in ((PLAN_YEAR - 1, 4), *((PLAN_YEAR, quarter) for quarter in QUARTERS)):
        for region in REGIONS:
            random = stream(seed, "market shares", region, f"{year}Q{quarter}")
            if (region, year, quarter) != ("西南", PLAN_YEAR, 1):
                name = f"{year}Q{quarter}"
                yield name, region, OURS, Share(_OURS[region] + 3 * quarter + random.randint(-4, 4)), "行业协会"
                for competitor, span in _COMPETITORS.items():
                    yield name, region, competitor, Share(random.randint(*span)), "行业协会"


def _prices() -> Iterator[tuple[Cell, ...]]:
    """Prices only rise, in April, but for the planned cut, which stays."""
    planned = {(case.text("competitor"), case.text("line")): case for case in cases("competitor_prices")}
    for month in months():
        for competitor in _COMPETITORS:
            for line, listed in _LISTED.items():
                case = planned.get((competitor, line))
                low = case.count("before" if month.month < 3 else "now") if case else listed
                yield (
                    f"{month:%Y-%m}",
                    competitor,
                    line,
                    Money(low * (103 if month.month > 3 else 100) // 100),
                    "销售反馈",
                )


def _indicators(seed: int) -> Iterator[tuple[Cell, ...]]:
    """PMI falls below its threshold in February; consumer confidence of March is published too late."""
    planned = {(case.subject, case.period): case.count("value") for case in cases(rule="indicator-outside")}
    for month in months():
        for name, unit, value, low, high, score in _INDICATORS:
            if (name, month.month) == ("消费者信心", 3):
                continue
            drawn = value + stream(seed, "indicators", name, str(month)).randint(0, (high - value) // 2)
            shown = planned.get((name, f"{month:%Y-%m}"), drawn)
            yield f"{month:%Y-%m}", name, unit, Money(shown), Money(low), Money(high), score
