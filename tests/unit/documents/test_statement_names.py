"""What a statement calls its lines, clauses and parts: a head says what stands below it, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.model.document import DataTable, Document, Section, TableRow
from reportgen.model.quantity import Quantity
from reportgen.render.sheets import CellText, read_workbook, workbook
from reportgen.render.words import load_words, word
from tests.tables import dataset, entries, measured, plan_of

LANGUAGES = Path(__file__).resolve().parents[3] / "templates" / "languages"

PLAN = plan_of(
    measures=entries("""
- {id: order_count, table: orders, date: order_date, how: count, unit: count}
- {id: points, table: scores, date: order_date, column: quantity, unit: count}
"""),
    pay=entries("""
- {id: deals, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero,
   tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 2 %}], roles: [representative]}
- {id: each, kind: lump_sum, measure: order_count, transaction: deal, amounts: {"": 25}, roles: [representative]}
- {id: year, kind: ladder, base: order_amount, thresholds: money, scope: year_to_date, mode: whole, negative: zero,
   tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 2 %}], roles: [representative]}
- {id: project, kind: contribution, table: project_points, amount: value, points: quantity, of: project}
- {id: pool, kind: pool, amount: 100, parts: {new-customers: {name: {zh: 新客户, en: new customers}, share: 60 %,
   score: points}, rest: {share: 40 %, score: points}}, policy: {rounds: pool}}
"""),
)
NAMED = replace(PLAN, words={"储能": {"en": "Energy storage"}})
TABLES = {
    "people": """
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  M1       2025-01-01
""",
    "orders": """
order_no  original  order_date  person  amount
SO-1      -         2026-01-05  E1      1,200.00
SO-2      -         2026-01-06  E2      1,000.00
""",
    "scores": """
score_no  person  order_date  quantity
S1        E1      2026-01-31  30
S2        M1      2026-01-31  10
""",
    "project_points": """
project  month    person  quantity  value
储能     2026-01  E1      1         100.00
储能     2026-01  M1      2         100.00
""",
    "holds": """
person  order_no  since       until       reason    approver
E2      -         2026-01-01  2026-02-28  audit     M1
""",
}


def statement(payee: str, **others: str) -> Document:
    return documents.statement(measured(dataset(**{**TABLES, **others}), NAMED, "2026-01"), payee)


def head(document: Document, component: str, table: str) -> str:
    """The head of a table's first column, in English."""
    parts = [part for section in document.sections for part in section.parts if isinstance(part, DataTable)]
    found = next(part for part in parts if part.id.startswith(f"{table}-{component}-"))
    return word(load_words(LANGUAGES, "en"), found.columns[0].label)


@pytest.mark.parametrize(
    ("component", "said"),
    [
        ("each", "Number"),
        ("year", "Earning period"),
        ("project", "Earning period and item"),
        ("pool", "Earning period"),
    ],
)
def test_a_column_of_lines_is_headed_by_what_names_them(component: str, said: str) -> None:
    found = statement("E1")
    assert (head(found, component, "lines"), head(found, component, "parts")) == (said, said)


def test_one_thing_has_one_name_within_a_statement() -> None:
    told = {cell.value for sheet in texts(statement("E1"), "en") for cell in sheet.values()}
    assert {"2026-01 Energy storage", "Energy storage"} <= told
    assert not [text for text in told if "储能" in text]
    told = {cell.value for sheet in texts(statement("E1"), "zh") for cell in sheet.values()}
    assert {"2026-01 储能", "储能"} <= told


def texts(document: Document, language: str) -> list[Mapping[str, CellText]]:
    words = load_words(LANGUAGES, language)
    names = {"储能": "Energy storage"} if language == "en" else {}
    return list(read_workbook(workbook(document, replace(words, names=names))).sheets.values())


def test_one_order_that_pays_has_a_sheet_of_its_own_and_one_that_does_not_shares_it() -> None:
    def alone(document: Document, component: str) -> bool:
        return next(each for each in document.sections if each.id.startswith(f"lines-{component}-")).group is None

    found = statement("E1")
    assert (alone(found, "deals"), alone(found, "year")) == (True, False)
    assert alone(statement("E1", orders=UNPAID), "deals") is False


UNPAID = "order_no original order_date person amount\nSO-1 - 2026-01-05 E1 0.00\nSO-2 - 2026-01-06 E1 0.00"


def test_the_note_names_the_balances_where_a_row_has_no_lines() -> None:
    def note(payee: str) -> str:
        tables = (part for each in statement(payee).sections for part in each.parts if isinstance(part, DataTable))
        return word(load_words(LANGUAGES, "en"), next(each for each in tables if each.id == "components").note)

    held = "; manual items, holds, draws and what is carried: on Balances"
    assert (note("E1").endswith(held), note("E2").endswith(held)) == (False, True)


def test_lines_without_a_part_have_no_empty_table_of_parts() -> None:
    found = measured(dataset(**TABLES), NAMED, "2026-01")
    own = found.statements["E1"]
    (column,) = own.columns
    bare = tuple(
        replace(each, lines=tuple(replace(line, parts=()) for line in each.lines))
        if each.component.id == "year"
        else each
        for each in column.components
    )
    without = replace(own, columns=(replace(column, components=bare),))
    ids = [
        {part.id.split("-")[1] for each in document.sections for part in each.parts if part.id.startswith("parts-")}
        for document in (statement("E1"), documents.statement(replace(found, statements={"E1": without}), "E1"))
    ]
    assert ids[0] - ids[1] == {"year"}


def test_clauses_in_chinese_have_chinese_signs_and_names() -> None:
    words = load_words(LANGUAGES, "zh")
    (clauses,) = (each for each in statement("E1").sections if each.id == "clauses")
    told = [word(words, row.cells[3]) for row in rows(clauses)]
    assert "奖金池 100：新客户 60%，rest 40%，各按得分分配；成交即付" in told
    assert "分段：各段金额乘以该段比例（0：1%，1000：2%）；成交即付" in told
    assert not [text for text in told if re.search(r"[,:;] ", text)]


def rows(section: Section) -> tuple[TableRow, ...]:
    (table,) = (part for part in section.parts if isinstance(part, DataTable))
    return table.rows


def test_of_all_pay_that_is_held_it_is_said_what_would_be_paid() -> None:
    (written,) = (each for each in statement("E2").sections if each.id == "written")
    (row,) = rows(written)
    due, held = row.cells[4:6]
    # 10.00 + 25.00 + 20.00, and nothing of the project or the pool.
    assert isinstance(due, Quantity)
    assert isinstance(held, Quantity)
    assert (due.value, held.value) == (Fraction(55), Fraction(55))


def test_who_is_held_and_has_nothing_to_come_has_a_statement_that_says_so() -> None:
    orders = "order_no original order_date person amount\nSO-1 - 2026-01-05 E1 1,200.00"
    found = statement("E2", orders=orders)
    bridge = next(part for part in found.sections[0].parts if isinstance(part, DataTable) and part.id == "bridge")
    held = next(row for row in bridge.rows if row.key == "holds")
    assert [cell.value for cell in held.cells if isinstance(cell, Quantity)] == [0]
