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
from reportgen.model.measured import CreditLine, PaidBefore
from reportgen.model.money import plain
from reportgen.model.pay import Release
from reportgen.model.period import parts
from tests.tables import Tables, credit_lines, dataset, entries, paid, period, plan_of, table

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
FIRST, LAST = date(2025, 12, 20), date(2026, 6, 30)
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
- id: spiff
  kind: tiered
  base: order_amount
  transaction: deal
  mode: whole
  tiers: [{from: 0, rate: 0 %}, {from: 5000, rate: 0.35 %}]
  negative: zero
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


def bridges(found: Paid) -> dict[str, dict[str, tuple[Fraction, ...]]]:
    names = ("opening", "earned", "prior", "payable", "closing")
    return {
        payee: {
            column.period.id: tuple(getattr(column.bridge, name) for name in names) for column in statement.columns
        }
        for payee, statement in found.statements.items()
    }


def all_lines(found: Paid) -> list[tuple[str, str, str, CreditLine]]:
    return [(payee, *each) for payee, statement in found.statements.items() for each in credit_lines(statement)]


@settings(max_examples=20)
@given(histories())
def test_opening_and_earned_and_prior_are_payable_and_closing_for_every_payee_and_period(history: History) -> None:
    for columns in bridges(paid(history.data(), PLAN, "2026")).values():
        for opening, earned, prior, payable, closing in columns.values():
            assert opening + earned + prior == payable + closing
        for (*_, closing), (opening, *_) in pairwise(columns.values()):
            assert closing == opening, "what waits at the end of a period is what the next one opens with"


@settings(max_examples=20)
@given(histories())
def test_what_is_released_never_exceeds_what_is_earned_and_is_all_of_it_when_all_was_collected(
    history: History,
) -> None:
    cash = Release(on="pro_rata_cash", invoiced="gross", collected="collected")
    by_cash = {component.id for component in PLAN.components if component.release == cash}
    for _, _, component, line in all_lines(paid(history.data(), PLAN, "2026-06")):
        if component not in by_cash:
            assert line.released == line.earned
        elif line.earned >= 0:
            assert 0 <= line.released <= line.earned
            assert line.released == line.earned or line.collected < line.invoiced or line.invoiced <= 0
        assert line.payable == line.released - line.paid_before


@settings(max_examples=15)
@given(histories())
def test_the_months_of_a_quarter_sum_to_its_statement_and_to_the_register(history: History) -> None:
    data = history.data()
    for quarter in ("2026-Q1", "2026-Q2"):
        whole = paid(data, PLAN, quarter)
        months = [paid(data, PLAN, month.id) for month in parts(period(quarter), "month")]
        payees = {payee for month in months for payee in month.statements}
        assert set(whole.statements) == payees
        for payee in payees:
            single = [month.statements[payee].payable for month in months if payee in month.statements]
            statement = whole.statements[payee]
            assert statement.payable == sum(single, NOTHING)
            assert statement.payable == sum((column.bridge.payable for column in statement.columns), NOTHING)
            assert statement.payable == sum((row.payable for row in whole.register if row.payee == payee), NOTHING)


@settings(max_examples=15)
@given(histories())
def test_all_that_was_ever_paid_is_all_that_is_released_by_now(history: History) -> None:
    data = history.data()
    year = paid(data, PLAN, "2026")
    state: dict[tuple[str, str, str], Fraction] = {}
    for payee, _, component, line in all_lines(year):
        key = (payee, component, line.key)
        assert line.paid_before == state.get(key, NOTHING), "nothing is paid that no statement shows"
        state[key] = line.released
    assert sum(state.values(), NOTHING) == sum((each.payable for each in year.statements.values()), NOTHING)


@settings(max_examples=15)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_money(history: History, chance: random.Random) -> None:
    orders, receipts = list(history.orders), list(history.receipts)
    chance.shuffle(orders)
    chance.shuffle(receipts)
    people = TEAM.tables["people"]
    upside_down = replace(people, frame=people.frame.iloc[::-1].reset_index(drop=True))
    turned = Tables({**History(tuple(orders), tuple(receipts)).data().tables, "people": upside_down})
    again = paid(turned, PLAN, "2026-Q2")
    assert sorted(map(str, again.register)) == sorted(map(str, paid(history.data(), PLAN, "2026-Q2").register))


@settings(max_examples=10)
@given(histories())
def test_posting_month_by_month_pays_what_the_drafts_said_and_closed_months_stay(history: History) -> None:
    data = history.data()
    drafts = {month: _payable(paid(data, PLAN, month)) for month in MONTHS[:4]}
    posted: dict[tuple[str, str, str, str], Fraction] = {}
    ledger = PaidBefore()
    for month in MONTHS[:4]:
        built = paid(data, PLAN, month, ledger)
        assert _payable(built) == drafts[month]
        for payee, _, component, line in all_lines(built):
            name = (month, component, payee, line.key)
            posted[name] = posted.get(name, NOTHING) + line.payable
        ledger = PaidBefore(period(month), dict(posted))
    for month in MONTHS[:4]:
        assert _payable(paid(data, PLAN, month, ledger)) == drafts[month]


def _payable(found: Paid) -> dict[str, Fraction]:
    return {payee: statement.payable for payee, statement in found.statements.items()}


@settings(max_examples=10)
@given(histories(), st.sampled_from([10**9, 10**12]))
def test_amounts_beyond_64_bits_are_paid_as_exactly_as_small_ones(history: History, factor: int) -> None:
    """Times a round number, every amount, slice and rounding is that many times as much, but for the rounding itself."""
    large = History(
        tuple(_times(row, factor, ("amount", "gross_profit", "gross")) for row in history.orders),
        tuple(_times(row, factor, ("amount",)) for row in history.receipts),
    )
    plan = plan_of(pay=entries(_ONLY_COMMISSION))
    small, huge = (paid(each.data(), plan, "2026-06") for each in (history, large))
    found = {(payee, line.key): line for payee, _, _, line in all_lines(huge)}
    for payee, _, _, line in all_lines(small):
        twin = found[(payee, line.key)]
        assert abs(twin.earned - line.earned * factor) <= Fraction(factor, 200)
        assert (twin.invoiced, twin.collected, twin.base) == tuple(
            each * factor for each in (line.invoiced, line.collected, line.base)
        )
        exact = sum((part.earned for part in twin.parts), NOTHING)
        assert abs(twin.earned - exact) <= Fraction(1, 200)
        if twin.invoiced > 0 and twin.earned > 0:
            share = min(Fraction(1), max(NOTHING, twin.collected / twin.invoiced))
            assert abs(twin.released - twin.earned * share) <= Fraction(1, 200)


def _times(row: Mapping[str, str], factor: int, names: tuple[str, ...]) -> dict[str, str]:
    return {**row, **{name: plain(Fraction(row[name]) * factor) for name in names}}


_ONLY_COMMISSION = """
- id: commission
  kind: tiered
  base: gross_profit
  per: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0 %, rate: 3 %}, {from: 20 %, rate: 5 %}, {from: 25 %, rate: 8 %}]
  negative: zero
  release: {on: pro_rata_cash, invoiced: gross, collected: collected}
"""
