"""Turns sellers and their customers into visits, call-backs, and the days on which the director goes along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.sample.activity.base import Activity, columns, customers_of, months, sellers
from reportgen.sample.budget import month_end
from reportgen.sample.company import Company
from reportgen.sample.sheet import Cell, Sheet
from reportgen.sample.streams import chance, stream
from reportgen.sample.workdays import later, workdays_between

_SILENT = ("E020", 2)  # who wrote down no visit, and in which month
_TOPICS = ("需求沟通", "方案交流", "现场勘测", "样机试用", "合同谈判", "年度回顾")
_JOINT_DAYS = {2: 3}  # the director's days with the team; five a month but in February
_CALLED_BACK = 965


def visits(company: Company) -> Iterator[Activity]:
    """Return the visits with their late entries, and who was due to be called back."""
    wanted = columns("拜访编号 拜访日期:day 工号 客户编号 类型 主题 陪访人 带教对象 录入日期:day 录入间隔天数:count")
    yield Activity("visits", Sheet("拜访记录", wanted, _numbered(company)))
    wanted = columns("回访编号 客户编号 工号 应回访日期:day 回访日期:day 满意")
    yield Activity("callbacks", Sheet("回访计划", wanted, _callbacks(company)))


def _numbered(company: Company) -> Iterator[tuple[Cell, ...]]:
    for month in months():
        rows = sorted(_month(company, month))
        for place, (day, person, customer, kind, topic, joint, trainee, entered) in enumerate(rows, start=1):
            number = f"BF-{month:%y%m}-{place:04d}"
            yield number, day, person, customer, kind, topic, joint, trainee, entered, (entered - day).days


_Row = tuple[date, str, str, str, str, str, str, date]


def _month(company: Company, month: date) -> Iterator[_Row]:
    """Everybody's month; on the director's days a visit becomes a joint one, with a trainee on two of them."""
    director = company.people[0].id
    joined = stream(company.seed, "joint visits", f"{month:%Y-%m}")
    joint_days = joined.sample(workdays_between(month, month_end(month)), _JOINT_DAYS.get(month.month, 5))
    for person, rows in _everybody(company, month):
        for row in rows:
            day, customer, kind, topic, entered = row
            if day in joint_days:
                place = joint_days.index(day)
                joint_days[place] = date.min
                yield day, person, customer, "联合拜访", topic, director, person if place < 2 else "", entered
            else:
                yield day, person, customer, kind, topic, "", "", entered


_Visit = tuple[date, str, str, str, date]


def _everybody(company: Company, month: date) -> Iterator[tuple[str, list[_Visit]]]:
    owned = customers_of(company, month_end(month))
    for person in sellers(company, month_end(month)):
        mine = owned.get(person.id, [])
        random = stream(company.seed, "visits", person.id, f"{month:%Y-%m}")
        days = [day for day in workdays_between(month, month_end(month)) if person.sells_on(day)]
        if not mine or (person.id, month.month) == _SILENT:
            continue
        found = []
        for _ in range(random.randint(6, 11)):
            day, customer = random.choice(days), random.choice(mine)
            kind = "回访" if chance(random, 300) else "拜访"
            entered = day + timedelta(days=random.randint(2, 5) if chance(random, 60) else random.randint(0, 1))
            found.append((day, customer.id, kind, random.choice(_TOPICS), entered))
        yield person.id, found


def _callbacks(company: Company) -> Iterator[tuple[Cell, ...]]:
    """Three weeks after a delivery to an S or A customer somebody asks how it went."""
    large = {customer.id: customer for customer in company.customers if customer.tier in {"S", "A"}}
    place = 0
    for order in company.orders:
        due = later(order.delivery, 21)
        if order.original or order.customer not in large or due.year != 2026:
            continue
        person = large[order.customer].owner(due)
        if person == "E021" and due.month in {7, 8, 9}:
            continue
        place += 1
        random = stream(company.seed, "call-backs", order.number)
        done = later(due, random.randint(0, 3)) if chance(random, _CALLED_BACK) else None
        glad = ("是" if chance(random, 920) else "否") if done else ""
        yield f"HF-{place:05d}", order.customer, person, due, done, glad
