"""Turns people into what is known of them: ratings, training, potential, successors, key posts, honours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.sample.activity.base import QUARTERS, Activity, columns, months, sellers, staffed, with_role
from reportgen.sample.company import PLAN_YEAR, Company, Person
from reportgen.sample.sheet import Cell, Money, Share, Sheet
from reportgen.sample.staff import CONSULTANT, MANAGER, REGIONS, REPRESENTATIVE, SUPERVISOR
from reportgen.sample.streams import stream, weighted

_RATERS, _DIMENSIONS = ("上级", "客服", "产品技术"), ("专业能力", "协作", "合规")
_GRADES = {"A": 30, "B": 55, "C": 15}
_STEPS, _POINTS = {"高": 25, "中": 55, "低": 20}, {"高": 3, "中": 2, "低": 1}
_COURSES = ("旗舰产品认证", "顾问式销售", "合同与合规", "售后4H流程", "数字工具应用")
_PROJECTS = ("XM-01 储能一体机", "XM-02 数字工厂样板", "XM-03 轨交牵引")
_NO_ANSWER, _NOT_ASSESSED, _UNTAUGHT = ("E022", 1), ("E023", "2026-H1"), "E026"


def talent(company: Company) -> Iterator[Activity]:
    """Return the tables about people; every one of them has somebody of whom it does not speak."""
    yield Activity("feedback360", Sheet("360评估", columns("季度 工号 评估方 维度 得分:count"), _feedback(company)))
    yield Activity("values_grades", Sheet("价值观", columns("年度 工号 等级 冲刺达成率:share 评语"), _values(company)))
    yield Activity("teamwork", Sheet("协作得分", columns("季度 工号 得分:count"), _teamwork(company)))
    wanted = columns("项目 季度 工号 贡献分:count 奖金包:money")
    yield Activity("project_points", Sheet("协作项目", wanted, _points(company)))
    wanted = columns("培训编号 日期:day 工号 课程 证书编号 培训前得分:count 培训后得分:count 提升分:count")
    yield Activity("training_records", Sheet("培训", wanted, _training(company)))
    yield Activity(
        "potential", Sheet("人才盘点", columns("期间 工号 绩效 潜力 价值观 潜力分:count"), _potential(company))
    )
    yield Activity("successors", Sheet("继任", columns("梯队 工号 目标岗位 准备度 入池日期:day"), _successors(company)))
    yield Activity("turnover", Sheet("离职", columns("工号 离职日期:day 原因 是否主动"), _turnover(company)))
    yield Activity("key_posts", Sheet("关键岗位", columns("岗位 任职人 后备人 季度"), _key_posts(company)))
    yield Activity(
        "referrals",
        Sheet("内部推荐", columns("推荐编号 推荐人 被推荐人 入职日期:day 转正日期:day"), _referrals(company)),
    )
    yield Activity("honours", Sheet("月度之星", columns("月份 工号 荣誉"), _honours(company)))


def _feedback(company: Company) -> Iterator[tuple[Cell, ...]]:
    for quarter in QUARTERS:
        for person in staffed(company, date(PLAN_YEAR, 3 * quarter, 28)):
            random = stream(company.seed, "360", person.id, str(quarter))
            for rater in _RATERS:
                for dimension in _DIMENSIONS:
                    score = random.randint(68, 98)
                    if not ((person.id, quarter) == _NO_ANSWER and rater == _RATERS[2]):
                        yield f"{PLAN_YEAR}Q{quarter}", person.id, rater, dimension, score


def _values(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Grades of four years, of the first only the managers', and how far their teams came of their stretch targets.

    Virtual equity asks for three years at stretch with an A in each: the first manager has them, the second has a B in
    one, the third a year just below.
    """
    managers = [person.id for person in with_role(company, MANAGER, date(2026, 1, 1))]
    for year in (2023, 2024, 2025, 2026):
        for person in staffed(company, date(max(year, 2025), 12, 31)):
            if person.hired.year > year or (year == 2023 and person.id not in managers):
                continue
            grade = weighted(stream(company.seed, "values", person.id, str(year)), _GRADES)
            if person.id in managers[:3]:
                grade = "B" if (person.id, year) == (managers[1], 2025) else "A"
            yield f"{year}", person.id, grade, _stretch(managers, person.id, year), ""


def _stretch(managers: list[str], person: str, year: int) -> Share | None:
    """What was reached in the years before the plan year; who is no manager has no such target."""
    if person not in managers or year >= PLAN_YEAR:
        return None
    if (managers.index(person), year) == (2, 2024):
        return Share(999)
    return Share(1_010 + 10 * (year - 2023) if person in managers[:3] else 930)


