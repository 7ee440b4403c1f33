"""Turns columns into further columns by the named functions of a profile.

Exact, and with a doubt for a row whose result does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.problem import Problem
from reportgen.model.table import NUMERIC, Column, ColumnType
from reportgen.sources import kinds
from reportgen.sources.profiles.profile import Derivation
from reportgen.sources.values.columns import LIMIT, Doubt, scaled, text_series

Frame = pd.DataFrame
Operands = Sequence[Column]


@dataclass(frozen=True, slots=True)
class Derived:
    """A new column with its declaration and doubts.

    Or, where the operands do not go together, a problem and no column.
    """

    column: Column
    series: pd.Series[Any]
    doubts: tuple[Doubt, ...] = ()


def derive(rule: Derivation, frame: Frame, columns: Operands) -> Derived | Problem:
    """Make one column; `columns` are the declarations of its operands in order."""
    expected = DERIVATIONS[rule.kind]
    unfit = [column for column in columns if (column.type in NUMERIC) is not expected.numeric]
    currencies = {(column.currency, column.tax) for column in columns if column.type is ColumnType.MONEY}
    if unfit or len(columns) < expected.least or (expected.same_money and len(currencies) > 1):
        remedy = f"`{rule.kind}` needs {expected.needs}."
        found = ", ".join(column.name for column in columns)
        return Problem(kinds.SETTING_WRONG, rule.place, found, (("remedy", remedy),))
    return expected.make(rule, frame, columns)


def _difference(rule: Derivation, frame: Frame, columns: Operands) -> Derived:
    scale = max(column.scale for column in columns)
    column = replace(columns[0], name=rule.name, scale=scale)
    left, right = (_integers(frame, one) for one in columns)
    factors = [10 ** (scale - one.scale) for one in columns]
    absent = _absent(frame, columns)
    if _bound(left) * factors[0] + _bound(right) * factors[1] < LIMIT:
        return Derived(column, _series(left * factors[0] - right * factors[1], absent))
    exact = [int(a) * factors[0] - int(b) * factors[1] for a, b in zip(left, right, strict=True)]
    return _one_by_one(column, exact, scale, absent)


def _product(rule: Derivation, frame: Frame, columns: Operands) -> Derived:
    return _multiplied(rule, columns, [_integers(frame, column) for column in columns], _absent(frame, columns))


def _net_amount(rule: Derivation, frame: Frame, columns: Operands) -> Derived:
    """Price × quantity × (1 − discount); no discount counts as none."""
    price, quantity, discount = columns
    kept = 10**discount.scale - _integers(frame, discount)
    factors = [_integers(frame, price), _integers(frame, quantity), kept]
    return _multiplied(rule, columns, factors, _absent(frame, (price, quantity)))


def _multiplied(rule: Derivation, columns: Operands, factors: list[Any], absent: Any) -> Derived:
    """Multiply integers: at once where the bounds prove that 64 bits suffice, else one by one."""
    natural = sum(column.scale for column in columns)
    scale = natural if rule.scale is None else rule.scale
    like = next((column for column in columns if column.type is ColumnType.MONEY), columns[0])
    column = replace(like, name=rule.name, scale=scale)
    bound = 10 ** max(0, scale - natural)
    for factor in factors:
        bound *= max(1, _bound(factor))
    if bound < LIMIT and scale >= natural:
        product = np.full(len(absent), 10 ** (scale - natural), np.int64)
        for factor in factors:
            product = product * factor
        return Derived(column, _series(product, absent))
    exact = []
    for row in zip(*factors, strict=True):
        value = 1
        for factor in row:
            value *= int(factor)
        exact.append(value)
    return _one_by_one(column, exact, natural, absent)


def _one_by_one(column: Column, exact: list[int], natural: int, absent: Any) -> Derived:
    """Bring exact integers at their natural scale to the column's; a row that does not fit is absent, with a doubt."""
    values = np.zeros(len(exact), np.int64)
    absent = absent.copy()
    doubts: list[Doubt] = []
    for position in np.flatnonzero(~absent).tolist():
        value = Fraction(exact[position], 10**natural)
        units = scaled(
            value,
            column.name,
            column.scale,
            f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value),
        )
        if isinstance(units, Doubt):
            doubts.append(replace(units, position=position))
            absent[position] = True
        else:
            values[position] = units
    return Derived(column, _series(values, absent), tuple(doubts))


def _first_of(rule: Derivation, frame: Frame, columns: Operands) -> Derived:
    texts = pc.coalesce(*(_texts(frame, column) for column in columns))
    return Derived(replace(columns[0], name=rule.name), text_series(pc.fill_null(texts, "")))


def _joined(rule: Derivation, frame: Frame, columns: Operands) -> Derived:
    """Put texts one behind the other; absent ones leave no gap."""
    between = pa.scalar(rule.between, pa.large_string())
    texts = pc.binary_join_element_wise(*(_texts(frame, column) for column in columns), between, null_handling="skip")
    return Derived(Column(rule.name, ColumnType.TEXT), text_series(pc.fill_null(texts, "")))


def _cleaned(rule: Derivation, frame: Frame, columns: Operands) -> Derived:
    """Leave letters and digits only, small and of normal width: two spellings of one name then read the same."""
    texts = pc.utf8_lower(pc.utf8_normalize(_texts(frame, columns[0]), form="NFKC"))
    letters = pc.replace_substring_regex(texts, r"[^\pL\pN]+", "")
    return Derived(Column(rule.name, ColumnType.TEXT), text_series(pc.fill_null(letters, "")))


def _texts(frame: Frame, column: Column) -> Any:
    return pa.array(frame[column.name], pa.large_string(), from_pandas=True)


def _integers(frame: Frame, column: Column) -> Any:
    return frame[column.name].to_numpy(dtype="int64", na_value=0)


def _absent(frame: Frame, columns: Operands) -> Any:
    return frame[[column.name for column in columns]].isna().to_numpy().any(axis=1)


def _bound(values: Any) -> int:
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))


def _series(values: Any, absent: Any) -> pd.Series[Any]:
    integers = np.where(absent, 0, values).astype(np.int64, copy=False)
    return pd.Series(pd.arrays.IntegerArray(integers, absent.copy()), copy=False)


@dataclass(frozen=True, slots=True)
class DerivationKind:
    """A named function, how many operands it needs at least, of what sort, and the same in words."""

    make: Callable[[Derivation, Frame, Operands], Derived]
    least: int
    numeric: bool
    same_money: bool
    needs: str


DERIVATIONS: dict[str, DerivationKind] = {
    "difference": DerivationKind(_difference, 2, True, True, "two number columns of the same currency and tax"),
    "product": DerivationKind(_product, 1, True, False, "number columns"),
    "net_amount": DerivationKind(_net_amount, 3, True, False, "number columns"),
    "first_of": DerivationKind(_first_of, 1, False, False, "columns of text"),
    "joined": DerivationKind(_joined, 1, False, False, "columns of text"),
    "cleaned": DerivationKind(_cleaned, 1, False, False, "a column of text"),
}
