"""Closing: whole or not at all whatever happens, refused with a sentence, and never changed afterwards."""

from __future__ import annotations

import shutil
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen import ledger
from reportgen.app.build import build, measure_period
from reportgen.app.built import Wanted
from reportgen.app.staging import alone, hashes, leftovers
from reportgen.app.verify import verify
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.measured import Statement
from tests.unit.app.closing import STEPS, WHO, close_month, month, new_workspace, stopped_at
from tests.unit.ledger.databases import new_database, server

DOCUMENTS = ("register.csv", "register.xlsx", "statements/E1.xlsx", "statements/M1.xlsx")


class Killed(BaseException):
    """Stands for whatever ends a program in the middle."""


def killed() -> None:
    raise Killed


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    found = new_workspace(tmp_path_factory.mktemp("undisturbed"))
    assert close_month(found).folder == found.frozen("2026-01")
    return found


def codes(problems: object) -> list[str]:
    return [problem.kind.code for problem in problems]  # type: ignore[attr-defined]


def copy_of(workspace: Workspace, folder: Path) -> Workspace:
    shutil.copytree(workspace.root, folder)
    found = open_workspace(folder)
    assert isinstance(found, Workspace)
    return found


def assert_closed_as(workspace: Workspace, undisturbed: Workspace) -> None:
    """The same money is posted once, the same files are frozen, and nothing else lies about."""
    assert ledger.paid_before(workspace.ledger) == ledger.paid_before(undisturbed.ledger)
    assert len(ledger.closed_periods(workspace.ledger)) == 1
    ours, theirs = (hashes(each.frozen("2026-01")) for each in (workspace, undisturbed))
    assert ours == theirs
    assert leftovers(workspace) == []
    assert verify(workspace, None).problems == ()


# ------------------------------------------------------------------------------------------- whole or not at all


@pytest.mark.parametrize(
    ("step", "after", "posted"),
    [
        *((step, True, False) for step in STEPS[:6]),
        ("reportgen.app.close.ledger.post", False, False),
        *((step, True, True) for step in STEPS[6:]),
        ("reportgen.app.close.build", False, True),
    ],
    ids=lambda value: value.rpartition(".")[2].strip("_") if isinstance(value, str) else str(value),
)
def test_a_closing_that_is_cut_short_anywhere_is_finished_or_undone_and_then_closed_once(
    workspace: Workspace, undisturbed: Workspace, step: str, after: bool, posted: bool
) -> None:
    with stopped_at(step, killed, after=after), pytest.raises(Killed):
        close_month(workspace)
    assert len(ledger.closed_periods(workspace.ledger)) == posted
    found = verify(workspace, None)
    assert set(codes(found.problems)) <= {"close-finished", "close-undone"}
    again = close_month(workspace)
    assert codes(again.problems) == (["closed-already"] if posted else [])
    assert_closed_as(workspace, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "when"),
    [(STEPS[1], "after"), (STEPS[5], "after"), (STEPS[6], "after"), (STEPS[7], "after")],
    ids=["documents written", "within the transaction", "posted", "in place"],
)
def test_a_closing_that_the_system_kills_leaves_nothing_that_the_next_does_not_mend(
    workspace: Workspace, undisturbed: Workspace, step: str, when: str
) -> None:
    command = [sys.executable, "-m", "tests.unit.app.closing", str(workspace.root), step, when]
    ended = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    close_month(workspace)
    assert_closed_as(workspace, undisturbed)


def test_of_two_closings_at_once_one_wins_and_the_other_says_so(workspace: Workspace, undisturbed: Workspace) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: close_month(workspace), range(2)))
    assert sorted(each.folder is not None for each in results) == [False, True]
    (refused,) = [each for each in results if each.folder is None]
    assert codes(refused.problems) in (["closing-now"], ["closed-already"])
    assert_closed_as(workspace, undisturbed)


