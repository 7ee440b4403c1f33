"""Turns odd numbers of a column into their few forms, each with its grammar and its decimals under either mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from reportgen.model.table import Column, ColumnType
from reportgen.sources.values.evidence import Shown
from reportgen.sources.values.numerals import Numeral, decimals_under, numeral
from reportgen.sources.values.shapes import digits_of, shapes_of

_MOST_DIGITS = 18
_POWER = re.compile("[eE][+-]?9")
_LOOSE = frozenset({"m", "mm", "b"})  # metres and millimetres, where no money is


@dataclass(frozen=True, slots=True)
class Form:
    """One shape of number in a column: its grammar, the spellings that have it, and its decimals under either mark.

    `point` and `comma` are None where it is no number under that mark.
    """

    written: Numeral
    shape: str
    indexes: Any
    digits: Any
    point: int | None
    comma: int | None

    @property
    def shown(self) -> Shown:
        """Return what the form says about the decimal mark."""
        if self.point is None:
            return Shown.NEITHER if self.comma is None else Shown.COMMA
        if self.comma is None:
            return Shown.POINT
        return Shown.NOTHING if self.point == self.comma else Shown.EITHER

    @property
    def proven(self) -> bool:
        """Tell whether several marks in it leave no doubt: `1.234,56` and `1,234,567`, but not `1052,75`."""
        return sum(not one.isdigit() for one in self.written.body) > 1

    @property
    def after_mark(self) -> int:
        """Return the decimals where its last mark is the decimal mark."""
        return self.point or self.comma or 0


@dataclass(slots=True)
class Found:
    """What odd spellings turned out to be: forms of numbers, and the indexes of those that are none here.

    `foreign` are amounts that name another currency than the column's, `strange` everything else.
    """

    forms: list[Form] = field(default_factory=list)
    foreign: list[Any] = field(default_factory=list)
    strange: list[Any] = field(default_factory=list)


def forms_of(column: Column, texts: Any, indexes: Any) -> Found:
    """Find the forms of the numbers among some spellings."""
    found = Found()
    for shape, alike, group in _grouped(texts, indexes):
        if _POWER.search(shape) or shape.count("9") > _MOST_DIGITS:
            for text, index in zip(alike.to_pylist(), group, strict=True):
                _add_single(found, column, text, np.array([index]))
        else:
            _add(found, column, shape, alike, group)
    return found


def _add(found: Found, column: Column, shape: str, texts: Any, indexes: Any) -> None:
    written = numeral(shape)
    if written is None or not _is_fit(written, column):
        found.strange.append(indexes)
    elif written.currencies is not None and column.currency not in written.currencies:
        found.foreign.append(indexes)
    else:
        found.forms.append(_form(written, shape, indexes, digits_of(texts)))


def _add_single(found: Found, column: Column, text: str, indexes: Any) -> None:
    """Read alone what digits alone do not tell: powers of ten, and more digits than 64 bits hold."""
    written = numeral(text)
    if written is None or not _is_fit(written, column):
        found.strange.append(indexes)
        return
    digits = np.array([int("".join(filter(str.isdigit, written.body)))], object)
    found.forms.append(_form(written, text, indexes, digits))


def _grouped(all_texts: Any, indexes: Any) -> Iterator[tuple[str, Any, Any]]:
    if not len(indexes):
        return
    shapes = shapes_of(all_texts.take(pa.array(indexes)))
    order = np.argsort(shapes.codes, kind="stable")
    ends = np.cumsum(np.bincount(shapes.codes, minlength=len(shapes.shapes)))
    for shape, group in zip(shapes.shapes, np.split(order, ends[:-1]), strict=True):
        yield shape, shapes.texts.take(pa.array(group)), indexes[group]


def _form(written: Numeral, shape: str, indexes: Any, digits: Any) -> Form:
    point, comma = decimals_under(written.body, "."), decimals_under(written.body, ",")
    return Form(written, shape, indexes, digits, point, comma)


def _is_fit(written: Numeral, column: Column) -> bool:
    """Tell whether a number's signs are of the column's type."""
    if written.share and column.type is not ColumnType.PERCENT:
        return False
    if (written.bare_power or written.multiple in _LOOSE) and column.type is not ColumnType.MONEY:
        return False
    return written.currencies is None or column.type is ColumnType.MONEY


def multiple_of(column: Column, form: Form, decimals: int, factor: Fraction) -> Fraction:
    """Return what a form's digits are multiplied by to be integers at the column's scale.

    `factor` is a unit's outside the cells; what a cell says itself counts before it.
    """
    own = form.written.own_unit or form.written.share
    return form.written.factor * (1 if own else factor) * Fraction(10) ** (column.scale - decimals)
