"""The frozen state: a closed pay period's inputs are read back as they were, and give the same statements."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from reportgen import measure, plan, sources
from reportgen.ledger import frozen
from reportgen.model.measured import PaidBefore
from reportgen.model.problem import Severity, worst
from reportgen.sources.reading import Reading
from tests.problems.small import write_workspace
from tests.tables import period


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    write_workspace(tmp_path, {})
    return tmp_path / "inputs"


def read(inputs: Path) -> Reading:
    listed, _ = sources.read_sources(inputs / "sources.yaml", "inputs/sources.yaml")
    files, _ = sources.input_files(listed, inputs, "inputs")
    profiles, _ = sources.read_profiles(inputs / "profiles", "inputs/profiles")
    return sources.read(files, profiles)


def test_a_thawed_month_is_measured_to_the_same_statements_whatever_became_of_the_inputs(
    inputs: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "frozen"
    folder.mkdir()
    january = period("2026-01")
    dataset = read(inputs)
    promised, problems = plan.read(inputs / "plan", "inputs/plan")
    assert promised is not None
    assert worst(problems) in (None, Severity.NOTE)
    found, _ = measure.run(dataset, promised, january, PaidBefore())
    assert found is not None
    frozen.freeze(folder, dataset, inputs / "plan", january, found.statements.values())
    for file in (inputs / "plan").iterdir():
        file.write_text("")

    thawed = frozen.thaw(folder)
    again, problems = plan.read(thawed.plan, "inputs/plan")
    assert again == promised
    assert thawed.tables == dict(dataset.tables)
    for kind, table in dataset.tables.items():
        pd.testing.assert_frame_equal(thawed.tables[kind].frame, table.frame)
    rerun, _ = measure.run(thawed, again, january, PaidBefore())
    assert rerun is not None
    assert rerun.statements == found.statements
    assert rerun.register == found.register


def test_the_credits_stand_by_payee_component_and_key_with_money_exact(inputs: Path, tmp_path: Path) -> None:
    dataset = read(inputs)
    promised, _ = plan.read(inputs / "plan", "inputs/plan")
    assert promised is not None
    january = period("2026-01")
    found, _ = measure.run(dataset, promised, january, PaidBefore())
    assert found is not None
    frozen.freeze(tmp_path, dataset, inputs / "plan", january, found.statements.values())
    rows = pq.read_table(tmp_path / frozen.CREDITS).to_pylist()
    told = {(row["payee"], row["component"], row["key"]): (row["earned"], row["payable_cents"]) for row in rows}
    assert told == {
        (payee, result.component.id, line.key): (str(line.earned), line.payable * 100)
        for payee, statement in found.statements.items()
        for result in statement.columns[0].components
        for line in result.lines
    }
    assert sum(row["payable_cents"] for row in rows) == sum(s.payable for s in found.statements.values()) * 100 > 0
