"""Turns the expected figures and the program's own answers into the parts of docs/sample-company.md with numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from reportgen import documents
from reportgen.app.explain import explained
from reportgen.model.money import half_up, plain
from tests.truth.reading import Row, intake, measured, rows

QUARTER = "2026-Q1"
REGIONS = {"E002": "华东 East", "E003": "华南 South", "E004": "华北 North", "E005": "西南 Southwest"}

MONTHS = {
    "01": ("E037 入职；四大区按“4321”开局", "E037 joins; the year's biggest quarter begins"),
    "02": (
        "E043 离职、E024 由华东调入接手、E025 入职；新品发布；平台商串货一起属实",
        "E043 leaves, E024 moves in from the East, E025 joins; the launch; dumping by a dealer is confirmed",
    ),
    "03": (
        "西南新客户连续两周不足；商机 D-9001 停滞；两起重大事项上报；汇票被退",
        "new customers slow in the Southwest; deal D-9001 is stuck; two major matters go up; a draft bounces",
    ),
    "04": (
        "E060 入职、E049 改六成工时；海外试点迟启；部分回款只写客户",
        "E060 joins, E049 goes to 60 %; the pilot abroad starts late; some payments name the customer only",
    ),
    "05": ("E031 休产假、E055 离职；Flex 方案库上线", "E031 is away, E055 leaves; the Flex library opens"),
    "06": (
        "华南超额、团队基金计提；经济型毛利跌破红线；E038 活跃客户超限",
        "the South is over its target, its fund earns; Eco falls below its floor; E038 has too many customers",
    ),
    "07": (
        "目标动态调整；E012 整组换经理；E026 晋级",
        "targets change; E012's team gets another manager; E026 a grade",
    ),
    "08": ("计划的开放日未办；第二起串货", "an open day is not held; dumping again"),
    "09": ("E031 归来、E032 离职；经济型毛利再破红线", "E031 is back, E032 leaves; Eco below its floor again"),
    "10": ("E032 的客户转交", "E032's customers are handed on"),
    "11": ("一次交付延期", "one late delivery"),
    "12": ("年度战略校准；利润池、股权、年度奖", "the annual calibration; profit pool, equity, bonuses of the year"),
}

SLIDES = {
    "cover": ("封面：数据截止日、计划版本", "cover: cut-off day and plan version"),
    "summary": ("四个主要指标", "the four figures that lead"),
    "results": ("对目标、对去年、逐月", "against target and last year, by month"),
    "bridge": ("从目标到实际的动因", "from target to actual, by driver"),
    "slices": ("大区、产品线、客户等级各对目标", "regions, product lines and tiers against target"),
    "crossed": ("地区 × 产品线：增长热力图", "regions by product line: growth as a heat map"),
    "distribution": ("多少人、哪些团队达成", "how many people, and which teams, reached their target"),
    "cash": ("回款、账龄、信用", "collections, ageing, credit"),
    "pipeline": ("商机漏斗、停滞商机", "pipeline, stuck deals"),
    "forecast": ("三种预测与准确率", "three forecasts and their accuracy"),
    "won-lost": ("赢单、丢单与原因", "won and lost, and why"),
    "customers": ("等级迁移、集中度", "tier migration, concentration"),
    "people": ("九宫格、继任者、辅导", "nine-box, successors, coaching"),
    "service": ("交付与服务", "delivery and service"),
    "channel": ("平台商“633”", "dealers on 633"),
    "expense": ("费用与回报", "expense and return"),
    "pay": ("本期激励", "pay"),
    "risks": ("预警与责任人", "alerts and their owners"),
    "followed": ("行动跟进", "actions followed up"),
    "next": ("下一期目标与行动", "the next period: target and actions"),
    "figures": ("全部指标", "all figures"),
    "appendix-definitions": ("指标口径", "how figures are computed"),
    "appendix": ("口径与来源", "definitions and sources"),
}

ALERTS = {
    "new-customers-slow": "新客户连续两周不足 new customers slow",
    "deal-stuck": "商机停滞 deal stuck",
    "key-result-behind": "关键结果滞后 key result behind",
    "nps-low": "NPS 过低 NPS low",
    "dealer-below-633": "平台商不达“633” dealer below 633",
    "delivery-very-late": "交付严重延期 delivery very late",
    "concentration-high": "大区客户集中度 concentration",
    "collection-low": "回款率不足 collection low",
    "one-owner": "关键客户单人负责 one owner",
    "spend-below-return": "费用未达回报 spending misses its return",
}

QUESTIONS = (
    (QUARTER, "E017", "gross_margin", 12),
    ("2026-03", "FUND-E002", "pay", 14),
    (QUARTER, "company", "collection_rate", 12),
)


def parts() -> dict[str, str]:
    """Each part of the page by its name."""
    return {
        "organisation": "\n".join(_organisation()),
        "customers": "\n".join(_customers()),
        "months": "\n".join(_months()),
        "slides": "\n".join(_slides()),
        "findings": "\n".join(_findings()),
        "alerts": "\n".join(_alerts()),
        "questions": "\n".join(_questions()),
    }


def _of(name: str, period: str, kind: str = "") -> dict[tuple[str, str], Row]:
    """A file's rows of a period by id and subject."""
    return {
        (row["id"], row["subject"]): row
        for row in rows(name)
        if row["period"] == period and (not kind or row["kind"] == kind)
    }


