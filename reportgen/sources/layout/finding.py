"""Turns a grid into the tables on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow.compute as pc

from reportgen.sources.grid import Grid
from reportgen.sources.layout.area import Area, at_rows
from reportgen.sources.layout.blocks import MOST_BANDS, Block, any_filled, blocks
from reportgen.sources.layout.crossings import crossings
from reportgen.sources.layout.draft import Draft
from reportgen.sources.layout.draft_units import units_of
from reportgen.sources.layout.heading import LOOKED_AT, WANTED, Heading, find_heading
from reportgen.sources.layout.looks import VALUES, Look, Seen, seen, shape_of
from reportgen.sources.layout.sums import split_sums
from reportgen.sources.layout.titles import is_title_with_unit

_TRAILING = 40
"""Rows at the end of a table in which prose is looked for."""

_MOST_LONELY = 20_000
_PAGE = re.compile(
    r"第\s*\d+\s*页.*|.*共\s*\d+\s*页|page\s*\d+.*|seite\s*\d+.*|-\s*\d+\s*-|续表|接下页|\d+\s*/\s*\d+", re.IGNORECASE
)


def find_areas(grid: Grid, wanted: frozenset[str] = frozenset()) -> tuple[Area, ...]:
    """Find the tables of a sheet, top to bottom and left to right.

    `wanted` are names that headers are looked for by, normalised by `header_name`; without them the sheet alone says
    what its header is. A sheet with nothing on it has no tables; one with nothing but prose has one without rows.
    """
    whole = seen(grid)
    areas: list[Area] = []
    homeless: list[int] = []
    for block in blocks(whole, wanted):
        drafts, notes = _drafts(whole, block, wanted)
        areas += [_area(whole, draft) for draft in drafts]
        homeless += notes
    return _with_homeless(grid, areas, homeless)


def _with_homeless(grid: Grid, areas: list[Area], homeless: list[int]) -> tuple[Area, ...]:
    """Give prose that stands beside no table to the nearest one, or to a table of nothing where there is none."""
    if not homeless:
        return tuple(areas)
    if not areas:
        return (Area(grid, (), {}, np.zeros(0, np.int64), {}, notes=tuple(sorted(set(homeless)))),)
    kept = {id(area): set(area.notes) for area in areas}
    for row in homeless:
        nearest = min(areas, key=lambda area: _distance(area, row))
        kept[id(nearest)].add(row)
    return tuple(
        Area(a.grid, a.header, a.names, a.rows, a.units, a.sums, tuple(sorted(kept[id(a)])), a.repeated) for a in areas
    )


def _distance(area: Area, row: int) -> int:
    rows = [*area.header, *(area.rows[[0, -1]].tolist() if len(area.rows) else ())]
    return min((abs(one - row) for one in rows), default=1 << 40)


def _drafts(whole: Seen, block: Block, wanted: frozenset[str]) -> tuple[list[Draft], list[int]]:
    """Give each run of rows of a block to a table: the one above it, a new one, or none where it is prose."""
    drafts: list[Draft] = []
    waiting: list[int] = []
    header: Heading | None = None
    for number, band in enumerate(block.bands):
        if drafts and number >= MOST_BANDS:
            drafts[-1].bands.append(band)
            continue
        rows = _first_rows(whole, block, band)
        if _is_prose(whole, block.columns, rows, band) and not _is_loose(drafts, whole, rows):
            waiting += rows
            continue
        heading = find_heading(whole, block.columns, rows, wanted)
        current = drafts[-1] if drafts else None
        if header is not None:
            heading, left = _under(whole, header, heading, rows[0])
            waiting += left
            header = None
        elif current and not _begins_anew(whole, current, heading, rows):
            current.bands.append(band)
            current.notes += waiting
            waiting = []
            continue
        elif _is_header_alone(heading, band) and (drafts or number + 1 < len(block.bands)):
            header = heading
            waiting += [row for row in rows if row < heading.rows[0]]
            continue
        drafts.append(_draft(whole, block, heading, band, waiting))
        waiting = []
    return _closed(whole, block, drafts, header, waiting)


def _under(whole: Seen, above: Heading, heading: Heading, row: int) -> tuple[Heading, tuple[int, ...]]:
    """Return what names the rows below a header that stands alone, and that header's rows where it is not the one."""
    if _is_strong(heading):
        return heading, (*above.rows, *above.unit_rows)
    return _lowered(whole, above, row), ()


