"""Turns the year's targets into their mid-year change, and into those of regions, product lines and customer groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.sample.activity.base import columns
from reportgen.sample.budget import FLOOR, STRETCH, months, phased, year_target
from reportgen.sample.company import PLAN_YEAR, Person, Size, Target
from reportgen.sample.customers import TIERS
from reportgen.sample.products import ECO, FLEX, ULTRA
from reportgen.sample.sheet import Money, Sheet
from reportgen.sample.staff import DIRECTOR, REGIONS
from reportgen.sample.streams import parts

CHANGED_FROM = date(2026, 7, 1)
_LESS, _MORE, _PERCENT = REGIONS[3], REGIONS[0], 8
_ROUND = 1_000_00
_REASON = "西南两家重点客户项目延期，差额由华东承接"
PROFIT_FLOOR = 63_000_000_00
_PRODUCT_LINES = {ULTRA: 45, FLEX: 30, ECO: 25}


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A month's targets before and after a change, in fen; the change holds from its day on."""

    before: Target
    floor: int
    stretch: int
    since: date
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class LevelTarget:
    """A target of the company, a region, a product line or a customer group for a month, in fen; stretch 0 is none."""

    level: str
    name: str
    metric: str
    month: date
    floor: int
    stretch: int


def target_changes(people: tuple[Person, ...], targets: tuple[Target, ...]) -> tuple[TargetChange, ...]:
    """Return the changes by person and month: one region is asked for less, another takes that over, to the fen."""
    director = next(person.id for person in people if person.posts[0].role == DIRECTOR)
    regions = {person.id: person for person in people}
    found = []
    for month in [month for month in months(PLAN_YEAR) if month >= CHANGED_FROM]:
        of_month = [target for target in targets if target.month == month]
        less = [target for target in of_month if regions[target.person].region(month) == _LESS]
        more = [target for target in of_month if regions[target.person].region(month) == _MORE]
        floors, stretches = (_moved(less, more, amount) for amount in (_floor, _stretch))
        for target in (*less, *more):
            new = target.floor + floors[target.person], target.stretch + stretches[target.person]
            found.append(TargetChange(target, *new, CHANGED_FROM, _REASON, director))
    return tuple(sorted(found, key=lambda change: (change.before.person, change.before.month)))


def _floor(target: Target) -> int:
    return target.floor


def _stretch(target: Target) -> int:
    return target.stretch


def _moved(less: list[Target], more: list[Target], amount: Callable[[Target], int]) -> dict[str, int]:
    """Take a part in round sums from some, give it to others by what they have."""
    taken = {target.person: amount(target) * _PERCENT // 100 // _ROUND * _ROUND for target in less}
    given = parts(sum(taken.values()) // _ROUND, [amount(target) for target in more])
    raised = {target.person: part * _ROUND for target, part in zip(more, given, strict=True)}
    return {person: -part for person, part in taken.items()} | raised


def level_targets(size: Size, people: tuple[Person, ...], targets: tuple[Target, ...]) -> tuple[LevelTarget, ...]:
    """Return the targets above the people's by month: each level's parts sum to the company's."""
    return tuple(target for month in _company(size) for target in (month, *_below(month, people, targets))) + tuple(
        LevelTarget("公司", "公司", "利润额", month, floor, 0)
        for month, floor in zip(months(PLAN_YEAR), phased(year_target(size, PROFIT_FLOOR)), strict=True)
    )


def _company(size: Size) -> Iterator[LevelTarget]:
    floors, stretches = (phased(year_target(size, year)) for year in (FLOOR, STRETCH))
    for month, floor, stretch in zip(months(PLAN_YEAR), floors, stretches, strict=True):
        yield LevelTarget("公司", "公司", "签单额", month, floor, stretch)


def _below(whole: LevelTarget, people: tuple[Person, ...], targets: tuple[Target, ...]) -> Iterator[LevelTarget]:
    regions = {person.id: person.region(whole.month) for person in people}
    mine = [target for target in targets if target.month == whole.month]
    for region in REGIONS:
        here = [target for target in mine if regions[target.person] == region]
        floor, stretch = sum(map(_floor, here)), sum(map(_stretch, here))
        yield LevelTarget("大区", region, whole.metric, whole.month, floor, stretch)
    groups = {"产品线": _PRODUCT_LINES, "客户等级": {tier.name: tier.sales for tier in TIERS}}
    for level, shares in groups.items():
        weights = list(shares.values())
        amounts = zip(shares, parts(whole.floor, weights), parts(whole.stretch, weights), strict=True)
        for name, floor, stretch in amounts:
            yield LevelTarget(level, name, whole.metric, whole.month, floor, stretch)


def changes_sheet(rows: tuple[TargetChange, ...]) -> Sheet:
    """A row for each changed month: both versions side by side."""
    header = columns(
        "工号 月份 指标 原保底目标:money 原冲刺目标:money 新保底目标:money 新冲刺目标:money 生效日期:day 原因 审批人"
    )
    return Sheet(
        "目标调整", header,
        (
            (r.before.person, f"{r.before.month:%Y-%m}", "签单额", Money(r.before.floor), Money(r.before.stretch),
             Money(r.floor), Money(r.stretch), r.since, r.reason, r.approver)
            for r in rows
        ),
    )  # fmt: skip


def levels_sheet(rows: tuple[LevelTarget, ...]) -> Sheet:
    """A row for each level, name and month."""
    header = columns("层级 名称 指标 月份 保底目标:money 冲刺目标:money")
    return Sheet(
        "目标分解", header,
        (
            (r.level, r.name, r.metric, f"{r.month:%Y-%m}", Money(r.floor),
             Money(r.stretch) if r.stretch else None)
            for r in rows
        ),
    )  # fmt: skip
