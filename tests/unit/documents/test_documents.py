"""What each document of a small made-up company says, compared with texts that were read and checked by hand."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from reportgen import documents
from reportgen.app.build import measure_period
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.document import Document
from reportgen.model.measured import Measured
from reportgen.render.words import load_words, missing_keys
from tests.tables import dataset, measured, period, plan_of
from tests.unit.documents.saying import said

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden"
LANGUAGES = ("en", "zh")

Golden = Callable[[Path, str], None]


@cache
def company(when: str) -> Measured:
    given = YAML(typ="base", pure=True).load((GOLDEN / "company.yaml").read_text("utf-8"))
    plan = plan_of(**given.pop("plan"))
    return measured(dataset(**given), plan, when)


def compose(kind: str, when: str, subject: str) -> Document:
    found = company(when)
    match kind:
        case "review":
            return documents.review(found, subject)
        case "statement":
            return documents.statement(found, subject)
        case "team":
            return documents.team(found, subject)
        case "qbr":
            return documents.qbr(found)
    return documents.register(found)


SHOWN = [
    ("review", "2026-Q1", "E1", "en"),
    ("review", "2026-Q1", "E1", "zh"),
    ("review", "2026-03", "E2", "en"),
    ("review", "2026-Q1", "E3", "en"),
    ("review", "2026-Q1", "B1", "en"),
    ("team", "2026-Q1", "M1", "en"),
    ("statement", "2026-03", "E1", "en"),
    ("statement", "2026-Q1", "E1", "zh"),
    ("statement", "2026-Q1", "FUND-M1", "en"),
    ("qbr", "2026-Q1", "", "en"),
    ("register", "2026-03", "", "en"),
    ("register", "2026-Q1", "", "zh"),
]


@pytest.mark.parametrize(("kind", "when", "subject", "language"), SHOWN)
def test_a_document_says_what_was_read_and_approved(
    kind: str, when: str, subject: str, language: str, golden: Golden
) -> None:
    words = load_words(ROOT / "templates" / "languages", language)
    name = "-".join(part for part in (kind, subject, when, language) if part)
    golden(GOLDEN / "documents" / f"{name}.txt", said(compose(kind, when, subject), words))


def lacking(found: Measured) -> set[str]:
    """Return what either catalogue lacks for any document of a period."""
    made = [
        *(documents.review(found, person) for person in found.people),
        *(documents.statement(found, payee) for payee in found.statements),
        *(documents.team(found, leader) for leader in found.teams),
        documents.qbr(found),
        documents.register(found),
    ]
    catalogues = [load_words(ROOT / "templates" / "languages", language) for language in LANGUAGES]
    return {problem.found for words in catalogues for each in made for problem in missing_keys(each, words)}


@pytest.mark.parametrize("when", ["2026-01", "2026-02", "2026-03", "2026-Q1", "2026"])
def test_every_word_of_every_document_is_in_both_catalogues(when: str) -> None:
    assert lacking(company(when)) == set()


def test_every_word_of_the_sample_companys_quarter_is_in_both_catalogues() -> None:
    workspace = open_workspace(ROOT)
    assert isinstance(workspace, Workspace)
    _, found, _ = measure_period(workspace, period("2026-Q1"))
    assert found is not None
    assert lacking(found) == set()
