"""Somebody who sells nothing and is not asked to is reviewed on what is scored, without empty charts and lists."""

from reportgen import documents
from reportgen.model.document import Document, Message, Metrics
from reportgen.render.words import load_words, word
from tests.tables import dataset, entries, measured, plan_of
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


def review_of(person: str) -> Document:
    data = dataset(people=PEOPLE, orders=ORDERS, training=TRAINING)
    promised = plan_of(company={"roles": ROLES}, measures=MEASURES, kpis=KPIS, scorecards=CARDS)
    return documents.review(measured(data, promised, "2026-Q1"), person)


def leading(found: Document) -> list[str]:
    return [item.id for part in found.sections[0].parts if isinstance(part, Metrics) for item in part.items]


def said(found: Document) -> str:
    return word(EN, next(part.text for part in found.sections[0].parts if part.id == "result"))


def test_who_sells_is_led_by_the_plans_figures() -> None:
    found = review_of("E1")
    assert leading(found) == ["order_amount"]
    assert {each.id for each in found.sections} >= NEEDS_SALES


def test_who_sells_nothing_is_led_by_what_is_scored() -> None:
    found = review_of("T1")
    assert leading(found) == ["training", "score"]
    assert said(found) == "Training 1, 25.0% of the target of 4"
    assert NEEDS_SALES & {each.id for each in found.sections} == set()


def test_who_is_not_scored_either_is_said_to_have_nothing_measured() -> None:
    found = review_of("T2")
    assert leading(found) == []
    assert said(found) == word(EN, Message("review.result.none"))
    assert NEEDS_SALES & {each.id for each in found.sections} == set()
