"""Customers' tiers of a small company, each score to be checked on paper."""

from __future__ import annotations

from fractions import Fraction

from reportgen.model.customers import Tiers
from reportgen.model.quantity import Quantity
from tests.tables import Entry, dataset, entries, measured, plan_of

PEOPLE = """
person  role            manager  since
E1      representative  -        2024-01-01
"""
# Three customers in the first quarter: C1 lately and much, C2 and C3 alike; in the second C3 overtakes, C4 is new.
ORDERS = """
order_no  order_date  person  customer  amount  gross_profit
A0        2025-01-05  E1      C9        1       1
A1        2026-03-31  E1      C1        900     90
A2        2026-03-01  E1      C2        100     50
A3        2026-03-01  E1      C3        100     50
A4        2026-06-01  E1      C3        5,000   500
A5        2026-06-30  E1      C4        10      1
"""
VISITS = """
visit_no  opened      person  customer
V1        2026-02-01  E1      C1
V2        2026-02-02  E1      C3
V3        2026-05-02  E1      C3
V0        2025-11-02  E1      C9
"""
MEASURES = entries("""
- {id: seen, table: visits, how: count, date: opened, unit: count}
""")
RULE = """
- id: rm
  kind: tiering
  by: {by}
  months: 12
  every: quarter
  criteria:
    profit: {{measure: gross_profit, weight: 40 %, better: higher, over: ever}}
    money: {{measure: order_amount, weight: 60 %, better: higher}}
  money: money
  covered: seen
  tiers:
    S: {{name: {{zh: S, en: S}}, {s}, sales: 50 %}}
    C: {{name: {{zh: C, en: C}}}}
- {{id: serve-s, kind: service, tier: S, team: [1, 2], channel: team, days_on_site: 60, shared: may}}
"""


def graded(when: str, by: str = "counts", s: str = "count: '1'") -> Tiers:
    rules: list[Entry] = entries(RULE.format(by=by, s=s))
    data = dataset(people=PEOPLE, orders=ORDERS, visits=VISITS)
    found = measured(data, plan_of(tiers=rules, measures=MEASURES), when).tiers
    assert found is not None
    return found


def test_a_score_is_the_part_of_the_others_that_are_worse_equal_ones_by_half() -> None:
    found = {each.customer: each.score for each in graded("2026-Q1").customers}
    # C1 is first in both; C2 and C3 are alike, each half of one other: ½ of 2 others in profit and in money.
    assert found == {"C1": Fraction(1), "C2": Fraction(1, 4), "C3": Fraction(1, 4)}


def test_equal_scores_go_by_number_and_counts_fill_from_the_top() -> None:
    found = graded("2026-Q1", s="count: '2'")
    assert [(each.customer, each.tier) for each in found.customers] == [("C1", "S"), ("C2", "S"), ("C3", "C")]


def test_cut_offs_take_everybody_from_the_score_on() -> None:
    found = graded("2026-Q1", by="cut_offs", s="from: '0.25'")
    assert {each.customer: each.tier for each in found.customers} == {"C1": "S", "C2": "S", "C3": "S"}
    stricter = graded("2026-Q1", by="cut_offs", s="from: '0.26'")
    assert {each.customer: each.tier for each in stricter.customers} == {"C1": "S", "C2": "C", "C3": "C"}


def test_who_moved_and_which_criterion_moved_them() -> None:
    found = graded("2026-Q2")
    shown = {each.customer: (each.before, each.now, each.kind, each.because) for each in found.migrations}
    assert shown == {
        "C1": ("S", "C", "down", ("money", "profit")),
        "C3": ("C", "S", "up", ("money", "profit")),
        "C4": ("", "C", "new", ()),
    }
    assert {each.customer: each.service.days_on_site for each in found.migrations if each.service} == {"C3": 60}


def test_a_month_tells_the_tiers_of_the_quarter_that_ended_last() -> None:
    assert graded("2026-05").period == "2026-Q1"
    assert graded("2026-03").period == "2026-Q1"


def test_before_the_data_fill_the_window_nobody_has_moved() -> None:
    assert graded("2025-Q4").migrations == ()


def test_a_tier_tells_its_sales_and_how_many_were_seen() -> None:
    first, rest = graded("2026-Q1").parts
    assert (first.customers, first.planned, first.planned_share) == (1, 1, Fraction(1, 2))
    numbers = [
        each.value
        for part in (first, rest)
        for each in (part.sales, part.share, part.coverage)
        if isinstance(each, Quantity)
    ]
    assert numbers == [900, Fraction(9, 11), 1, 200, Fraction(2, 11), Fraction(1, 2)]
