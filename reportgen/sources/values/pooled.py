"""A column of texts → the same column, which keeps each different text once and a small number for each row.

A company's customers, people and kinds come again in hundreds of thousands of rows. To pandas it is a column of texts
like any other: what it knows no shorter way for sees them all, for as long as it looks at them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_WORTH = 0.75
"""What the numbers and the different texts may take of what all the texts take."""

_OFFSET = 8
"""Bytes that tell where a text ends."""


class Pooled(pd.arrays.ArrowStringArray):
    """Texts by number; −1 is an absent one. What is written into it, or comes out of its texts, is not numbered."""

    numbers: np.ndarray | None
    pool: Any
    _ordered: bool
    _plain: Any
    _dtype: Any  # these three are pandas' own
    _cache: dict[str, Any]
    _readonly: bool

    @classmethod
    def of(cls, numbers: np.ndarray, pool: Any, *, ordered: bool) -> Pooled:
        """Return texts by their numbers in a pool; `ordered` says that these come in the order of the pool, all."""
        made: Pooled = cls.__new__(cls)
        made._dtype = pd.StringDtype("pyarrow")
        made._cache = {}
        made._plain, made.numbers, made.pool, made._ordered = None, numbers, pool, ordered
        return made

    @property
    def _pa_array(self) -> Any:
        """Return all texts as pandas expects them."""
        if self.numbers is None:
            return self._plain
        absent = self.numbers < 0
        places = pa.array(self.numbers, mask=absent if absent.any() else None)
        return pa.chunked_array([self.pool.take(places)])

    @_pa_array.setter
    def _pa_array(self, texts: Any) -> None:
        self._plain, self.numbers = texts, None

    def numbered(self) -> tuple[np.ndarray, Any] | None:
        """Return the number of each row's text, −1 where absent, and the texts in the order in which they first come.

        None where they are not known.
        """
        if self.numbers is None:
            return None
        if not self._ordered:
            self.numbers, self.pool = _in_order(self.numbers, self.pool)
            self._ordered = True
        return self.numbers, self.pool

    def _like(self, numbers: np.ndarray) -> Pooled:
        return Pooled.of(numbers, self.pool, ordered=False)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._plain if self.numbers is None else self.numbers)

    def __getitem__(self, item: Any) -> Any:
        """Return one text, or those of some rows."""
        if self.numbers is None:
            return super().__getitem__(item)
        if isinstance(item, int | np.integer):
            number = int(self.numbers[item])
            return self._dtype.na_value if number < 0 else self.pool[number].as_py()
        where = item if isinstance(item, slice) else pd.api.indexers.check_array_indexer(self, item)
        if isinstance(where, slice) or (isinstance(where, np.ndarray) and where.dtype.kind in "iub"):
            return self._like(self.numbers[where].copy())
        return super().__getitem__(item)

    def __iter__(self) -> Iterator[Any]:
        """Yield the texts; equal ones are one."""
        yield from super().__iter__() if self.numbers is None else self.to_numpy(dtype=object)

    def in_parts(self) -> Any:
        """Return what makes the same column again, and of what."""
        if self.numbers is None:
            return pd.arrays.ArrowStringArray, (self._plain,)
        return _made, (self.numbers, self.pool, self._ordered)

    def __reduce__(self) -> Any:
        """Return what makes the same texts elsewhere: without those of other rows."""
        return pd.arrays.ArrowStringArray, (self._pa_array.combine_chunks(),)

    @property
    def nbytes(self) -> int:
        """Return how many bytes the column takes."""
        return int(self._plain.nbytes) if self.numbers is None else self.numbers.nbytes + self.pool.nbytes

    @property
    def _hasna(self) -> bool:
        return bool(self._plain.null_count) if self.numbers is None else bool((self.numbers < 0).any())

    def isna(self) -> np.ndarray:
        """Tell which texts are absent."""
        return super().isna() if self.numbers is None else self.numbers < 0

    def copy(self) -> Pooled:
        """Return the same texts: nothing changes them in place but by making others."""
        found: Pooled = super().copy() if self.numbers is None else self.view()
        return found

    def view(self, dtype: Any = None) -> Any:
        """Return the same texts."""
        if self.numbers is None or dtype is not None:
            return super().view(dtype)
        found = Pooled.of(self.numbers, self.pool, ordered=self._ordered)
        found._readonly = self._readonly  # noqa: SLF001  another one of these
        return found

    def take(self, indices: Any, allow_fill: bool = False, fill_value: Any = None) -> Any:
        """Return the texts of some rows, by pandas' rules."""
        if self.numbers is None or not len(self) or (allow_fill and not pd.isna(fill_value)):
            return super().take(indices, allow_fill=allow_fill, fill_value=fill_value)
        where = np.asarray(indices, np.intp)
        found: Any = pd.api.extensions.take(
            self.numbers, where, allow_fill=allow_fill, fill_value=self.numbers.dtype.type(-1)
        )
        return self._like(found)

    def factorize(self, use_na_sentinel: bool = True) -> Any:
        """Return the number of each row's text and the texts, in the order in which they first come."""
        found = self.numbered() if use_na_sentinel else None
        if found is None:
            return super().factorize(use_na_sentinel=use_na_sentinel)
        return found[0].astype(np.intp), pd.arrays.ArrowStringArray(found[1])

    def fillna(self, value: Any = None, *given: Any, **named: Any) -> Any:
        """Return the texts with another one where there was none."""
        if self.numbers is None or not isinstance(value, str) or given or named.get("limit") is not None:
            return super().fillna(value, *given, **named)
        return self._where(self.numbers >= 0, value) if self._hasna else self.copy()

    def _where(self, mask: Any, value: Any) -> Any:
        """Return the texts where a mask holds, and one text or none elsewhere: pandas asks for it here."""
        holds = isinstance(mask, np.ndarray) and mask.dtype == bool
        if self.numbers is None or not holds or not (isinstance(value, str) or value is pd.NA):
            return super()._where(mask, value)  # type: ignore[misc]  # the stubs lack it
        place, pool = -1, self.pool
        if isinstance(value, str):
            place = pc.index(pool, value).as_py()
            if place < 0:
                place, pool = len(pool), pa.concat_arrays([pool, pa.array([value], pool.type)])
        return Pooled.of(_small(np.where(mask, self.numbers, np.int64(place)), len(pool)), pool, ordered=False)

    def _validate_setitem_value(self, value: Any) -> Any:
        """Return a text as what is set: pandas would look at all that are there."""
        if self.numbers is None or not isinstance(value, str):
            return super()._validate_setitem_value(value)  # type: ignore[misc]  # the stubs lack it
        return pa.scalar(value, self.pool.type)

    def isin(self, values: Any) -> np.ndarray:
        """Tell which texts are among some."""
        if self.numbers is None:
            return super().isin(values)  # type: ignore[misc,no-any-return]  # the stubs lack it
        found: np.ndarray = self._different().isin(values)[self.numbers]
        return found

    def _cmp_method(self, other: Any, op: Any) -> Any:
        if self.numbers is None or not pd.api.types.is_scalar(other):
            return super()._cmp_method(other, op)  # type: ignore[misc]  # the stubs lack it
        found = self._different()._cmp_method(other, op)  # noqa: SLF001  pandas calls it here
        return found.take(np.where(self.numbers < 0, len(self.pool), self.numbers).astype(np.intp))

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = pd.api.extensions.no_default) -> Any:
        """Return the texts as numpy has them; as objects, equal texts are one."""
        if self.numbers is None or dtype not in (None, object):
            return super().to_numpy(dtype=dtype, copy=copy, na_value=na_value)
        if not self._hasna:
            return self._different(absent=False).to_numpy(dtype=dtype)[self.numbers]
        return self._different().to_numpy(dtype=dtype, na_value=na_value)[self.numbers]

    def _different(self, *, absent: bool = True) -> Any:
        """Return each different text once, and behind them an absent one: where −1 points to."""
        last = [pa.array([None], pa.large_string())] if absent else []
        return pd.arrays.ArrowStringArray(pa.chunked_array([self.pool, *last]))

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Any]) -> Any:
        parts = [each for each in to_concat if len(each)]
        if not parts or not all(isinstance(each, Pooled) and each.numbers is not None for each in parts):
            chunks = [chunk for each in to_concat for chunk in each.__arrow_array__().chunks]
            return pd.arrays.ArrowStringArray(pa.chunked_array(chunks, pa.large_string()))
        coded = pa.concat_arrays([each.pool for each in parts]).dictionary_encode()
        places = coded.indices.to_numpy()
        ends = np.cumsum([0, *(len(each.pool) for each in parts)])
        found = [
            np.where(each.numbers < 0, -1, places[start:end][each.numbers] if end > start else -1)
            for each, start, end in zip(parts, ends[:-1], ends[1:], strict=True)
        ]
        return cls.of(_small(np.concatenate(found), len(coded.dictionary)), coded.dictionary, ordered=False)


