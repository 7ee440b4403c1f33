"""Turns people into objectives with their key results, and those into what each monthly review says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.sample.activity.base import QUARTERS, Activity, columns
from reportgen.sample.company import PLAN_YEAR, Company
from reportgen.sample.sheet import Cell, Share, Sheet
from reportgen.sample.stories import cases
from reportgen.sample.streams import stream

_OBJECTIVES = {
    "代表": ("把重点客户做深", ("S/A 客户月度拜访全覆盖", "新签首单客户", "回款率不低于 85%")),
    "主管": ("让团队打法可复制", ("每周复盘一单赢单", "陪访新人", "动作清单完成率")),
    "经理": ("守住区域份额", ("区域份额提升 1 个百分点", "平台商 633 达标家数", "周锁单 80%")),
    "总监": ("兑现年度承诺", ("冲刺目标达成", "关键岗位有后备", "CXO 高层拜访 12 场")),
}
_OTHERS = ("支撑一线更快", ("4H 响应达标", "资料完整度", "培训完成"))
_UNREPORTED = ("KR-019-1", "2026-03")


def okrs(company: Company) -> Iterator[Activity]:
    """Return objectives, key results and their monthly completion."""
    yield Activity("objectives", Sheet("OKR目标", columns("目标编号 工号 季度 目标"), _objectives(company)))
    yield Activity(
        "key_results", Sheet("关键结果", columns("关键结果编号 目标编号 工号 关键结果 衡量标准"), _results(company))
    )
    wanted = columns("关键结果编号 月份 工号 完成度:share 评语")
    yield Activity("key_result_progress", Sheet("月度进展", wanted, _progress(company)))


def _owners(company: Company) -> Iterator[tuple[str, str, str]]:
    """Everybody with the number of their objective's series and their role."""
    for person in company.people:
        yield person.id, person.id.removeprefix("E"), person.posts[0].role


def _objectives(company: Company) -> Iterator[tuple[Cell, ...]]:
    for person, series, role in _owners(company):
        for quarter in QUARTERS:
            yield f"O-{series}-{quarter}", person, f"{PLAN_YEAR}Q{quarter}", _OBJECTIVES.get(role, _OTHERS)[0]


def _results(company: Company) -> Iterator[tuple[Cell, ...]]:
    """The first quarter's key results run on through the year; their numbers name the series and the place."""
    for person, series, role in _owners(company):
        for place, words in enumerate(_OBJECTIVES.get(role, _OTHERS)[1], start=1):
            yield f"KR-{series}-{place}", f"O-{series}-1", person, words, "月度检查完成度 ≥ 70%"


def _progress(company: Company) -> Iterator[tuple[Cell, ...]]:
    planned = {(case.subject, case.period): case.count("share") for case in cases("key_result_progress")}
    employed = {person.id: person for person in company.people}
    for month in range(1, 13):
        name = f"{PLAN_YEAR}-{month:02d}"
        for person, series, _ in _owners(company):
            if not employed[person].employed(date(PLAN_YEAR, month, 28)):
                continue
            for place in (1, 2, 3):
                number = f"KR-{series}-{place}"
                share = stream(company.seed, "key results", number, name).randint(72, 100) * 10
                share = planned.get((number, name), share)
                silent = (number, name) == _UNREPORTED
                yield number, name, person, None if silent else Share(share), "未汇报" if silent else ""
