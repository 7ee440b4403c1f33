"""What the program judges of the sample's people and customers is what its own plan of events says, row by row."""

from __future__ import annotations

from functools import cache

import pytest

from reportgen.measure.talent import Ranks, boxes_of, talent_desk, talents
from reportgen.model.appraisal import BoxResult, Met, PromotionResult, Talent
from reportgen.model.measured import Subject
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.model.tiers import CreditRating
from tests.truth.reading import Row, desk_of, intake, period_of, rows

KNOWN_AT = {"2026-H1": "2026-Q2", "2026-H2": "2026", "2026": "2026"}
"""In which pack a judgement of a span is told."""
LEVELS = {None: "not assessed", 0: "低", 1: "中", 2: "高"}


@cache
def everybody(pack: str) -> dict[str, Talent]:
    desk, span = desk_of(pack), period_of(pack)
    roster = desk.books.roster
    there = tuple(person.id for person in roster.people.values() if person.listed and person.days_in(span))
    told = talent_desk(desk, span)
    return dict(talents(told, there, Ranks(desk.plan, roster, span, {}, {}), boxes_of(told, there)))


def of(rule: str) -> list[Row]:
    return [row for row in rows("judgements") if row["rule"] == rule]


def two_places(found: object) -> str:
    assert isinstance(found, Quantity)
    return f"{float(found.value):.2f}"


def told(box: BoxResult | None) -> tuple[str, str]:
    assert box is not None
    assert isinstance(box.performance, Quantity)
    words = f"attained {float(box.performance.value):.2%}, values {box.mark or '—'}"
    return f"{LEVELS[box.across]} × {LEVELS[box.up]}", words


def test_every_rule_is_compared() -> None:
    assert {row["rule"] for row in rows("judgements")} == {"nine-box", "management-ladder", "expert-ladder", "credit"}


@pytest.mark.parametrize("half", ["2026-H1", "2026-H2"])
def test_every_nine_box_is_equal(half: str) -> None:
    found = everybody(KNOWN_AT[half])
    expected = {row["subject"]: (row["result"], row["because"]) for row in of("nine-box") if row["period"] == half}
    assert {person: told(found[person].box) for person in expected} == expected
    assert len(expected) == 46


@pytest.mark.parametrize("half", ["2026-H1", "2026-H2"])
def test_who_has_a_nine_box_beside_those_has_no_target_of_their_own_or_left_later(half: str) -> None:
    told_of = {row["subject"] for row in of("nine-box") if row["period"] == half}
    roster = desk_of(KNOWN_AT[half]).books.roster
    others = {person: each.box for person, each in everybody(KNOWN_AT[half]).items() if person not in told_of}
    for person, box in others.items():
        left = roster.people[person].left
        answers_for_a_team = box is not None and box.of == Subject("team", person)
        without = box is not None and box.performance == NotMeasured("no-target")
        assert left is not None or answers_for_a_team or without, person


def said(found: PromotionResult) -> tuple[str, str]:
    words = {each.requirement.figure: each for each in found.evidence}
    score = two_places(words["feedback_360"].spans[-1][1])
    result = {Met.YES: "met", Met.NO: "not met", Met.UNKNOWN: "unknown"}[found.met]
    if "certificates" in words:
        papers = words["certificates"].spans[-1][1]
        assert isinstance(papers, Quantity)
        return result, f"360° {score}, {papers.value} certificates"
    attained = words["attainment_floor"]
    return result, f"{attained.reached} of {len(attained.spans)} quarters at 100 %, 360° {score}"


@pytest.mark.parametrize("ladder", ["management-ladder", "expert-ladder"])
def test_every_promotion_is_equal_with_its_evidence(ladder: str) -> None:
    found = everybody(KNOWN_AT["2026"])
    expected = {row["subject"]: (row["result"], row["because"]) for row in of(ladder)}
    shown = {
        person: said(next(each for each in found[person].promotions if each.ladder.id == ladder)) for person in expected
    }
    assert shown == expected
    assert len(expected) == 46


def test_no_requirement_of_the_sample_is_left_out() -> None:
    found = everybody(KNOWN_AT["2026"])["E017"].promotions
    asked = [each.requirement for promotion in found for each in promotion.evidence]
    assert [(each.figure, each.in_a_row, each.months) for each in asked] == [
        ("attainment_floor", 4, 0),
        ("feedback_360", 1, 12),
        ("feedback_360", 1, 12),
        ("certificates", 1, 12),
    ]


TERMS = {"open": "on terms", "before_delivery": "when paid", "none": "never on credit"}


def test_every_credit_rating_is_the_one_that_orders_are_held_against() -> None:
    """The program takes a rating as it is kept; the points behind it, which `because` tells too, are the keeper's."""
    plan, orders = intake().plan, desk_of("2026").dataset.tables["orders"].frame
    assert plan is not None
    rule = next(rule for rule in plan.tiers if isinstance(rule, CreditRating))
    this_year = orders[orders["order_date"] >= "2026-01-01"].dropna(subset=["credit_rating"])
    rated = dict(zip(this_year["customer"], this_year["credit_rating"], strict=True))
    kept = intake().dataset.tables["customer_credit"].frame
    silent = dict(zip(kept["customer"], kept["rating"], strict=True))  # who ordered nothing this year
    shown = {customer: (grade, TERMS[rule.terms[grade]]) for customer, grade in {**silent, **rated}.items()}
    expected = {row["subject"]: (row["result"], row["because"].partition("delivered ")[2]) for row in of("credit")}
    assert shown == expected
    assert len(expected) == 180
    assert len(rated) > 150
