"""Real programs on a real machine: full and read-only disks, locks, other clocks, several runs at once, no orphans."""

import os
import re
import shlex
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen import ledger
from reportgen.app.renewal import alone_with
from reportgen.app.staging import hashes
from reportgen.render.fonts import Fonts
from tests.cli.running import assert_one_sentence, run
from tests.faults import machine
from tests.faults.dying import runs
from tests.faults.machine import children_of, command, started
from tests.problems.small import write_workspace
from tests.unit.app.closing import month

pytestmark = pytest.mark.slow

BUILD = ("build", "2026-01", "--only", "statements", "--jobs", "1")
CLOSE = ("close", "2026-01", "--jobs", "1")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    root = tmp_path / "company"
    write_workspace(root, {})
    return root


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "company"
    write_workspace(root, {})
    assert run("-C", root, *BUILD).code == 0
    return root


@pytest.fixture
def built(once_built: Path, tmp_path: Path) -> Path:
    """A company with a pack, which a test may change."""
    return shutil.copytree(once_built, tmp_path / "company")


def correct_an_order(company: Path) -> None:
    orders = company / "inputs" / "data" / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("1000.00,600.00", "9000.00,600.00"), "utf-8")


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 120
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


# ------------------------------------------------------------------------------------------------------------- disks


def test_a_disk_that_is_full_keeps_the_old_pack_and_names_the_file_and_room_lets_the_next_run_finish(
    built: Path, tmp_path: Path
) -> None:
    if not machine.mounts_are_allowed():
        pytest.skip(machine.MOUNTS_ARE_REFUSED)
    before = hashes(built / "outputs" / "2026-01")
    correct_an_order(built)
    disk, left = tmp_path / "disk", tmp_path / "left"
    disk.mkdir()
    there = disk / "company"
    build, close = (shlex.join(command("-C", there, *each)) for each in (BUILD, CLOSE))
    steps = [
        f"cp -r '{built}' '{there}'",
        f"dd if=/dev/zero of='{disk}/fill' bs=1k count=4000 2>/dev/null || true",
        f"{build} || echo build ended with $?",
        f"{close} || echo close ended with $?",
        f"cp -r '{there}' '{left}'",
    ]
    done = machine.on_a_small_disk(disk, 1500, steps)
    assert done.code == 0, done.said
    for name, folder in (("build", "outputs/2026-01"), ("close", "inputs/ledger/2026-01")):
        assert f"{name} ended with 3" in done.said
        said = rf"cannot-write: {folder}/statements/\w+\.xlsx cannot be written: no space left on device\."
        assert re.search(said, done.said), done.said
    assert hashes(left / "outputs") == {f"2026-01/{path}": digest for path, digest in before.items()}
    assert [path.name for path in (left / "inputs" / "ledger").iterdir()] == [".lock"]
    assert run("-C", left, *CLOSE).code == 0
    assert run("-C", left, "verify").code == 0
    assert sum(ledger.totals(left / "inputs" / "ledger" / "ledger.sqlite", month("2026-01")).values()) == 230


def test_outputs_that_nobody_may_write_are_named_and_stay_as_they_are(built: Path) -> None:
    if not machine.mounts_are_allowed():
        pytest.skip(machine.MOUNTS_ARE_REFUSED)
    before = hashes(built / "outputs")
    correct_an_order(built)
    typed = shlex.join(command("-C", built, *BUILD))
    disk = built.parent / "disk"
    disk.mkdir()
    # A file system mounted read-only stops the superuser too; the mount ends with the program.
    read_only = [f"mount --bind '{built}/outputs' '{built}/outputs'", f"mount -o remount,bind,ro '{built}/outputs'"]
    done = machine.on_a_small_disk(disk, 100, [*read_only, typed])
    assert done.code == 3
    assert "cannot-write: outputs/2026-01 cannot be written: read-only file system." in done.said
    assert hashes(built / "outputs") == before


# ------------------------------------------------------------------------------------------------------------- locks


