"""Turns what is said of running the program elsewhere into checks: the image's recipe, the timer, cron, the backup."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from reportgen.app.catalogue import ALL_KINDS
from reportgen.app.doctor import examine
from reportgen.app.system import LIBRARIES, packages_of
from reportgen.cli.main import main
from reportgen.model.period import Period, parse_period
from tests.cli.running import commands, run
from tests.problems.small import write_workspace

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
RECIPE = (ROOT / "Dockerfile").read_text("utf-8")
STEPS = [
    tuple(line.split(maxsplit=1))
    for line in re.sub(r"\\\n\s*", "", RECIPE).splitlines()
    if line and not line.startswith("#")
]


def block(info: str, number: int = 0) -> str:
    found: list[str] = re.findall(rf"^```{info}\n((?s:.*?))^```$", PAGE, re.MULTILINE)
    return found[number]


def told(kind: str) -> list[str]:
    return [step[1] for step in STEPS if step[0] == kind]


# ------------------------------------------------------------------------------------------------------- the image


def test_the_image_is_of_one_python_and_of_locked_libraries_alone() -> None:
    versions = [argument for argument in told("ARG") if argument.startswith("PYTHON=")]
    assert [bool(re.fullmatch(r"PYTHON=3\.\d+\.\d+-slim-\w+", each)) for each in versions] == [True]
    assert told("FROM") == ["python:${PYTHON} AS made", "python:${PYTHON}"]
    installs = [step for step in told("RUN") if "pip install" in step]
    assert len(installs) == 2
    assert "--require-hashes --requirement /srv/build/requirements/run.txt" in installs[0]
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(installs[1].split())


def test_the_image_has_what_the_doctor_asks_for_and_nothing_else_of_the_system() -> None:
    (step,) = [step for step in told("RUN") if "apt-get install" in step]
    words = shlex.split(step.partition("apt-get install")[2].partition("&&")[0])
    assert sorted(word for word in words if not word.startswith("--")) == sorted(packages_of(LIBRARIES))
    assert "rm -rf /var/lib/apt/lists/*" in step


def test_nothing_in_the_image_runs_with_rights() -> None:
    users = [number for number, step in enumerate(STEPS) if step[0] == "USER"]
    assert told("USER") == ["reportgen"]
    assert [step[0] for step in STEPS[users[0] + 1 :]] == ["RUN", "WORKDIR", "ENTRYPOINT", "CMD"]


def test_all_that_the_image_is_made_from_is_there_and_no_spreadsheet_is_sent() -> None:
    copied = [word for step in told("COPY") if "--from" not in step for word in step.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    sent = {line[1:] for line in ignored if line.startswith("!")}
    assert set(copied) <= sent
    assert {"*", "inputs/data", "inputs/ledger"} <= set(ignored)


# ------------------------------------------------------------------------------------------------ timer, cron, backup


def unit(number: int) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(block("ini", number))
    return parser


def last_month(typed: str) -> Period:
    """The period that a line's own way of asking the clock gives."""
    asked = re.search(r'build ("\$\(.*\)")', typed)
    assert asked is not None, typed
    said = subprocess.run(["sh", "-c", f"echo {asked[1]}"], capture_output=True, text=True, check=True).stdout
    found = parse_period(said.strip())
    assert found is not None, said
    return found


def test_the_service_builds_the_month_before_and_may_write_the_workspace_alone() -> None:
    service = unit(0)["Service"]
    shell, option, typed = shlex.split(service["ExecStart"])
    assert (shell, option) == ("/bin/sh", "-c")
    assert last_month(typed.replace("$$", "$").replace("%%", "%")).grain == "month"
    assert service["ReadWritePaths"] == service["WorkingDirectory"]
    assert service["ProtectSystem"] == "strict"
    assert unit(1)["Timer"]["OnCalendar"] == "*-*-01 06:00:00"


def test_systemd_has_nothing_to_say_against_the_units(tmp_path: Path) -> None:
    for number, name in enumerate(("reportgen.service", "reportgen.timer")):
        (tmp_path / name).write_text(block("ini", number), "utf-8")
    if shutil.which("systemd-analyze") is None:
        assert unit(0).sections() == ["Unit", "Service"]  # a machine without systemd reads them as what they are
        return
    names = [tmp_path / "reportgen.service", tmp_path / "reportgen.timer"]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)
    own = [line for line in done.stderr.splitlines() if "reportgen" in line]
    assert own == []


def test_the_line_for_cron_is_one_that_cron_takes() -> None:
    (line,) = block("cron").splitlines()
    *when, typed = line.split(maxsplit=5)
    assert when == ["0", "6", "1", "*", "*"]
    assert re.search(r"(?<!\\)%", typed) is None  # a bare percent sign ends a line of cron's
    assert last_month(typed.replace("\\%", "%")) == last_month(
        shlex.split(unit(0)["Service"]["ExecStart"])[2].replace("$$", "$").replace("%%", "%")
    )


def test_a_backup_of_the_ledger_brings_back_what_was_closed(tmp_path: Path) -> None:
    write_workspace(tmp_path, {})
    assert run("-C", tmp_path, "close", "2026-01", "--jobs", "1").code == 0
    subprocess.run(["sh", "-ec", block("sh backup")], cwd=tmp_path, check=True)
    shutil.rmtree(tmp_path / "inputs" / "ledger")
    (archive,) = tmp_path.glob("ledger-*.tar.gz")
    subprocess.run(["tar", "-xzf", archive], cwd=tmp_path, check=True)
    said = run("-C", tmp_path, "verify")
    assert (said.code, said.err) == (0, "")
    assert "1 closed pay period" in said.out


def test_every_finding_and_option_that_the_page_names_is_the_programs() -> None:
    codes = {kind.code for kind in ALL_KINDS}
    named = set(re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \|", PAGE.partition("## When")[2], re.MULTILINE))
    named = {code for cell in named for code in re.findall(r"`([a-z-]+)`", cell)}
    assert len(named) > 8
    assert named - codes == set()
    assert "render-large" in codes
    options = {name for parameter in commands(main)["build"].params for name in parameter.opts}
    assert {"--memory", "--jobs", "--json", "--strict"} <= options


def test_the_doctor_finds_what_the_image_brings() -> None:
    assert {finding.name for finding in examine()} >= {need.name for need in LIBRARIES}


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_every_exit_code_stands_in_the_page(code: int) -> None:
    assert re.search(rf"^\| {code} \|", PAGE, re.MULTILINE)
