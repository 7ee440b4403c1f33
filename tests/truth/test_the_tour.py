"""docs/sample-company.md says what is so: its parts with numbers are made from the expected figures and the program."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from reportgen import documents
from tests.truth.reading import ROOT, measured, rows
from tests.truth.tour import ALERTS, QUARTER, SLIDES, parts

PAGE = ROOT / "docs" / "sample-company.md"
PART = re.compile(r"(<!-- ([a-z]+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)


def test_the_parts_with_numbers_are_current(golden: Callable[[Path, str], None]) -> None:
    made = parts()
    text = PAGE.read_text("utf-8")
    assert sorted(found[1] for found in PART.findall(text)) == sorted(made)
    golden(PAGE, PART.sub(lambda found: f"{found[1]}{made[found[2]]}\n{found[3]}", text))


def test_no_number_of_the_prose_is_unchecked() -> None:
    """What is told outside the parts are names and the plan's own round figures."""
    prose = re.sub(r"`[^`]*`", "", PART.sub("", PAGE.read_text("utf-8")))
    assert re.findall(r"\d[\d,]*\.\d+|\d{2,}(?:,\d{3})+|\d+(?:\.\d+)? ?%", prose) == []


def test_the_pages_that_it_names_are_there() -> None:
    found = measured(QUARTER)
    assert [section.id for section in documents.qbr(found).sections if section.id not in SLIDES] == []
    text = PAGE.read_text("utf-8")
    for person in re.findall(r"`(?:reviews|statements)/([\w-]+)\.(?:pdf|xlsx)`", text):
        assert person in found.people or person in found.statements, person


def test_the_people_and_alerts_that_it_names_are_there() -> None:
    told = {*re.findall(r"\bE0\d\d\b", PAGE.read_text("utf-8"))}
    assert told <= {*measured("2026").roster.people}
    assert {*ALERTS} <= {row["rule"] for row in rows("alerts")}
