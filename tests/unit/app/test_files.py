"""How files reach the disk: whole or not at all, for their owner alone, under names that every system takes."""

import os
import stat
from pathlib import Path

import pytest

from reportgen.app.files import clear_leftovers, make_folder, safe_stem, write_file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_and_all_folders_above_them_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_file(tmp_path / "outputs" / "2026-Q1" / "reviews" / "E017.pdf", b"%PDF")
    finally:
        os.umask(before)
    assert mode(tmp_path / "outputs" / "2026-Q1" / "reviews" / "E017.pdf") == 0o600
    made = ("outputs", "outputs/2026-Q1", "outputs/2026-Q1/reviews")
    assert [oct(mode(tmp_path / name)) for name in made] == ["0o700"] * 3


def test_a_folder_that_is_there_already_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "outputs"
    shared.mkdir(mode=0o755)
    make_folder(shared / "2026-Q1")
    assert (mode(shared), mode(shared / "2026-Q1")) == (0o755, 0o700)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    write_file(path, b"old")
    write_file(path, b"new and longer")
    assert path.read_bytes() == b"new and longer"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "register.csv"
    write_file(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    write_file(tmp_path / "reviews" / "E017.pdf", b"%PDF")
    (tmp_path / "reviews" / ".writing-x1y2").write_bytes(b"%P")
    clear_leftovers(tmp_path)
    assert [path.name for path in (tmp_path / "reviews").iterdir()] == ["E017.pdf"]


@pytest.mark.parametrize(
    ("identifier", "stem"),
    [
        ("E017", "E017"),
        ("王伟", "王伟"),
        ("a/b\\c:d*e", "a_b_c_d_e"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "_"),
        ("", "_"),
        ("E 017. ", "E 017"),
        ("con", "_con"),
        ("LPT1.x", "_LPT1.x"),
        ("COM10", "COM10"),
        ("tab\there\n", "tab_here_"),
    ],
)
def test_an_id_becomes_a_name_that_every_file_system_takes(identifier: str, stem: str) -> None:
    assert safe_stem(identifier, set()) == stem


def test_ids_that_differ_only_in_case_or_in_what_was_replaced_get_names_of_their_own() -> None:
    taken: set[str] = set()
    assert [safe_stem(each, taken) for each in ("E1/a", "e1_A", "E1:a", "E2")] == ["E1_a", "e1_A~2", "E1_a~3", "E2"]


def test_an_id_of_any_length_is_a_name_that_can_be_written(tmp_path: Path) -> None:
    taken: set[str] = set()
    for identifier in ("华" * 300, "华" * 300 + "2"):
        write_file(tmp_path / f"{safe_stem(identifier, taken)}-zh.xlsx", b"PK")
    assert len(list(tmp_path.iterdir())) == 2
