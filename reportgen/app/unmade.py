"""Values that few ask for at a time ↔ their bytes: put aside like columns, and made again when they are looked at.

What stays in memory is what many of them share: items of the plan, periods, columns of everybody's rows.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass, replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from itertools import islice
from typing import Any, Final, Generic, TypeVar, overload

import numpy as np

from reportgen.app.compact import SOON
from reportgen.model.measured import Measured
from reportgen.model.quantity import NotMeasured
from reportgen.model.room import ROOM, aside
from reportgen.model.step import Step
from reportgen.model.table import InParts

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_PLAIN: Final = (str, int, float, bool, bytes, type(None), tuple, list, dict, set, frozenset, date, Fraction)
_TAKEN_APART: Final = frozenset(
    f"reportgen.model.{name}" for name in ("alarms", "balances", "measured", "place", "quantity", "step")
)
"""The modules whose values are one person's, one row's. Those of all other classes stay the very same objects."""

_AT_HAND: Final = 32
"""So many blocks that were looked at last are at hand: a paper looks at its own person's again and again."""

_TOGETHER: Final = 4 * 1024 * 1024
"""Bytes that are put aside together."""

_ROWS: Final = 256
"""So many rows of the register lie together: they are gone through from the first to the last."""

_UNTOLD: Final = Step("", NotMeasured("no-data"))


def unmade(measured: Measured) -> Measured:
    """Return a measured period as papers ask for it: where memory is short, without the steps of its alerts.

    These `explain` alone shows.
    """
    if not ROOM.short:
        return measured
    return replace(measured, alerts=tuple(replace(alarm, step=_UNTOLD) for alarm in measured.alerts))


class Blocks(Generic[T]):
    """Lists of values as bytes; a list is made when it is asked for, and the last few are kept."""

    __slots__ = ("_at", "_kept", "_last", "_pieces")

    def __init__(self, lists: Iterator[Sequence[T]]) -> None:
        """Pack lists one after the other."""
        packer = _Packer()
        self._kept = packer.kept
        self._pieces: list[np.ndarray] = []
        self._at: list[tuple[int, int, int]] = []
        self._last: OrderedDict[int, Sequence[T]] = OrderedDict()
        together = bytearray()
        for each in lists:
            found = packer.packed(each)
            self._at.append((len(self._pieces), len(together), len(found)))
            together += found
            if len(together) >= _TOGETHER:
                self._pieces.append(aside(np.frombuffer(together, np.uint8)))
                together = bytearray()
        self._pieces.append(aside(np.frombuffer(together, np.uint8)))

    @classmethod
    def arrived(cls, kept: list[Any], at: list[tuple[int, int, int]], pieces: Sequence[bytes]) -> Blocks[T]:
        """Return the lists that another process packed."""
        blocks: Blocks[T] = cls(iter(()))
        blocks._kept, blocks._at = kept, at
        blocks._pieces = [aside(np.frombuffer(piece, np.uint8)) for piece in pieces]
        return blocks

    def __reduce__(self) -> tuple[Callable[..., Blocks[T]], tuple[Any, ...]]:
        """Tell what has the same lists elsewhere: none is made for that."""
        return Blocks.arrived, (self._kept, self._at, [piece.tobytes() for piece in self._pieces])

    def __getitem__(self, number: int) -> Sequence[T]:
        """Return a list."""
        if number in self._last:
            self._last.move_to_end(number)
            return self._last[number]
        piece, first, size = self._at[number]
        unpacker = pickle.Unpickler(BytesIO(self._pieces[piece][first : first + size].tobytes()))  # noqa: S301  packed here
        unpacker.persistent_load = self._kept.__getitem__  # type: ignore[method-assign]
        found: Sequence[T] = unpacker.load()
        self._last[number] = found
        if len(self._last) > _AT_HAND:
            self._last.popitem(last=False)
        return found


