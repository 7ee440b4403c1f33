"""What always holds of targets, forecasts and bridges, whatever the numbers."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reportgen.measure.calendar import Calendar, weeks
from reportgen.measure.targets import Branch, fall
from reportgen.measure.targets.phasing import in_cents, versions
from reportgen.measure.variance import Sold, price_parts
from reportgen.model.period import Period, parts
from tests.tables import entries, period, plan_of

CENTS = st.integers(0, 10**12).map(lambda cents: Fraction(cents, 100))
WEIGHTS = st.fractions(0, 100, max_denominator=997)
POSITIVE = st.fractions(Fraction(1, 100), 10**6, max_denominator=100)


@st.composite
def branches(draw: st.DrawFn, depth: int = 3) -> Branch:
    children = draw(st.lists(branches(depth - 1), max_size=4)) if depth else []
    return Branch("level", draw(st.text("abc", max_size=2)), draw(WEIGHTS), children=tuple(children))


@given(branches(), CENTS)
def test_children_sum_to_their_parent_for_any_tree_and_any_shares(tree: Branch, whole: Fraction) -> None:
    nodes = fall(tree, whole)
    assert all(node.differs == 0 and node.value >= 0 and (node.value * 100).denominator == 1 for node in nodes)


@given(branches(), CENTS, st.integers(0, 100))
def test_a_lock_stays_whatever_the_rest_weighs(tree: Branch, whole: Fraction, percent: int) -> None:
    locked = Fraction(int(whole * percent), 100)
    found = fall(Branch("company", "", children=(Branch("level", "x", locked=locked), tree)), whole)
    assert [node.value for node in found if len(node.path) == 2] == [locked, whole - locked]
    assert found[0].differs == 0


@given(
    st.lists(st.integers(0, 10**10), min_size=1, max_size=3),
    st.integers(1, 12),
    st.sampled_from(["equal", "working_days"]),
)
def test_the_months_sum_to_the_year_however_often_it_was_changed(wholes: list[int], starts: int, by: str) -> None:
    rows = [f"- {{id: t, from: 2026-0{3 * n + 1}-01, year: 2026, floor: '{whole}'}}" for n, whole in enumerate(wholes)]
    calendar = [
        f"- {{id: year, kind: fiscal_year, from: 2025-01-01, starts: {starts}}}",
        f"- {{id: months, kind: month_weights, from: 2025-01-01, by: {by}}}",
    ]
    plan = plan_of(targets=entries("\n".join(rows)), calendar=entries("\n".join(calendar)))
    laid_out = Calendar(plan.calendar)
    found = versions(plan.targets, laid_out, (), "order_amount", 2026, "floor", period("2027").end)
    assert [sum(each.months.values()) for each in found] == wholes
    cents = in_cents(found[-1].months, laid_out)
    assert sum(cents.values()) == wholes[-1]


@given(CENTS, st.integers(0, 23))
def test_the_weeks_sum_to_the_month(target: Fraction, number: int) -> None:
    month: Period = parts(Period(period("2026").start, period("2027").end, "year"), "month")[number]
    assert sum(each.target for each in weeks(Calendar(), month, target)) == target


SALES = st.dictionaries(st.sampled_from("abcde"), st.builds(Sold, POSITIVE | st.just(Fraction(0)), POSITIVE, POSITIVE))


@given(CENTS, CENTS, SALES, SALES)
def test_a_bridge_adds_up_whatever_was_sold(
    target: Fraction, actual: Fraction, then: dict[str, Sold], now: dict[str, Sold]
) -> None:
    found = price_parts(target, actual, then, now)
    assert found is None or target + sum(found.values()) == actual
