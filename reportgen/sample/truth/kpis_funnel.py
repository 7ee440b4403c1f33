"""Turns deals, predictions and what is compared with the year before into KPIs; and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from reportgen.model.period import Period, year_before
from reportgen.sample.deals import STAGES
from reportgen.sample.staff import REGIONS
from reportgen.sample.truth.events import Events, dated, day_of, number, word
from reportgen.sample.truth.kpis_work import STORY
from reportgen.sample.truth.specs import here_on
from reportgen.sample.truth.teams import COMPANY, heads
from reportgen.sample.truth.words import MONTHS, Expected, measured, of_fen, period, summed

MIDYEAR = 6
"""The month in which the year's first half ends."""


def people(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Return turnover, successors, joint visits and exams of a quarter."""
    left = [person for person in events.company.people if person.left and person.left in span]
    yield measured("turnover_rate", name, COMPANY, (len(left), heads(events, span)))
    yield measured("turnover_rate", name, ("team", "E025"), (None, None), gap="leads nobody")
    lines = Counter(word(row, "梯队") for row in events.tables["successors"])
    for line in ("第1梯队", "第2梯队", "第3梯队", "第4梯队"):
        yield summed("successor_pool", name, ("line", line), lines[line] or None, gap="there is no such line")
    for month in (each for each in MONTHS if period(each).start in span):
        rows = [r for r in events.tables["visits"] if word(r, "陪访人") and dated(r, "拜访日期", period(month))]
        yield summed("joint_visit_days", month, ("person", "E001"), len({r["拜访日期"] for r in rows}))
        yield summed("trainees", month, ("person", "E001"), len({word(r, "带教对象") for r in rows} - {""}))
    yield summed("joint_visit_days", name, ("person", "E068"), 0)
    yield summed("trainees", name, ("person", "E068"), 0)
    graded = {(word(row, "工号"), word(row, "期间")): number(row, "潜力分") for row in events.tables["potential"]}
    half = f"{span.end.year}-H{span.end.month // 6}" if span.end.month >= MIDYEAR else f"{span.end.year - 1}-H2"
    for person in STORY:  # the grade of the last half that has ended
        points = graded.get((person, half)) if here_on(events, person, name) else None
        yield summed("potential", name, ("person", person), points, gap="never graded, or not employed")
    exams = [row for row in events.tables["dealer_exams"] if day_of(row["季度"]) == span.start]
    for dealer in (f"PT-{place:02d}" for place in range(1, 13)):
        scores = [number(row, "得分") for row in exams if word(row, "经销商编号") == dealer]
        whole = min(scores) if len(scores) == 4 else None
        yield summed("academy_exam", name, ("dealer", dealer), whole, gap="not all four academies")


def funnel(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Days in a stage of those left in the period; it is passed when the next is entered, or the deal is won."""
    for place, stage in enumerate((*STAGES, "赢单")):
        stayed: list[int] = []
        entered = passed = 0
        for life in events.lives if stage in STAGES else ():
            if len(life.entered) <= place:
                continue
            into = life.entered[place]
            out = life.entered[place + 1] if len(life.entered) > place + 1 else life.closes
            stayed += [(out - into).days] if out in span else []
            entered += into in span
            passed += into in span and out <= span.end and (life.won or len(life.entered) > place + 1)
        days = (sum(stayed), len(stayed)) if stayed else (None, None)
        yield measured("stage_cycle", name, ("stage", stage), days, gap="a closed stage has no cycle")
        yield measured(
            "stage_conversion", name, ("stage", stage), (passed, entered), gap="a closed stage leads nowhere"
        )
    open_: Counter[str] = Counter()
    for life in events.lives:
        if life.opened <= span.end < life.closes:
            open_[life.customer.id] += life.amount
    whole = sum(open_.values())
    top = sum(amount for _, amount in open_.most_common(3))
    yield measured("top_three_customers", name, COMPANY, (of_fen(top), of_fen(whole)))
    yield measured("top_three_customers", name, ("person", "E068"), (None, None), gap="pursues nothing")
    asked = of_fen(sum(target.floor for target in events.company.targets))
    sold = of_fen(sum(order.amount for order in events.during(Period(date(2026, 1, 1), span.end, "year"))))
    missing = asked - sold if asked > sold else None
    yield measured(
        "target_coverage", name, COMPANY, (of_fen(whole), missing), gap="nothing is missing to the year's target"
    )
    yield measured("target_coverage", name, ("person", "E068"), (None, None), gap="no target")


def predictions(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Predictions of deals that have closed, by the day on which they were made; amounts against what was won."""
    lives = {life.number: life for life in events.lives}
    rows = [row for row in events.tables["deal_predictions"] if dated(row, "预测日期", span)]
    for subject, owner in ((COMPANY, ""), *((("person", person), person) for person in STORY)):
        mine = [(row, lives[word(row, "商机编号")]) for row in rows if owner in {"", word(row, "销售工号")}]
        closed = [(row, life) for row, life in mine if life.closes <= span.end]
        met = sum(abs((life.closes - _day(row["预计成交日"])).days) <= 7 for row, life in closed)
        yield measured("close_date_accuracy", name, subject, (met, len(closed)) if closed else (None, None))
        won = [
            life
            for life in events.lives
            if life.won and life.closes in span and owner in {"", life.customer.owner(life.closes)}
        ]
        last = {word(row, "商机编号"): number(row, "预计金额") for row in events.tables["deal_predictions"]}
        actual = of_fen(sum(life.amount for life in won))
        said = [last[life.number] for life in won if life.number in last]
        foreseen = sum(said, Fraction(0))
        parts = (actual - abs(foreseen - actual), actual) if said else (None, None)
        yield measured("amount_accuracy", name, subject, parts, gap="nothing was won, or nothing foreseen")


def _day(cell: object) -> date:
    if not isinstance(cell, date):
        raise TypeError(cell)
    return cell


def change(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """What is compared with the year before: downtime a ticket, carbon of travel; and the regions' forecasts."""
    means = []
    for each in (span, year_before(span)):
        rows = [row for row in events.tables["tickets"] if dated(row, "报修日期", each)]
        means.append(sum((number(row, "停机分钟") for row in rows), Fraction(0)) / len(rows))
    yield measured("downtime_change", name, COMPANY, (means[0] - means[1], means[1]))
    yield measured("downtime_change", "2025-Q1", COMPANY, (None, None), gap="no tickets of 2024")
    carbon = [
        sum(
            (
                number(r, "排放量千克")
                for r in events.tables["carbon"]
                if word(r, "来源") == "差旅" and dated(r, "月份", each)
            ),
            Fraction(0),
        )
        for each in (span, year_before(span))
    ]
    yield measured("travel_carbon_change", name, COMPANY, (carbon[0] - carbon[1], carbon[1]))
    yield measured("travel_carbon_change", "2025-Q1", COMPANY, (None, None), gap="no figures of 2024")
    for month in (each for each in MONTHS if period(each).start in span):
        for region in REGIONS:
            yield _forecast(events, month, region)


def region_amount(events: Events, region: str, span: Period) -> Fraction:
    """Return what a region's people signed in a period, returns taken off."""
    return of_fen(
        sum(
            order.amount
            for order in events.during(span)
            if order.person in events.people and events.people[order.person].region(order.signed) == region
        )
    )


def _forecast(events: Events, month: str, region: str) -> Expected:
    rows = [r for r in events.tables["forecasts"] if word(r, "大区") == region and word(r, "月份") == month]
    actual = region_amount(events, region, period(month))
    parts = (actual - abs(number(rows[0], "预测金额") - actual), actual) if rows else (None, None)
    return measured("forecast_accuracy", month, ("region", region), parts, gap="no forecast was submitted")
