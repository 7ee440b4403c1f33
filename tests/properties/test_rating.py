"""Laws of rating: slices make the base, marginal pay never jumps or falls, pools share without a cent lost."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reportgen.measure.pay.rating.pool import _capped, _shared
from reportgen.measure.pay.rating.slices import between, marginal, whole
from reportgen.model.pay_kinds import PoolCap, Tier
from reportgen.model.quantity import Quantity, Unit
from reportgen.model.step import Step

money = st.fractions(min_value=0, max_value=10**7, max_denominator=100)
rates = st.fractions(min_value=0, max_value=1, max_denominator=1000)
cents = st.integers(min_value=1, max_value=10**9).map(lambda value: Fraction(value, 100))


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Tier, ...]:
    starts = sorted({Fraction(0), *draw(st.lists(money, max_size=4))})
    return tuple(Tier(start=start, rate=draw(rates)) for start in starts)


@given(ladders(), money)
def test_the_slices_of_a_base_are_the_base(tiers: tuple[Tier, ...], base: Fraction) -> None:
    assert sum(part.amount for part in marginal(tiers, base)) == base
    assert sum(part.amount for part in whole(tiers, base, base)) == base


@given(ladders(), money, money)
def test_marginal_pay_never_falls_and_never_jumps(tiers: tuple[Tier, ...], base: Fraction, more: Fraction) -> None:
    less, most = (sum(part.earned for part in marginal(tiers, each)) for each in (base, base + more))
    assert 0 <= most - less <= more * max(tier.rate for tier in tiers)


@given(ladders(), money)
def test_the_rate_between_tiers_lies_between_theirs(tiers: tuple[Tier, ...], position: Fraction) -> None:
    found = between(tiers, position)
    assert min(tier.rate for tier in tiers) <= found <= max(tier.rate for tier in tiers)


@given(cents, st.lists(st.integers(min_value=0, max_value=100), min_size=1, max_size=6))
def test_a_bucket_is_shared_without_a_cent_lost(bucket: Fraction, scores: list[int]) -> None:
    steps = {f"E{index}": Step("", Quantity(Fraction(score), Unit.NUMBER)) for index, score in enumerate(scores)}
    shared = _shared(bucket, steps)
    assert sum(shared.values()) == (bucket if any(scores) else 0)


@given(
    st.lists(cents, min_size=2, max_size=6),
    st.integers(min_value=0, max_value=100),
    st.integers(min_value=1, max_value=5),
    st.sampled_from(["group", "individual"]),
    st.sampled_from(["redistribute", "retain"]),
)
def test_capped_roles_stay_at_their_most_and_nothing_is_lost(
    amounts: list[Fraction], percentage: int, members: int, scope: str, excess: str
) -> None:
    totals = {f"E{index}": amount for index, amount in enumerate(amounts)}
    roles = {who: "director" if index < members else "seller" for index, who in enumerate(totals)}
    pool = sum(amounts, Fraction(0))
    cap = PoolCap(roles=("director",), share=Fraction(percentage, 100), scope=scope, excess=excess)  # type: ignore[arg-type]
    found = _capped(cap, pool, totals, roles)
    most = Fraction(round(pool * percentage + Fraction(1, 10**6)), 100) + Fraction(1, 100)
    theirs = [amount for who, amount in found.items() if roles[who] == "director"]
    assert (sum(theirs) if scope == "group" else max(theirs)) <= most
    assert sum(found.values()) <= pool
    others = [who for who in totals if roles[who] == "seller"]
    if excess == "redistribute" and others:
        assert sum(found.values()) == pool
