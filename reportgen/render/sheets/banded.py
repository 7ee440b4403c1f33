"""Turns a band of rows into markup: what holds for a column is found once, and what comes again is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
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
    for position, strip in enumerate(band.strips):
        _tell_figures(band, position, firsts[position], told[position], sheet, pen)
        columns[strip.column] = _behind(keys[position], told[position], rows)
    for gap in band.gaps:
        columns[gap] = repeat(*_gap(band, gap, sheet, pen))
    pieces = ((repeat(f'<c r="{letters(column)}'), rows, repeat('"'), columns[column]) for column in sorted(columns))
    return map("".join, zip(*chain.from_iterable(pieces), strict=False))


def _keys(strip: Strip) -> Sequence[_Key]:
    places = list(map(id, strip.cells))
    return list(zip(places, strip.formulas, strict=True)) if any(strip.formulas) else places


def _numbered(band: Band, firsts: Sequence[dict[_Key, int]], sheet: str, pen: Pen) -> list[_Told]:
    """Tell texts, and figures of each look, in the order in which they are met row by row.

    Looks and texts have their numbers by that order, as those of single cells have: the file does not tell which they
    were.
    """
    told: list[_Told] = [{} for _ in firsts]
    met: list[tuple[int, int, _Key]] = [(0, len(firsts), 0)] if band.gaps else []
    for position, (strip, first) in enumerate(zip(band.strips, firsts, strict=True)):
        looks: dict[tuple[str, bool], tuple[int, int, _Key]] = {}
        for key, index in first.items():
            held, pattern = strip.cells[index]
            here = index, position, key
            if isinstance(held, str):
                met.append(here)
            else:
                look = pattern, strip.absent[index]
                looks[look] = min(here, looks.get(look, here))
        met += looks.values()
    for index, position, key in sorted(met):
        if position == len(firsts):
            _gap(band, band.gaps[0], sheet, pen)
        else:
            told[position][key] = behind_address(band.cell(index, position), sheet, pen)
    return told


def _tell_figures(band: Band, position: int, first: dict[_Key, int], told: _Told, sheet: str, pen: Pen) -> None:
    """Tell the other cells of a strip: figures of looks that have their numbers."""
    strip = band.strips[position]
    cells, formulas = strip.cells, strip.formulas
    for key, index in first.items():
        if key in told:
            continue
        held, pattern = cells[index]
        if not isinstance(held, Fraction):
            told[key] = behind_address(band.cell(index, position), sheet, pen)
            continue
        start, value, formula = pen.look(strip.look(index), pattern), figure(fifteen(held)), formulas[index]
        if formula:
            told[key] = with_formula(start, pen.around(formula, band.table, sheet), value)
        else:
            told[key] = (f"{start}>{value}</c>",)


def _gap(band: Band, column: int, sheet: str, pen: Pen) -> tuple[str, ...]:
    return behind_address(Cell(band.first, column, None, band.empty), sheet, pen)


def _behind(keys: Sequence[_Key], told: _Told, rows: Sequence[str]) -> Iterable[str]:
    """Return what each cell of a strip says behind its address."""
    if all(len(each) == 1 for each in told.values()):
        alone = {key: each for key, (each,) in told.items()}
        return map(alone.__getitem__, keys)
    return map(str.join, rows, map(told.__getitem__, keys))
