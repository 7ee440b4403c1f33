"""Keys and a function → a mapping whose values are made when they are first asked for: documents show few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class OnDemand(Mapping[K, V]):
    """A mapping that computes each value once, at its first use."""

    def __init__(self, keys: tuple[K, ...], compute: Callable[[K], V]) -> None:
        """Take the keys, in order, and what computes a key's value."""
        self._keys = dict.fromkeys(keys)
        self._compute = compute
        self._known: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        """Return a key's value."""
        if key not in self._known:
            if key not in self._keys:
                raise KeyError(key)
            self._known[key] = self._compute(key)
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a key: nothing is computed for that."""
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        """Yield the keys."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._keys)
