"""Turns new workspaces into tests: what an empty one holds is whole, and nothing of anybody's is overwritten."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app import kinds
from reportgen.app.build import measure_period
from reportgen.app.intake import take_in
from reportgen.app.new import new_workspace
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.period import parse_period
from reportgen.model.quantity import money

ROSTER = "工号,姓名,岗位,直属上级\nM1,甲,经理,\nR1,乙,代表,M1\n"
ORDERS = "订单号,签订日期,销售工号,不含税金额,成本\nA1,2026-01-05,R1,10000,7000\nA2,2026-02-05,R1,2500.50,2000\n"


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    folder = tmp_path / "销售 报表"
    assert new_workspace(folder, empty=True) is None
    found = open_workspace(folder)
    assert isinstance(found, Workspace)
    return found


def test_an_empty_workspace_lacks_nothing_but_spreadsheets(empty: Workspace) -> None:
    intake = take_in(empty)
    assert [problem.kind for problem in intake.problems] == [kinds.NO_DATA]
    assert intake.plan is not None
    assert (empty.root / "templates" / "page").is_dir()


def test_an_empty_workspace_pays_by_its_own_plan_once_spreadsheets_are_there(empty: Workspace) -> None:
    (empty.inputs / "data" / "人员.csv").write_text(ROSTER, "utf-8")
    (empty.inputs / "data" / "订单.csv").write_text(ORDERS, "utf-8")
    period = parse_period("2026-Q1")
    assert period is not None
    _, measured, problems = measure_period(empty, period)
    assert measured is not None
    assert {problem.kind.code for problem in problems} <= {"uncovered", "period-unfinished"}
    assert measured.pay_total == money(Fraction("250.01"), "CNY")  # 2 % of 10,000 and of 2,500.50, by month


def test_the_parts_that_may_be_added_to_an_empty_plan_are_right_as_they_are_shown(empty: Workspace) -> None:
    shown = re.findall(r"`(\w+)\.yaml`:.*?```yaml\n(.*?)```", (empty.plan / "README.md").read_text("utf-8"), re.DOTALL)
    assert [name for name, _ in shown] == ["scorecards", "targets", "slices", "funnels"]
    for name, text in shown:
        (empty.plan / f"{name}.yaml").write_text(text, "utf-8")
    assert [problem.kind for problem in take_in(empty).problems] == [kinds.NO_DATA]


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    problem = new_workspace(tmp_path, empty=True)
    assert problem is not None
    assert problem.kind is kinds.FOLDER_NOT_EMPTY
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
