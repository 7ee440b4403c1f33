"""The commands as the contract has them: help, options on both sides, output for machines, what each may touch."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reportgen.cli.main import main
from tests.cli.running import commands, run
from tests.pack.building import environment, files_of, reportgen, started

PERIOD = "2026-03"
COMMANDS = {
    *("new", "check", "build", "explain", "diff", "close", "verify", "whatif"),
    *("plan", "profile", "read", "rules", "templates", "doctor"),
}
REGISTER = ("--only", "register")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_of_every_command_has_an_example(name: str) -> None:
    said = run(name, "--help")
    assert said.code == 0
    assert re.search(rf"Examples?:\s+reportgen {name}", said.out)
    for option in ("-C DIR", "--json", "-q, --quiet", "-v, --verbose"):
        assert option in said.out


def test_help_names_every_command_and_every_exit_code() -> None:
    said = run("--help")
    assert set(commands(main)) == COMMANDS
    for name in COMMANDS:
        assert f"  {name} " in said.out
    for code in ("0 ", "1 ", "2 ", "3 "):
        assert code in said.out


def test_every_example_of_the_help_is_a_command_line_that_parses() -> None:
    for path, command in _commands(main, ()):
        examples = re.findall(r"reportgen ([^·\n]+)", command.epilog or "")
        assert examples, path
        for example in examples:
            words = shlex.split(example)
            assert tuple(words[: len(path)]) == path
            if not isinstance(command, click.Group):
                given = main.context_settings  # a command keeps its help option as it was first asked for
                context = command.make_context(path[-1], words[len(path) :], resilient_parsing=True, **given)
                assert context.args == []


def _commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Go through the commands of a group with the words that call them, and those of the groups in it."""
    for name, command in commands(group).items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


def test_options_are_understood_before_and_after_the_commands_name(company: Path) -> None:
    before = run("-C", company, "--json", "check", PERIOD)
    after = run("check", PERIOD, "--json", "-C", company)
    assert (before.code, before.out) == (after.code, after.out)
    assert before.json["problems"]
    assert run("-C", company, "-q", "check").err == run("check", "-C", company, "-q").err


def test_output_for_machines_is_json_alone(company: Path) -> None:
    check = run("--json", "-C", company, "check")
    assert set(check.json) >= {"tables", "problems"}
    explain = run("--json", "-C", company, "explain", PERIOD, "E017")
    assert explain.json["subject"] == "E017"
    build = run("--json", "-C", company, "build", PERIOD, *REGISTER)
    assert build.json["skipped"] == []
    assert "register.csv" in build.json["files"]
    assert all(said.code == 0 for said in (check, explain, build))
    wrong = run("--json", "-C", company, "build", "2026-13")
    assert (wrong.code, wrong.out == "" or isinstance(wrong.json, dict)) == (2, True)
    assert "period-unknown" in wrong.err
    assert isinstance(run("--json", "doctor").json, list)


def test_quiet_says_only_what_blocks_and_verbose_everything(company: Path) -> None:
    quiet, plain, verbose = (run("-C", company, "check", PERIOD, *more) for more in (["-q"], [], ["-v"]))
    assert quiet.err == ""
    assert "after-cut-off" not in plain.err
    assert "after-cut-off" in verbose.err


def test_progress_is_plain_lines_without_a_terminal_and_nothing_when_quiet(company: Path) -> None:
    wanted = ("-C", company, "build", PERIOD, "--only", "statements", "--fresh", "--jobs", "1")
    said, quiet = run(*wanted), run(*wanted, "-q")
    assert said.code == quiet.code == 0
    lines = said.err.splitlines()
    assert re.fullmatch(r"(\d+) of \1 files", lines[-1])
    assert all(re.fullmatch(r"\d+ of \d+ files", line) for line in lines)
    assert "\x1b" not in said.err + said.out
    assert quiet.err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_progress_is_a_bar_on_a_terminal(company: Path) -> None:
    leader, follower = os.openpty()
    command = [sys.executable, "-m", "reportgen", "-C", str(company)]
    with subprocess.Popen(
        [*command, "build", PERIOD, "--only", "statements", "--fresh", "--jobs", "1"],
        stdout=subprocess.DEVNULL,
        stderr=follower,
        env=environment({"TERM": "xterm", "COLUMNS": "100"}),
    ) as child:
        os.close(follower)
        drawn = b"".join(iter(lambda: _read(leader), b""))
    os.close(leader)
    assert child.returncode == 0
    assert b"\x1b[" in drawn
    assert "━".encode() in drawn
    assert b" of " not in drawn


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # a terminal whose other end was closed
        return b""


