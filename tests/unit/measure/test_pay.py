"""Statements, register and findings of pay beyond the worked cases of tests/rules."""

from dataclasses import replace
from fractions import Fraction

from reportgen import measure
from reportgen.measure.pay.bench import known_rows
from reportgen.model.measured import PaidBefore, Statement
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from tests.tables import (
    Tables,
    credit_lines,
    dataset,
    day,
    entries,
    measured,
    number,
    paid,
    paid_before,
    period,
    plan_of,
    rows,
    table,
)

PEOPLE = """
person  role            manager  rate  since
M1      manager         -        1%    2025-01-01
E1      representative  M1       2%    2025-01-01
E2      representative  M1       -     2025-01-01
D1      director        -        -     2025-01-01
"""
COMMISSION = """
- id: commission
  from: 2026-01-01
  roles: [representative]
  kind: tiered
  base: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0, rate: 5 %}]
  negative: zero
"""
LATER = COMMISSION.replace("2026-01-01", "2026-02-15").replace("5 %", "6 %")
ORDERS = """
order_no  original  order_date  person  amount
A         -         2026-01-10  E1      1,000
RA        A         2026-02-20  E1      -100
B         -         2026-02-14  E1      1,000
C         -         2026-02-15  E1      1,000
"""


def company(**tables: str) -> Tables:
    return dataset(**{"people": PEOPLE, "orders": ORDERS, **tables})


def amounts(statement: Statement) -> list[Fraction]:
    """Opening, earned, prior, payable, closing of a statement's only pay period."""
    (column,) = statement.columns
    bridge = column.bridge
    return [bridge.opening.total, bridge.earned, bridge.prior, bridge.payable, bridge.closing.total]


def test_the_bridge_tells_what_is_new_from_what_changed_in_an_earlier_period() -> None:
    found = measured(company(), plan_of(pay=entries(COMMISSION)), "2026-02").statements["E1"]
    assert amounts(found) == [0, 100, -5, 95, 0]


def test_a_correction_of_a_closed_period_is_a_prior_change_and_no_opening_balance() -> None:
    ledger = paid_before("2026-01", {("2026-01", "commission", "E1", "A"): Fraction(40)})
    orders = "order_no order_date person amount\nA 2026-01-10 E1 1,000\nB 2026-02-10 E1 100"
    found = paid(company(orders=orders), plan_of(pay=entries(COMMISSION)), "2026-02", ledger).statements["E1"]
    assert amounts(found) == [0, 5, 10, 15, 0]


def test_nothing_is_taken_back_because_a_whole_spreadsheet_is_missing() -> None:
    ledger = paid_before("2026-01", {("2026-01", "commission", "E1", "A"): Fraction(50)})
    data = dataset(people=PEOPLE, leads="opened person\n2026-02-01 E1")
    found = paid(data, plan_of(pay=entries(COMMISSION)), "2026-02", ledger)
    assert credit_lines(found.statements["E1"]) == []


def test_two_versions_of_a_component_add_up_and_only_the_one_in_force_is_shown_empty() -> None:
    plan = plan_of(pay=entries(COMMISSION + LATER))
    february = paid(company(), plan, "2026-02").statements["E1"]
    lines = [(result.component.since.isoformat(), result.payable) for result in february.columns[0].components]
    assert lines == [("2026-01-01", Fraction(45)), ("2026-02-15", Fraction(60))]
    assert february.payable == 105
    march = paid(company(), plan, "2026-03").statements["E2"]
    assert [result.component.since.isoformat() for result in march.columns[0].components] == ["2026-02-15"]


def test_the_register_has_one_row_a_payee_component_and_earning_period() -> None:
    found = measured(company(), plan_of(pay=entries(COMMISSION + LATER)), "2026-Q1")
    names = [(row.period, row.payee, row.component, row.earning_period) for row in found.register]
    assert len(names) == len(set(names))
    february = [row for row in found.register if row.payee == "E1" and row.period == "2026-02"]
    assert [(row.earning_period, row.kind, row.payable) for row in february] == [
        ("2026-01", "prior", Fraction(-5)),
        ("2026-02", "current", Fraction(110)),
    ]
    assert number(found.pay_total) == sum(row.payable for row in found.register) == 155


def test_a_fund_is_shown_only_what_its_own_leader_can_earn_for_it() -> None:
    two = """
- {id: team-bonus, earning: month, kind: excess, base: order_amount, metric: order_amount, column: floor,
   gate: 100 %, rate: 1 %, over: target, leaders: [manager]}
- {id: board-bonus, earning: month, kind: excess, base: order_amount, metric: order_amount, column: floor,
   gate: 100 %, rate: 1 %, over: target, leaders: [director]}
"""
    targets = "person month metric floor\nE1 2026-01 order_amount 900\nD1 2026-01 order_amount 900"
    found = paid(company(targets=targets), plan_of(pay=entries(two)), "2026-01").statements
    shown = {payee: [each.component.id for each in found[payee].columns[0].components] for payee in found}
    assert shown == {"FUND-M1": ["team-bonus"], "FUND-D1": ["board-bonus"]}


# ------------------------------------------------------------------------------------------------------------ findings


def test_a_person_with_sales_and_an_empty_rate_is_blocked_and_the_others_are_paid() -> None:
    plan = plan_of(pay=entries("- {id: flat, kind: flat, base: order_amount, rate_column: rate}"))
    orders = "order_no order_date person amount\nA 2026-01-10 E1 1,000\nB 2026-01-10 E2 1,000"
    found, problems = measure.run(company(orders=orders), plan, period("2026-01"), PaidBefore())
    assert [(each.kind.code, each.people) for each in problems if each.kind.severity is Severity.BLOCKS_PERSON] == [
        ("rate-missing", ("E2",))
    ]
    assert found is not None
    assert "E2" not in found.statements
    assert {"E2"} & {row.payee for row in found.register} == set()
    assert found.statements["E1"].payable == 20


