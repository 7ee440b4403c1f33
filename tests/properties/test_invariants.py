"""The invariants of pay, for plans drawn by chance over histories drawn by chance, closed wherever chance says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reportgen.measure.pay import Bench, Paid
from reportgen.measure.pay.trace import traced
from reportgen.measure.roster import read_roster
from reportgen.model.measured import CreditLine, PaidBefore
from reportgen.model.money import half_up, plain
from reportgen.model.pay_kinds import Tiered
from reportgen.model.plan import Plan
from tests.properties.test_credits import by_hand
from tests.properties.test_money import by_hand as by_margin
from tests.properties.test_pay import History, histories
from tests.tables import credit_lines, entries, paid, paid_before, period, plan_of, posted_states
from tests.tables import posted as posted_amounts

NOTHING = Fraction(0)
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
CASH = "{on: %s, invoiced: gross, collected: collected}"
MODES = st.sampled_from(["marginal", "whole", "step", "interpolated"])
Name = tuple[str, str, str]
"""Payee, component, key."""


@st.composite
def tiers(draw: st.DrawFn, sign: str, *, sums: bool) -> str:
    """Tiers whose thresholds rise; rates need not."""
    starts = [0, *sorted(draw(st.sets(st.integers(1, 60), max_size=3)))]
    unit = 100 if not sign else 1
    worth = "amount" if sums else "rate"
    parts = []
    for start in starts:
        value = draw(st.integers(0, 900))
        said = str(value) if sums else f"{value // 100}.{value % 100:02d} %"
        parts.append(f"{{from: {start * unit}{sign}, {worth}: {said}}}")
    return f"[{', '.join(parts)}]"


def released(draw: st.DrawFn) -> str:
    on = draw(st.sampled_from(["booking", "pro_rata_cash", "full_payment"]))
    return "{on: booking}" if on == "booking" else CASH % on


@st.composite
def by_transaction(draw: st.DrawFn) -> str:
    mode, negative = draw(MODES), draw(st.sampled_from(["zero", "unwind"]))
    margin = mode in ("marginal", "whole") and draw(st.booleans())
    table = draw(tiers(" %" if margin else "", sums=mode == "step"))
    base = "gross_profit, per: order_amount" if margin else "order_amount"
    scope = "transaction" if margin else draw(st.sampled_from(["transaction", "period", "quarter", "year_to_date"]))
    return (
        f"kind: tiered, base: {base}, transaction: deal, mode: {mode}, negative: {negative}, scope: {scope}, "
        f"tiers: {table}, release: {released(draw)}"
    )


@st.composite
def by_period(draw: st.DrawFn) -> str:
    earning = draw(st.sampled_from(["month", "quarter"]))
    if draw(st.booleans()):
        mode = draw(MODES)
        scope = draw(st.sampled_from(["period", "quarter", "year_to_date"]))
        said = (
            f"kind: ladder, base: order_amount, transaction: deal, thresholds: money, scope: {scope}, mode: {mode}, "
            f"tiers: {draw(tiers('', sums=mode == 'step'))}, negative: {draw(st.sampled_from(['zero', 'unwind']))}"
        )
    else:
        said = f"kind: flat, base: gross_profit, rate: {draw(st.integers(0, 900))} %, transaction: deal"
    cap = draw(st.sampled_from(["", "cap: 400, over_cap: forfeit", "cap: 400, over_cap: defer", "floor: 25"]))
    return f"{said}, earning: {earning}, release: {released(draw)}" + (f", policy: {{{cap}}}" if cap else "")


PAYMENT = st.sampled_from(
    [
        "",
        "- {id: payment, negative: carry}",
        "- {id: payment, negative: carry, cap: 300, over_cap: defer, minimum: 20}",
        "- {id: payment, negative: pay, cap: 500, over_cap: forfeit, cap_per: quarter}",
    ]
)


@st.composite
def plans(draw: st.DrawFn, *, policies: bool = True) -> Plan:
    """A plan of some components of every kind that rows are rated by; with policies, rules of payment too."""
    rules = draw(st.lists(by_transaction() | by_period(), min_size=1, max_size=3))
    roles = draw(st.sampled_from(["", "roles: [representative], "]))
    pay = "\n".join(f"- {{id: c{number}, {roles}{rule}}}" for number, rule in enumerate(rules))
    payment = draw(PAYMENT) if policies else ""
    return plan_of(pay=entries(pay), payment=entries(payment)) if payment else plan_of(pay=entries(pay))


def few(examples: int) -> settings:
    return settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def own_lines(found: Paid) -> dict[Name, CreditLine]:
    """The lines of a pay period by payee, component and key."""
    return {
        (payee, component, line.key): line
        for payee, statement in found.statements.items()
        for _, component, line in credit_lines(statement)
    }


def all_lines(history: History, plan: Plan, last: str) -> Iterator[tuple[Name, CreditLine]]:
    """Yield the lines of every pay period up to one, in their order, where none of them is closed."""
    data = history.data()
    for when in ("2026-Q1", *(["2026-04"] if last == MONTHS[-1] else [])):
        for payee, statement in paid(data, plan, when).statements.items():
            for month, component, line in credit_lines(statement):
                if month <= last:
                    yield (payee, component, line.key), line


def posted(found: Paid, month: str, before: PaidBefore) -> PaidBefore:
    """What the ledger knows once a pay period is closed."""
    amounts, states, bridges = posted_amounts(before), posted_states(before), dict(before.bridges)
    for (payee, component, key), line in own_lines(found).items():
        name = (month, component, payee, key)
        amounts[name] = amounts.get(name, NOTHING) + line.payable
        states[name] = (line.earned, line.released)
    for payee, statement in found.statements.items():
        bridges[(month, payee)] = statement.columns[-1].bridge
    return replace(paid_before(month, amounts, states), bridges=bridges)


@few(6)
@given(plans(), histories())
def test_under_any_plan_a_statement_balances_and_is_what_its_lines_and_the_register_say(
    plan: Plan, history: History
) -> None:
    data = history.data()
    quarter, april = (paid(data, plan, when) for when in ("2026-Q1", "2026-04"))
    for found in (quarter, april):
        for payee, statement in found.statements.items():
            assert statement.payable == sum((row.payable for row in found.register if row.payee == payee), NOTHING)
            for column in statement.columns:
                lines = [line for result in column.components for line in result.lines if not line.settled]
                assert column.bridge.conserved
                assert column.bridge.released + column.bridge.corrected == sum((e.payable for e in lines), NOTHING)
                for line in lines:
                    assert line.earned < 0 or line.released <= line.earned
            for one, two in pairwise(statement.columns):
                assert one.bridge.closing == two.bridge.opening
    for payee, statement in april.statements.items():
        if payee in quarter.statements:
            assert statement.columns[0].bridge.opening == quarter.statements[payee].columns[-1].bridge.closing


@few(5)
@given(plans(), histories(), st.sampled_from(MONTHS[1:3]))
def test_a_month_that_others_are_only_replayed_for_is_the_month_of_the_quarter_that_shows_them(
    plan: Plan, history: History, month: str
) -> None:
    data = history.data()
    alone, shown = paid(data, plan, month), paid(data, plan, "2026-Q1")
    for payee, statement in alone.statements.items():
        (same,) = [column for column in shown.statements[payee].columns if column.period.id == month]
        assert statement.columns == (same,)


@few(6)
@given(plans(policies=False), histories(), histories(), st.integers(1, 3))
def test_wherever_the_books_were_closed_all_that_was_ever_paid_is_what_is_released_as_known_now(
    plan: Plan, then: History, now: History, closed: int
) -> None:
    ledger = PaidBefore()
    for month in MONTHS[:closed]:
        ledger = posted(paid(then.data(), plan, month, ledger), month, ledger)
    before: dict[Name, Fraction] = {}
    for (_, component, payee, key), amount in posted_amounts(ledger).items():
        before[(payee, component, key)] = before.get((payee, component, key), NOTHING) + amount
    lines = own_lines(paid(now.data(), plan, MONTHS[closed], ledger))
    known = dict(all_lines(now, plan, MONTHS[closed]))  # as if nothing had ever been closed
    for name in {*before, *lines, *known}:
        assert name not in lines or lines[name].paid_before == before.get(name, NOTHING)
        paid_by_now = before.get(name, NOTHING) + (lines[name].payable if name in lines else NOTHING)
        assert paid_by_now == (known[name].released if name in known else NOTHING), name


@few(4)
@given(plans(), histories(), st.integers(1, 3))
def test_closing_changes_nothing_that_is_paid_where_nothing_was_changed(
    plan: Plan, history: History, closed: int
) -> None:
    data, ledger = history.data(), PaidBefore()
    for month in MONTHS[:closed]:
        ledger = posted(paid(data, plan, month, ledger), month, ledger)
    built, draft = (paid(data, plan, MONTHS[closed], each) for each in (ledger, PaidBefore()))
    bridges = [{payee: each.columns[-1].bridge for payee, each in found.statements.items()} for found in (built, draft)]
    assert bridges[0] == bridges[1]


@few(6)
@given(plans(), histories(), st.integers(1, 2_000_000), st.integers(0, 30))
def test_a_reversal_and_its_rebooking_pay_what_the_rebooking_alone_pays(
    plan: Plan, history: History, cents: int, later: int
) -> None:
    first = history.orders[0]
    others = tuple(row for row in history.orders[1:] if row["original"] != first["order_no"])
    receipts = tuple(row for row in history.receipts if row["deal"] != first["order_no"])
    receipts = (*receipts, {**history.receipts[-1], "deal": "NEW"})
    day = date.fromisoformat(first["order_date"])
    assume(day >= date(2026, 1, 1))
    amounts = {
        "amount": Fraction(cents, 100),
        "gross_profit": Fraction(cents, 300),
        "gross": Fraction(cents * 113, 10**4),
    }
    rebooked = {**first, "order_no": "NEW", **{name: plain(half_up(value)) for name, value in amounts.items()}}
    undone = {name: plain(-Fraction(first[name])) for name in amounts}
    back = min(date(2026, 4, 30), day + timedelta(days=later)).isoformat()
    reversal = {**first, **undone, "order_no": "BACK", "original": first["order_no"], "order_date": back}
    ways = (History((*others, rebooked), receipts), History((first, *others, reversal, rebooked), receipts))
    owed = [_released(way, plan) for way in ways]
    assert owed[0] == owed[1]


def _released(history: History, plan: Plan) -> Mapping[tuple[str, str], Fraction]:
    """What each payee's components have released by the end of April, whichever month paid it."""
    totals: dict[tuple[str, str], Fraction] = {}
    for (payee, component, _), line in all_lines(history, plan, MONTHS[-1]):
        totals[(payee, component)] = totals.get((payee, component), NOTHING) + line.payable
    return {name: amount for name, amount in totals.items() if amount}


