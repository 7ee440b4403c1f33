"""KPIs of a small company, each figure to be checked on paper."""

from fractions import Fraction

from reportgen.model.measured import Measured, Status
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.model.quantity import NotMeasured, Unit
from tests.tables import Tables, dataset, entries, measured, number, plan_of

PEOPLE = """
person  role            manager  since       until       left
B1      director        -        2025-01-01  -           -
M1      manager         B1       2025-01-01  -           -
M2      manager         B1       2025-01-01  -           -
E1      representative  M1       2025-01-01  2026-02-14  -
E1      representative  M2       2026-02-15  -           -
E2      representative  M1       2025-01-01  2026-01-31  2026-01-31
E3      representative  GHOST    2025-01-01  -           -
"""
ORDERS = """
order_no  original  order_date  person    amount   gross_profit  line
P1        -         2025-01-10  E1        1,000    200           eco
P2        -         2025-02-10  M1        0        0             eco
A1        -         2026-01-10  E1        1,200    300           eco
A2        -         2026-02-14  E1        400      100           flex
A3        -         2026-02-15  E1        500      100           flex
A4        -         2026-03-31  M1        700      -70           -
A5        -         2026-01-31  E2        250      50            eco
A6        -         2026-03-01  E3        300      90            eco
A7        -         2026-03-02  STRANGER  80       20            ultra
R1        A1        2026-03-10  E1        -200     -50           eco
LATER     -         2026-04-01  E1        9,999    9,999         eco
"""
TARGETS = """
person  month    metric        floor
E1      2026-01  order_amount  500
E1      2026-02  order_amount  500
E1      2026-03  order_amount  1,000
E2      2026-01  order_amount  300
M1      2026-Q1  order_amount  600
E3      2026-03  order_amount  -
"""
KPIS = entries("""
- id: order_amount
  measure: order_amount
  target: {metric: order_amount, column: floor}
- id: margin
  kind: ratio
  numerator: gross_profit
  denominator: order_amount
  unit: percent
  target: {value: 22 %}
- id: growth
  kind: growth
  measure: order_amount
  unit: percent
- {id: order_count, measure: order_count, unit: count}
- {id: collection, kind: ratio, numerator: collected, denominator: gross, unit: percent}
- {id: complaints, measure: complaints, unit: count, better: lower, target: {value: 4}}
- {id: per_order, kind: ratio, numerator: order_amount, denominator: order_count, unit: money}
""")
MEASURES = entries("""
- {id: complaints, table: complaints, how: sum, column: complaints, date: opened, unit: count}
""")
COMPLAINTS = """
opened      person  complaints
2026-01-05  E1      5
2026-01-06  M1      2
2026-02-06  E3      0
"""


def company(**tables: str) -> Tables:
    return dataset(**{"people": PEOPLE, "orders": ORDERS, "targets": TARGETS, "complaints": COMPLAINTS, **tables})


def quarter(when: str = "2026-Q1") -> Measured:
    return measured(company(), plan_of(kpis=KPIS, measures=MEASURES), when)


def test_a_sum_is_the_rows_of_a_person_dated_in_the_period_and_a_return_is_negative_on_its_own_day() -> None:
    found = quarter()
    # 1,200 + 400 + 500 − 200; the order of April is not there yet.
    assert number(found.people["E1"].figures["order_amount"].actual) == 1900
    assert number(quarter("2026-03").people["E1"].figures["order_amount"].actual) == -200
    assert found.people["E1"].figures["order_amount"].rows == 4


def test_people_and_nobody_make_the_company() -> None:
    found = quarter()
    people = {name: number(each.figures["order_amount"].actual) for name, each in found.people.items()}
    assert people == {"B1": 0, "M1": 700, "M2": 0, "E1": 1900, "E2": 250, "E3": 300}
    assert number(found.unassigned) == 80
    assert number(found.company.figures["order_amount"].actual) == sum(people.values()) + 80 == 3230


