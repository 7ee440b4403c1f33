"""Turns what is done and reported into the alerts about it: deals, deliveries, voices, channel, spending, outside."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from reportgen.sample.deals import STAGES
from reportgen.sample.stories import SLOW_DAYS, USUAL_DAYS
from reportgen.sample.truth.events import Events, Row, day_of, number, word
from reportgen.sample.truth.kpis_funnel import region_amount
from reportgen.sample.truth.words import MONTHS, QUARTERS, Alarm, period, text, yuan

SLOW, STUCK = Fraction(80, 100), Fraction(150, 100)
BEHIND, UNHAPPY, LATE = Fraction(70, 100), Fraction(45), 7
DEALERS = {"市场份额": Fraction(48, 100), "增长率": Fraction(24, 100), "新品渗透率": Fraction(24, 100)}
"""80 % of each of "633"."""
LEADS, STOCK, EXAM, FACTOR, ACCURATE = Fraction(120, 100), 45, 80, 7, Fraction(85, 100)


def work_alarms(events: Events) -> Iterator[Alarm]:
    """Return what every rule about the work says of every subject, firing or not."""
    for rule in (_slow, _stuck, _behind, _nps, _occurred, _late, _dealers, _exams, _stock, _returns, _leads, _prices,
                 _reviewed, _forecasts, _indicators):  # fmt: skip
        yield from rule(events)


def _month(cell: object) -> str:
    found = day_of(cell if isinstance(cell, date) else str(cell))
    return f"{found:%Y-%m}" if found else ""


def _quarter(cell: object) -> str:
    found = day_of(cell if isinstance(cell, date) else str(cell))
    return f"{found.year}-Q{(found.month + 2) // 3}" if found else ""


def _slow(events: Events) -> Iterator[Alarm]:
    """New customers below 80 % of the baseline two weeks running; the better of the two weeks is told."""
    regions: dict[str, list[Row]] = defaultdict(list)
    for row in events.tables["new_customer_weeks"]:
        regions[word(row, "大区")].append(row)
    for region, rows in regions.items():
        ordered = sorted(rows, key=lambda row: word(row, "周起始日"))
        for before, now in itertools.pairwise(ordered):
            value = max(number(row, "新客户数") / number(row, "基线") for row in (before, now))
            week = day_of(now["周起始日"])
            if week:
                year, of_year, _ = week.isocalendar()
                words = f"{before['新客户数']} and {now['新客户数']} of {now['基线']}"
                yield Alarm(
                    "new-customers-slow", f"{year}-W{of_year:02d}", "region", region, value < SLOW, value, SLOW, words
                )


def _stuck(events: Events) -> Iterator[Alarm]:
    """An open deal that is longer in its stage at a month's end than 1.5 times what is usual in its industry."""
    for month in MONTHS:
        end = period(month).end
        for life in events.lives:
            if life.opened <= end < life.closes:
                place = sum(entered <= end for entered in life.entered) - 1
                stage, days = STAGES[place], (end - life.entered[place]).days
                slow = (life.customer.industry, stage) == SLOW_DAYS[:2]
                usual = SLOW_DAYS[2] if slow else USUAL_DAYS[stage]
                value = Fraction(days, usual)
                words = f"{days} days in {stage}, usual {usual}"
                yield Alarm("deal-stuck", month, "deal", life.number, value > STUCK, value, STUCK, words)


def _behind(events: Events) -> Iterator[Alarm]:
    for row in events.tables["key_result_progress"]:
        if row["完成度"] is not None:
            value, month = number(row, "完成度"), word(row, "月份")
            yield Alarm(
                "key-result-behind",
                month,
                "key result",
                word(row, "关键结果编号"),
                value < BEHIND,
                value,
                BEHIND,
                word(row, "工号"),
            )


def _nps(events: Events) -> Iterator[Alarm]:
    for row in events.tables["nps_surveys"]:
        if number(row, "样本数") * 10 >= number(row, "客户数") * 3:
            value = 100 * (number(row, "推荐者") - number(row, "贬损者")) / number(row, "样本数")
            words = f"{row['推荐者']} − {row['贬损者']} of {row['样本数']}"
            yield Alarm(
                "nps-low", _quarter(row["季度"]), "region", word(row, "大区"), value < UNHAPPY, value, UNHAPPY, words
            )


