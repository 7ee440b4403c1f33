"""Turns the checkout into a wheel, the wheel into a program elsewhere, and that into a pack: no network, no clone."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PERSON = "E017"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], folder)
    return next(folder.glob("reportgen-*.whl"))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release: the source distribution, and the wheel that is built from that alone."""
    folder = tmp_path_factory.mktemp("release")
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], folder)
    return folder


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `reportgen` command of a fresh environment that holds the wheel and borrows the libraries of this one."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    _run([uv, "pip", "install", "--python", python, "--no-deps", "--offline", "--no-cache", wheel], folder)
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin" / "reportgen"


def test_the_wheel_carries_templates_plan_and_profiles_but_no_spreadsheets(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    shipped = "reportgen/_shipped/"
    for folder in ("templates/", "inputs/plan/", "inputs/profiles/"):
        assert any(name.startswith(shipped + folder) for name in names), folder
    assert [name for name in names if name.startswith((shipped + "inputs/data/", shipped + "inputs/ledger/"))] == []
    assert "reportgen/py.typed" in names
    assert {name.split("/")[0] for name in names} == {
        "reportgen",
        next(n.split("/")[0] for n in names if ".dist-info/" in n),
    }


def test_the_wheel_of_the_source_distribution_is_the_wheel_of_the_checkout_byte_for_byte(
    wheel: Path, release: Path
) -> None:
    assert (release / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_source_distribution_has_what_a_packager_needs_and_nothing_that_was_made(release: Path) -> None:
    (file,) = release.glob("reportgen-*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for needed in ("LICENSE", "README.md", "pyproject.toml", "requirements/run.txt", "Dockerfile", "tests/conftest.py"):
        assert needed in names
    made = ("outputs/2", "inputs/ledger", ".git/", ".venv/", "dist/", "build/", ".pytest_cache")
    assert [name for name in names if name.startswith(made)] == []


def test_a_wheel_has_what_the_program_reads_at_run_time_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "reportgen").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert package - names == set()
    templates = {f"reportgen/_shipped/{path}" for path in _committed("templates")}
    inputs = {f"reportgen/_shipped/{path}" for path in _committed("inputs/plan", "inputs/profiles")}
    assert (templates | inputs) - names == set()
    assert [name for name in names if "tests/" in name or "outputs/" in name or name.endswith(".pyc")] == []


def test_the_installed_program_says_its_version_and_finds_all_that_it_needs(installed: Path, tmp_path: Path) -> None:
    assert _run([installed, "--version"], tmp_path).startswith("reportgen, version ")
    assert "MISSING" not in _run([installed, "doctor"], tmp_path)


def test_the_installed_program_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = _run([installed.with_name("python"), "-c", "import reportgen; print(reportgen.__file__)"], tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent.parent)


def test_the_installed_program_makes_a_workspace_and_builds_a_pack_in_it(installed: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "销售 报表"
    _run([installed, "new", workspace], tmp_path)
    assert (workspace / "inputs" / "plan").is_dir()
    assert any((workspace / "inputs" / "data").iterdir())

    arguments = ["build", "2026-Q1", "--only", "reviews,statements", "--person", PERSON]
    _run([installed, "-C", workspace, *arguments], tmp_path)
    pack = workspace / "outputs" / "2026-Q1"
    assert (pack / "reviews" / f"{PERSON}.pdf").read_bytes().startswith(b"%PDF-")
    assert zipfile.is_zipfile(pack / "statements" / f"{PERSON}.xlsx")
    assert (pack / "manifest.json").is_file()


def _committed(*folders: str) -> list[str]:
    """The files of folders that belong to the project."""
    listing = _run(["git", "-C", ROOT, "ls-files", "-z", *folders], ROOT)
    return [name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def _run(command: list[str | Path], folder: Path) -> str:
    """Run a command in a folder as a stranger would, with nothing of this environment but the path."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
