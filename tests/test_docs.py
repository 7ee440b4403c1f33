"""Turns what the documentation says into tests: help, the walk, figures, findings, links, names, decisions."""

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import reportgen
from reportgen import documents
from reportgen.app.build import measure_period
from reportgen.app.built import Built
from reportgen.app.catalogue import ALL_KINDS, BY_STAGE
from reportgen.app.explain import explain
from reportgen.app.findings import lines, severity_name
from reportgen.app.intake import Intake
from reportgen.app.summary import summary
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.cli.main import main
from reportgen.model.document import DataTable, Verbatim
from reportgen.model.measured import Measured
from reportgen.model.money import plain
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem
from reportgen.model.quantity import Quantity, money
from tests.cli.running import commands

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PAGES = (*READMES, "CONTRIBUTING.md", *(str(page.relative_to(ROOT)) for page in sorted((ROOT / "docs").rglob("*.md"))))
ORDER = "SO-2601-0076"
COMMANDS = (
    "new",
    "check",
    "build",
    "close",
    "verify",
    "explain",
    "diff",
    "whatif",
    "plan check",
    "plan print",
    "plan schema",
    "profile",
    "read",
    "rules run",
    "templates check",
    "templates export",
    "doctor",
)

Golden = Callable[[Path, str], None]

