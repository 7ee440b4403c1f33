"""Scorecards of one person, each score to be checked on paper."""

from fractions import Fraction

import pytest

from reportgen.measure import standing
from reportgen.model.measured import ScoreResult, Subject
from reportgen.model.plan import Scorecard
from reportgen.model.quantity import NotMeasured
from tests.tables import dataset, entries, measured, number, plan_of

KPIS = entries("""
- {id: order_amount, measure: order_amount, target: {metric: order_amount, column: floor}}
- {id: margin, kind: ratio, numerator: gross_profit, denominator: order_amount, unit: percent, target: {value: 20 %}}
- {id: collection, kind: ratio, numerator: collected, denominator: gross, unit: percent, target: {value: 85 %}}
""")
CARDS = entries("""
- id: representative
  from: 2026-01-01
  weights: {order_amount: 50 %, margin: 30 %, collection: 20 %}
- id: representative
  from: 2026-02-15
  weights: {order_amount: 20 %, margin: 80 %}
""")
PEOPLE = "person role since\nE1 representative 2025-01-01"
ORDERS = """
order_no  order_date  person  amount  gross_profit
A1        2026-01-10  E1      900     90
A2        2026-02-10  E1      1,800   720
A3        2026-03-10  E1      -100    -30
"""
TARGETS = "person month metric floor\nE1 2026-01 order_amount 1,000\nE1 2026-02 order_amount 1,000"
RECEIPTS = "receipt_no receipt_date person amount\nR1 2026-01-20 E1 459"


def score(when: str, **tables: str) -> ScoreResult:
    data = dataset(**{"people": PEOPLE, "orders": ORDERS, "targets": TARGETS, **tables})
    found = measured(data, plan_of(kpis=KPIS, scorecards=CARDS), when).people["E1"].score
    assert found is not None
    return found


def test_a_score_is_weight_times_attainment() -> None:
    # 900 ÷ 1,000 = 0.9; margin 10 % ÷ 20 % = 0.5; collected 459 ÷ 900 = 51 %, ÷ 85 % = 0.6.
    found = score("2026-01", receipts=RECEIPTS)
    assert [number(line.score) for line in found.lines] == [45, 15, 12]
    assert number(found.total) == 72


def test_what_was_not_measured_is_not_scored_and_its_weight_is_spread_in_proportion() -> None:
    found = score("2026-01")
    assert [line.weight for line in found.lines] == [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]
    assert [number(line.effective) for line in found.lines[:2]] == [Fraction(5, 8), Fraction(3, 8)]
    assert found.lines[2].effective == found.lines[2].score == NotMeasured("no-data")
    assert number(found.total) == Fraction(5, 8) * 90 + Fraction(3, 8) * 50


def test_each_period_uses_the_weights_that_hold_at_its_end() -> None:
    old, new = score("2026-01"), score("2026-02")
    assert (old.since.isoformat(), new.since.isoformat()) == ("2026-01-01", "2026-02-15")
    # 1,800 ÷ 1,000 is capped at 120 %; margin 40 % ÷ 20 % too.
    assert [number(line.score) for line in new.lines] == [24, 96]
    assert number(new.total) == 120


def test_an_attainment_is_held_between_floor_and_cap() -> None:
    negative = "order_no order_date person amount gross_profit\nA1 2026-02-01 E1 -500 -100"
    found = score("2026-02", orders=negative)
    assert number(found.lines[0].figure.attainment) == Fraction(-1, 2)
    assert number(found.lines[0].score) == 0


def test_where_nothing_was_measured_there_is_no_total_and_the_weights_stay_the_plans() -> None:
    silent = "order_no order_date person amount gross_profit\nA1 2026-02-01 - 5 5"
    found = score("2026-02", orders=silent, targets="person month metric floor\nE1 2026-01 order_amount 1")
    assert [number(line.effective) for line in found.lines] == [Fraction(1, 5), Fraction(4, 5)]
    assert [line.score for line in found.lines] == [NotMeasured("no-target"), NotMeasured("zero-denominator")]
    assert found.total == NotMeasured("no-data")


@pytest.mark.parametrize(("orders", "collection"), [(100, 0), (0, 100)])
def test_a_weight_of_zero_is_a_weight(orders: int, collection: int) -> None:
    data = dataset(people=PEOPLE, orders=ORDERS, targets=TARGETS)
    weights = {"order_amount": f"{orders} %", "collection": f"{collection} %"}
    cards = [{"id": "representative", "weights": weights}]
    found = measured(data, plan_of(kpis=KPIS, scorecards=cards), "2026-01").people["E1"].score
    assert found is not None
    assert number(found.lines[0].effective) * 100 == orders
    assert number(found.lines[0].score) == orders * Fraction(9, 10)


def test_a_role_without_a_scorecard_has_no_score() -> None:
    data = dataset(people="person role since\nE1 director 2025-01-01", orders=ORDERS)
    assert measured(data, plan_of(kpis=KPIS, scorecards=CARDS), "2026-01").people["E1"].score is None


def test_nothing_is_computed_beside_the_figures_of_whom_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(card: Scorecard, figures: object, subject: Subject, *_: object) -> None:
        asked.append(subject.id)

    monkeypatch.setattr(standing, "score", counted)
    people = PEOPLE + "\nE2 representative 2025-01-01"
    data = dataset(people=people, orders=ORDERS, targets=TARGETS)
    found = measured(data, plan_of(kpis=KPIS, scorecards=CARDS), "2026-01")
    assert found.people["E2"].scored == ("order_amount", "margin", "collection")
    assert asked == []
    assert [found.people["E2"].score, found.people["E2"].score] == [None, None]
    assert asked == ["E2"]
