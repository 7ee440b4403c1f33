"""Lines of pay that are made when they are looked at: what their sums come to, and what of them travels."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pickle import loads

from reportgen.app.compact import packed
from reportgen.measure.pay.credit_lines import credit_lines
from reportgen.measure.pay.listed import Lines, again
from reportgen.measure.pay.shared import Shared
from reportgen.model.causes import Cause
from reportgen.model.listed import Listed, made, summed
from reportgen.model.measured import CreditLine
from tests.tables import dataset, entries, measured, plan_of

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
""",
    orders="""
order_no  order_date  customer  person  amount
SO-1      2026-01-05  K1        E1      1,000.00
SO-2      2026-01-09  K2        E1      250.00
SO-3      2026-02-11  K2        E1      333.33
SO-1      2026-02-20  K1        E1      -400.00
SO-4      2026-03-02  K1        E1      120.00
""",
)
STATEMENT = measured(DATA, PLAN, "2026-Q1").statements["E1"]


def listed() -> list[Listed]:
    found = [result.lines for column in STATEMENT.columns for result in column.components]
    return [lines for lines in found if isinstance(lines, Listed)]


def by_earning_period(lines: Iterable[CreditLine]) -> dict[tuple[str, bool], list[Fraction]]:
    names = ("earned", "earned_before", "released", "paid_before", "payable")
    sums: dict[tuple[str, bool], list[Fraction]] = {}
    for line in lines:
        so_far = sums.setdefault((line.earning_period, line.current), [Fraction(0)] * len(names))
        sums[line.earning_period, line.current] = [
            amount + getattr(line, name) for amount, name in zip(so_far, names, strict=True)
        ]
    return sums


def test_sums_come_to_what_the_lines_come_to_in_each_earning_period() -> None:
    assert len(listed()) == 3
    for lines in listed():
        assert by_earning_period(summed(lines)) == by_earning_period(lines)


def test_a_line_whose_earlier_earning_changed_stands_alone_among_the_sums() -> None:
    (changed,) = [line for lines in listed() for line in summed(lines) if line.earned != line.earned_before > 0]
    assert (changed.key, changed.settled) == ("SO-1", 0)


def test_every_line_that_changed_says_why_also_one_that_is_rated_no_more() -> None:
    february = listed()[1]
    (changed,) = [line for line in february if line.earned != line.earned_before > 0]
    gone = replace(changed, key="SO-9", day=None, reason="gone")
    causes = dict.fromkeys(("SO-1", "SO-9"), ((Cause.NEW, changed.earned - changed.earned_before),))
    assert isinstance(february, Lines)
    found = again(february.told(), (gone,), february.sums, {}).changed(causes)
    assert {line.key: line.causes for line in found if line.causes} == causes


def test_lines_that_travelled_and_lines_that_are_made_at_once_are_the_same() -> None:
    assert loads(packed(STATEMENT)) == STATEMENT  # noqa: S301  written on this very line
    assert made(STATEMENT) == STATEMENT
    assert [list(lines.names()) for lines in listed()] == [
        [(line.key, line.earning_period) for line in lines if line.day] for lines in listed()
    ]


def test_transactions_of_before_a_day_are_told_alike_by_rows_and_by_lines_that_travelled() -> None:
    day = date(2026, 1, 9)
    for lines in listed():
        assert isinstance(lines, Lines)
        mine = [line for line in lines if line.day is not None and line.day < day]
        for told in (lines.told_before(day), loads(packed(lines)).told_before(day)):  # noqa: S301  written right here
            assert list(told.texts["key"]) == [line.key for line in mine]
            assert list(credit_lines(told, Shared())) == mine