def pooled(texts: Any) -> Any:
    """Return texts (of Arrow, plain or in pieces) as a column for pandas: numbered where that takes less memory."""
    whole = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    coded = whole.cast(pa.large_string()).dictionary_encode().combine_chunks()
    one = pa.concat_arrays(coded.chunks) if isinstance(coded, pa.ChunkedArray) else coded
    numbers = _small(one.indices.fill_null(-1).to_numpy(), len(one.dictionary))
    if numbers.nbytes + one.dictionary.nbytes > _WORTH * max(whole.nbytes, _OFFSET * len(whole)):
        return pd.array(texts, dtype="string[pyarrow]")
    return Pooled.of(numbers, one.dictionary, ordered=True)


def pooled_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose columns of texts are numbered where that takes less memory."""
    plain = {
        str(name): pd.Series(pooled(cells.array.__arrow_array__()), index=frame.index, copy=False)
        for name, cells in frame.items()
        if isinstance(cells.dtype, pd.StringDtype) and not (isinstance(cells.array, Pooled) and cells.array.numbered())
    }
    return frame.assign(**plain) if plain else frame


def _made(numbers: np.ndarray, pool: Any, ordered: bool) -> Pooled:
    return Pooled.of(numbers, pool, ordered=ordered)


def _small(numbers: np.ndarray, count: int) -> np.ndarray:
    """Return numbers from −1 to less than `count` in as few bits as hold them."""
    return numbers.astype(np.min_scalar_type(-max(count, 1)))


def _in_order(numbers: np.ndarray, pool: Any) -> tuple[np.ndarray, Any]:
    """Return the numbers and their texts in the order in which these first come, and no others."""
    there = numbers >= 0
    codes, first = pd.factorize(numbers[there])
    found = np.full(len(numbers), -1, np.intp)
    found[there] = codes
    return _small(found, len(first)), pool.take(pa.array(first))
