"""A kind of document → the longest data that it may have, so that a user's workbook is measured before a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from reportgen.render.sheets.own.bindings import columns_of, single_names
from reportgen.render.sheets.own.offered import Grid, Held, Offered

_AMOUNT: Final = Held(Fraction("-1234567890.12"), "#,##0.00")
_SHARE: Final = Held(Fraction("1.2345"), "0.0%")
_COUNT: Final = Held(Fraction(12), "#,##0")
_DAY: Final = Held(date(2026, 12, 31))
_NAME: Final = Held("国" * 60)
"""A company's name of sixty letters."""

_PERSON: Final = Held("欧阳" * 6)
_LABEL: Final = Held("Carried to the next pay period (+), or too small to pay (-)")
_SENTENCE: Final = Held("毛利" * 60)
_NUMBER: Final = Held("SO-2026-00012345")
_PERIOD: Final = Held("December 2026")

_BY_COLUMN: Final[Mapping[str, Held]] = {
    **dict.fromkeys(("label", "component", "line", "cause", "what", "item"), _LABEL),
    **dict.fromkeys(("terms", "because", "reason"), _SENTENCE),
    **dict.fromkeys(("customer", "product"), _NAME),
    **dict.fromkeys(("name", "author", "approver"), _PERSON),
    **dict.fromkeys(("key", "payee", "clause", "no"), _NUMBER),
    **dict.fromkeys(("period", "earning_period", "first", "last", "kind"), _PERIOD),
    **dict.fromkeys(("day", "since"), _DAY),
    **dict.fromkeys(("share", "rate"), _SHARE),
    **dict.fromkeys(("tier", "months"), _COUNT),
    **dict.fromkeys(("expected", "evidence"), Held(None)),
}
_TEXTS: Final[Mapping[str, Held]] = {
    "title": _PERSON,
    "subject": _NUMBER,
    "heading": Held("Commission statement · December 2026"),
    "facts": Held("E017 · plan 2026.2 · currency CNY · data up to 31 December 2026"),
    "period": _PERIOD,
    "cut_off": _DAY,
    "version": Held("2026.12"),
    "audience": Held("Confidential: payee, manager and payroll only"),
}


def longest(kind: str, tables: Iterable[str]) -> Offered:
    """Return the longest data of a kind of document: a value for each name, three rows for each of these tables."""
    cells = {name: _cell(name) for name in single_names(kind)}
    return Offered(cells, {name: _grid(kind, name) for name in tables})


def widest(column: str) -> Held:
    """Return the longest that a column holds, by its key."""
    return _BY_COLUMN.get(column, _AMOUNT)


def _grid(kind: str, table: str) -> Grid:
    row = {column: widest(column) for column in columns_of(kind, table)}
    return Grid(dict.fromkeys(row, ""), (row, row, row))


def _cell(name: str) -> Held:
    part, _, rest = name.partition(".")
    if part == "document":
        return _TEXTS[rest]
    if rest.endswith((".label", ".note")):
        return Held("Waiting for cash (closing)")
    return _AMOUNT