@few(5)
@given(plans(policies=False), histories())
def test_every_amount_rests_on_rows_and_a_rule_that_give_it_again_and_nothing_was_rounded_before(
    plan: Plan, history: History
) -> None:
    data, month = history.data(), MONTHS[2]
    found = paid(data, plan, month)
    roster, _ = read_roster(data.tables["people"])
    pieces = traced(Bench(plan, data, roster), found.statements, period(month).end)
    rows: dict[tuple[str, str, int], Fraction] = {}
    trace = [row for piece in pieces for row in piece.to_pylist()]
    for row in trace:
        if row["what"] in ("base", "per"):
            rows[(row["measure"], row["key"], row["row"])] = Fraction(row["amount"]) / Fraction(row["amount_in"])
            assert row["file"]
    leaves: dict[tuple[str, str], Fraction] = {}
    for (measure, key, _), amount in rows.items():
        leaves[(measure, key)] = leaves.get((measure, key), NOTHING) + amount
    rules = {each.id: each.rule for each in plan.components}
    for (_, component, key), line in own_lines(found).items():
        rule = rules[component]
        if not isinstance(rule, Tiered):
            assert line.earned == half_up(line.earned)
            continue
        base = leaves[(rule.base, key)]
        assert line.base == base * line.share
        if rule.per:
            _, money = by_margin(rule, line.base, leaves[(rule.per, key)])
        else:
            until, start = (half_up(by_hand(rule, amount)) for amount in (line.before + line.base, line.before))
            money = until - start
        assert line.earned == money or line.reason in ("no-revenue", "negative-margin")
        assert rule.per == "" or line.reason or half_up(sum((p.earned for p in line.parts), NOTHING)) == line.earned


@few(6)
@given(histories(), st.randoms(use_true_random=False))
def test_a_row_that_moves_to_another_file_changes_no_money(history: History, chance: Any) -> None:
    """Sources and rows are places alone: what is paid knows neither."""
    data = history.data()
    orders = data.tables["orders"]
    order = list(range(len(orders.frame)))
    chance.shuffle(order)
    sources = (
        replace(orders.sources[0], file="inputs/data/z.csv"),
        replace(orders.sources[0], file="inputs/data/a.csv"),
    )
    moved = orders.frame.iloc[order].assign(_source=[number % 2 for number in order], _row=range(2, 2 + len(order)))
    tables = {**data.tables, "orders": replace(orders, sources=sources, frame=moved.reset_index(drop=True))}
    again = replace(data, tables=tables)
    plan = plan_of(pay=entries("- {id: c, kind: flat, base: order_amount, rate: 3 %}"))
    one, other = (paid(each, plan, "2026-Q1") for each in (data, again))
    assert sorted(map(str, one.register)) == sorted(map(str, other.register))
