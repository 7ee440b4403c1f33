"""Who is credited with what, beyond the worked cases: several ways at once, and down to the rows."""

from fractions import Fraction

from reportgen import measure
from reportgen.model.measured import PaidBefore
from reportgen.model.quantity import Quantity
from reportgen.model.step import Step, walk
from tests.tables import credit_lines, dataset, entries, measured, number, paid, period, plan_of

TENTH = """
- {id: commission, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero,
   tiers: [{from: 0, rate: 10 %}], release: {on: pro_rata_cash, invoiced: gross, collected: collected}}
"""
PEOPLE = """
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  M1       2025-01-01
"""


def test_a_share_and_an_overlay_of_one_person_are_one_line() -> None:
    data = dataset(
        people=PEOPLE,
        orders="order_no order_date person amount\nSO-1 2026-01-15 E1 1,000",
        receipts="receipt_no deal receipt_date amount\nR1 SO-1 2026-01-20 1,000",
        splits="order_no person share counts\nSO-1 E1 1/3 split\nSO-1 E2 2/3 split\nSO-1 E1 10% overlay",
    )
    ((_, _, line),) = credit_lines(paid(data, plan_of(pay=entries(TENTH)), "2026-01").statements["E1"])
    assert (line.share, line.base, line.earned) == (Fraction(13, 30), Fraction(1300, 3), Fraction("43.33"))


def test_a_leader_is_credited_once_with_what_two_of_the_team_share() -> None:
    data = dataset(
        people=PEOPLE,
        orders="order_no order_date person amount\nSO-1 2026-01-15 E1 1,000\nSO-2 2026-01-15 M1 50",
        splits="order_no person share\nSO-1 E1 1/3\nSO-1 E2 2/3",
    )
    team = TENTH.replace(
        "release: {on: pro_rata_cash, invoiced: gross, collected: collected}", "policy: {credit: team}"
    )
    lines = credit_lines(paid(data, plan_of(pay=entries(team)), "2026-01").statements["M1"])
    assert [(line.key, line.share, line.earned) for _, _, line in lines] == [("SO-1", 1, 100), ("SO-2", 1, 5)]


def test_a_split_that_holds_from_a_day_on_divides_what_was_signed_then() -> None:
    data = dataset(
        people=PEOPLE,
        orders="order_no order_date person amount\nSO-1 2026-01-15 E1 1,000",
        splits="""
order_no  person  share  since       until
SO-1      E1      100%   2026-01-01  2026-01-14
SO-1      E1      25%    2026-01-15  -
SO-1      E2      75%    2026-01-15  -
""",
    )
    found = paid(data, plan_of(pay=entries(TENTH)), "2026-01").statements
    assert [line.base for payee in ("E1", "E2") for _, _, line in credit_lines(found[payee])] == [250, 750]
    _, problems = measure.run(data, plan_of(pay=entries(TENTH)), period("2026-01"), PaidBefore())
    assert "split-not-whole" not in {each.kind.code for each in problems}


def test_who_shares_what_is_not_divided_whole_is_blocked_and_nobody_else() -> None:
    data = dataset(
        people=PEOPLE,
        orders="order_no order_date person amount\nSO-1 2026-01-15 E1 1,000\nSO-2 2026-01-15 M1 50",
        splits="order_no person share\nSO-1 E1 1/3\nSO-1 E2 1/3",
    )
    found, problems = measure.run(data, plan_of(pay=entries(TENTH)), period("2026-01"), PaidBefore())
    (problem,) = (each for each in problems if each.kind.code == "split-not-whole")
    assert (problem.people, problem.found) == (("E1", "E2"), "SO-1")
    assert "200/3 %" in problem.sentence
    assert found is not None
    assert set(found.statements) == {"M1"}


def test_an_explanation_leads_from_a_share_to_the_split_and_from_cash_to_the_receipt() -> None:
    data = dataset(
        people=PEOPLE,
        orders="order_no order_date customer person amount\nSO-1 2026-01-15 K1 E1 1,000",
        receipts="receipt_no order_no customer receipt_date amount\nR1 SO-1 K1 2026-01-20 300\nR2 - K1 2026-01-25 500",
        splits="order_no person share\nSO-1 E1 1/3\nSO-1 E2 2/3",
    )
    plan = plan_of(pay=entries(TENTH))
    found = measured(data, plan, "2026-01")
    steps = {step.name: step for _, step in walk(measure.answers(found, "E1")["pay"])}
    assert number(steps["transaction"].value) * number(steps["share (split)"].value) == number(
        steps["order_amount"].value
    )
    share = steps["share (split)"].rows
    assert share is not None
    assert [place.row for place in measure.places(data, plan, share)[0]] == [2]
    assert amount(steps["collected"]) == 800
    assert (amount(steps["allocated to it"]), [each.row for each in steps["allocated to it"].places]) == (500, [3])


def amount(step: Step) -> Fraction:
    assert isinstance(step.value, Quantity)
    return step.value.value
