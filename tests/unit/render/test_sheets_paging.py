"""Printed sheets: what belongs together stands on one page, a last page holds more than a few rows."""

import pytest

from reportgen.render.sheets.grid import Columns
from reportgen.render.sheets.paging import SMALLEST, Paging, Rows, Unit, cut_at, fits_one_page, halved, paged

ROWS = dict.fromkeys(range(1, 400), 10.0)
"""Rows of ten points: a page has room for 51."""


def down(*units: Unit, width: float = 1.0, head: float = 0.0, folded: tuple[int, ...] = ()) -> Paging:
    return paged(Rows(units, ROWS, folded, head), width)


def test_what_fits_on_a_page_has_no_breaks() -> None:
    assert down(Unit(1, 20), Unit(21, 51)) == Paging()


def test_a_block_that_would_be_cut_begins_the_next_page() -> None:
    assert down(Unit(1, 40), Unit(41, 60)) == Paging((40,), several=True)


def test_a_block_too_long_to_be_moved_is_cut_between_its_pieces() -> None:
    long = Unit(21, 70, (Unit(21, 40), Unit(41, 70)))
    assert down(Unit(1, 20), long) == Paging((40,), several=True)


def test_a_long_table_flows_and_does_not_begin_in_a_pages_last_rows() -> None:
    assert down(Unit(1, 20), Unit(21, 120)) == Paging(several=True)
    assert down(Unit(1, 47), Unit(48, 147)) == Paging((47,), several=True)


def test_a_last_page_with_a_few_rows_is_given_to_those_before() -> None:
    assert down(Unit(1, 54)) == Paging(tall=1)
    assert down(Unit(1, 40), Unit(41, 52)) == Paging(tall=1)


@pytest.mark.parametrize("rows", [105, 110, 113])
def test_of_several_pages_none_ends_with_a_few_rows(rows: int) -> None:
    found = down(Unit(1, rows), head=10)
    # Printed smaller, the rows fill two pages: programs have room for them, and print that can be read.
    assert found.several
    assert not found.tall
    assert rows + 1 <= 2 * 51 * found.drawn / 1.06
    assert found.drawn <= 1 / SMALLEST


def test_rows_that_would_be_printed_too_small_for_a_page_less_stay_as_they_are() -> None:
    assert down(Unit(1, 150), width=1.4, head=10).drawn == 1.0
    assert down(Unit(1, 150), width=1.4, head=10).several
    assert not fits_one_page(Rows((Unit(1, 77),), ROWS))
    assert fits_one_page(Rows((Unit(1, 60),), ROWS))


def test_where_print_would_be_too_small_the_pages_before_leave_rows_to_the_last() -> None:
    # Pages of 67 rows would leave 15 to the last; a block that keeps together stays whole.
    assert down(Unit(1, 148), width=1.4, head=10) == Paging((63, 125), several=True)
    assert down(Unit(1, 99), Unit(100, 132), Unit(133, 146), width=1.4, head=10) == Paging((63, 99), several=True)


def test_rows_that_are_folded_away_take_no_room() -> None:
    assert down(Unit(1, 40), Unit(41, 60), folded=tuple(range(10, 30))) == Paging()


def test_a_sheet_printed_smaller_has_room_for_more_rows() -> None:
    assert down(Unit(1, 40), Unit(41, 60), width=1.5) == Paging()


def test_a_wide_sheet_is_cut_where_its_halves_are_alike_the_key_on_both() -> None:
    assert cut_at(Columns((10, 20, 20, 20, 20, 20)), 100) == 6
    assert cut_at(Columns((10, 20, 20)), 100) == 0


def test_of_places_nearly_as_good_a_wide_sheet_is_cut_at_the_last() -> None:
    assert cut_at(Columns((10, 20, 20, 20, 20, 18)), 80) == 6
    assert cut_at(Columns((10, 20, 20, 20, 20, 17)), 80) == 5


def test_a_wide_sheet_is_cut_where_a_column_may_begin_a_page() -> None:
    assert cut_at(Columns((10, 20, 20, 20, 20, 20)), 100, turns=(2, 5)) == 7


def test_both_halves_of_a_wide_sheet_have_the_same_rows_on_a_page() -> None:
    assert halved(Rows((Unit(1, 90),), ROWS), (1.0, 1.0)) == Paging((48,), several=True)


def test_a_page_of_both_halves_has_the_rows_that_the_narrower_one_has_room_for() -> None:
    assert halved(Rows((Unit(1, 90),), ROWS), (1.0, 1.5)) == Paging((48,), several=True)
    assert halved(Rows((Unit(1, 90),), ROWS), (1.5, 1.0)) == Paging((48,), several=True)
    assert halved(Rows((Unit(1, 90),), ROWS), (1.5, 1.5)) == Paging((68,), several=True)


def test_a_wide_sheet_is_drawn_out_where_its_last_page_would_hold_little() -> None:
    found = halved(Rows((Unit(1, 52),), ROWS), (1.0, 1.0))
    assert 1.0 < found.drawn <= 1.3
    assert found.breaks == ()


def test_a_wide_sheet_that_cannot_be_printed_smaller_leaves_rows_to_its_last_page() -> None:
    found = halved(Rows((Unit(1, 52),), ROWS), (1.0, 1.45))
    assert found.drawn == 1.0
    assert found.breaks == (40,)
