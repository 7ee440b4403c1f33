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
from reportgen.model.pay_kinds import Tiered
from reportgen.render.brand import Brand
from reportgen.render.sheets import read_workbook, workbook
from reportgen.render.sheets.overflow import cut_cells
from reportgen.render.sheets.own.starter import started
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


def with_waiting(found: Measured, payee: str, count: int) -> Document:
    """The statement of a payee for whom further orders wait for cash in every pay period, without a change."""
    own = found.statements[payee]
    columns = []
    for column in own.columns:
        first = next(each for each in column.components if isinstance(each.component.rule, Tiered) and each.lines)
        line = replace(first.lines[0], current=False, reason="", released=Fraction(5), paid_before=Fraction(5))
        waiting = tuple(
            replace(line, key=f"WAITS-{number}", earned_before=line.earned, payable=Fraction(0))
            for number in range(count)
        )
        longer = replace(first, lines=(*first.lines, *waiting))
        components = tuple(longer if each is first else each for each in column.components)
        columns.append(replace(column, components=components))
    return documents.statement(replace(found, statements={payee: replace(own, columns=tuple(columns))}), payee)


def lines(document: Document) -> list[DataTable]:
    """The tables of those orders, a pay period after another."""
    tables = [part for section in document.sections for part in section.parts if isinstance(part, DataTable)]
    found = [each for each in tables if any("WAITS" in str(row.cells[0]) for row in each.rows)]
    return sorted(found, key=lambda each: each.id)


def test_orders_without_a_change_are_folded_where_a_later_pay_period_lists_them_again() -> None:
    tables = lines(with_waiting(company("2026-Q1"), "E1", 3))
    *before, newest = tables
    assert before
    for index, table in enumerate(before, 1):
        folded = [str(row.cells[0]) for row in table.rows if row.folded]
        assert folded[-3:] == [f"Verbatim(text='WAITS-{n}')" for n in range(3)]
        assert set(folded) <= {str(row.cells[0]) for later in tables[index:] for row in later.rows}
        (said,) = (row for row in table.rows if "statement.lines.quiet" in str(row.cells))
        assert all(value is None or "statement.lines" in str(value) for value in said.cells)
    assert not any(row.folded for row in newest.rows)


def test_two_of_such_orders_stay_in_sight() -> None:
    # With the order of the sample company that has no change itself.
    assert not any(row.folded for table in lines(with_waiting(company("2026-Q1"), "E1", 1)) for row in table.rows)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_cell_is_cut_where_orders_are_folded(language: str) -> None:
    data = workbook(with_waiting(company("2026-Q1"), "E1", 3), load_words(ROOT / "templates/languages", language))
    assert cut_cells(data) == ()


def test_clauses_of_which_nothing_comes_fold_below_a_line_that_names_them() -> None:
    (table,) = (
        part for section in with_quiet(company("2026-03"), "E1", 4).sections for part in section.parts
        if isinstance(part, DataTable) and part.id == "clauses"
    )  # fmt: skip
    assert sum(row.folded for row in table.rows) == 4
    assert sum("statement.clauses.quiet" in str(row.cells[0]) for row in table.rows) == 1
    assert not table.rows[0].folded


def with_nothing(found: Measured, payee: str, count: int) -> Document:
    """The statement of a payee to whom nothing comes of the components that apply, each of one line of nothing."""
    own = found.statements[payee]
    columns = []
    for column in own.columns:
        first = next(each for each in column.components if isinstance(each.component.rule, Tiered) and each.lines)
        none = Fraction(0)
        line = replace(first.lines[0], earned=none, earned_before=none, released=none, paid_before=none, payable=none)
        quiet = tuple(
            replace(first, component=replace(first.component, id=f"none-{number}"), lines=(line,), payable=Fraction(0))
            for number in range(count)
        )
        columns.append(replace(column, components=quiet))
    return documents.statement(replace(found, statements={payee: replace(own, columns=tuple(columns))}), payee)


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("when", ["2026-03", "2026-Q1"])
def test_who_gets_nothing_has_the_folded_lines_on_the_sheet_of_clauses_and_none_for_them_alone(
    when: str, count: int
) -> None:
    document = with_nothing(company(when), "E1", count)
    shared = [section for section in document.sections if section.group is not None]
    clauses, *lines = (section for section in shared if "section.clauses" in str(section.group))
    periods = len(company(when).statements["E1"].columns)
    assert clauses.id == "clauses"
    assert clauses.folded is None
    assert len(lines) == count * periods
    assert all(section.folded is not None for section in lines)
    assert not any("section.others" in str(section.group) for section in document.sections)
    assert "section.clauses" in str(components(document).note)


def test_clauses_fold_where_nothing_comes_at_all() -> None:
    document = with_nothing(company("2026-03"), "E1", 4)
    (table,) = next(section.parts for section in document.sections if section.id == "clauses")
    assert isinstance(table, DataTable)
    assert [row.folded for row in table.rows] == [False, True, True, True, True]
    assert "statement.clauses.quiet" in str(table.rows[0].cells[0])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_folded_does_not_make_the_printed_clauses_smaller(language: str) -> None:
    words = load_words(ROOT / "templates" / "languages", language)
    data = workbook(with_nothing(company("2026-Q1"), "E1", 4), words)
    sheet = load_workbook(BytesIO(data)).worksheets[-3]
    width = {name: one for name, one in sheet.column_dimensions.items() if not one.hidden}
    assert list(width) == ["A", "B", "C", "D", "E", "F"]
    assert sum(each.width for each in width.values()) == pytest.approx(136, abs=1)
    assert sheet.max_column > len(width)
    assert sheet.sheet_properties.outlinePr is not None
    assert sheet.sheet_properties.outlinePr.summaryRight is False
    assert all(" [+]" in str(cell.value) for row in sheet for cell in row if "none-" in str(cell.value))
    assert cut_cells(data) == ()
    assert read_workbook(data).figure("figures.checks").value == "0"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_of_the_users_own_has_all_rows_open_as_high_as_their_text_and_says_of_no_fold(language: str) -> None:
    words = load_words(ROOT / "templates" / "languages", language)
    data = workbook(with_nothing(company("2026-03"), "E1", 4), words, template=started("statement", Brand()))
    book = load_workbook(BytesIO(data))
    sheet = book["Clauses"]
    (table,) = sheet.tables.values()
    rows = list(sheet[table.ref])[1:]
    assert len(rows) == 4
    assert not any(sheet.row_dimensions[row[0].row].hidden for row in rows)
    assert not any("[+]" in str(cell.value) for row in rows for cell in row)
    assert all(sheet.row_dimensions[row[0].row].height > 30 for row in rows)
    assert len(list(book["Components"][next(iter(book["Components"].tables.values())).ref])) == 5
