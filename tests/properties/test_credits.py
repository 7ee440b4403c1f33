"""What holds for every division of transactions: shares, tiers that accumulate, returns, rounding; in exact columns."""

from fractions import Fraction
from math import lcm

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.rounding import parts_of_whole
from reportgen.measure.pay.tiers import rate
from reportgen.measure.pay.transactions import rated_transactions
from reportgen.measure.roster import read_roster
from reportgen.model.measured import CreditLine
from reportgen.model.money import half_up, plain, split
from reportgen.model.pay_kinds import Tier, Tiered
from tests.tables import credit_lines, dataset, day, entries, paid, plan_of

NOTHING = Fraction(0)
CENTS = st.integers(-(10**9), 10**9)
SHARES = st.lists(st.integers(1, 12), min_size=1, max_size=4)
PEOPLE = "\n".join(["person role since", *(f"E{number} representative 2025-01-01" for number in range(5))])


@st.composite
def rules(draw: st.DrawFn, mode: str = "marginal") -> Tiered:
    starts = [Fraction(0), *sorted(Fraction(each, 100) for each in draw(st.sets(st.integers(1, 10**8), max_size=3)))]
    rates = draw(st.lists(st.integers(0, 2000), min_size=len(starts), max_size=len(starts)))
    tiers = tuple(Tier(start=start, rate=Fraction(each, 10000)) for start, each in zip(starts, rates, strict=True))
    negative = draw(st.sampled_from(["zero", "unwind"]))
    return Tiered(base="base", per="", transaction="deal", mode=mode, tiers=tiers, negative=negative)  # type: ignore[arg-type]


def by_hand(rule: Tiered, base: Fraction) -> Fraction:
    """What an amount earns, unrounded, as simply as possible."""
    if base < 0 or (rule.mode == "step" and base == 0):
        return base * rule.tiers[0].rate if rule.negative == "unwind" and rule.mode != "step" else NOTHING
    ends = [*(tier.start for tier in rule.tiers[1:]), None]
    reached, end = next((t, e) for t, e in zip(rule.tiers, ends, strict=True) if e is None or base < e)
    if rule.mode == "marginal":
        tops = [base if e is None else min(base, e) for e in ends]
        return sum((max(NOTHING, top - t.start) * t.rate for t, top in zip(rule.tiers, tops, strict=True)), NOTHING)
    if rule.mode == "interpolated" and end is not None:
        after = rule.tiers[rule.tiers.index(reached) + 1]
        share = (base - reached.start) / (after.start - reached.start)
        return base * (reached.rate + (after.rate - reached.rate) * share)
    return reached.rate if rule.mode == "step" else base * reached.rate


@settings(max_examples=60)
@given(
    st.data(), st.sampled_from(["marginal", "whole", "step", "interpolated"]), st.lists(CENTS, min_size=1, max_size=6)
)
def test_transactions_in_a_row_earn_what_their_sum_earns(data: st.DataObject, mode: str, cents: list[int]) -> None:
    rule = data.draw(rules(mode))
    base = pd.Series(cents, dtype="int64")
    found = rate(rule, base, None, 100, base.cumsum() - base)
    after = [half_up(by_hand(rule, Fraction(sum(cents[: end + 1]), 100))) for end in range(len(cents))]
    steps = [now - before for now, before in zip(after, [NOTHING, *after], strict=False)]
    assert [Fraction(int(each), 100) for each in found.earned] == steps
    if mode == "marginal":
        backwards = pd.Series(cents[::-1], dtype="int64")
        again = rate(rule, backwards, None, 100, backwards.cumsum() - backwards)
        assert int(again.earned.sum()) == int(found.earned.sum())


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("ABC"), CENTS), min_size=1, max_size=9), st.integers(1, 5000))
def test_parts_of_a_transaction_make_its_rounded_whole_and_differ_by_less_than_a_cent(
    rows: list[tuple[str, int]], fine: int
) -> None:
    signs = {key: 1 if amount >= 0 else -1 for key, amount in rows}
    frame = pd.DataFrame(
        {
            "key": [key for key, _ in rows],
            "payee": [f"E{position}" for position in range(len(rows))],
            "money": [abs(amount) * signs[key] for key, amount in rows],
        }
    )
    shared = pd.Series(True, index=frame.index)
    found = parts_of_whole(frame["money"] * 0, frame["money"], fine, frame, shared)
    for _, mine in frame.groupby("key"):
        whole = half_up(Fraction(int(mine["money"].sum()), fine), 0)
        assert int(found[mine.index].sum()) == whole
        for position in mine.index:
            assert abs(int(found[position]) - Fraction(int(frame["money"][position]), fine)) < 1
        if whole and all(mine["money"] != 0) and whole * fine == int(mine["money"].sum()):
            shares = {
                str(payee): Fraction(abs(int(each))) for payee, each in zip(mine["payee"], mine["money"], strict=True)
            }
            assert {str(frame["payee"][p]): Fraction(int(found[p])) for p in mine.index} == split(whole, shares, 0)


