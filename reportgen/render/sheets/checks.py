"""Turns a document with formulas into one that proves them: a last sheet with a check for each, their sum on the first.

A check is formula − engine: the engine's figure stands there as a plain number, so that whoever changes a cell sees at
once that the statement no longer says what was computed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from reportgen.model.document import (
    DataTable,
    Document,
    Message,
    Metric,
    Metrics,
    Part,
    Section,
    TableColumn,
    TableRow,
)
from reportgen.model.measured import Status
from reportgen.model.money import summed
from reportgen.model.quantity import Quantity, Unit
from reportgen.render.sheets.formulas import foot_formula, foot_key, formula_of

CHECKS = "checks"
"""The id of the section, its table and the metric."""

_NO_DIFFERENCE = Quantity(Fraction(0), Unit.MONEY)


def checked(document: Document) -> Document:
    """Return the document with its checks; without formulas, the document as it is."""
    rows = tuple(
        replace(row, cells=(*row.cells, section.title), formulas=(*row.formulas, ""))
        for section in document.sections
        for part in section.parts
        for row in _checks(section, part)
    )
    if not rows:
        return document
    first, *others = document.sections
    return replace(document, sections=(_with_sum(first), *others, _section(rows)))


def _checks(section: Section, part: Part) -> Iterator[TableRow]:
    if isinstance(part, Metrics):
        for item in part.items:
            if item.formula and isinstance(item.value, Quantity):
                label = Message("sheet.check-figure", (("part", section.title), ("figure", item.label)))
                yield _row(f"{{{part.id}.{item.id}}}", item.value, label)
    if isinstance(part, DataTable):
        own = [row for row in part.rows if row.formulas]
        for index, column in enumerate(part.columns):
            yield from _row_checks(part, index, own)
            yield from _column_check(part, index, part.rows if column.formula else own)
            yield from _foot_check(part, index)


def _row_checks(table: DataTable, index: int, own: Sequence[TableRow]) -> Iterator[TableRow]:
    """One check a row that has a key and, as `own` ones, a formula of its own."""
    column = table.columns[index]
    for row in own:
        engine = row.cells[index] if row.key else None
        if isinstance(engine, Quantity) and formula_of(table, row, index):
            yield _row(f"{{{table.id}[{row.key}].{column.key}}}", engine, _figure_of(table, row, column))


def _column_check(table: DataTable, index: int, rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """One check for the sum of a column of formulas that no foot sums; only such `rows` may have one."""
    column = table.columns[index]
    if column.total and foot_formula(table, index):
        return
    if any(formula_of(table, row, index) for row in rows if not (row.key and row.formulas)):
        engines = [cell for row in table.rows if isinstance(cell := row.cells[index], Quantity)]
        engine = replace(engines[0], value=summed([cell.value for cell in engines]))
        yield _row(f"SUM({{{table.id}.{column.key}}})", engine, _sum_of(table, column))


def _foot_check(table: DataTable, index: int) -> Iterator[TableRow]:
    engine = table.foot.cells[index] if table.foot else None
    if foot_formula(table, index) and isinstance(engine, Quantity):
        column = table.columns[index]
        yield _row(f"{{{table.id}[{foot_key(table)}].{column.key}}}", engine, _sum_of(table, column))


def _row(formula: str, engine: Quantity, label: Message) -> TableRow:
    # Cents for money; a share must agree further than it is printed. ROUND takes away what binary sums leave.
    places = 2 if engine.unit is Unit.MONEY else 6
    difference = f"ROUND({{live}}-{{engine}},{places})"
    return TableRow((label, engine, engine, _NO_DIFFERENCE), formulas=("", formula, "", difference))


def _figure_of(table: DataTable, row: TableRow, column: TableColumn) -> Message:
    values = (("part", table.title), ("row", row.cells[0]), ("figure", column.label))
    return Message("sheet.check-row", values)


def _sum_of(table: DataTable, column: TableColumn) -> Message:
    return Message("sheet.check-sum", (("part", table.title), ("figure", column.label)))


def _section(rows: tuple[TableRow, ...]) -> Section:
    columns = (
        TableColumn("figure", Message("sheet.figure")),
        TableColumn("live", Message("sheet.live"), "end"),
        TableColumn("engine", Message("sheet.engine"), "end"),
        TableColumn("difference", Message("sheet.difference"), "end"),
        TableColumn("of", Message("sheet.checks-of")),
    )
    note = Message("sheet.checks-folded", (("count", len(rows)),))
    folded = tuple(replace(row, folded=True) for row in rows)
    table = DataTable(CHECKS, Message("sheet.checks-each"), columns, folded, note=note)
    return Section(CHECKS, Message("sheet.checks"), Message("sheet.checks-meaning"), (_by_section(rows), table))


def _by_section(rows: tuple[TableRow, ...]) -> DataTable:
    """Return how many checks each section has and their differences: what whoever prints the workbook has of them."""
    counts = Counter(row.cells[-1] for row in rows)
    mine = f"EXACT({{{CHECKS}.of}},{{of}})"
    columns = (
        TableColumn("of", Message("sheet.checks-of")),
        TableColumn("count", Message("sheet.checks"), "end", formula=f"SUMPRODUCT({mine}*1)", total=True),
        TableColumn(
            "difference",
            Message("sheet.difference"),
            "end",
            formula=f"SUMPRODUCT({mine}*ABS({{{CHECKS}.difference}}))",
            total=True,
        ),
    )
    body = tuple(TableRow((of, _count(count), _NO_DIFFERENCE)) for of, count in counts.items())
    foot = TableRow((Message("sheet.checks-total"), _count(len(rows)), _NO_DIFFERENCE), emphasis=True)
    return DataTable("checked", Message("sheet.checks-by-section"), columns, body, foot)


def _count(number: int) -> Quantity:
    return Quantity(Fraction(number), Unit.COUNT)


def _with_sum(section: Section) -> Section:
    """Put the sum of all checks beside the headline figures: 0.00 when every formula agrees."""
    label, formula = Message("sheet.check"), f"SUMPRODUCT(ABS({{{CHECKS}.difference}}))"
    check = Metric(CHECKS, label, _NO_DIFFERENCE, None, Status.GOOD, formula)
    parts = list(section.parts)
    for position, part in enumerate(parts):
        if isinstance(part, Metrics):
            parts[position] = replace(part, items=(*part.items, check))
            return replace(section, parts=tuple(parts))
    return replace(section, parts=(Metrics("check", (check,)), *parts))
