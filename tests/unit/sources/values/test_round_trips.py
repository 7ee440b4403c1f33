"""Laws of values: what is written in any supported style reads back equal, in any order and in any pieces."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.table import Column, ColumnType
from reportgen.sources.grid import Cells
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.columns import Typed, typed
from reportgen.sources.values.numbers import ABSENT

CENTS = st.integers(-(10**12), 10**12)
DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))


def grouped(cents: int, group: str, mark: str, form: str = "-{}") -> str:
    digits = f"{abs(cents) // 100:,}".replace(",", group) + f"{mark}{abs(cents) % 100:02}"
    return form.format(digits) if cents < 0 else digits


STYLES: tuple[Callable[[int], str], ...] = (
    lambda cents: grouped(cents, "", "."),
    lambda cents: grouped(cents, ",", "."),
    lambda cents: grouped(cents, " ", "."),
    lambda cents: grouped(cents, "\u202f", "."),
    lambda cents: grouped(cents, "'", "."),
    lambda cents: grouped(cents, ",", ".", "({})"),
    lambda cents: grouped(cents, ",", ".", "{}-"),
    lambda cents: grouped(cents, ",", ".", "−{}"),
    lambda cents: "¥" + grouped(cents, ",", ".") if cents >= 0 else "-¥" + grouped(-cents, ",", "."),
    lambda cents: grouped(cents, ",", ".") + "元",
    lambda cents: "CNY " + grouped(cents, "", "."),
    lambda cents: grouped(cents, "", ".").translate({ord("0") + one: ord("０") + one for one in range(10)}),
    lambda cents: f"{cents // 1_000_000}.{cents % 1_000_000:06}万" if cents >= 0 else grouped(cents, "", "."),
)
COMMA_STYLES: tuple[Callable[[int], str], ...] = (
    lambda cents: grouped(cents, "", ","),
    lambda cents: grouped(cents, ".", ","),
    lambda cents: grouped(cents, " ", ","),
    lambda cents: grouped(cents, "'", ","),
    lambda cents: grouped(cents, ".", ",") + " CNY",
)
DAY_STYLES = (
    "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日",
    "{0:%Y-%m-%dT%H:%M:%SZ}", "{0:%d %B %Y}", "{0:%b} {0.day}, {0.year}", "{0:%A}, {0:%d-%b-%Y}",
)  # fmt: skip
ORDERED_STYLES = {"dmy": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y"), "mdy": ("%m/%d/%Y", "%m-%d-%y"), "ymd": ("%y-%m-%d",)}


def read(kind: ColumnType, texts: Any, *, decimal: str = "", order: str = "") -> Typed:
    column = Column("amount", kind, 2 if kind is ColumnType.MONEY else 0, "CNY" if kind is ColumnType.MONEY else "")
    cells = texts if isinstance(texts, pa.ChunkedArray) else pa.array(texts, pa.large_string())
    return typed(ColumnRule(column, ("amount",), decimal=decimal, order=order), Cells(cells))


def plain(result: Typed) -> list[str]:
    return result.series.astype("string").fillna("").tolist()


@settings(max_examples=60)
@given(st.lists(st.tuples(CENTS, st.sampled_from(STYLES)), min_size=1, max_size=30))
def test_amounts_in_any_styles_with_a_point_read_back(written: list[tuple[int, Callable[[int], str]]]) -> None:
    result = read(ColumnType.MONEY, [style(cents) for cents, style in written])
    assert result.series.tolist() == [cents for cents, _ in written]


@settings(max_examples=60)
@given(st.lists(st.tuples(CENTS, st.sampled_from(COMMA_STYLES)), min_size=1, max_size=30))
def test_amounts_in_any_styles_with_a_comma_read_back(written: list[tuple[int, Callable[[int], str]]]) -> None:
    texts = [style(cents) for cents, style in written]
    assert read(ColumnType.MONEY, texts, decimal=",").series.tolist() == [cents for cents, _ in written]
    # Two amounts beyond doubt show the column's mark without its being declared.
    assert read(ColumnType.MONEY, [*texts, "1.234,56"]).series.tolist()[:-1] == [cents for cents, _ in written]


@settings(max_examples=60)
@given(st.lists(st.tuples(DAYS, st.sampled_from(DAY_STYLES)), min_size=1, max_size=20))
def test_days_in_any_styles_read_back(written: list[tuple[date, str]]) -> None:
    result = read(ColumnType.DATE, [style.format(day) for day, style in written])
    assert [value.date() for value in result.series] == [day for day, _ in written]


@settings(max_examples=60)
@given(st.lists(DAYS.filter(lambda day: not 1950 <= day.year < 1990 and day.year < 2050), min_size=1), st.data())
def test_days_in_a_declared_order_read_back(days: list[date], data: st.DataObject) -> None:
    order = data.draw(st.sampled_from(sorted(ORDERED_STYLES)))
    styles = [data.draw(st.sampled_from(ORDERED_STYLES[order])) for _ in days]
    texts = [day.strftime(style) for day, style in zip(days, styles, strict=True)]
    assert [value.date() for value in read(ColumnType.DATE, texts, order=order).series] == days


ANY_ORDER = [style for styles in ORDERED_STYLES.values() for style in styles]
OPEN_ONES = ["1,234", "12.000", "1052,75", "", "—", "#N/A", "03/04/2026", "46204", "Q1-26", "26-07", "1.0", "O0"]
ANY_TEXT = st.one_of(
    st.text(max_size=12),
    st.builds(lambda cents, style: style(cents), CENTS, st.sampled_from([*STYLES, *COMMA_STYLES])),
    st.builds(lambda day, style: style.format(day), DAYS, st.sampled_from(DAY_STYLES)),
    st.builds(
        lambda day, style: day.strftime(style),
        DAYS,
        st.sampled_from([one for all_ in ORDERED_STYLES.values() for one in all_]),
    ),
    st.sampled_from(
        ["1,234", "12.000", "1052,75", "", "—", "#N/A", "03/04/2026", "46204", "Q1-26", "26-07", "1.0", "O0"]
    ),
)
KINDS = st.sampled_from(list(ColumnType))


@settings(max_examples=60)
@given(KINDS, st.lists(ANY_TEXT, max_size=12), st.randoms())
def test_the_order_of_rows_changes_places_only(kind: ColumnType, texts: Sequence[str], random: Any) -> None:
    moved = list(range(len(texts)))
    random.shuffle(moved)
    one, other = read(kind, texts), read(kind, [texts[index] for index in moved])
    assert [plain(one)[index] for index in moved] == plain(other)
    first = sorted((doubt.kind.code, row) for doubt in one.doubts for row in doubt.positions)
    assert first == sorted((doubt.kind.code, moved[row]) for doubt in other.doubts for row in doubt.positions)


@settings(max_examples=60)
@given(KINDS, st.lists(ANY_TEXT, min_size=1, max_size=12), st.integers(1, 5))
def test_cells_in_chunks_read_like_cells_in_one_piece(kind: ColumnType, texts: list[str], size: int) -> None:
    pieces = [texts[start : start + size] for start in range(0, len(texts), size)]
    whole, chunked = read(kind, texts), read(kind, pa.chunked_array(pieces, pa.large_string()))
    assert plain(whole) == plain(chunked)
    assert whole.doubts == chunked.doubts


@settings(max_examples=60)
@given(KINDS, st.lists(ANY_TEXT, min_size=1, max_size=12))
def test_every_filled_cell_is_a_value_or_a_doubt_or_a_word_for_nothing(kind: ColumnType, texts: list[str]) -> None:
    result = read(kind, texts)
    told = {row for doubt in result.doubts for row in doubt.positions}
    for row, (text, absent) in enumerate(zip(texts, result.series.isna(), strict=True)):
        visible = "".join(character for character in text if unicodedata.category(character) != "Cf").strip()
        assert not absent or row in told or visible in {"", *ABSENT}


def test_a_column_of_one_text_a_row_reads_like_one_of_few() -> None:
    cents = np.arange(20_000) * 7919 % 10**9
    texts = [f"{one // 100}.{one % 100:02}" for one in cents.tolist()]
    assert read(ColumnType.MONEY, texts).series.tolist() == cents.tolist()
    assert read(ColumnType.MONEY, [*texts, "1,234.50"]).series.tolist() == [*cents.tolist(), 123_450]
    assert Fraction(int(read(ColumnType.MONEY, texts).series.sum()), 100) == Fraction(int(cents.sum()), 100)
