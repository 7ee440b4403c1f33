"""Every kind of problem: the smallest input that causes it, and the exact text that people see."""

from pathlib import Path

import pytest

from reportgen.app.catalogue import ALL_KINDS
from tests.problems.small import printed, read_case

CASES = {path.stem: path for path in sorted(Path(__file__).parent.glob("*.yaml"))}


def test_every_kind_of_problem_has_its_case_and_every_case_its_kind() -> None:
    codes = {kind.code for kind in ALL_KINDS}
    assert sorted(codes - set(CASES)) == [], "write tests/problems/<code>.yaml for these"
    assert sorted(set(CASES) - codes) == [], "no kind has these codes any more"


@pytest.mark.parametrize("code", CASES)
def test_it_is_printed_exactly_so_and_nothing_else_is(code: str, tmp_path: Path) -> None:
    case = read_case(CASES[code])
    told, others = printed(case, code, tmp_path / "workspace")
    assert told == case["prints"]
    assert others == set(case.get("also", ()))