BLOCK = re.compile(r"^```(?P<info>\S.*)\n(?P<body>(?s:.*?))^```$", re.MULTILINE)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
NAMED = re.compile(r"`(?P<name>(?:reportgen|inputs|templates|tests|docs|setup|benchmarks|requirements)[/.][^`\s]*)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what stands behind the fence (`sh walk exit=1`), and what it holds."""

    info: str
    body: str

    def option(self, name: str) -> str:
        return next((word.partition("=")[2] for word in self.info.split() if word.startswith(f"{name}=")), "")


def blocks(page: str) -> list[Block]:
    text = (ROOT / page).read_text("utf-8")
    return [Block(match["info"], match["body"]) for match in BLOCK.finditer(text)]


# ---------------------------------------------------------------------------------------------------- what people type


@pytest.mark.parametrize("page", READMES)
def test_the_help_in_a_readme_is_what_the_program_prints(page: str, golden: Golden) -> None:
    text = (ROOT / page).read_text("utf-8")
    asked = [block.body.splitlines()[0] for block in blocks(page) if block.info == "text help"]
    assert asked == ["$ reportgen --help", *(f"$ reportgen {command} --help" for command in COMMANDS)]
    for first in asked:
        told = re.compile(rf"^```text help\n{re.escape(first)}\n(?s:.*?)^```$", re.MULTILINE)
        text = told.sub(_literally(f"```text help\n{first}\n{_help(first)}```"), text)
    golden(ROOT / page, text)


def test_every_command_is_in_the_readmes() -> None:
    single = {name for name, command in commands(main).items() if not isinstance(command, click.Group)}
    within = {f"{name} {one}" for name, group in commands(main).items() for one in getattr(group, "commands", ())}
    assert single | within == set(COMMANDS)


def _literally(text: str) -> Callable[[re.Match[str]], str]:
    """A replacement in which backslashes mean themselves."""
    return lambda _: text


def _help(line: str) -> str:
    done = CliRunner().invoke(main, line.split()[2:], prog_name="reportgen", terminal_width=80)
    assert done.exit_code == 0, done.output
    return done.output


def test_both_readmes_walk_the_same_walk() -> None:
    english, chinese = ([block for block in blocks(page) if block.info != "sh"] for page in READMES)
    assert english == chinese


@pytest.mark.slow
def test_the_walk_of_the_readme_does_what_it_says(tmp_path: Path) -> None:
    where, printed = tmp_path, ""
    for block in blocks("README.md"):
        if block.info.startswith("sh walk"):
            where, printed = _walked(block, where)
        elif block.option("file"):
            (where / block.option("file")).write_text(block.body, "utf-8")
        elif block.info == "text prints":
            assert _lacking(block.body, printed) == []
    assert (where / "outputs" / "2026-Q1" / "statements" / "R1.xlsx").is_file()


def _walked(block: Block, where: Path) -> tuple[Path, str]:
    """Type a block's lines in a folder; return the folder they end in, and all that was printed."""
    program = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{program}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    script = f"{block.body}\npwd > '{where}/.here'\n"
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=where,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == int(block.option("exit") or "0"), done.stdout
    ended = where / ".here"
    return (Path(ended.read_text("utf-8").strip()) if done.returncode == 0 else where), done.stdout


def _lacking(told: str, printed: str) -> list[str]:
    """The lines of a page that the program does not print, or not after the line before."""
    rest = iter(printed.splitlines())
    return [line for line in told.splitlines() if line not in rest]


# ------------------------------------------------------------------------------------------------ the sample's figures


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    found = open_workspace(ROOT)
    assert isinstance(found, Workspace)
    return found


@pytest.fixture(scope="module")
def quarter(workspace: Workspace) -> tuple[Intake, Measured, tuple[Problem, ...]]:
    intake, measured, problems = measure_period(workspace, _period("2026-Q1"))
    assert measured is not None
    return intake, measured, problems


@pytest.mark.slow
def test_the_readme_prints_the_figures_of_the_sample(quarter: tuple[Intake, Measured, tuple[Problem, ...]]) -> None:
    _, measured, problems = quarter
    built = Built(Path("outputs/2026-Q1"), (), 0, (), problems, measured)
    told = _told("README.md", "text figures").splitlines()
    assert [line for line in told if not re.match(r"2026-Q1|  +\d+ ", line)] == summary(built)[1:]
    assert f"{len(measured.people):6} performance reviews (PDF)" in told
    assert f"{len(measured.statements):6} commission statements (Excel)" in told


@pytest.mark.slow
def test_the_order_that_the_architecture_follows_is_read_and_stated_so(
    quarter: tuple[Intake, Measured, tuple[Problem, ...]],
) -> None:
    intake, measured, _ = quarter
    orders = intake.dataset.tables["orders"]
    position = int(orders.frame["order_no"].eq(ORDER).to_numpy().argmax())
    row = _pairs("text row")
    assert {name: str(orders.frame[name].iloc[position]).removesuffix(" 00:00:00") for name in row} == row
    assert f"`{orders.place(position)}`" in (ROOT / "docs" / "architecture.md").read_text("utf-8")

    sections = documents.statement(measured, "E017").sections
    tables = [part for section in sections for part in section.parts if part.id.startswith("lines-base-commission")]
    table = tables[-1]
    assert isinstance(table, DataTable)
    cells = next(row.cells for row in table.rows if row.cells[0] == Verbatim(ORDER))
    stated = dict(zip((column.key for column in table.columns), cells, strict=True))
    assert {name: _amount(stated[name]) for name in _pairs("text statement")} == _pairs("text statement")


@pytest.mark.slow
def test_the_totals_that_the_architecture_names_are_those_of_the_sample(
    quarter: tuple[Intake, Measured, tuple[Problem, ...]],
) -> None:
    _, measured, _ = quarter
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    own = measured.people["E017"].figures["order_amount"]
    named = (own.actual, own.target, measured.company.figures["order_amount"].actual, measured.pay_total)
    payable = money(measured.statements["E017"].payable, "CNY")
    assert [_amount(value) for value in (*named, payable) if f"{Decimal(_amount(value)):,}" not in page] == []


@pytest.mark.slow
def test_the_order_that_the_architecture_follows_is_explained_so(workspace: Workspace) -> None:
    explained = explain(workspace, _period("2026-03"), "E017", "")
    assert _lacking(_told("docs/architecture.md", "text explain"), "\n".join(explained.lines)) == []


def _told(page: str, info: str) -> str:
    return next(block.body for block in blocks(page) if block.info == info)


def _pairs(info: str) -> dict[str, str]:
    pairs = (line.split(maxsplit=1) for line in _told("docs/architecture.md", info).splitlines())
    return {name: value.strip() for name, value in pairs}


def _amount(value: object) -> str:
    assert isinstance(value, Quantity)
    return plain(value.value)


def _period(name: str) -> Period:
    found = parse_period(name)
    assert found is not None
    return found


# ------------------------------------------------------------------------------------------------------------ findings


def test_the_catalogue_has_every_kind_that_any_module_declares() -> None:
    assert _declared() - set(ALL_KINDS) == set()


def test_every_code_has_one_meaning() -> None:
    codes = [kind.code for kind in ALL_KINDS]
    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []


def test_every_finding_is_printed_as_a_code_a_sentence_and_a_remedy() -> None:
    said = re.compile(r"  [a-z]+(-[a-z]+)*: (?!.*\.\.).*[^.]\. .*[.}]")
    assert [line for kind in ALL_KINDS if not said.fullmatch(line := _printed(kind))] == []


def _printed(kind: Kind) -> str:
    """How a finding of a kind looks on the terminal when there is no nearest name to tell."""
    return lines(Problem(replace(kind, sentence=kind.sentence.replace("{nearest}", "")), Place("here")))[-1]


def test_the_page_of_findings_is_current(golden: Golden) -> None:
    golden(ROOT / "docs" / "problems.md", "\n".join(_page_of_findings()))


def _declared() -> set[Kind]:
    modules = pkgutil.walk_packages(reportgen.__path__, "reportgen.")
    names = [found.name for found in modules if not found.name.endswith("__main__")]
    return {
        value for name in names for value in vars(importlib.import_module(name)).values() if isinstance(value, Kind)
    }


_STAGES = {
    "app": "What was typed, the workspace, and this machine",
    "sources": "Spreadsheets, profiles and `sources.yaml`",
    "plan": "The plan",
    "measure": "What only measuring shows",
    "render": "Templates, languages and fonts",
}
_HEAD = """# Findings · 提示一览

Everything that `reportgen` can find wrong, by the stage that finds it. Made from the program's own catalogue: a test
compares them, and `python -m pytest --regenerate tests/test_docs.py` writes this page anew.

A finding names its place (file, sheet and cell, or the line of a YAML file), shows what stands there, and says what to
do. ‹…› stands for what it fills in. What *blocks a person* costs that person's documents and no others, and marks every
total over them as incomplete; where it cannot be told whom a row concerns, it blocks the run. What *blocks the run*
leaves the last pack as it is. Notes and warnings stop nothing (`--strict` counts warnings as problems).
"""


def _page_of_findings() -> Iterator[str]:
    yield _HEAD
    for stage, kinds in BY_STAGE:
        yield f"## {_STAGES[stage]}\n"
        yield "| code | severity | finding | remedy |"
        yield "|---|---|---|---|"
        for kind in sorted(kinds, key=lambda one: one.code):
            severity = severity_name(Problem(kind, Place("")))
            yield f"| `{kind.code}` | {severity} | {_cell(kind.sentence.rstrip('.'))} | {_cell(kind.remedy)} |"
        yield ""


def _cell(text: str) -> str:
    return re.sub(r"\{(\w+)\}", r"‹\1›", text).replace("|", r"\|").replace("*", r"\*")


# ------------------------------------------------------------------------------------------------------ links and names


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    targets = [match["target"] for match in LINK.finditer((ROOT / page).read_text("utf-8"))]
    relative = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in relative if target and not ((ROOT / page).parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_name_that_a_page_speaks_of_is_there(page: str) -> None:
    names = {match["name"] for match in NAMED.finditer((ROOT / page).read_text("utf-8"))}
    own = {"docs/problems.py"} if page == "docs/problems.md" else set()
    assert sorted(name for name in names - own if not _is_there(name)) == []


def _is_there(name: str) -> bool:
    """A path with or without `*`, or a dotted name of the package (`reportgen.measure.pay.tiers.rate`)."""
    path, _, _ = name.partition(":")
    made = path.startswith(("inputs/ledger", "inputs/waivers", "inputs/plan/retro"))
    if made or any(ROOT.glob(path.rstrip("/"))):
        return True
    return name.startswith("reportgen.") and _resolves(name)


def _resolves(name: str) -> bool:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if part not in getattr(found, "__dataclass_fields__", ()) and not hasattr(found, part):
                return False
            found = getattr(found, part, None)
        return True
    return False


# ------------------------------------------------------------------------------------------------ decisions and changes


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_says_status_date_context_decision_and_consequences(page: Path) -> None:
    text = page.read_text("utf-8")
    number = page.name.partition("-")[0]
    assert re.match(rf"# {int(number)}\. \S.*\n\nStatus: (accepted|superseded by \S+) · \d{{4}}-\d\d-\d\d\n", text)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_the_decisions_are_numbered_without_gaps_and_all_listed() -> None:
    assert [int(page.name.partition("-")[0]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    assert [page.name for page in DECISIONS if f"({page.name})" not in index] == []


def test_the_changelog_says_what_is_not_yet_released() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    unreleased = re.search(r"^## \[Unreleased\]\n(?s:.*?)(?=^## \[|\Z)", text, re.MULTILINE)
    assert unreleased is not None
    assert re.search(r"^- \S", unreleased[0], re.MULTILINE)
