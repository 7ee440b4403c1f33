"""Columns of wide integers compute what Python's integers do, however pandas asks, and stay columns."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.measure.columns import half_up_columns, narrowed, sorted_by
from reportgen.measure.wide import DIGITS, WIDE, Wide
from reportgen.model.money import half_up_division

NUMBERS = st.one_of(st.integers(-(10**3), 10**3), st.integers(-(2**63), 2**63 - 1), st.integers(-(10**36), 10**36))
COLUMNS = st.lists(NUMBERS, min_size=1, max_size=6)
OPERATIONS = [operator.add, operator.sub, operator.mul, operator.floordiv]
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


def wide(values: list[int]) -> pd.Series:
    """Return a wide column."""
    return pd.Series(values, dtype=WIDE)


@settings(max_examples=20)
@given(COLUMNS, NUMBERS, st.randoms(use_true_random=False))
def test_columns_compute_with_columns_and_numbers_on_either_side(values: list[int], number: int, chance: Any) -> None:
    others = [chance.choice([1, -7, 2**40, 10**36]) for _ in values]
    column, beside = wide(values), wide(others)
    for operation in (*OPERATIONS, *COMPARISONS):
        found = operation(column, beside)
        assert found.tolist() == [operation(*pair) for pair in zip(values, others, strict=True)]
        assert found.dtype in (WIDE, np.dtype(bool))
    for operation in OPERATIONS[:3]:
        assert operation(number, column).tolist() == [operation(number, each) for each in values]
        short = pd.Series(range(len(values)))
        assert operation(short, column).tolist() == [operation(at, each) for at, each in enumerate(values)]


@settings(max_examples=20)
@given(COLUMNS, st.randoms(use_true_random=False))
def test_sums_choices_and_order_are_those_of_the_numbers(values: list[int], chance: Any) -> None:
    column, groups = wide(values), [chance.randint(0, 2) for _ in values]
    mine = [[each for each, other in zip(values, groups, strict=True) if other == group] for group in range(3)]
    assert column.groupby(groups).sum().to_dict() == {group: sum(each) for group, each in enumerate(mine) if each}
    running = column.groupby(groups).cumsum()
    assert [running[at] for at in range(len(values))] == [
        sum(each for each, other in zip(values[: at + 1], groups, strict=False) if other == groups[at])
        for at in range(len(values))
    ]
    assert (column.max(), column.min(), column.sum()) == (max(values), min(values), sum(values))
    assert column.where(column > 0, 0).tolist() == [max(0, each) for each in values]
    assert column.abs().tolist() == [abs(each) for each in values]
    assert (-column).tolist() == [-each for each in values]
    assert column.sort_values().tolist() == sorted(values)
    assert sorted_by(pd.DataFrame({"v": column}), "v")["v"].tolist() == sorted(values)
    assert pd.concat([column, pd.Series([5])]).tolist() == [*values, 5]
    assert column.reindex([0, -1], fill_value=7).tolist() == [values[0], 7]
    assert {running.dtype, column.abs().dtype, pd.concat([column, pd.Series([5])]).dtype} == {WIDE}


@settings(max_examples=20)
@given(COLUMNS, st.integers(1, 10**30))
def test_a_wide_column_is_rounded_as_its_cells_are_and_narrow_where_it_fits(values: list[int], divisor: int) -> None:
    found = half_up_columns(wide(values), divisor)
    assert found.tolist() == [half_up_division(each, divisor) for each in values]
    assert found.dtype == ("int64" if all(-(2**63) <= each < 2**63 for each in found.tolist()) else WIDE)


@pytest.mark.parametrize("operation", OPERATIONS[:3])
def test_beyond_seventy_six_digits_numbers_go_on_as_pythons_own(operation: Callable[[Any, Any], Any]) -> None:
    large = 10 ** (DIGITS - 1)
    found = operation(wide([large, -large]), -large)
    assert found.tolist() == [operation(large, -large), operation(-large, -large)]


def test_what_is_no_integer_is_refused_and_nothing_becomes_a_float() -> None:
    with pytest.raises(TypeError):
        wide([0.5])  # type: ignore[list-item]
    with pytest.raises(OverflowError):
        wide([10**DIGITS])
    with pytest.raises(OverflowError):
        wide([2**63]).astype("int64")
    assert narrowed(wide([2**63 - 1])).dtype == "int64"
    assert wide([2**63 - 1]).astype("Int64").tolist() == [2**63 - 1]
    assert isinstance(wide([2**64, 1]).array, Wide)


@given(st.lists(st.integers(0, 9), min_size=1))
def test_the_numbers_of_a_column_that_are_alike_are_counted_once(values: list[int]) -> None:
    assume(values)
    codes, different = pd.factorize(wide([each * 10**30 for each in values]))
    found = list(different)
    assert [int(found[code]) for code in codes] == [each * 10**30 for each in values]
