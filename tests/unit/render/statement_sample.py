"""A hand-made commission statement: orders rated by margin bands, released as cash comes in, bridged to pay."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from reportgen.model.document import (
    DataTable,
    Document,
    Message,
    Metric,
    Metrics,
    Paragraph,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Status
from reportgen.model.money import half_up
from reportgen.model.period import month_of
from reportgen.model.quantity import NotMeasured, Quantity, money, percent
from reportgen.render.words import Words, load_words, words_of

LANGUAGES = Path(__file__).resolve().parents[3] / "templates" / "languages"
ODD_CUSTOMERS = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "{{7*7}}",
    "_x0041_ & <b>Söhne</b>",
    "中国石油天然气股份有限公司西北销售甘肃分公司兰州新区第二十三加油加气充电综合服务站",
    "龘龘实业 🙂\n第二行",
)
CURRENCY = "CNY"
OPENING = Fraction("6204.11")
RATES = (Fraction(3, 100), Fraction(5, 100), Fraction(8, 100))
FLOORS = (Fraction(0), Fraction(20, 100), Fraction(25, 100))

_TEXTS: dict[str, tuple[str, str]] = {
    "heading": ("提成结算单 · 2026 年 3 月", "Commission statement · March 2026"),
    "role": ("E017 · 区域销售代表 · 华东一部", "E017 · Sales representative · East China 1"),
    "audience": ("机密:仅限本人、上级与薪酬", "Confidential: payee, manager and payroll only"),
    "unit": ("单位:元", "in CNY"),
    "summary": ("汇总", "Summary"),
    "calculation": ("计算", "Calculation"),
    "credits": ("明细", "Credits"),
    "credits-meaning": ("每笔订单一行,按订单号", "One row an order, by its number"),
    "clauses": ("条款", "Plan clauses"),
    "payable": ("本期应付", "Payable now"),
    "attainment": ("本季达成", "Attainment this quarter"),
    "waiting": ("待回款释放", "Waiting for cash"),
    "bridge": ("过桥", "Bridge"),
    "bridge-note": ("每行可在对应工作表重算", "every row can be recomputed here"),
    "opening": ("期初余额(未释放)", "Opening balance (unreleased)"),
    "earned-now": ("本期新计提", "Newly earned"),
    "prior": ("以前期间已付", "Paid before"),
    "closing": ("期末余额(未释放)", "Closing balance (unreleased)"),
    "amount": ("金额", "Amount"),
    "item": ("项目", "Item"),
    "tiers": ("基础佣金", "Base commission"),
    "tiers-note": ("按订单毛利分段,条款 3.1", "by margin band of the order, clause 3.1"),
    "band": ("毛利段", "Margin band"),
    "band-1": ("20% 以内", "up to 20%"),
    "band-2": ("20%–25%", "20% to 25%"),
    "band-3": ("25% 以上", "above 25%"),
    "rounding": ("逐笔取整", "Rounding, order by order"),
    "from": ("起点", "From"),
    "margin": ("毛利", "Margin"),
    "rate": ("比例", "Rate"),
    "subtotal": ("小计", "Subtotal"),
    "order": ("订单号", "Order"),
    "day": ("签订日期", "Signed"),
    "customer": ("客户", "Customer"),
    "revenue": ("不含税金额", "Revenue"),
    "cost": ("成本", "Cost"),
    "part1": ("毛利 ≤20%", "Margin ≤20%"),
    "part2": ("毛利 20–25%", "Margin 20–25%"),
    "part3": ("毛利 >25%", "Margin >25%"),
    "earned": ("计提", "Earned"),
    "invoiced": ("开票(含税)", "Invoiced"),
    "collected": ("到账(含税)", "Collected"),
    "released": ("累计释放", "Released"),
    "paid": ("已付", "Paid before"),
    "total": ("合计", "Total"),
    "no-orders": ("本期没有订单。", "No orders in this period."),
    "clause": ("条款", "Clause"),
    "wording": ("内容", "Wording"),
    "clause-text": (
        "订单毛利按 20% 与 25% 分段计提:不超过销售额 20% 的部分按 3%,20% 至 25% 的部分按 5%,超过 25% 的部分按 8%。",
        "An order's margin is rated in bands: 3% up to a margin of 20% of revenue, 5% from there to 25%, 8% above.",
    ),
    "release-text": (
        "按到账比例释放,不超过计提额。",
        "Released in proportion to cash received, never above what was earned.",
    ),
    "next": ("再签 {gap:full} 元即进入下一档。", "{gap:full} more reaches the next tier."),
}


def words_for(language: str) -> Words:
    """The shipped words of a language with those of this sample."""
    shipped = load_words(LANGUAGES, language)
    index = 0 if language == "zh" else 1
    return words_of(language, {**shipped.sentences, **{f"s.{key}": pair[index] for key, pair in _TEXTS.items()}})


def say(key: str, **values: Value) -> Message:
    return Message(f"s.{key}", tuple(values.items()))


def statement(orders: int = 24, title: str = "李文静") -> Document:
    """A statement of so many orders, among them a return, an unpaid one and customers with names that bite."""
    rows = tuple(_order(index) for index in range(orders))
    return Document(
        kind="statement",
        subject="E017",
        title=Verbatim(title),
        heading=say("heading"),
        facts=(say("role"),),
        period=month_of(date(2026, 3, 1)),
        cut_off=date(2026, 3, 31),
        plan_version="2026.2",
        draft=True,
        audience=say("audience"),
        sections=(
            Section("summary", say("summary"), None, _summary(rows)),
            Section("calculation", say("calculation"), say("tiers-note"), (_tiers(rows),)),
            Section("credits", say("credits"), say("credits-meaning"), (_credits(rows),), notes=(say("release-text"),)),
            Section("clauses", say("clauses"), None, (_clauses(),)),
        ),
    )


def figure(rows: tuple[TableRow, ...], column: str) -> Fraction:
    """The sum of a column of the credits, as the engine adds it."""
    index = [item.key for item in _COLUMNS].index(column)
    cells = (row.cells[index] for row in rows)
    return sum((cell.value for cell in cells if isinstance(cell, Quantity)), Fraction(0))


def _column(key: str, label: str, formula: str = "", *, total: bool = True) -> TableColumn:
    return TableColumn(key, say(label), "end", formula=formula, total=total)


_COLUMNS = (
    TableColumn("order", say("order")),
    TableColumn("day", say("day")),
    TableColumn("customer", say("customer")),
    _column("revenue", "revenue"),
    _column("cost", "cost"),
    _column("margin", "margin", "{revenue}-{cost}"),
    _column("part1", "part1", "IF({revenue}>0,MIN(MAX({margin},0),{tiers[2].from}*{revenue}),0)"),
    _column(
        "part2", "part2", "IF({revenue}>0,MAX(0,MIN({margin},{tiers[3].from}*{revenue})-{tiers[2].from}*{revenue}),0)"
    ),
    _column("part3", "part3", "IF({revenue}>0,MAX(0,{margin}-{tiers[3].from}*{revenue}),0)"),
    # The inner ROUND takes away what binary arithmetic adds, so that halves of a cent round up as the plan says.
    _column(
        "earned",
        "earned",
        "ROUND(ROUND({part1}*{tiers[1].rate}+{part2}*{tiers[2].rate}+{part3}*{tiers[3].rate},8),2)",
    ),
    _column("invoiced", "invoiced"),
    _column("collected", "collected"),
    _column("released", "released", "ROUND(ROUND({earned}*MIN(1,{collected}/{invoiced}),8),2)"),
    _column("paid", "paid"),
    _column("payable", "payable", "{released}-{paid}"),
)


def _order(index: int) -> TableRow:
    revenue = Fraction(1_000_000 + 777_777 * (index * 37 % 61) + index * 13, 100)
    share = Fraction(12 + index * 7 % 23, 100)
    cost = half_up(revenue * (1 - share))
    if index == 5:
        revenue, cost = -revenue, -cost
    margin = revenue - cost
    base = max(margin, Fraction(0))
    bands = (
        min(base, FLOORS[1] * max(revenue, Fraction(0))),
        max(Fraction(0), min(margin, FLOORS[2] * revenue) - FLOORS[1] * revenue) if revenue > 0 else Fraction(0),
        max(Fraction(0), margin - FLOORS[2] * revenue) if revenue > 0 else Fraction(0),
    )
    earned = half_up(sum((part * rate for part, rate in zip(bands, RATES, strict=True)), Fraction(0)))
    invoiced = half_up(revenue * Fraction(113, 100))
    collected = half_up(invoiced * Fraction(index % 4, 3)) if index % 4 < 3 else invoiced
    released = half_up(earned * min(Fraction(1), collected / invoiced))
    paid = half_up(released / 2) if index % 3 == 0 else Fraction(0)
    customer = ODD_CUSTOMERS[index % len(ODD_CUSTOMERS)] if index < 8 else f"客户{index:03d}有限公司"
    amounts = (revenue, cost, margin, *bands, earned, invoiced, collected, released, paid, released - paid)
    day = date(2026, 1, 5) + timedelta(days=index % 80)
    return TableRow(
        (Verbatim(f"{2026000 + index}"), day, Verbatim(customer), *(money(amount, CURRENCY) for amount in amounts))
    )


def _credits(rows: tuple[TableRow, ...]) -> DataTable:
    totals = tuple(money(figure(rows, column.key), CURRENCY) for column in _COLUMNS[3:])
    foot = TableRow((say("total"), None, None, *totals), emphasis=True)
    return DataTable("credits", say("credits"), _COLUMNS, rows, foot, say("unit"), say("no-orders"))


def _tiers(rows: tuple[TableRow, ...]) -> DataTable:
    columns = (
        TableColumn("band", say("band")),
        TableColumn("from", say("from"), "end"),
        TableColumn("amount", say("margin"), "end"),
        TableColumn("rate", say("rate"), "end"),
        TableColumn("money", say("amount"), "end", total=True),
    )
    lines = []
    exact = Fraction(0)
    for tier, (start, rate) in enumerate(zip(FLOORS, RATES, strict=True), 1):
        amount = figure(rows, f"part{tier}")
        exact += amount * rate
        cells = (
            say(f"band-{tier}"),
            percent(start),
            money(amount, CURRENCY),
            percent(rate),
            money(amount * rate, CURRENCY),
        )
        formulas = ("", "", f"SUM({{credits.part{tier}}})", "", "{amount}*{rate}")
        lines.append(TableRow(cells, emphasis=tier == 2, key=str(tier), formulas=formulas))
    earned = figure(rows, "earned")
    rounding = ("", "", "", "", "{credits[total].earned}-SUM({tiers[1].money},{tiers[2].money},{tiers[3].money})")
    lines.append(
        TableRow(
            (say("rounding"), None, None, None, money(earned - exact, CURRENCY)), key="rounding", formulas=rounding
        )
    )
    foot = TableRow((say("subtotal"), None, None, None, money(earned, CURRENCY)))
    return DataTable("tiers", say("tiers"), columns, tuple(lines), foot, say("tiers-note"))


def _summary(rows: tuple[TableRow, ...]) -> tuple[Metrics | DataTable | Paragraph, ...]:
    earned, payable = figure(rows, "earned"), figure(rows, "payable")
    waiting = earned - figure(rows, "released")
    bridge = (
        ("opening", OPENING, ""),
        ("earned-now", earned, "{credits[total].earned}"),
        ("prior", -figure(rows, "paid"), "-{credits[total].paid}"),
        ("payable", payable, "{credits[total].payable}"),
        (
            "closing",
            OPENING + earned - payable,
            "{bridge[opening].amount}+{bridge[earned-now].amount}-{bridge[payable].amount}",
        ),
    )
    columns = (TableColumn("item", say("item")), TableColumn("amount", say("amount"), "end"))
    lines = tuple(
        TableRow((say(key), money(amount, CURRENCY)), emphasis=key == "payable", key=key, formulas=("", formula))
        for key, amount, formula in bridge
    )
    components = (
        TableColumn("component", say("item")),
        TableColumn("state", say("attainment")),
        TableColumn("amount", say("amount"), "end", total=True),
    )
    paid = TableRow(
        (say("tiers"), Message("status.watch"), money(payable, CURRENCY)),
        Status.WATCH,
        key="base",
        formulas=("", "", "{credits[total].payable}"),
    )
    absent = TableRow((Verbatim("团队超额奖"), Message("status.none"), NotMeasured("no-target")))
    foot = TableRow((say("total"), None, money(payable, CURRENCY)))
    return (
        Metrics(
            "headline",
            (
                Metric(
                    "payable", say("payable"), money(payable, CURRENCY), None, Status.NONE, "{bridge[payable].amount}"
                ),
                Metric("attainment", say("attainment"), percent(Fraction(1018, 1000)), None, Status.GOOD),
                Metric(
                    "waiting",
                    say("waiting"),
                    money(waiting, CURRENCY),
                    None,
                    Status.NONE,
                    "{credits[total].earned}-{credits[total].released}",
                ),
                Metric("rank", say("rate"), NotMeasured("no-data"), None, Status.NONE),
            ),
        ),
        DataTable("bridge", say("bridge"), columns, lines, note=say("bridge-note")),
        DataTable("components", say("tiers"), components, (paid, absent), foot, say("unit")),
        Paragraph("next", say("next", gap=money(Fraction("128000.50"), CURRENCY)), Status.WATCH),
    )


def _clauses() -> DataTable:
    columns = (TableColumn("clause", say("clause")), TableColumn("wording", say("wording")))
    rows = (TableRow((Verbatim("3.1"), say("clause-text"))), TableRow((Verbatim("3.4"), say("release-text"))))
    return DataTable("clauses", say("clauses"), columns, rows)