def _closed(
    whole: Seen, block: Block, drafts: list[Draft], header: Heading | None, waiting: list[int]
) -> tuple[list[Draft], list[int]]:
    """Give away what is left at a block's end: a header of nothing is a table only where there is no other."""
    if header is not None and drafts:
        waiting = [*waiting, *header.rows, *header.unit_rows]  # who made it, who checked it
    elif header is not None:
        drafts = [_draft(whole, block, header, (header.rows[0], header.rows[-1]), [])]
    if not drafts:
        return [], waiting
    drafts[-1].notes += waiting
    return drafts, []


def _first_rows(whole: Seen, block: Block, band: tuple[int, int]) -> list[int]:
    last = min(band[1], band[0] + 4 * LOOKED_AT)
    return (np.flatnonzero(any_filled(whole, block.columns, band[0], last + 1)) + band[0]).tolist()[:LOOKED_AT]


def _is_prose(whole: Seen, columns: Sequence[int], rows: Sequence[int], band: tuple[int, int]) -> bool:
    """Tell whether a run of rows is titles or notes: one text a row, as no table has it that is wider."""
    if len(columns) == 1 or band[1] - band[0] >= LOOKED_AT:
        return False
    cells = [[column for column in columns if whole.filled[column][row]] for row in rows]
    return all(
        len(filled) == 1 and whole.look(row, filled[0]) is Look.WORDS for row, filled in zip(rows, cells, strict=True)
    )


def _is_loose(drafts: Sequence[Draft], whole: Seen, rows: Sequence[int]) -> bool:
    """Tell whether short texts stand below a table that nothing names: they are as good as its other rows."""
    if not drafts or drafts[-1].heading.rows:
        return False
    return all(len(whole.text(row, column)) <= 40 for row in rows for column in drafts[-1].columns)


def _is_strong(heading: Heading) -> bool:
    """Tell whether words stand above values, and not only words above words."""
    return bool(heading.rows) and heading.contrast >= 1.0


def _lowered(whole: Seen, heading: Heading, body: int) -> Heading:
    """Return a heading whose table begins further down, behind blank rows."""
    names = dict(heading.names)
    for column in range(len(whole.filled)):
        if column not in names and min(names) <= column <= max(names) and whole.filled[column][body:].any():
            names[column] = ""
    return replace(heading, names=dict(sorted(names.items())), body=body)


def _is_header_alone(heading: Heading, band: tuple[int, int]) -> bool:
    return bool(heading.rows) and heading.body > band[1]


def _begins_anew(whole: Seen, current: Draft, heading: Heading, rows: Sequence[int]) -> bool:
    """Tell whether a run of rows is a table of its own and not more of the one above.

    It is where its header names other columns, or puts words where the table above has values.
    """
    if not heading.rows:
        used = [column for column in current.columns if any(whole.filled[column][row] for row in rows)]
        return not any(column in current.heading.names for column in used)
    named = [column for column, name in heading.names.items() if name]
    old = current.heading.names
    if all(old.get(column) == heading.names[column] for column in named):
        return False
    words = [column for column in named if column in current.valued]
    if _is_narrower(whole, current, heading, rows):
        return True
    if heading.contrast >= WANTED or current.heading.contrast >= WANTED:
        # Where names are looked for, rows below them are data unless another header surely begins there.
        return heading.contrast >= WANTED or (len(words) >= 2 and heading.contrast >= 2.0)
    if current.valued:
        return bool(words) and (heading.body <= rows[-1] or len(words) >= 2)
    return heading.contrast >= 1.0 or sum(column not in old for column in named) * 2 > len(named)


