"""Turns the lives of deals into what is kept of them: stages entered, predictions, checklists, grades, usual cycles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.sample.activity.base import Activity, columns
from reportgen.sample.company import YEAR_END, Company
from reportgen.sample.customers import INDUSTRIES
from reportgen.sample.deals import LOST, STAGES, WON, Life, lives
from reportgen.sample.sheet import Cell, Money, Sheet
from reportgen.sample.stories import SLOW_DAYS, USUAL_DAYS
from reportgen.sample.streams import about, chance, stream

_ACTIONS = {
    "线索": ("确认需求来源", "登记联系人"),
    "验证": ("核实预算", "确认决策链"),
    "方案": ("现场勘测", "技术交流"),
    "报价": ("成本核算", "报价复核"),
    "谈判": ("价值交换清单", "合同条款预审"),
}
_DONE_OF_1000 = 880


def pursuits(company: Company) -> Iterator[Activity]:
    """Return the five tables that follow deals."""
    followed = lives(company.size, company.seed, company.customers)
    yield Activity("deal_stages", Sheet("阶段记录", columns("商机编号 销售工号 阶段 进入日期:day"), _stages(followed)))
    wanted = columns("商机编号 预测日期:day 销售工号 预计成交日:day 预计金额:money")
    yield Activity("deal_predictions", Sheet("预测记录", wanted, _predictions(company.seed, followed)))
    wanted = columns("商机编号 销售工号 阶段 动作 应完成日期:day 完成日期:day")
    yield Activity("deal_actions", Sheet("动作清单", wanted, _actions(company.seed, followed)))
    wanted = columns("商机编号 销售工号 评估日期:day 评级 得分:count 应跟进日期:day 跟进日期:day")
    yield Activity("deal_grades", Sheet("商机分级", wanted, _grades(company.seed, followed)))
    yield Activity("stage_cycles", Sheet("行业周期", columns("行业 阶段 通常天数:count"), _cycles()))


def _stages(followed: tuple[Life, ...]) -> Iterator[tuple[Cell, ...]]:
    for life in followed:
        for stage, day in zip(STAGES, life.entered, strict=False):
            if day <= YEAR_END:
                yield life.number, life.customer.owner(day), stage, day
        if life.closes <= YEAR_END:
            yield life.number, life.customer.owner(life.closes), WON if life.won else LOST, life.closes


def _predictions(seed: int, followed: tuple[Life, ...]) -> Iterator[tuple[Cell, ...]]:
    """At each month's end the owner of an open deal says when it closes and for how much: the nearer, the better."""
    for life in followed:
        random = stream(seed, "predictions", life.number)
        for day in _month_ends(life):
            left = (life.closes - day).days
            close = max(day + timedelta(days=1), life.closes + timedelta(days=random.randint(-left // 4, left // 3)))
            yield (
                life.number,
                day,
                life.customer.owner(day),
                close,
                Money(life.amount * about(random, min(300, 40 + 2 * left)) // 1000),
            )


def _month_ends(life: Life) -> Iterator[date]:
    first = date(2025, 12, 31)
    while first <= YEAR_END:
        if life.opened <= first < life.closes:
            yield first
        first = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _actions(seed: int, followed: tuple[Life, ...]) -> Iterator[tuple[Cell, ...]]:
    for life in followed:
        random = stream(seed, "actions", life.number)
        for stage, day in zip(STAGES, life.entered, strict=False):
            for action in _ACTIONS[stage]:
                done = day + timedelta(days=random.randint(1, 12)) if chance(random, _DONE_OF_1000) else None
                if date(2026, 1, 1) <= day <= YEAR_END:
                    yield life.number, life.customer.owner(day), stage, action, day + timedelta(days=10), done


def _grades(seed: int, followed: tuple[Life, ...]) -> Iterator[tuple[Cell, ...]]:
    for life in followed:
        random = stream(seed, "grades", life.number)
        score = random.randint(35, 98)
        grade = "A" if score >= 80 else "B" if score >= 60 else "C"
        day = life.opened + timedelta(days=3)
        due = day + timedelta(days={"A": 3, "B": 7, "C": 14}[grade])
        followed_up = due - timedelta(days=random.randint(0, 2)) if chance(random, 900) else None
        if date(2026, 1, 1) <= day <= YEAR_END:
            yield life.number, life.customer.owner(day), day, grade, score, due, followed_up


def _cycles() -> Iterator[tuple[Cell, ...]]:
    industry, slow, days = SLOW_DAYS
    for name in INDUSTRIES:
        for stage, usual in USUAL_DAYS.items():
            yield name, stage, days if (name, stage) == (industry, slow) else usual