def test_check_writes_its_findings_and_leaves_a_pack_alone(mine: Path) -> None:
    assert run("-C", mine, "build", PERIOD, *REGISTER).code == 0
    before = files_of(mine)
    said = run("--json", "-C", mine, "check", PERIOD)
    assert said.code == 0
    after = files_of(mine)
    assert {path: data for path, data in after.items() if path in before} == before
    new = after.keys() - before.keys()
    assert {Path(path).name for path in new} == {"problems.json", "problems.html"}
    (listed,) = (json.loads(after[path]) for path in new if path.endswith(".json"))
    assert listed == said.json["problems"]
    assert {problem["severity"] for problem in listed} == {"note"}
    assert Path(said.json["page"]).is_file()


def test_explain_and_doctor_write_nothing(mine: Path) -> None:
    before = files_of(mine)
    assert run("-C", mine, "explain", PERIOD, "company").code == 0
    assert run("-C", mine, "doctor").code == 0
    assert files_of(mine) == before


def test_the_doctor_finds_everything_here() -> None:
    said = run("doctor")
    assert said.code == 0
    assert "MISSING" not in said.out
    assert "Chinese font" in said.out


def test_a_new_workspace_builds_and_an_empty_one_says_what_it_lacks(sample_company: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sample_company, tmp_path / "新 工作区")
    assert run("-C", folder, "build", PERIOD, *REGISTER).code == 0
    assert run("new", tmp_path / "bare", "--empty").code == 0
    assert {path.name for path in (tmp_path / "bare").iterdir()} == {"inputs", "outputs", "templates"}
    said = run("-C", tmp_path / "bare", "check")
    assert said.code == 3
    assert "Traceback" not in said.err


def test_another_language_than_the_plans_is_built_when_asked(company: Path) -> None:
    said = run("--json", "-C", company, "build", PERIOD, *REGISTER, "--language", "both")
    assert {"register-zh.xlsx", "register-en.xlsx"} <= set(said.json["files"])


def test_warnings_fail_only_a_strict_run(mine: Path) -> None:
    (mine / "inputs" / "data" / "unknown.csv").write_text("a,b\n1,2\n", "utf-8")
    lenient, strict = (run("-C", mine, "check", PERIOD, *more) for more in ([], ["--strict"]))
    assert "file-not-recognised" in lenient.err
    assert (lenient.code, strict.code) == (0, 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no interrupt for a group")
def test_an_interrupt_leaves_no_half_file_and_the_next_run_completes_the_pack(mine: Path) -> None:
    # Reviews take longest: many are left to do when the first is there.
    wanted = ("-C", mine, "build", PERIOD, "--only", "reviews,register", "--jobs", "1")
    folder = mine / "outputs" / PERIOD
    until = time.monotonic() + 120
    with started(*wanted) as child:
        made = folder.with_name(f".next-{PERIOD}")
        while not list(made.glob("reviews/*.pdf")) and child.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(child.pid, signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert child.returncode == 3, out
    assert "Traceback" not in out + err
    left = made  # hidden, with whole files that the next run takes up
    assert list((mine / "outputs").iterdir()) == [left]
    assert {path.suffix for path in left.rglob("*.*")} <= {".pdf", ".xlsx", ""}
    assert list(left.rglob(".writing-*")) == []
    (folder / "reviews").mkdir(parents=True)
    (folder / "reviews" / ".writing-killed").write_bytes(b"half")
    done = reportgen(*wanted)
    assert done.returncode == 0, done.stderr
    listed = {each["path"] for each in json.loads((folder / "manifest.json").read_bytes())["outputs"]}
    assert files_of(folder).keys() == listed | {"manifest.json"}