PLAN = plan_of(
    pay=entries("""
- {id: line, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: unwind,
   tiers: [{from: 0, rate: 3.5 %}, {from: 5000, rate: 7 %}]}
- {id: pool, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: unwind,
   tiers: [{from: 0, rate: 3.5 %}], policy: {rounds: pool}}
- {id: summed, kind: flat, base: order_amount, rate: 3.5 %, transaction: deal}
""")
)


@settings(max_examples=12)
@given(st.lists(st.tuples(CENTS, SHARES), min_size=1, max_size=4), st.booleans())
def test_the_credits_of_a_transaction_make_it_exactly(sold: list[tuple[int, list[int]]], back: bool) -> None:
    orders = ["order_no original order_date person amount"]
    splits = ["order_no person share"]
    for number, (cents, parts) in enumerate(sold):
        orders.append(f"SO-{number} - 2026-01-05 E0 {plain(Fraction(cents, 100))}")
        if back:
            orders.append(f"RE-{number} SO-{number} 2026-01-20 E0 {plain(Fraction(-(cents // 3), 100))}")
        splits += [f"SO-{number} E{person} {part}/{sum(parts)}" for person, part in enumerate(parts)]
    data = dataset(people=PEOPLE, orders="\n".join(orders), splits="\n".join(splits))
    lines: dict[tuple[str, str], list[CreditLine]] = {}
    for statement in paid(data, PLAN, "2026-01").statements.values():
        for _, component, line in credit_lines(statement):
            lines.setdefault((component, line.key), []).append(line)
    total = NOTHING
    for number, (cents, _) in enumerate(sold):
        whole = Fraction(cents - (cents // 3 if back else 0), 100)
        total += whole
        for component in ("line", "pool"):
            mine = lines.get((component, f"SO-{number}"), [])
            assert sum((line.base for line in mine), NOTHING) == whole or not whole
            assert sum((line.share for line in mine), NOTHING) == 1 or not whole
        assert sum((line.earned for line in lines.get(("pool", f"SO-{number}"), [])), NOTHING) == half_up(
            whole * Fraction("0.035")
        )
    assert sum((line.base for line in lines.get(("summed", "2026-01"), [])), NOTHING) == total


def test_no_column_of_rated_transactions_is_a_binary_float_or_holds_an_object_a_row() -> None:
    orders = "\n".join(
        ["order_no order_date person amount", *(f"SO-{each} 2026-01-05 E{each % 5} {each}.37" for each in range(200))]
    )
    splits = "order_no person share\nSO-1 E1 1/3\nSO-1 E2 2/3\nSO-2 E1 1/7\nSO-2 E3 6/7"
    data = dataset(people=PEOPLE, orders=orders, splits=splits)
    bench = Bench(PLAN, data, read_roster(data.tables["people"])[0])
    for component in PLAN.components:
        if isinstance(component.rule, Tiered):
            found = rated_transactions(bench, component, component.rule, day("2026-01-31"))
            assert found is not None
            assert found.attrs["unit"] == lcm(3, 7)
            numbers = found.drop(columns=["payee", "key", "day", "customer", "product", "reason", "seller", "counts"])
            assert set(map(str, numbers.dtypes)) == {"int64"}