def test_a_team_counts_what_was_booked_while_people_belonged_to_it() -> None:
    found = quarter()
    teams = {name: number(each.figures["order_amount"].actual) for name, each in found.teams.items()}
    # M1: A1 1,200 + A2 400 of E1 until 14 February, E2's 250 and M1's own 700. M2: A3 500 − R1 200 from the 15th.
    # E3 belongs to a manager whom no row describes, outside the director's line.
    assert teams == {"B1": 2850, "M1": 2550, "M2": 300, "GHOST": 300}


def test_a_manager_who_also_sells_is_counted_once() -> None:
    found = quarter()
    assert number(found.people["M1"].figures["order_amount"].actual) == 700
    assert number(found.teams["B1"].figures["order_count"].actual) == 5, "A1 A2 A3 A4 A5, and a return is no order more"


def test_a_team_that_was_dissolved_in_the_period_keeps_what_it_booked() -> None:
    assert "M1" in quarter("2026-02").teams, "E1 left it on 14 February"
    assert "M1" not in quarter("2026-03").teams


def test_a_manager_without_a_row_leads_a_team_and_gets_no_review() -> None:
    found = quarter()
    assert "GHOST" in found.teams
    assert "GHOST" not in found.people


def test_a_leaver_is_measured_until_the_last_day_and_is_not_there_afterwards() -> None:
    assert number(quarter("2026-01").people["E2"].figures["order_amount"].actual) == 250
    assert "E2" not in quarter("2026-02").people
    assert number(quarter().people["E2"].figures["order_amount"].actual) == 250


def test_targets_of_months_are_summed_and_a_team_takes_its_peoples() -> None:
    found = quarter()
    goals = {name: each.figures["order_amount"].target for name, each in found.people.items()}
    assert number(goals["E1"]) == 2000
    assert number(found.people["E1"].figures["order_amount"].attainment) == Fraction(1900, 2000)
    assert found.people["E1"].figures["order_amount"].status is Status.WATCH
    # M1: E1's January, E2's January, M1's own. M2: E1's February and March, by where E1 stood on each month's last day.
    assert number(found.teams["M1"].figures["order_amount"].target) == 500 + 300 + 600
    assert number(found.teams["M2"].figures["order_amount"].target) == 1500
    assert goals["E3"] == NotMeasured("no-target"), "an empty cell is no target of zero"


def test_a_quarters_target_is_not_divided_over_its_months() -> None:
    assert quarter("2026-03").people["M1"].figures["order_amount"].target == NotMeasured("no-target")


def test_a_ratio_divides_sums_and_is_never_an_average_of_ratios() -> None:
    margin = quarter().people["E1"].figures["margin"]
    assert number(margin.actual) == Fraction(300 + 100 + 100 - 50, 1900)
    assert number(margin.attainment) == Fraction(450, 1900) / Fraction(22, 100)
    assert number(quarter().people["E1"].figures["per_order"].actual) == Fraction(1900, 3)


def test_a_negative_ratio_stays_negative_and_is_an_alarm() -> None:
    margin = quarter().people["M1"].figures["margin"]
    assert number(margin.actual) == Fraction(-1, 10)
    assert margin.status is Status.ALARM


def test_nothing_is_divided_by_zero() -> None:
    assert quarter().people["M2"].figures["margin"].actual == NotMeasured("zero-denominator")
    assert quarter().people["M2"].figures["margin"].status is Status.NONE


def test_what_no_spreadsheet_answers_is_not_measured_and_what_sold_nothing_is_zero() -> None:
    found = quarter()
    assert found.company.figures["collection"].actual == NotMeasured("no-data")
    assert number(found.people["M2"].figures["order_amount"].actual) == 0
    assert number(found.company.figures["order_amount"].previous) == 0
    # Before the first row nothing is known.
    earliest = quarter("2025-Q1").company.figures["order_amount"]
    assert earliest.previous == earliest.year_before == NotMeasured("no-history"), (
        "before the first row nothing is known"
    )


def test_growth_is_against_the_same_period_a_year_before_and_needs_one_above_zero() -> None:
    found = quarter()
    assert number(found.people["E1"].figures["growth"].actual) == Fraction(1900, 1000) - 1
    assert found.people["M1"].figures["growth"].actual == NotMeasured("zero-denominator")
    assert quarter("2025-Q1").people["E1"].figures["growth"].actual == NotMeasured("no-history")


