"""Same inputs, same bytes, wherever and whenever they are built; and what happens later changes nothing before."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.app import spill
from reportgen.app.build import measure_period
from reportgen.app.new import SEED
from reportgen.app.unmade import unmade
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.document import Document
from reportgen.model.measured import Measured
from reportgen.model.period import parse_period
from reportgen.model.room import ROOM, Room
from reportgen.sample import Size, generate, write
from tests.pack.building import files_of, reportgen, small_workspace

pytestmark = pytest.mark.slow

QUARTER = "2026-Q1"
CUT_OFF = date(2026, 3, 31)
ELSEWHERE = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"},
)


def test_two_machines_make_the_same_bytes(tmp_path: Path) -> None:
    packs = []
    company = small_workspace(tmp_path / "company", templates=True)
    for index, env in enumerate(ELSEWHERE):
        workspace = shutil.copytree(company, tmp_path / f"机器 {index}")
        for wanted in (("--only", "qbr,register"), ("--person", "E017", "--language", "both")):
            done = reportgen("-C", workspace, "build", QUARTER, *wanted, "--jobs", str(index + 1), env=env)
            assert done.returncode == 0, done.stderr
        packs.append(files_of(workspace / "outputs" / QUARTER))
    first, second = packs
    assert {path.rpartition(".")[2] for path in first} == {"pdf", "xlsx", "pptx", "csv", "json", "html", "parquet"}
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_a_fresh_build_makes_the_bytes_that_were_there(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "fresh")
    arguments = ("-C", workspace, "build", "2026-03", "--person", "E017")
    assert reportgen(*arguments).returncode == 0
    before = files_of(workspace / "outputs")
    done = reportgen("--json", *arguments, "--fresh")
    assert json.loads(done.stdout)["kept"] == 0
    assert files_of(workspace / "outputs") == before


def said(workspace: Path, period: str) -> tuple[Measured, list[Document]]:
    """Everything that every document of a period says."""
    opened, wanted = open_workspace(workspace), parse_period(period)
    assert isinstance(opened, Workspace)
    assert wanted is not None
    _, found, _ = measure_period(opened, wanted)
    assert found is not None
    found = unmade(found)
    return found, [
        *(documents.review(found, person) for person in found.people),
        *(documents.statement(found, payee) for payee in found.statements),
        documents.qbr(found),
        documents.register(found),
    ]


@pytest.fixture(scope="module")
def cut_off(sample_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with every row deleted that is later than the quarter.

    Targets stay: those of later months are known from the start, and what is missing to the year's is told.
    """
    workspace = shutil.copytree(sample_company, tmp_path_factory.mktemp("cut-off") / "company")
    company = generate(Size(), SEED)
    known = replace(
        company,
        orders=tuple(order for order in company.orders if order.signed <= CUT_OFF),
        receipts=tuple(receipt for receipt in company.receipts if receipt.day <= CUT_OFF),
        deals=tuple(deal for deal in company.deals if deal.opened <= CUT_OFF),
    )
    assert min(len(company.orders) - len(known.orders), len(company.receipts) - len(known.receipts)) > 100
    write(known, workspace / "inputs" / "data")
    return workspace


@pytest.mark.parametrize("period", ["2026-Q1", "2026-03"])
def test_deleting_every_later_row_changes_no_document(period: str, sample_company: Path, cut_off: Path) -> None:
    everything, before = said(sample_company, period)
    after_deleting, after = said(cut_off, period)
    assert [new.subject for old, new in zip(before, after, strict=True) if old != new] == []
    assert after_deleting.register == everything.register


def test_what_is_said_is_the_same_where_columns_lie_in_a_file(
    sample_company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, in_memory = said(sample_company, QUARTER)
    monkeypatch.setattr(spill, "_PER_BYTE", 10**6)
    monkeypatch.setattr(spill.Spill.__init__, "__defaults__", (64,))
    try:
        _, in_a_file = said(sample_company, QUARTER)
        assert ROOM.put_aside != Room().put_aside
    finally:
        spill.stay_in_memory()
    assert in_a_file == in_memory
