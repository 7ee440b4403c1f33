"""A year of closing in which everything that goes wrong in a real one goes wrong once, and each delta has its cause.

What each month's deltas are is worked out by hand, from bands of 3 %, 5 % and 8 % cut at 20 % and 25 % of an order's
revenue (as cash arrives), and 1 % of what representatives sold, 1.5 % from April on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from reportgen.app.build import build
from reportgen.app.built import Wanted
from reportgen.model.causes import Cause
from tests.life.company import Company, Order
from tests.life.months import Deltas, Life, month_id, period

APRIL = date(2026, 4, 1)
ONE, MORE = Fraction(1, 100), Fraction(3, 200)


@dataclass(frozen=True, slots=True)
class Month:
    """What people type in a month, and what it changes.

    `closed` is what `diff` then says of the month before and today, `told` what the month's statements say of earlier
    months: the first sees what is dated up to the month before, the second what came with later rows too.
    """

    happens: Callable[[Company], None]
    closed: Deltas = field(default_factory=dict)
    told: Deltas = field(default_factory=dict)


def order(number: str, day: date, person: str, amount: int, cost: int, original: str = "") -> Order:
    return Order(number, day, person, Fraction(amount), Fraction(cost), original)


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def one(company: Company, number: str) -> Order:
    return next(each for each in company.orders if each.number == number)


def paid(company: Company, receipts: Iterable[tuple[str, date, str, int]]) -> None:
    company.receipts += [(number, day, name, Fraction(amount)) for number, day, name, amount in receipts]


def january(company: Company) -> None:
    company.orders += [
        order("A1", on(1, 5), "E1", 10_000, 6_500),
        order("A2", on(1, 9), "E2", 20_000, 15_000),
        order("A3", on(1, 30), "E3", 5_000, 5_500),
        order("A5", on(1, 12), "E2", 4_000, 3_200),
    ]
    paid(company, [("R1", on(1, 20), "A1", 3_333), ("R5", on(1, 25), "A5", 4_000)])


def a_receipt_comes_late(company: Company) -> None:
    company.orders += [order("B1", on(2, 2), "E1", 8_000, 5_000)]
    paid(company, [("R2", on(1, 31), "A2", 20_000), ("R3", on(2, 3), "A1", 6_667)])


def a_paid_order_is_returned(company: Company) -> None:
    company.orders += [
        order("C1", on(3, 3), "E2", 1_000, 400),
        order("A1-R", on(3, 11), "E1", -4_000, -2_600, "A1"),
    ]


def a_cost_is_corrected(company: Company) -> None:
    company.orders += [order("D1", on(4, 9), "E3", 600, 400), order("D2", on(4, 20), "E2", 3_000, 2_400)]
    one(company, "A2").cost = Fraction(14_000)


def nothing_is_corrected(company: Company) -> None:
    company.orders += [order("F1", on(5, 5), "E2", 2_000, 1_000)]
    paid(company, [("R6", on(5, 6), "F1", 1_000)])


def a_rate_is_approved_afterwards(company: Company) -> None:
    company.orders += [order("G1", on(6, 10), "E3", 1_200, 600)]
    company.rates = [(on(1, 1), ONE), (APRIL, MORE)]
    company.retro = [("pay/volume", APRIL)]


def somebody_led_a_team_since_march(company: Company) -> None:
    company.orders += [order("H1", on(7, 7), "E1", 5_000, 4_000)]
    company.moves["E3"] += [(on(3, 15), "manager")]


def a_row_is_deleted_and_an_order_changes_hands(company: Company) -> None:
    company.orders = [each for each in company.orders if each.number != "A5"]
    company.orders += [order("H2", on(8, 3), "E1", 1_000, 1_000)]
    company.receipts = [each for each in company.receipts if each[2] != "A5"]
    one(company, "H1").person = "E2"


def somebody_is_held_and_so_is_an_order(company: Company) -> None:
    company.orders += [order("I1", on(9, 9), "E2", 10_000, 7_000)]
    company.holds = [("E2", on(9, 1), on(10, 31))]
    company.waiting = [("E1", "B1", on(9, 1), on(9, 30))]
    paid(company, [("R7", on(9, 3), "B1", 8_000)])


def a_receipt_bounces(company: Company) -> None:
    company.orders += [order("J1", on(10, 10), "E1", 2_000, 1_900)]
    paid(company, [("R8", on(10, 5), "F1", -1_000), ("R9", on(10, 20), "I1", 10_000)])


def everything_comes_at_once(company: Company) -> None:
    company.orders += [
        order("L1", on(11, 28), "E1", 3_000, 2_000),
        order("K0", on(10, 15), "E1", 700, 100),
        order("I1-R", on(9, 20), "E2", -2_000, -1_400, "I1"),
    ]
    one(company, "I1").cost = Fraction(6_500)
    one(company, "A2").cost = Fraction(14_500)


def a_date_was_wrong(company: Company) -> None:
    one(company, "L1").day = on(12, 1)


def because(cause: Cause, amount: str) -> dict[Cause, Fraction]:
    return {cause: Fraction(amount)}


A2, F1 = ("E2", "commission", "A2"), ("E2", "commission", "F1")


def volume(person: str, month: int) -> tuple[str, str, str]:
    return (person, "volume", month_id(month))


RETRO = {
    volume("E2", 4): because(Cause.RULE, "15"),
    volume("E3", 4): because(Cause.RULE, "3"),
    volume("E2", 5): because(Cause.RULE, "10"),
}
LED = {volume("E3", 4): because(Cause.PERSON, "-9"), volume("E3", 6): because(Cause.PERSON, "-18")}
GONE = {
    ("E2", "commission", "A5"): because(Cause.GONE, "-24"),
    volume("E2", 1): because(Cause.GONE, "-40"),
    volume("E1", 7): because(Cause.PERSON, "-75"),
    volume("E2", 7): because(Cause.PERSON, "75"),
}
AT_ONCE = {
    A2: because(Cause.CHANGED, "-40"),
    ("E2", "commission", "I1"): {Cause.CHANGED: Fraction(40), Cause.NEW: Fraction(-25)},
    volume("E2", 9): because(Cause.NEW, "-30"),
}

YEAR = (
    Month(january),
    Month(a_receipt_comes_late, {A2: because(Cause.NEW, "170")}),
    Month(
        a_paid_order_is_returned,
        told={("E1", "commission", "A1"): because(Cause.NEW, "-66"), volume("E1", 1): because(Cause.NEW, "-40")},
    ),
    Month(a_cost_is_corrected, *[{A2: because(Cause.CHANGED, "80")}] * 2),
    Month(nothing_is_corrected),
    Month(a_rate_is_approved_afterwards, RETRO, RETRO),
    Month(
        somebody_led_a_team_since_march,
        # June would have paid E3 −6 (3 of April's change, less 9): a month below nothing is carried.
        {**LED, ("E3", "", ""): because(Cause.PERSON, "6")},
        LED,
    ),
    Month(
        a_row_is_deleted_and_an_order_changes_hands,
        # E1's 75 of July only made less of the 106 that are carried since March.
        {**GONE, ("E1", "", ""): because(Cause.PERSON, "75")},
        {
            **GONE,
            ("E1", "commission", "H1"): because(Cause.PERSON, "-30"),
            ("E2", "commission", "H1"): because(Cause.PERSON, "30"),
        },
    ),
    Month(somebody_is_held_and_so_is_an_order),
    Month(a_receipt_bounces),
    Month(
        everything_comes_at_once,
        {
            **AT_ONCE,
            volume("E1", 10): because(Cause.NEW, "10.5"),
            # E2 was held in October: what the lines say more or less, the hold says less or more.
            ("E2", "", ""): {Cause.NEW: Fraction(55)},
        },
        {
            **AT_ONCE,
            volume("E1", 10): because(Cause.NEW, "10.5"),
            ("E1", "commission", "K0"): because(Cause.NEW, "39.95"),
        },
    ),
    Month(a_date_was_wrong, *[{volume("E1", 11): because(Cause.DATES, "-45")}] * 2),
)


def test_what_is_paid_is_what_is_owed_after_every_month_and_each_delta_has_its_cause(tmp_path: Path) -> None:
    life = Life(Company(tmp_path))
    for number, month in enumerate(YEAR, start=1):
        month.happens(life.company)
        if number > 1:
            assert (number, life.since_closed(number - 1)) == (number, month.closed)
        assert (number, life.told(number)) == (number, month.told)
        if number == 5:
            refuse_a_rate_that_nobody_approved(life, number)
        life.close(number)
    assert life.try_to_close(12).problems[-1].kind.code == "closed-already"
    assert life.since_closed(12) == {}
    build_again_what_is_closed(life, 1)


def refuse_a_rate_that_nobody_approved(life: Life, month: int) -> None:
    """Edit January's rate: nothing is closed until it is put back, and the ledger stays as it was."""
    life.company.rates = [(on(1, 1), MORE)]
    refused = life.try_to_close(month)
    assert refused.folder is None
    assert [problem.kind.code for problem in refused.problems if problem.kind.severity >= 2] == ["plan-changed-closed"]
    life.company.rates = [(on(1, 1), ONE)]
    life.check(month - 1)


def build_again_what_is_closed(life: Life, month: int) -> None:
    """Build a closed month on the inputs of the year's end: its statements are the bytes that were frozen."""
    workspace = life.company.workspace()
    built = build(workspace, period(month), Wanted(only=("statements",), jobs=1), lambda done, of, what: None)
    frozen = workspace.frozen(month_id(month))
    shown = [path for path in built.folder.rglob("*.xlsx") if path.parent.name == "statements"]
    assert len(shown) >= 3
    for path in shown:
        assert path.read_bytes() == (frozen / path.relative_to(built.folder)).read_bytes(), path.name
