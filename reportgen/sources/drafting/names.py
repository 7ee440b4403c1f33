"""Turns the headers of a table as written into names of which no two are the same."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.place import column_letters


def column_names(written: Mapping[int, str]) -> dict[int, str]:
    """Return a name for each column: the header in one line, the column's letters where there is none.

    A name that was there before gets " (2)", " (3)" behind it.
    """
    names: dict[int, str] = {}
    taken: set[str] = set()
    for index, header in written.items():
        plain = " ".join(header.split()) or column_letters(index)
        name, number = plain, 2
        while name in taken:
            name, number = f"{plain} ({number})", number + 1
        taken.add(name)
        names[index] = name
    return names


def cell_name(row: int, column: int) -> str:
    """Return a cell's name from zero-based positions: row 4 and column 1 are B5."""
    return f"{column_letters(column)}{row + 1}"


def range_name(top: int, left: int, bottom: int, right: int) -> str:
    """Return the name of a range from zero-based positions, of a single cell just its own: A5:F16, B2."""
    first, last = cell_name(top, left), cell_name(bottom, right)
    return first if first == last else f"{first}:{last}"
