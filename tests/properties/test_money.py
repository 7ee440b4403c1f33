"""What holds for every amount that is rounded, divided or paid in parts."""

from fractions import Fraction
from itertools import pairwise
from math import lcm

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.measure.columns import half_up_columns
from reportgen.measure.pay.tiers import rate
from reportgen.model.money import half_up, half_up_division, split
from reportgen.model.pay_kinds import Tier, Tiered

CENT = Fraction(1, 100)
AMOUNTS = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)
CENTS = st.integers(-(10**12), 10**12)
HUGE = st.integers(-(2**63) + 1, 2**63 - 1)
RATES = st.integers(0, 3000).map(lambda units: Fraction(units, 10**4))


@given(AMOUNTS, st.integers(0, 6))
def test_half_up_is_never_further_away_than_half_a_unit_and_halves_go_away_from_zero(
    amount: Fraction, places: int
) -> None:
    rounded, unit = half_up(amount, places), Fraction(1, 10**places)
    assert (rounded / unit).denominator == 1
    assert abs(rounded - amount) * 2 <= unit
    assert abs(rounded) > abs(amount) or abs(rounded - amount) * 2 < unit
    assert half_up(-amount, places) == -rounded


@settings(max_examples=60)
@given(st.lists(st.one_of(HUGE, CENTS), min_size=1, max_size=20), st.integers(1, 10**9))
def test_a_column_is_rounded_as_its_cells_are(numerators: list[int], denominator: int) -> None:
    expected = [half_up(Fraction(each, denominator), 0) for each in numerators]
    wide = half_up_columns(pd.Series(numerators, dtype=object), denominator)
    assert [int(each) for each in wide] == expected
    assert [half_up_division(each, denominator) for each in numerators] == expected
    narrow = [each for each in numerators if abs(each) < 2**62]
    found = half_up_columns(pd.Series(narrow, dtype="int64"), denominator)
    assert [int(each) for each in found] == [half_up(Fraction(each, denominator), 0) for each in narrow]


@given(
    CENTS,
    st.dictionaries(
        st.text("ABCDEF", min_size=1, max_size=3), st.fractions(0, 100, max_denominator=60), min_size=1
    ).filter(lambda shares: sum(shares.values()) > 0),
)
def test_the_parts_of_an_amount_sum_to_it_and_each_is_within_a_cent_of_its_share(
    cents: int, shares: dict[str, Fraction]
) -> None:
    whole = Fraction(cents, 100)
    parts = split(whole, shares)
    total = sum(shares.values(), Fraction(0))
    assert sum(parts.values(), Fraction(0)) == whole
    assert all(abs(parts[name] - whole * share / total) < CENT for name, share in shares.items())
    assert parts == split(whole, dict(reversed(shares.items())))


# --------------------------------------------------------------------------------------------------------------- tiers


@st.composite
def rules(draw: st.DrawFn, share: bool = False) -> Tiered:
    """A rule by tiers; thresholds are amounts, or shares of another measure in basis points."""
    unit = 10**4 if share else 100
    thresholds = st.integers(1, 9000) if share else st.integers(1, 10**9) | st.integers(1, 10**18)
    steps = draw(st.lists(thresholds, min_size=0, max_size=4, unique=True))
    starts = [Fraction(0), *(Fraction(each, unit) for each in sorted(steps))]
    return Tiered(
        base="base",
        per="per" if share else "",
        transaction="deal",
        mode=draw(st.sampled_from(["marginal", "whole"])),
        tiers=tuple(Tier(start=start, rate=draw(RATES)) for start in starts),
        negative=draw(st.sampled_from(["zero", "unwind"])),
    )


Rating = tuple[list[Fraction], Fraction]
"""Each tier's part of the base, and the money."""


def by_hand(rule: Tiered, base: Fraction, per: Fraction) -> Rating:
    """What the rule says, once more and as simply as possible: each tier's part of the base, and the money."""
    starts = [tier.start * (per if rule.per else 1) for tier in rule.tiers]
    ends = [*starts[1:], None]
    if base < 0:
        parts = [base if rule.negative == "unwind" and not index else Fraction(0) for index in range(len(starts))]
    elif rule.mode == "marginal":
        parts = [
            max(Fraction(0), (base if end is None else min(base, end)) - start)
            for start, end in zip(starts, ends, strict=True)
        ]
    else:
        parts = [
            base if start <= base and (end is None or base < end) else Fraction(0)
            for start, end in zip(starts, ends, strict=True)
        ]
    money = sum((part * tier.rate for part, tier in zip(parts, rule.tiers, strict=True)), Fraction(0))
    return parts, half_up(money)


def by_engine(rule: Tiered, base: list[int], per: list[int] | None, scale: int) -> list[Rating]:
    columns = pd.Series(base, dtype="int64"), None if per is None else pd.Series(per, dtype="int64")
    result = rate(rule, columns[0], columns[1], 10**scale)
    return [
        (
            [Fraction(int(part.iloc[row]), result.unit) for part in result.slices],
            Fraction(int(result.earned.iloc[row]), 100),
        )
        for row in range(len(base))
    ]


@settings(max_examples=80)
@given(rules(), st.lists(st.one_of(CENTS, HUGE), min_size=1, max_size=6), st.sampled_from([2, 4]))
def test_the_engine_pays_what_the_rule_says_whether_64_bits_suffice_or_not(
    rule: Tiered, base: list[int], scale: int
) -> None:
    expected = [by_hand(rule, Fraction(each, 10**scale), Fraction(0)) for each in base]
    assert by_engine(rule, base, None, scale) == expected


@settings(max_examples=80)
@given(
    rules(share=True),
    st.lists(st.tuples(CENTS | HUGE, st.integers(0, 10**12) | HUGE.map(abs)), min_size=1, max_size=6),
)
def test_thresholds_that_are_shares_move_with_the_revenue(rule: Tiered, rows: list[tuple[int, int]]) -> None:
    expected = [by_hand(rule, Fraction(base, 100), Fraction(per, 100)) for base, per in rows]
    assert by_engine(rule, [base for base, _ in rows], [per for _, per in rows], 2) == expected


@settings(max_examples=80)
@given(rules(), st.integers(0, 10**11), st.integers(1, 10**6))
def test_marginal_pay_never_falls_and_never_jumps(rule: Tiered, cents: int, more: int) -> None:
    marginal = Tiered(**{**{name: getattr(rule, name) for name in rule.__slots__}, "mode": "marginal"})
    steps = [0, cents, cents + more, *(int(tier.start * 100) + each for tier in rule.tiers for each in (-1, 0, 1))]
    base = sorted(each for each in steps if each >= 0)
    pays = by_engine(marginal, base, None, 2)
    assert [sum(parts, Fraction(0)) for parts, _ in pays] == [Fraction(each, 100) for each in base]
    highest = max(tier.rate for tier in rule.tiers)
    for (low, (_, less)), (high, (_, money)) in pairwise(zip(base, pays, strict=True)):
        assert 0 <= money - less <= highest * Fraction(high - low, 100) + CENT


@given(rules(), st.integers(1, 8))
def test_slices_are_kept_in_a_unit_in_which_every_threshold_is_whole(rule: Tiered, scale: int) -> None:
    unit = rate(rule, pd.Series([1], dtype="int64"), None, 10**scale).unit
    assert unit % lcm(*(tier.start.denominator for tier in rule.tiers)) == 0
