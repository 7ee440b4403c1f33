"""Somebody who sells nothing and is not asked to is reviewed on what is scored, without empty charts and lists."""

from reportgen import documents
from reportgen.model.document import DataTable, Document, Metrics, Paragraph
from reportgen.render.words import load_words, word
from tests.tables import Entry, dataset, entries, measured, plan_of
from tests.unit.documents.test_documents import ROOT

EN = load_words(ROOT / "templates" / "languages", "en")
PEOPLE = """
person  role            manager  since
E1      representative  -        2025-01-01
T1      consultant      -        2025-01-01
T2      assistant       -        2025-01-01
"""
ORDERS = "order_no order_date person customer amount\nA1 2026-02-10 E1 Acme 100"
TRAINING = "person finished\nT1 2026-01-20"
MEASURES = entries("- {id: training, table: training, how: count, date: finished, unit: count}")
KPIS = entries("- {id: training, name: {zh: 培训, en: Training}, measure: training, unit: count, target: {value: 4}}")
CARDS = entries("- {id: consultant, roles: [consultant], weights: {training: 100 %}}")
ROLES = {role: {"zh": role, "en": role} for role in ("representative", "consultant", "assistant")}
NEEDS_SALES = {"glance", "deals"}


def review_of(person: str, kpis: list[Entry] = KPIS) -> Document:
    data = dataset(people=PEOPLE, orders=ORDERS, training=TRAINING)
    promised = plan_of(company={"roles": ROLES}, measures=MEASURES, kpis=kpis, scorecards=CARDS)
    return documents.review(measured(data, promised, "2026-Q1"), person)


def leading(found: Document) -> list[str]:
    return [item.id for part in found.sections[0].parts if isinstance(part, Metrics) for item in part.items]


def said(found: Document) -> str:
    told = [part for part in found.sections[0].parts if isinstance(part, Paragraph)]
    return next(word(EN, part.text) for part in told if part.id == "result")


def test_who_sells_is_led_by_the_plans_figures() -> None:
    found = review_of("E1")
    assert leading(found) == ["order_amount"]
    assert {each.id for each in found.sections} >= NEEDS_SALES


def test_who_sells_nothing_is_led_by_what_is_scored() -> None:
    found = review_of("T1")
    assert leading(found) == ["training", "score"]
    assert said(found) == "Training 1, 25.0% of the target of 4"
    assert NEEDS_SALES & {each.id for each in found.sections} == set()


def rows_of(found: Document, table: str) -> list[str]:
    """What the rows of a table are called."""
    parts = [part for section in found.sections for part in section.parts]
    (made,) = (part for part in parts if isinstance(part, DataTable) and part.id == table)
    name = [column.key for column in made.columns].index("kpi")
    return [word(EN, row.cells[name]) for row in made.rows]


def test_who_sells_nothing_is_told_how_the_figures_that_are_shown_come_to_be_and_the_one_that_sums_up() -> None:
    assert rows_of(review_of("T1"), "definitions") == ["order_amount", "Training"]
    assert rows_of(review_of("E1"), "definitions") == rows_of(review_of("E1"), "scorecard")


def test_a_rate_is_told_beside_its_target_and_not_as_a_rate_of_it() -> None:
    kpis = entries("""- id: trained
  name: {zh: 率, en: Rate}
  kind: ratio
  numerator: training
  denominator: training
  unit: percent
  target: {value: 200 %}""")
    promised = plan_of(
        company={"roles": ROLES},
        measures=MEASURES,
        kpis=kpis,
        scorecards=entries("- {id: consultant, roles: [consultant], weights: {trained: 100 %}}"),
    )
    data = dataset(people=PEOPLE, orders=ORDERS, training=TRAINING)
    assert said(documents.review(measured(data, promised, "2026-Q1"), "T1")) == "Rate 100%, target 200%"


def test_who_has_no_case_to_talk_through_gets_no_head_without_rows() -> None:
    assert "star" in tables_of(review_of("T1"))
    untargeted = review_of("T2", entries("- {id: training, measure: training, unit: count}"))
    assert "star" not in tables_of(untargeted)
    assert [part.id for part in untargeted.sections[-2].parts] == ["agreed", "signatures"]


def tables_of(found: Document) -> set[str]:
    return {part.id for section in found.sections for part in section.parts if isinstance(part, DataTable)}


def test_of_who_is_not_scored_either_only_a_result_of_sales_is_said_to_be_missing() -> None:
    found = review_of("T2")
    assert leading(found) == []
    assert said(found) == "No sales result in this period."
    assert NEEDS_SALES & {each.id for each in found.sections} == set()
