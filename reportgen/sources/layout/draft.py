"""A table while its rows are being found."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.sources.layout.heading import Heading


@dataclass(slots=True)
class Draft:
    """A table while its rows are being found: its heading, its runs of rows, which columns hold values, its prose."""

    columns: tuple[int, ...]
    heading: Heading
    bands: list[tuple[int, int]] = field(default_factory=list)
    valued: frozenset[int] = frozenset()
    notes: list[int] = field(default_factory=list)
