"""What holds for every chain of pay periods under every mix of policies: nothing is lost on the way to what is paid."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.measure.pay.bridge import Payment, bridged
from reportgen.measure.pay.bridge.steps import terms_of
from reportgen.model.balances import ALL_PAY, Balances, Bridge, bridge_of
from reportgen.model.measured import CreditLine
from reportgen.model.pay_kinds import Draw, Guarantee
from reportgen.model.payment import PaymentRule
from reportgen.model.place import Place
from tests.properties.test_pay import PLAN, History, histories
from tests.tables import Tables, entries, paid, plan_of, table

NOTHING = Fraction(0)
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
CENTS = st.integers(-400_000, 600_000).map(lambda cents: Fraction(cents, 100))
SOME = st.integers(0, 500_000).map(lambda cents: Fraction(cents, 100))
SHARES = st.integers(0, 100).map(lambda part: Fraction(part, 100))
KEYS = ("A", "B", "C")


@st.composite
def rules(draw: st.DrawFn) -> PaymentRule | None:
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    return PaymentRule(
        id="payment",
        name={},
        since=date(2026, 1, 1),
        because={},
        place=Place("payment.yaml", row=1),
        cap=draw(st.none() | SOME),
        over_cap=draw(st.sampled_from(["defer", "forfeit"])),
        negative=draw(st.sampled_from(["carry", "pay"])),
        minimum=draw(st.sampled_from([NOTHING, Fraction(50), Fraction(1000)])),
        recovery=draw(SHARES),
    )


def draws() -> st.SearchStrategy[Draw | None]:
    recovery = st.sampled_from(["recoverable", "forgiven"])
    return st.none() | st.builds(
        lambda amount, how, most, owed: Draw(amount=amount, recovery=how, at_most=most, most_owed=owed),
        SOME,
        recovery,
        SHARES,
        st.none() | SOME,
    )


def line(key: str, state: tuple[Fraction, Fraction], now: tuple[Fraction, Fraction], *, current: bool) -> CreditLine:
    (earned_before, paid), (earned, released) = state, now
    money = (earned, earned_before, NOTHING, NOTHING, released, paid, released - paid)
    return CreditLine(key, None, "", "", NOTHING, NOTHING, (), *money, "2026-01", current)


@st.composite
def chains(draw: st.DrawFn) -> list[Payment]:
    """Payments of one payee in pay periods that follow one another, each on what the one before left."""
    found: list[Payment] = []
    states = dict.fromkeys(KEYS, (NOTHING, NOTHING))
    opening = Balances(carried=-draw(SOME), draw=-draw(SOME), deferred=draw(SOME), held={ALL_PAY: 1 + draw(SOME)})
    for _ in range(draw(st.integers(1, 4))):
        lines = []
        for key in KEYS:
            now = (draw(CENTS), draw(CENTS))
            lines.append(line(key, states[key], now, current=draw(st.booleans())))
            states[key] = now
        amount = draw(CENTS) / 10
        manual = line("M", (NOTHING, NOTHING), (amount, amount), current=True)
        unreleased = sum((each.earned_before - each.paid_before for each in lines), NOTHING)
        payment = Payment(
            opening=replace(opening, unreleased=unreleased),
            lines=tuple(lines),
            manual=(manual,),
            held=draw(st.frozensets(st.sampled_from([ALL_PAY, "A", "B"]))),
            rule=draw(rules()),
            capped=draw(SOME),
            guarantee=draw(st.none() | st.builds(lambda each: Guarantee(amount=each), SOME)),
            guaranteed=draw(SOME),
            draw=draw(draws()),
            advances=draw(st.booleans()),
        )
        found.append(payment)
        opening = bridged(payment).closing
    return found


@settings(max_examples=120)
@given(chains())
def test_nothing_is_lost_between_what_is_earned_and_what_is_paid(chain: list[Payment]) -> None:
    for payment in chain:
        bridge = bridged(payment)
        assert bridge.conserved
        assert sum((amount for _, amount in bridge.steps), NOTHING) == bridge.payable
        assert bridge.released + bridge.corrected == sum((each.payable for each in payment.lines), NOTHING)


@settings(max_examples=120)
@given(chains())
def test_debts_are_never_credits_and_what_waits_is_never_a_debt(chain: list[Payment]) -> None:
    for payment in chain:
        bridge = bridged(payment)
        left = bridge.closing
        assert left.draw <= 0
        assert left.carried <= 0
        assert left.deferred >= 0
        assert all(amount > 0 for amount in left.held.values())
        assert bridge.guarantee >= 0
        assert bridge.forfeited >= 0
        assert bridge.forgiven >= 0


@settings(max_examples=120)
@given(chains())
def test_every_policy_is_kept(chain: list[Payment]) -> None:
    for payment in chain:
        bridge, terms = bridged(payment), terms_of(payment)
        if terms.carries or terms.all_held:
            assert bridge.payable >= 0
            assert not 0 < bridge.payable < terms.minimum
        if terms.all_held:
            assert bridge.payable == bridge.cap == bridge.guarantee == bridge.draw == 0
        elif terms.room is not None:
            so_far = bridge.released + bridge.corrected + bridge.carried + bridge.holds + bridge.cap
            assert so_far <= max(NOTHING, terms.room)
        if bridge.draw < 0:
            assert -bridge.draw <= -payment.opening.draw
        if payment.draw is not None and payment.draw.most_owed is not None and bridge.draw > 0 and not bridge.forgiven:
            assert -bridge.closing.draw <= payment.draw.most_owed


@settings(max_examples=60)
@given(chains())
def test_a_bridge_is_read_back_as_it_was_posted(chain: list[Payment]) -> None:
    for payment in chain:
        bridge: Bridge = bridged(payment)
        assert bridge_of(bridge.rows()) == bridge


POLICIES = plan_of(
    payment=entries("""
