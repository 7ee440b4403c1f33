"""`--json`: standard error is a line of JSON for each thing that happened, as documented, without anybody's figures."""

import json
import logging
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reportgen.app.kinds import BUILDING_NOW
from reportgen.app.renewal import alone_with
from tests.cli.running import Said, run
from tests.problems.small import write_workspace

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "log.schema.json").read_bytes())
VALID = jsonschema.Draft202012Validator(SCHEMA)
BUILD = ("build", "2026-01", "--only", "statements", "--jobs", "1")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    write_workspace(tmp_path / "company", {})
    return tmp_path / "company"


def log(said: Said) -> list[dict[str, Any]]:
    """The lines of a log: each as documented, the first a beginning, the last an end that tells the exit code."""
    lines = [json.loads(line) for line in said.err.splitlines()]
    for line in lines:
        VALID.validate(line)
    assert (lines[0]["event"], lines[-1]["event"], lines[-1]["exit"]) == ("begin", "end", said.code)
    assert [line["event"] for line in lines].count("begin") == [line["event"] for line in lines].count("end") == 1
    return lines


def stages(lines: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    return {line["stage"]: line["counts"] for line in lines if line["event"] == "stage"}


def problems(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["event"] == "problem"]


def test_a_build_tells_its_stages_what_they_counted_and_how_it_ended(company: Path) -> None:
    said = run("-C", company, "--json", *BUILD)
    lines = log(said)
    assert {name: lines[0][name] for name in ("command", "period", "workspace")} == {
        "command": "build",
        "period": "2026-01",
        "workspace": str(company),
    }
    told = stages(lines)
    assert told["read"] == {"files": 3, "tables": 3, "rows": 7}
    assert told["measure"] == {"people": 2, "payees": 2}
    assert told["draw"] == {"drawn": 2, "kept": 0, "failed": 0}
    assert told["write"]["files"] == lines[-1]["counts"]["files"] == len(said.json["files"])
    assert lines[-1]["problems"] == {}


def test_check_close_and_verify_keep_a_log_as_well(company: Path) -> None:
    assert list(stages(log(run("-C", company, "check", "2026-01", "--json")))) == ["read", "measure"]
    closed = log(run("-C", company, "close", "2026-01", "--jobs", "1", "--json"))
    assert {"read", "measure", "freeze", "post"} <= set(stages(closed))
    assert closed[-1]["counts"]["payees"] == 2
    verified = log(run("-C", company, "--json", "verify"))
    assert stages(verified) == {"ledger": {"closed": 1}, "packs": {}}
    (again,) = problems(log(run("-C", company, "close", "2026-01", "--json")))
    assert (again["code"], again["severity"]) == ("closed-already", "blocks the run")


def test_a_cell_that_is_wrong_is_told_by_its_place_and_never_by_what_stands_in_it(company: Path) -> None:
    orders = company / "inputs" / "data" / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("1000.00,600.00", "1OOO.00,600.00"), "utf-8")
    said = run("-C", company, *BUILD, "--json")
    assert said.code == 1
    (found,) = [line for line in problems(log(said)) if line["code"] == "amount-unreadable"]
    place = {name: found[name] for name in ("severity", "file", "row", "column", "people")}
    assert place == {
        "severity": "blocks a person",
        "file": "inputs/data/orders.csv",
        "row": 2,
        "column": "H",
        "people": ["E1"],
    }
    for secret in ("1OOO", "王伟", "Acme", "2000", "60.00"):
        assert secret not in said.err
    assert "1OOO" in said.out  # the result is for whoever may read pay


def test_a_run_that_another_one_keeps_out_says_why_in_its_log(company: Path) -> None:
    with alone_with(company / "outputs" / "2026-01"):
        lines = log(run("-C", company, "--json", *BUILD))
    (found,) = problems(lines)
    assert found["code"] == BUILDING_NOW.code
    assert found["sentence"] == "the pack of 2026-01 is being built by another run at this moment"
    assert lines[-1]["problems"] == {"blocks the run": 1}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build",), "usage"),
        (("--nonsense",), "usage"),
        (("build", "2026-13"), "period-unknown"),
        (("check", "-C", "nowhere"), "no-workspace"),
    ],
    ids=["an argument lacks", "no such option", "no such month", "no such folder"],
)
def test_what_was_typed_wrong_is_a_log_too(company: Path, arguments: tuple[str, ...], code: str) -> None:
    said = run("-C", company, *arguments, "--json")
    assert (said.code, [each["code"] for each in problems(log(said))]) == (2, [code])


def test_ctrl_c_and_a_bug_end_the_log_with_an_exit_code_that_no_pack_has(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def faulty(*_: object, **__: object) -> None:
        raise KeyError("王伟 earns 60.00")

    monkeypatch.setattr("reportgen.app.build.measure_period", stopped)
    lines = log(run("-C", company, "--json", *BUILD))
    assert ([each["code"] for each in problems(lines)], lines[-1]["exit"]) == (["stopped"], 3)
    monkeypatch.setattr("reportgen.app.build.measure_period", faulty)
    said = run("-C", company, "--json", *BUILD)
    lines = log(said)
    assert (lines[-2]["event"], lines[-2]["type"], lines[-1]["exit"]) == ("fault", "KeyError", 3)
    assert any(each.startswith("app/rebuild.py:") for each in lines[-2]["where"])
    assert "王伟" not in said.err


def test_what_a_library_warns_of_is_not_mixed_with_the_log(
    company: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reportgen.app import build

    def noisy(*given: Any, **named: Any) -> Any:
        logging.getLogger("some.library").warning("a text that is no JSON")
        return measured(*given, **named)

    measured = build.measure_period
    monkeypatch.setattr("reportgen.app.build.measure_period", noisy)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # those of the tests would take it
    assert log(run("-C", company, "--json", *BUILD))[-1]["exit"] == 0
    assert capsys.readouterr().err == ""


def test_every_word_of_the_log_is_explained_in_the_operations_page() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    events = {form["properties"]["event"]["const"]: form["properties"] for form in SCHEMA["oneOf"]}
    assert set(events) == set(SCHEMA["properties"]["event"]["enum"])
    words = {*events, *(name for form in events.values() for name in form)}
    words |= set(next(form["stage"]["enum"] for form in events.values() if "stage" in form))
    assert {word for word in words if f"`{word}`" not in page} == set()
