"""Turns signed orders into the weekly and monthly rhythm: locked orders, new customers, regions' own forecasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.sample.activity.base import Activity, columns, mondays, months
from reportgen.sample.budget import month_end
from reportgen.sample.company import Company, Person
from reportgen.sample.sheet import Cell, Money, Share, Sheet
from reportgen.sample.staff import REGIONS
from reportgen.sample.stories import cases
from reportgen.sample.streams import stream

_UNFORECAST = ("西南", 3)
_BASELINE = 10


def rhythm(company: Company) -> Iterator[Activity]:
    """Return locked orders by week, new customers by week, and forecasts by month."""
    regions = {person.id: person for person in company.people}
    signed = _signed(company, regions)
    wanted = columns("大区 月份 周次:count 截至日期:day 已签金额:money 月度目标:money 锁单率:share")
    yield Activity("locked_orders", Sheet("锁单进度", wanted, _locked(company, regions, signed)))
    wanted = columns("周起始日:day 大区 新客户数:count 基线:count")
    yield Activity("new_customer_weeks", Sheet("新客周报", wanted, _new_customers(company.seed)))
    wanted = columns("大区 月份 填报日期:day 预测金额:money")
    yield Activity("forecasts", Sheet("预测填报", wanted, _forecasts(company.seed, signed)))


def _signed(company: Company, people: dict[str, Person]) -> Counter[tuple[str, date]]:
    """What each region signed on each day without tax, returns taken off."""
    found: Counter[tuple[str, date]] = Counter()
    for order in company.orders:
        if order.person in people and order.signed.year >= 2026:
            found[people[order.person].region(order.signed), order.signed] += order.amount
    return found


def _between(signed: Counter[tuple[str, date]], region: str, first: date, last: date) -> int:
    return sum(signed[region, first + timedelta(days=day)] for day in range((last - first).days + 1))


def _locked(
    company: Company, people: dict[str, Person], signed: Counter[tuple[str, date]]
) -> Iterator[tuple[Cell, ...]]:
    """At the end of each of four rolling weeks: what is signed of the month's floor target."""
    asked: Counter[tuple[str, date]] = Counter()
    for one in company.targets:
        asked[people[one.person].region(month_end(one.month)), one.month] += one.floor
    for month in months():
        for region in REGIONS:
            for week, last in enumerate((7, 14, 21, month_end(month).day), start=1):
                day = month.replace(day=last)
                locked, target = _between(signed, region, month, day), asked[region, month]
                share = Share(locked * 1000 // target) if target else None
                yield region, f"{month:%Y-%m}", week, day, Money(locked), Money(target), share


def _new_customers(seed: int) -> Iterator[tuple[Cell, ...]]:
    """Eight of a baseline of ten are enough; only the planned weeks have fewer."""
    planned: dict[tuple[str, date], int] = {}
    for case in cases("new_customer_weeks"):
        for week, name in enumerate(("first", "second", "third")):
            planned[case.subject, date(2026, 3, 2) + timedelta(weeks=week)] = case.count(name)
    for monday in mondays():
        for region in REGIONS:
            drawn = stream(seed, "new customers", region, str(monday)).randint(8, 14)
            yield monday, region, planned.get((region, monday), drawn), _BASELINE


def _forecasts(seed: int, signed: Counter[tuple[str, date]]) -> Iterator[tuple[Cell, ...]]:
    """What each region said on the third of a month about it: within 12 percent, but for the planned ones."""
    planned = {(case.subject, case.period): case.count("off") for case in cases("forecasts")}
    for month in months():
        for region in REGIONS:
            if (region, month.month) == _UNFORECAST:
                continue
            actual = _between(signed, region, month, month_end(month))
            drawn = stream(seed, "forecasts", region, str(month)).randint(-120, 120)
            off = planned.get((region, f"{month:%Y-%m}"), drawn)
            yield region, f"{month:%Y-%m}", month.replace(day=3), Money(_forecast(actual, off))


def _forecast(actual: int, off: int) -> int:
    """So many thousandths beside what was signed, rounded towards it: 150 never becomes more than 15 percent."""
    return actual + (abs(actual * off) // 1000 if off > 0 else -(abs(actual * off) // 1000))