- {id: payment, cap: 300, over_cap: defer, negative: carry, minimum: 20, recovery: 40 %}
- {id: managers, roles: [manager], cap: 500, over_cap: forfeit, cap_per: quarter, negative: carry}
"""),
    pay=entries("""
- id: commission
  roles: [representative, manager]
  kind: tiered
  base: gross_profit
  transaction: deal
  mode: marginal
  tiers: [{from: 0, rate: 9 %}]
  negative: unwind
  release: {on: pro_rata_cash, invoiced: gross, collected: collected}
- {id: guarantee, kind: guarantee, amount: 150, periods: 3, roles: [manager]}
- {id: draw, kind: draw, amount: 80, recovery: recoverable, at_most: 50 %, most_owed: 200, roles: [representative]}
- {id: spot, kind: manual, table: manual_lines, needs: [reason], kinds: {SPIF: {zh: 竞赛, en: SPIF}}}
"""),
)


def with_hands(history: History) -> Tables:
    """Return a history with debts, a hold and a manual line beside it."""
    found = dict(history.data().tables)
    opening = {"person": "E1", "component": "", "order_no": "", "carried": "70.25", "draw": "30"}
    hold = {"person": "E2", "order_no": "", "since": "2026-02-01", "until": "2026-03-15", "reason": "audit"}
    manual = {"line_no": "M-1", "person": "E1", "line_date": "2026-02-10", "item": "SPIF", "amount": "12.34"}
    found["opening"] = table("opening", [opening])
    found["holds"] = table("holds", [{**hold, "approver": "M1"}])
    found["manual_lines"] = table("manual_lines", [{**manual, "reason": "contest"}])
    return Tables(found)


@settings(max_examples=4)
@given(histories())
def test_each_pay_period_opens_with_what_the_one_before_left(history: History) -> None:
    data = with_hands(history)
    left: dict[str, Balances] = {}
    for when in MONTHS:
        found = paid(data, POLICIES, when)
        for payee, statement in found.statements.items():
            (column,) = statement.columns
            assert column.bridge.conserved
            assert column.bridge.opening == left.get(payee, column.bridge.opening)
            assert statement.payable == sum((row.payable for row in found.register if row.payee == payee), NOTHING)
            left[payee] = column.bridge.closing


@settings(max_examples=3)
@given(histories())
def test_without_policies_what_is_released_is_what_is_paid(history: History) -> None:
    for when in MONTHS[:2]:
        for statement in paid(history.data(), PLAN, when).statements.values():
            (column,) = statement.columns
            assert column.bridge.payable == column.bridge.released + column.bridge.corrected