def test_orders_are_counted_once_whatever_their_lines_and_returns() -> None:
    assert number(quarter().people["E1"].figures["order_count"].actual) == 3
    assert number(quarter().company.figures["order_count"].actual) == 7
    assert quarter().company.figures["order_count"].actual.unit is Unit.COUNT  # type: ignore[union-attr]


def test_where_lower_is_better_the_attainment_is_the_target_over_the_actual() -> None:
    found = quarter()
    assert number(found.people["E1"].figures["complaints"].attainment) == Fraction(4, 5)
    assert found.people["E1"].figures["complaints"].status is Status.ALARM
    assert number(found.people["M1"].figures["complaints"].attainment) == 2
    assert number(found.people["E3"].figures["complaints"].attainment) == 2, "none at all: nothing could be better"


def test_the_rows_of_a_slice_sum_to_the_figure_with_what_has_no_value_named() -> None:
    plan = plan_of(kpis=KPIS, measures=MEASURES, slices=entries("- {id: line, column: line}"))
    found = measured(company(), plan, "2026-Q1")
    for standing in (found.company, *found.people.values(), *found.teams.values()):
        (table,) = standing.slices
        assert sum(number(row.actual) for row in table.rows) == number(standing.figures["order_amount"].actual)
    shown = {row.label: int(number(row.actual)) for row in found.company.slices[0].rows}
    assert list(shown.items()) == [("eco", 1550), ("flex", 900), ("", 700), ("ultra", 80)]


def test_the_largest_transactions_add_up_the_lines_of_an_order() -> None:
    orders = "order_no order_date person amount\nA 2026-01-05 E1 60\nA 2026-01-05 E1 60\nB 2026-01-05 E1 100"
    found = measured(company(orders=orders), plan_of(), "2026-01").people["E1"].deals
    assert [(deal.key, int(number(deal.amount))) for deal in found] == [("A", 120), ("B", 100)]


def test_a_team_is_measured_in_a_month_in_which_nobody_sold_anything() -> None:
    orders = "order_no order_date person amount\nA 2026-01-05 E1 60"
    leads = "opened person\n2026-01-05 E1\n2026-02-05 E1"
    found = measured(company(orders=orders, leads=leads), plan_of(), "2026-02")
    assert found.teams["M2"].deals == ()


# ------------------------------------------------------------------------------------------------- what is incomplete

BAD_CELL = Kind("amount-unreadable", Severity.BLOCKS_PERSON, "bad", "mend")


def marked(found: Measured) -> set[str]:
    standings = {**found.people, **{f"team:{name}": each for name, each in found.teams.items()}}
    return {name for name, each in {**standings, "company": found.company}.items() if each.incomplete}


def test_a_blocked_row_marks_every_total_that_its_person_was_part_of_in_the_period() -> None:
    problem = Problem(BAD_CELL, Place("orders.csv", "", 5), people=("E1",))
    found = measured(company(), plan_of(), "2026-Q1", problems=[problem])
    assert marked(found) == {"E1", "team:M1", "team:M2", "team:B1", "company"}


def test_a_blocked_row_of_an_id_that_nobody_has_may_be_anybodys() -> None:
    problem = Problem(BAD_CELL, Place("orders.csv", "", 5), people=("E0l7",))
    found = measured(company(), plan_of(), "2026-Q1", problems=[problem])
    assert marked(found) == {*found.people, *(f"team:{name}" for name in found.teams), "company"}


def test_without_blocked_rows_nothing_is_incomplete() -> None:
    assert marked(quarter()) == set()


def test_a_part_of_a_period_is_not_held_against_a_whole_one() -> None:
    # E2 left on 31 January: not there for all of the first quarter, there for all of the last one.
    found = quarter()
    assert found.people["E2"].figures["order_amount"].previous == NotMeasured("not-comparable")
    assert number(quarter("2026-01").people["E2"].figures["order_amount"].previous) == 0
    assert number(found.people["E1"].figures["order_amount"].previous) == 0
