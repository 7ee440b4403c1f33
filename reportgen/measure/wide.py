"""Integers that 64 bits do not hold → a column of up to 76 digits that pandas computes with, without an object a row.

A value is four words of 64 bits, two's complement, lowest first: what Arrow calls decimal256, so that Arrow multiplies,
divides, compares and sorts the very same memory. Numbers of more digits, which no money has, become Python's own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, Self, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype

DIGITS = 76
"""How many decimal digits a value may have."""

_WORDS, _HALVES = 4, 8
_HALF = 32
_MASK = (1 << _HALF) - 1
_Array = type["Wide"]


@register_extension_dtype
class WideType(ExtensionDtype):
    """The type of a column of wide integers: none of them is absent."""

    name = "wide"
    type = int
    kind = "O"
    na_value = pd.NA
    _is_numeric = True

    @classmethod
    def construct_array_type(cls) -> _Array:
        """Return the array that holds them."""
        return Wide

    def _get_common_dtype(self, dtypes: list[Any]) -> Any:
        whole = (isinstance(each, WideType) or pd.api.types.is_integer_dtype(each) for each in dtypes)
        return self if all(whole) else None


WIDE = WideType()


class Wide(ExtensionArray):
    """A column of integers between −10^76 and 10^76."""

    __slots__ = ("words",)

    def __init__(self, words: np.ndarray) -> None:
        """Hold words, a row of four a value."""
        self.words = words

    # ------------------------------------------------------------------------------------------------ from and to

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Self:
        if isinstance(scalars, cls):
            return cls(scalars.words.copy()) if copy else scalars
        if isinstance(getattr(scalars, "dtype", None), ExtensionDtype):
            scalars = scalars.to_numpy()
        # Of a list numpy would make binary floats as soon as one number is beyond 64 bits.
        found = scalars if isinstance(scalars, np.ndarray) else np.array(scalars, object)
        if found.dtype == bool or np.issubdtype(found.dtype, np.signedinteger):
            return cls._of(found.astype(np.int64))
        if found.dtype == object or not found.size:
            return cls(_words_of([operator.index(each) for each in found.tolist()]))
        raise TypeError(f"no integers: {found.dtype}")

    @classmethod
    def _of(cls, plain: np.ndarray) -> Self:
        words = np.empty((len(plain), _WORDS), np.int64)
        words[:, 0] = plain
        words[:, 1:] = (plain >> 63)[:, None]
        return cls(words)

    @classmethod
    def _from_factorized(cls, values: Any, original: Any) -> Self:
        return cls._from_sequence(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        return cls(np.concatenate([each.words for each in to_concat]))

    @classmethod
    def of_decimals(cls, found: pa.Array) -> Self:
        """Return Arrow's decimals of 256 bits without a point: the same memory."""
        kept = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
        words = np.frombuffer(kept.buffers()[1], np.int64).reshape(-1, _WORDS)
        return cls(words[kept.offset : kept.offset + len(kept)])

    def decimals(self, digits: int = DIGITS) -> pa.Array:
        """Return the values as Arrow's decimals over the same memory; they must have no more digits than said."""
        words = np.ascontiguousarray(self.words)
        return pa.Array.from_buffers(pa.decimal256(digits, 0), len(words), [None, pa.py_buffer(words)])

    def ranks(self) -> np.ndarray:
        """Return each value's place among the different ones, from 1: small numbers that sort as the values do."""
        found: np.ndarray = pc.rank(self.decimals(), tiebreaker="dense").to_numpy().astype(np.int64)
        return found

    @property
    def plain(self) -> np.ndarray | None:
        """Return the values as int64, or None where one of them is too large."""
        low = self.words[:, 0]
        return low.copy() if (self.words[:, 1:] == (low >> 63)[:, None]).all() else None

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = None) -> np.ndarray:
        """Return the values as Python's integers, or as the type that is asked for."""
        return np.asarray(self.astype(object if dtype is None else dtype))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """Return the values as Python's integers, or as the type that is asked for."""
        return self.to_numpy(dtype)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Return the values as another type; OverflowError where it does not hold them."""
        wanted = pd.api.types.pandas_dtype(dtype)
        if isinstance(wanted, WideType):
            return self.copy() if copy else self
        if pd.api.types.is_signed_integer_dtype(wanted):
            if (found := self.plain) is None:
                raise OverflowError("more than 64 bits")
            return pd.Series(found).astype(wanted).array if isinstance(wanted, ExtensionDtype) else found.astype(wanted)
        objects = np.empty(len(self), object)
        objects[:] = list(self)
        return objects if wanted == np.dtype(object) else super().astype(dtype, copy)

    # ----------------------------------------------------------------------------------------------- what pandas asks

    @property
    def dtype(self) -> WideType:
        """Return the type."""
        return WIDE

    @property
    def nbytes(self) -> int:
        """Return how much memory the values take."""
        return self.words.nbytes

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self.words)

    def __getitem__(self, item: Any) -> Any:
        """Return one value, or the column of some."""
        found = self.words[pd.api.indexers.check_array_indexer(self, item)]
        return int.from_bytes(found.tobytes(), "little", signed=True) if found.ndim == 1 else type(self)(found)

    def __setitem__(self, key: Any, value: Any) -> None:
        """Put one value or several in their places."""
        where = pd.api.indexers.check_array_indexer(self, key)
        if not self.words.flags.writeable:
            self.words = self.words.copy()
        single = pd.api.types.is_scalar(value)
        words = _words_of([operator.index(value)])[0] if single else self._from_sequence(value).words
        self.words[where] = words

    def isna(self) -> np.ndarray:
        """Tell that nothing is absent."""
        return np.zeros(len(self), bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """Return the values of some places; with `allow_fill`, −1 is the fill value."""
        places = np.asarray(indices, np.intp)
        if not allow_fill:
            return type(self)(self.words[places])
        found = self.words[places] if len(self) else np.zeros((len(places), _WORDS), np.int64)
        missing = places < 0
        if missing.any():
            found[missing] = _words_of([operator.index(fill_value)])[0]
        return type(self)(found)

    def copy(self) -> Self:
        """Return the same values in other memory."""
        return type(self)(self.words.copy())

    def factorize(self, use_na_sentinel: bool = True) -> tuple[np.ndarray, Self]:
        """Return the number of each value among the different ones, in the order in which they are met, and these."""
        coded = self.decimals().dictionary_encode()
        return coded.indices.to_numpy().astype(np.intp), type(self).of_decimals(coded.dictionary)

    def argsort(
        self, *, ascending: bool = True, kind: Any = "quicksort", na_position: str = "last", **kwargs: Any
    ) -> np.ndarray:
        """Return the places of the values in their order; equal ones stay as they stand."""
        ranks = self.ranks()
        return np.argsort(ranks if ascending else -ranks, kind="stable")

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **kwargs: Any) -> Any:
        if name not in ("min", "max", "sum"):
            return super()._reduce(name, skipna=skipna, keepdims=keepdims, **kwargs)
        found = int(sum(self)) if name == "sum" and not self._summable(len(self)) else self._reduced(name)
        return type(self)(_words_of([found])) if keepdims else found

    def _reduced(self, name: str) -> int:
        if not len(self) and name == "sum":
            return 0
        if not len(self):
            raise ValueError(f"no values have no {name}")
        return int(getattr(pc, name)(self.decimals()).as_py())

    # ---------------------------------------------------------------------------------------------------- arithmetic

    def digits(self) -> int:
        """Return how many digits the longest value has."""
        if not len(self):
            return 1
        found = pc.min_max(self.decimals()).as_py()
        return max(len(str(abs(int(each)))) for each in found.values())

    def _summable(self, rows: int) -> bool:
        return self.digits() + len(str(rows)) <= DIGITS

    def __abs__(self) -> Self:
        """Return the values without their signs."""
        return self.of_decimals(pc.abs(self.decimals()))

    def __neg__(self) -> Self:
        """Return the values with the other sign."""
        return self.of_decimals(pc.negate(self.decimals()))

    def _groupby_op(
        self, *, how: str, has_dropped_na: bool, min_count: int, ngroups: int, ids: np.ndarray, **kwargs: Any
    ) -> Any:
        if how in ("sum", "cumsum") and not self._summable(len(self)):
            return self._beyond(how, ids, ngroups)
        if how == "cumsum":
            return self._cumulated(ids)
        if how in ("sum", "min", "max", "first"):
            return self._grouped(how, ids, ngroups)
        raise NotImplementedError(how)

    def _beyond(self, how: str, ids: np.ndarray, groups: int) -> np.ndarray:
        """Add up numbers of more digits than words hold, one after the other."""
        totals = [0] * groups
        running = []
        for group, value in zip(ids.tolist(), self, strict=True):
            if group >= 0:
                totals[group] += value
            running.append(totals[group])
        found = np.empty(len(running) if how == "cumsum" else groups, object)
        found[:] = running if how == "cumsum" else totals
        return found

    def _grouped(self, how: str, ids: np.ndarray, groups: int) -> Self:
        known = ids >= 0
        rows = pa.table({"group": ids[known], "value": type(self)(self.words[known]).decimals()})
        found = rows.group_by("group", use_threads=False).aggregate([("value", how)])
        words = np.zeros((groups, _WORDS), np.int64)
        words[found["group"].to_numpy()] = self.of_decimals(found[f"value_{how}"]).words
        return type(self)(words)

    def _cumulated(self, ids: np.ndarray) -> Self:
        """Add up within groups: halves of words are summed as they are, and what is over is carried on at the end."""
        order = np.argsort(ids, kind="stable")
        halves = np.ascontiguousarray(self.words[order]).view(np.uint32).astype(np.int64)
        sums = np.cumsum(halves, axis=0)
        starts = np.flatnonzero(np.diff(ids[order], prepend=-2))
        before = np.concatenate([np.zeros((1, _HALVES), np.int64), sums[:-1]])[starts] if len(starts) else sums
        sums -= np.repeat(before, np.diff(np.append(starts, len(order))), axis=0)
        for half in range(_HALVES - 1):
            sums[:, half + 1] += sums[:, half] >> _HALF
        words = np.empty_like(self.words)
        words[order] = (sums & _MASK).astype(np.uint32).view(np.int64)
        return type(self)(words)


# ------------------------------------------------------------------------------------------------------- operators

_NEEDED: dict[str, Callable[[int, int], int]] = {
    "add": lambda one, other: max(one, other) + 1,
    "sub": lambda one, other: max(one, other) + 1,
    "mul": lambda one, other: one + other + 1,
    "floordiv": lambda one, other: one + other + 1,
}
"""How many digits Arrow needs for a result; of a division, for the one with as many decimals as keep it exact."""


def _words_of(values: Sequence[int]) -> np.ndarray:
    """Return Python's integers as words; OverflowError for one that they do not hold."""
    text = b"".join(value.to_bytes(8 * _WORDS, "little", signed=True) for value in values)
    if any(abs(value) >= 10**DIGITS for value in values):
        raise OverflowError(f"more than {DIGITS} digits")
    return np.frombuffer(text, np.int64).reshape(-1, _WORDS).copy()


