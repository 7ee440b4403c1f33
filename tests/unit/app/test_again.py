"""A run after a correction: the bytes of a run from nothing, and only what the correction concerns is touched."""

import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app import drawn as drawing
from reportgen.app import proof, rebuild, spread
from reportgen.app.built import Built, Wanted
from reportgen.app.workspace import Workspace
from reportgen.sources import kept
from reportgen.sources.formats import open_file
from reportgen.sources.formats.access import Access
from reportgen.sources.grid import Opened
from tests.drawing import drawn_here
from tests.unit.app.closing import month, new_workspace

ORDERS, ROSTER, DOCUMENTS = "inputs/data/orders.csv", "inputs/data/roster.csv", "inputs/plan/documents.yaml"
PAY = "inputs/plan/pay.yaml"

Edit = tuple[str, str, str]
CORRECTIONS: dict[str, Edit] = {
    "an amount": (ORDERS, "2000.00", "2100.00"),
    "a day": (ORDERS, "2026-01-20", "2026-01-09"),
    "its seller": (ORDERS, "Bolt,E1", "Bolt,M1"),
    "a row that is gone": (ORDERS, "SO-3,1,,2026-01-31,Core,M1,Eco,500.00,300.00\n", ""),
    "a cost": (ORDERS, ",900.00", ",901.00"),
    "another manager": (ROSTER, "Representative,M1,East", "Representative,,East"),
    "what is wrong": (ORDERS, "1000.00,600.00", "1000.00,6oo"),
    "a name": (ROSTER, "王伟", "王威"),
    "a rate of the plan": (PAY, "rate: 2 %", "rate: 3 %"),
}

AGREED: Edit = (PAY, "示例，请改为贵公司的规定。", "与林诺商定。")
HIRED: Edit = (ROSTER, "E1,王伟", "E7,林诺,Representative,M1,East,2026-01-01,,2026-01-01,\nE1,王伟")
"""Somebody whose name everybody's statement tells already: as a word of the plan."""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The small company, whose months have workbooks alone: pages take a second each."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    opened = new_workspace(tmp_path / "company")
    correct(opened, (DOCUMENTS, "month: [reviews, statements", "month: [statements"))
    return opened


def built(workspace: Workspace, *, fresh: bool = False, jobs: int = 1) -> Built:
    with drawn_here():
        return rebuild.build(workspace, month("2026-01"), Wanted(jobs=jobs, fresh=fresh), lambda done, of, what: None)


