"""Figures that stand in one column are written at one scale, so that their decimals align; none of them says less."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.document import (
    DataTable,
    HeatCell,
    HeatMap,
    HeatRow,
    Message,
    Precision,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Status
from reportgen.model.quantity import NotMeasured, Quantity, Unit, count, money, percent
from reportgen.render.words import AS_FITS, Scale, amount_of, load_words, scales, word
from tests.unit.render.samples import ROOT

ZH, EN = (load_words(ROOT / "templates" / "languages", language) for language in ("zh", "en"))


def table(*columns: tuple[Value, ...], precision: Precision = "compact") -> DataTable:
    """A table of the columns, the last cell of each its foot."""
    heads = tuple(TableColumn(str(index), Verbatim(""), "end", precision) for index in range(len(columns)))
    *rows, foot = (TableRow(cells) for cells in zip(*columns, strict=True))
    return DataTable("table", Message("column.value"), heads, tuple(rows), foot)


def cny(*amounts: int) -> tuple[Value, ...]:
    return tuple(money(amount, "CNY") for amount in amounts)


def written(made: DataTable, index: int = 0) -> tuple[list[str], list[str]]:
    """A column in Chinese and in English."""
    rows = (*made.rows, *((made.foot,) if made.foot else ()))
    chinese, english = (
        [word(words, row.cells[index], made.columns[index].precision, scales(made, words)[index]) for row in rows]
        for words in (ZH, EN)
    )
    return chinese, english


@pytest.mark.parametrize(
    ("amounts", "zh", "en"),
    [
        ((1915_000, 910_300, 2825_300), ["191.5 万", "91.0 万", "282.5 万"], ["1.92m", "0.91m", "2.83m"]),
        ((1222_000, -18_400, 1203_600), ["122.2 万", "−1.8 万", "120.4 万"], ["1,222.0k", "−18.4k", "1,203.6k"]),
        ((13_000_000, 6_000_000, 19_000_000), ["1,300 万", "600 万", "1,900 万"], ["13m", "6m", "19m"]),
        ((160_000_000, 4_560_000, 0), ["16,000 万", "456 万", "0"], ["160.00m", "4.56m", "0"]),
        ((8_000_000, 40, 8_000_040), ["800 万", "40", "800 万"], ["8m", "40", "8m"]),
        ((358_200_000, -29_000_000), ["35,820 万", "−2,900 万"], ["358.20m", "−29.00m"]),
        # The step suits the body: three figures of the median are told, two of the smallest.
        (
            (44_200_000, 25_100_000, 29_000_000, 351_900_000),
            ["4,420 万", "2,510 万", "2,900 万", "35,190 万"],
            ["44.20m", "25.10m", "29.00m", "351.90m"],
        ),
        (
            (199_000_000, 104_000_000, 9_250_000, 312_250_000),
            ["19,900 万", "10,400 万", "925 万", "31,225 万"],
            ["199.00m", "104.00m", "9.25m", "312.25m"],
        ),
        (
            (1_200_000, 2_000_000, 36_000, 3_236_000),
            ["120.0 万", "200.0 万", "3.6 万", "323.6 万"],
            ["1,200k", "2,000k", "36k", "3,236k"],
        ),
        # A sum of more than five digits would not be read at a glance.
        (
            (2_000_000_000, 9_000_000, 2_009_000_000),
            ["20.00 亿", "0.09 亿", "20.09 亿"],
            ["2,000m", "9m", "2,009m"],
        ),
    ],
)
def test_a_column_has_one_step_and_one_number_of_decimals(
    amounts: tuple[int, ...], zh: list[str], en: list[str]
) -> None:
    assert written(table(cny(*amounts))) == (zh, en)


def test_columns_of_money_share_a_step_for_they_are_compared_along_the_rows() -> None:
    made = table(cny(5_200_000, 4_000_000), (count(3), count(3)), cny(130_000, -1_000_000))
    assert written(made, 0)[1] == ["5.20m", "4.00m"]
    assert written(made, 1)[1] == ["3", "3"]
    assert written(made, 2)[1] == ["0.13m", "−1.00m"]


def test_rates_have_a_decimal_where_one_of_them_needs_it() -> None:
    uneven = (percent(Fraction(1, 2)), percent(Fraction(1, 3)))
    assert written(table(uneven))[1] == ["50.0%", "33.3%"]
    assert written(table((percent(Fraction(1, 2)), percent(1))))[1] == ["50%", "100%"]


def test_amounts_beside_other_units_or_in_full_have_no_step() -> None:
    mixed = (*cny(3_500_000), percent(Fraction(1, 2)), NotMeasured())
    assert scales(table(mixed), EN) == (Scale(shares=0),)
    assert written(table(mixed))[1] == ["3.50m", "50%", "not measured"]
    assert scales(table(cny(3_500_000, 1), precision="full"), EN) == (AS_FITS,)


def test_days_have_a_decimal_where_one_of_them_needs_it_and_counts_stay_whole() -> None:
    days = [Quantity(Fraction(days), Unit.DAYS) for days in ("62.4", "54")]
    assert written(table((*days, percent(Fraction(47, 100)))))[1] == ["62.4", "54.0", "47%"]
    assert written(table((*days[1:], Quantity(Fraction(5, 2), Unit.COUNT), count(3))))[1] == ["54", "2.5", "3"]


def test_the_states_of_a_heat_map_align_as_those_of_a_table() -> None:
    row = HeatRow(Verbatim(""), tuple(HeatCell(percent(Fraction(share)), Status.GOOD) for share in ("1/2", "1")))
    uneven = HeatRow(Verbatim(""), tuple(HeatCell(percent(Fraction(share)), Status.GOOD) for share in ("1/3", "0")))
    told, heads = Message("column.value"), (Verbatim("a"), Verbatim("b"))
    made = HeatMap("heat", told, Verbatim(""), heads, (row, uneven), told)
    assert scales(made, EN) == (Scale(shares=1), Scale(shares=0))


def test_words_in_a_column_are_written_as_ever() -> None:
    said = (Message("unit.days", (("count", 2),)), *cny(3_500_000, 250_000))
    assert written(table(said))[1] == ["2 days", "3.50m", "0.25m"]


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=6))
def test_what_is_written_at_a_scale_is_the_figure_rounded(amounts: list[int]) -> None:
    made = table(cny(*amounts))
    for amount, text in zip(amounts, written(made)[0], strict=True):
        figure, _, unit = text.partition(" ")
        size = {"": 1, "万": 10**4, "亿": 10**8}[unit]
        shown = amount_of(figure, "zh")
        assert shown is not None
        assert abs(shown * size - amount) <= Fraction(size, 10 ** len(figure.partition(".")[2])) / 2
        assert (shown == 0) == (amount == 0)
