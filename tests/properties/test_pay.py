"""What holds for the pay of every history of orders, returns and receipts, whatever was sold and collected when."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.measure.pay import Paid
from reportgen.model.measured import CreditLine, PaidBefore, PayColumn
from reportgen.model.money import half_up, plain
from reportgen.model.pay import Component
from reportgen.model.period import parts
from tests.tables import Tables, credit_lines, dataset, entries, paid, paid_before, period, plan_of, table

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
FIRST, LAST = date(2025, 12, 20), date(2026, 4, 30)
NOTHING = Fraction(0)

PLAN = plan_of(
    pay=entries("""
- id: commission
  from: 2026-01-01
  roles: [representative]
  kind: tiered
  base: gross_profit
  per: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0 %, rate: 3 %}, {from: 20 %, rate: 5 %}, {from: 25 %, rate: 8 %}]
  negative: zero
  release: &cash {on: pro_rata_cash, invoiced: gross, collected: collected}
- id: commission
  from: 2026-03-10
  roles: [representative]
  kind: tiered
  base: gross_profit
  per: order_amount
  transaction: deal
  mode: whole
  tiers: [{from: 0 %, rate: 2 %}, {from: 30 %, rate: 7 %}]
  negative: unwind
  release: *cash
- {id: quarterly, kind: flat, base: gross_profit, rate: 1.25 %, earning: quarter, transaction: deal}
- {id: own-rate, kind: flat, base: order_amount, rate_column: rate, roles: [manager]}
- id: fund
  earning: quarter
  kind: excess
  base: order_amount
  metric: order_amount
  column: floor
  transaction: deal
  gate: 110 %
  rate: 2 %
  over: target
  leaders: [manager]
""")
)
TEAM = dataset(
    people="""
person  role            manager  rate   since       until
M1      manager         -        1.1%   2025-01-01  -
M2      manager         M1       0.9%   2025-01-01  -
E1      representative  M1       -      2025-01-01  2026-02-14
E1      representative  M2       -      2026-02-15  -
E2      representative  M2       -      2026-01-01  -
""",
    targets="""
person  month    metric        floor
E1      2026-Q1  order_amount  9,000
E2      2026-Q1  order_amount  11,000
E2      2026-Q2  order_amount  8,000.50
""",
)


@dataclass(frozen=True, slots=True)
class History:
    """Rows of orders (returns among them) and receipts."""

    orders: tuple[Mapping[str, str], ...]
    receipts: tuple[Mapping[str, str], ...]

    def data(self) -> Tables:
        """Return them as a dataset, with the team whose history it is."""
        rows: dict[str, Sequence[Mapping[str, str]]] = {"orders": self.orders, "receipts": self.receipts}
        return Tables({**TEAM.tables, **{kind: table(kind, found) for kind, found in rows.items()}})


DAYS = st.integers(0, (LAST - FIRST).days).map(lambda days: FIRST + timedelta(days=days))
AMOUNTS = st.integers(1, 2_000_000)
MARGINS = st.integers(-2000, 6000)
PEOPLE = st.sampled_from(["E1", "E2", "M1", "STRANGER"])


@st.composite
def histories(draw: st.DrawFn) -> History:
    orders, receipts = [], []
    for number in range(draw(st.integers(1, 5))):
        cents, margin, day = draw(AMOUNTS), draw(MARGINS), draw(DAYS)
        person, deal = draw(PEOPLE), f"SO-{number}"
        rows = [_order(deal, "", day, person, cents, margin)]
        if draw(st.booleans()):
            back = draw(st.integers(1, cents))
            rows.append(_order(f"RE-{number}", deal, _later(draw, day), person, -back, margin))
        for part in range(draw(st.integers(0, 3))):
            collected = draw(st.integers(-cents // 4, cents))
            receipts.append(_receipt(f"R-{number}-{part}", deal, _later(draw, day), collected))
        orders += rows
    return History(tuple(orders), (*receipts, _receipt("R-0", "SO-0", LAST, 0)))


def _later(draw: st.DrawFn, day: date) -> date:
    return min(LAST, day + timedelta(days=draw(st.integers(0, 120))))


def _order(number: str, original: str, day: date, person: str, cents: int, margin: int) -> dict[str, str]:
    amount = Fraction(cents, 100)
    return {
        "order_no": number,
        "original": original,
        "order_date": day.isoformat(),
        "person": person,
        "amount": plain(amount),
        "gross_profit": plain(amount * margin / 10000),
        "gross": plain(amount * Fraction("1.13")),
    }


def _receipt(number: str, deal: str, day: date, cents: int) -> dict[str, str]:
    return {"receipt_no": number, "deal": deal, "receipt_date": day.isoformat(), "amount": plain(Fraction(cents, 100))}


def all_columns(history: History) -> dict[str, list[PayColumn]]:
    """Return every payee's pay periods: the months of the first quarter, and April that stands on them."""
    data = history.data()
    columns: dict[str, list[PayColumn]] = {}
    for when in ("2026-Q1", "2026-04"):
        for payee, statement in paid(data, PLAN, when).statements.items():
            columns.setdefault(payee, []).extend(statement.columns)
    return columns


def lines_of(column: PayColumn) -> list[tuple[Component, CreditLine]]:
    return [(result.component, line) for result in column.components for line in result.lines if not line.settled]


@settings(max_examples=8)
@given(histories())
def test_every_statement_balances_and_the_next_one_opens_with_what_it_left(history: History) -> None:
    for columns in all_columns(history).values():
        for column in columns:
            bridge = column.bridge
            assert bridge.conserved
            assert bridge.payable == sum((line.payable for _, line in lines_of(column)), NOTHING)
        for before, after in pairwise(columns):
            assert before.bridge.closing == after.bridge.opening