def _is_narrower(whole: Seen, current: Draft, heading: Heading, rows: Sequence[int]) -> bool:
    """Tell whether a run of rows has a header of new names, above values where the table above has words.

    Nothing may stand there in the columns of values that the table above has, but words of that header.
    """
    named = [column for column, name in heading.names.items() if name]
    old = {name for name in current.heading.names.values() if name}
    below = [row for row in rows if row >= heading.body]
    if not current.heading.rows or not current.valued or len(named) < 2 or not below or heading.contrast < 2.0:
        return False
    if {heading.names[column] for column in named} <= old:
        return False
    if any(whole.look(heading.rows[-1], column) is not Look.WORDS for column in named):
        return False
    turned = [column for column in named if column not in current.valued and _are_values(whole, column, below)]
    worded = [column for column in named if column in current.valued]
    blank = [column for column in current.valued if not any(whole.filled[column][row] for row in rows)]
    gone = len(worded) + len(blank) == len(current.valued)
    return bool(turned) and bool(blank) and gone and (len(below) > 1 or bool(worded))


def _are_values(whole: Seen, column: int, rows: Sequence[int]) -> bool:
    looks = [look for row in rows if (look := whole.look(row, column)) not in {Look.BLANK, Look.NEUTRAL}]
    return bool(looks) and all(look in VALUES for look in looks)


def _draft(whole: Seen, block: Block, heading: Heading, band: tuple[int, int], waiting: list[int]) -> Draft:
    first = heading.rows[0] if heading.rows else heading.body
    above = (
        (np.flatnonzero(any_filled(whole, block.columns, band[0], first)) + band[0]).tolist() if first > band[0] else []
    )
    body = max(heading.body, band[0])
    draft = Draft(block.columns, heading, [], frozenset(), [*waiting, *above])
    if body <= band[1]:
        draft.bands.append((body, band[1]))
    draft.valued = _valued(whole, draft, body, band[1])
    return draft


def _valued(whole: Seen, draft: Draft, first: int, last: int) -> frozenset[int]:
    """Return the columns in which most of the first cells are numbers, dates or truths."""
    found = []
    for column in draft.heading.names:
        rows = [row for row in range(first, min(last + 1, first + LOOKED_AT)) if whole.filled[column][row]]
        looks = [look for row in rows if (look := whole.look(row, column)) is not Look.NEUTRAL]
        if looks and sum(look in VALUES for look in looks) >= 0.6 * len(looks):
            found.append(column)
    return frozenset(found)


def _area(whole: Seen, draft: Draft) -> Area:
    rows = _rows(whole, draft.columns, draft.bands)
    repeated, rows = _without_repeated(whole, draft, rows)
    turning, rows = _without_page_turns(whole, draft, rows)
    draft.notes += turning
    notes, rows = _without_prose(whole, draft, rows)
    notes = sorted({*draft.notes, *draft.heading.unit_rows, *notes})
    units = units_of(whole, draft, notes)
    factors = {column: unit.factor for column, unit in units.items()}
    rows, sums = split_sums(whole, draft.heading.names, rows, factors)
    held = np.concatenate([rows, np.array([one.position for one in sums], np.int64)])
    names = {column: name for column, name in draft.heading.names.items() if name or whole.filled[column][held].any()}
    spoken = {unit.position for unit in units.values()} - set(draft.heading.rows)
    spoken -= {row for row in spoken if is_title_with_unit(whole, draft.columns, row)}
    return Area(
        grid=whole.grid,
        header=draft.heading.rows,
        names=names,
        rows=rows,
        units=units,
        sums=sums,
        notes=tuple(row for row in notes if row not in spoken),
        repeated=repeated,
        crossings=crossings(whole, names, rows),
    )


def _rows(whole: Seen, columns: tuple[int, ...], bands: Sequence[tuple[int, int]]) -> Any:
    found = [np.flatnonzero(any_filled(whole, columns, first, last + 1)) + first for first, last in bands]
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, np.int64)


