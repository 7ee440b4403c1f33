"""The bridge on a statement's sheets: an independent spreadsheet program comes to the same payment, step by step."""

from fractions import Fraction
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.model.measured import Measured
from reportgen.render.sheets import read_workbook, workbook
from reportgen.render.words import load_words
from tests.recalculate import all_recalculated, disagreements, number
from tests.tables import dataset, entries, measured, plan_of
from tests.unit.documents.changing import Change, cell_of

ROOT = Path(__file__).resolve().parents[3]

PLAN = plan_of(
    payment=entries("""
- {id: payment, cap: 3000, over_cap: defer, negative: carry, minimum: 50, recovery: 50 %}
- {id: board, roles: [director], cap: 900, over_cap: forfeit, cap_per: quarter, negative: carry}
- {id: hands, roles: [manager], negative: pay}
"""),
    pay=entries("""
- id: commission
  kind: tiered
  base: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0, rate: 10 %}]
  negative: unwind
  release: {on: pro_rata_cash, invoiced: gross, collected: collected}
- {id: spot, kind: manual, table: manual_lines, needs: [reason], kinds: {SPIF: {zh: 竞赛, en: SPIF}}}
- {id: guarantee, kind: guarantee, amount: 600, periods: 0, roles: [director]}
- {id: draw, kind: draw, amount: 400, recovery: recoverable, at_most: 40 %, most_owed: 500, roles: [manager]}
"""),
)
DATA = dataset(
    people="""
person  role            manager  since
M1      manager         -        2025-01-01
D1      director        -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  M1       2025-01-01
E3      representative  M1       2025-01-01
""",
    opening="""
person  component   order_no  earned  released  paid  carried  draw
E1      commission  SO-0      500     500       500   -        -
E1      -           -         -       -         -     300      800
E2      commission  SO-9      70      40        10    -        -
""",
    orders="""
order_no  original  order_date  person  amount
SO-0      -         2025-12-10  E1      5,000
RE-0      SO-0      2026-01-10  E1      -2,000
SO-1      -         2026-01-15  E1      50,000
SO-2      -         2026-01-15  E2      4,000
SO-3      -         2026-02-15  E2      7,000.10
SO-4      -         2026-01-20  M1      1,234.56
SO-5      -         2026-02-20  M1      9,000
SO-6      -         2026-02-20  D1      20,000
SO-7      -         2026-01-20  E3      1,000
SO-8      -         2026-01-21  E3      2,000
RE-4      SO-4      2026-03-05  M1      -1,234.56
""",
    receipts="""
receipt_no  deal  receipt_date  amount
R0          SO-0  2025-12-20    5,000
R1          SO-1  2026-01-20    40,000
R2          SO-1  2026-02-20    10,000
R3          SO-2  2026-01-20    4,000
R4          SO-3  2026-03-20    7,000.10
R5          SO-4  2026-01-31    1,234.56
R6          SO-5  2026-02-28    9,000
R7          SO-6  2026-02-28    20,000
R8          SO-7  2026-01-31    1,000
R9          SO-8  2026-01-31    2,000
""",
    holds="""
person  order_no  since       until       reason    approver
E2      -         2026-01-10  2026-02-28  audit     D1
E3      SO-8      2026-01-25  2026-02-28  dispute   D1
""",
    manual_lines="""
line_no  person  line_date   item  amount   reason
M-1      E1      2026-01-20  SPIF  100      contest
M-2      E1      2026-03-20  SPIF  -130.50  sample
M-3      E2      2026-02-20  SPIF  20       contest
""",
)


def company(when: str) -> Measured:
    return measured(DATA, PLAN, when)


@pytest.mark.slow
def test_libreoffice_comes_to_the_same_payment_step_by_step(tmp_path: Path) -> None:
    words, books = load_words(ROOT / "templates" / "languages", "en"), dict[str, bytes]()
    for when in ("2026-01", "2026-02", "2026-03", "2026-Q1"):
        found = company(when)
        books |= {f"{when} {payee}": workbook(documents.statement(found, payee), words) for payee in found.statements}
    assert len(books) == 20
    assert disagreements(books, tmp_path) == {}


CHANGED = (
    # The worked case: 4,000 released, −200 of before, −300 carried, a cap of 3,000, 800 owed, 100 by hand.
    ("2026-01", "E1", "2300", ()),
    ("2026-01", "E1", "2800", (Change("", "limits", "room", "total", "4000"),)),
    ("2026-01", "E1", "2500", (Change("", "limits", "recovery", "total", "0.2"),)),
    ("2026-01", "E1", "2100", (Change("", "opened", "carried", "total", "-1000"),)),
    ("2026-01", "E1", "3000", (Change("", "opened", "draw", "total", "-100"),)),
    ("2026-01", "E1", "850", (Change("commission", "lines", "SO-1", "collected", "20000"),)),
    ("2026-01", "E1", "2350", (Change("", "manual-spot", "M-1", "released", "150"),)),
    # An advance up to 400 on 123.46 earned, of 500 at most; later 40 % of 900 recovers what is owed.
    ("2026-01", "M1", "400", ()),
    ("2026-01", "M1", "300", (Change("", "limits", "draw", "total", "300"),)),
    ("2026-01", "M1", "223.46", (Change("", "limits", "most", "total", "100"),)),
    ("2026-02", "M1", "623.46", ()),
    ("2026-02", "M1", "810", (Change("", "limits", "recovery", "total", "0.1"),)),
    # At least 600; at most 900 a quarter.
    ("2026-01", "D1", "600", ()),
    ("2026-01", "D1", "700", (Change("", "limits", "guarantee", "total", "700"),)),
    # Of 300 earned 200 are held with their order, and nothing below 50 is paid.
    ("2026-01", "E3", "100", ()),
    ("2026-01", "E3", "200", (Change("commission", "lines", "SO-7", "base", "2000"),)),
    ("2026-01", "E3", "100", (Change("commission", "lines", "SO-8", "base", "9000"),)),
    ("2026-01", "E3", "0", (Change("commission", "lines", "SO-7", "base", "400"),)),
)


@pytest.mark.slow
def test_a_changed_limit_or_balance_pays_what_the_bridge_says(tmp_path: Path) -> None:
    words = load_words(ROOT / "templates" / "languages", "en")
    found = {when: company(when) for when in ("2026-01", "2026-02")}
    told = {(when, payee): documents.statement(found[when], payee) for when, payee, _, _ in CHANGED}
    books = {str(n): workbook(told[when, payee], words) for n, (when, payee, _, _) in enumerate(CHANGED)}
    cells = {
        str(n): {cell_of(told[when, payee], words, each): each.value for each in made}
        for n, (when, payee, _, made) in enumerate(CHANGED)
    }
    live = all_recalculated(books, tmp_path, cells)
    for n, (when, payee, pays, made) in enumerate(CHANGED):
        paid = number(read_workbook(live[str(n)]).figure("figures.payable").value)
        assert paid == Fraction(pays), (when, payee, made)
