"""Turns each worked case of this folder's YAML into a test: the engine must compute what its source says.

They run as `reportgen rules run` runs them; what a case looks like is told in docs/rule-cases.md.
"""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from reportgen import measure, sources
from reportgen.app.rules import run_case, run_cases
from reportgen.cli.main import main
from reportgen.model.cases import Case
from reportgen.model.measured import PaidBefore
from reportgen.model.period import Period
from reportgen.plan import read_cases
from reportgen.plan.kpis import FORMULAS
from reportgen.plan.scorecards import CURVES

FOLDER = Path(__file__).resolve().parent
SOURCES = ("PUB", "RULE", "OWN")

ONE = """
name: ten per cent
on: tiered
because: "OWN: 10 % of 1,000.00"
given:
  pay:
    - id: commission
      kind: tiered
      base: order_amount
      transaction: deal
      mode: marginal
      tiers: [{from: 0, rate: 10 %}]
      negative: zero
  orders: |
    order_no  order_date  person  amount
    SO-1      2026-01-15  E1      1,000.00
expect: |
  period   payee  key   earned
  2026-01  E1     SO-1  100.00
"""


def cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        read, problems = read_cases(file, f"tests/rules/{file.name}")
        assert problems == (), [str(problem.place) for problem in problems]
        found += [pytest.param(case, id=f"{file.stem}: {case.name}") for case in read]
    return found


@pytest.mark.parametrize("case", cases())
def test_a_worked_case_computes_what_its_source_says(case: Case) -> None:
    assert case.because.split()[0].rstrip(":") in SOURCES, "a case says where its figure comes from"
    outcome = run_case(case)
    assert not outcome.differences, [
        f"{one.of}: {one.field} is {one.found}, not {one.expected}" for one in outcome.differences
    ]
    assert outcome.holds, [f"{problem.place}: {problem.sentence}" for problem in outcome.problems]
    assert outcome.compared > 0


def test_every_kind_of_kpi_and_of_curve_has_a_worked_case() -> None:
    about = {word for param in cases() for word in param.values[0].on.replace(",", " ").split()}
    assert {*FORMULAS, *CURVES} - about - {"stepped", "threshold"} == set()
    text = (FOLDER / "scorecards.yaml").read_text("utf-8")
    assert [curve for curve in CURVES if f"kind: {curve}" not in text] == []


@pytest.mark.parametrize(
    ("was", "now", "code", "said"),
    [
        ("100.00\n", "100.01\n", 1, "earned is 100, expected 100.01"),
        ("E1     SO-1  100.00", "E2     SO-1  100.00", 1, "earned is none, expected 100.00"),
        ("rate: 10 %", "rate: ten", 1, "plan-percent-unreadable"),
        ("  earned", "  earnt", 1, "a case cannot expect `earnt`"),
        ("2026-01  E1     SO-1", "2026-13  E1     SO-1", 1, "2026-13 is not a period"),
        ("E1      1,000.00", "E1", 3, "This row has 3 cells and its table 4 columns"),
        ("1,000.00\nexpect", "1,0O0.00\nexpect", 1, "amount-unreadable"),
        ("on: tiered\n", "", 3, "on"),
        ("order_date  person  amount", "person  person  amount", 3, "`person` is listed a second time"),
        ("  2026-01  E1     SO-1  100.00\n", "", 3, "plan-value-empty"),
        ("name: ten", "name: [ten", 3, "plan-yaml-invalid"),
    ],
)
def test_a_case_that_does_not_hold_says_where_and_why(tmp_path: Path, was: str, now: str, code: int, said: str) -> None:
    assert was in ONE
    file = tmp_path / "case.yaml"
    file.write_text(ONE.replace(was, now), "utf-8")
    result = CliRunner().invoke(main, ["rules", "run", str(file)])
    assert result.exit_code == code, result.output
    assert said in result.output


def test_the_same_case_as_lists_and_with_bars_holds_too(tmp_path: Path) -> None:
    listed = "orders: [{order_no: SO-1, order_date: 2026-01-15, person: E1, amount: 1000}]\n"
    barred = ONE[: ONE.index("orders: |")] + listed + ONE[ONE.index("expect") :].replace("  period", "  period |", 1)
    barred = barred.replace("period |   payee  key   earned", "period | payee | key | earned")
    barred = barred.replace("2026-01  E1     SO-1  100.00", "2026-01 | E1 | SO-1 | 100")
    file = tmp_path / "case.yaml"
    file.write_text(barred, "utf-8")
    result = CliRunner().invoke(main, ["rules", "run", str(file), "--json"])
    assert result.exit_code == 0, result.stdout
    (case,) = json.loads(result.stdout)["cases"]
    assert case["holds"] is True
    assert case["compared"] == 1


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("2026", "2015"),  # a case is of its own year
        ("rate: 10 %", "rate: 1/10"),
        ("tiers: [{from: 0, rate: 10 %}]", "tiers: [{from: 0, rate: 10 %}, {from: 5000, rate: 0}]"),
        ("period   payee  key   earned\n", "period   payee  key   earned  slices\n"),
    ],
)
def test_what_a_case_writes_in_other_words_holds_too(tmp_path: Path, was: str, now: str) -> None:
    text = ONE.replace(was, now)
    if "slices" in now:
        text = text.replace("SO-1  100.00", "SO-1  100.00  100")
    file = tmp_path / "case.yaml"
    file.write_text(text, "utf-8")
    (outcome,) = run_cases(file, "case.yaml").outcomes
    assert outcome.holds, outcome


def test_a_measure_that_keeps_no_row_of_a_period_is_paid_nothing_and_traced() -> None:
    cases, _ = read_cases(FOLDER / "bounds.yaml", "bounds.yaml")
    (case,) = (each for each in cases if "keeps a range" in each.name)
    assert case.plan is not None
    data, _ = sources.read_given(case.tables, "CNY", 2026)
    found, _ = measure.run(data, case.plan, Period(date(2026, 2, 1), date(2026, 2, 28), "month"), PaidBefore(), [])
    assert found is not None
    trace = pq.read_table(BytesIO(measure.trace(data, found)))
    assert {"new", "usage"} <= set(trace["measure"].to_pylist())
    assert "multi-year" not in trace["measure"].to_pylist()


def test_a_refusal_is_expected_by_its_code(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    start = ONE[: ONE.index("expect")].replace("rate: 10 %", "rate: ten")
    file.write_text(f"{start}expect: {{refused: plan-percent-unreadable}}\n", "utf-8")
    (outcome,) = run_cases(file, "case.yaml").outcomes
    assert outcome.holds
    file.write_text(f"{start}expect: {{refused: plan-tiers-order}}\n", "utf-8")
    (outcome,) = run_cases(file, "case.yaml").outcomes
    assert [one.found for one in outcome.differences] == ["plan-percent-unreadable"]
