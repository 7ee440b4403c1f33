"""The schemas that editors get: the sample's plan fits them, and what the program refuses they refuse too."""

from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from reportgen.plan import schemas

PLAN = Path(__file__).resolve().parents[3] / "inputs" / "plan"
SCHEMAS = schemas()


def section(path: Path) -> str:
    return path.stem if path.stem in SCHEMAS else path.stem.partition("-")[0]


def read(text: str) -> Any:
    """Read YAML as an editor does: days are texts to it."""
    return _plain(YAML(typ="safe", pure=True).load(text))


def _plain(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _plain(value) for key, value in found.items()}
    if isinstance(found, list):
        return [_plain(value) for value in found]
    return found.isoformat() if isinstance(found, date) else found


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("path", sorted(PLAN.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_file_of_the_samples_plan_fits_its_schema(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMAS[section(path)])
    assert [error.message for error in validator.iter_errors(read(path.read_text("utf-8")))] == []


ENTRY = "- {id: t, name: {zh: 例, en: T}, from: 2026-01-01, because: {zh: 例, en: T}, "


@pytest.mark.parametrize(
    ("name", "text", "fits"),
    [
        ("forecast", ENTRY + "kind: run_rate, measure: sales}", True),
        ("forecast", ENTRY + "kind: run_rate, measure: sales, months: 3}", False),  # another kind's key
        ("forecast", ENTRY + "kind: run_rate}", False),  # a key is missing
        ("forecast", ENTRY + "kind: crystal_ball, measure: sales}", False),  # no such kind
        ("forecast", ENTRY + "kind: backtest, target: 85, periods: 4}", False),  # a percentage has its sign
        ("targets", ENTRY + "metric: m, year: 2026, floor: '1,000', phasing: [40 %, 30 %, 20 %, 10 %]}", True),
        ("targets", ENTRY + "metric: m, year: 2026, floor: 1e5, phasing: [100 %]}", True),  # a number to an editor
        ("targets", ENTRY + "metric: m, year: 2026, floor: '1,0', phasing: [100 %]}", False),
        ("measures", ENTRY + "table: orders, how: count, unit: count}", True),  # counts rows: no column
        ("measures", ENTRY + "table: orders, how: sum, unit: money}", False),  # sums what?
        (
            "kpis",
            ENTRY + "kind: sum, measure: m, unit: money, better: up, perspective: financial, horizon: short}",
            False,
        ),
    ],
)
def test_a_schema_refuses_what_the_reader_refuses(name: str, text: str, fits: bool) -> None:
    assert jsonschema.Draft202012Validator(SCHEMAS[name]).is_valid(read(text)) is fits
