"""Turns the alert rules into planned cases: for each one that fires and one just below, with the numbers of both.

The tables are woven around these cases, and what is expected of them is written from here, never from the engine.
Where a table is listed in `WHOLE`, its other rows stay on the quiet side of the rule: the cases are all there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

Number = int | str


@dataclass(frozen=True, slots=True)
class Case:
    """One planned case of an alert rule.

    `table` is the kind of table its rows stand in, `subject` what an alert would be about, `period` the month, quarter
    or week at whose end it is looked at. `value` is compared with `threshold` in the rule's unit; `numbers` are what
    the rows are made of: money in fen, shares in thousandths, days and counts as they are.
    """

    rule: str
    fires: bool
    table: str
    subject: str
    period: str
    value: Fraction
    threshold: Fraction
    numbers: tuple[tuple[str, Number], ...] = ()

    def count(self, name: str) -> int:
        """Return a planned whole number; a name that was not planned is a slip in this file."""
        return next(int(value) for key, value in self.numbers if key == name)

    def text(self, name: str) -> str:
        """Return a planned word."""
        return next(str(value) for key, value in self.numbers if key == name)


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a table is silent on purpose: what hangs on it is not measured there, never 0."""

    table: str
    subject: str
    period: str
    silent: str


def cases(table: str = "", rule: str = "") -> Iterator[Case]:
    """Return the planned cases of a table, of a rule, or of both; without either, all of them."""
    return (case for case in CASES if table in {"", case.table} and rule in {"", case.rule})


def _case(
    rule: str,
    fires: bool,
    table: str,
    subject: str,
    period: str,
    compared: tuple[Fraction | int, Fraction | int],
    **numbers: Number,
) -> Case:
    value, threshold = compared
    return Case(rule, fires, table, subject, period, Fraction(value), Fraction(threshold), tuple(numbers.items()))


def _of(part: int, whole: int) -> Fraction:
    return Fraction(part, whole)


# Regions and the three weeks from 2 March: new customers of each week against a baseline of ten.
_WEEKS = (("西南", True, (7, 7, 9)), ("华北", False, (7, 8, 9)), ("华南", False, (7, 9, 7)))
_NEW_CUSTOMERS = tuple(
    _case(
        "new-customers-slow", fires, "new_customer_weeks", region, "2026-W11", (_of(max(weeks[:2]), 10), _of(4, 5)),
        baseline=10, first=weeks[0], second=weeks[1], third=weeks[2],
    )
    for region, fires, weeks in _WEEKS
)  # fmt: skip

USUAL_DAYS = {"线索": 80, "验证": 60, "方案": 60, "报价": 50, "谈判": 50}
"""What is usual in an industry that has no line of its own: days in each stage."""
SLOW_DAYS = ("新能源", "方案", 100)
"""The one industry and stage with a usual cycle of its own, in which the two stories of stuck deals stand."""

# Days in the stage on 31 March, where 100 are usual: 1.6 times and 1.49 times.
_STUCK = tuple(
    _case(
        "deal-stuck", days > 150, "deal_stages", number, "2026-Q1", (days, 150),
        days=days, usual=SLOW_DAYS[2], stage=SLOW_DAYS[1], moves_on=moves_on, amount=amount,
    )
    for number, days, moves_on, amount in (
        ("D-9001", 160, "2026-04-20", 1_860_000_00), ("D-9002", 149, "2026-04-01", 1_240_000_00),
    )
)  # fmt: skip

_KEY_RESULTS = tuple(
    _case(
        "key-result-behind", share < 700, "key_result_progress", number, "2026-03", (_of(share, 1000), _of(7, 10)),
        share=share,
    )
    for number, share in (("KR-017-2", 690), ("KR-018-2", 700))
)  # fmt: skip

_NPS = tuple(
    _case(
        "nps-low", fires, "nps_surveys", region, "2026-Q1",
        (_of(100 * (promoters - detractors), promoters + passives + detractors), 45),
        promoters=promoters, passives=passives, detractors=detractors,
    )
    for region, fires, promoters, passives, detractors in (("西南", True, 30, 12, 8), ("华北", False, 26, 6, 8))
)  # fmt: skip

_MAJOR = (
    _case("complaint-major", True, "complaints", "TS-2603-901", "2026-03", (1, 0), severity="重大"),
    _case("complaint-major", False, "complaints", "TS-2603-902", "2026-03", (0, 0), severity="一般"),
    _case("project-risk-major", True, "project_risks", "FX-2603-901", "2026-03", (1, 0), severity="重大"),
    _case("project-risk-major", False, "project_risks", "FX-2603-902", "2026-03", (0, 0), severity="较大"),
)

