"""Accrual, amortisation and what is unusual, worked by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reportgen import measure
from reportgen.model.controls import spread
from reportgen.model.measured import Measured, PaidBefore
from reportgen.model.problem import Problem
from tests.tables import dataset, entries, period, plan_of

PEOPLE = """
person  role            since
E1      representative  2025-01-01
E2      representative  2025-01-01
S1      advisor         2025-01-01
"""
PAID = ("E1", "E2")
CASH = """
- id: commission
  roles: [representative]
  kind: tiered
  base: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0, rate: 10 %}]
  negative: unwind
  release: {on: pro_rata_cash, invoiced: gross, collected: collected}
  policy: {amortise: 36}
"""
BOOKED = CASH.replace("  release: {on: pro_rata_cash, invoiced: gross, collected: collected}\n", "")


def built(when: str, pay: str, **texts: str) -> tuple[Measured, tuple[Problem, ...]]:
    data = dataset(**{"people": PEOPLE, **texts})
    found, problems = measure.run(data, plan_of(pay=entries(pay)), period(when), PaidBefore())
    assert found is not None
    return found, problems


def test_what_is_earned_and_waits_for_cash_is_accrued_by_earning_period() -> None:
    found, _ = built(
        "2026-02",
        CASH,
        orders="order_no order_date person amount\nA 2026-01-10 E1 1,000\nB 2026-02-10 E1 600\nC 2026-02-11 E2 50",
        receipts="receipt_no deal receipt_date amount\nR1 A 2026-01-30 250\nR2 C 2026-02-20 50",
    )
    accrued = [
        (each.payee, each.earning_period, each.earned, each.released, each.accrued) for each in found.controls.accrual
    ]
    assert accrued == [("E1", "2026-01", 100, 25, 75), ("E1", "2026-02", 60, 0, 60)]


def test_a_cost_is_spread_over_its_months_and_the_last_takes_the_rest() -> None:
    found, _ = built("2026-01", BOOKED, orders="order_no order_date person amount\nA 2026-01-10 E1 150,000")
    (cost,) = found.controls.amortisation
    assert (cost.payee, cost.component, cost.amount) == ("E1", "commission", 15_000)
    assert cost.parts == (*[Fraction("416.67")] * 35, Fraction("416.55"))
    assert (cost.months[0].id, cost.months[-1].id) == ("2026-01", "2028-12")


def test_a_return_takes_back_what_was_to_be_spread_in_the_month_it_comes() -> None:
    orders = "order_no original order_date person amount\nA - 2026-01-10 E1 1,000\nR A 2026-02-10 E1 -100"
    found, _ = built("2026-02", BOOKED, orders=orders)
    assert [each.amount for each in found.controls.amortisation] == [-10]
    assert sum(found.controls.amortisation[0].parts) == -10


@given(st.integers(-(10**9), 10**9), st.integers(1, 120))
def test_the_parts_of_a_cost_always_sum_to_it(cents: int, months: int) -> None:
    amount = Fraction(cents, 100)
    parts = spread(amount, months)
    assert sum(parts) == amount
    assert len(parts) == months
    assert all((part * 100).denominator == 1 for part in parts)


def test_a_payout_of_more_than_three_times_the_own_average_is_to_be_looked_at_and_three_times_is_not() -> None:
    months = "\n".join(f"{person}{month} 2026-0{month}-10 {person} 1,000" for person in PAID for month in (1, 2, 3))
    orders = f"order_no order_date person amount\n{months}\nB 2026-04-10 E1 3,000\nD 2026-04-10 E2 3,000.10"
    found, problems = built("2026-04", BOOKED, orders=orders)
    (odd,) = found.controls.unusual
    assert (odd.payee, odd.kind) == ("E2", "payout-unusual")
    (note,) = [problem for problem in problems if problem.kind.code == "payout-unusual"]
    assert note.sentence == "E2 is paid 300.01 CNY in 2026-04, more than three times their own average of 100.00 CNY"


def test_less_than_three_earlier_pay_periods_make_no_average() -> None:
    orders = "order_no order_date person amount\nA 2026-01-10 E1 10\nB 2026-03-10 E1 90,000"
    found, _ = built("2026-03", BOOKED, orders=orders)
    assert found.controls.unusual == ()


def test_sales_that_no_component_credits_are_named() -> None:
    found, _ = built(
        "2026-01", BOOKED, orders="order_no order_date person amount\nA 2026-01-10 S1 1,000\nB 2026-01-10 E1 1"
    )
    assert [(each.payee, each.kind) for each in found.controls.unusual] == [("S1", "sales-uncredited")]


def test_who_owes_more_than_was_earned_is_named() -> None:
    orders = "order_no original order_date person amount\nA - 2026-01-10 E1 1,000\nR A 2026-02-10 E1 -900"
    found, _ = built("2026-02", BOOKED, orders=orders)
    (odd,) = found.controls.unusual
    assert (odd.payee, odd.kind) == ("E1", "net-negative")
    assert odd.found is not None
    assert odd.found.value == -90


def test_a_target_that_was_far_exceeded_is_named_with_its_component() -> None:
    fund = f"""{BOOKED}
- id: fund
  kind: excess
  base: order_amount
  metric: order_amount
  column: floor
  transaction: deal
  gate: 100 %
  rate: 1 %
  over: target
  leaders: [manager]
  earning: month
"""
    people = "person role manager since\nM1 manager - 2025-01-01\nE1 representative M1 2025-01-01"
    orders = "order_no order_date person amount\nA 2026-01-10 E1 3,001"
    found, _ = built(
        "2026-01",
        fund,
        people=people,
        orders=orders,
        targets="person month metric floor\nE1 2026-01 order_amount 1,000",
    )
    assert [(each.payee, each.component) for each in found.controls.unusual if each.kind == "attainment-unusual"] == [
        ("FUND-M1", "fund")
    ]
