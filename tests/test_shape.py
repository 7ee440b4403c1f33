"""Turns the house's shape into tests: who imports whom, how long things may be, what no file may contain."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reportgen"
LONGEST_FILE = 460
LONGEST_FUNCTION = 90

MACHINE_PATH = re.compile(r"(?<![\w.~<-])/(?:work|root|home|tmp|opt|Users)/\w")
ADDRESS_OF_A_REGISTRY = re.compile(
    r"pypi\.(?:org|python)|python[h]osted|deb\.debian|archive\.ubuntu|npm[j]s|--(?:extra-)?index-url|--[f]ind-links"
    r"|index[-_]url\s*=|https?://\S*/simple\b|^\s*-[fi] ",
    re.MULTILINE,
)


def test_the_import_rule_holds() -> None:
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr


def test_the_model_imports_the_standard_library_alone() -> None:
    allowed = sys.stdlib_module_names | {"reportgen"}
    strangers = [
        f"{_named(file)}: {module}"
        for file in sorted((PACKAGE / "model").rglob("*.py"))
        for module in _imported(file)
        if module not in allowed
    ]
    assert strangers == []


def test_every_library_that_is_imported_is_declared() -> None:
    brought_by = metadata.packages_distributions()
    declared = {_normal(name) for name in (*_declared(), *_optional())}
    undeclared = {
        f"{_named(file)}: {module}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for module in _imported(file) - sys.stdlib_module_names - {"reportgen"}
        if declared.isdisjoint(_normal(name) for name in brought_by.get(module, ()))
        # Comes with pandas, whose columns it is.
        and module != "numpy"
    }
    assert undeclared == set()


def test_no_file_is_too_long() -> None:
    lengths = {_named(file): len(file.read_text("utf-8").splitlines()) for file in PACKAGE.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{_named(file)}:{node.lineno} {node.name}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, ADDRESS_OF_A_REGISTRY], ids=["machine path", "registry address"])
def test_no_committed_file_knows_the_machine_it_was_written_on(forbidden: re.Pattern[str]) -> None:
    found = [f"{name}: {match[0]!r}" for name, text in _committed_texts() for match in forbidden.finditer(text)]
    assert found == []


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_a_lock_holds_exact_versions_with_hashes_and_nothing_else(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    shape = re.compile(r"[a-z0-9][a-z0-9.-]*==[\w.+!]+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [entry for entry in entries if not shape.fullmatch(entry)] == []
    locked = {entry.partition("==")[0] for entry in entries}
    wanted = _declared() if lock == "run.txt" else (*_declared(), *_optional())
    assert {_normal(name) for name in wanted} <= locked


def test_the_two_locks_agree() -> None:
    run, dev = (set((ROOT / "requirements" / lock).read_text("utf-8").splitlines()) for lock in ("run.txt", "dev.txt"))
    assert run - dev == set()


# ------------------------------------------------------------------------------------------------------------ reading


def _declared() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return _names(project["dependencies"])


def _optional() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return _names(each for extra in project["optional-dependencies"].values() for each in extra)


def _names(requirements: Iterable[str]) -> list[str]:
    return [re.split(r"[<>=!~\[; ]", requirement)[0] for requirement in requirements]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(file: Path) -> set[str]:
    """The top-level names of all that a file imports when it runs, also inside functions."""
    tree = ast.parse(file.read_text("utf-8"))
    for_types_alone = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in for_types_alone:
            continue
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def _committed_texts() -> Iterator[tuple[str, str]]:
    """Every text file that is committed or about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listing.stdout.decode().split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            yield name, content.decode("utf-8", "replace")


def _named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
