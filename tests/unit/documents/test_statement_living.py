"""A cell of a statement that somebody changes in a copy: LibreOffice pays then what the rule says, kind by kind."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.model.document import DataTable
from reportgen.model.measured import CreditLine
from reportgen.model.quantity import Quantity, Unit, percent
from reportgen.render.sheets import BookText, CellText, read_workbook, workbook
from reportgen.render.words import load_words, word
from tests.recalculate import all_recalculated, number
from tests.tables import Entry, dataset, entries, measured, plan_of
from tests.unit.documents.changing import Change, cell_of

ROOT = Path(__file__).resolve().parents[3]


def family(text: str) -> list[Entry]:
    """Plan entries that say of what other entry they are a variation."""
    return [{**dict(each.get("<<", {})), **{k: v for k, v in each.items() if k != "<<"}} for each in entries(text)]


PLAN = plan_of(
    measures=entries("""
- {id: points, table: scores, date: order_date, column: quantity, unit: count}
- {id: waited, table: orders, date: order_date, column: usual_days, unit: days}
- {id: pieces, table: orders, date: order_date, column: quantity, unit: count}
- {id: order_count, table: orders, date: order_date, how: count, unit: count}
"""),
    kpis=entries("""
- {id: reached, kind: attainment, measure: order_amount, metric: order_amount, column: floor, unit: percent}
- {id: margin, kind: ratio, numerator: gross_profit, denominator: order_amount, unit: percent}
- {id: cycle, kind: average, measure: waited, unit: days, better: lower}
"""),
    pay=family("""
- &deal {id: marginal, roles: [representative], kind: tiered, base: order_amount, transaction: deal, mode: marginal,
   negative: zero, tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 2 %}]}
- {<<: *deal, id: whole, mode: whole}
- {<<: *deal, id: step, mode: step, tiers: [{from: 0, amount: 0}, {from: 500, amount: 40}, {from: 1000, amount: 90}]}
- {<<: *deal, id: between, mode: interpolated, tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 3 %}]}
- {<<: *deal, id: split, tiers: [{from: 0, rate: 10 %}]}
- {<<: *deal, id: cash, release: {on: pro_rata_cash, invoiced: gross, collected: collected}}
- {<<: *deal, id: days, release: {on: pro_rata_cash, invoiced: gross, collected: collected,
   ladder: [{from: 0, share: 100 %}, {from: 20, share: 50 %}]}}
- &flat {id: flat, roles: [representative], kind: flat, base: order_amount, rate: 1 %}
- {<<: *flat, id: gated, policy: {gate: {figure: reached, least: 110 %}}}
- {<<: *flat, id: capped, rate: 10 %, policy: {cap: 100, over_cap: forfeit}}
- {<<: *flat, id: raised, policy: {floor: 50}}
- {<<: *flat, id: deferred, rate: 10 %, policy: {cap: 100, over_cap: defer}}
- {id: budgeted, kind: flat, base: order_amount, rate: 10 %, policy: {budget: 200}}
- &ladder {id: slices, roles: [representative], kind: ladder, base: order_amount, thresholds: money, scope: period,
   mode: marginal, negative: zero, tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 2 %}]}
- {<<: *ladder, id: at-once, mode: whole, thresholds: attainment, metric: order_amount, column: floor,
   tiers: [{from: 0 %, rate: 1 %}, {from: 100 %, rate: 2 %}, {from: 200 %, rate: 3 %}]}
- {<<: *ladder, id: sums, mode: step, tiers: [{from: 0, amount: 0}, {from: 1000, amount: 70}, {from: 2000, amount: 90}]}
- {<<: *ladder, id: lines, mode: interpolated, thresholds: attainment, metric: order_amount, column: floor,
   tiers: [{from: 0 %, amount: 0}, {from: 100 %, amount: 100}, {from: 200 %, amount: 300}]}
- {<<: *ladder, id: by-figure, mode: whole, figure: margin, thresholds: attainment,
   tiers: [{from: 0 %, rate: 1 %}, {from: 25 %, rate: 3 %}]}
- {<<: *ladder, id: units, base: pieces, thresholds: units, tiers: [{from: 0, amount: 10}, {from: 2, amount: 15}]}
- &over {id: over, roles: [representative], kind: excess_ladder, base: order_amount, metric: order_amount,
   column: floor, over: target, mode: marginal, net_of: [], stack: yes,
   tiers: [{from: 0 %, rate: 0 %}, {from: 100 %, rate: 1 %}, {from: 120 %, rate: 2 %}]}
- {<<: *over, id: over-at-once, mode: whole}
- {<<: *over, id: over-net, stack: no}
- {id: each, roles: [representative], kind: lump_sum, measure: order_count, amounts: {"": 25}}
- {id: saved, roles: [representative], kind: steps, figure: cycle, against: year_before, better: lower,
   steps: [{from: 0, amount: 0}, {from: 3, amount: 800}, {from: 7, amount: 2000}]}