def _without_repeated(whole: Seen, draft: Draft, rows: Any) -> tuple[tuple[int, ...], Any]:
    """Take out rows that are the header once more: what every page of a printed report begins with."""
    repeated: list[int] = []
    for header in draft.heading.rows:
        written = {column: whole.grid.columns[column][header].as_py() for column in draft.columns}
        if sum(bool(text.strip()) for text in written.values()) < min(2, len(draft.columns)):
            continue
        positions = rows
        for column, text in written.items():
            cells = whole.grid.columns[column]
            same = pc.equal(at_rows(cells, positions), text)
            same = same.to_numpy(zero_copy_only=False) | ~whole.filled[column][positions]
            positions = positions[same]
            if not len(positions):
                break
        enough = max(1, sum(bool(text.strip()) for text in written.values()) // 2)
        repeated += [
            row for row in positions.tolist() if sum(bool(whole.filled[column][row]) for column in written) >= enough
        ]
    if not repeated:
        return (), rows
    return tuple(sorted(set(repeated))), rows[~np.isin(rows, repeated)]


def _without_page_turns(whole: Seen, draft: Draft, rows: Any) -> tuple[list[int], Any]:
    """Take out what a printed report writes at every turn of a page: its title and unit again, the page's number."""
    first = draft.heading.rows[0] if draft.heading.rows else 0
    titles = {
        (column, whole.text(row, column))
        for row in draft.notes
        if row < first
        for column in draft.columns
        if whole.filled[column][row]
    }
    counts = np.zeros(len(rows), np.uint16)
    for column in draft.columns:
        counts += whole.filled[column][rows]
    few = min(2, max(1, len(draft.columns) // 3)) if len(draft.columns) > 1 else 0
    lonely = rows[counts <= few][:_MOST_LONELY].tolist()
    found = []
    for row in lonely:
        cells = [(column, whole.text(row, column)) for column in draft.columns if whole.filled[column][row]]
        if cells and all(cell in titles or _PAGE.fullmatch(cell[1]) for cell in cells):
            found.append(row)
    return found, rows[~np.isin(rows, found)] if found else rows


def _without_prose(whole: Seen, draft: Draft, rows: Any) -> tuple[list[int], Any]:
    """Take rows of prose off a table's end: words where the table has values, or one text alone."""
    columns = tuple(draft.heading.names)
    usual = _usual_width(whole, columns, rows)
    notes: list[int] = []
    proof = False
    for row in rows[::-1][:_TRAILING].tolist():
        filled = [column for column in draft.columns if whole.filled[column][row]]
        if not filled or not draft.valued or any(whole.look(row, column) in VALUES for column in filled):
            break
        contradicts = any(column in draft.valued or column not in columns for column in filled)
        if len(filled) >= usual or (not contradicts and len(filled) > max(1, usual // 3)):
            break
        if any(_is_like_data(whole, rows, row, column) for column in filled):
            break
        proof = proof or usual >= 3 or any(_is_sentence(whole, row, column) for column in filled[:1])
        notes.append(row)
    if not proof or not draft.heading.rows or len(notes) == len(rows):
        return [], rows
    return notes, rows[: len(rows) - len(notes)]


def _is_like_data(whole: Seen, rows: Any, row: int, column: int) -> bool:
    """Tell whether a text has digits just as those above it do: SO-17 alone is an order cut off, not a note."""
    shape = shape_of(whole.text(row, column))
    return "9" in shape and any(
        shape_of(whole.text(one, column)) == shape for one in rows[:LOOKED_AT].tolist() if one != row
    )


def _is_sentence(whole: Seen, row: int, column: int) -> bool:
    text = whole.text(row, column)
    return len(text) >= 30 or ":" in text or text.startswith(("*", "注", "说明", "备注", "Note", "Source"))


def _usual_width(whole: Seen, columns: Sequence[int], rows: Any) -> int:
    """Return how many cells rows of data fill: by the first of them, since prose may outnumber a short table."""
    widths = [sum(bool(whole.filled[column][row]) for column in columns) for row in rows[:LOOKED_AT].tolist()]
    if not widths:
        return 0
    return max(sorted(widths)[3 * len(widths) // 4], sorted(widths[:3])[len(widths[:3]) // 2])
