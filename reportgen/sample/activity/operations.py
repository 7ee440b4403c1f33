"""Turns sales operations' own ledgers into tables: milestones, acknowledgements, records, data quality, quotes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.sample.activity.base import QUARTERS, Activity, columns, customers_of, months, sellers, staffed
from reportgen.sample.company import PLAN_YEAR, Company
from reportgen.sample.deals import lives
from reportgen.sample.sheet import Cell, Money, Sheet
from reportgen.sample.streams import chance, stream

_MILESTONES = (
    ("年度目标与预算下达", date(2026, 1, 10), date(2026, 1, 9)),
    ("新品发布", date(2026, 2, 26), date(2026, 2, 26)),
    ("春季峰会", date(2026, 3, 18), date(2026, 3, 18)),
    ("海外试点启动", date(2026, 4, 15), date(2026, 4, 28)),
    ("Flex 方案库上线", date(2026, 5, 30), date(2026, 5, 29)),
    ("半年人才盘点", date(2026, 7, 10), date(2026, 7, 10)),
    ("平台商年中考核", date(2026, 7, 31), date(2026, 8, 4)),
    ("秋季峰会", date(2026, 10, 21), date(2026, 10, 21)),
    ("年度战略校准", date(2026, 12, 18), None),
)
_FIELDS = 24
_IMPROVEMENTS = (
    ("2026-02", "报价周转超 48 小时", date(2026, 3, 10), date(2026, 3, 6)),
    ("2026-02", "西南新客户不足", date(2026, 3, 20), None),
    ("2026-02", "样机运输费用归集", date(2026, 4, 15), date(2026, 4, 10)),
    ("2026-03", "交付延期三方会", date(2026, 4, 8), date(2026, 4, 7)),
    ("2026-03", "平台商 633 退出程序", date(2026, 4, 30), None),
    ("2026-03", "4H 响应排班", date(2026, 5, 15), None),
)


def operations(company: Company) -> Iterator[Activity]:
    """Return the ledgers that share one workbook."""
    yield Activity(
        "milestones", Sheet("里程碑", columns("里程碑 计划日期:day 完成日期:day 负责人"), _milestones(company))
    )
    yield Activity("acknowledgements", Sheet("方案确认", columns("工号 方案版本 确认日期:day"), _acknowledged(company)))
    wanted = columns("季度 工号 客户数:count 应填字段:count 已填字段:count")
    yield Activity("record_completeness", Sheet("档案完整度", wanted, _completeness(company)))
    wanted = columns("月份 客户记录:count 疑似重复:count 已合并:count 唯一识别:count 对账差异:money")
    yield Activity("data_quality", Sheet("数据质量", wanted, _quality(company.seed)))
    wanted = columns("改进编号 提出期间 事项 工号 应完成日期:day 完成日期:day")
    yield Activity("improvements", Sheet("改进清单", wanted, improvements(company)))


def quotes(company: Company) -> Activity:
    """Return the quotes of the plan year with the hours that each took; the newest ones are not sent yet."""
    wanted = columns("报价单号 商机编号 客户编号 工号 申请日期:day 发出日期:day 周转小时:count 报价金额:money")
    return Activity("quotes", Sheet("报价单", wanted, _quotes(company)))


def _milestones(company: Company) -> Iterator[tuple[Cell, ...]]:
    for place, (name, planned, done) in enumerate(_MILESTONES):
        yield name, planned, done, company.people[place % 5].id


def _acknowledged(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Everybody signs the plan within two weeks; two have not."""
    for person in staffed(company, date(2026, 1, 31)):
        random = stream(company.seed, "acknowledgements", person.id)
        day = max(date(2026, 1, 5), person.hired) + timedelta(days=random.randint(0, 13))
        if person.id not in {"E027", "E041"}:
            yield person.id, "2026.1", day


def _completeness(company: Company) -> Iterator[tuple[Cell, ...]]:
    for quarter in QUARTERS:
        day = date(PLAN_YEAR, 3 * quarter, 28)
        mine = customers_of(company, day)
        for person in sellers(company, day):
            owned = len(mine.get(person.id, []))
            filled = stream(company.seed, "records", person.id, str(quarter)).randint(82, 100)
            if (person.id, quarter) != ("E024", 1) and owned:
                fields = owned * _FIELDS
                yield f"{PLAN_YEAR}Q{quarter}", person.id, owned, fields, fields * filled // 100


def _quality(seed: int) -> Iterator[tuple[Cell, ...]]:
    for month in months():
        random = stream(seed, "data quality", str(month))
        records, doubtful = 4_800 + 35 * month.month, random.randint(8, 26)
        merged = doubtful - random.randint(0, 5)
        known = records - random.randint(4, 12)
        off = None if month.month == 2 else Money(random.choice((0, 0, 0, 1_280_00, -460_50)))
        yield f"{month:%Y-%m}", records, doubtful, merged, known, off


def improvements(company: Company, until: str = "9999-12") -> Iterator[tuple[Cell, ...]]:
    """The improvement list with what was raised up to a month: done, open, overdue."""
    for place, (period, topic, due, done) in enumerate(_IMPROVEMENTS, start=1):
        if period <= until:
            owner = company.people[1 + place % 4].id
            yield f"GJ-{place:02d}", period, topic, owner, due, done if until > period else None


def _quotes(company: Company) -> Iterator[tuple[Cell, ...]]:
    followed = [life for life in lives(company.size, company.seed, company.customers) if len(life.entered) > 3]
    place = 0
    for life in sorted(followed, key=lambda life: (life.entered[3], life.number)):
        asked = life.entered[3]
        if asked.year != PLAN_YEAR:
            continue
        place += 1
        random = stream(company.seed, "quotes", life.number)
        hours = random.randint(49, 90) if chance(random, 80) else random.randint(4, 48)
        unsent = chance(random, 15)
        sent = None if unsent else asked + timedelta(days=hours // 24)
        number, person = f"BJ-{asked:%y%m}-{place:04d}", life.customer.owner(asked)
        yield number, life.number, life.customer.id, person, asked, sent, None if unsent else hours, Money(life.amount)
