"""Turns a band of rows into markup: what holds for a column is found once, and what comes again is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain, repeat

from reportgen.render.sheets.cells import Pen, behind_address, figure, with_formula
from reportgen.render.sheets.markup import letters
from reportgen.render.sheets.pieces import Band, Cell, Strip
from reportgen.render.sheets.values import fifteen

_Key = int | tuple[int, str]
"""A cell by its place in memory; in a strip that has formulas, with its own."""

_Told = dict[_Key, tuple[str, ...]]
"""What cells say behind their address, in pieces around the number of their row."""


def rows_of_band(band: Band, sheet: str, pen: Pen) -> Iterator[str]:
    """Yield what stands within each row of a band."""
    keys = [_keys(strip) for strip in band.strips]
    firsts = [dict(zip(reversed(each), range(len(each) - 1, -1, -1), strict=True)) for each in keys]
    told = _numbered(band, firsts, sheet, pen)
    rows = list(map(str, band.rows))
    columns: dict[int, Iterable[str]] = {}
    for strip, own, first, known in zip(band.strips, keys, firsts, told, strict=True):
        _tell_figures(strip, first, known, pen, partial(pen.around, part=band.table, sheet=sheet))
        found = map(known.__getitem__, own)
        # Without a formula nothing behind the address tells the row's number.
        columns[strip.column] = map(str.join, rows, found) if any(strip.formulas) else chain.from_iterable(found)
    for gap in band.gaps:
        columns[gap] = repeat(*_gap(band, gap, sheet, pen))
    ends = [f'{row}"' for row in rows]
    pieces = ((repeat(f'<c r="{letters(column)}'), ends, columns[column]) for column in sorted(columns))
    return map("".join, zip(*chain.from_iterable(pieces), strict=False))


def _keys(strip: Strip) -> Sequence[_Key]:
    places = list(map(id, strip.cells))
    return list(zip(places, strip.formulas, strict=True)) if any(strip.formulas) else places


def _numbered(band: Band, firsts: Sequence[dict[_Key, int]], sheet: str, pen: Pen) -> list[_Told]:
    """Tell texts and days, and one figure of each look, in the order in which they are met row by row.

    Looks and texts have their numbers by that order, as those of single cells have.
    """
    told: list[_Told] = [{} for _ in firsts]
    met: list[tuple[int, int, _Key]] = [(0, len(firsts), 0)] if band.gaps else []
    for position, (strip, first) in enumerate(zip(band.strips, firsts, strict=True)):
        cells, absent = strip.cells, strip.absent
        looks: dict[tuple[str, bool], tuple[int, _Key]] = {}
        for key, index in first.items():
            held, pattern = cells[index]
            if not isinstance(held, Fraction):
                met.append((index, position, key))
            elif (look := (pattern, absent[index])) not in looks or index < looks[look][0]:
                looks[look] = index, key
        met += ((index, position, key) for index, key in looks.values())
    for index, position, key in sorted(met):
        if position == len(firsts):
            _gap(band, band.gaps[0], sheet, pen)
        else:
            told[position][key] = behind_address(band.cell(index, position), sheet, pen)
    return told


def _tell_figures(
    strip: Strip, first: Mapping[_Key, int], told: _Told, pen: Pen, around: Callable[[str], tuple[str, ...]]
) -> None:
    """Tell the other figures of a strip: their looks have their numbers. `around` is as in `Pen`."""
    cells, formulas, absent = strip.cells, strip.formulas, strip.absent
    starts: dict[tuple[str, bool], str] = {}
    for key, index in first.items():
        held, pattern = cells[index]
        if not isinstance(held, Fraction) or key in told:
            continue
        start = starts.get(look := (pattern, absent[index]))
        if start is None:
            start = starts[look] = pen.look(strip.look(index), pattern)
        value, formula = figure(fifteen(held)), formulas[index]
        told[key] = with_formula(start, around(formula), value) if formula else (f"{start}>{value}</c>",)


def _gap(band: Band, column: int, sheet: str, pen: Pen) -> tuple[str, ...]:
    return behind_address(Cell(band.first, column, None, band.empty), sheet, pen)
