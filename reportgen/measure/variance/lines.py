"""Rows of the main measure → sums by any column, exact at any size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.lines import Index
from reportgen.measure.columns import LARGEST, at_scale
from reportgen.measure.variance.prices import Sold
from reportgen.model.table import NUMERIC

_HALF = 32


def sums_by_value(book: Book, column: str, index: Index) -> dict[str, int]:
    """Return the measure's sum of each value of a column; rows without one are left out."""
    return _by_code(book.lines.coded(column, index), book.lines.worth(index), book.lines.values(column))


def sold_by(book: Book, product: str, quantity: str, list_price: str, index: Index) -> dict[str, Sold] | None:
    """Return what was sold of each product; None where the table lacks a column. Rows that lack one do not count."""
    columns = book.table.columns
    if product not in columns or any(
        name not in columns or columns[name].type not in NUMERIC for name in (quantity, list_price)
    ):
        return None
    (units, counted), (prices, listed) = book.lines.numbers(quantity), book.lines.numbers(list_price)
    position = book.lines.position[index]
    codes, names = book.lines.coded(product, index), book.lines.values(product)
    there = counted[position] & listed[position] & (codes >= 0)
    mine, where = index[there], position[there]
    units, prices, code = units[where], prices[where], codes[there]
    scales = columns[quantity].scale, columns[quantity].scale + columns[list_price].scale, book.scale
    sums = [_by_code(code, values, names) for values in (units, _times(units, prices), book.lines.worth(mine))]
    return {
        name: Sold(*(at_scale(each[name], scale) for each, scale in zip(sums, scales, strict=True))) for name in sums[0]
    }


def _times(first: Any, second: Any) -> Any:
    """Multiply two columns of integers, as Python's where 64 bits do not suffice."""
    largest = [max(abs(int(each.max())), abs(int(each.min()))) if len(each) else 0 for each in (first, second)]
    return first * second if largest[0] * largest[1] <= LARGEST else first.astype(object) * second.astype(object)


def _by_code(codes: Any, values: Any, names: Sequence[str]) -> dict[str, int]:
    """Sum values by code; in two halves, so that no sum of 64-bit numbers can overflow."""
    known = codes >= 0
    codes, values = codes[known], values[known]
    if values.dtype == object:
        found: dict[str, int] = {}
        for code, value in zip(codes.tolist(), values.tolist(), strict=True):
            found[names[code]] = found.get(names[code], 0) + int(value)
        return found
    high, low = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
    np.add.at(high, codes, values >> _HALF)
    np.add.at(low, codes, values & ((1 << _HALF) - 1))
    return {names[code]: (int(high[code]) << _HALF) + int(low[code]) for code in np.unique(codes).tolist()}
