"""A run that is killed, stopped or refused room: old pack or new, the ledger whole, and the next run finishes."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.app.staging import hashes
from tests.faults import rounds
from tests.faults.dying import Runs, runs

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded() -> Iterator[Runs]:
    with runs() as one:
        yield one


@pytest.fixture(scope="module")
def company(loaded: Runs, tmp_path_factory: pytest.TempPathFactory) -> rounds.Company:
    return rounds.company(tmp_path_factory.mktemp("company"), loaded)


def wrong(company: rounds.Company, runs: Runs, folder: Path, command: str, what: str, count: int) -> list[str]:
    moments = rounds.moments(company.calls[command], count)
    assert len(moments) >= count
    return [each for at in moments for each in rounds.wrong(company, runs, folder / "round", command, at, what)]


def test_a_build_that_is_killed_loses_nothing(company: rounds.Company, loaded: Runs, tmp_path: Path) -> None:
    assert company.before != company.built
    assert "exchange" in company.calls["build"]
    assert wrong(company, loaded, tmp_path, "build", "kill", 8) == []


def test_a_closing_that_is_killed_loses_nothing(company: rounds.Company, loaded: Runs, tmp_path: Path) -> None:
    assert {"exchange", "commit", "rename"} <= set(company.calls["close"])
    assert wrong(company, loaded, tmp_path, "close", "kill", 12) == []


def test_a_build_that_takes_up_a_killed_one_and_is_killed_too_loses_nothing(
    company: rounds.Company, loaded: Runs, tmp_path: Path
) -> None:
    exchange = company.calls["build"].index("exchange")
    found = [
        rounds.wrong_twice(company, loaded, tmp_path / "round", exchange - 8, again) for again in (3, 5, 8, 13, 34)
    ]
    assert found == [[]] * 5


def test_what_a_killed_build_had_drawn_is_not_drawn_again(
    company: rounds.Company, loaded: Runs, tmp_path: Path
) -> None:
    folder = tmp_path / "company"
    rounds.copy(company, folder)
    shutil.rmtree(folder / "outputs")
    calls = loaded.run("-C", folder, *rounds.BUILD).calls
    finished = hashes(folder / "outputs")
    shutil.rmtree(folder / "outputs")
    # A file that is written is renamed, and a second one is opened for the note of it.
    noted = [at for at in range(2, len(calls)) if calls[at - 2 : at] == ("replace", "create") and calls[at] != "fsync"]
    assert len(noted) == 3
    assert loaded.run("-C", folder, *rounds.BUILD, at=noted[1] + 1).code == -9
    said = loaded.run("-C", folder, *rounds.BUILD, "--json").said
    (drawing,) = (line for line in said.splitlines() if '"stage": "draw"' in line)
    assert json.loads(drawing)["counts"] == {"drawn": 1, "kept": 2, "failed": 0}
    assert hashes(folder / "outputs") == finished


@pytest.mark.parametrize("what", ["stop", "full"])
@pytest.mark.parametrize("command", ["build", "close"])
def test_ctrl_c_and_a_full_disk_lose_nothing_and_are_told_in_a_sentence(
    company: rounds.Company, loaded: Runs, tmp_path: Path, command: str, what: str
) -> None:
    some = rounds.moments(company.calls[command], 24)[1::9]
    assert len(some) >= 3
    found = [each for at in some for each in rounds.wrong(company, loaded, tmp_path / "round", command, at, what)]
    assert found == []
