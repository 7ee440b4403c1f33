"""Turns the house rules for tests into fixtures and options: real data, goldens, and no silent skip in CI."""

import gc
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import hypothesis
import pytest

from reportgen.app.fonts import prepare_fonts
from reportgen.model.problem import Problem
from reportgen.render.fonts import Fonts
from tests.once import made_once
from tests.pack.building import sample_workspace

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
SHARED_DATA_ABSENT = "../shared/data is absent"
IN_CI = os.environ.get("CI", "").lower() == "true"

# Tests start the program a hundred times and more: each start would compile all of it where nothing compiled is kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests make more values than Python's own 700 all the time, and each search for cycles looks at libraries and shared
# companies too: a tenth of the computing. What nobody holds any more is freed at once all the same.
gc.set_threshold(20_000, 10, 10)

# A red run must be red again on the next machine: no clock and, in CI, no chance.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if IN_CI else "house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write goldens that differ; the test still fails once")
    parser.addoption("--every-statement", action="store_true", help="look at all statements, not at a third of them")


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI and config.getoption("--regenerate"):
        raise pytest.UsageError("--regenerate in CI would accept whatever came out")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no process is left with one of them when the others are done."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that nobody here wrote; the test skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(SHARED_DATA_ABSENT)
    return SHARED_DATA


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The font files that documents embed: half a minute the first time; `.pytest_cache` keeps them for the next."""
    made = prepare_fonts(ROOT / ".pytest_cache" / "fonts")
    assert not isinstance(made, Problem), made.sentence
    return made


@pytest.fixture(scope="session")
def sample_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the sample company as `reportgen new` makes it: it is only read, and builds take a copy."""
    return made_once(tmp_path_factory, "sample-company", sample_workspace)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with its committed golden; --regenerate writes a difference, and the test fails this once."""

    def compare(path: Path, text: str) -> None:
        expected = path.read_text("utf-8") if path.is_file() else None
        if expected == text:
            return
        if request.config.getoption("--regenerate"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            pytest.fail(f"{path.name} was written anew: read its diff, then run the tests again", pytrace=False)
        assert expected is not None, f"{path} does not exist: run pytest --regenerate and read what it wrote"
        assert text == expected

    return compare


# ------------------------------------------------------------------------------------------------ no silent skip in CI


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


def _fail_if_skipped_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A machine that lacks something must turn red: only absent data may skip. Expected failures are no skips."""
    if not IN_CI or report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    reason = (
        report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else str(report.longrepr)
    )
    if reason != SHARED_DATA_ABSENT or SHARED_DATA.is_dir():
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where only absent real data may be: {reason}"
