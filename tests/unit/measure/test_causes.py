"""Why a number changed, worked by hand: each cause alone, several at once, rows and rules with their places."""

from dataclasses import replace
from fractions import Fraction

import pytest

from reportgen.measure.causes import causes, drivers
from reportgen.model.changes import Cause, Changes, Driver
from reportgen.model.measured import PaidBefore, Subject
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.table import Table
from tests.tables import Tables, dataset, entries, paid, period, plan_of, table

PEOPLE = """
person  role            manager  since       until
M1      manager         -        2025-01-01  -
E1      representative  M1       2025-01-01  -
E2      representative  M1       2025-01-01  -
"""
ORDERS = """
order_no  order_date  person  amount
A         2026-01-10  E1      1,000
B         2026-01-20  E1      2,000
C         2026-02-03  E1      400
D         2026-01-15  E2      300
"""
TARGETS = """
person  month    metric        floor
E1      2026-01  order_amount  1,000
"""
TIERED = """
- id: commission
  roles: [representative]
  kind: tiered
  base: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0, rate: 5 %}, {from: 1500, rate: 8 %}]
  negative: zero
- id: override
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
FIVE = plan_of(pay=entries(TIERED))
SIX = plan_of(pay=entries(TIERED.replace("rate: 5 %", "rate: 6 %")))


def company(**texts: str) -> Tables:
    return dataset(**{"people": PEOPLE, "orders": ORDERS, "targets": TARGETS, **texts})


def changed(second: Tables, plan: Plan = FIVE, first: Tables | None = None, *kpis: str) -> Changes:
    asked = [(Subject("company", ""), kpi) for kpi in kpis]
    return causes((first or company(), FIVE), (second, plan), period("2026-01"), PaidBefore(), asked)


def told(changes: Changes) -> dict[str, dict[Cause, Fraction]]:
    return {f"{line.payee} {line.component} {line.key}": dict(line.causes) for line in changes.lines}


def test_the_same_inputs_changed_nothing() -> None:
    found = changed(company(), FIVE, company(), "order_amount")
    assert (found.lines, found.figures, found.rows, found.rules) == ((), (), (), ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("01-15  E2", "01-15  E1", {"E1 D": (Cause.PERSON, 15), "E2 D": (Cause.PERSON, -15)}),
        ("B         2026-01-20", "B         2026-02-20", {"E1 B": (Cause.DATES, -115)}),
        ("1,000", "1,100", {"E1 A": (Cause.CHANGED, 5)}),
        ("D         2026-01-15  E2      300\n", "", {"E2 D": (Cause.GONE, -15)}),
        ("C         ", "N         2026-01-31  E2  200\nC         ", {"E2 N": (Cause.NEW, 10)}),
    ],
)  # fmt: skip
def test_each_kind_of_change_of_a_row_is_its_own_cause(
    old: str, new: str, expected: dict[str, tuple[Cause, int]]
) -> None:
    assert old in ORDERS
    found = told(changed(company(orders=ORDERS.replace(old, new, 1))))
    mine = {name.replace("commission ", ""): parts for name, parts in found.items() if "commission" in name}
    assert mine == {name: {cause: amount} for name, (cause, amount) in expected.items()}


def test_a_target_and_a_rule_are_told_apart_and_a_rule_says_where_it_stands() -> None:
    found = changed(company(targets=TARGETS.replace("1,000", "2,000")), SIX)
    assert told(found) == {
        "E1 commission A": {Cause.RULE: 10},
        "E1 commission B": {Cause.RULE: 15},
        "E2 commission D": {Cause.RULE: 3},
        "FUND-M1 override 2026-01": {Cause.TARGET: -10},
    }
    (rule,) = found.rules
    assert (rule.cause, rule.section, rule.id) == (Cause.RULE, "components", "commission")
    assert rule.before is not None
    assert rule.after is not None


def test_several_causes_of_one_line_are_put_in_place_one_after_another() -> None:
    # B falls out of January (−115 at 5 %/8 %), so the rule finds only A and D; A then grows by 100 at the new 6 %.
    second = company(orders=ORDERS.replace("B         2026-01-20", "B         2026-02-20").replace("1,000", "1,100"))
    found = changed(second, SIX)
    assert told(found)["E1 commission A"] == {Cause.RULE: 10, Cause.CHANGED: 6}
    assert told(found)["E1 commission B"] == {Cause.DATES: -115}
    assert found.by_cause("E1") == {Cause.DATES: -115, Cause.RULE: 10, Cause.CHANGED: 6}
    assert sum(line.change for line in found.lines) == sum(found.by_cause().values())


def test_a_figure_has_the_same_causes() -> None:
    second = company(orders=ORDERS.replace("1,000", "1,100").replace("2,000", "2,500"))
    (figure,) = changed(second, FIVE, company(), "order_amount").figures
    assert figure.causes == {Cause.CHANGED: 600}


def test_a_changed_row_is_told_by_its_key_with_both_values_and_both_places() -> None:
    orders = [line.split() for line in ORDERS.replace("1,000", "1,100").strip().splitlines()]
    moved = [orders[0], orders[2], orders[1], *orders[3:]]  # B before A: another row of the file, the same order
    found = changed(company(orders="\n".join("  ".join(line) for line in moved)))
    (row,) = found.rows
    assert (row.table, row.key, row.cause) == ("orders", "A", Cause.CHANGED)
    assert [(cell.column, cell.old, cell.new) for cell in row.cells] == [
        ("amount", "1000.00", "1100.00"),
        ("gross", "1000.00", "1100.00"),
    ]
    assert (row.before, row.after) == (Place("inputs/data/orders.csv", "", 2), Place("inputs/data/orders.csv", "", 3))
    (line,) = [line for line in found.lines if line.component == "commission"]
    assert found.behind(line) == (row,)


def test_a_column_that_got_finer_is_compared_by_value() -> None:
    found = changed(
        company(orders=ORDERS.replace("2,000", "2,000.00").replace("300", "300.0000").replace("1,000", "1,000.01"))
    )
    assert [(row.key, row.cells[0].new) for row in found.rows] == [("A", "1000.0100")]


def test_a_table_that_is_gone_takes_its_rows_with_it() -> None:
    second = Tables({kind: each for kind, each in company().tables.items() if kind != "orders"})
    found = changed(second)
    assert {row.cause for row in found.rows} == {Cause.GONE}
    assert sum((line.change for line in found.lines if line.component == "commission"), Fraction(0)) == -180


def test_a_table_without_a_key_has_new_and_gone_rows_only() -> None:
    keyless = {"order_no": "X", "order_date": "2026-01-02", "person": "E1", "amount": "10"}
    first, second = (table("notes", [{**keyless, "amount": amount}]) for amount in ("10", "20"))
    tables = [Tables({**company().tables, "notes": _without_key(each)}) for each in (first, second)]
    found = changed(tables[1], FIVE, tables[0])
    assert [row.cause for row in found.rows] == [Cause.NEW, Cause.GONE]


def _without_key(found: Table) -> Table:
    return replace(found, key=())


def test_two_periods_differ_by_what_was_sold_at_which_rate_and_the_drivers_add_up() -> None:
    both = [paid(company(), FIVE, when).statements for when in ("2026-01", "2026-02")]
    change = {each.payee: each for each in drivers(*both)}["E1"]
    # January: 3,000 earn 165 (5.5 % of itself). February: 400 earn 20 (5 %).
    assert (change.old, change.new) == (165, 20)
    assert change.drivers == {Driver.VOLUME: -143, Driver.RATE: -2}
    assert sum(change.drivers.values()) == change.change
    assert {(line.key, line.driver, line.old, line.new) for line in change.lines} == {
        ("A", Driver.VOLUME, 50, 0),
        ("B", Driver.VOLUME, 115, 0),
        ("C", Driver.VOLUME, 0, 20),
    }


def test_cash_of_earlier_business_and_what_still_waits_are_told_apart() -> None:
    released = "negative: zero\n  release: {on: pro_rata_cash, invoiced: gross, collected: collected}\n"
    cash = plan_of(pay=entries(TIERED.replace("negative: zero\n", released)))
    data = company(
        receipts="receipt_no deal receipt_date amount\nR1 A 2026-01-30 500\nR2 A 2026-02-10 500\nR3 C 2026-02-20 100"
    )
    both = [paid(data, cash, when).statements for when in ("2026-01", "2026-02")]
    change = {each.payee: each for each in drivers(*both)}["E1"]
    # January earns 165 and releases 25 (half of A); February earns 20, releases 5 of it and the other 25 of A.
    assert (change.old, change.new) == (25, 30)
    assert change.drivers == {Driver.VOLUME: -143, Driver.RATE: -2, Driver.WAITING: 125, Driver.EARLIER: 25}