def _operand(value: Any, length: int) -> Wide | None:
    """Return what stands beside a column as a wide one, None where it is nothing that it computes with."""
    if isinstance(value, Wide):
        return value
    if isinstance(value, (int, np.integer)):
        words = _words_of([int(value)]) if abs(int(value)) < 10**DIGITS else None
        return Wide(np.broadcast_to(words, (length, _WORDS))) if words is not None else None
    dtype = getattr(value, "dtype", None)
    if dtype is not None and pd.api.types.is_integer_dtype(dtype) and len(value) == length:
        return cast("Wide", pd.array(value, dtype=WIDE))
    return None


def _computed(name: str, one: Wide, other: Wide) -> Any:
    digits = one.digits(), other.digits()
    if _NEEDED[name](*digits) > DIGITS:
        return getattr(operator, name)(one.astype(object), other.astype(object))
    left, right = one.decimals(digits[0]), other.decimals(digits[1])
    if name == "floordiv":
        # Arrow keeps enough decimals that rounding their quotient down is exact.
        return Wide.of_decimals(pc.floor(pc.divide(left, right)).cast(pa.decimal256(DIGITS, 0)))
    return Wide.of_decimals({"add": pc.add, "sub": pc.subtract, "mul": pc.multiply}[name](left, right))


def _arithmetic(name: str, turned: bool) -> Callable[[Wide, Any], Any]:
    def method(self: Wide, other: Any) -> Any:
        if isinstance(other, (pd.Series, pd.Index, pd.DataFrame)):
            return NotImplemented
        found = _operand(other, len(self))
        if found is None:
            pair = (self.astype(object), np.asarray(other) if np.ndim(other) else other)
            return getattr(operator, name)(*(reversed(pair) if turned else pair))
        return _computed(name, found, self) if turned else _computed(name, self, found)

    return method


def _comparison(name: str) -> Callable[[Wide, Any], Any]:
    compared = {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal"}.get(name)
    compare = getattr(pc, compared or {"eq": "equal", "ne": "not_equal"}[name])

    def method(self: Wide, other: Any) -> Any:
        if isinstance(other, (pd.Series, pd.Index, pd.DataFrame)):
            return NotImplemented
        found = _operand(other, len(self))
        if found is None:
            return getattr(operator, name)(self.astype(object), other)
        return compare(self.decimals(), found.decimals()).to_numpy(zero_copy_only=False)

    return method


for _name in _NEEDED:
    setattr(Wide, f"__{_name}__", _arithmetic(_name, turned=False))
    setattr(Wide, f"__r{_name}__", _arithmetic(_name, turned=True))
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Wide, f"__{_name}__", _comparison(_name))
