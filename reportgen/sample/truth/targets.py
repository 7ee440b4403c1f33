"""Turns the year's plan into targets: phased, shared over every level, changed in mid-year; and the frame around them.

The frame is the head count by role and leader, the selling budget by item, working days, milestones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from reportgen.model.period import Period
from reportgen.sample.money.seats import VACANT
from reportgen.sample.money.target_versions import CHANGED_FROM
from reportgen.sample.truth.events import Events, day_of, number, word
from reportgen.sample.truth.teams import COMPANY, post_on
from reportgen.sample.truth.words import MONTHS, PLAN, QUARTERS, Expected, measured, of_fen, period, summed
from reportgen.sample.workdays import workdays_between

PHASING = (Fraction(40, 100), Fraction(30, 100), Fraction(20, 100), Fraction(10, 100))
EVEN = (Fraction(1, 4),) * 4
"""The "4321" of orders and profit; what is asked for evenly is this plan's own."""
YEAR = (
    ("order_amount/floor", 420_000_000, PHASING), ("order_amount/stretch", 500_000_000, PHASING),
    ("profit/floor", 63_000_000, PHASING), ("overseas_revenue/floor", 30_000_000, EVEN),
    ("installers_signed/floor", 20, EVEN), ("mqls/floor", 12_000, EVEN), ("executive_visits/floor", 12, EVEN),
)  # fmt: skip
BUDGET = 84_000_000
ITEMS = {"people": 35, "rebate": 25, "marketing": 20, "travel": 10, "training": 5, "other": 5}
"""Percent of the selling expense, which is 20 % of the floor."""
MARKET = {"sam": 3_800_000_000, "som": 570_000_000}


def targets(events: Events) -> Iterator[Expected]:
    """Return targets by level, month, quarter and year, their change, and the frame."""
    yield from _phased()
    yield from _levels(events)
    yield from _changed(events)
    yield from _frame(events)


def company_target(name: str, span: Period) -> Fraction:
    """Return the company's target of a month, quarter or year: months are alike within a quarter."""
    whole, phasing = next((whole, phasing) for id_, whole, phasing in YEAR if id_ == name)
    months = range(span.start.month - 1, span.end.month)
    return sum((whole * phasing[month // 3] / 3 for month in months), Fraction(0))


def _phased() -> Iterator[Expected]:
    """The company's year, quarter by quarter; months are alike within a quarter."""
    for id_, whole, phasing in YEAR:
        yield summed(id_, "2026", COMPANY, whole)
        for place, share in enumerate(phasing):
            yield summed(id_, QUARTERS[place], COMPANY, whole * share)
            for month in MONTHS[3 * place : 3 * place + 3]:
                yield summed(id_, month, COMPANY, whole * share / 3)


def _levels(events: Events) -> Iterator[Expected]:
    """Every level's parts, and their sum, which is the company's to the cent."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in events.side.level_targets:
        if row.metric == "签单额":
            sums[row.level, row.name, f"{row.month:%Y-%m}"] += row.floor
    for (level, name, month), floor in sums.items():
        yield summed("order_amount/floor", month, (level, name), of_fen(floor))
    for level in dict.fromkeys(level for level, _, _ in sums):
        for month in MONTHS:
            whole = sum(floor for (of, _, when), floor in sums.items() if (of, when) == (level, month))
            yield summed("order_amount/floor/sum", month, (level, ""), of_fen(whole))
    for month in MONTHS:
        people = sum(target.floor for target in events.company.targets if f"{target.month:%Y-%m}" == month)
        yield summed("order_amount/floor/sum", month, ("工号", ""), of_fen(people))


def _changed(events: Events) -> Iterator[Expected]:
    """Both versions of every month that the mid-year change touches: closed periods keep the old one."""
    for row in events.side.target_changes:
        subject, month = ("person", row.before.person), f"{row.before.month:%Y-%m}"
        yield summed("order_amount/floor/before", month, subject, of_fen(row.before.floor))
        yield summed(f"order_amount/floor/from {CHANGED_FROM}", month, subject, of_fen(row.floor))


def _frame(events: Events) -> Iterator[Expected]:
    for name, amount in MARKET.items():
        yield summed(f"market/{name}", "2026", COMPANY, amount, PLAN)
    yield summed("budget", "2026", COMPANY, BUDGET, PLAN)
    for item, percent in ITEMS.items():
        yield summed("budget", "2026", ("item", item), Fraction(BUDGET * percent, 100), PLAN)
    yield measured("budget/of floor", "2026", COMPANY, (BUDGET, 420_000_000), PLAN)
    for month in MONTHS:
        span = period(month)
        yield summed("working days", month, COMPANY, len(workdays_between(span.start, span.end)))
        seats = [seat for seat in events.side.seats if seat.since <= span.end and (seat.until or date.max) >= span.end]
        yield summed("posts", month, COMPANY, len(seats), PLAN)
        yield summed("posts/vacant", month, COMPANY, sum(seat.status == VACANT for seat in seats), PLAN)
    yield from _spans(events)
    yield from _milestones(events)


def _spans(events: Events) -> Iterator[Expected]:
    """Who is here at each quarter's end by role, and how many report to each leader."""
    for name in QUARTERS:
        end = period(name).end
        here = [person for person in events.company.people if person.employed(end)]
        for role, count in sorted(Counter(post_on(person, end).role for person in here).items()):
            yield summed("head count", name, ("role", role), count, PLAN)
        for leader, count in sorted(Counter(post_on(person, end).manager for person in here).items()):
            if leader:
                yield summed("reports", name, ("leader", leader), count, PLAN)


def _milestones(events: Events) -> Iterator[Expected]:
    """At each month's end: 1 done on time, 0 done late, −1 overdue; what is still to come has no figure."""
    for row in events.tables["milestones"]:
        planned, done = day_of(row["计划日期"]), day_of(row["完成日期"])
        for month in MONTHS:
            end = period(month).end
            if planned and planned <= end:
                state = -1 if done is None or done > end else int(done <= planned)
                yield summed("milestone", month, ("milestone", word(row, "里程碑")), state, PLAN)
    for row in events.tables["locked_orders"]:
        if word(row, "周次") in {"2", "3"} and word(row, "月份") == "2026-03":
            parts = (number(row, "已签金额"), number(row, "月度目标"))
            yield measured(f"locked in week {word(row, '周次')}", "2026-03", ("region", word(row, "大区")), parts, PLAN)
