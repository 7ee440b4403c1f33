"""A review written by hand, in three lengths, with the sentences it needs: what the renderers' tests draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from reportgen.model.document import (
    Blank,
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
    Verbatim,
)
from reportgen.model.measured import Status
from reportgen.model.period import Period, parse_period, parts
from reportgen.model.quantity import NotMeasured, Quantity, Unit, count, money, percent
from reportgen.render.words import Words, load_words, words_of
from tests.unit.render.sample_words import SENTENCES

ROOT = Path(__file__).parents[3]
TEMPLATE = ROOT / "templates" / "page"

LONG_NAME = "苏州工业园区长三角一体化智能制造数字化转型联合创新示范工厂有限责任公司(第二分厂)"
ODD_NAMES = ("{{7*7}}", "<script>alert(1)</script>", "=1+1", "{% raw %}", 'A & B "Söhne" GmbH', "喆玥·骉羴")


def sample_words(language: str) -> Words:
    """The shipped catalogue of a language with the sentences of these samples."""
    shipped = load_words(ROOT / "templates" / "languages", language)
    return words_of(language, {**shipped.sentences, **SENTENCES[language]})


def quarter() -> Period:
    found = parse_period("2026-Q1")
    assert found is not None
    return found


def message(key: str, **values: object) -> Message:
    return Message(f"sample.{key}", tuple(values.items()))  # type: ignore[arg-type]


def cny(amount: float | str) -> Quantity:
    return money(Fraction(str(amount)), "CNY")


def share(per_cent: str) -> Quantity:
    return percent(Fraction(per_cent) / 100)


def score(points: str) -> Quantity:
    return Quantity(Fraction(points), Unit.SCORE)


def named(zh: str, en: str) -> Named:
    return Named((("zh", zh), ("en", en)))


def review() -> Document:
    """A usual review of a quarter: every kind of part."""
    return Document(
        kind="review",
        subject="E017",
        title=Verbatim("李文静"),
        heading=message("heading", period=quarter()),
        facts=(message("role"), message("manager", name=Verbatim("周立群"), id=Verbatim("E017"))),
        period=quarter(),
        cut_off=date(2026, 3, 31),
        plan_version="2026.2",
        draft=True,
        audience=message("audience"),
        sections=(_summary(), _context(), _scorecard(), _deals(), _actions(), _small_print()),
    )


def longest() -> Document:
    """A review with the longest data: long names, twelve digits, thirty rows, hostile text."""
    usual = review()
    names = (LONG_NAME, *ODD_NAMES)
    rows = tuple(_deal(f"SO-2026-{index:06}", names[index % len(names)], 123456789012 - index) for index in range(30))
    deals = replace(
        _deals(),
        parts=(replace(_deals_table(), rows=rows, foot=_total(sum(123456789012 - index for index in range(30)))),),
    )
    big = Metrics("figures", tuple(replace(item, value=cny("123456789012.34")) for item in _figures().items))
    summary = replace(_summary(), parts=(*_headline(), big))
    sections = (summary, _context(12), _scorecard(), deals, *usual.sections[4:])
    return replace(usual, title=Verbatim(LONG_NAME), draft=False, sections=sections)


def shortest() -> Document:
    """A review of somebody with no orders: nothing measured, empty tables."""
    usual = review()
    figures = Metrics(
        "figures", tuple(replace(item, value=NotMeasured(), status=Status.NONE) for item in _figures().items)
    )
    months = replace(_months(3), series=tuple(replace(s, values=(NotMeasured(),) * 3) for s in _months(3).series))
    summary = replace(_summary(), parts=(Paragraph("headline", message("nothing")), figures))
    context = replace(_context(), parts=(months,))
    deals = replace(_deals(), parts=(replace(_deals_table(), rows=(), foot=None),))
    return replace(usual, title=Verbatim("王"), facts=(), sections=(summary, context, deals))


def _headline() -> tuple[Paragraph, ...]:
    return (
        Paragraph("headline", message("headline", attainment=share("101.8"), gain=cny(220000))),
        Paragraph("cause", message("cause", share=share("24.8"), floor=share("30")), Status.ALARM),
    )


def _summary() -> Section:
    return Section("summary", message("summary"), None, (*_headline(), _figures()))


def _figures() -> Metrics:
    return Metrics(
        "figures",
        (
            Metric(
                "booked",
                message("booked", target=cny(3500000)),
                cny("3562000.00"),
                message("booked-note", attainment=share("101.8"), growth=share("17.4")),
                Status.GOOD,
            ),
            Metric(
                "collected",
                message("collected", floor=share("85")),
                share("78.4"),
                message("overdue", amount=cny(416000), count=count(3)),
                Status.ALARM,
            ),
            Metric(
                "score",
                message("score"),
                score("94.8"),
                message("median", count=count(22), median=score("91.3")),
                Status.NONE,
            ),
            Metric("tier", message("next-tier"), cny(288000), message("tier-gain", amount=cny(5760)), Status.WATCH),
        ),
    )


def _context(months: int = 3) -> Section:
    return Section(
        "context", message("context"), message("context-note"), (_months(months), _products(), _funnel(), _bullets())
    )


def _months(months: int) -> Chart:
    periods = parts(quarter(), "month")
    actual = ("920000", "1180000", "1462000")
    target = ("1100000", "1170000", "1230000")
    previous = ("800000", "1090000", "1144000")
    return Chart(
        "months",
        "months",
        message("months"),
        tuple(periods[index % 3] for index in range(months)),
        (
            Series("actual", message("actual"), tuple(cny(actual[index % 3]) for index in range(months))),
            Series("target", message("target"), tuple(cny(target[index % 3]) for index in range(months))),
            Series("previous", message("previous"), tuple(cny(previous[index % 3]) for index in range(months))),
        ),
        message("months-alt", total=cny(3562000)),
    )


def _products() -> Chart:
    labels = ("智能网关", "传感器", "Eco 系列", "服务与备件")
    values = (cny(1621000), cny(1104500), cny(912000), cny(-75500))
    return Chart(
        "products",
        "bars",
        message("products"),
        tuple(Verbatim(label) for label in labels),
        (Series("actual", message("actual"), values),),
        message("products-alt"),
    )


def _funnel() -> Chart:
    stages = (
        named("线索", "Prospecting"),
        named("接洽", "Engaging"),
        named("报价", "Quoted"),
        named("谈判", "Negotiation"),
    )
    values = (cny(4210000), cny(2875000), cny(1340000), NotMeasured("no-data"))
    return Chart(
        "funnel",
        "funnel",
        message("funnel"),
        stages,
        (Series("actual", message("actual"), values),),
        message("funnel-alt"),
    )


def _bullets() -> Chart:
    labels = (
        named("签单额", "Bookings"),
        named("回款率", "Collection rate"),
        named("拜访量", "Visits"),
        named("NPS", "NPS"),
    )
    values = (share("101.8"), share("92.2"), share("110"), NotMeasured("no-target"))
    return Chart(
        "bullets",
        "bullets",
        message("bullets"),
        labels,
        (Series("actual", message("actual"), values),),
        message("bullets-alt"),
    )


def _scorecard() -> Section:
    columns = (
        TableColumn("dimension", message("dimension")),
        TableColumn("kpi", message("kpi")),
        TableColumn("weight", message("weight"), "end", "compact"),
        TableColumn("target", message("target"), "end", "compact"),
        TableColumn("actual", message("actual"), "end", "compact"),
        TableColumn("attainment", message("attainment"), "end"),
        TableColumn("status", message("status")),
        TableColumn("score", message("points"), "end"),
    )
    foot = TableRow((None, message("total"), share("100"), None, None, None, None, score("94.8")), emphasis=True)
    table = DataTable("scorecard", message("scorecard"), columns, _score_rows(), foot, message("weights-note"))
    return Section("scorecard", message("scorecard"), message("weights-note"), (table,))


def _score_rows() -> tuple[TableRow, ...]:
    finance, customer, process = named("财务", "Finance"), named("客户", "Customer"), named("流程", "Process")
    return (
        _scored(
            finance,
            named("签单额达成", "Bookings"),
            "35",
            cny(3500000),
            cny(3562000),
            share("101.8"),
            "good",
            score("35"),
        ),
        _scored(
            finance,
            named("回款率", "Collection rate"),
            "15",
            share("85"),
            share("78.4"),
            share("92.2"),
            "alarm",
            score("13.8"),
        ),
        _scored(
            finance,
            named("毛利率(Eco)", "Margin (Eco)"),
            "10",
            share("22"),
            share("19.6"),
            share("89.1"),
            "alarm",
            score("8.9"),
        ),
        _scored(
            customer,
            named("新客户占比", "New customers"),
            "15",
            share("30"),
            share("24.8"),
            share("82.7"),
            "alarm",
            score("12.4"),
        ),
        _scored(customer, named("NPS", "NPS"), "5", count(55), count(61), share("110.9"), "good", score("5")),
        _scored(
            process, named("赢单率", "Win rate"), "10", share("28"), share("27.1"), share("96.8"), "watch", score("9.7")
        ),
        _scored(
            process, named("认证课程", "Courses"), "10", count(2), NotMeasured(), NotMeasured(), "none", NotMeasured()
        ),
    )


def _scored(*values: object) -> TableRow:
    dimension, kpi, weight, target, actual, attainment, status, points = values
    cells = (dimension, kpi, share(str(weight)), target, actual, attainment, Message(f"status.{status}"), points)
    return TableRow(cells, Status(str(status)))  # type: ignore[arg-type]


def _deals() -> Section:
    return Section("deals", message("deals"), None, (_deals_table(),), (message("deals-source"),))


def _deals_table() -> DataTable:
    columns = (
        TableColumn("key", message("order")),
        TableColumn("customer", message("customer")),
        TableColumn("day", message("day")),
        TableColumn("amount", message("amount"), "end", total=True),
    )
    names = ("苏州数字工厂", "华能项目", *ODD_NAMES)
    rows = tuple(_deal(f"SO-22{index:02}", name, 182000 - 7000 * index) for index, name in enumerate(names))
    return DataTable("deals", message("deals"), columns, rows, _total(1260000), message("unit"), message("no-deals"))


def _total(amount: int) -> TableRow:
    return TableRow((message("total"), None, None, cny(amount)), emphasis=True)


def _deal(key: str, customer: str, amount: int) -> TableRow:
    return TableRow((Verbatim(key), Verbatim(customer), date(2026, 3, 8), cny(amount)))


def _actions() -> Section:
    columns = (
        TableColumn("matter", message("matter")),
        TableColumn("evidence", message("evidence")),
        TableColumn("owner", message("owner")),
        TableColumn("due", message("due")),
    )
    rows = (
        TableRow(
            (message("alert-new"), message("alert-weeks", base=2), Verbatim("周立群"), date(2026, 4, 10)), Status.ALARM
        ),
        TableRow(
            (message("alert-stuck"), Verbatim("OPP-2207 苏州数字工厂"), Verbatim("李文静"), date(2026, 4, 8)),
            Status.WATCH,
        ),
        TableRow(
            (message("done"), message("received", amount=cny(182000)), Verbatim("李文静"), date(2026, 3, 31)),
            Status.GOOD,
        ),
    )
    agreed = Blank("agreed", (message("action"), message("owner"), message("due")), 3)
    signed = Blank("signed", (message("employee"), message("boss")), 1)
    return Section(
        "actions", message("alerts"), None, (DataTable("alerts", message("alerts"), columns, rows), agreed, signed)
    )


def _small_print() -> Section:
    return Section(
        "small-print", message("definitions"), None, (Paragraph("formula", message("formula")),), (message("trace"),)
    )
