"""What is counted for everybody at once is what each one's own rows come to, however large the numbers are."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.measure.actuals.reading import Books, Only, opened, rows_on
from reportgen.measure.actuals.some import Listed, Some, Tallied
from reportgen.measure.desk import prepared
from reportgen.measure.roster import read_roster
from reportgen.model.measured import Subject
from reportgen.model.money import plain
from reportgen.model.period import Period, parse_period
from reportgen.model.plan import Plan
from tests.properties.test_figures import BOSS, LEADERS, SELLERS, Row, rosters, sales, tables
from tests.tables import Tables, entries, plan_of, table

MEASURES = ("order_amount", "profit", "filled", "active", "returning")
PLAN = plan_of(
    measures=entries("""
- {id: profit, column: gross_profit, unit: money}
- {id: filled, column: line, how: count, unit: count}
- {id: active, column: customer, how: distinct, window: 2, unit: count}
- {id: visited, table: visits, how: count, unit: count}
- {id: returning, column: customer, how: distinct, repeated: 2, unit: count}
""")
)
PEOPLE = (BOSS, *LEADERS, *SELLERS)
WHOSE: tuple[tuple[Subject, Only | None], ...] = (
    (Subject("company", ""), None),
    *((Subject("person", person), None) for person in (*PEOPLE, "STRANGER", "NOBODY")),
    *((Subject("team", leader), None) for leader in (BOSS, *LEADERS, "NOBODY")),
    *((Subject("company", ""), Only("line", line)) for line in ("eco", "flex", "", "none")),
    *((Subject("company", ""), Only("region", region)) for region in (BOSS, *LEADERS, "", "none")),
)
HUGE = 2 * 10**11
"""What makes amounts whose sum does not fit into 64 bits, let alone their products."""


def books_of(roster: list[Row], orders: list[Row], period: Period, plan: Plan = PLAN) -> Books:
    data = Tables({**tables(roster, orders).tables, "visits": table("visits", orders[::-2])})
    return prepared(data, plan, read_roster(data.tables["people"])[0], period).books


def pairs_of(books: Books, measure: str, period: Period) -> Iterator[tuple[object, Some, Listed]]:
    """The rows of each subject, looked up among everybody's and listed by themselves."""
    page = opened(books, measure, period)
    assert page.book is not None
    for subject, only in WHOSE:
        some = rows_on(page, subject, only)
        assert isinstance(some, Tallied)
        yield (subject, only, measure), some, Listed(some.lines, some.index)


@settings(max_examples=15, deadline=None)
@given(rosters(), sales(), st.sampled_from([1, HUGE]), st.sampled_from(["2026-Q1", "2026-02"]))
def test_what_is_counted_for_everybody_at_once_is_what_each_ones_rows_come_to(
    roster: list[Row], orders: list[Row], times: int, name: str
) -> None:
    orders = [{**row, "amount": plain(Fraction(row["amount"]) * times)} for row in orders]
    period = parse_period(name)
    assert period is not None
    books = books_of(roster, orders, period)
    for measure in MEASURES:
        for who, some, alone in pairs_of(books, measure, period):
            assert some.total == alone.total, who
            assert some.different("customer") == alone.different("customer"), who
            for by in ("line", "order_no", ""):
                assert some.repeated("customer", by, 2) == alone.repeated("customer", by, 2), who
            assert some.largest("customer", 2) == alone.largest("customer", 2), who
            assert some.having({"line": ("eco", "")}).total == alone.having({"line": ("eco", "")}).total, who


@settings(max_examples=15, deadline=None)
@given(rosters(), sales(), st.sampled_from([1, HUGE]))
def test_what_two_measures_share_is_what_each_ones_rows_share(roster: list[Row], orders: list[Row], times: int) -> None:
    orders = [{**row, "amount": plain(Fraction(row["amount"]) * times)} for row in orders]
    quarter = Period(date(2026, 1, 1), date(2026, 3, 31), "quarter")
    months = [
        Period(date(2026, 1, 1), date(2026, 1, 31), "month"),
        Period(date(2026, 2, 1), date(2026, 2, 28), "month"),
    ]
    books = books_of(roster, orders, quarter)
    asked = (
        (("order_amount", quarter), ("visited", quarter)),
        (("visited", quarter), ("order_amount", quarter)),
        (("order_amount", quarter), ("profit", quarter)),
        (("active", months[0]), ("order_amount", months[1])),
    )
    for one, other in asked:
        for (who, some, alone), (_, beside, by_itself) in zip(
            pairs_of(books, *one), pairs_of(books, *other), strict=True
        ):
            if "visited" not in (one[0], other[0]):  # the rows of another table are not the same rows
                assert some.weighed(beside) == alone.weighed(by_itself), who
            assert some.common("customer", beside) == alone.common("customer", by_itself), who
