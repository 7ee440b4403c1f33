"""Transactions on a statement, however they are shared, accumulated, priced and released: LibreOffice agrees."""

from pathlib import Path

import pytest

from reportgen import documents
from reportgen.model.document import DataTable, Message, Verbatim
from reportgen.model.measured import Measured
from reportgen.render.sheets import workbook
from reportgen.render.words import load_words
from tests.recalculate import disagreements
from tests.tables import dataset, entries, measured, plan_of

ROOT = Path(__file__).resolve().parents[3]

PLAN = plan_of(
    pay=entries("""
- {id: shared, kind: tiered, base: gross_profit, per: order_amount, transaction: deal, mode: marginal, negative: unwind,
   tiers: [{from: 0 %, rate: 3 %}, {from: 20 %, rate: 5 %}, {from: 25 %, rate: 8 %}],
   release: {on: pro_rata_cash, invoiced: gross, collected: collected}}
- {id: quarterly, kind: tiered, base: order_amount, transaction: deal, mode: marginal, scope: quarter, negative: zero,
   tiers: [{from: 0, rate: 1 %}, {from: 900, rate: 2 %}, {from: 3000, rate: 3.5 %}],
   release: {on: full_payment, invoiced: gross, collected: collected}}
- {id: yearly, kind: tiered, base: order_amount, transaction: deal, mode: whole, scope: year_to_date, negative: unwind,
   tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 2 %}]}
- {id: between, kind: tiered, base: order_amount, transaction: deal, mode: interpolated, negative: zero,
   tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 3 %}, {from: 7000, rate: 4 %}]}
- {id: sums, kind: tiered, base: order_amount, transaction: deal, mode: step, negative: zero,
   tiers: [{from: 0, amount: 0}, {from: 500, amount: 40}, {from: 1000, amount: 90}]}
- {id: average, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero,
   tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 2 %}], policy: {refund: average_rate}}
- {id: days, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero,
   tiers: [{from: 0, rate: 1 %}],
   release: {on: pro_rata_cash, invoiced: gross, collected: collected,
             ladder: [{from: 0, share: 100 %}, {from: 20, share: 50 %}]}}
- {id: delivered, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero,
   tiers: [{from: 0, rate: 1 %}], release: {on: delivery, date: delivery_date}, policy: {rounds: pool}}
- {id: team, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero, roles: [manager],
   tiers: [{from: 0, rate: 0.33 %}], policy: {credit: team}}
""")
)
DATA = dataset(
    people="""
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  M1       2025-01-01
E3      representative  M1       2025-01-01
""",
    orders="""
order_no  original  order_date  delivery_date  person  amount     gross_profit
SO-1      -         2026-01-05  2026-01-20     E1      1,000.00   260.05
SO-2      -         2026-01-15  2026-02-20     E1      2,345.67   700.01
SO-3      -         2026-02-01  -              E2      777.77     -30.00
RE-1      SO-2      2026-02-10  -              E1      -345.67    -100.01
SO-4      -         2026-02-20  2026-02-21     E3      8,000.01   2,000.02
""",
    receipts="""
receipt_no  deal  receipt_date  amount
R1          SO-1  2026-01-20    333.33
R2          SO-1  2026-02-20    666.67
R3          SO-2  2026-02-20    2,000
R4          SO-4  2026-02-28    1,000
""",
    splits="""
order_no  person  share   counts
SO-1      E1      1/3     split
SO-1      E2      1/3     split
SO-1      E3      1/3     split
SO-2      E3      12.5%   overlay
SO-4      E1      30%     split
SO-4      E3      70%     split
""",
)


def company(when: str) -> Measured:
    return measured(DATA, PLAN, when)


@pytest.mark.slow
def test_libreoffice_comes_to_the_same_money(tmp_path: Path) -> None:
    words, books = load_words(ROOT / "templates" / "languages", "en"), dict[str, bytes]()
    for when in ("2026-01", "2026-02"):
        found = company(when)
        books |= {f"{when} {payee}": workbook(documents.statement(found, payee), words) for payee in found.statements}
    assert len(books) == 8
    assert disagreements(books, tmp_path) == {}


def test_a_share_and_how_it_counts_stand_beside_the_order() -> None:
    found = documents.statement(company("2026-02"), "E3")
    tables = {part.id: part for section in found.sections for part in section.parts if isinstance(part, DataTable)}
    lines = tables["lines-shared-20260101-2026-02"]
    place = {column.key: index for index, column in enumerate(lines.columns)}
    shown = {row.cells[0]: row.cells[place["counts"]] for row in lines.rows}
    told = [(key, counts) for key, counts in shown.items() if isinstance(key, Verbatim)]
    assert {key.text: counts.key for key, counts in told if isinstance(counts, Message)} == {
        "SO-1": "statement.counts.split",
        "SO-2": "statement.counts.overlay",
        "SO-4": "statement.counts.split",
    }
