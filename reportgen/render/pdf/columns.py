"""Turns a page's tables into tables whose columns have widths, so that the layout need not try each cell for them.

Figures that stand alone are told apart there too: whether each has room in its usual size.

Widths are found as browsers find them: what must stay on one line gets its length, the rest shares what is left by the
length of its texts. That something was not measured stays on one line where there is room for it. Where even the rest
does not fit with room to spare, a table is left to the layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Final

from reportgen.render.fonts import Fonts, advances
from reportgen.render.pdf.charts import FULL, HALF
from reportgen.render.pdf.views import (
    CellView,
    ColumnView,
    MetricsView,
    PageView,
    PartView,
    RowView,
    SectionView,
    TableView,
)

STEPS: Final = 200
"""Widths are told in so many parts of a table's width, each a class of its own: `w-30` is 15 %."""

WHOLE: Final = frozenset({"day", "due", "key", "status", "owner", "state", "every", "subject", "label", "actual"})
"""Columns whose words stay on one line, besides those of numbers."""

SHARES: Final[Mapping[str, float]] = {
    "what": 0.17,
    "basis": 0.30,
    "measure": 0.19,
    "acting": 0.13,
    "because": 0.50,
    "star-action": 0.27,
    "star-result": 0.27,
    "step": 0.35,
}
"""Columns that take a share of the width whatever is in them, as long as there is room."""

LEAST: Final[Mapping[str, float]] = {
    "kpi": 90.0,
    "needed": 150.0,
    "rule": 80.0,
    "worst": 84.0,
    "action": 76.0,
    "reason": 48.0,
}
"""Columns that are at least so wide, in points."""

_PADDING = 6.0
"""Both sides of a cell together, in points."""

_APART = 5.0
_MOVED: Final = frozenset({"owner", "reason", "furthest", "status", "worst", "due", "action"})
"""Columns of words that may be moved away from the numbers before them, by so many points."""

_SPARE = 0.985
"""So much of the width may be spoken for before a table is left to the layout."""

_LONGEST = 0.25
"""The share of the width that a single word may claim; longer ones are broken."""

_BULLET, _PERCENT = 60.0, 34.0
"""The small bar beside an attainment, and the least width of its percentage, in points."""

_ABSENT = 7.0
"""The size, in points, of what says that something was not measured."""

_SIGN = 1.2
"""A status sign and the space after it, in sizes of the text."""

_FIGURE = 18.0
"""The size, in points, of a figure that stands alone."""

_BESIDE: Final[Mapping[int, float]] = {1: 0.49, 2: 0.49, 3: 0.32, 5: 0.184}
"""The share of the width that each of so many figures has; of four, and where there are more, it is the following."""

_QUARTER = 0.235

_SLACK = 1.02
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffff]+")

_Length = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class _Type:
    """What a table is set in: the sizes of its cells and heads in points, and how long a text is at size one."""

    cell: float
    head: float
    regular: _Length
    bold: _Length


@dataclass(frozen=True, slots=True)
class _Need:
    """What a column needs in points: the least, all that it could use, and whether that is a share of the width."""

    least: float
    most: float
    shared: bool


def sized(page: PageView, fonts: Fonts) -> PageView:
    """Return the page with widths for the columns of its tables."""
    regular, bold = (partial(_length, advances(file)) for file in (fonts.regular, fonts.bold))
    cell, head = (10.5, 9.5) if page.kind == "bulletin" else (9.0, 8.0)
    small, usual = _Type(7.0, 7.0, regular, bold), _Type(cell, head, regular, bold)
    return replace(
        page,
        sections=tuple(_section(each, small if each.id == "small-print" else usual) for each in page.sections),
    )


def width_rules() -> str:
    """Return the style sheet's rules for the classes that widths are told with."""
    rules = (f"th.w-{step} {{ width: {step * 100 / STEPS:g}% }}" for step in range(1, STEPS + 1))
    return "\n".join(("table.sized { table-layout: fixed }", *rules))


def _section(section: SectionView, set_in: _Type) -> SectionView:
    blocks = tuple(
        tuple(_part(part, FULL if len(block) == 1 else HALF, set_in) for part in block) for block in section.blocks
    )
    return replace(section, blocks=blocks)


def _part(part: PartView, room: float, set_in: _Type) -> PartView:
    if isinstance(part, MetricsView):
        return _figures(part, room, set_in)
    if not isinstance(part, TableView) or not part.rows:
        return part
    every = range(len(part.columns))
    widths = _widths([_need(part, index, room, set_in, broken=False) for index in every], room)
    if not any(widths):
        widths = _widths([_need(part, index, room, set_in, broken=True) for index in every], room)
    columns = (replace(column, width=width) for column, width in zip(part.columns, widths, strict=True))
    return replace(part, columns=tuple(columns))