def _teamwork(company: Company) -> Iterator[tuple[Cell, ...]]:
    for quarter in QUARTERS:
        for person in sellers(company, date(PLAN_YEAR, 3 * quarter, 28)):
            score = stream(company.seed, "teamwork", person.id, str(quarter)).randint(60, 100)
            yield f"{PLAN_YEAR}Q{quarter}", person.id, score


def _points(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Three projects across departments: points that do not divide the bonus evenly; who has none gets nothing."""
    helpers = with_role(company, CONSULTANT, date(2026, 1, 1))
    selling = sellers(company, date(2026, 3, 31))
    for place, project in enumerate(_PROJECTS):
        for quarter in QUARTERS[place:]:
            people = [helpers[place % len(helpers)], *selling[7 * place : 7 * place + 3]]
            for points, person in zip((3, 3, 1, 0), people, strict=True):
                if person.employed(date(PLAN_YEAR, 3 * quarter, 28)):
                    yield project, f"{PLAN_YEAR}Q{quarter}", person.id, points, Money(20_000_00)


def _training(company: Company) -> Iterator[tuple[Cell, ...]]:
    place = 0
    for quarter in QUARTERS:
        for person in staffed(company, date(PLAN_YEAR, 3 * quarter, 28)):
            random = stream(company.seed, "training", person.id, str(quarter))
            for course in random.sample(_COURSES, weighted(random, {1: 30, 2: 50, 3: 20})):
                day = date(PLAN_YEAR, 3 * quarter - random.randint(0, 1), random.randint(5, 26))
                if person.id != _UNTAUGHT and person.employed(day):
                    place += 1
                    before = random.randint(48, 76)
                    passed = before + random.randint(2, 24)
                    certificate = f"ZS-{place:04d}" if passed >= 70 else ""
                    yield f"PX-{place:04d}", day, person.id, course, certificate, before, passed, passed - before


def _potential(company: Company) -> Iterator[tuple[Cell, ...]]:
    """The nine-box of each half-year: performance and potential in three steps, values as a third mark."""
    for half, day in (("2025-H2", date(2025, 12, 31)), ("2026-H1", date(2026, 6, 30)), ("2026-H2", date(2026, 12, 31))):
        for person in staffed(company, day):
            random = stream(company.seed, "nine-box", person.id, half)
            performance, could = (weighted(random, _STEPS) for _ in range(2))
            if (person.id, half) != _NOT_ASSESSED:
                yield half, person.id, performance, could, weighted(random, _GRADES), _POINTS[could]


def _successors(company: Company) -> Iterator[tuple[Cell, ...]]:
    """The pool is asked to hold 3, 9 and 27; the third line is two short."""
    day = date(2026, 1, 15)
    lines = ((MANAGER, "总监", 3), (SUPERVISOR, "经理", 8), (REPRESENTATIVE, "主管", 25))
    for rank, (role, goal, wanted) in enumerate(lines, start=1):
        for person in with_role(company, role, day)[:wanted]:
            ready = stream(company.seed, "successors", person.id).choice(("现在", "1年内", "2年内"))
            yield f"第{rank}梯队", person.id, goal, ready, day


def _turnover(company: Company) -> Iterator[tuple[Cell, ...]]:
    for person in company.people:
        if person.left:
            why = stream(company.seed, "turnover", person.id).choice(("个人发展", "家庭原因", "试用期未通过"))
            yield person.id, person.left, why, "否" if why == "试用期未通过" else "是"


def _key_posts(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Director and managers: the last manager's post has nobody behind it."""
    managers = with_role(company, MANAGER, date(2026, 1, 1))
    supervisors = with_role(company, SUPERVISOR, date(2026, 1, 1))
    for quarter in QUARTERS:
        name = f"{PLAN_YEAR}Q{quarter}"
        yield "销售总监", company.people[0].id, managers[0].id, name
        for place, manager in enumerate(managers):
            backup = "" if place == len(managers) - 1 else supervisors[2 * place].id
            # A large company has several managers in a region: the second department's post is called so.
            department = "" if place < len(REGIONS) else str(1 + place // len(REGIONS))
            yield f"{manager.region(date(2026, 1, 1))}经理{department}", manager.id, backup, name


def _referrals(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Two of those who joined in 2026 were referred; one has not passed the trial time."""
    joined = [person for person in company.people if person.hired.year == PLAN_YEAR][:2]
    selling = sellers(company, date(2026, 1, 1))
    for place, person in enumerate(joined, start=1):
        passed = None if place == 2 else date(person.hired.year, person.hired.month + 3, 1)
        yield f"TJ-{place:02d}", selling[10 + place].id, person.id, person.hired, passed


def _honours(company: Company) -> Iterator[tuple[Cell, ...]]:
    for month in months():
        here: list[Person] = sellers(company, month)
        random = stream(company.seed, "honours", f"{month:%Y-%m}")
        for honour in ("签单之星", "回款之星", "服务之星"):
            yield f"{month:%Y-%m}", random.choice(here).id, honour
