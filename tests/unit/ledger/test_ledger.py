"""The ledger: what is posted once is read back as what was paid before, and nothing posted ever changes."""

from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from reportgen.ledger import Closing, paid_before, post
from reportgen.model.measured import Measured, PaidBefore
from tests.tables import Tables, dataset, entries, measured, period, plan_of

PLAN = plan_of(
    pay=entries("""
- id: commission
  from: 2026-01-01
  kind: tiered
  base: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0, rate: 5 %}]
  negative: zero
- id: commission
  from: 2026-02-15
  kind: tiered
  base: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0, rate: 6 %}]
  negative: zero
""")
)
ORDERS = """
order_no  order_date  person  amount
A         2026-01-10  E1      1,000
B         2026-02-10  E1      1,000
C         2026-02-20  E1      1,000
D         2026-03-20  E1      0.10
"""


def company(orders: str = ORDERS) -> Tables:
    return dataset(people="person role since\nE1 representative 2025-01-01", orders=orders)


def close(file: Path, month: str, data: Tables | None = None) -> Measured:
    """Measure a month on what the ledger knows, and post it."""
    found = measured(data or company(), PLAN, month, paid_before(file))
    closing = Closing(period(month), "1", "0" * 64, "somebody", "2026-04-01T09:00:00+08:00")
    post(file, closing, tuple(found.statements.values()))
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "账本 1" / "ledger.sqlite"


def test_without_a_ledger_nothing_was_paid_and_none_is_made(ledger: Path) -> None:
    assert paid_before(ledger) == PaidBefore()
    assert not ledger.exists()


def test_what_is_posted_is_what_was_paid_before_to_the_cent(ledger: Path) -> None:
    close(ledger, "2026-01")
    close(ledger, "2026-02")
    close(ledger, "2026-03")
    assert paid_before(ledger) == PaidBefore(
        period("2026-03"),
        {
            ("2026-01", "commission", "E1", "A"): Fraction(50),
            ("2026-02", "commission", "E1", "B"): Fraction(50),
            ("2026-02", "commission", "E1", "C"): Fraction(60),
            ("2026-03", "commission", "E1", "D"): Fraction(1, 100),
        },
    )


def test_a_period_is_posted_once_and_a_second_time_changes_nothing(ledger: Path) -> None:
    close(ledger, "2026-01")
    before = ledger.read_bytes()
    with pytest.raises(IntegrityError):
        close(ledger, "2026-01", company("order_no order_date person amount\nA 2026-01-10 E1 9,999"))
    assert paid_before(ledger).amounts == {("2026-01", "commission", "E1", "A"): Fraction(50)}
    assert len(ledger.read_bytes()) == len(before)


def test_of_a_quarters_statement_only_the_closed_month_is_posted(ledger: Path) -> None:
    found = measured(company(), PLAN, "2026-Q1", paid_before(ledger))
    closing = Closing(period("2026-01"), "1", "0" * 64, "somebody", "2026-04-01T09:00:00+08:00")
    post(ledger, closing, tuple(found.statements.values()))
    assert set(paid_before(ledger).amounts) == {("2026-01", "commission", "E1", "A")}


def test_a_closed_period_without_a_line_is_closed_all_the_same(ledger: Path) -> None:
    nothing = company("order_no order_date person amount\nA 2026-01-10 - 5")
    close(ledger, "2026-01", nothing)
    assert paid_before(ledger) == PaidBefore(period("2026-01"), {})


def test_a_correction_after_closing_pays_the_difference_in_the_next_period_and_nothing_twice(ledger: Path) -> None:
    close(ledger, "2026-01")
    corrected = company(ORDERS.replace("A         2026-01-10  E1      1,000", "A 2026-01-10 E1 1,500"))
    february = close(ledger, "2026-02", corrected)
    assert february.statements["E1"].payable == 25 + 50 + 60
    assert february.statements["E1"].columns[0].bridge.prior == 25
    assert close(ledger, "2026-03", corrected).statements["E1"].payable == Fraction(1, 100)
    assert sum(paid_before(ledger).amounts.values()) == 75 + 50 + 60 + Fraction(1, 100)


def test_a_statement_is_a_draft_until_its_last_pay_period_is_closed(ledger: Path) -> None:
    assert close(ledger, "2026-01").statements["E1"].draft
    found = {
        when: measured(company(), PLAN, when, paid_before(ledger)).statements["E1"] for when in ("2026-01", "2026-Q1")
    }
    assert (found["2026-01"].draft, found["2026-Q1"].draft) == (False, True)
    assert found["2026-01"].payable == 50
