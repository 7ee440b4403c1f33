"""The ledger: what is posted once is read back as what was paid before, and nothing posted ever changes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from reportgen.ledger import (
    Closing,
    LedgerUnreadableError,
    Posting,
    Tampered,
    Where,
    closed_periods,
    frozen_files,
    paid_before,
    post,
    tampered,
    totals,
)
from reportgen.model.balances import Bridge
from reportgen.model.measured import Measured, PaidBefore
from tests.tables import Tables, dataset, entries, measured, period, plan_of, posted, posted_states
from tests.unit.ledger.databases import new_database, server

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


def closing(month: str) -> Closing:
    said = ("1", "0" * 64, "somebody", "2026-04-01T09:00:00+08:00")
    return Closing(
        period(month),
        *said,
        inputs={"inputs/data/orders.csv": "a" * 64},
        files={"register.csv": "b" * 64},
    )


def close(file: Where, month: str, data: Tables | None = None) -> Measured:
    """Measure a month on what the ledger knows, and post it."""
    found = measured(data or company(), PLAN, month, paid_before(file))
    assert post(file, closing(month), tuple(found.statements.values())).now
    return found


def changed(where: Where, *statements: str) -> None:
    """Change a ledger behind the program's back, as whoever has the database's password can."""
    engine = create_engine(f"sqlite:///{where}" if isinstance(where, Path) else where)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            lifted = [f"DROP TRIGGER {name}" for name in names]
        else:
            lifted = ["SET session_replication_role = replica"]
        for statement in (*lifted, *statements):
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with server() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    if request.param == "sqlite":
        return tmp_path / "账本 1" / "ledger.sqlite"
    return new_database(request.getfixturevalue("running"), request.node.name)


def test_without_a_ledger_nothing_was_paid_and_none_is_made(tmp_path: Path) -> None:
    assert paid_before(tmp_path / "ledger.sqlite") == PaidBefore()
    assert closed_periods(tmp_path / "ledger.sqlite") == ()
    assert tampered(tmp_path / "ledger.sqlite") == ()
    assert not (tmp_path / "ledger.sqlite").exists()


def test_what_is_posted_is_what_was_paid_before_to_the_cent(ledger: Where) -> None:
    close(ledger, "2026-01")
    close(ledger, "2026-02")
    close(ledger, "2026-03")
    january = {("2026-01", "commission", "E1", "A"): Fraction(50)}
    february = {
        ("2026-02", "commission", "E1", "B"): Fraction(50),
        ("2026-02", "commission", "E1", "C"): Fraction(60),
    }
    march = {("2026-03", "commission", "E1", "D"): Fraction(1, 100)}
    assert posted(paid_before(ledger)) == {**january, **february, **march}
    assert posted(paid_before(ledger, period("2026-03"))) == {**january, **february}
    assert paid_before(ledger, period("2026-02")).through == period("2026-01")
    assert totals(ledger, period("2026-02")) == {"E1": 110}
    assert posted_states(paid_before(ledger))[("2026-02", "commission", "E1", "C")] == (60, 60)
    assert frozen_files(ledger, period("2026-02")) == {"register.csv": "b" * 64}
    assert [(each.number, each.period.id) for each in closed_periods(ledger)] == [
        (1, "2026-01"),
        (2, "2026-02"),
        (3, "2026-03"),
    ]
    assert tampered(ledger) == ()


def test_a_period_is_posted_once_and_a_second_time_changes_nothing(ledger: Where) -> None:
    close(ledger, "2026-01")
    first = closed_periods(ledger)
    other = measured(company("order_no order_date person amount\nA 2026-01-10 E1 9,999"), PLAN, "2026-01")
    assert post(ledger, closing("2026-01"), tuple(other.statements.values())) == Posting(first[0], now=False)
    assert posted(paid_before(ledger)) == {("2026-01", "commission", "E1", "A"): Fraction(50)}


def test_a_period_that_does_not_follow_is_not_posted(ledger: Where) -> None:
    close(ledger, "2026-02")
    with pytest.raises(ValueError, match="2026-01 does not follow 2026-02"):
        post(ledger, closing("2026-01"), ())
    assert [each.period.id for each in closed_periods(ledger)] == ["2026-02"]


def test_of_several_who_post_the_same_period_at_once_one_does(ledger: Where) -> None:
    found = tuple(measured(company(), PLAN, "2026-01").statements.values())
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: post(ledger, closing("2026-01"), found), range(4)))
    assert sorted(each.now for each in results) == [False, False, False, True]
    assert len({each.closed for each in results}) == 1
    assert tampered(ledger) == ()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE posted_line SET paid = 6001 WHERE key = 'C'",
            Tampered("posted_line", "2026-02", 2, "2026-02 | E1 | commission | C | 2026-02 | 6000 | 6000 | 6001"),
        ),
        ("DELETE FROM posted_line WHERE key = 'B'", Tampered("posted_line", "2026-02", 1)),
        ("DELETE FROM posted_line WHERE key = 'C'", Tampered("posted_line", "2026-02", 2)),
        (
            "UPDATE closed_period SET posted_by = 'nobody' WHERE period = '2026-01'",
            Tampered(
                "closed_period",
                "2026-01",
                1,
                f"1 | 2026-01 | 2026-01-31 | 1 | {'0' * 64} | nobody | {'2026-04-01T09:00:00+08:00'} | ",
            ),
        ),
        (
            "UPDATE posted_bridge SET cents = 2 WHERE period = '2026-03' AND name = 'payable'",
            Tampered("posted_bridge", "2026-03", 3, "2026-03 | E1 | payable |  | 2"),
        ),
        (
            "INSERT INTO posted_total VALUES ('2026-01', 2, 'E2', 'Eve', 'CNY', 100, 'x')",
            Tampered("posted_total", "2026-01", 2, "2026-01 | E2 | Eve | CNY | 100"),
        ),
    ],
)
def test_a_row_changed_removed_or_slipped_in_is_found_and_named(ledger: Where, statement: str, found: Tampered) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        close(ledger, month)
    changed(ledger, statement)
    assert tampered(ledger)[0] == found


@pytest.mark.parametrize("statement", ["UPDATE posted_line SET paid = 0", "DELETE FROM closed_period"])
def test_the_database_itself_refuses_to_change_or_remove_a_row(ledger: Where, statement: str) -> None:
    close(ledger, "2026-01")
    engine = create_engine(f"sqlite:///{ledger}" if isinstance(ledger, Path) else ledger)
    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert tampered(ledger) == ()


@pytest.mark.parametrize(
    "where", ["no url", "unknown+driver://here", "postgresql+psycopg://postgres@/none?host=/nowhere"]
)
def test_a_ledger_that_cannot_be_reached_says_why_in_one_line(where: str) -> None:
    with pytest.raises(LedgerUnreadableError) as caught:
        paid_before(where)
    assert len(str(caught.value).splitlines()) == 1


def test_a_file_that_is_no_ledger_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("my diary, which is long enough to look like something\n" * 50)
    with pytest.raises(LedgerUnreadableError, match="not a database"):
        paid_before(tmp_path / "ledger.sqlite")


def test_of_a_quarters_statement_only_the_closed_month_is_posted(ledger: Where) -> None:
    found = measured(company(), PLAN, "2026-Q1", paid_before(ledger))
    post(ledger, closing("2026-01"), tuple(found.statements.values()))
    assert set(posted(paid_before(ledger))) == {("2026-01", "commission", "E1", "A")}


def test_a_closed_period_without_a_line_is_closed_all_the_same(ledger: Where) -> None:
    nothing = company("order_no order_date person amount\nA 2026-01-10 - 5")
    close(ledger, "2026-01", nothing)
    assert paid_before(ledger) == PaidBefore(period("2026-01"), None, {("2026-01", "E1"): Bridge()})
    assert totals(ledger, period("2026-01")) == {"E1": 0}


def test_a_correction_after_closing_pays_the_difference_in_the_next_period_and_nothing_twice(ledger: Where) -> None:
    close(ledger, "2026-01")
    corrected = company(ORDERS.replace("A         2026-01-10  E1      1,000", "A 2026-01-10 E1 1,500"))
    february = close(ledger, "2026-02", corrected)
    assert february.statements["E1"].payable == 25 + 50 + 60
    assert february.statements["E1"].columns[0].bridge.prior == 25
    assert close(ledger, "2026-03", corrected).statements["E1"].payable == Fraction(1, 100)
    assert sum(posted(paid_before(ledger)).values()) == 75 + 50 + 60 + Fraction(1, 100)


def test_a_statement_is_a_draft_until_its_last_pay_period_is_closed(ledger: Where) -> None:
    assert close(ledger, "2026-01").statements["E1"].draft
    found = {
        when: measured(company(), PLAN, when, paid_before(ledger)).statements["E1"] for when in ("2026-01", "2026-Q1")
    }
    assert (found["2026-01"].draft, found["2026-Q1"].draft) == (False, True)
    assert found["2026-01"].payable == 50
