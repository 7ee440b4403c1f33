"""Turns what was found out about a table on a sheet into notes and problems: sums, units, hidden rows, loose text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import pyarrow.compute as pc

from reportgen.model.place import Place, column_letters
from reportgen.model.problem import Kind, Problem
from reportgen.model.table import ColumnType
from reportgen.sources import kinds
from reportgen.sources.grid import Cells
from reportgen.sources.layout.area import Area, SumCheck, SumRow, Unit
from reportgen.sources.layout.draft_units import strange_units
from reportgen.sources.layout.figures import figures
from reportgen.sources.layout.looks import filled_cells
from reportgen.sources.sheet import Sheet
from reportgen.sources.values.numerals import decimals_of

LISTED = 50
"""Sums that differ and are listed singly; the last of them says how many more there are."""

_SHOWN = 3


def remarks(sheet: Sheet) -> list[Problem]:
    """Say what was left out, scaled, filled or read though hidden, and which sums do not agree with their rows."""
    return [
        *_sums(sheet),
        *_crossings(sheet),
        *_units(sheet),
        *_hidden(sheet),
        *_filled(sheet),
        *_loose_text(sheet),
    ]


def _at(sheet: Sheet, row: int, column: int | None = None) -> Place:
    letters = "" if column is None else column_letters(column)
    return Place(sheet.source.file, sheet.source.sheet, row + 1, letters)


# --------------------------------------------------------------------------------------------------------------- sums


def _sums(sheet: Sheet) -> Iterator[Problem]:
    area = sheet.area
    if not area.sums:
        return
    labels = ", ".join(f"{one.label} ({one.position + 1})" for one in area.sums[:_SHOWN])
    more = f", and {len(area.sums) - _SHOWN} more" if len(area.sums) > _SHOWN else ""
    values = (("verdict", _verdict(area.sums)),)
    yield Problem(kinds.SUMS_LEFT_OUT, _at(sheet, area.sums[0].position), labels + more, values)
    wrong = [(one, check) for one in area.sums for check in one.checks if not check.agrees]
    near = [(one, check) for one in area.sums for check in one.checks if check.near]
    for kind, found in ((kinds.TOTAL_DIFFERS, wrong), (kinds.TOTAL_ROUNDED, near)):
        yield from (_differing(sheet, kind, one, check) for one, check in found[:LISTED])
        if len(found) > LISTED:
            one, check = found[LISTED]
            more = f" The same is so of further sums here: {len(found) - LISTED - 1}."
            told = Kind(kind.code, kind.severity, kind.sentence + more, kind.remedy)
            yield _differing(sheet, told, one, check)


def _crossings(sheet: Sheet) -> Iterator[Problem]:
    """Report rows whose sum beside them differs from them."""
    for one in sheet.area.crossings:
        for row, check in one.differing[:LISTED]:
            columns = f"{column_letters(one.covers[0])} to {column_letters(one.covers[-1])}"
            values = (*_figures(check), ("columns", columns))
            name = sheet.area.names[one.column].rpartition(" / ")[2]
            excerpt = sheet.grid.excerpt(row)
            yield Problem(kinds.ROW_TOTAL_DIFFERS, _at(sheet, row, one.column), name, values, excerpt=excerpt)


def _figures(check: SumCheck) -> tuple[tuple[str, str], ...]:
    difference = check.summed - check.said
    return (
        ("said", shown(check.said)),
        ("summed", shown(check.summed)),
        ("difference", f"{shown(abs(difference))} {'more' if difference > 0 else 'less'}"),
    )


def _verdict(sums: Sequence[SumRow]) -> str:
    agrees = [one.agrees for one in sums]
    told = []
    if agrees.count(True):
        told.append(f"Agreeing with the rows they cover: {agrees.count(True)}.")
    if agrees.count(False):
        told.append(f"Differing from them: {agrees.count(False)}.")
    if agrees.count(None):
        told.append(f"Not to be checked: {agrees.count(None)}.")
    return " ".join(told)


def _differing(sheet: Sheet, kind: Kind, one: SumRow, check: SumCheck) -> Problem:
    rows = f"{len(one.covers)} row" if len(one.covers) == 1 else f"{len(one.covers)} rows"
    values = (*_figures(check), ("rows", rows))
    excerpt = sheet.grid.excerpt(one.position)
    return Problem(kind, _at(sheet, one.position, check.column), one.label, values, excerpt=excerpt)


def shown(value: Fraction) -> str:
    """Write a number with its thousands parted and every decimal it has."""
    decimals = decimals_of(value) or 0
    whole, rest = divmod(abs(value.numerator) * 10**decimals // value.denominator, 10**decimals)
    return ("-" if value < 0 else "") + f"{whole:,}" + (f".{rest:0{decimals}d}" if decimals else "")


# -------------------------------------------------------------------------------------------------------------- units


def _units(sheet: Sheet) -> Iterator[Problem]:
    """Say which columns a unit scales, and where it contradicts what the profile declares."""
    scaled: dict[tuple[str, int, int], list[str]] = {}
    for name, column in _measured_columns(sheet):
        unit = sheet.area.units.get(column)
        if unit is None:
            continue
        yield from _contradictions(sheet, unit, name, column)
        cells = sheet.cells(name)
        if cells is not None and cells.percent and sheet.profile.columns[name].column.type is ColumnType.PERCENT:
            yield from _unclear_percent(sheet, unit, name, column, cells)
        if cells is not None and cells.factor > 1:
            scaled.setdefault((unit.written, unit.position, unit.factor), []).append(name)
    for (written, position, factor), names in scaled.items():
        values = (("columns", ", ".join(dict.fromkeys(names))), ("factor", f"{factor:,}"))
        yield Problem(kinds.UNIT_SCALED, _at(sheet, position), written, values)
    for row, column, text in strange_units(sheet.area):
        yield Problem(kinds.UNIT_STRANGE, _at(sheet, row, column), text)


def _unclear_percent(sheet: Sheet, unit: Unit, name: str, column: int, cells: Cells) -> Iterator[Problem]:
    """Report a column under a percent sign in which no figure is above one: 0.125 may be either."""
    plain = cells.texts.filter(pc.invert(pc.match_substring(pc.utf8_normalize(cells.texts, "NFKC"), "%")))
    read = figures(plain)
    largest = max((abs(int(one)) for one in read.units.tolist()), default=0)
    if 0 < largest <= 10**read.scale:
        example = next(text for text in plain.to_pylist() if text.strip() not in {"", "0"})
        values = (("column", name), ("example", example.strip()))
        yield Problem(kinds.PERCENT_UNCLEAR, _at(sheet, unit.position, column), unit.written, values)


def _measured_columns(sheet: Sheet) -> list[tuple[str, int]]:
    """Return the declared columns with numbers, and the columns of the grid that they come from."""
    found = [(name, column) for name, column in sheet.header.columns.items() if sheet.counts_once(name)]
    if sheet.turned and sheet.profile.unpivot:
        found += [(sheet.profile.unpivot.value, column) for column in sheet.turned.columns[:1]]
    return found


def _contradictions(sheet: Sheet, unit: Unit, name: str, column: int) -> Iterator[Problem]:
    declared = sheet.profile.columns[name].column
    if declared.type is not ColumnType.MONEY:
        return
    for said, meant in ((unit.currency, declared.currency), (unit.tax, declared.tax)):
        if said and meant and said != meant:
            told = meant if meant == declared.currency else f"tax {meant}"
            values = (("column", name), ("declared", told), ("profile", sheet.profile.place.file))
            yield Problem(kinds.UNIT_CONTRADICTS, _at(sheet, unit.position, column), unit.written, values)


# ------------------------------------------------------------------------------------------------------------- hidden


def _hidden(sheet: Sheet) -> Iterator[Problem]:
    grid, area, policy = sheet.grid, sheet.area, sheet.profile.hidden
    done = {True: "read", False: "left out"}
    profile = ("profile", sheet.profile.place.file)
    if grid.hidden_rows:
        hidden = np.array(sorted(grid.hidden_rows), np.int64)
        among = hidden[np.isin(hidden, sheet.found_rows)]
        if len(among):
            values = (("done", done[policy.rows]), profile)
            yield Problem(kinds.HIDDEN_ROWS, _at(sheet, int(among[0])), str(len(among)), values)
    columns = sorted(grid.hidden_columns & set(sheet.found_columns))
    if columns:
        letters = ", ".join(map(column_letters, columns))
        row = area.header[-1] if area.header else int(area.rows[0])
        yield Problem(kinds.HIDDEN_COLUMNS, _at(sheet, row), letters, (("done", done[policy.columns]), profile))


# ------------------------------------------------------------------------------------------------------------- filled


def _filled(sheet: Sheet) -> Iterator[Problem]:
    for name, column in sheet.header.columns.items():
        merged = sheet.area.merged_into(column)
        first = _at(sheet, sheet.area.header[-1] if sheet.area.header else 0, column)
        if merged and sheet.counts_once(name):
            values = (("cells", str(merged)), ("profile", sheet.profile.place.file))
            yield Problem(kinds.MERGED_FIGURE, first, name, values)
            continue
        by_rule = _filled_by_rule(sheet, name, column)
        if merged or by_rule:
            why = ", since cells are merged" if merged and not by_rule else ", as the profile says"
            yield Problem(kinds.FILLED_DOWN, first, name, (("cells", str(merged + by_rule)), ("why", why)))


def _filled_by_rule(sheet: Sheet, name: str, column: int) -> int:
    if name not in sheet.profile.fill_down:
        return 0
    cells = sheet.area.cells(column)
    blank = ~filled_cells(type(sheet.grid)("", (cells.texts,)))[0]
    first = int(np.argmin(blank)) if len(blank) and not blank.all() else len(blank)
    return int(blank[first:].sum())


# --------------------------------------------------------------------------------------------------------------- text


def _loose_text(sheet: Sheet) -> Iterator[Problem]:
    """Report text below the header that was taken for notes; titles above it are no matter."""
    area = sheet.area
    first = area.header[-1] if area.header else -1
    below = [row for row in area.notes if row > first]
    if below:
        more = f", and further rows: {len(below) - 1}" if len(below) > 1 else ""
        text = sheet.grid.excerpt(below[0]).strip(" |")
        yield Problem(kinds.TEXT_NOT_READ, _at(sheet, below[0]), text, (("more", more),))


def rows_of(area: Area) -> str:
    """Name the rows of a table for people: `rows 12 to 40`."""
    rows = [*area.header, *(area.rows[[0, -1]].tolist() if len(area.rows) else ())]
    return f"rows {min(rows) + 1} to {max(rows) + 1}" if rows else "its rows"