- {id: project, kind: contribution, table: project_points, amount: value, points: quantity, of: project}
- {id: pool, kind: pool, base: gross_profit, rate: 10 %, parts: {all: {share: 60 %, score: points},
   rest: {share: 40 %, score: points}}, cap: {roles: [manager], share: 20 %, scope: group, excess: redistribute},
   policy: {rounds: pool}}
- {id: grid, roles: [representative], kind: matrix, base: order_amount, down: reached, across: margin,
   columns: [0 %, 25 %], rows: [{from: 0 %, rates: [1 %, 2 %]}, {from: 100 %, rates: [3 %, 4 %]}]}
- {id: fund, kind: excess, base: order_amount, metric: order_amount, column: floor, gate: 110 %, rate: 2 %,
   over: target, leaders: [manager], transaction: deal}
"""),
)
DATA = dataset(
    people="""
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
""",
    targets="""
person  month    metric        floor
E1      2026-01  order_amount  1,000
M1      2026-01  order_amount  1,000
""",
    orders="""
order_no  original  order_date  person  amount    gross_profit  usual_days  quantity
OLD-1     -         2025-01-05  E1      100.00    10.00         12          1
SO-1      -         2026-01-05  E1      1,200.00  360.00        5           3
SO-2      -         2026-01-06  M1      1,000.00  40.00         5           1
""",
    splits="""
order_no  person  share  counts
SO-2      M1      70%    split
SO-2      E1      30%    split
""",
    receipts="""
receipt_no  deal  receipt_date  amount
R1          SO-1  2026-01-10    300
R2          SO-1  2026-01-30    300
""",
    scores="""
score_no  person  order_date  quantity
S1        E1      2026-01-31  30
S2        M1      2026-01-31  10
""",
    project_points="""
