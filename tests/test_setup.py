"""Turns machines that lack something into what the preparing of .venv says and does about it."""

import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SH = shutil.which("sh") or "sh"


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The preparing script on a machine that has .venv and may not install anything."""
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    import prepare  # the folder is on the path only here
    import system_packages

    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    monkeypatch.setattr(prepare, "_is_current", lambda _: True)
    return prepare


def test_without_a_new_enough_python_the_command_is_said_and_the_exit_is_not_zero(tmp_path: Path) -> None:
    _program(tmp_path / "python3", '[ "$1" = --version ] && echo Python 3.9.2')
    done = _prepare_sh(tmp_path)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and this machine has Python 3.9.2" in done.stderr
    assert "sudo apt-get install -y python3 python3-venv" in done.stderr


def test_the_newest_python_is_taken_unless_it_cannot_make_an_environment(tmp_path: Path) -> None:
    for name, fitness in {"python3": 111, "python3.12": 112, "python3.13": 13}.items():
        _program(tmp_path / name, f'[ "$1" = - ] && echo {fitness} || echo chosen {name}')
    done = _prepare_sh(tmp_path)
    assert done.stdout == "chosen python3.12\n"


def test_where_nothing_may_be_installed_the_exact_command_is_printed(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    needs = prepare._project_needs()
    monkeypatch.setattr(needs, "is_present", lambda _: False)
    monkeypatch.setattr(prepare, "_project_needs", lambda: needs)
    monkeypatch.setattr(prepare, "_venv_package", lambda: ("python3.11-venv",))
    assert prepare.main(["dev"]) == 1
    command = (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends python3.11-venv libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libreoffice-calc libreoffice-impress poppler-utils qpdf "
        "default-jdk-headless"
    )
    assert f"\n    {command}\n" in capsys.readouterr().err


def test_a_pack_needs_no_test_programs(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    needs = prepare._project_needs()
    monkeypatch.setattr(needs, "is_present", lambda need: need.kind == "library")
    monkeypatch.setattr(prepare, "_project_needs", lambda: needs)
    assert (prepare.main(["run"]), prepare.main(["dev"])) == (0, 1)


def test_any_other_word_is_misuse(prepare: ModuleType) -> None:
    assert prepare.main(["all"]) == 2


def _prepare_sh(programs: Path) -> subprocess.CompletedProcess[str]:
    """Run it on a machine that has these programs and, of all others, only the one it cannot do without."""
    (programs / "dirname").symlink_to(shutil.which("dirname") or "")
    command: list[str | Path] = [SH, ROOT / "setup" / "prepare.sh", "run"]
    return subprocess.run(command, env={"PATH": str(programs)}, capture_output=True, text=True, check=False)


def _program(file: Path, body: str) -> None:
    file.write_text(f"#!{SH}\n{body}\n", "utf-8")
    file.chmod(0o755)