# Rule, table, number, day, the column and word that mean it has occurred, what else is said.
_OCCURRED = (
    ("complaint-major", "complaints", "投诉编号", "投诉日期", "严重程度", "重大"),
    ("project-risk-major", "project_risks", "风险编号", "提出日期", "严重程度", "重大"),
    ("clause-open", "contract_clauses", "条款", "签订日期", "状态", "待补充"),
    ("export-code-open", "export_codes", "产品编码", "复核日期", "EAR状态", "待确认"),
    ("esg-open", "esg", "事项", "季度", "状态", "未完成"),
    ("dumping", "dumping", "经销商编号", "发现日期", "核实结果", "属实"),
)


def _occurred(events: Events) -> Iterator[Alarm]:
    """What is told in words: major complaints and risks, open items of checklists, dumping that was confirmed."""
    for rule, table, name, day, column, bad in _OCCURRED:
        for row in events.tables[table]:
            fires = word(row, column) == bad
            when = _quarter(row[day]) if rule == "esg-open" else _month(row[day])
            behind = (
                word(row, "订单号")
                if table == "contract_clauses"
                else word(row, "串货编号")
                if table == "dumping"
                else ""
            )
            kind = {"complaints": "complaint", "project_risks": "risk", "dumping": "dealer"}.get(table, "item")
            yield Alarm(rule, when, kind, word(row, name), fires, Fraction(int(fires)), Fraction(0), behind)


def _late(events: Events) -> Iterator[Alarm]:
    """1 to 7 days late: a three-party meeting; more: straight to the general manager."""
    for row in events.tables["deliveries"]:
        days, month, subject = int(number(row, "延期天数")), _month(row["交付日期"]), word(row, "交付单号")
        said = Fraction(days)
        yield Alarm(
            "delivery-late", month, "delivery", subject, 0 < days <= LATE, said, Fraction(1), word(row, "订单号")
        )
        yield Alarm(
            "delivery-very-late", month, "delivery", subject, days > LATE, said, Fraction(LATE), word(row, "订单号")
        )


def _dealers(events: Events) -> Iterator[Alarm]:
    """Below 80 % of any of "633" two quarters running: out, the stock of the last month bought back at 95 %."""
    rows = {(word(row, "经销商编号"), _quarter(row["季度"])): row for row in events.tables["dealer_quarters"]}
    stock = {(word(row, "经销商编号"), word(row, "月份")): row for row in events.tables["dealer_stock"]}
    quarters = ("2025-Q4", *QUARTERS)
    for before, now in itertools.pairwise(quarters):
        for dealer in dict.fromkeys(name for name, _ in rows):
            first, second = rows.get((dealer, before)), rows.get((dealer, now))
            if first is None or second is None:
                continue
            shares = {of: max(number(first, of), number(second, of)) / low for of, low in DEALERS.items()}
            worst = min(shares, key=lambda of: shares[of])
            fires = shares[worst] < 1
            last = stock.get((dealer, f"{period(now).end:%Y-%m}"))
            action = f"buy back at {yuan(number(last, '库存原价') * 95 / 100)}" if fires and last else ""
            words = f"{worst}: {text(number(first, worst))} and {text(number(second, worst))}"
            value = shares[worst] * DEALERS[worst]
            yield Alarm("dealer-below-633", now, "dealer", dealer, fires, value, DEALERS[worst], words, action)


def _exams(events: Events) -> Iterator[Alarm]:
    scores: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for row in events.tables["dealer_exams"]:
        scores[word(row, "经销商编号"), _quarter(row["季度"])].append(number(row, "得分"))
    for (dealer, quarter), found in scores.items():
        low = min(found)
        words = f"{len(found)} of four academies"
        yield Alarm(
            "rebate-without-exam",
            quarter,
            "dealer",
            dealer,
            low < EXAM,
            low,
            Fraction(EXAM),
            words,
            "rebate held" * (low < EXAM),
        )


def _stock(events: Events) -> Iterator[Alarm]:
    for row in events.tables["dealer_stock"]:
        days = number(row, "库存天数")
        yield Alarm(
            "stock-low", word(row, "月份"), "dealer", word(row, "经销商编号"), days < STOCK, days, Fraction(STOCK)
        )


