"""Turns the staff into what is written by hand: bonuses and deductions with a reason, and payments that are held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reportgen.sample.activity.base import columns
from reportgen.sample.company import Order, Person
from reportgen.sample.sheet import Money, Sheet
from reportgen.sample.staff import ASSISTANT, DIRECTOR, REPRESENTATIVE

_SHOWN = "E017"

# Place among the representatives, day, item, yuan, reason.
_LINES = (
    (0, date(2026, 1, 23), "内部推荐奖", "2000.00", "推荐新同事入职（工号见附件），已过一个月"),
    (5, date(2026, 1, 30), "SPIF", "1500.00", "一月 Flex 定制首单竞赛第一名"),
    (9, date(2026, 2, 27), "即时奖励", "800.00", "春节前加急交付协调"),
    (14, date(2026, 2, 27), "扣款", "-300.00", "商机记录连续两周未更新"),
    (21, date(2026, 3, 13), "SPIF", "1200.00", "三月峰会邀约客户最多"),
    (21, date(2026, 3, 31), "扣款", "-450.50", "样机逾期归还"),
    (30, date(2026, 3, 31), "人工调整", "2650.35", "补发 2025 年 12 月漏计订单的佣金差额"),
    (38, date(2026, 5, 29), "内部推荐奖", "2000.00", "推荐新同事四月入职"),
    (12, date(2026, 6, 30), "协作奖励", "1000.00", "跨部门投标支持"),
    (26, date(2026, 8, 31), "扣款", "-600.00", "合同条款未经评审"),
    (3, date(2026, 9, 30), "SPIF", "1800.00", "新品上市首月销量第一"),
    (17, date(2026, 12, 31), "人工调整", "500.00", "年终客户答谢会统筹"),
)
# Place, order of theirs or all of it, from, until, reason.
_HOLDS = (
    (7, False, date(2026, 2, 1), date(2026, 3, 31), "离任审计进行中"),
    (11, True, date(2026, 3, 1), date(2026, 4, 30), "客户对数量有异议，复核期间暂缓"),
    (19, True, date(2026, 3, 16), None, "退货是否成立待法务意见"),
    (33, False, date(2026, 9, 1), date(2026, 9, 30), "工资账户变更待确认"),
)


@dataclass(frozen=True, slots=True)
class ManualLine:
    """An amount in fen that no rule computes, with who wrote it, who approved it, and why."""

    number: str
    person: str
    day: date
    item: str
    amount: int
    reason: str
    author: str
    approver: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A person's pay, or that of one order, which waits until a day; None is open."""

    person: str
    order: str
    since: date
    until: date | None
    reason: str
    approver: str


def manual_lines(people: tuple[Person, ...]) -> tuple[ManualLine, ...]:
    """Return the planned lines in the order of their days."""
    sellers, author, approver = _staff(people)
    return tuple(
        ManualLine(f"TZ-{place:03d}", sellers[who % len(sellers)], day, item, _fen(yuan), reason, author, approver)
        for place, (who, day, item, yuan, reason) in enumerate(_LINES, start=1)
    )


def holds(people: tuple[Person, ...], orders: Iterable[Order]) -> tuple[Hold, ...]:
    """Return the planned holds; one of an order holds the seller's first of that month."""
    sellers, _, approver = _staff(people)
    found = []
    for who, one_order, since, until, reason in _HOLDS:
        person = sellers[who % len(sellers)]
        theirs = (o.number for o in orders if o.person == person and o.signed >= since and not o.original)
        found.append(Hold(person, next(theirs, "") if one_order else "", since, until, reason, approver))
    return tuple(found)


def _staff(people: tuple[Person, ...]) -> tuple[list[str], str, str]:
    """Whom lines are about, who writes them, who approves them."""
    sellers = [p.id for p in people if p.posts[0].role == REPRESENTATIVE and p.left is None and p.id != _SHOWN]
    author = next(person.id for person in people if person.posts[0].role == ASSISTANT)
    approver = next(person.id for person in people if person.posts[0].role == DIRECTOR)
    return sellers, author, approver


def _fen(yuan: str) -> int:
    return int(yuan.replace(".", ""))


def manual_sheet(rows: tuple[ManualLine, ...]) -> Sheet:
    """A row for each line."""
    header = columns("编号 工号 日期:day 项目 金额:money 原因 填写人 审批人")
    return Sheet(
        "手工调整", header,
        ((r.number, r.person, r.day, r.item, Money(r.amount), r.reason, r.author, r.approver) for r in rows),
    )  # fmt: skip


def holds_sheet(rows: tuple[Hold, ...]) -> Sheet:
    """A row for each hold; without an order it is all of the person's pay."""
    header = columns("工号 订单号 开始日期:day 截止日期:day 原因 审批人")
    return Sheet("暂缓发放", header, ((r.person, r.order, r.since, r.until, r.reason, r.approver) for r in rows))
