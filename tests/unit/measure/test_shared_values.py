"""What is the same is one value: in lines of pay, in numbered columns, and in figures that are looked at once."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from reportgen.app.figures import actuals, number_text
from reportgen.measure.actuals.answers import Answers, Total
from reportgen.measure.actuals.book import newest
from reportgen.measure.actuals.picking import latest
from reportgen.measure.actuals.texts import Texts
from reportgen.measure.columns import exact_sum
from reportgen.measure.desk import prepared
from reportgen.measure.kpis.figures import Figures
from reportgen.measure.roster import read_roster
from reportgen.model.money import half_up, plain
from reportgen.model.quantity import money
from tests.tables import credit_lines, dataset, entries, measured, period, plan_of

PLAN = plan_of(
    pay=entries("""
- {id: commission, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero,
   tiers: [{from: 0, rate: 3 %}, {from: 700, rate: 5 %}]}
""")
)
DATA = dataset(
    people="""
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  M1       2025-01-01
""",
    orders="""
order_no  order_date  customer  person  amount
SO-1      2026-01-05  K1        E1      1,000.00
SO-2      2026-01-05  K1        E2      1,000.00
SO-3      2026-01-09  K2        E2      250.00
""",
)
AMOUNTS = st.fractions(max_denominator=10**7)


def test_equal_amounts_texts_and_slices_of_lines_are_one_value() -> None:
    statements = measured(DATA, PLAN, "2026-01").statements
    (_, _, one), (_, _, other) = (credit_lines(statements[who])[0] for who in ("E1", "E2"))
    assert (one.key, other.key, one.base) == ("SO-1", "SO-2", 1000)
    for name in ("base", "earned", "released", "payable", "customer", "day", "parts", "earning_period"):
        assert getattr(one, name) == getattr(other, name)
        assert getattr(one, name) is getattr(other, name)


@given(st.lists(AMOUNTS | st.just(Fraction(0)), max_size=6))
def test_an_exact_sum_is_the_sum(amounts: list[Fraction]) -> None:
    assert exact_sum(amounts) == sum(amounts, Fraction(0))


@given(AMOUNTS, st.integers(0, 6))
def test_rounding_halves_away_from_zero_is_the_same_as_text_and_as_number(value: Fraction, places: int) -> None:
    rounded = half_up(value, places)
    assert abs(rounded - value) * 2 * 10**places <= 1
    assert abs(rounded) > abs(value) or abs(rounded - value) * 2 * 10**places != 1
    assert Fraction(plain(value, places)) == rounded


def test_money_is_written_with_two_places_or_as_many_as_it_exactly_has() -> None:
    texts = [number_text(money(Fraction(each), "CNY")) for each in ("1", "1/8", "-1/200", "1/3")]
    assert texts == ["1.00", "0.125", "-0.005", "0.333333"]


def test_figures_that_are_written_once_are_not_kept() -> None:
    found = measured(DATA, PLAN, "2026-01")
    figures = found.people["E1"].figures
    assert isinstance(figures, Figures)
    kept = dict(figures._known)
    written = actuals(found)
    assert figures._known == kept
    assert len(kept) < len(figures)
    assert actuals(found) == written


def test_the_newest_rows_of_each_thing_are_those_that_the_table_itself_tells() -> None:
    roster, _ = read_roster(DATA.tables["people"])
    book = prepared(DATA, PLAN, roster, period("2026-01")).books.books["order_amount"]
    assert book is not None
    index = book.lines.all
    told = index[latest(book.measure, book.table, book.lines.month[index], book.lines.position[index])]
    assert np.array_equal(newest(book, index), told)


def test_what_everybodys_rows_come_to_is_kept_in_columns_and_made_for_who_is_asked_of() -> None:
    counts, there = (np.array(each) for each in ([2, 0, 1], [True, False, True]))
    sums = np.array([2**70, 0, -5], dtype=object)
    found = Answers(Total, {"E1": 0, "E2": 1, "E3": 2}, (sums, counts, counts, sums), there)
    whole = {"E1": Total(2**70, 2, 2, 2**70), "E3": Total(-5, 1, 1, -5)}
    assert dict(found) == whole
    assert (len(found), list(found), "E2" in found, found.get("E2"), found.get("E9")) == (
        2,
        [*whole],
        False,
        None,
        None,
    )
    assert dict(Answers(int, {"K1": 0, "K2": 1}, (np.array([3, 0]),))) == {"K1": 3, "K2": 0}


def test_a_measure_over_all_rows_of_its_table_takes_the_tables_own_numbers_of_rows() -> None:
    desk = prepared(DATA, PLAN, read_roster(DATA.tables["people"])[0], period("2026-Q1"))
    lines = [book.lines for book in desk.books.books.values() if book is not None and book.measure.table == "orders"]
    assert len(lines) > 1
    assert all(np.shares_memory(each.position, lines[0].position) for each in lines if len(each) == len(lines[0]))


def test_texts_are_the_same_looked_at_one_by_one_and_all_at_once() -> None:
    texts = Texts(pa.array(["SO-1", "", "订单"], pa.large_string()))
    one_by_one = [texts[number] for number in range(len(texts))]
    assert one_by_one == texts.whole() == [*texts] == ["SO-1", "", "订单"]
    texts.let_go()
    assert (texts[2], texts[1:]) == ("订单", ["", "订单"])
