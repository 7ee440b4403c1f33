"""A business review written by hand, with the sentences it needs: what the tests of slides draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from reportgen.model.document import (
    Chart,
    DataTable,
    Document,
    Message,
    Metric,
    Metrics,
    Named,
    Paragraph,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Status
from reportgen.model.period import Period, parse_period, parts
from reportgen.model.quantity import NotMeasured, Quantity, count, money, percent
from reportgen.render.words import Words, load_words, words_of

ROOT = Path(__file__).parents[3]
TEMPLATE = ROOT / "templates" / "qbr" / "deck.pptx"
LONG_NAME = "苏州工业园区长三角一体化智能制造数字化转型联合创新示范工厂有限责任公司(第二分厂)"
ODD_NAMES = ("{{7*7}}", "<script>alert(1)</script>", "=1+1", 'A & B "Söhne" GmbH', "+cmd|' /C calc'!A0", "喆玥·骉羴 🚀")

SENTENCES = {
    "zh": {
        "title": "{period}经营回顾",
        "heading": "签单 {booked},超计划 {over};Eco 毛利跌破红线",
        "company": "精工智能装备有限公司",
        "audience": "机密:董事会与管理层",
        "summary": "签单 {booked},超计划 {over};但 Eco 毛利跌破红线,回款拖住现金",
        "summary-note": "保底目标 {floor}(全年 {year} 的 40%),冲刺 {stretch}",
        "booked": "签单额",
        "margin": "毛利率",
        "collected": "回款率",
        "new": "新客户占比",
        "forecast": "二季度预测",
        "against": "{attainment} · 同比 {growth:signed}",
        "plan": "计划 {plan}",
        "floor": "底线 {floor}",
        "east": "华东 {gain:signed}:新能源场景三单提前落地(SO-2231、SO-2240、SO-2302)",
        "eco": "Eco 毛利 {margin}:降价申请 {cuts} 笔,其中 14 笔没有价值交换清单",
        "overdue": "逾期 {amount}:六成集中在 4 家 A 级客户,账龄 31–60 天",
        "decide": "自 4 月 15 日起,Eco 降价 ≥ 5% 一律须附价值交换清单;"
        "由各大区总监在 4 月 30 日前与 4 家客户商定回款计划。",
        "plan-title": "三月补回了一月的缺口,全季 {booked}",
        "months": "逐月签单与目标",
        "months-alt": "一至三月签单、目标与去年同期",
        "actual": "实际",
        "target": "目标",
        "previous": "去年同期",
        "region-title": "华东、华南补上缺口;华北与西南合计少 {gap}",
        "region": "大区",
        "regions": "各大区对目标",
        "unit": "单位:元",
        "attainment": "达成率",
        "status": "状态",
        "total": "公司",
        "funnel-title": "管道 {value},够二季度目标的 2.6 倍",
        "funnel": "各阶段商机",
        "funnel-alt": "各阶段商机金额与单数",
        "deals": "单数",
        "bullets": "各大区达成率,竖线为 100%",
        "bullets-alt": "各大区达成率",
        "customers-title": "前二十大客户占签单的六成",
        "customers": "客户",
        "product": "产品线",
        "source": "来源:订单.xlsx [订单],截至 {cut-off}",
        "appendix": "口径与来源",
        "definition": "签单额:合同生效的订单金额,退货按原单月份冲减。",
        "none": "本期没有丢单。",
        "lost": "丢单",
        "nothing": "本期没有记录",
        "echo": "{text}",
    },
    "en": {
        "title": "Business review {period}",
        "heading": "Bookings {booked}, {over} over plan; Eco margin fell below its floor",
        "company": "Jinggong Intelligent Equipment Co., Ltd.",
        "audience": "Confidential: board and management",
        "summary": "Bookings {booked}, {over} over plan; but Eco margin fell below its floor and "
        "collections hold back cash",
        "summary-note": "Floor {floor} (40% of the year's {year}), stretch {stretch}",
        "booked": "Bookings",
        "margin": "Gross margin",
        "collected": "Collection rate",
        "new": "New customers' share",
        "forecast": "Second-quarter forecast",
        "against": "{attainment} · {growth:signed} on last year",
        "plan": "plan {plan}",
        "floor": "floor {floor}",
        "east": "East {gain:signed}: three new-energy deals landed early (SO-2231, SO-2240, SO-2302)",
        "eco": "Eco margin {margin}: {cuts} price cuts asked for, 14 of them without a value exchange list",
        "overdue": "Overdue {amount}: six tenths with four class A customers, 31–60 days",
        "decide": "From 15 April no Eco price cut of 5% or more without a value exchange list; regional directors "
        "agree payment plans with the four customers by 30 April.",
        "plan-title": "March made up for January: {booked} over the quarter",
        "months": "Bookings by month against target",
        "months-alt": "Bookings, target and last year for January to March",
        "actual": "Actual",
        "target": "Target",
        "previous": "Last year",
        "region-title": "East and South filled the gap; North and Southwest are {gap} short",
        "region": "Region",
        "regions": "Regions against target",
        "unit": "Amounts in CNY",
        "attainment": "Attainment",
        "status": "Status",
        "total": "Company",
        "funnel-title": "A pipeline of {value} covers the second quarter 2.6 times",
        "funnel": "Open opportunities by stage",
        "funnel-alt": "Value and number of opportunities by stage",
        "deals": "Deals",
        "bullets": "Attainment by region, the line is 100%",
        "bullets-alt": "Attainment by region",
        "customers-title": "Twenty customers make six tenths of bookings",
        "customers": "Customer",
        "product": "Product line",
        "source": "Source: orders.xlsx [Orders], up to {cut-off}",
        "appendix": "Definitions and sources",
        "definition": "Bookings: value of orders in force; returns are taken off in the month of their order.",
        "none": "No deal was lost.",
        "lost": "Lost deals",
        "nothing": "Nothing in this period",
        "echo": "{text}",
    },
}


def deck_words(language: str) -> Words:
    """The shipped catalogue of a language with the sentences of this sample."""
    shipped = load_words(ROOT / "templates" / "languages", language)
    return words_of(
        language, {**shipped.sentences, **{f"deck.{key}": text for key, text in SENTENCES[language].items()}}
    )


def quarter() -> Period:
    found = parse_period("2026-Q1")
    assert found is not None
    return found


def message(key: str, **values: Value) -> Message:
    return Message(f"deck.{key}", tuple((name.replace("_", "-"), value) for name, value in values.items()))


def cny(amount: str) -> Quantity:
    return money(Fraction(amount), "CNY")


def share(per_cent: str) -> Quantity:
    return percent(Fraction(per_cent) / 100)


BOOKED = cny("171234567.89")
SOURCE = (message("source", cut_off=date(2026, 3, 31)),)


def review() -> Document:
    """A usual quarter: cards, charts, tables, a long table, an appendix."""
    return Document(
        kind="qbr",
        subject="company",
        title=message("company"),
        heading=message("title", period=quarter()),
        facts=(),
        period=quarter(),
        cut_off=date(2026, 3, 31),
        plan_version="2026.2",
        draft=True,
        audience=message("audience"),
        sections=(_cover(), _summary(), _plan(), _regions(), _funnel(), customers(24), _appendix()),
    )


def longest() -> Document:
    """The longest data: long titles and names, twelve digits, many rows and columns."""
    usual = review()
    big = tuple(replace(item, value=cny("123456789012.34"), label=Verbatim(LONG_NAME)) for item in _cards().items)
    summary = replace(
        _summary(),
        title=echo(LONG_NAME * 3),
        parts=(Metrics("figures", big), *(Paragraph(f"cause-{n}", echo(LONG_NAME * 3)) for n in range(7))),
    )
    return replace(
        usual,
        title=Verbatim(LONG_NAME),
        draft=False,
        sections=(summary, _plan(12), _regions(31), customers(90, LONG_NAME)),
    )


def shortest() -> Document:
    """Nothing measured: no chart, an empty table."""
    usual = review()
    cards = Metrics(
        "figures", tuple(replace(i, value=NotMeasured(), status=Status.NONE, note=None) for i in _cards().items)
    )
    months = replace(_months(3), series=tuple(replace(s, values=(NotMeasured(),) * 3) for s in _months(3).series))
    lost = DataTable("lost", message("lost"), (TableColumn("a", message("customers")),), (), empty=message("none"))
    sections = (replace(_summary(), subtitle=None, parts=(cards,)), replace(_plan(), parts=(months, lost), notes=()))
    return replace(usual, facts=(), sections=sections)


def echo(text: str) -> Message:
    return Message("deck.echo", (("text", Verbatim(text)),))


def _cover() -> Section:
    heading = message("heading", booked=BOOKED, over=share("1.8"))
    return Section("cover", message("title", period=quarter()), heading, (Paragraph("company", message("company")),))


def _cards() -> Metrics:
    against = message("against", attainment=share("101.8"), growth=share("14.2"))
    return Metrics(
        "figures",
        (
            Metric("booked", message("booked"), BOOKED, against, Status.GOOD),
            Metric("margin", message("margin"), share("21.3"), message("plan", plan=share("22")), Status.WATCH),
            Metric("collected", message("collected"), share("81.6"), message("floor", floor=share("85")), Status.ALARM),
            Metric("new", message("new"), share("31.4"), message("floor", floor=share("30")), Status.GOOD),
            Metric("forecast", message("forecast"), NotMeasured("no-history"), None, Status.NONE),
        ),
    )


def _summary() -> Section:
    return Section(
        "summary",
        message("summary", booked=BOOKED, over=share("1.8")),
        message("summary-note", floor=cny("168000000"), year=cny("420000000"), stretch=cny("200000000")),
        (
            _cards(),
            Paragraph("east", message("east", gain=cny("9800000"))),
            Paragraph("eco", message("eco", margin=share("19.6"), cuts=count(37)), Status.WATCH),
            Paragraph("overdue", message("overdue", amount=cny("23100000")), Status.ALARM),
            Paragraph("decision", message("decide")),
        ),
        SOURCE,
    )


def _months(number: int) -> Chart:
    periods = parts(quarter(), "month")
    amounts = {
        "actual": ("41200000", "52034567.89", "78000000"),
        "target": ("50000000", "54000000", "64234000"),
        "previous": ("38800000", "49000000", "62100000.5"),
    }
    series = tuple(
        Series(key, message(key), tuple(cny(values[index % 3]) for index in range(number)))
        for key, values in amounts.items()
    )
    categories = tuple(periods[index % 3] for index in range(number))
    return Chart("months", "months", message("months"), categories, series, message("months-alt"))


def _plan(number: int = 3) -> Section:
    return Section("plan", message("plan-title", booked=BOOKED), None, (_months(number), _region_table(5)), SOURCE)


REGIONS = (
    Named((("zh", "华东"), ("en", "East"))),
    Named((("zh", "华南"), ("en", "South"))),
    Named((("zh", "华北"), ("en", "North"))),
    Named((("zh", "西南"), ("en", "Southwest"))),
    Named((("zh", "海外"), ("en", "Overseas"))),
)
ATTAINED = ("120", "106.8", "81.8", "87", "103.6")
STATUSES = (Status.GOOD, Status.GOOD, Status.ALARM, Status.ALARM, Status.GOOD)


def _region_table(rows: int) -> DataTable:
    columns = (
        TableColumn("region", message("region")),
        TableColumn("actual", message("actual"), "end", "compact"),
        TableColumn("attainment", message("attainment"), "end"),
        TableColumn("status", message("status")),
    )
    lines = tuple(
        TableRow(
            (REGIONS[n % 5], cny("58800000"), share(ATTAINED[n % 5]), Message(f"status.{STATUSES[n % 5]}")),
            STATUSES[n % 5],
        )
        for n in range(rows)
    )
    foot = TableRow((message("total"), BOOKED, share("101.8"), Message("status.good")), Status.GOOD, emphasis=True)
    return DataTable("regions", message("regions"), columns, lines, foot, message("unit"))


def _regions(rows: int = 5) -> Section:
    bullets = Chart(
        "bullets",
        "bullets",
        message("bullets"),
        REGIONS,
        (Series("actual", message("attainment"), tuple(share(value) for value in ATTAINED)),),
        message("bullets-alt"),
    )
    return Section(
        "regions",
        message("region-title", gap=cny("11400000")),
        message("unit"),
        (_region_table(rows), bullets, Paragraph("east", message("east", gain=cny("9800000")), Status.GOOD)),
        SOURCE,
    )


def _funnel() -> Section:
    stages = tuple(
        Named((("zh", zh), ("en", en))) for zh, en in (("线索", "Lead"), ("方案", "Offer"), ("谈判", "Negotiation"))
    )
    chart = Chart(
        "funnel",
        "funnel",
        message("funnel"),
        stages,
        (
            Series("actual", message("actual"), (cny("210000000"), cny("98000000"), NotMeasured())),
            Series("deals", message("deals"), (count(120), count(43), count(7))),
        ),
        message("funnel-alt"),
    )
    return Section("funnel", message("funnel-title", value=cny("308000000")), None, (chart,), SOURCE)


def customers(rows: int, name: str = "华东电力设备有限公司") -> Section:
    """A table that is too long for a slide."""
    columns = (
        TableColumn("order", message("deals")),
        TableColumn("customer", message("customers")),
        TableColumn("product", message("product")),
        TableColumn("actual", message("actual"), "end", total=True),
        TableColumn("previous", message("previous"), "end"),
    )
    names = (name, *ODD_NAMES)
    lines = tuple(
        TableRow(
            (
                Verbatim(f"SO-{2200 + n}"),
                Verbatim(names[n % 7]),
                Verbatim("Ultra"),
                cny(f"{1234567 - n}.25"),
                cny("-3.50"),
            )
        )
        for n in range(rows)
    )
    foot = TableRow((message("total"), None, None, cny("29629332.00"), NotMeasured()), emphasis=True)
    table = DataTable("customers", message("customers"), columns, lines, foot, message("unit"))
    return Section("customers", message("customers-title"), message("unit"), (table,), SOURCE)


def _appendix() -> Section:
    definition = Paragraph("definition", message("definition"))
    return Section("appendix-sources", message("appendix"), None, (definition,), SOURCE)