class Unmade(Sequence[T]):
    """Values in their order, so many a block."""

    def __init__(self, values: Iterable[T], block: int = _ROWS) -> None:
        """Pack values, which must be frozen."""
        self._many, self._block = 0, block
        self._blocks: Blocks[T] = Blocks(self._counted(iter(values)))

    def _counted(self, values: Iterator[T]) -> Iterator[Sequence[T]]:
        while together := tuple(islice(values, self._block)):
            self._many += len(together)
            yield together

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        """Return one value, or some."""
        if isinstance(number, slice):
            return tuple(self[each] for each in range(self._many)[number])
        at = range(self._many)[number]
        return self._blocks[at // self._block][at % self._block]

    def __iter__(self) -> Iterator[T]:
        """Yield every value."""
        for number in range(-(-self._many // self._block)):
            yield from self._blocks[number]

    def __len__(self) -> int:
        """Return how many there are."""
        return self._many

    def __eq__(self, other: object) -> bool:
        """Tell whether another sequence has equal values."""
        return tuple(self) == tuple(other) if isinstance(other, Unmade | tuple) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # to tell it, all would be made

    @classmethod
    def arrived(cls, many: int, block: int, blocks: Blocks[T]) -> Unmade[T]:
        """Return the values that another process packed."""
        found: Unmade[T] = cls((), block)
        found._many, found._blocks = many, blocks
        return found

    def __reduce__(self) -> tuple[Callable[..., Unmade[T]], tuple[Any, ...]]:
        """Tell what has the same values elsewhere."""
        return Unmade.arrived, (self._many, self._block, self._blocks)


class UnmadeByKey(Mapping[K, T]):
    """Values by key, each by itself."""

    def __init__(self, values: Iterable[tuple[K, T]]) -> None:
        """Pack values with their keys; they must be frozen."""
        self._numbers: dict[K, int] = {}
        self._blocks: Blocks[T] = Blocks(self._numbered(values))

    def _numbered(self, values: Iterable[tuple[K, T]]) -> Iterator[Sequence[T]]:
        for key, value in values:
            self._numbers[key] = len(self._numbers)
            yield (value,)

    def __getitem__(self, key: K) -> T:
        """Return a key's value."""
        return self._blocks[self._numbers[key]][0]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a key: nothing is made for that."""
        return key in self._numbers

    def __iter__(self) -> Iterator[K]:
        """Yield the keys."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._numbers)

    @classmethod
    def arrived(cls, numbers: dict[K, int], blocks: Blocks[T]) -> UnmadeByKey[K, T]:
        """Return the values that another process packed."""
        found: UnmadeByKey[K, T] = cls(())
        found._numbers, found._blocks = numbers, blocks
        return found

    def __reduce__(self) -> tuple[Callable[..., UnmadeByKey[K, T]], tuple[Any, ...]]:
        """Tell what has the same values elsewhere."""
        return UnmadeByKey.arrived, (self._numbers, self._blocks)


class _Packer:
    """Packs values one after the other; what stays is kept once for all of them."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._stays: dict[type, bool] = dict.fromkeys(_PLAIN, False)

    def packed(self, value: object) -> bytes:
        into = BytesIO()
        pickler = _Pickler(into, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _WAYS
        pickler.number = self._number
        pickler.dump(value)
        return into.getvalue()

    def _number(self, found: Any) -> int | None:
        """Return the number of what stays the same object; None of what is taken apart."""
        stays = self._stays.get(type(found))
        if stays is None:
            stays = self._stays[type(found)] = _stays(type(found))
        if not stays:
            return None
        if id(found) not in self._numbers:
            self._numbers[id(found)] = len(self.kept)
            self.kept.append(found)
        return self._numbers[id(found)]


class _Pickler(pickle.Pickler):
    number: Callable[[Any], int | None]

    def persistent_id(self, found: Any) -> int | None:
        """Return the number of what stays as it is."""
        return self.number(found)


def _stays(kind: type) -> bool:
    return not issubclass(kind, InParts) and (kind.__module__ not in _TAKEN_APART or not is_dataclass(kind))


def _in_parts(value: InParts) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return value.in_parts()


class _Ways(dict[type, Callable[[Any], Any]]):
    """How values of a class are told: as they say themselves, or as those that are soon made again."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = found = _in_parts if issubclass(kind, InParts) else SOON[kind]
        return found


_WAYS: Final = _Ways()
