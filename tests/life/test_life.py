"""Five months of closing in which everything that goes wrong in a real year goes wrong once."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.life.company import Company, Order
from tests.life.months import Life


def order(number: str, day: date, person: str, amount: int, cost: int, original: str = "") -> Order:
    return Order(number, day, person, Fraction(amount), Fraction(cost), original)


def test_what_is_paid_is_what_is_owed_after_every_month_and_what_is_closed_never_changes(tmp_path: Path) -> None:
    life = Life(Company(tmp_path))
    company = life.company
    company.orders += [
        order("A1", date(2026, 1, 5), "E1", 10_000, 6_500),
        order("A2", date(2026, 1, 9), "E2", 33_333, 24_166),
        order("A3", date(2026, 1, 30), "E3", 5_000, 5_500),
    ]
    company.receipts += [("R1", date(2026, 1, 20), "A1", Fraction(3_333))]
    life.close(1)

    # A receipt of January that was entered late, a return after payment, a cost that was wrong.
    company.receipts += [
        ("R2", date(2026, 1, 31), "A2", Fraction(33_333)),
        ("R3", date(2026, 2, 3), "A1", Fraction(6_667)),
    ]
    company.orders += [
        order("B1", date(2026, 2, 2), "E1", 8_000, 5_000),
        order("A1-R", date(2026, 2, 11), "E1", -4_000, -2_600, "A1"),
    ]
    company.orders[1].cost = Fraction(20_000)
    life.close(2)

    # A rate of January is edited: refused while nobody approved it, and nothing is closed.
    company.rates = [(date(2026, 1, 1), Fraction(3, 200))]
    company.orders += [order("C1", date(2026, 3, 3), "E2", 1_000, 400)]
    refused = life.try_to_close(3)
    assert refused.folder is None
    assert [problem.kind.code for problem in refused.problems if problem.kind.severity >= 2] == ["plan-changed-closed"]
    company.rates = [(date(2026, 1, 1), Fraction(1, 100))]
    # E1 is looked into, and an order that was paid disappears from the list.
    company.holds = [("E1", date(2026, 3, 1), date(2026, 3, 31))]
    company.orders = [each for each in company.orders if each.number != "A2"]
    company.receipts = [each for each in company.receipts if each[2] != "A2"]
    march = life.close(3)
    assert march.total <= 0

    # The rate counts from February after all, approved; E3 led a team since January, as everybody finds out now.
    company.rates = [(date(2026, 1, 1), Fraction(1, 100)), (date(2026, 2, 1), Fraction(3, 200))]
    company.retro = [("pay/volume", date(2026, 2, 1))]
    company.orders += [order("D1", date(2026, 4, 9), "E3", 600, 400)]
    company.moves["E3"] += [(date(2026, 1, 15), "manager")]
    life.close(4)

    company.orders += [
        order("E1", date(2026, 5, 4), "E1", 2_000, 1_000),
        order("A4", date(2026, 1, 31), "E3", 700, 100),
    ]
    company.receipts += [("R9", date(2026, 5, 2), "B1", Fraction(8_000))]
    life.close(5)
    assert life.try_to_close(5).problems[-1].kind.code == "closed-already"
