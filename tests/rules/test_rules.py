"""Turns each worked pay case of this folder's YAML into a test: the plan and rows it gives, the money it expects.

A case has `name`, `on` (which kind of rule), `because` (where the expected figure comes from), `given` (pay components
as in `inputs/plan/pay.yaml`, rows as text tables) and `expect`: a table of credit lines by pay period, payee and key. A
row without key is the payee's total, `none` is a line that is not there. `refused` is the code of the problem that
stops the case's plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from reportgen.model.measured import CreditLine, Measured, PaidBefore, Statement
from reportgen.model.money import exact
from tests.tables import credit_lines, dataset, measured, period, plan_of, read_plan, rows

FOLDER = Path(__file__).resolve().parent
PEOPLE = "person role since\nE1 representative 2025-01-01"
SOLD_NOTHING = "order_no order_date person amount\nNOTHING 2025-12-31 - 0"
# A month in which nothing was sold is measured where some other table reaches into it.
LEADS = "opened person\n" + "\n".join(f"2026-{month:02d}-01 -" for month in range(1, 13))
PLAN = ("company", "measures", "pay")
SUMMED = ("earned", "released", "paid_before", "payable")

Case = Mapping[str, Any]


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in YAML(typ="base", pure=True).load(file.read_text("utf-8"))
    ]


@pytest.mark.parametrize("case", cases())
def test_a_worked_case_pays_what_its_source_says(case: Case, tmp_path: Path) -> None:
    assert case["because"].split()[0].rstrip(":") in ("PUB", "RULE", "OWN"), "a case says where its figure comes from"
    given = case["given"]
    promised = {name: given[name] for name in PLAN if name in given}
    if "refused" in case:
        _, problems = read_plan(tmp_path, **promised)
        assert case["refused"] in {problem.kind.code for problem in problems}
        return
    tables = {"people": PEOPLE, "orders": SOLD_NOTHING, "leads": LEADS} | {
        name: text for name, text in given.items() if name not in (*PLAN, "paid_before")
    }
    paid, plan = _paid(given), plan_of(**promised)
    data = dataset(**tables)
    built: dict[str, Measured] = {}
    for row in rows(case["expect"]):
        when = row["period"]
        built[when] = built[when] if when in built else measured(data, plan, when, paid)
        expected = {name: text for name, text in row.items() if text and name not in ("period", "payee", "key")}
        assert _found(built[when], row, expected) == expected, f"{case['because']} · {when} {row['payee']} {row['key']}"


def _paid(given: Case) -> PaidBefore:
    if "paid_before" not in given:
        return PaidBefore()
    posted = rows(given["paid_before"])
    amounts = {
        (row["period"], row["component"], row["payee"], row["key"]): exact(row["amount"].replace(",", ""))
        for row in posted
    }
    return PaidBefore(period(max(row["period"] for row in posted)), amounts)


def _found(built: Measured, row: Mapping[str, str], expected: Mapping[str, str]) -> dict[str, str]:
    """Return what was computed, in the words of what is expected where it is the same."""
    statement = built.statements.get(row["payee"])
    lines = [line for _, _, line in credit_lines(statement)] if statement else []
    if row["key"]:
        mine = [each for each in lines if each.key == row["key"]]
        assert len(mine) < 2, "one transaction is one line"
        line = mine[0] if mine else None
        return {name: _said(_of_line(line, name), text) for name, text in expected.items()}
    return {name: _said(_of_all(statement, lines, name), text) for name, text in expected.items()}


def _of_line(line: CreditLine | None, name: str) -> object:
    if line is None:
        return None
    if name == "slices":
        return [part.earned for part in line.parts]
    if name == "amounts":
        return [part.amount for part in line.parts]
    return getattr(line, name)


def _of_all(statement: Statement | None, lines: Sequence[CreditLine], name: str) -> object:
    assert name in SUMMED
    if name == "payable" and statement is not None:
        return statement.payable
    return sum((getattr(line, name) for line in lines), Fraction(0)) if lines else None


def _said(value: object, expected: str) -> str:
    if value is None:
        return "none"
    if isinstance(value, list):
        same = value == [exact(part) for part in expected.split("+")]
    elif isinstance(value, Fraction):
        same = expected != "none" and value == exact(expected.replace(",", ""))
    else:
        same = value == expected
    return expected if same else str(value)
