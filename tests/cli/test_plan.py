"""`reportgen plan`: what it proves, prints and writes of the sample's plan."""

import json
from pathlib import Path

from tests.cli.running import run

ROOT = Path(__file__).resolve().parents[2]


def test_the_samples_plan_is_proved_over_its_year_and_who_is_not_covered_is_named() -> None:
    said = run("-C", ROOT, "--json", "plan", "check")
    assert said.code == 0
    assert said.json["year"] == 2026
    first = said.json["proved"][0]
    assert first.startswith("365 days, ")
    held, _, every = first.partition(": ")[2].partition(" entries")[0].partition(" of ")
    assert int(held) == int(every) > 300
    assert "7 of 7 roles have one scorecard on every day" in said.json["proved"]
    assert {problem["code"] for problem in said.json["problems"]} <= {"plan-role-unpaid"}


def test_a_year_before_the_plan_began_is_not_covered() -> None:
    said = run("-C", ROOT, "--json", "plan", "check", "2025")
    assert {"plan-role-unscored", "plan-role-unpaid"} <= {problem["code"] for problem in said.json["problems"]}


def test_the_plan_is_printed_in_both_languages_with_clause_line_and_reason() -> None:
    said = run("-C", ROOT, "plan", "print", "--language", "both")
    assert said.code == 0
    for heading, floor, because in (
        ("### 2026 年签单目标 `order_amount_2026`", "| 保底 | 420,000,000 |", "> 依据： 年度签单目标"),
        ("### Order target 2026 `order_amount_2026`", "| floor | 420,000,000 |", "> Because: Annual order target"),
    ):
        assert heading in said.out
        assert floor in said.out
        assert because in said.out
    assert "Clause 1 · 2026-01-01 → for good · inputs/plan/pay.yaml:" in said.out


def test_a_plan_that_is_not_sound_is_neither_proved_nor_printed(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine", "--empty").code == 0
    pay = tmp_path / "mine" / "inputs" / "plan" / "pay.yaml"
    pay.write_text(pay.read_text("utf-8").replace("earning: month", "earning: fortnight"), "utf-8")
    for command in ("check", "print"):
        said = run("-C", tmp_path / "mine", "plan", command)
        assert (said.code, said.out) == (3, "")
        assert "plan-choice-unknown" in said.err


def test_a_schema_is_written_for_each_file(tmp_path: Path) -> None:
    said = run("-C", ROOT, "plan", "schema", "--to", tmp_path / "schemas")
    assert said.code == 0
    found = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / "schemas").iterdir()}
    assert {"kpis.schema.json", "pay.schema.json", "variance.schema.json"} <= found.keys()
    assert found["kpis.schema.json"]["title"] == "kpis.yaml"


def test_forecasts_variance_and_targets_are_explained_to_their_rows() -> None:
    said = run("-C", ROOT, "explain", "2026-02", "company", "forecast")
    assert "  run-rate of 2026-Q1: 159712040.67 CNY   = so far ÷ the part of the phasing that has passed" in said.out
    assert "at inputs/data/" in said.out
    targets = run("-C", ROOT, "explain", "2026-Q1", "company", "targets")
    assert "  product_line Ultra 旗舰: 75600000.00 CNY   = floor, given" in targets.out
