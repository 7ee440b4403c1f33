"""Turns a filled workbook into one whose rows are as high as what was written into them, but for heights of the user's.

A program that opens it may take a row that says nothing for one of a single line.
"""

from __future__ import annotations

from reportgen.render.sheets import overflow  # not its function: that module begins with this package
from reportgen.render.sheets.own.filling import Pen


def heightened(pen: Pen) -> None:
    """Make rows that were written into higher where their text breaks into several lines."""
    for sheet in pen.book.sheets:
        rows = pen.written.get(sheet.part, [])
        needed = overflow.heights_needed(pen.book, sheet.name) if rows else {}
        for row in rows:
            height = needed.get(int(row.get("r", "0")), 0.0)
            if height > float(row.get("ht", "0")):
                row.set("ht", f"{height:g}")