_ASKED = {"市场", "渠道返利", "差旅", "联合基金"}
"""The categories of which orders are expected."""


def _returns(events: Events) -> Iterator[Alarm]:
    """An item that misses its return: next month's budget less 10 %; one without a return target."""
    budgets = {(word(row, "项目"), word(row, "月份")): number(row, "预算") for row in events.tables["spend"]}
    for row in events.tables["spend"]:
        if word(row, "类别") not in _ASKED:
            continue
        item, month = word(row, "项目"), word(row, "月份")
        none = row["回报目标"] is None
        yield Alarm("spend-without-return", month, "item", item, none, Fraction(int(none)), Fraction(0))
        if not none and number(row, "支出"):
            value, asked = number(row, "归因订单") / number(row, "支出"), number(row, "回报目标")
            following = f"{period(month).end + timedelta(days=1):%Y-%m}"
            budget = budgets.get((item, following), number(row, "预算"))
            action = f"budget of {following}: {yuan(budget)} → {yuan(budget * 9 / 10)}" if value < asked else ""
            words = f"{yuan(number(row, '归因订单'))} of {yuan(number(row, '支出'))}"
            yield Alarm("spend-below-return", month, "item", item, value < asked, value, asked, words, action)


def _leads(events: Events) -> Iterator[Alarm]:
    """A material's cost a lead in a month against the industry's; weeks that are not billed yet are left out."""
    sums: dict[tuple[str, str], list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0), Fraction(0)])
    for row in events.tables["leads"]:
        month = _month(row["周起始日"])
        if row["花费"] is not None and month >= MONTHS[0]:
            found = sums[word(row, "素材"), month]
            for place, part in enumerate((number(row, "花费"), number(row, "线索数"), number(row, "行业平均成本"))):
                found[place] = part if place == 2 else found[place] + part
    for (material, month), (cost, leads, industry) in sums.items():
        value = cost / leads / industry
        words = f"{yuan(cost)} for {leads} leads, industry {yuan(industry)}"
        yield Alarm("lead-cost-high", month, "material", material, value > LEADS, value, LEADS, words)


def _prices(events: Events) -> Iterator[Alarm]:
    prices = {
        (word(r, "竞争对手"), word(r, "产品线"), word(r, "月份")): number(r, "成交均价")
        for r in events.tables["competitor_prices"]
    }
    for (competitor, line, month), now in prices.items():
        if month != MONTHS[0]:
            before = prices[competitor, line, MONTHS[MONTHS.index(month) - 1]]
            words = f"{yuan(before)} → {yuan(now)}"
            yield Alarm(
                "competitor-price-cut",
                month,
                "competitor",
                f"{competitor}/{line}",
                now < before,
                now - before,
                Fraction(0),
                words,
            )


def _reviewed(events: Events) -> Iterator[Alarm]:
    for row in events.tables["contract_reviews"]:
        if word(row, "敏感区域") == "是":
            count = number(row, "复核人数")
            yield Alarm(
                "sensitive-order-unreviewed",
                _month(row["会审日期"]),
                "review",
                word(row, "会审编号"),
                count < 2,
                count,
                Fraction(2),
                word(row, "订单号"),
            )


def _forecasts(events: Events) -> Iterator[Alarm]:
    for row in events.tables["forecasts"]:
        region, month = word(row, "大区"), word(row, "月份")
        actual = region_amount(events, region, period(month))
        value = 1 - abs(number(row, "预测金额") - actual) / actual
        words = f"forecast {yuan(number(row, '预测金额'))}, signed {yuan(actual)}"
        yield Alarm("forecast-missed", month, "region", region, value < ACCURATE, value, ACCURATE, words)


def _indicators(events: Events) -> Iterator[Alarm]:
    for row in events.tables["indicators"]:
        month, subject, value = word(row, "月份"), word(row, "指标"), number(row, "数值")
        low, high, score = (number(row, name) for name in ("下限", "上限", "影响分"))
        words = f"between {text(low)} and {text(high)}"
        near = low if value - low < high - value else high
        yield Alarm("indicator-outside", month, "indicator", subject, not low <= value <= high, value, near, words)
        yield Alarm("factor-must-follow", month, "indicator", subject, score >= FACTOR, score, Fraction(FACTOR))
