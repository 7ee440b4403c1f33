"""Turns what stands on a sheet into the widths of its columns: which text wraps, and how wide the printed page is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Final

from reportgen.model.document import Blank, Metrics, Part
from reportgen.render.sheets.blocks import room_for
from reportgen.render.sheets.filled import Filled
from reportgen.render.sheets.grid import Columns
from reportgen.render.sheets.paging import SMALLEST
from reportgen.render.words import Words

PAGE: Final = 134.0
"""The width of a printed A4 page in digits: narrower sheets are stretched to it, wider ones printed smaller."""

_TEXT: Final = 36.0
"""What a column of text keeps when its sheet is wider than a page; longer text wraps."""

_SHARED_TEXT: Final = 24.0
_SHARED: Final = 1.2
"""The same of a sheet that sections share, and that would be so many pages wide: its columns suit none of them well."""

TIGHT_PAGE: Final = 141.0
_TIGHT_TEXTS: Final = (33.0, 30.0, 28.0)
"""The same of a sheet with many columns, whose margins are narrow, and where it would else need two pages."""

WIDEST: Final = TIGHT_PAGE / SMALLEST
"""The width in digits beyond which a sheet is printed two pages wide."""

_NAMES: Final = 62.0
_WHOLE: Final = 0.75
"""The width that the longest names have on two pages beside each other, and the scale that these are printed at."""

_STRETCH: Final = 1.5

Laid = Part | Filled | tuple[Filled, Filled]
"""A part as it is laid out: tables with their cells known, two of them side by side as a pair."""


def columns_of(parts: Iterable[Laid], words: Words, *, shared: bool = False) -> Columns:
    """Return the columns that all parts of a sheet share: each as wide as its widest cell, long text limited.

    On a sheet that sections share (`shared`), text has less where it would be too wide.
    """
    laid = list(parts)
    columns = _columns(laid, words, _TEXT)
    return _columns(laid, words, _SHARED_TEXT) if shared and columns.total > _SHARED * PAGE else columns


def beside_folded(
    seen: Iterable[Laid], every: Iterable[Laid], columns: Columns, words: Words
) -> tuple[Columns, Columns] | None:
    """Return the columns of a sheet whose folded tables alone make it wider than a page, and those that are in sight.

    What is in sight has the page for itself; further columns of what is folded are folded too. None where the sheet is
    no wider than a page, or what is in sight needs as many columns, or more than can be read on one page.
    """
    parts = list(seen)
    count = max((len(_needs(part)) for part in parts), default=0)
    if columns.total <= PAGE or not 0 < count < len(columns.widths):
        return None
    widths = [max(both) for both in zip_longest(*(_needs(part) for part in every), fillvalue=0.0)]
    near = _limited(widths[:count], _TEXT)
    if sum(near) > _SHARED * PAGE:
        near = _limited(widths[:count], _SHARED_TEXT)
    if sum(near) * SMALLEST > PAGE:
        return None
    factor = max(PAGE / sum(near), 1.0)
    first = tuple(width * factor for width in near)
    if any(isinstance(part, Metrics) and room_for(Columns(first), part, words) != Columns(first) for part in parts):
        return None
    return Columns((*first, *(min(width, _TEXT) for width in widths[count:]))), Columns(first)


def is_tight(laid: Iterable[Laid]) -> bool:
    """Tell whether a sheet has a table of so many columns that each must be as narrow as it can be."""
    return any(isinstance(part, Filled) and part.tight for part in laid)


def _columns(laid: list[Laid], words: Words, least: float) -> Columns:
    """The columns that all parts of a sheet share: each as wide as its widest cell."""
    pair = next((len(part[0].heads) for part in laid if isinstance(part, tuple)), 0)
    widths: list[float] = []
    for part in laid:
        widths = [max(both) for both in zip_longest(widths, _needs(part), fillvalue=0.0)]
    tight = is_tight(laid)
    tries = [_limited(widths, text) for text in (_TIGHT_TEXTS if tight else (least,))]
    narrow = next((each for each in tries if sum(each) <= WIDEST), tries[-1]) or (24.0,)
    if sum(narrow) > WIDEST:
        # Two pages beside each other have room for whole names.
        narrow = _limited([min(width, _NAMES) for width in widths], _TEXT, 2 * TIGHT_PAGE / _WHOLE)
    columns = Columns(narrow, pair)
    for part in laid:
        if isinstance(part, Metrics):
            columns = room_for(columns, part, words)
    return _stretched(columns)


def _limited(widths: list[float], least: float, page: float = PAGE) -> tuple[float, ...]:
    """The widths with columns of long text as wide as a page allows, or as `least`."""
    limits = range(int(max(widths, default=0)) + 1, int(least), -1)
    fitting = (limit for limit in limits if sum(min(width, limit) for width in widths) <= page)
    limit = next(fitting, least)
    return tuple(min(width, limit) for width in widths)


def _stretched(columns: Columns) -> Columns:
    """The columns of a narrow sheet drawn out to the width of a page, the last one empty where that is too far."""
    factor = min(max(PAGE / columns.total, 1.0), _STRETCH)
    widths = tuple(width * factor for width in columns.widths)
    missing = PAGE - sum(widths)
    return Columns((*widths, missing) if missing > 1 else widths, columns.pair)


def _needs(part: Laid) -> tuple[float, ...]:
    if isinstance(part, tuple):
        return (*part[0].widths, *part[1].widths)
    if isinstance(part, Filled):
        return part.widths
    return (24.0,) * len(part.labels) if isinstance(part, Blank) else ()
