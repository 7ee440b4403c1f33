"""What is open at a period's end counts for the team that its owner is in then, in every figure that tells of it."""

from fractions import Fraction

from reportgen.measure import places
from reportgen.model.measured import Measured, Standing
from reportgen.model.quantity import Quantity
from tests.tables import dataset, entries, measured, number, plan_of

PEOPLE = """
person  role            manager  region  since       until
M1      manager         -        north   2025-01-01  -
M2      manager         -        south   2025-01-01  -
E1      representative  M1       north   2025-01-01  2026-02-15
E1      representative  M2       south   2026-02-16  -
E2      representative  M2       south   2025-01-01  -
E3      representative  M1       north   2025-01-01  2026-02-28
"""
ORDERS = """
order_no  order_date  person  amount
A1        2026-01-10  E1      100
A2        2026-03-11  E2      50
"""
# All were opened while E1 was in the first team; D4 was won before he moved. E3 has left, D5 has not been closed.
DEALS = """
deal_no  person  opened      stage  closed      amount
D1       E1      2025-11-01  lead   -           300
D2       E1      2026-01-05  quote  -           80
D3       E2      2026-01-05  lead   -           7
D4       E1      2026-01-06  won    2026-02-01  1000
D5       E3      2026-01-07  lead   -           11
"""
TARGETS = """
person  month    metric        floor
E1      2026-03  order_amount  900
E2      2026-03  order_amount  500
E3      2026-02  order_amount  400
"""
MEASURES = entries("""
- id: open_deals
  table: opportunities
  column: amount
  date: opened
  window: ever
  where: {stage: [lead, quote]}
""")
KPIS = entries("""
- {id: open_deals, kind: sum, measure: open_deals, unit: money}
- id: covered
  kind: coverage
  measure: open_deals
  actual: order_amount
  metric: order_amount
  column: floor
  unit: percent
""")
FUNNELS = entries("""
- {id: deals, table: opportunities, stage: stage, person: person, opened: opened, closed: closed, value: amount,
   customer: customer, stages: [lead, quote], won: [won], lost: [lost]}
""")
SLICES = entries("- {id: region, measure: open_deals, column: region, of: person}")


OPEN = {"M1": 11, "M2": 387, "E1": 380, "E2": 7, "E3": 11, "": 398}
DATA = dataset(people=PEOPLE, orders=ORDERS, opportunities=DEALS, targets=TARGETS)


def quarter() -> Measured:
    return measured(DATA, plan_of(measures=MEASURES, kpis=KPIS, funnels=FUNNELS, slices=SLICES), "2026-Q1")


def in_hand(found: Standing) -> Fraction:
    """What the funnel beside the figure shows as open."""
    assert found.funnel is not None
    open_ = (row.value for row in found.funnel.stages if row.state == "open")
    return sum((value.value for value in open_ if isinstance(value, Quantity)), Fraction(0))


def test_open_deals_of_whoever_changed_team_go_along_and_those_of_who_left_stay() -> None:
    teams = quarter().teams
    assert {team: number(found.figures["open_deals"].actual) for team, found in teams.items()} == {"M1": 11, "M2": 387}
    # At the end of the year before, E1 was still in the first team.
    assert {team: number(found.figures["open_deals"].previous) for team, found in teams.items()} == {"M1": 300, "M2": 0}


def test_coverage_is_what_the_funnel_beside_it_shows_over_what_is_still_asked_for() -> None:
    found = quarter()
    standings = {**found.people, **found.teams, "": found.company}
    assert {name: in_hand(each) for name, each in standings.items()} == OPEN
    # M1: 400 asked of E3 − 100; M2: 900 + 500 − 50. The year's orders stay with the team of their day.
    covered = {name: each.figures["covered"].actual for name, each in standings.items()}
    assert (number(covered["M1"]), number(covered["M2"])) == (Fraction(11, 300), Fraction(387, 1350))
    assert (number(covered["E1"]), number(covered["E2"])) == (Fraction(380, 800), Fraction(7, 450))


def test_the_rows_behind_a_teams_stock_are_those_of_its_people_at_the_end() -> None:
    found = quarter()
    for team, expected in (("M1", [6]), ("M2", [2, 3, 4])):
        (reading,) = found.teams[team].figures["open_deals"].step.operands[0].operands
        assert reading.rows is not None
        assert [place.row for place in places(DATA, found.plan, reading.rows)[0]] == expected


def test_stock_is_cut_by_where_its_people_are_at_the_end() -> None:
    (cut,) = quarter().company.slices
    assert {row.label: number(row.actual) for row in cut.rows} == {"south": 387, "north": 11}