def _million(amount: Fraction) -> str:
    return f"{plain(half_up(amount / 1_000_000, 2))} m"


def _percent(value: Fraction) -> str:
    return f"{plain(half_up(value * 100, 1), 1)} %"


def _organisation() -> Iterator[str]:
    heads, reports = _of("targets", QUARTER, "role"), _of("targets", QUARTER, "leader")
    count = {role: row["value"] for (_, role), row in heads.items()}
    yield "```mermaid"
    yield "graph TD"
    yield f'  D["总监 Director E001<br>{reports["reports", "E001"]["value"]} reports"]'
    for manager, region in REGIONS.items():
        led = reports["reports", manager]["value"]
        yield f'  D --> {manager}["{region}<br>经理 Manager {manager}<br>{led} reports"]'
        leaders = [each for each in sorted(measured(QUARTER).teams) if _manager(each) == manager]
        for leader in leaders:
            yield f'  {manager} --> {leader}["主管 {leader}<br>代表 {reports["reports", leader]["value"]}"]'
    yield "```"
    yield ""
    posts = " · ".join(f"{role} {number}" for role, number in sorted(count.items(), key=lambda item: int(item[1])))
    yield f"{sum(map(int, count.values()))} people at the quarter's end · 季末在岗：{posts}."


def _manager(leader: str) -> str:
    found = measured(QUARTER)
    return found.roster.manager_of(leader, found.cut_off) or ""


def _customers() -> Iterator[str]:
    amounts = {subject: Fraction(row["value"]) for (_, subject), row in _of("totals", QUARTER, "tier").items()}
    moved = Counter((row["before"], row["now"]) for row in rows("migrations") if row["quarter"] == QUARTER)
    order = "SABC"
    yield "| 等级 tier | 一季度签单 orders of Q1 | 占比 share | 升入 moved up into | 降入 moved down into |"
    yield "|---|---|---|---|---|"
    for place, tier in enumerate(order):
        up = sum(moved[below, tier] for below in order[place + 1 :])
        down = sum(moved[above, tier] for above in order[:place])
        share = _percent(amounts[tier] / sum(amounts.values()))
        yield f"| {tier} | {_million(amounts[tier])} | {share} | {up} | {down} |"


def _months() -> Iterator[str]:
    yield "| 月 month | 发生什么 what happens | 签单 orders | 保底 floor | 达成 attained |"
    yield "|---|---|---|---|---|"
    for month, (chinese, english) in MONTHS.items():
        name = f"2026-{month}"
        amount = Fraction(_of("totals", name, "company")["order_amount", ""]["value"])
        floor = Fraction(_of("targets", name, "company")["order_amount/floor", ""]["value"])
        attained = _percent(amount / floor)
        yield f"| {name} | {chinese} · {english} | {_million(amount)} | {_million(floor)} | {attained} |"


def _slides() -> Iterator[str]:
    yield "| 页 slide | 内容 what it shows |"
    yield "|---|---|"
    for place, section in enumerate(documents.qbr(measured(QUARTER)).sections, start=1):
        chinese, english = SLIDES[section.id]
        yield f"| {place} | {chinese} · {english} |"


def _findings() -> Iterator[str]:
    """What the pack of the first quarter says, by team."""
    today = _of("kpis", QUARTER, "team")
    funds = {row["person"]: row["2026-03"] for row in rows("pay-totals") if row["component"] == "sprint-bonus"}
    yield "| 大区 region | 达成 attained | 毛利率 margin | 回款率 collected | 团队基金 fund of March |"
    yield "|---|---|---|---|---|"
    for manager, region in REGIONS.items():
        shown = (
            _percent(Fraction(today[id_, manager]["value"]))
            for id_ in ("attainment_floor", "gross_margin", "collection_rate")
        )
        yield f"| {region} | {' | '.join(shown)} | {funds[f'FUND-{manager}']} |"


def _alerts() -> Iterator[str]:
    yield "| 预警 alert | 一季度触发 fires in Q1 | 刚好不触发 just does not |"
    yield "|---|---|---|"
    fired: dict[str, dict[str, None]] = defaultdict(dict)
    quiet: dict[str, str] = {}
    for row in rows("alerts"):
        if row["period"] in {QUARTER, "2026-01", "2026-02", "2026-03"} or row["period"].startswith("2026-W1"):
            if row["fires"] == "yes":
                fired[row["rule"]][row["subject"]] = None
            elif row["subject"] not in fired[row["rule"]]:
                quiet[row["rule"]] = row["subject"]
    for rule, name in ALERTS.items():
        subjects = list(fired[rule])
        shown = " ".join(subjects[:4]) + (f" … ({len(subjects)})" if len(subjects) > 4 else "")
        yield f"| {name} | {shown} | {quiet.get(rule, '')} |"


def _questions() -> Iterator[str]:
    """What the program answers: the reasons and all but the first row left out."""
    for period, subject, what, most in QUESTIONS:
        said = explained(intake(), measured(period), subject, what).lines
        rows_ = [line for line in said if "at inputs/data" in line]
        shown = [line for line in said if "because:" not in line and (line not in rows_ or line == rows_[0])]
        yield f"```\n$ reportgen explain {period} {subject} {what}"
        yield from shown[:most]
        yield "```\n"
