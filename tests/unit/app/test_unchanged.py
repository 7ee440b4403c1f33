"""What happens when nothing changed since the last run, and what counts as a change."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.app import build, cache, rebuild
from reportgen.app.built import Built, Wanted
from reportgen.app.cache import Cache, keep, taken
from reportgen.app.workspace import Workspace
from tests.drawing import drawn_here
from tests.unit.app.closing import month, new_workspace

SHEETS = Wanted(only=("statements", "register"), jobs=1)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    opened = new_workspace(tmp_path / "company")
    shutil.copytree(opened.templates, opened.root / "templates")
    return Workspace(opened.root, opened.root / "templates")


def built(workspace: Workspace, wanted: Wanted = SHEETS) -> Built:
    with drawn_here():
        return rebuild.build(workspace, month("2026-01"), wanted, lambda done, of, what: None)


def written(workspace: Workspace) -> dict[str, tuple[bytes, int]]:
    files = [path for path in (workspace.outputs / "2026-01").rglob("*") if path.is_file()]
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_run_in_which_nothing_changed_writes_nothing_and_says_what_the_last_one_said(workspace: Workspace) -> None:
    first, before = built(workspace), written(workspace)
    second = built(workspace)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert written(workspace) == before
    assert second.written == first.written
    assert second.kept == len(first.written)
    assert (second.problems, second.skipped) == (first.problems, first.skipped)
    assert "应付 Payable" in " ".join(second.headline)


def appended(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def linked(folder: Path) -> Path:
    """Put a folder elsewhere with a link in its place, and return one of its files, changed."""
    elsewhere = folder.parent.parent.parent / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    appended(folder / "company.yaml")
    return folder / "company.yaml"


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "an input": lambda found: appended(next((found.inputs / "data").glob("*.csv"))),
    "the plan": lambda found: appended(found.plan / "company.yaml"),
    "a profile": lambda found: appended(next(found.profiles.glob("*.yaml"))),
    "a template": lambda found: appended(found.templates / "page" / "style.css"),
    "a folder that is linked in": lambda found: linked(found.plan),
    "a new file": lambda found: (found.inputs / "data" / "more.csv").write_text("A,B\n1,2\n"),
    "an output that somebody edited": lambda found: appended(found.outputs / "2026-01" / "data" / "actuals.csv"),
    "an output that is gone": lambda found: (found.outputs / "2026-01" / "register.csv").unlink(),
    "the manifest": lambda found: appended(found.outputs / "2026-01" / "manifest.json"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_built_again(workspace: Workspace, change: str) -> None:
    built(workspace)
    CHANGES[change](workspace)
    assert not built(workspace).unchanged


def test_what_was_not_asked_for_last_time_is_built(workspace: Workspace) -> None:
    built(workspace)
    assert not built(workspace, Wanted(only=("statements",), jobs=1)).unchanged
    assert not built(workspace, Wanted(only=("statements", "register"), jobs=1, fresh=True)).unchanged
    assert built(workspace, Wanted(only=("statements", "register"), jobs=2)).unchanged


def test_an_input_that_was_changed_while_it_was_read_is_read_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = build.build

    def meanwhile(*given: Any, **more: Any) -> Built:
        CHANGES["an input"](workspace)
        return real(*given, **more)

    monkeypatch.setattr(build, "build", meanwhile)
    built(workspace)
    monkeypatch.undo()
    assert not built(workspace).unchanged


def test_a_cache_gives_back_what_was_kept_and_nothing_that_was_cut_short(tmp_path: Path) -> None:
    held = Cache(tmp_path / "kept")
    keep(held, "key", b"content")
    assert taken(held, "key") == b"content"
    assert taken(held, "other") is None
    (file,) = held.folder.iterdir()
    assert (file.stat().st_mode & 0o777, held.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    file.write_bytes(file.read_bytes()[:-1])
    assert taken(held, "key") is None


def test_a_cache_keeps_what_was_used_last_within_its_room(tmp_path: Path) -> None:
    held = Cache(tmp_path / "kept", room=300)
    for at, name in enumerate("abc", start=1):
        keep(held, name, b"x" * 30)
        os.utime(held.folder / name, (at, at))
    taken(held, "a")
    keep(held, "d", b"x" * 30)
    assert sorted(path.name for path in held.folder.iterdir()) == ["a", "c", "d"]


def test_a_cache_is_not_counted_anew_for_every_file_that_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Path] = []
    real = cache._files

    def counting(folder: Path) -> Iterator[tuple[int, int, Path]]:
        counted.append(folder)
        return real(folder)

    monkeypatch.setattr(cache, "_files", counting)
    held = Cache(tmp_path / "kept", room=1000)
    for name in "abcdefgh":
        keep(held, name, b"x" * 30)
    assert len(counted) == 1
    for name in "ijklmnop":
        keep(held, name, b"x" * 30)
    assert sum(path.stat().st_size for path in held.folder.iterdir()) <= held.room


def test_a_cache_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    held = Cache(tmp_path / "kept")
    keep(held, "key", b"content")
    held.folder.chmod(0o770)
    assert taken(held, "key") is None


def test_a_cache_on_a_disk_that_refuses_is_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(cache, "write_file", refuse)
    keep(Cache(tmp_path / "kept"), "key", b"content")
    assert taken(Cache(tmp_path / "kept"), "key") is None
