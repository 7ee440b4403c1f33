"""Turns the cells of tables and heat maps into texts whose decimals stand below one another in each column."""

from __future__ import annotations

from reportgen.model.document import DataTable, HeatMap
from reportgen.render.words.catalogue import Words
from reportgen.render.words.scales import scales
from reportgen.render.words.sentences import column


def rows_said(table: DataTable, words: Words) -> list[tuple[str, ...]]:
    """Return every row in words, the foot's last, each column at its scale where it has one."""
    rows = (*table.rows, *([table.foot] if table.foot else []))
    told = (
        column(words, [row.cells[place] for row in rows], each.precision, scale)
        for place, (each, scale) in enumerate(zip(table.columns, scales(table, words), strict=True))
    )
    return list(zip(*told, strict=True))


def cells_said(found: HeatMap, words: Words) -> list[tuple[str, ...]]:
    """Return the cells of every row in words."""
    columns = range(len(found.columns))
    told = (column(words, [row.cells[place].value for row in found.rows], "compact") for place in columns)
    return list(zip(*told, strict=True))
