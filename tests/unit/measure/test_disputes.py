"""Disputes: what of a statement's sheet comes back, and which statements show it with what became of it."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from reportgen import documents, measure, sources
from reportgen.model.disputes import Answer
from reportgen.model.measured import Measured, PaidBefore
from reportgen.render.sheets import workbook
from reportgen.render.words import load_words
from reportgen.sources import InputFile
from tests.tables import Tables, dataset, entries, measured, period, plan_of, table

ROOT = Path(__file__).resolve().parents[3]

PLAN = plan_of(
    pay=entries("""
- {id: commission, kind: tiered, base: order_amount, transaction: deal, mode: marginal, negative: zero,
   tiers: [{from: 0, rate: 10 %}]}
- {id: spot, kind: manual, table: manual_lines, needs: [reason], kinds: {SPIF: {zh: 竞赛, en: SPIF}}}
""")
)
TABLES = {
    "people": """
person  role            manager  since
E1      representative  -        2025-01-01
E2      representative  -        2025-01-01
""",
    "orders": """
order_no  original  order_date  person  amount
SO-1      -         2026-01-05  E1      1,000
SO-2      -         2026-01-06  E1      2,000
SO-3      -         2026-01-07  E2      3,000
SO-4      -         2026-02-07  E2      3,000
SO-5      -         2026-03-07  E2      3,000
SO-6      -         2026-04-07  E2      3,000
""",
    "manual_lines": """
line_no  person  line_date   item  amount  reason
M-1      E1      2026-02-20  SPIF  40      contest
""",
    "disputes": """
no  period   payee  line  amount  reason    evidence
1   2026-01  E1     SO-1  140     discount  mail
2   2026-01  E1     SO-2  -       price     -
3   2026-01  E1     -     -       -         -
4   2026-01  E1     SO-3  300     mine      -
5   2026-02  E1     M-1   50      more      -
""",
    "dispute_answers": """
payee  period   line  answer    answered_by  answered_on  reason     link
E1     2026-01  SO-1  accepted  B1           2026-02-25   -          M-1
E1     2026-01  SO-2  rejected  B1           2026-03-02   as-agreed  -
""",
}


NAMES = ("period", "payee", "line", "amount", "reason", "evidence")


def company(when: str) -> Measured:
    return measured(dataset(**TABLES), PLAN, when)


def answers(when: str) -> list[tuple[str, Answer, str]]:
    return [(each.line, each.answer, each.because or each.link) for each in company(when).statements["E1"].disputes]


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2026-01", []),
        # The second answer is of March: in February nobody knows of it.
        ("2026-02", [("SO-1", Answer.ACCEPTED, "M-1"), ("SO-2", Answer.OPEN, "")]),
        ("2026-03", [("SO-2", Answer.REJECTED, "as-agreed"), ("M-1", Answer.OPEN, "")]),
        ("2026-04", [("M-1", Answer.OPEN, "")]),
    ],
)
def test_a_dispute_stands_on_later_statements_until_it_is_answered(
    when: str, shown: list[tuple[str, Answer, str]]
) -> None:
    assert answers(when) == shown


def test_the_register_has_everybodys_disputes_and_nobody_else_has_them() -> None:
    found = company("2026-02")
    assert [each.line for each in found.controls.disputes] == ["SO-1", "SO-2"]
    assert found.statements["E2"].disputes == ()


def test_a_line_that_is_somebody_elses_is_a_finding_and_is_not_shown() -> None:
    _, met = measure.run(dataset(**TABLES), PLAN, period("2026-02"), PaidBefore())
    told = [(each.kind.code, each.found) for each in met if each.kind.code.startswith(("dispute", "answer"))]
    assert told == [("dispute-line-unknown", "SO-3")]


def test_a_line_is_disputed_and_answered_by_what_a_statement_in_another_language_calls_it() -> None:
    kind = "kind: contribution, table: project_points, amount: value, points: quantity, of: project"
    plan = replace(plan_of(pay=entries(f"- {{id: project, {kind}}}")), words={"储能": {"en": "Energy storage"}})
    data = dataset(
        people=TABLES["people"],
        orders="order_no order_date person amount\nSO-1 2026-02-05 E1 100.00",
        project_points="project month person quantity value\n储能 2026-01 E1 1 100.00",
    )
    named = {"period": "2026-01", "payee": "E1"}
    raised = {"no": "1", **named, "line": "2026-01 Energy storage", "amount": "140", "reason": "less", "evidence": ""}
    answer = {"answer": "rejected", "answered_by": "B1", "answered_on": "2026-02-25", "reason": "fair", "link": ""}
    told = {"disputes": [raised], "dispute_answers": [{**named, "line": "2026-01 储能", **answer}]}
    tables = {**data.tables, **{kind: table(kind, rows) for kind, rows in told.items()}}
    found, met = measure.run(Tables(tables), plan, period("2026-02"), PaidBefore())
    assert [each.kind.code for each in met if each.kind.code.startswith(("dispute", "answer"))] == []
    assert found is not None
    shown = [(each.line, each.answer, each.because) for each in found.statements["E1"].disputes]
    assert shown == [("2026-01 储能", Answer.REJECTED, "fair")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_in_statement_comes_back_and_nothing_but_its_disputes_is_read(language: str, tmp_path: Path) -> None:
    found = measured(Tables({k: v for k, v in dataset(**TABLES).tables.items() if "dispute" not in k}), PLAN, "2026-01")
    data = workbook(documents.statement(found, "E1"), load_words(ROOT / "templates" / "languages", language))
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book[{"zh": "争议", "en": "Dispute"}[language]]
    head = next(row[0].row for row in sheet.iter_rows(min_col=2, max_col=2) if row[0].value in ("序号", "No."))
    written: dict[str, str | float] = {"E": "SO-1", "F": 140.5, "G": "=reason", "H": "mail"}
    for column, value in written.items():
        sheet[f"{column}{head + 1}"] = value
        sheet[f"{column}{head + 1}"].data_type = "n" if column == "F" else "s"
    file = tmp_path / "E1.xlsx"
    book.save(file)
    profiles, _ = sources.read_profiles(ROOT / "inputs" / "profiles", "inputs/profiles")
    read = sources.read((InputFile(file, "inputs/data/disputes/E1.xlsx"),), profiles)
    assert [each.sentence for each in read.problems] == []
    assert list(read.tables) == ["disputes"]
    disputed = read.tables["disputes"]
    rows = [[str(disputed.frame[name].iloc[row]) for name in NAMES] for row in range(len(disputed.frame))]
    assert rows[0] == ["2026-01", "E1", "SO-1", "14050", "=reason", "mail"]
    assert rows[1:] == [["2026-01", "E1", *["<NA>"] * 4]] * 7
