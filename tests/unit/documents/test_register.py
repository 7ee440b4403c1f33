"""The register of what was paid, whatever became of the plan since."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.model.controls import UNUSUAL
from reportgen.model.document import DataTable, Message, Verbatim
from reportgen.model.money import summed
from reportgen.model.quantity import Quantity
from reportgen.render.sheets import read_workbook, workbook
from reportgen.render.words import load_words
from tests.recalculate import number, recalculated
from tests.tables import dataset, entries, measured, plan_of

LANGUAGES = Path(__file__).resolve().parents[3] / "templates" / "languages"

PAY = entries(
    "[{id: commission, kind: flat, base: order_amount, rate: 5 %, earning: month, release: {on: booking}, clause: '1'}]"
)


def test_a_component_that_the_plan_has_no_more_is_named_by_its_id() -> None:
    orders = "order_no order_date person amount\nA 2026-01-05 E1 100"
    data = dataset(people="person role since\nE1 representative 2025-01-01", orders=orders)
    found = measured(data, plan_of(pay=PAY), "2026-01")
    gone = replace(found, plan=replace(found.plan, components=()))
    (table,) = (part for part in documents.register(gone).sections[0].parts if isinstance(part, DataTable))
    assert [row.cells[3] for row in table.rows] == [Verbatim("commission")]


IDS = """
person  name  role            since
7       Ann   representative  2025-01-01
007     Bob   representative  2025-01-01
x*      Cy    representative  2025-01-01
X1      Di    representative  2025-01-01
x1      Ed    representative  2025-01-01
"""
SOLD = """
order_no order_date person amount
A 2026-01-05 7 100
B 2026-02-05 007 1000
C 2026-02-06 x* 10000
D 2026-03-06 X1 100000
E 2026-03-07 x1 1000000
F 2026-03-08 7 20
"""


@pytest.mark.slow
def test_what_a_payee_is_paid_is_summed_by_the_very_id_in_each_pay_period(tmp_path: Path) -> None:
    found = documents.register(measured(dataset(people=IDS, orders=SOLD), plan_of(pay=PAY), "2026-Q1"))
    live = read_workbook(recalculated(workbook(found, load_words(LANGUAGES, "en")), tmp_path))
    cells = live.sheets["By payee"]
    paid = {
        cells[f"B{row}"].value: [number(cells[f"{column}{row}"].value) for column in "DEFG"] for row in range(6, 11)
    }
    assert paid == {
        "7": [5, 0, 1, 6],
        "007": [0, 50, 0, 50],
        "x*": [0, 500, 0, 500],
        "X1": [0, 0, 5000, 5000],
        "x1": [0, 0, 50000, 50000],
    }
    assert number(live.figure("figures.checks").value) == 0


def test_a_component_is_told_with_what_it_pays_and_what_was_looked_for_with_how_often() -> None:
    found = documents.register(measured(dataset(people=IDS, orders=SOLD), plan_of(pay=PAY), "2026-Q1"))
    tables = {part.id: part for each in found.sections for part in each.parts if isinstance(part, DataTable)}
    ((_, *amounts),) = (row.cells for row in tables["components"].rows)
    assert [amount.value for amount in amounts if isinstance(amount, Quantity)] == [5, 550, 55001, 55556]
    looked_for = [row.cells[0] for row in tables["looked-for"].rows]
    assert [each.key for each in looked_for if isinstance(each, Message)] == [
        f"register.unusual.{kind}" for kind in UNUSUAL
    ]


def test_a_sum_of_many_amounts_is_exact_whatever_their_denominators() -> None:
    amounts = [Fraction(1, 3), Fraction(-5, 100), Fraction(7), Fraction(0), Fraction(2, 3), Fraction(1, 7)]
    assert summed(amounts) == sum(amounts)
    assert summed(amounts[:1] * 3) == 1
    assert summed([]) == 0
