"""Sentences are said where they are true, with the figures that they rest on, and not said where there is nothing."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from reportgen.documents.gaps import Gap, gap_chart, gap_of
from reportgen.documents.narrative import (
    closing_deals,
    closing_score,
    gap_sentence,
    lost_points,
    main_cause,
    missing_of,
    narrative,
    unusual,
)
from reportgen.documents.peers import far_from, peers
from reportgen.documents.review_context import pipeline_sentence
from reportgen.model.document import Message
from reportgen.model.measured import Figure, Measured, Standing, Subject
from reportgen.model.quantity import NotMeasured, Quantity, money, percent
from reportgen.render.words import load_words, word
from tests.tables import dataset, measured, plan_of, telling
from tests.unit.documents.test_documents import ROOT, company
from tests.unit.measure.test_variance import KPIS, MEASURES, ORDERS, PEOPLE, RULES, SLICES, TARGETS, YEAR

QUARTER = "2026-Q1"
MAIN = "order_amount"


@pytest.fixture(scope="module")
def found() -> Measured:
    return company(QUARTER)


def english(message: Message | None) -> str:
    assert message is not None
    return word(load_words(ROOT / "templates" / "languages", "en"), message, "compact")


def sold(standing: Standing, amount: int | None) -> Standing:
    """The standing with another order amount."""
    actual = NotMeasured() if amount is None else money(amount, "CNY")
    figures: Mapping[str, Figure] = {**standing.figures, MAIN: replace(standing.figures[MAIN], actual=actual)}
    return replace(standing, figures=figures)


def test_what_is_missing_is_told_with_what_is_in_hand(found: Measured) -> None:
    short = sold(found.people["E1"], 100_000)
    said = english(closing_deals(found, short))
    assert said.startswith("25k short of target; 25% of the deals in hand (100k) would have to be won")


def test_open_deals_are_held_against_the_years_target_only_where_there_are_any(found: Measured) -> None:
    standing = found.people["E1"]
    funnel = standing.funnel
    assert funnel is not None
    assert funnel.detail is not None
    detail = replace(funnel.detail(), coverage=percent(Fraction(1, 2)))
    covered = replace(funnel, detail=lambda: detail)
    nothing = tuple(row for row in funnel.stages if row.state != "open")
    said = [pipeline_sentence(telling(standing, funnel=each)) for each in (covered, replace(covered, stages=nothing))]
    texts = [english(each.text) for each in said if each is not None]
    assert ["Open deals are 50% of" in text for text in texts] == [True, False]


def test_deals_that_do_not_suffice_are_said_not_to(found: Measured) -> None:
    assert english(closing_deals(found, sold(found.people["E1"], 20_000))) == (
        "105k short of target; all deals in hand (100k) would not make up for it."
    )


@pytest.mark.parametrize("amount", [125_000, 125_001, None])
def test_nothing_is_missing_of_a_target_that_is_met_or_not_measured(found: Measured, amount: int | None) -> None:
    standing = sold(found.people["E1"], amount)
    assert missing_of(standing.figures[MAIN]) is None
    assert closing_deals(found, standing) is None


def test_points_to_gain_are_those_that_the_scorecard_lacks(found: Measured) -> None:
    standing = found.people["E2"]
    assert standing.score is not None
    (line, points), *_ = lost_points(standing)
    assert isinstance(line.effective, Quantity)
    assert isinstance(line.score, Quantity)
    assert points.value == 100 * line.effective.value - line.score.value > 0
    assert english(closing_score(standing)) == "With Gross margin at its target of 22% the score rises by 27.8."


def test_who_has_reached_every_target_gains_no_points(found: Measured) -> None:
    standing = found.people["E1"]
    assert standing.score is not None
    reached = tuple(
        replace(line, score=Quantity(100 * line.effective.value, line.score.unit))
        if isinstance(line.score, Quantity) and isinstance(line.effective, Quantity)
        else line
        for line in standing.score.lines
    )
    assert lost_points(telling(standing, score=replace(standing.score, lines=reached))) == ()


def standing_out(found: Measured, standing: Standing) -> tuple[Message, ...]:
    return unusual(found, standing, far_from(peers(found), found, standing))


def test_few_people_of_a_role_are_no_crowd_to_stand_out_from(found: Measured) -> None:
    assert standing_out(found, sold(found.people["E1"], 10**9)) == ()


def test_a_figure_far_from_all_of_the_role_is_unusual_and_one_among_them_is_not(found: Measured) -> None:
    seller = found.people["E1"]
    people, listed = {}, {}
    for index in range(9):
        name = f"X{index}"
        subject = replace(seller.subject, id=name)
        figure = replace(seller.figures[MAIN], actual=money(100 + index, "CNY"), subject=subject)
        people[name] = telling(replace(seller, subject=subject, figures={MAIN: figure}, scored=()), score=None)
        listed[name] = replace(found.roster.people["E1"], id=name)
    crowd = replace(found, people=people, roster=replace(found.roster, people=listed))
    assert standing_out(crowd, people["X8"]) == ()
    (said,) = standing_out(crowd, sold(people["X8"], 1000))
    assert english(said) == "Order amount 1k: well above the others of the role (9 people, median 104)."


def test_a_standing_of_which_nothing_is_known_has_no_sentences(found: Measured) -> None:
    nothing = telling(replace(found.people["E1"], figures={}, scored=()), funnel=None, score=None, deals=())
    assert narrative(replace(found, variance={}), nothing) == ()
    assert main_cause(replace(found, variance={}), nothing) is None


def test_a_gap_names_its_largest_parts_and_its_chart_adds_up() -> None:
    data = dataset(people=PEOPLE, orders=ORDERS, targets=TARGETS)
    promised = plan_of(variance=RULES, slices=SLICES, targets=YEAR, measures=MEASURES, kpis=KPIS)
    seller = measured(data, promised, "2026-01")
    standing = seller.people["E1"]
    gap = gap_of(seller, standing.subject)
    assert isinstance(gap, Gap)
    assert english(gap_sentence(seller, standing)) == (
        "31.20 below target, among it mix −120 and discount −13.20; against it volume +90."
    )
    assert english(main_cause(seller, standing)) == "held back most by mix (−120)"
    (series,) = gap_chart(seller, gap).series
    start, *changes, end = (value.value for value in series.values if isinstance(value, Quantity))
    assert (start, end) == (150, Fraction("118.80"))
    assert start + sum(changes, Fraction(0)) == end


def test_a_persons_variance_names_no_other_person() -> None:
    data = dataset(people=PEOPLE, orders=ORDERS, targets=TARGETS)
    promised = plan_of(variance=RULES, slices=SLICES, targets=YEAR, measures=MEASURES, kpis=KPIS)
    told = measured(data, promised, "2026-01").variance[Subject("person", "E1")]
    assert {bridge.driver for bridge in told.bridges} == {"prices", "newness"}
    assert [(mover.column, mover.label) for mover in told.movers] == [("customer", "Acme")]