def test_of_two_machines_that_share_only_the_database_the_second_says_who_closed(
    workspace: Workspace, undisturbed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = ledger.post

    def posted_meanwhile(*given: object) -> ledger.Posting:
        theirs(workspace.ledger, ledger.Closing(month("2026-01"), "1", "0" * 64, "Wang", "2026-02-01"), ())
        return theirs(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("reportgen.app.close.ledger.post", posted_meanwhile)
    refused = close_month(workspace)
    assert codes(refused.problems) == ["closed-already"]
    assert "by Wang" in refused.problems[0].sentence
    assert not workspace.frozen("2026-01").exists()
    assert leftovers(workspace) == []


def test_while_somebody_closes_nobody_verifies(workspace: Workspace) -> None:
    with alone(workspace) as only:
        assert only
        assert codes(verify(workspace, None).problems) == ["closing-now"]
        assert codes(close_month(workspace).problems) == ["closing-now"]


# ------------------------------------------------------------------------------------------------ what is closed stays


def test_frozen_files_are_no_drafts_and_for_the_owner_alone(undisturbed: Workspace) -> None:
    folder = undisturbed.frozen("2026-01")
    assert set(DOCUMENTS) <= set(hashes(folder))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert stat.S_IMODE(undisturbed.ledger.stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "statements")} == {0o700}


def test_a_closed_month_is_built_byte_for_byte_as_it_was_closed_whatever_the_inputs_say_now(
    undisturbed: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(undisturbed, tmp_path / "copy")
    orders = workspace.inputs / "data" / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("1000.00,600.00", "9000.00,600.00"), "utf-8")
    shutil.rmtree(workspace.outputs)
    built = build(workspace, month("2026-01"), Wanted(only=("statements", "register")), lambda *_: None)
    assert codes(built.problems) == ["closed-shown"]
    frozen, shown = hashes(workspace.frozen("2026-01")), hashes(workspace.outputs / "2026-01")
    assert {path: shown[path] for path in DOCUMENTS} == {path: frozen[path] for path in DOCUMENTS}
    english = build(workspace, month("2026-01"), Wanted(only=("statements",), language="en"), lambda *_: None)
    assert english.measured is not None
    assert _paid(english.measured.statements["E1"]) == (60, False)


def test_a_pack_that_hands_out_another_statement_than_was_closed_is_found_even_with_its_manifest_changed(
    undisturbed: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(undisturbed, tmp_path / "copy")
    statement, manifest = (workspace.outputs / "2026-01" / name for name in ("register.csv", "manifest.json"))
    before = sha256(statement.read_bytes()).hexdigest()
    statement.write_bytes(statement.read_bytes().replace(b"60.00", b"61.00"))
    after = sha256(statement.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(before, after), "utf-8")
    (found,) = verify(workspace, None).problems
    assert (found.kind.code, found.found) == ("output-changed", "outputs/2026-01/register.csv")


def test_a_correction_is_a_line_of_the_next_month(undisturbed: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(undisturbed, tmp_path / "copy")
    orders = workspace.inputs / "data" / "orders.csv"
    text = orders.read_text("utf-8").replace("1000.00,600.00", "9000.00,600.00")
    orders.write_text(text + "SO-4,1,,2026-02-10,Acme,E1,Eco,100.00,60.00\n", "utf-8")
    february = close_month(workspace, "2026-02")
    assert february.folder is not None
    assert february.total == 8000 * 2 / 100 + 2
    assert hashes(workspace.frozen("2026-01")) == hashes(undisturbed.frozen("2026-01"))
    assert verify(workspace, None).problems == ()


def test_a_quarter_shows_its_closed_months_as_they_were_closed_and_corrects_them_in_the_open_one(
    undisturbed: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(undisturbed, tmp_path / "copy")
    orders = workspace.inputs / "data" / "orders.csv"
    text = orders.read_text("utf-8").replace("1000.00,600.00", "9000.00,600.00")
    orders.write_text(text + "SO-4,1,,2026-02-10,Acme,E1,Eco,100.00,60.00\n", "utf-8")
    _, measured, problems = measure_period(workspace, month("2026-Q1"))
    assert measured is not None
    assert "closed-differs" not in codes(problems)
    january, february, march = measured.statements["E1"].columns
    assert (january.bridge.payable, february.bridge.payable, march.bridge.payable) == (60, 160 + 2, 0)
    assert (january.bridge.closing, february.bridge.opening) == (february.bridge.opening, january.bridge.closing)
    assert february.bridge.prior == 160
    assert measured.statements["E1"].draft


def test_a_blocked_person_who_is_held_is_left_out_and_the_others_are_paid(workspace: Workspace) -> None:
    orders = workspace.inputs / "data" / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("500.00,300.00", "5OO.00,300.00"), "utf-8")
    assert codes(close_month(workspace).problems).count("close-blocked") == 1
    held = "person,since,reason,approver\nM1,2026-01-01,a cell to be read again,E1\n"
    (workspace.inputs / "data" / "holds.csv").write_text(held, "utf-8")
    (workspace.profiles / "holds.yaml").write_text(HOLDS, "utf-8")
    closed = close_month(workspace)
    assert closed.folder is not None
    assert (closed.payees, closed.total) == (1, 60)
    again = build(workspace, month("2026-01"), Wanted(only=("statements",)), lambda *_: None)
    assert again.measured is not None
    assert list(again.measured.statements) == ["E1"]


def test_a_teams_ledger_is_the_database_that_its_plan_names(workspace: Workspace, undisturbed: Workspace) -> None:
    company = workspace.plan / "company.yaml"
    with server() as running:
        url = new_database(running, "a team")
        company.write_text(company.read_text("utf-8") + f'ledger: "{url}"\n', "utf-8")
        assert close_month(workspace).folder == workspace.frozen("2026-01")
        assert not workspace.ledger.exists()
        assert ledger.paid_before(url) == ledger.paid_before(undisturbed.ledger)
        assert verify(workspace, None).problems == ()
        assert codes(close_month(workspace).problems) == ["closed-already"]
    refused = close_month(workspace, "2026-02")
    assert codes(refused.problems) == ["ledger-unreadable"]


HOLDS = """\
kind: holds
files: ["holds.csv"]
key: [person, since]
columns:
  person: {type: id, headers: [person], required: true}
  since: {type: date, headers: [since], required: true}
  reason: {type: text, headers: [reason], required: true}
  approver: {type: id, headers: [approver], required: true}
"""


def _paid(statement: Statement) -> tuple[object, bool]:
    return statement.payable, statement.draft


def test_who_closed_it_stands_in_the_ledger_and_in_the_folder(undisturbed: Workspace) -> None:
    (closed,) = ledger.closed_periods(undisturbed.ledger)
    assert (closed.posted_by, closed.posted_at) == (WHO.name, WHO.at)
    assert '"closed_by": "Li Na"' in (undisturbed.frozen("2026-01") / "closing.json").read_text("utf-8")