def test_a_ledger_that_another_program_holds_is_told_and_nothing_is_closed(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.ledger.connection._PATIENCE", 0)
    file = built / "inputs" / "ledger" / "ledger.sqlite"
    file.parent.mkdir()
    held = sqlite3.connect(file, isolation_level=None)
    held.execute("CREATE TABLE of_another (one)")
    held.execute("BEGIN EXCLUSIVE")
    before = hashes(built / "outputs")
    for typed in (BUILD, CLOSE):
        said = run("-C", built, *typed, "--fresh") if typed is BUILD else run("-C", built, *typed)
        assert_one_sentence(said, 3, "ledger-unreadable", "database is locked")
    held.close()
    assert hashes(built / "outputs" / "2026-01") == {
        path.removeprefix("2026-01/"): digest for path, digest in before.items()
    }
    assert run("-C", built, *CLOSE).code == 0
    assert run("-C", built, "verify").code == 0


def test_a_statement_that_somebody_has_open_is_read_to_its_end_as_it_was(built: Path) -> None:
    statement = built / "outputs" / "2026-01" / "statements" / "E1.xlsx"
    old = statement.read_bytes()
    correct_an_order(built)
    with statement.open("rb") as opened:
        opened.read(100)
        assert run("-C", built, *BUILD).code == 0
        assert opened.read() == old[100:]
    assert statement.read_bytes() != old


def test_what_somebody_lays_into_a_pack_while_it_is_made_stays_there(built: Path) -> None:
    from reportgen.app.renewal import renewed

    pack = built / "outputs" / "2026-01"
    (pack / "notes.txt").write_text("before", "utf-8")
    with alone_with(pack) as only, renewed(pack, {"register.csv"}) as made:
        assert only
        (pack / "notes.txt").write_text("saved in place", "utf-8")
        (pack / "reply").mkdir()
        (pack / "reply" / "E1.txt").write_text("agreed", "utf-8")
        (pack / "signed.txt").write_text("yes", "utf-8")
        (made / "statements" / "E1.xlsx").unlink()
    assert (pack / "notes.txt").read_text("utf-8") == "saved in place"
    assert (pack / "reply" / "E1.txt").read_text("utf-8") == "agreed"
    assert (pack / "signed.txt").read_text("utf-8") == "yes"


def test_of_two_builds_at_once_one_writes_and_the_other_says_so(built: Path) -> None:
    with alone_with(built / "outputs" / "2026-01") as only:
        assert only
        said = run("-C", built, *BUILD, "--fresh")
        assert_one_sentence(said, 3, "building-now", "2026-01")
        assert run("-C", built, "build", "2026-Q1", "--only", "statements", "--jobs", "1").code == 0
    assert run("-C", built, *BUILD, "--fresh").code == 0
    assert sorted(path.name for path in (built / "outputs").iterdir()) == ["2026-01", "2026-Q1"]


def test_two_programs_that_close_and_build_at_once_leave_one_closing_and_one_whole_pack(company: Path) -> None:
    with (
        started("-C", company, *CLOSE) as one,
        started("-C", company, *CLOSE) as two,
        started("-C", company, *BUILD) as three,
    ):
        codes = [each.wait(120) for each in (one, two, three)]
    assert sorted(codes[:2]) == [0, 3]
    assert codes[2] in (0, 3)
    assert run("-C", company, *BUILD).code == 0
    said = run("-C", company, "verify")
    assert (said.code, "1 closed pay period" in said.out, said.err) == (0, True, "")
    assert sorted(path.name for path in (company / "outputs").iterdir()) == ["2026-01"]


# ------------------------------------------------------------------------------------------------------------- clocks


def test_clocks_that_jump_and_times_of_files_change_no_byte(built: Path, tmp_path: Path) -> None:
    clock = machine.other_clock(tmp_path)
    if clock is None:
        pytest.skip("no C compiler to make another clock with")
    before = hashes(built / "outputs")
    with runs(LD_PRELOAD=str(clock)) as loaded:
        for years, stamp in ((30, 4_102_444_800), (-40, 1), (0, 1_000_000_000)):
            for path in built.rglob("*"):
                os.utime(path, (stamp, stamp))
            away = str(years * 365 * 86400)
            assert loaded.run("-C", built, *BUILD, "--fresh", SECONDS_AWAY=away).code == 0
            assert hashes(built / "outputs") == before
        said = loaded.run("-C", built, *CLOSE, SECONDS_AWAY=str(30 * 365 * 86400)).said
        assert "2026-01 is closed" in said
        # The ledger goes by its order: a clock that is set back again opens nothing and closes nothing twice.
        said = loaded.run("-C", built, "verify", SECONDS_AWAY="0").said
        assert re.search("closed by .*, 205[56]-", said)
        assert "closed-already" in loaded.run("-C", built, *CLOSE, SECONDS_AWAY=str(-40 * 365 * 86400)).said
        with (built / "inputs" / "data" / "orders.csv").open("a", encoding="utf-8") as orders:
            orders.write("SO-4,1,,2026-02-10,Acme,E1,Eco,100.00,60.00\n")
        assert loaded.run("-C", built, "close", "2026-02", "--jobs", "1").code == 0
        assert loaded.run("-C", built, "verify").code == 0


# ------------------------------------------------------------------------------------------- programs that are ended


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_a_run_that_is_ended_while_its_workers_draw_leaves_no_program_and_the_old_pack(
    built: Path, tmp_path: Path, fonts: Fonts, how: int
) -> None:
    before = hashes(built / "outputs" / "2026-01")
    # A page that is never ready: whoever draws it would do so for minutes.
    shutil.copytree(machine.ROOT / "templates", built / "templates")
    (built / "templates" / "review" / "page.html.j2").write_text(
        "{% for one in range(99999) %}{% for two in range(99999) %}{% endfor %}{% endfor %}", "utf-8"
    )
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "reportgen").symlink_to(fonts.regular.parent.parent)
    typed = ("-C", built, "build", "2026-01", "--only", "reviews,statements", "--jobs", "2", "--fresh")
    with started(*typed, XDG_CACHE_HOME=str(tmp_path / "cache")) as process:
        assert eventually(lambda: process.poll() is not None or len(children_of(process.pid)) == 2)
        workers = children_of(process.pid)
        assert len(workers) == 2
        assert eventually(lambda: any(_computes(worker) for worker in workers))
        os.kill(process.pid, how)
        code = process.wait(60)
        said = process.stdout.read() if process.stdout and how != signal.SIGKILL else ""
    assert code == (-9 if how == signal.SIGKILL else 3)
    assert "Traceback" not in said
    assert ("stopped: the run was stopped" in said) == (how != signal.SIGKILL)
    assert eventually(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    assert hashes(built / "outputs" / "2026-01") == before
    assert run("-C", built, *BUILD).code == 0
    assert sorted(path.name for path in (built / "outputs").iterdir()) == ["2026-01"]


def _computes(worker: int) -> bool:
    from reportgen.app.memory import computed

    return computed(worker) > 2