def written(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.outputs / "2026-01"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def correct(workspace: Workspace, edit: Edit) -> None:
    file, old, new = edit
    text = (workspace.root / file).read_text("utf-8")
    assert text.count(old) == 1
    (workspace.root / file).write_text(text.replace(old, new), "utf-8")


def test_a_run_that_was_stopped_is_taken_up_where_it_broke_off(workspace: Workspace) -> None:
    built(workspace)
    finished = written(workspace)
    shutil.rmtree(workspace.outputs)
    for drawn in (1, 2):  # stopped twice: what the first run drew, the third one need not draw either
        assert stopped(workspace, drawn) == drawn - 1
        assert not (workspace.outputs / "2026-01").exists()
    again = built(workspace)
    assert (again.kept, again.problems) == (2, ())
    assert written(workspace) == finished
    assert [path.name for path in workspace.outputs.iterdir()] == ["2026-01"]


def test_of_a_run_that_was_stopped_nothing_is_taken_that_was_changed_since(workspace: Workspace) -> None:
    built(workspace)
    finished = written(workspace)
    shutil.rmtree(workspace.outputs)
    stopped(workspace, 2)
    (left,) = workspace.outputs.glob(".next-*")
    (left / "statements" / "E1.xlsx").write_bytes(b"PK")
    assert built(workspace).kept == 1
    assert written(workspace) == finished
    shutil.rmtree(workspace.outputs)
    stopped(workspace, 3)  # the register, and both payees' statements
    correct(workspace, CORRECTIONS["an amount"])
    assert built(workspace).kept == 1  # the other payee's
    again = written(workspace)
    shutil.rmtree(workspace.outputs)
    built(workspace, fresh=True)
    assert written(workspace) == again


def stopped(workspace: Workspace, drawn: int) -> int:
    """Stop a run once so many of its files are done and return how many of them had been drawn before it began."""
    said: list[str] = []

    def stop(done: int, _: int, what: str) -> None:
        said.append(what)
        if done == drawn:
            raise KeyboardInterrupt

    with drawn_here(), pytest.raises(KeyboardInterrupt):
        rebuild.build(workspace, month("2026-01"), Wanted(jobs=1), stop)
    return drawn - sum(bool(what) for what in said)


def test_after_any_correction_a_pack_has_the_bytes_of_one_made_from_nothing(workspace: Workspace) -> None:
    built(workspace)
    for edit in CORRECTIONS.values():
        correct(workspace, edit)
        again = built(workspace)
        found = written(workspace)
        shutil.rmtree(workspace.outputs / "2026-01")
        anew = built(workspace, fresh=True)
        assert found == written(workspace), edit
        assert (again.problems, again.skipped) == (anew.problems, anew.skipped), edit


@pytest.mark.parametrize("templates", ["the program's", "its own, to which the program lends words"])
def test_a_large_companys_pack_is_worked_out_on_all_cores_with_the_same_bytes(
    templates: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "MANY", 0)
    if templates != "the program's":
        shutil.copytree(workspace.templates, workspace.root / "templates")
        workspace = replace(workspace, templates=workspace.root / "templates")
        with (workspace.templates / "languages" / "zh.yaml").open("a", encoding="utf-8") as words:
            words.write("# as we say it here\n")
    built(workspace, jobs=2)
    for name in ("an amount", "a name", "a rate of the plan"):
        correct(workspace, CORRECTIONS[name])
        with monkeypatch.context() as patched:
            patched.delattr(drawing, "judged")  # all documents are judged by copies of the process
            again = built(workspace, jobs=2)
        found = written(workspace)
        for jobs in (2, 1):
            anew = built(workspace, fresh=True, jobs=jobs)
            assert found == written(workspace), name
            assert (again.problems, again.skipped) == (anew.problems, anew.skipped), name


@pytest.mark.parametrize("many", [spread.MANY, 0])
def test_who_is_hired_and_called_what_a_finished_paper_says_is_found_there(
    many: int, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "MANY", many)
    correct(workspace, AGREED)
    assert built(workspace, jobs=2).problems == ()
    correct(workspace, HIRED)
    again = built(workspace, jobs=2)
    found = written(workspace)
    assert [each.place.file for each in again.problems] == ["statements/E1.xlsx"]
    assert "statements/E1.xlsx" not in found
    anew = built(workspace, fresh=True)
    assert (found, again.problems, again.skipped) == (written(workspace), anew.problems, anew.skipped)


def test_who_is_hired_is_found_in_what_a_stopped_run_had_drawn_and_in_what_a_partial_pack_left_alone(
    workspace: Workspace,
) -> None:
    correct(workspace, AGREED)
    stopped(workspace, 3)
    correct(workspace, HIRED)
    assert [each.place.file for each in built(workspace).problems] == ["statements/E1.xlsx"]
    file, old, new = HIRED
    correct(workspace, (file, new, old))
    assert built(workspace).problems == ()
    correct(workspace, HIRED)
    with drawn_here():
        wanted = Wanted(only=("register",), jobs=1)
        rebuild.build(workspace, month("2026-01"), wanted, lambda done, of, what: None)
    assert [each.place.file for each in built(workspace).problems] == ["statements/E1.xlsx"]


def test_what_was_noticed_of_a_file_is_said_by_every_run(workspace: Workspace) -> None:
    shutil.copytree(workspace.templates, workspace.root / "templates")
    own = replace(workspace, templates=workspace.root / "templates")
    correct(own, ("templates/brand.yaml", 'accent: "#1F4B99"', "accent: blue"))
    assert [each.kind.code for each in built(own).problems] == ["brand-unreadable"]
    correct(own, CORRECTIONS["a cost"])
    again, found = built(own), written(own)
    assert [each.kind.code for each in again.problems] == ["brand-unreadable"]
    anew = built(own, fresh=True)
    assert (found, again.problems) == (written(own), anew.problems)


def test_a_proved_statement_is_not_opened_again_unless_its_bytes_are_others(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(workspace)
    opened: list[str] = []
    read = proof._workbook

    def opening(file: Path) -> Fraction | None:
        opened.append(file.name)
        return read(file)

    monkeypatch.setattr(proof, "_workbook", opening)
    correct(workspace, CORRECTIONS["an amount"])
    built(workspace)
    assert sorted(opened) == ["E1.xlsx", "register.xlsx"]
    opened.clear()
    (workspace.outputs / "2026-01" / "statements" / "M1.xlsx").write_bytes(b"damaged")
    correct(workspace, CORRECTIONS["a day"])
    built(workspace)
    assert "M1.xlsx" in opened


def test_one_corrected_order_touches_its_sellers_files_and_the_totals_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(workspace)
    before = written(workspace)
    apart: list[str] = []

    def opening(content: bytes, name: str, wanted: frozenset[str], access: Access) -> Opened:
        apart.append(name)
        return open_file(content, name, wanted, access)

    monkeypatch.setattr(kept, "open_file", opening)
    correct(workspace, CORRECTIONS["an amount"])
    again = built(workspace)
    after = written(workspace)
    assert apart == [ORDERS]
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == {
        "statements/E1.xlsx",
        "register.xlsx",
        "register.csv",
        "delivery/M1/statements/E1.xlsx",
        "data/actuals.csv",
        "data/trace.parquet",
        "manifest.json",
    }
    assert again.kept == 1
