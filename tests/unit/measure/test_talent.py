"""People beside their figures: spans that were over, what is told of whom and of nobody, where explanations end."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import documents, measure
from reportgen.app import people
from reportgen.measure.talent.nine_box import level
from reportgen.measure.talent.promotion import all_of
from reportgen.measure.talent.spans import asked_in, last_in_a_row, last_whole, months_up_to, span_of
from reportgen.model.appraisal import Met
from reportgen.model.document import DataTable, Document, NineBox, Section
from reportgen.model.measured import Measured
from reportgen.model.quantity import Quantity, Unit
from reportgen.model.step import walk
from tests.tables import dataset, entries, measured, number, period, plan_of, read_plan

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
RHYTHMS = st.sampled_from(["quarter", "half", "year"])

PLAN = plan_of(
    kpis=entries("""
- {id: order_amount, measure: order_amount, target: {metric: order_amount, column: floor}}
- {id: attained, kind: attainment, measure: order_amount, metric: order_amount, column: floor, unit: percent}
- {id: potential, kind: latest, measure: potential, unit: score}
"""),
    measures=entries("""
- {id: potential, table: potential, how: count, date: half, unit: score}
- {id: progress, table: key_result_progress, how: count, date: month, unit: percent}
"""),
    scorecards=entries("""
- {id: card, weights: {order_amount: 100 %}}
- {id: card, from: 2026-03-01, weights: {order_amount: 60 %, attained: 40 %}}
- {id: card, from: 2027-01-01, weights: {order_amount: 100 %}}
"""),
    talent=entries("""
- {id: okr, name: {zh: 目标, en: OKR}, kind: objectives, measure: progress, reviewed: month}
- {id: around, name: {zh: 反馈, en: 360}, kind: feedback, raters: {boss: 100 %}, dimensions: {skill: 100 %},
   every: quarter}
- id: boxes
  name: {zh: 九宫格, en: Nine-box}
  kind: nine_box
  performance: attained
  potential: potential
  mark: grade
  cuts: [80 %, 100 %]
  potential_cuts: [1, 2]
  refreshed: quarter
- id: up
  name: {zh: 晋升, en: Ladder}
  kind: ladder
  steps: [{zh: 销售代表, en: Representative}, {zh: 经理, en: Manager}]
  needs: [{figure: attained, least: 100 %}]
