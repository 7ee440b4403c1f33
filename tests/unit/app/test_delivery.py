"""Each manager's bundle holds the files of those who report to them and nobody else's, sealed where that is asked."""

from io import BytesIO
from pathlib import Path

import msoffcrypto
import pikepdf
import pytest

from reportgen.app.build import build
from reportgen.app.built import Wanted
from reportgen.app.delivery import COMMON, FILE, FOLDER, Seals, bundles, outdated, seals
from reportgen.app.files import write_file
from reportgen.app.workspace import Workspace
from reportgen.model.manifest import Output
from reportgen.model.measured import Measured
from reportgen.model.problem import Problem
from tests.drawing import drawn_here
from tests.tables import dataset, measured
from tests.unit.app.closing import month, new_workspace
from tests.unit.app.test_incremental import given

REVIEW, STATEMENT = "reviews", "statements"


@pytest.fixture(scope="module")
def found() -> Measured:
    inputs, plan = given()
    return measured(dataset(**inputs), plan, "2026-Q1")


def pack(folder: Path, found: Measured) -> list[Output]:
    """Write a small file for each person: a page, and a workbook."""
    page = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(page)
    outputs = []
    for person in found.people:
        outputs.append(Output(f"reviews/{person}.pdf", "", "", REVIEW, person))
        write_file(folder / outputs[-1].path, page.getvalue())
    for payee in found.statements:
        outputs.append(Output(f"statements/{payee}.xlsx", "", "", STATEMENT, payee))
        write_file(folder / outputs[-1].path, workbook())
    return [*outputs, Output("register.xlsx", "", "", "register", "")]


def workbook() -> bytes:
    import openpyxl

    file = BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def test_a_bundle_holds_just_the_files_of_the_managers_own_people(tmp_path: Path, found: Measured) -> None:
    written, problems = bundles(tmp_path, found, pack(tmp_path, found), Seals({}))
    assert not problems
    reports = {"B1": {"M1"}, "M1": {"E1", "E2", "E3"}}
    for path, output in written.items():
        manager = path.split("/")[1]
        assert output.subject in reports[manager] or output.subject == f"FUND-{manager}"
        assert (tmp_path / path).read_bytes() == (tmp_path / path.removeprefix(f"delivery/{manager}/")).read_bytes()
    assert {path for path in written if path.startswith("delivery/B1/")} >= {"delivery/B1/reviews/M1.pdf"}
    assert not any("register" in path for path in written)


def test_a_sealed_bundle_opens_with_its_managers_password_alone(tmp_path: Path, found: Measured) -> None:
    written, problems = bundles(tmp_path, found, pack(tmp_path, found), Seals({"M1": "correct horse"}))
    assert [(each.kind.code, each.found) for each in problems] == [("delivery-unsealed", "B1")]
    assert written
    assert all(path.startswith("delivery/M1/") for path in written)
    page = tmp_path / "delivery/M1/reviews/E1.pdf"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(page, password="wrong")  # noqa: S106
    with pikepdf.open(page, password="correct horse") as opened:  # noqa: S106
        assert opened.encryption.bits == 256
    book = msoffcrypto.OfficeFile(BytesIO((tmp_path / "delivery/M1/statements/E1.xlsx").read_bytes()))
    assert book.is_encrypted()
    book.load_key(password="correct horse", verify_password=True)  # noqa: S106
    plain = BytesIO()
    book.decrypt(plain)
    assert plain.getvalue() == (tmp_path / "statements/E1.xlsx").read_bytes()


def test_passwords_come_from_a_file_of_the_owner_outside_the_workspace(tmp_path: Path) -> None:
    workspace, secret = tmp_path / "workspace", tmp_path / "secret.yaml"
    workspace.mkdir()
    secret.write_text('M1: "correct horse"\n', "utf-8")
    secret.chmod(0o600)
    read = seals(workspace, {FILE: str(secret), COMMON: "staple"})
    assert isinstance(read, Seals)
    assert (read.of("M1"), read.of("M2")) == ("correct horse", "staple")
    assert seals(workspace, {}) == Seals({})
    inside = workspace / "secret.yaml"
    inside.write_bytes(secret.read_bytes())
    inside.chmod(0o600)
    bare = tmp_path / "bare.yaml"
    bare.write_text("- correct horse\n", "utf-8")
    bare.chmod(0o600)
    shown = tmp_path / "shown.yaml"
    shown.write_bytes(secret.read_bytes())
    shown.chmod(0o644)
    for file, reason in (
        (inside, "it lies in the workspace"),
        (shown, "others than its owner may read it"),
        (bare, "it is no list of managers and passwords"),
        (tmp_path / "none", "it cannot be read"),
    ):
        refused = seals(workspace, {FILE: str(file)})
        assert isinstance(refused, Problem)
        assert dict(refused.values)["reason"] == reason
        assert "correct horse" not in refused.sentence


def test_beside_a_partial_pack_stays_what_its_manager_hands_over_today_and_no_open_copy(found: Measured) -> None:
    def copy(manager: str, person: str) -> Output:
        return Output(f"delivery/{manager}/reviews/{person}.pdf", "", "", FOLDER, person)

    own = [Output(f"reviews/{person}.pdf", "", "", REVIEW, person) for person in ("E1", "B1")]
    right, moved, nobodys = copy("M1", "E1"), copy("B1", "E1"), copy("M1", "B1")
    led = [
        Output(f"{folder}teams/E3.pdf", "", "", kind, "E3")
        for folder, kind in (("", "teams"), ("delivery/E3/", FOLDER))
    ]
    files = {output.path: output for output in (*own, *led, right, moved, nobodys, copy("M1", "E2"))}
    everything = {path for path in files if path.startswith(FOLDER)}
    assert outdated(found, files, Seals({})) == everything - {right.path}  # E2 has no review any more, E3 no team
    assert outdated(found, files, Seals({}, "correct horse")) == everything
    assert outdated(found, files, None) == everything


def test_whoever_has_no_manager_any_more_leaves_the_bundle_in_a_build_of_others_too(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    assert delivered(workspace, Wanted(only=("statements",), jobs=1)) == ["M1/statements/E1.xlsx"]
    roster = workspace.inputs / "data" / "roster.csv"
    roster.write_text(roster.read_text("utf-8").replace("Representative,M1,", "Representative,,"), "utf-8")
    assert delivered(workspace, Wanted(only=("statements",), people=("M1",), jobs=1)) == []
    assert (workspace.outputs / "2026-01" / "statements" / "E1.xlsx").is_file()


def delivered(workspace: Workspace, wanted: Wanted) -> list[str]:
    with drawn_here():
        built = build(workspace, month("2026-01"), wanted, lambda done, of, what: None)
    assert not built.stopped, [each.sentence for each in built.problems]
    folder = built.folder / FOLDER
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
