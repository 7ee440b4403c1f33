"""What each of many subjects' rows come to, in columns: a subject's answer is made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

A = TypeVar("A")


class Total(NamedTuple):
    """What some rows come to: their sum, how many they are, how many are filled, and the sum of the filled ones."""

    value: int = 0
    rows: int = 0
    filled: int = 0
    filled_value: int = 0


class Weighed(NamedTuple):
    """Rows that two measures count: how many, Σ value × weight, and Σ weight."""

    rows: int = 0
    value: int = 0
    weight: int = 0


class Answers(Mapping[str, A], Generic[A]):
    """Answers by subject: as values of their own they would take ten times the memory, and few are looked at."""

    def __init__(
        self,
        make: Callable[..., A],
        numbers: Mapping[str, int],
        columns: Sequence[np.ndarray],
        there: np.ndarray | None = None,
    ) -> None:
        """Take what makes an answer of whole numbers, the number of each subject in order, and those by subject.

        Who is not `there` has no answer; None where all have one.
        """
        self._make, self._numbers, self._columns = make, numbers, tuple(columns)
        self._there = None if there is None or there.all() else there

    def get(self, name: Any, default: Any = None) -> Any:
        """Return a subject's answer, or something else where there is none."""
        number = self._numbers.get(name)
        if number is None or (self._there is not None and not self._there[number]):
            return default
        return self._make(*[int(column[number]) for column in self._columns])

    def __getitem__(self, name: str) -> A:
        """Return a subject's answer."""
        found: A | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        """Tell whether a subject has an answer: none is made for that."""
        number = self._numbers.get(name)  # type: ignore[call-overload]  # a mapping may be asked for anything
        return number is not None and (self._there is None or bool(self._there[number]))

    def __iter__(self) -> Iterator[str]:
        """Yield the subjects that have one, in the order of their numbers."""
        if self._there is None:
            return iter(self._numbers)
        return (name for name, there in zip(self._numbers, self._there.tolist(), strict=True) if there)

    def __len__(self) -> int:
        """Return how many subjects have one."""
        return len(self._numbers) if self._there is None else int(self._there.sum())