def test_a_fund_whose_team_has_no_target_is_held_back_and_only_the_companys_pay_lacks_it() -> None:
    plan = plan_of(
        pay=entries("""
- {id: team-bonus, earning: month, kind: excess, base: order_amount, metric: order_amount, column: floor,
   gate: 100 %, rate: 1 %, over: target, leaders: [manager]}
""")
    )
    found, problems = measure.run(company(), plan, period("2026-01"), PaidBefore())
    assert [(each.kind.code, each.people) for each in problems if each.kind.severity is Severity.BLOCKS_PERSON] == [
        ("target-missing", ("FUND-M1",))
    ]
    assert found is not None
    assert "FUND-M1" not in found.statements
    assert found.company.incomplete
    assert not any(each.incomplete for each in (*found.people.values(), *found.teams.values()))


def test_the_fund_of_a_team_with_blocked_rows_is_held_back_too() -> None:
    plan = plan_of(
        pay=entries("""
- {id: team-bonus, earning: month, kind: excess, base: order_amount, metric: order_amount, column: floor,
   gate: 100 %, rate: 1 %, over: target, leaders: [manager]}
""")
    )
    bad = Problem(Kind("amount-unreadable", Severity.BLOCKS_PERSON, "bad", "mend"), Place("orders.csv"), people=("E1",))
    targets = "person month metric floor\nE2 2026-01 order_amount 900"
    found, problems = measure.run(company(targets=targets), plan, period("2026-01"), PaidBefore(), [bad])
    assert found is not None
    assert "FUND-M1" not in found.statements
    assert [each.people for each in problems if each.kind.code == "fund-held-back"] == [("FUND-M1",)]
    assert [name for name, team in found.teams.items() if team.incomplete] == ["M1"]


def test_a_manager_whom_no_row_lists_is_reported_by_reading_and_not_a_second_time() -> None:
    people = "person role manager since\nE1 representative GHOST 2025-01-01"
    _, problems = measure.run(company(people=people), plan_of(), period("2026-01"), PaidBefore())
    assert "manager-not-listed" not in {each.kind.code for each in problems}


def test_without_a_roster_nothing_can_be_measured() -> None:
    data = dataset(orders=ORDERS)
    found, problems = measure.run(data, plan_of(), period("2026-01"), PaidBefore())
    assert found is None
    assert [each.kind.code for each in problems] == ["no-people"]


CASH = COMMISSION + "  release: {on: pro_rata_cash, invoiced: gross, collected: collected}\n"


def codes(data: Tables, pay: str) -> dict[str, str]:
    """Return the codes of what measuring finds about a company's pay, with what was found."""
    _, problems = measure.run(data, plan_of(pay=entries(pay)), period("2026-02"), PaidBefore())
    return {each.kind.code: each.sentence for each in problems}


def test_what_was_invoiced_with_tax_is_not_compared_with_cash_without() -> None:
    receipts = table("receipts", rows("receipt_no deal receipt_date amount\nR A 2026-02-01 100"))
    without = {**receipts.columns, "amount": replace(receipts.columns["amount"], tax="excluded")}
    careless = Tables({**company().tables, "receipts": replace(receipts, columns=without)})
    found, problems = measure.run(careless, plan_of(pay=entries(CASH)), period("2026-02"), PaidBefore())
    assert found is None
    assert [each.kind.code for each in problems] == ["tax-mismatch"]
    assert "tax-mismatch" not in codes(company(receipts="receipt_no deal receipt_date amount\nR A 2026-02-01 5"), CASH)


def test_a_component_that_can_pay_nobody_says_so() -> None:
    no_profit = COMMISSION.replace("order_amount", "gross_profit")
    assert codes(company(), no_profit)["pay-unrated"] == (
        "`commission` pays nobody: the inputs have no gross_profit in the table orders"
    )
    assert "receipts" in codes(company(), CASH)["pay-unrated"]
    assert "pay-unrated" not in codes(company(), COMMISSION)


def test_rows_that_are_all_of_later_days_are_none() -> None:
    orders = table("orders", rows("order_no order_date person amount\nSO-1 2026-04-30 E1 100"))
    (measure_,) = [each for each in plan_of().measures if each.id == "order_amount"]
    assert known_rows(orders, measure_, day("2026-03-31")).empty
    assert len(known_rows(orders, measure_, day("2026-04-30"))) == 1


def test_an_order_whose_lines_two_people_sold_is_paid_to_each_by_their_own_lines() -> None:
    orders = """
order_no  original  order_date  person  amount
A         -         2026-02-01  E1      100
B         A         2026-02-01  E2      300
R         A         2026-02-03  E2      -30
"""
    found = paid(company(orders=orders), plan_of(pay=entries(COMMISSION)), "2026-02").statements
    lines = [
        (payee, line.key, line.base, line.earned) for payee in ("E1", "E2") for _, _, line in credit_lines(found[payee])
    ]
    assert lines == [("E1", "A", 100, 5), ("E2", "A", 270, Fraction("13.5"))]


def test_a_return_that_stands_before_its_order_and_was_booked_by_somebody_else_is_still_the_sellers() -> None:
    orders = "order_no original order_date person amount\nR A 2026-02-01 M1 -30\nA - 2026-02-01 E1 100"
    found = paid(company(orders=orders), plan_of(pay=entries(COMMISSION)), "2026-02")
    ((_, _, line),) = credit_lines(found.statements["E1"])
    assert (line.base, line.earned) == (Fraction(70), Fraction(7, 2))