def _figures(metrics: MetricsView, room: float, set_in: _Type) -> MetricsView:
    """Return the figures, each with whether it is too long for its usual size."""
    each = room * _BESIDE.get(len(metrics.items), _QUARTER)
    items = (replace(item, long=set_in.bold(item.value) * _FIGURE * _SLACK > each) for item in metrics.items)
    return replace(metrics, items=tuple(items))


def _need(table: TableView, index: int, room: float, set_in: _Type, *, broken: bool) -> _Need:
    """Return what a column needs for its head and all its cells; `broken` ones wrap what was not measured."""
    column = table.columns[index]
    padding = _PADDING + (_APART if column.key in _MOVED else 0.0)
    most = set_in.regular(column.label) * set_in.head * _SLACK
    least = most if column.end else _word(set_in.regular, column.label, set_in.head, room)
    for row in (*table.rows, *((table.foot,) if table.foot else ())):
        cell = row.cells[index]
        low, high = _cell(cell, column, row, room, set_in, first=index == 0)
        if broken and column.end and cell.absent:
            low = _word(set_in.regular, cell.text, min(set_in.cell, _ABSENT), room)
        least, most = max(least, low), max(most, high)
    least = max(least + padding, LEAST.get(column.key, 0.0))
    share = SHARES.get(column.key, 0.0) * room
    return _Need(least, max(share or most + padding, least), shared=share > 0)


def _cell(
    cell: CellView, column: ColumnView, row: RowView, room: float, set_in: _Type, *, first: bool
) -> tuple[float, float]:
    """Return the least and the whole length of a cell's content, in points."""
    bold = (row.emphasis or column.key == "actual") and not cell.absent
    length = set_in.bold if bold else set_in.regular
    if cell.trend:
        return cell.trend.width, cell.trend.width
    size = min(set_in.cell, _ABSENT) if column.end and cell.absent else set_in.cell
    whole = length(cell.text) * size * _SLACK
    if column.key == "attainment" and cell.share is not None:
        whole = _BULLET + max(whole, _PERCENT)
        return whole, whole
    if cell.status or (first and row.status):
        whole += _SIGN * set_in.cell
    kept = column.key in WHOLE or column.end
    return (whole if kept else _word(length, cell.text, set_in.cell, room)), whole


def _word(length: _Length, text: str, size: float, room: float) -> float:
    """Return the length of a text's longest word in points; Chinese may be broken after every character."""
    longest = max((length(word) for word in _UNBROKEN.findall(text)), default=0.0)
    return min(max(longest, 1.0 if text else 0.0) * size * _SLACK, room * _LONGEST)


def _length(known: Mapping[int, float], text: str) -> float:
    return sum(known.get(ord(char), 1.0) for char in text)


def _widths(needs: Sequence[_Need], room: float) -> tuple[int, ...]:
    """Return each column's steps, which add up to all of them; zeros where the layout must find them."""
    if sum(need.least for need in needs) > room * _SPARE:
        return (0,) * len(needs)
    wanted = [points * STEPS / room for points in _shared_out(needs, room)]
    least = [min(ceil(need.least * STEPS / room), STEPS) for need in needs]
    return _rounded(wanted, least)


def _shared_out(needs: Sequence[_Need], room: float) -> Iterable[float]:
    """Share the room out: by all that columns could use where there is enough of it, else by what they lack."""
    most = sum(need.most for need in needs)
    if most <= room:
        growing = sum(need.most for need in needs if not need.shared)
        for need in needs:
            share = need.most / (growing or most) if growing == 0 or not need.shared else 0.0
            yield need.most + (room - most) * share
        return
    spare, lacking = room - sum(need.least for need in needs), sum(need.most - need.least for need in needs)
    for need in needs:
        yield need.least + spare * (need.most - need.least) / lacking


def _rounded(wanted: Sequence[float], least: Sequence[int]) -> tuple[int, ...]:
    """Return whole numbers that add up to all steps, none below its least; zeros where there are none."""
    found = [max(int(want), low) for want, low in zip(wanted, least, strict=True)]
    for index in _by_remainder(wanted, found):
        if sum(found) < STEPS:
            found[index] += 1
    while sum(found) > STEPS:
        spare, index = max((have - low, place) for place, (have, low) in enumerate(zip(found, least, strict=True)))
        if not spare:
            return (0,) * len(found)
        found[index] -= 1
    return tuple(found)


def _by_remainder(wanted: Sequence[float], found: Sequence[int]) -> Iterator[int]:
    return iter(sorted(range(len(wanted)), key=lambda index: (found[index] - wanted[index], index)))