# Days after the promised one: the ends of both bands, and some between for the on-time rate.
_LATE = tuple(
    _case(
        "delivery-very-late" if days > 7 else "delivery-late", days > 0, "deliveries", f"JF-{month}-{number}",
        f"20{month[:2]}-{month[2:]}", (days, 7 if days > 7 else 0), late=days,
    )
    for month, number, days in (
        ("2601", 901, 8), ("2601", 902, 7), ("2601", 903, 1), ("2601", 904, 0),
        ("2602", 905, 3), ("2602", 906, 15), ("2602", 907, 2), ("2603", 908, 7),
        ("2603", 909, 8), ("2603", 910, 4), ("2603", 911, 0), ("2603", 912, 11),
        ("2605", 913, 5), ("2606", 914, 9), ("2609", 915, 1), ("2611", 916, 6),
    )
)  # fmt: skip

# Dealer, which of "633", its target in percent, the two quarters 2025-Q4 and 2026-Q1 in percent.
_633 = tuple(
    _case(
        "dealer-below-633", max(before, now) < 4 * target // 5, "dealer_quarters", dealer, "2026-Q1",
        (_of(max(before, now), 100), _of(4 * target, 500)), of=of, before=10 * before, now=10 * now,
    )
    for dealer, of, target, before, now in (
        ("PT-01", "share", 60, 47, 47), ("PT-02", "share", 60, 47, 48), ("PT-03", "growth", 30, 23, 23),
        ("PT-04", "growth", 30, 23, 24), ("PT-05", "new_product", 30, 23, 23), ("PT-06", "new_product", 30, 24, 23),
    )
)  # fmt: skip

# Category, items, spent in March, orders asked for each yuan: the first item of each pair misses its return by a fen.
_RETURNS = tuple(
    _case(
        "spend-below-return", short > 0, "spend", item, "2026-03", (_of(spent * asked - short, spent), asked),
        category=category, spent=spent, attributed=spent * asked - short, asked=asked, budget=budget,
    )
    for category, asked, spent, budget, pair in (
        ("市场", 5, 100_000_00, 120_000_00, ("春季样本册", "行业展位")),
        ("渠道返利", 8, 240_000_00, 250_000_00, ("PT-01返利", "PT-02返利")),
        ("差旅", 20, 36_500_00, 40_000_00, ("西南差旅", "华北差旅")),
        ("联合基金", 3, 80_000_00, 90_000_00, ("PT-03联合推广", "PT-04联合推广")),
    )
    for item, short in zip(pair, (1, 0), strict=True)
)  # fmt: skip

# Fen a lead where the industry pays 150.00 yuan: 120 percent of it are 180.00.
_LEAD_COST = tuple(
    _case(
        "lead-cost-high", fires, "leads", material, "2026-03", (_of(cost, leads * 150_00), _of(6, 5)),
        leads=leads, cost=cost, industry=150_00,
    )
    for material, fires, leads, cost in (
        ("短视频·节能改造", True, 100, 18_001_00), ("白皮书·旗舰电机", False, 100, 18_000_00),
    )
)  # fmt: skip

_STOCK = tuple(
    _case("stock-low", days < 45, "dealer_stock", dealer, "2026-03", (days, 45), days=days)
    for dealer, days in (("PT-07", 44), ("PT-08", 45))
)

# Competitor, product line, price index of February and March in hundredths.
_PRICES = tuple(
    _case(
        "competitor-price-cut", now < before, "competitor_prices", f"{competitor}/{line}", "2026-03", (now - before, 0),
        competitor=competitor, line=line, before=before, now=now,
    )
    for competitor, line, before, now in (
        ("凌川电机", "Eco 经济", 2_080_00, 1_990_00), ("海拓传动", "Ultra 旗舰", 28_900_00, 28_900_00),
    )
)  # fmt: skip

_SENSITIVE = tuple(
    _case(
        "sensitive-order-unreviewed", reviewers < 2, "contract_reviews", number, "2026-03", (reviewers, 2),
        reviewers=reviewers,
    )
    for number, reviewers in (("HS-2603-901", 1), ("HS-2603-902", 2))
)  # fmt: skip

# Thousandths by which the region's own forecast of February differs from what was signed.
_FORECASTS = tuple(
    _case("forecast-missed", off > 150, "forecasts", region, "2026-02", (_of(off, 1000), _of(15, 100)), off=off)
    for region, off in (("华南", 151), ("华北", 150))
)

# The lowest score of a dealer's four exams: 80 are asked for before a rebate is paid.
_EXAMS = tuple(
    _case("rebate-without-exam", score < 80, "dealer_exams", dealer, "2026-Q1", (score, 80), score=score)
    for dealer, score in (("PT-03", 79), ("PT-04", 80))
)

_DUMPING = tuple(
    _case("dumping", confirmed, "dumping", dealer, f"2026-{month:02d}", (int(confirmed), 0), number=number)
    for number, dealer, month, confirmed in (
        ("CH-2602-01", "PT-05", 2, True), ("CH-2603-01", "PT-09", 3, False), ("CH-2608-01", "PT-02", 8, True),
    )
)  # fmt: skip

_NO_RETURN = (
    _case("spend-without-return", True, "spend", "公益赞助", "2026-02", (1, 0)),
    _case("spend-without-return", False, "spend", "数字营销", "2026-02", (0, 0)),
)

