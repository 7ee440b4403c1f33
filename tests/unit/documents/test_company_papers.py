"""What the papers of a small company say beside its reviews: the analysis, the bulletin, dealers, carbon, the plan."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from reportgen import documents, plan
from reportgen.app.jobs import Wish, planned
from reportgen.model.document import DataTable, Document, Section
from reportgen.model.measured import Measured
from reportgen.model.papers import DEALERS
from reportgen.model.quantity import NotMeasured
from reportgen.render.brand import read_brand
from reportgen.render.pdf.compose import page_view
from reportgen.render.pdf.page import html
from reportgen.render.words import load_words, missing_keys, word
from tests.tables import dataset, entries, measured, number, plan_of
from tests.unit.documents.saying import said

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden"
WORDS = {language: load_words(ROOT / "templates" / "languages", language) for language in ("en", "zh")}

Golden = Callable[[Path, str], None]


def given(name: str) -> dict[str, Any]:
    """The text tables of a file and, under `plan`, pieces of a plan."""
    found: dict[str, Any] = YAML(typ="base", pure=True).load((GOLDEN / name).read_text("utf-8"))
    return found


@cache
def company(when: str, alerts: str = "[]") -> Measured:
    own, more = given("company.yaml"), given("papers.yaml")
    promised, further = own.pop("plan"), more.pop("plan")
    promised["measures"] += further["measures"]
    promised["kpis"] += further["kpis"]
    return measured(
        dataset(**own, **more), plan_of(**promised, meetings=further["meetings"], alerts=entries(alerts)), when
    )


def compose(kind: str, when: str, subject: str) -> Document:
    found = company(when)
    match kind:
        case "analysis":
            return documents.analysis(found)
        case "bulletin":
            return documents.bulletin(found)
        case "carbon":
            return documents.carbon(found)
    return documents.dealer_statement(found, subject)


SHOWN = [
    ("analysis", "2026-03", "", "en"),
    ("analysis", "2026-Q1", "", "zh"),
    ("bulletin", "2026-03", "", "en"),
    ("bulletin", "2026-03", "", "zh"),
    ("carbon", "2026-Q1", "", "en"),
    ("carbon", "2026-Q1", "", "zh"),
    ("dealer", "2026-Q1", "PT-1", "en"),
    ("dealer", "2026-Q1", "PT-2", "zh"),
]


@pytest.mark.parametrize(("kind", "when", "subject", "language"), SHOWN)
def test_a_paper_says_what_was_read_and_approved(
    kind: str, when: str, subject: str, language: str, golden: Golden
) -> None:
    name = "-".join(part for part in (kind, subject, when, language) if part)
    golden(GOLDEN / "documents" / f"{name}.txt", said(compose(kind, when, subject), WORDS[language]))


@pytest.mark.parametrize("when", ["2026-01", "2026-03", "2026-Q1", "2026"])
def test_every_word_of_every_paper_is_in_both_catalogues(when: str) -> None:
    found = company(when)
    made = [documents.analysis(found), documents.bulletin(found), documents.carbon(found)]
    made += [documents.dealer_statement(found, dealer) for dealer in found.dealers]
    assert {
        problem.found for words in WORDS.values() for each in made for problem in missing_keys(each, words)
    } == set()


def section(document: Document, name: str) -> Section | None:
    return next((each for each in document.sections if each.id == name), None)


def table(document: Document, name: str) -> DataTable:
    found = [
        part for each in document.sections for part in each.parts if isinstance(part, DataTable) and part.id == name
    ]
    assert len(found) == 1, name
    return found[0]


def test_a_dealer_is_told_from_the_day_it_was_signed() -> None:
    assert list(company("2026-01").dealers) == ["PT-1"]
    assert list(company("2026-03").dealers) == ["PT-1", "PT-2"]
    assert list(company("2026").dealers) == ["PT-1", "PT-2", "HY-1"]


def test_a_dealer_has_no_figure_of_another() -> None:
    texts = {dealer: said(compose("dealer", "2026-Q1", dealer), WORDS["en"]) for dealer in ("PT-1", "PT-2")}
    assert ["120,000.00" in text for text in texts.values()] == [True, False]
    assert ["99,000.00" in text for text in texts.values()] == [False, True]
    people = [person.name for person in company("2026-Q1").roster.people.values()]
    assert [name for name in people if any(name in text for text in texts.values())] == []


def test_a_month_without_a_row_of_the_dealer_is_not_known_rather_than_zero() -> None:
    dealer = company("2026-Q1").dealers["PT-1"]
    assert [number(dealer.months[month].values["stock_value"]) for month in (0, 1)] == [30_000, 28_000]
    assert dealer.months[2].values["stock_value"] == NotMeasured("no-data")


def test_what_holds_until_a_newer_row_comes_in_says_the_day_of_its_newest() -> None:
    quarter, month = company("2026-Q1").dealers, company("2026-02").dealers
    # Nothing was reported of PT-1 in March; in February's own statement its row is no older than the month.
    assert {name: {kpi: newest.id for kpi, newest in quarter[name].dated.items()} for name in ("PT-1", "PT-2")} == {
        "PT-1": {"stock_days": "2026-02"},
        "PT-2": {},
    }
    assert month["PT-1"].dated == {}
    assert number(quarter["PT-1"].figures["stock_days"].actual) == 44


def test_money_beside_an_alert_is_said_to_be_what_was_reported() -> None:
    low = (
        "- {id: low, kind: below, figures: [stock_days], threshold: 45, subject: dealer, every: month, owner: manager}"
    )
    for alerts, noted in ((low, True), ("[]", False)):
        text = said(documents.dealer_statement(company("2026-Q1", alerts), "PT-1"), WORDS["en"])
        assert ("What the alerts below ask for is not counted in" in text) is noted


def test_a_reason_that_an_earlier_one_holds_is_not_said_again() -> None:
    found = company("2026-Q1")
    dealer = found.dealers["PT-1"]
    told = [{"zh": "份额；联合基金 50/50；考试。", "en": "Share; joint fund 50/50; exam."}]
    told += [{"zh": "联合基金 50/50。", "en": "Joint fund 50/50."}, {"zh": "库存。", "en": "Stock."}]
    figure = next(iter(dealer.figures.values()))
    figures = {str(at): replace(figure, kpi=replace(figure.kpi, because=each)) for at, each in enumerate(told)}
    known = replace(found, dealers={"PT-1": replace(dealer, figures=figures)})
    printed = said(documents.dealer_statement(known, "PT-1"), WORDS["en"])
    assert "Because: Share; joint fund 50/50; exam. Stock.\n" in printed


def test_money_received_beside_the_month_it_was_due_in_is_said_to_be_received_then() -> None:
    own = given("company.yaml")
    promised = own.pop("plan")
    cash = "- {id: cash, table: receipts, column: amount, date: receipt_date, name: {zh: 回款额, en: Cash}}"
    rate = "- {id: rate, kind: ratio, numerator: cash, denominator: order_amount, name: {zh: 率, en: Rate}}"
    promised["measures"] += entries(cash)
    promised["kpis"] += entries(rate)
    promised["documents"]["headline"] += ["rate"]
    text = said(documents.analysis(measured(dataset(**own), plan_of(**promised), "2026-Q1")), WORDS["en"])
    assert '"Cash" was received in the month, whenever it was due\n' in text


def test_a_dealer_without_any_row_is_not_asked_to_sign_a_statement() -> None:
    found = company("2026")
    assert {each: documents.has_dealer_figures(found, each) for each in found.dealers} == {
        "PT-1": True,
        "PT-2": True,
        "HY-1": False,
    }
    made = [each.path for each in planned(found, (DEALERS,), ("en",), Wish((), (), None))]
    assert made == ["management/dealers/PT-1.pdf", "management/dealers/PT-2.pdf"]
    told = said(documents.dealer_statement(found, "HY-1"), WORDS["en"])
    assert "There is nothing to state for this period." in told


def test_the_weeks_of_a_month_are_its_days_and_sum_to_it() -> None:
    counted = company("2026-03").counts["order_amount"]
    assert [(week.first.day, week.last.day) for week in counted.weeks] == [(1, 7), (8, 14), (15, 21), (22, 31)]
    assert [number(week.value) for week in counted.weeks] == [60_000, -10_000, 20_000, 1_000]
    assert sum((number(week.value) for week in counted.weeks), Fraction(0)) == number(counted.actual)


def test_a_quarter_has_no_rolling_weeks() -> None:
    assert company("2026-Q1").counts["order_amount"].weeks == ()
    assert section(compose("analysis", "2026-Q1", ""), "rhythm") is None


def test_what_came_by_the_end_of_each_week_ends_at_the_months_figure() -> None:
    rows = table(compose("analysis", "2026-03", ""), "weeks").rows
    assert [number(row.cells[2]) for row in rows] == [60_000, 50_000, 70_000, 71_000]  # type: ignore[arg-type]


def test_the_months_of_the_year_are_those_up_to_the_periods_end() -> None:
    assert [point.period.id for point in company("2026-03").year] == ["2026-01", "2026-02", "2026-03"]
    assert [point.period.id for point in company("2026-Q1").year] == ["2026-01", "2026-02", "2026-03"]


def test_carbon_that_nobody_reported_is_told_and_is_no_zero() -> None:
    report = compose("carbon", "2026-Q1", "")
    february = table(report, "by-month").rows[1]
    assert february.cells[2] == NotMeasured("no-data")
    assert isinstance(february.cells[3], NotMeasured)
    assert [row.cells[3] for row in table(report, "sources").rows] == [NotMeasured("no-history")] * 2
    assert "Freight: nobody reported February 2026; the total is without it." in said(report, WORDS["en"])


def test_a_company_without_carbon_has_no_carbon_report() -> None:
    own = given("company.yaml")
    promised = own.pop("plan")
    assert not documents.has_carbon(measured(dataset(**own), plan_of(**promised), "2026-Q1"))
    assert documents.has_carbon(company("2026-Q1"))


def test_the_plan_document_has_every_rule_of_the_plan_once_with_its_reason() -> None:
    text = plan.tell(ROOT / "inputs" / "plan", "inputs/plan")
    made = documents.plan_document(company("2026-Q1"), text)
    assert [(each.id, sum(isinstance(part, DataTable) for part in each.parts)) for each in made.sections[1:]] == [
        (each.name, len(each.entries)) for each in text.sections
    ]
    printed = {language: said(made, words) for language, words in WORDS.items()}
    for language, words in WORDS.items():
        for entry in (entry for each in text.sections for entry in each.entries if entry.id):
            assert entry.name[language] in printed[language]
            assert entry.because[language] in printed[language]
        assert not missing_keys(made, words)


def test_the_plan_document_writes_amounts_as_they_were_typed() -> None:
    text = plan.tell(ROOT / "inputs" / "plan", "inputs/plan")
    made = documents.plan_document(company("2026-Q1"), text)
    (entry,) = [e for each in text.sections for e in each.entries if e.id == "order_amount_2026"]
    told = [part for each in made.sections for part in each.parts if isinstance(part, DataTable) and part.note]
    (written,) = [part for part in told if "order_amount_2026" in word(WORDS["en"], part.note)]
    values = {word(WORDS["en"], row.cells[1]): word(WORDS["en"], row.cells[2]) for row in written.rows}
    assert values["floor"] == "420,000,000"
    assert values["phasing"] == "40%, 30%, 20%, 10%"
    assert len(values) == len(entry.values)


def test_the_plan_document_shows_ids_as_names_or_as_they_are_and_never_as_keys() -> None:
    made = documents.plan_document(company("2026-Q1"), plan.tell(ROOT / "inputs" / "plan", "inputs/plan"))
    zh = WORDS["zh"]
    rows = {}
    for table in (each for section in made.sections for each in section.parts if isinstance(each, DataTable)):
        if table.note is not None and table.id.partition("-")[0] in (
            "pay",
            "checklists",
            "scorecards",
            "slices",
            "talent",
        ):
            id_ = word(zh, table.note).rpartition(" · ")[2]
            rows[id_] = [tuple(word(zh, cell) for cell in row.cells) for row in table.rows]
    assert ("项目", "sales", "销售会审") in rows["three-way-review"]
    assert ("组成 values", "名称", "价值观") in rows["profit-pool"]
    assert ("标签名称", "green", "绿：准时或提前") in rows["delivery_lights"]
    assert ("权重", "签单额", "35%") in rows["representative"]
    assert ("评价人", "上级", "40%") in rows["feedback-360"]
    (documents_,) = [each for s in made.sections for each in s.parts if each.id == "documents-0"]
    assert isinstance(documents_, DataTable)
    assert "演示文稿 丢单" in {word(zh, row.cells[0]) for row in documents_.rows}


def test_what_follows_the_last_step_of_a_rule_begins_a_line_of_its_own() -> None:
    made = documents.plan_document(company("2026-Q1"), plan.tell(ROOT / "inputs" / "plan", "inputs/plan"))
    page = html(page_view(made, WORDS["zh"]), ROOT / "templates" / "plan", read_brand(ROOT / "templates/brand.yaml")[0])
    assert isinstance(page, str)
    rule = page[page.index("pay.yaml:25 ") : page.index("pay.yaml:54 ")]
    lines = [" ".join(re.sub("<[^>]*>", " ", line).replace("&nbsp;", " ").split()) for line in rule.split("<br>")]
    assert [line.partition(" · 比例")[0] for line in lines[1:4]] == ["阶梯 1 起 0%", "阶梯 2 起 20%", "阶梯 3 起 25%"]
    assert lines[4].startswith("负数处理")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_key_of_the_plan_has_a_word(language: str) -> None:
    text = plan.tell(ROOT / "inputs" / "plan", "inputs/plan")
    values = [value for section in text.sections for entry in section.entries for value in entry.values]
    keys = {
        key for each in values for place, key in enumerate(each.keys) if place not in each.ids() and not key.isdigit()
    }
    assert sorted(key for key in keys if f"plan.key.{key}" not in WORDS[language].sentences) == []


def test_the_plan_document_says_kinds_of_documents_and_a_tables_own_columns_in_words() -> None:
    made = documents.plan_document(company("2026-Q1"), plan.tell(ROOT / "inputs" / "plan", "inputs/plan"))
    tables = {each.id: each for section in made.sections for each in section.parts if isinstance(each, DataTable)}

    def told(language: str, table: DataTable) -> dict[str, str]:
        words = WORDS[language]
        return {word(words, row.cells[1]): word(words, row.cells[2]) for row in table.rows}

    assert told("zh", tables["documents-0"])["月"] == "绩效评估、结算单、登记簿、管理月报、简报"
    assert told("en", tables["documents-0"])["month"].startswith("performance reviews, statements, register")
    by = {}
    for table in tables.values():
        if table.note is not None:
            by[word(WORDS["en"], table.note).rpartition(" · ")[2]] = told("en", table).get("by")
    assert (by["successor_pool"], by["line_margin"]) == ("line of the pool", "Product line")
