"""Forecasts of a small company: run rate, weighted pipeline, a model of a long history, and how near they came."""

from fractions import Fraction

from reportgen.measure.forecast.series import continued, rounded
from reportgen.model.measured import Subject
from reportgen.model.outlook import Forecast
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.model.step import walk
from tests.tables import dataset, day, entries, measured, number, plan_of

COMPANY, TEAM = Subject("company", ""), Subject("team", "M1")
PEOPLE = """
person  role            manager  since       left
M1      manager         -        2025-01-01  -
E1      representative  M1       2025-01-01  -
E2      representative  -        2025-01-01  -
"""
ORDERS = """
order_no  order_date  person  amount
O1        2025-10-10  E1      100
O2        2025-11-10  E1      140
O3        2025-12-10  E1      60
O4        2026-01-10  E1      120
O5        2026-01-20  E2      40
O6        2026-02-10  E1      80
"""
DEALS = """
deal_no  person  stage  opened      expected    closed      amount
D1       E1      won    2025-06-01  2025-11-01  2025-11-10  500
D2       E1      lost   2025-06-01  2025-11-01  2025-12-10  500
D3       E1      won    2024-06-01  2025-01-01  2025-01-20  500
D4       E1      quote  2025-12-01  2026-02-20  -           300
D5       E2      lead   2025-12-01  2026-03-20  -           1000
D6       E1      won    2025-12-01  2026-03-20  2026-02-15  90
D7       E1      quote  2025-12-01  2026-05-20  -           700
"""
STAGES = """
deal_no  stage  opened
D1       lead   2025-06-01
D1       quote  2025-08-01
D2       lead   2025-06-01
D2       quote  2025-07-01
D3       lead   2024-06-01
D3       quote  2024-07-01
D4       lead   2025-12-01
D4       quote  2026-01-15
D5       lead   2025-12-01
D6       lead   2025-12-01
D6       quote  2026-01-05
D7       lead   2025-12-01
D7       quote  2026-01-05
"""
FORECAST = entries("""
- {id: run-rate, kind: run_rate, from: 2025-01-01, measure: order_amount}
- {id: pipeline, kind: pipeline, from: 2025-01-01, measure: order_amount, funnel: deals, months: 12, least_deals: 2}
- {id: series, kind: time_series, from: 2025-01-01, measure: order_amount, least_months: 24, season: 12, level: team}
- {id: backtest, kind: backtest, from: 2025-01-01, target: 85 %, periods: 1}
""")
FUNNEL = entries("""
- id: deals
  table: opportunities
  stage: stage
  person: person
  opened: opened
  closed: closed
  value: amount
  customer: customer
  stages: [lead, quote]
  won: [won]
  lost: [lost]
""")
YEAR = entries("- {id: orders, year: 2026, floor: '1,000'}")


def outlook(when: str, subject: Subject = COMPANY) -> dict[tuple[str, str], Forecast]:
    data = dataset(
        people=PEOPLE, orders=ORDERS, opportunities=DEALS, deal_stages=STAGES.replace("opened", "entered", 1)
    )
    promised = plan_of(forecast=FORECAST, funnels=FUNNEL, targets=YEAR)
    found = measured(data, promised, when).forecasts[subject]
    return {(each.rule, each.of.id): each for each in found.forecasts}


def test_the_run_rate_carries_on_along_the_phasing() -> None:
    found = outlook("2026-01")
    assert number(found["run-rate", "2026-Q1"].value) == 160 * 3  # one of three months has passed
    assert number(found["run-rate", "2026"].value) == 160 / (Fraction(40, 100) / 3)


def test_a_teams_run_rate_is_that_of_its_people() -> None:
    assert number(outlook("2026-01", TEAM)["run-rate", "2026-Q1"].value) == 120 * 3


def test_open_deals_count_by_the_win_rate_of_their_stage_where_they_are_expected_in_time() -> None:
    found = outlook("2026-01")["pipeline", "2026-Q1"]
    # Closed in the twelve months to January: D1 won and D2 lost; D3 was closed before them. D4, D5 and D6 are expected
    # within the quarter: the quotes at 1 of 2, the lead at 1 of 2; D7 is not.
    assert number(found.value) == 160 + Fraction(300 + 90 + 1000, 2)
    assert number(found.so_far) == 160


def test_a_deal_that_has_closed_by_then_is_open_no_more_and_an_overdue_one_is_not_expected() -> None:
    found = outlook("2026-02")["pipeline", "2026-Q1"]
    # D6 was won on 15 February: two of three quotes and leads are won now. D4 should have closed on the 20th.
    assert number(found.value) == 240 + Fraction(1000 * 2, 3)


def test_past_forecasts_are_held_against_what_came() -> None:
    found = outlook("2026-01")["run-rate", "2026-Q1"]
    # 2025-Q4 came to 300: after October 300 was said, after November 360.
    told = [(one.made, number(one.forecast), number(one.actual), number(one.accuracy)) for one in found.past]
    assert told == [
        (day("2025-10-31"), 300, 300, 1),
        (day("2025-11-30"), 360, 300, Fraction(80, 100)),
    ]
    assert number(found.accuracy) == 1  # one month in, as now
    assert found.goal == Fraction(85, 100)
    assert found.low == NotMeasured("no-history")  # one period says nothing about a band


def test_what_is_over_is_what_came_and_what_comes_next_is_asked_for() -> None:
    data_end = outlook("2025-12")
    assert number(data_end["run-rate", "2025-Q4"].value) == 300
    assert data_end["run-rate", "2026-Q1"].value == NotMeasured("not-begun")


def test_a_short_history_has_no_model_and_says_how_short_it_is() -> None:
    found = outlook("2026-01")["series", "2026-Q1"]
    assert found.value == NotMeasured("no-history")
    assert found.step.formula == "4 months of 24 are on record"


def test_a_forecast_is_explained_to_its_deals() -> None:
    steps = [step for _, step in walk(outlook("2026-01")["pipeline", "2026-Q1"].step)]
    quotes = next(step for step in steps if step.name == "2 open deals")
    assert [place.row for place in quotes.places] == [5, 7]


def test_a_long_history_is_continued_with_its_season_and_a_band() -> None:
    season = [100, 110, 130, 90, 80, 70, 60, 80, 100, 120, 140, 160]
    model = continued([float(value * 1000) for value in season * 3], 12, [True, True, True])
    assert model.value == 340_000
    assert model.low <= model.value <= model.high
    assert model.method == "exponential smoothing (additive season, damped trend)"


def test_a_models_figure_has_four_digits() -> None:
    assert [rounded(value) for value in (168_734_512.3, 0.0, -1234.56)] == [168_700_000, 0, -1235]


def test_what_could_not_be_measured_has_no_accuracy() -> None:
    found = outlook("2025-11")["run-rate", "2025-Q4"]
    assert isinstance(found.value, Quantity)
    assert found.accuracy == NotMeasured("no-history")
