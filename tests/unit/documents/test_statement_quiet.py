"""A statement's first sheet: components of which nothing comes are one line, and their sums still count."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reportgen import documents
from reportgen.model.document import DataTable, Document
from reportgen.model.measured import Measured
from reportgen.render.sheets import read_workbook, workbook
from reportgen.render.sheets.overflow import cut_cells
from reportgen.render.words import load_words
from tests.unit.documents.test_documents import ROOT, company


def with_quiet(found: Measured, payee: str, count: int) -> Document:
    """The statement of a payee to whom further components of the plan apply that have nothing to pay."""
    own = found.statements[payee]
    first = next(each for column in own.columns for each in column.components if each.lines)
    quiet = tuple(
        replace(first, component=replace(first.component, id=f"quiet-{number}"), lines=(), payable=Fraction(0))
        for number in range(count)
    )
    columns = tuple(replace(column, components=(*column.components, *quiet)) for column in own.columns)
    return documents.statement(replace(found, statements={payee: replace(own, columns=columns)}), payee)


def components(document: Document) -> DataTable:
    (table,) = (
        part for section in document.sections for part in section.parts
        if isinstance(part, DataTable) and part.id == "components"
    )  # fmt: skip
    return table


@pytest.mark.parametrize("when", ["2026-03", "2026-Q1"])
def test_many_components_without_anything_to_pay_fold_into_one_line(when: str) -> None:
    found = company(when)
    plain = components(documents.statement(found, "E1"))
    table = components(with_quiet(found, "E1", 4))
    folded = [row.key for row in table.rows if row.folded]
    assert [row for row in table.rows if not row.folded and row.key] == [row for row in plain.rows if row.key]
    assert folded == [f"quiet-{number}" for number in range(4)]
    (line,) = (row for row in table.rows if not row.key)
    assert "statement.components.quiet" in str(line.cells[0])
    assert set(line.cells[1:]) == {None}
    assert table.foot == plain.foot


def test_two_of_them_stay_in_sight() -> None:
    assert not [row for row in components(with_quiet(company("2026-03"), "E1", 2)).rows if row.folded]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_folded_rows_are_in_the_workbook_under_their_names(language: str) -> None:
    words = load_words(ROOT / "templates" / "languages", language)
    data = workbook(with_quiet(company("2026-Q1"), "E1", 4), words)
    book = read_workbook(data)
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    for number in range(4):
        assert book.figure(f"components.quiet_{number}.total").value == "0"
        assert sheet.row_dimensions[sheet[book.names[f"components.quiet_{number}.total"][1]].row].hidden
    assert book.figure("figures.checks").value == "0"
    assert cut_cells(data) == ()