- {id: pool, name: {zh: 继任, en: Pool}, kind: successors, pool: [1, 2], lines: [first, second]}
- {id: review, name: {zh: 校准, en: Review}, kind: calibration, month: "12", holds_from: "1"}
"""),
)
PEOPLE = """
person  role            manager  since       hired       left
M1      manager         -        2020-01-01  2020-01-01  -
E1      representative  M1       2020-01-01  2020-01-01  -
E2      representative  M1       2020-01-01  2020-01-01  2026-03-15
"""
ORDERS = """
order_no  order_date  person  amount
SO-1      2026-02-05  E1      900
SO-2      2026-02-06  E2      300
SO-3      2027-01-06  E1      300
"""
TARGETS = """
person  month    metric        floor
E1      2026-01  order_amount  1,000
E2      2026-01  order_amount  100
"""
FEEDBACK = """
no  quarter  person  rater   dimension  score
1   2026-Q1  E1      boss    skill      80
2   2026-Q1  E1      周总监  skill      10
"""
POTENTIAL = "no half person grade\n1 2026-Q1 E1 A\n2 2026-Q1 M1 B"
SUCCESSORS = """
no  line    person  readiness  since
1   first   E1      now        2026-01-01
2   second  E2      now        2026-01-01
3   second  M1      one_year   2026-01-01
"""
PROGRESS = "key_result_no month person progress\nKR-1 2026-01 E1 50"


def company(when: str = "2026-Q1") -> Measured:
    tables = {"people": PEOPLE, "orders": ORDERS, "targets": TARGETS, "potential": POTENTIAL}
    lists = {"feedback360": FEEDBACK, "successors": SUCCESSORS, "key_result_progress": PROGRESS}
    return measured(dataset(**tables, **lists), PLAN, when)


@given(DAYS, RHYTHMS)
def test_the_last_whole_span_ends_by_the_day_and_the_next_one_after_it(day: date, rhythm: str) -> None:
    last = last_whole(day, rhythm)  # type: ignore[arg-type]
    following = span_of(date.fromordinal(last.end.toordinal() + 1), rhythm)  # type: ignore[arg-type]
    assert last.end <= day < following.end


@given(DAYS, RHYTHMS, st.integers(1, 9))
def test_spans_in_a_row_follow_one_another_without_a_gap(day: date, rhythm: str, many: int) -> None:
    found = last_in_a_row(day, rhythm, many)  # type: ignore[arg-type]
    assert len(found) == many
    assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(found))


def test_months_up_to_a_day_end_with_its_month_and_halves_are_six_of_them() -> None:
    year = months_up_to(date(2026, 2, 28), 12)
    assert (year.start, year.end) == (date(2025, 3, 1), date(2026, 2, 28))
    assert last_whole(date(2026, 11, 30), "half").end == date(2026, 6, 30)
    assert asked_in(period("2026"), "quarter") == period("2026")
    assert asked_in(period("2026-02"), "quarter") == period("2025-Q4")


@given(st.fractions(0, 3), st.fractions(0, 3), st.fractions(0, 3))
def test_a_level_only_rises_with_the_value(value: Fraction, one: Fraction, other: Fraction) -> None:
    cuts = sorted((one, other))
    low, high = (level(Quantity(each, Unit.PERCENT), cuts) for each in (value, value + Fraction(1, 7)))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 2


def test_one_condition_missed_decides_and_one_unknown_leaves_it_open() -> None:
    assert all_of((Met.YES, Met.UNKNOWN, Met.NO)) is Met.NO
    assert all_of((Met.YES, Met.UNKNOWN)) is Met.UNKNOWN
    assert all_of((Met.YES, Met.YES)) is Met.YES


def test_who_leads_without_a_target_of_their_own_answers_for_the_team() -> None:
    box = company().talent["M1"].box
    assert box is not None
    assert (box.of.kind, number(box.performance)) == ("team", Fraction(1200, 1100))


def test_who_left_inside_the_span_has_no_box_and_is_in_no_pool() -> None:
    found = company()
    assert found.talent["E2"].box is None
    assert found.successors is not None
    first, second = found.successors.lines
    assert (first.asked, first.there, first.ready(), first.gone) == (1, 1, 1, ())
    assert (second.asked, second.there, second.ready(), second.gone) == (2, 1, 0, ("E2",))


def test_a_role_that_is_a_step_of_the_ladder_names_the_next_one() -> None:
    found = company()
    ladder = found.talent["E1"].promotions[0]
    assert (ladder.at, ladder.next) == ({"zh": "销售代表", "en": "Representative"}, {"zh": "经理", "en": "Manager"})
    assert found.talent["M1"].promotions[0].next is None


def test_a_rater_whom_the_plan_does_not_weigh_counts_for_nothing_and_is_never_named() -> None:
    found = company()
    feedback = found.talent["E1"].feedback
    assert feedback is not None
    assert (number(feedback.total), feedback.scores, feedback.unweighed) == (80, 1, 1)
    assert "周总监" not in str(documents.review(found, "E1"))


def test_weights_that_changed_on_another_day_than_the_reviews_are_told() -> None:
    found = company().calibration
    assert found is not None
    assert (found.held.id, found.holds_from, found.prepared) == ("2026-12", date(2027, 1, 1), ("card",))
    assert [(each.kpi, each.before, each.after) for each in found.changes] == [
        ("order_amount", 1, Fraction(3, 5)),
        ("attained", 0, Fraction(2, 5)),
    ]
    assert found.outside == found.changes
    next_year = company("2027-01").calibration
    assert next_year is not None
    assert (len(next_year.changes), next_year.outside) == (2, ())


def section(document: Document, name: str) -> Section | None:
    return next((each for each in document.sections if each.id == name), None)


def test_the_deck_counts_the_nine_boxes_and_a_review_tells_the_persons_own_place_alone() -> None:
    found = company()
    deck = section(documents.qbr(found), "people")
    assert deck is not None
    table = deck.parts[0]
    assert isinstance(table, DataTable)
    assert table.id == "nine-box"
    cells = [[number(cell) for cell in row.cells[1:] if isinstance(cell, Quantity)] for row in table.rows]
    assert cells == [[0, 0, 0], [0, 1, 1], [0, 0, 0]]
    told = [each for person in found.people for each in (section(documents.review(found, person), "talent"),) if each]
    places = [part for each in told for part in each.parts if part.id == "nine-box"]
    assert places
    for part in places:
        named = [name for box in part.boxes for name in box.names] if isinstance(part, NineBox) else []
        assert len(named) <= 1


def test_a_review_tells_what_is_the_persons_own_and_of_nobody_else() -> None:
    told = section(documents.review(company(), "M1"), "talent")
    assert told is not None
    assert [part.id for part in told.parts] == ["feedback", "promotion", "nine-box"]
    assert "E1" not in str(told)


def test_every_statement_is_explained_down_to_its_rows() -> None:
    found = company()
    data = dataset(people=PEOPLE, feedback360=FEEDBACK, potential=POTENTIAL, key_result_progress=PROGRESS)
    atlas = measure.Atlas(data, PLAN)
    answers = measure.answers(found, "E1")
    for name, lines in {"feedback": {2}, "okr": {2}, "nine-box": {2}}.items():
        rows = [node.rows for _, node in walk(answers[name]) if node.rows and node.rows.table in data.tables]
        places = {place.row for each in rows for place in atlas.places(each)[0]}
        assert lines <= places, name
    assert {"promotion", "score"} <= set(answers)
    assert {"successors", "calibration"} <= set(measure.answers(found, "company"))


def test_a_machine_reads_every_statement_and_an_empty_value_where_nothing_was_measured() -> None:
    lines = people.talent(company()).decode("utf-8-sig").splitlines()
    assert lines[0] == "period,person,what,item,part,span,value,weight,state"
    assert {
        "2026-Q1,E1,feedback,skill,boss,2026-Q1,80.0000,1.000000,",
        "2026-Q1,E1,nine-box,performance,,2026-Q1,0.900000,,middle",
        "2026-Q1,E1,nine-box,mark,,2026-Q1,,,A",
        "2026-Q1,E1,promotion,up,attained,2026-Q1,0.900000,,not-met",
        "2026-Q1,E2,feedback,total,,2026-Q1,,0.000000,",
        "2026-Q1,E2,successor,second,,,,,left",
    } <= set(lines)


@pytest.mark.parametrize(
    ("cuts", "code"), [("[100 %, 80 %]", "plan-tiers-order"), ("[1 %, 2 %, 3 %]", "plan-choice-unknown")]
)
def test_two_cuts_that_rise_make_three(cuts: str, code: str, tmp_path: Path) -> None:
    box = f"""
- id: boxes
  name: {{zh: 九宫格, en: Nine-box}}
  kind: nine_box
  performance: order_amount
  potential: order_amount
  mark: grade
  cuts: {cuts}
  potential_cuts: [1, 2]
  refreshed: half
"""
    found, problems = read_plan(tmp_path, talent=entries(box))
    assert found is None
    assert [problem.kind.code for problem in problems] == [code]