project  month    person  quantity  value
X1       2026-01  E1      1         100.00
X1       2026-01  M1      2         100.00
""",
)


FIRST = {
    "E1": (
        Change("marginal", "lines", "SO-1", "whole", "3000", "53"),  # 1,000 × 1 % + 2,000 × 2 %, and the other's 3.00
        Change("whole", "lines", "SO-1", "whole", "800", "11"),  # the first tier's rate on all of it
        Change("step", "lines", "SO-1", "whole", "700", "40"),
        Change("between", "lines", "SO-1", "whole", "500", "14.80"),  # half way: 2 %
        Change("split", "lines", "SO-2", "share", "0.5", "170"),
        Change("cash", "lines", "SO-1", "collected", "1200", "14"),
        Change("days", "lines", "SO-1", "counted", "1200", "14"),
        Change("flat", "lines", "2026-01", "base", "2000", "20"),
        Change("gated", "against", "2026-01", "reached", "1.09", "0"),
        Change("capped", "lines", "2026-01", "base", "500", "50"),
        Change("raised", "lines", "2026-01", "base", "9000", "90"),
        Change("deferred", "lines", "2026-01", "base", "800", "80"),
        Change("budgeted", "against", "2026-01", "others-asked", "350", "60"),  # 200 × 150 ÷ 500
        Change("slices", "lines", "2026-01", "base", "3000", "50"),
        Change("at-once", "against", "2026-01", "target", "700", "45"),  # 214 % reaches 3 %
        Change("sums", "lines", "2026-01", "base", "2000", "90"),  # exactly on the threshold
        Change("lines", "lines", "2026-01", "base", "500", "50"),
        Change("by-figure", "against", "2026-01", "figure", "0.2", "15"),
        Change("units", "lines", "2026-01", "base", "5", "65"),  # 2 × 10 + 3 × 15
        Change("over", "lines", "2026-01", "base", "1100", "1"),
        Change("over-at-once", "lines", "2026-01", "base", "1100", "1"),
        Change("over-net", "against", "2026-01", "awarded", "3", "5"),
        Change("each", "parts", "2026-01", "amount", "4", "100"),
        Change("saved", "against", "2026-01", "actual", "8", "800"),  # 4 days saved
        Change("project", "against", "2026-01 X1", "points", "2", "50"),
        Change("pool", "against", "2026-01", "score all", "10", "26"),  # 24 × 10 ÷ 20 + 12 + the 2 shared again
        Change("grid", "against", "2026-01", "down reached", "0.9", "30"),
    ),
    "M1": (Change("pool", "against", "2026-01", "score all", "2", "5.50"),),  # below the managers' most
    "FUND-M1": (Change("fund", "lines", "2026-01", "base", "2100", "0"),),  # 105 % is below the gate
}
SECOND = {
    "E1": (
        Change("marginal", "tiers", "1", "rate", "0.03", "19"),
        Change("whole", "tiers", "1", "start", "1300", "15"),
        Change("step", "tiers", "1", "start", "300", "130"),
        Change("between", "tiers", "1", "rate", "0.05", "66.60"),
        Change("split", "lines", "SO-2", "whole", "2000", "180"),
        Change("cash", "lines", "SO-1", "invoiced", "600", "14"),
        Change("flat", "lines", "2026-01", "rate", "0.02", "30"),
        Change("gated", "against", "2026-01", "gate", "1.3", "0"),
        Change("capped", "against", "2026-01", "cap", "120", "120"),
        Change("raised", "against", "2026-01", "floor", "10", "15"),
        Change("deferred", "against", "2026-01", "cap", "130", "130"),
        Change("budgeted", "against", "2026-01", "budget", "400", "150"),
        Change("slices", "tiers", "1", "rate", "0.04", "30"),
        Change("at-once", "tiers", "2", "start", "1.5", "45"),
        Change("sums", "tiers", "1", "rate", "75", "75"),
        Change("lines", "against", "2026-01", "target", "750", "300"),
        Change("by-figure", "tiers", "1", "start", "0.31", "15"),
        Change("units", "tiers", "1", "start", "1", "44.50"),
        Change("over", "tiers", "2", "start", "1.4", "6"),
        Change("over-at-once", "lines", "2026-01", "base", "1300", "6"),
        Change("over-net", "against", "2026-01", "target", "500", "1"),  # 1 + 18 less the 18 of another award
        Change("each", "parts", "2026-01", "rate", "30", "30"),
        Change("saved", "against", "2026-01", "before", "10", "800"),
        Change("project", "against", "2026-01 X1", "whole", "300", "100"),
        Change("pool", "lines", "2026-01", "base", "800", "62"),
        Change("grid", "grid", "1", "c1", "0.05", "75"),
    ),
    "FUND-M1": (Change("fund", "lines", "2026-01", "gate", "1.2", "0"),),
}


def test_what_a_figure_gained_is_written_as_the_figure_is() -> None:
    found = documents.statement(measured(DATA, PLAN, "2026-01"), "E1")
    parts = [part for each in found.sections for part in each.parts if isinstance(part, DataTable)]
    tables = {part.id.split("-")[0]: part for part in parts if "-saved-" in part.id}
    units = {
        each.unit
        for name in ("against", "lines")
        for each in tables[name].rows[0].cells[1:3]
        if isinstance(each, Quantity)
    }
    assert Unit.DAYS in units
    assert Unit.NUMBER not in units


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "未达门槛：实为 109.0%，要求 110.0%"), ("en", "The gate was not reached: 109.0%, 110.0% was asked")],
)
def test_what_a_gate_let_nothing_through_of_says_so_where_it_is_folded(language: str, said: str) -> None:
    found = measured(DATA, PLAN, "2026-01")
    own = found.statements["E1"]
    (column,) = own.columns
    lost = tuple(
        replace(each, lines=tuple(map(below, each.lines))) if each.component.id == "gated" else each
        for each in column.components
    )
    missed = replace(own, columns=(replace(column, components=lost),))
    document = documents.statement(replace(found, statements={"E1": missed}), "E1")
    folded = next(each.folded for each in document.sections if each.id.startswith("lines-gated-"))
    assert folded is not None
    assert word(load_words(ROOT / "templates" / "languages", language), folded).startswith(said)


def below(line: CreditLine) -> CreditLine:
    """A line of which a gate of 110 % let nothing through."""
    inputs, none = (("gate", percent(Fraction("1.1"))), ("reached", percent(Fraction("1.09")))), Fraction(0)
    nothing = replace(line, parts=(), reason="below-gate", inputs=inputs)
    return replace(nothing, earned=none, released=none, paid_before=none, payable=none)


@pytest.mark.slow
def test_a_changed_cell_pays_what_the_rule_says(tmp_path: Path) -> None:
    found, words = measured(DATA, PLAN, "2026-01"), load_words(ROOT / "templates" / "languages", "en")
    composed = {payee: documents.statement(found, payee) for payee in found.statements}
    wanted = {f"{payee}-{n}": (payee, made[payee]) for n, made in enumerate((FIRST, SECOND)) for payee in made}
    books = {name: workbook(composed[payee], words) for name, (payee, _) in wanted.items()}
    cells = {
        name: {cell_of(composed[payee], words, each): each.value for each in made}
        for name, (payee, made) in wanted.items()
    }
    live = all_recalculated(books, tmp_path, cells)
    for name, (_, made) in wanted.items():
        book = read_workbook(live[name])
        paid = {each: number(book.figure(f"components.{each.replace('-', '_')}.total").value) for each in
                dict.fromkeys(change.component for change in made)}  # fmt: skip
        assert paid == {change.component: Fraction(change.pays) for change in made}, name
        others = sum(number(cell.value) for at, cell in amounts(book).items() if at not in paid)
        assert number(book.figure("figures.payable").value) == sum(paid.values()) + others, name


def amounts(book: BookText) -> dict[str, CellText]:
    """The payable of each component on the first sheet."""
    named = {at: name.split(".") for at, name in ((name, name) for name in book.names)}
    return {
        parts[1].replace("_", "-"): book.figure(at)
        for at, parts in named.items()
        if parts[0] == "components" and parts[2] == "total" and parts[1] != "total"
    }