@settings(max_examples=8)
@given(histories())
def test_what_is_released_never_exceeds_what_is_earned_and_is_all_of_it_when_all_was_collected(
    history: History,
) -> None:
    for columns in all_columns(history).values():
        for component, line in (each for column in columns for each in lines_of(column)):
            if component.release.on == "booking" or line.earned < 0:
                assert line.released <= line.earned or line.collected < line.invoiced
                assert component.release.on != "booking" or line.released == line.earned
            else:
                assert 0 <= line.released <= line.earned
                fully = line.collected >= line.invoiced > 0
                assert line.released == line.earned or not fully


@settings(max_examples=8)
@given(histories())
def test_all_that_was_ever_paid_is_all_that_is_released_by_now(history: History) -> None:
    for columns in all_columns(history).values():
        released: dict[tuple[str, str], Fraction] = {}
        for component, line in (each for column in columns for each in lines_of(column)):
            assert line.paid_before == released.get((component.id, line.key), NOTHING)
            released[(component.id, line.key)] = line.released
        assert sum(released.values(), NOTHING) == sum((column.bridge.payable for column in columns), NOTHING)


@settings(max_examples=4)
@given(histories())
def test_the_months_of_a_quarter_sum_to_its_statement_and_to_the_register(history: History) -> None:
    data = history.data()
    whole = paid(data, PLAN, "2026-Q1")
    months = [paid(data, PLAN, month.id) for month in parts(period("2026-Q1"), "month")]
    assert set(whole.statements) == {payee for month in months for payee in month.statements}
    for payee, statement in whole.statements.items():
        single = [month.statements[payee].payable for month in months if payee in month.statements]
        assert statement.payable == sum(single, NOTHING)
        assert statement.payable == sum((row.payable for row in whole.register if row.payee == payee), NOTHING)


@settings(max_examples=8)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_money(history: History, chance: random.Random) -> None:
    orders, receipts = list(history.orders), list(history.receipts)
    chance.shuffle(orders)
    chance.shuffle(receipts)
    people = TEAM.tables["people"]
    upside_down = replace(people, frame=people.frame.iloc[::-1].reset_index(drop=True))
    turned = Tables({**History(tuple(orders), tuple(receipts)).data().tables, "people": upside_down})
    again = paid(turned, PLAN, "2026-Q1")
    assert sorted(map(str, again.register)) == sorted(map(str, paid(history.data(), PLAN, "2026-Q1").register))


@settings(max_examples=3)
@given(histories())
def test_posting_month_by_month_pays_what_the_drafts_said_and_closed_months_stay(history: History) -> None:
    data = history.data()
    drafts = {month: _payable(paid(data, PLAN, month)) for month in MONTHS}
    posted: dict[tuple[str, str, str, str], Fraction] = {}
    ledger = PaidBefore()
    for month in MONTHS:
        built = paid(data, PLAN, month, ledger)
        assert _payable(built) == drafts[month]
        for payee, statement in built.statements.items():
            for _, component, line in credit_lines(statement):
                name = (month, component, payee, line.key)
                posted[name] = posted.get(name, NOTHING) + line.payable
        ledger = paid_before(month, posted)
    for month in MONTHS:
        assert _payable(paid(data, PLAN, month, ledger)) == drafts[month]


def _payable(found: Paid) -> dict[str, Fraction]:
    return {payee: statement.payable for payee, statement in found.statements.items()}


@settings(max_examples=10)
@given(histories(), st.sampled_from([10**9, 10**12]))
def test_amounts_whose_products_and_sums_need_more_than_64_bits_are_paid_exactly(history: History, factor: int) -> None:
    large = History(
        tuple(_times(row, factor, ("amount", "gross_profit", "gross")) for row in history.orders),
        tuple(_times(row, factor, ("amount",)) for row in history.receipts),
    )
    small, huge = (_commission(each) for each in (history, large))
    assert small.keys() <= huge.keys(), "what a cent earns may round to nothing"
    for key, line in small.items():
        twin = huge[key]
        assert (twin.base, twin.per) == (line.base * factor, line.per * factor)
        assert (twin.invoiced, twin.collected) == (line.invoiced * factor, line.collected * factor)
        assert [part.amount for part in twin.parts] == [part.amount * factor for part in line.parts]
        assert twin.earned == half_up(sum((part.earned for part in twin.parts), NOTHING))
        if twin.invoiced > 0:
            share = min(Fraction(1), max(NOTHING, twin.collected / twin.invoiced))
            assert twin.released == half_up(twin.earned * share)


def _commission(history: History) -> dict[tuple[str, str], CreditLine]:
    statements = paid(history.data(), ONE_COMMISSION, "2026-01").statements
    return {
        (payee, line.key): line for payee, statement in statements.items() for _, _, line in credit_lines(statement)
    }


def _times(row: Mapping[str, str], factor: int, names: tuple[str, ...]) -> dict[str, str]:
    return {**row, **{name: plain(Fraction(row[name]) * factor) for name in names}}


ONE_COMMISSION = plan_of(
    pay=entries("""
- id: commission
  kind: tiered
  base: gross_profit
  per: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0 %, rate: 3 %}, {from: 20 %, rate: 5 %}, {from: 25 %, rate: 8 %}]
  negative: zero
  release: {on: pro_rata_cash, invoiced: gross, collected: collected}
""")
)
