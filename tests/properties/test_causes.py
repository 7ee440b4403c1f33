"""What holds for every pair of histories: the causes of each change add up to it exactly, and swapping turns signs."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings

from reportgen.measure.causes import causes, drivers
from reportgen.model.measured import PaidBefore, Subject
from reportgen.model.quantity import Quantity
from tests.properties.test_pay import MONTHS, ONE_COMMISSION, PLAN, History, histories
from tests.tables import paid, period

NOTHING = Fraction(0)
ASKED = [(Subject("company", ""), "order_amount"), (Subject("person", "E1"), "order_amount")]


@settings(max_examples=6)
@given(histories(), histories())
def test_the_causes_of_every_line_and_figure_add_up_to_its_change(first: History, second: History) -> None:
    when = period("2026-Q1")
    states = (first.data(), PLAN), (second.data(), ONE_COMMISSION)
    found = causes(*states, when, PaidBefore(), ASKED)
    for line in found.lines:
        assert sum(line.causes.values(), NOTHING) == line.change
    for figure in found.figures:
        if isinstance(figure.old, Quantity) and isinstance(figure.new, Quantity) and figure.causes:
            assert sum(figure.causes.values(), NOTHING) == figure.new.value - figure.old.value
    ends = [paid(data, plan, "2026-Q1").statements for data, plan in states]
    for payee in {*ends[0], *ends[1]}:
        old, new = (each[payee].payable if payee in each else NOTHING for each in ends)
        assert sum(found.by_cause(payee).values(), NOTHING) == new - old


@settings(max_examples=6)
@given(histories())
def test_the_drivers_between_two_months_add_up_to_the_change_of_every_payee(history: History) -> None:
    months = [paid(history.data(), PLAN, month).statements for month in MONTHS]
    for first, second in pairwise(months):
        for change in drivers(first, second):
            assert sum(change.drivers.values(), NOTHING) == change.change