# PMI in hundredths against its lower threshold: below it in February, on it in March.
_INDICATORS = tuple(
    _case("indicator-outside", value < 5000, "indicators", "制造业PMI", month, (_of(value, 100), 50), value=value)
    for month, value in (("2026-02", 4980), ("2026-03", 5000))
)
_FACTORS = tuple(
    _case("factor-must-follow", score >= 7, "indicators", indicator, "2026-03", (score, 7), score=score)
    for indicator, score in (("GDP增速", 7), ("制造业PMI", 8), ("社融增速", 6))
)

# What a checklist says of an item at the end of a period.
_CHECKLISTS = (
    _case("clause-open", True, "contract_clauses", "数据合规", "2026-Q1", (1, 0)),
    _case("clause-open", False, "contract_clauses", "付款条件", "2026-Q1", (0, 0)),
    _case("export-code-open", True, "export_codes", "P-U03", "2026-Q1", (1, 0)),
    _case("export-code-open", True, "export_codes", "P-E04", "2026-Q1", (1, 0)),
    _case("export-code-open", False, "export_codes", "P-U01", "2026-Q1", (0, 0)),
    _case("esg-open", True, "esg", "碳盘查", "2026-Q1", (1, 0)),
    _case("esg-open", False, "esg", "绿色包装比例", "2026-Q1", (0, 0)),
    _case("esg-open", True, "esg", "绿色包装比例", "2026-Q3", (1, 0)),
)

# The money side weaves these: price requests, the month's collection, margins, shares of new customers.
_MONEY = (
    _case("price-cut-unapproved", True, "price_requests", "JG-2603-901", "2026-03", (_of(50, 1000), _of(50, 1000)),
          discount=50, exchange="", approver="", contract_years=1, prepaid=0),
    _case("price-cut-unapproved", False, "price_requests", "JG-2603-902", "2026-03", (_of(49, 1000), _of(50, 1000)),
          discount=49, exchange="", approver="", contract_years=1, prepaid=0),
    _case("price-cut-unapproved", False, "price_requests", "JG-2603-903", "2026-03", (_of(80, 1000), _of(50, 1000)),
          discount=80, exchange="VE-2603-01", approver="E001", contract_years=1, prepaid=0),
    _case("price-cut-unapproved", False, "price_requests", "JG-2603-904", "2026-03", (_of(30, 1000), _of(50, 1000)),
          discount=30, exchange="", approver="E001", contract_years=3, prepaid=300),
)  # fmt: skip

CASES: tuple[Case, ...] = (
    *_NEW_CUSTOMERS, *_STUCK, *_KEY_RESULTS, *_NPS, *_MAJOR, *_LATE, *_633, *_RETURNS, *_LEAD_COST, *_STOCK, *_PRICES,
    *_SENSITIVE, *_FORECASTS, *_EXAMS, *_DUMPING, *_NO_RETURN, *_INDICATORS, *_FACTORS, *_CHECKLISTS, *_MONEY,
)  # fmt: skip
"""Every planned case, in the order of the rules."""

WHOLE = frozenset(case.table for case in CASES) - {"price_requests"}
"""The tables in which no other row fires: the cases are the truth."""

GAPS: tuple[Gap, ...] = (
    Gap("nps_surveys", "华南", "2026-Q2", "the sample is below 30 % of the customers"),
    Gap("nps_surveys", "华东", "2026-Q4", "the survey was not held"),
    Gap("visits", "E020", "2026-02", "the person wrote down no visit"),
    Gap("callbacks", "E021", "2026-Q3", "nothing was due to be called back"),
    Gap("leads", "行业媒体", "2026-04", "cost not yet invoiced"),
    Gap("events", "开放日", "2026-08", "a planned open day was not held"),
    Gap("deliveries", "JF-2603-911", "2026-03", "quality conformity not reported"),
    Gap("tickets", "西南", "2026-02", "no ticket was opened"),
    Gap("dealer_quarters", "PT-12", "2026-Q1", "the dealer joined in the second quarter"),
    Gap("dealer_exams", "PT-09", "2026-Q1", "one academy was not attended"),
    Gap("dealer_stock", "PT-11", "2026-03", "stock not reported"),
    Gap("spend", "公益赞助", "2026-02", "an item without a return target"),
    Gap("carbon", "样机运输", "2026-04", "the carrier's figure is missing"),
    Gap("key_result_progress", "KR-019-1", "2026-03", "not reported at the review"),
    Gap("feedback360", "E022", "2026-Q1", "the product rater did not answer"),
    Gap("potential", "E023", "2026-H1", "not yet assessed"),
    Gap("market_shares", "西南", "2026-Q1", "the panel has no figure"),
    Gap("indicators", "消费者信心", "2026-03", "published after the quarter's end"),
    Gap("quotes", "", "2026-03", "asked for and not yet sent"),
    Gap("record_completeness", "E024", "2026-Q1", "not counted in the quarter of the transfer"),
    Gap("data_quality", "", "2026-02", "reconciliation with finance not done"),
    Gap("forecasts", "西南", "2026-03", "no forecast was submitted"),
)
"""Where each table is silent on purpose."""
