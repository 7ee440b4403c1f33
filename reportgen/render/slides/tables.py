"""Turns a measured grid into a native table: no vertical rules, a hairline below each row, ink above the total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportgen.model.measured import Status
from reportgen.render.slides.grids import PAD, Measures
from reportgen.render.slides.said import Cell, Grid
from reportgen.render.slides.tokens import EMU, HAIRLINE, INK, MUTED, TONES, Box
from reportgen.render.slides.xml import Element, Line, Run, attribute, colour, element, frame, paragraph

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_TABLE: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"
_THIN: Final = 9525
_THICK: Final = 19050


def table(number: int, name: str, box: Box, grid: Grid, measures: Measures, language: str) -> Element:
    """Return the table's graphic frame; its first row is marked as the header for screen readers."""
    columns = "".join(f'<a:gridCol w="{wide * EMU}"/>' for wide in measures.widths)
    total = ' lastRow="1"' if grid.foot else ""
    return element(
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="{attribute(name)}"'
        f' descr="{attribute(_described(grid))}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{frame(box, 'p')}"
        f'<a:graphic><a:graphicData uri="{_TABLE}"><a:tbl><a:tblPr firstRow="1"{total}>'
        f"<a:tableStyleId>{_NO_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>"
        f"{_rows(grid, measures, language)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _described(grid: Grid) -> str:
    """The text alternative: the title and what the columns are."""
    heads = ", ".join(text for text in grid.header if text)
    return f"{grid.title}: {heads}" if grid.title else heads


def _rows(grid: Grid, measures: Measures, language: str) -> str:
    header = tuple(Cell(text) for text in grid.header)
    rows = [_row(header, grid.ends, measures.header, _look(measures.header_size, MUTED, INK), language)]
    for index, (cells, height) in enumerate(zip(grid.rows, measures.rows, strict=True)):
        last = grid.foot is not None and index == len(grid.rows) - 1
        rows.append(_row(cells, grid.ends, height, _look(measures.size, INK, INK if last else HAIRLINE), language))
    if grid.foot is not None:
        rows.append(_row(grid.foot, grid.ends, measures.foot, _look(measures.size, INK, ""), language))
    return "".join(rows)


def _look(size: int, fill: str, rule: str) -> tuple[int, str, str]:
    """Of a row: its size, its colour, and that of the rule below it, "" for none."""
    return size, fill, rule


def _row(cells: Sequence[Cell], ends: Sequence[bool], height: int, look: tuple[int, str, str], language: str) -> str:
    written = "".join(_cell(cell, look, language, end=end) for cell, end in zip(cells, ends, strict=True))
    return f'<a:tr h="{height * EMU}">{written}</a:tr>'


def _cell(cell: Cell, look: tuple[int, str, str], language: str, *, end: bool) -> str:
    size, fill, rule = look
    toned, tinted = cell.tone is not Status.NONE, cell.tinted and cell.tone is not Status.NONE
    fill = TONES[cell.tone].colour if toned and not tinted else fill
    ground = _tint(TONES[cell.tone].colour) if tinted else "<a:noFill/>"
    runs = (Run(cell.text, cell.bold, fill),) if cell.text else ()
    text = paragraph(Line(runs, size, "r" if end else "l"), language)
    none = "".join(f"<a:{edge}><a:noFill/></a:{edge}>" for edge in ("lnL", "lnR", "lnT"))
    width = _THIN if rule == HAIRLINE else _THICK if rule else 0
    below = f'<a:lnB w="{width}">{colour(rule)}</a:lnB>' if rule else "<a:lnB><a:noFill/></a:lnB>"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
        f'<a:tcPr marL="{PAD * EMU}" marR="{PAD * EMU}" marT="{EMU}" marB="{EMU}" anchor="ctr">{none}{below}'
        f"{ground}</a:tcPr></a:tc>"
    )


def _tint(slot: str) -> str:
    """A state's colour thinned to a light ground that dark text is read on, in grey too."""
    return f'<a:solidFill><a:schemeClr val="{slot}"><a:alpha val="14000"/></a:schemeClr></a:solidFill>'
