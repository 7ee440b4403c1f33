"""What the papers of a small company say beside its reviews: the analysis, the bulletin, dealers, carbon, the plan."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from reportgen import documents, plan
from reportgen.model.document import DataTable, Document, Section
from reportgen.model.measured import Measured
from reportgen.model.quantity import NotMeasured
from reportgen.render.words import load_words, missing_keys, word
from tests.tables import dataset, entries, measured, number, plan_of
from tests.unit.documents.saying import said

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden"
WORDS = {language: load_words(ROOT / "templates" / "languages", language) for language in ("en", "zh")}

Golden = Callable[[Path, str], None]

MORE = {
    "dealers": """
        dealer  name  type      region  signed
        PT-1    One   platform  East    2022-01-01
        PT-2    Two   platform  South   2026-03-15
        HY-1    Three agent     East    2026-05-01
    """,
    "dealer_stock": """
        dealer  month    quantity  value
        PT-1    2026-01  50        30,000
        PT-1    2026-02  44        28,000
        PT-2    2026-03  70        99,000
    """,
    "dealer_health": """
        dealer  quarter  amount
        PT-1    2026-Q1  120,000
        PT-2    2026-Q1  7,000
    """,
    "carbon": """
        month    source   quantity
        2025-01  travel   400
        2025-02  travel   300
        2025-03  travel   300
        2026-01  travel   350
        2026-02  travel   300
        2026-03  travel   200
        2026-01  freight  20
        2026-03  freight  30
    """,
    "leads": """
        lead  week        quantity
        L-1   2026-03-02  5
        L-2   2026-03-07  2
        L-3   2026-03-30  4
    """,
}

MEASURES = """
- {id: leads, name: {zh: 线索数, en: Leads}, table: leads, how: sum, column: quantity, date: week, unit: count}
- {id: stock_days, name: {zh: 库存天数, en: Days of stock}, table: dealer_stock, how: sum, column: quantity, date: month, unit: days}
- {id: stock_value, name: {zh: 库存金额, en: Stock}, table: dealer_stock, how: sum, column: value, date: month, unit: money}
- {id: purchases, name: {zh: 提货额, en: Purchases}, table: dealer_health, how: sum, column: amount, date: quarter, unit: money}
- {id: travel, name: {zh: 差旅, en: Travel}, table: carbon, how: sum, column: quantity, date: month, where: {source: [travel]}, unit: number}
- {id: freight, name: {zh: 运输, en: Freight}, table: carbon, how: sum, column: quantity, date: month, where: {source: [freight]}, unit: number}
"""

KPIS = """
- {id: stock_days, name: {zh: 库存天数, en: Days of stock}, kind: latest, measure: stock_days, by: dealer, unit: days, target: {value: 45}}
- {id: travel, name: {zh: 差旅, en: Travel}, measure: travel, unit: number, better: lower}
- {id: freight, name: {zh: 运输, en: Freight}, measure: freight, unit: number, better: lower}
- {id: travel_change, name: {zh: 差旅同比, en: Travel on last year}, kind: growth, measure: travel, unit: percent, better: lower, target: {value: -12 %}}
"""

MEETINGS = """
- id: stand-up
  name: {zh: 站会, en: Stand-up}
  from: 2026-01-01
  because: {zh: 会议, en: Meetings}
  kind: meeting
  every: day
  roles: [representative]
  documents: [bulletin]
  agenda: [{what: {zh: 看数, en: Figures}, figures: [order_amount, leads]}, {what: {zh: 口号, en: Slogan}, says: {zh: 再进一步。, en: One step more.}}]
- id: weekly
  name: {zh: 周会, en: Weekly}
  from: 2026-01-01
  because: {zh: 会议, en: Meetings}
  kind: meeting
  every: week
  roles: [manager]
  documents: [management_analysis]
  agenda: [{what: {zh: 看数, en: Figures}, figures: [leads, win_rate]}]
- {id: dealers, name: {zh: 对账单, en: Statement}, from: 2026-01-01, because: {zh: 单据, en: Statements}, kind: statement, every: quarter, document: dealer_statements, subject: dealer, figures: [stock_days, stock_value, purchases]}
- {id: carbon, name: {zh: 碳报告, en: Carbon}, from: 2026-01-01, because: {zh: 单据, en: Statements}, kind: statement, every: quarter, document: carbon_report, subject: company, figures: [travel, freight, travel_change]}
"""


@cache
def company(when: str) -> Measured:
    given = YAML(typ="base", pure=True).load((GOLDEN / "company.yaml").read_text("utf-8"))
    promised = given.pop("plan")
    promised["measures"] += entries(MEASURES)
    promised["kpis"] += entries(KPIS)
    return measured(dataset(**given, **MORE), plan_of(**promised, meetings=entries(MEETINGS)), when)


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
    assert "120,000.00" in texts["PT-1"] and "120,000.00" not in texts["PT-2"]
    assert "99,000.00" in texts["PT-2"] and "99,000.00" not in texts["PT-1"]
    people = [person.name for person in company("2026-Q1").roster.people.values()]
    assert [name for name in people if any(name in text for text in texts.values())] == []


def test_a_month_without_a_row_of_the_dealer_is_not_known_rather_than_zero() -> None:
    dealer = company("2026-Q1").dealers["PT-1"]
    assert [number(dealer.months[month].values["stock_value"]) for month in (0, 1)] == [30_000, 28_000]
    assert dealer.months[2].values["stock_value"] == NotMeasured("no-data")


def test_a_dealer_without_any_row_has_a_statement_that_says_so() -> None:
    told = said(documents.dealer_statement(company("2026"), "HY-1"), WORDS["en"])
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
    given = YAML(typ="base", pure=True).load((GOLDEN / "company.yaml").read_text("utf-8"))
    promised = given.pop("plan")
    assert not documents.has_carbon(measured(dataset(**given), plan_of(**promised), "2026-Q1"))
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
    (written,) = [part for each in made.sections for part in each.parts
                  if isinstance(part, DataTable) and part.note and "order_amount_2026" in word(WORDS["en"], part.note)]  # fmt: skip
    values = {word(WORDS["en"], row.cells[1]): word(WORDS["en"], row.cells[2]) for row in written.rows}
    assert values["floor"] == "420,000,000"
    assert values["phasing"] == "40 %, 30 %, 20 %, 10 %"
    assert len(values) == len(entry.values)
