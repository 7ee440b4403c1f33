"""The different texts of a column, as Arrow keeps them: each is made Python's own when somebody asks for it.

A table's keys are hundreds of thousands of texts, which take four times the memory as values of their own. Most are
only numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload


class Texts(Sequence[str]):
    """Texts by number. Who asks for all of them has them kept until they are let go."""

    __slots__ = ("_all", "_arrow")

    def __init__(self, arrow: Any) -> None:
        """Take an Arrow array of texts, none of which is absent."""
        self._arrow = arrow
        self._all: list[str] | None = None

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        """Return one text, or some."""
        if isinstance(number, slice):
            return self.whole()[number]
        return self._arrow[number].as_py() if self._all is None else self._all[number]

    def __iter__(self) -> Iterator[str]:
        """Yield every text."""
        return iter(self.whole())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._arrow)

    def whole(self) -> list[str]:
        """Return every text: to be read only."""
        if self._all is None:
            self._all = self._arrow.to_pylist()
        return self._all

    def let_go(self) -> None:
        """Keep no text but as Arrow does."""
        self._all = None
