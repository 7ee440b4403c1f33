"""Damaged files are read or refused: no traceback, whatever the bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.sources import InputFile, Profile, read
from reportgen.sources.kinds import KINDS

TEXT = '订单号,工号,日期,金额,类型\nS1,E017,2026-03-01,"1,000",退货\nS2,E018,2026/3/2,12.5,\n'
CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=6)), min_size=1, max_size=6)


def damaged(content: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for start, length, inserted in changes:
        at = start % (len(content) + 1)
        content = content[:at] + inserted + content[at + length :]
    return content


@pytest.mark.parametrize("name", ["orders.csv", "orders.xlsx"])
@given(changes=CHANGES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path,
    workbook: Callable[..., bytes],
    profiles_of: Callable[..., tuple[tuple[Profile, ...], object]],
    orders: str,
    name: str,
    changes: list[tuple[int, int, bytes]],
) -> None:
    rows = [line.split(",") for line in TEXT.replace('"1,000"', "1000").splitlines()]
    whole = TEXT.encode() if name.endswith("csv") else workbook(订单=rows)
    (tmp_path / name).write_bytes(damaged(whole, changes))
    profiles, _ = profiles_of(orders)
    result = read([InputFile(tmp_path / name, name)], profiles)
    codes = {kind.code for kind in KINDS}
    assert all(problem.kind.code in codes and problem.sentence and problem.remedy for problem in result.problems)


@given(content=st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_profile_or_a_problem(tmp_path: Path, content: bytes) -> None:
    from reportgen.sources import read_profiles

    (tmp_path / "p.yaml").write_bytes(content)
    profiles, problems = read_profiles(tmp_path, "inputs/profiles")
    assert profiles or problems
