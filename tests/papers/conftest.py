"""The finished papers that this folder's tests look at: an odd company's whole pack, and a small company's others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from reportgen import documents, plan
from reportgen.model.document import Document
from reportgen.render.fonts import Fonts
from reportgen.render.pdf import pdf
from reportgen.render.words import load_words
from tests.once import made_once
from tests.pack.building import files_of, reportgen
from tests.papers.odd import odd_workspace
from tests.papers.tagging import Tagged, tagged
from tests.unit.documents.test_company_papers import company, compose

ROOT = Path(__file__).resolve().parents[2]
SKELETON = ROOT / "reportgen" / "app" / "skeleton" / "plan"
OTHERS = (
    ("analysis", "2026-03", ""),
    ("bulletin", "2026-03", ""),
    ("carbon", "2026-Q1", ""),
    ("dealer", "2026-Q1", "PT-1"),
)


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The odd company's quarter in both languages by path; reviews are made for the archive. Built once in a run."""
    workspace = made_once(tmp_path_factory, "odd-company", _build)
    return files_of(workspace / "outputs" / "2026-Q1")


def _build(folder: Path) -> None:
    workspace = odd_workspace(folder)
    promised = workspace / "inputs" / "plan" / "documents.yaml"
    text = promised.read_text("utf-8")
    assert "\narchive: []" in text
    assert "\nreview_roles: []" in text
    assert "\nquarter: [reviews, teams," in text
    text = text.replace("\narchive: []", "\narchive: [reviews]").replace(
        "\nreview_roles: []", "\nreview_roles: [representative]"
    )
    text = text.replace("\nquarter: [reviews, teams,", "\nquarter: [reviews, teams, analysis,")
    promised.write_text(text, "utf-8")
    papers = ("--only", "reviews,teams,statements,qbr,analysis")
    done = reportgen("-C", workspace, "build", "2026-Q1", "--language", "both", *papers)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def pages(pack: Mapping[str, bytes], fonts: Fonts) -> Mapping[str, bytes]:
    """Every PDF: the pack's, and the papers that only a company with dealers and a carbon report gets."""
    own = {path: data for path, data in pack.items() if path.endswith(".pdf") and not path.startswith("delivery/")}
    others = {
        f"{kind}-{language}.pdf": pdf(
            document,
            ROOT / "templates" / kind,
            load_words(ROOT / "templates" / "languages", language),
            fonts,
        )
        for kind, document in _others()
        for language in ("zh", "en")
    }
    return {**own, **others}


def _others() -> Iterator[tuple[str, Document]]:
    for kind, when, subject in OTHERS:
        yield kind, compose(kind, when, subject)
    yield "plan", documents.plan_document(company("2026-Q1"), plan.tell(SKELETON, "inputs/plan"))


@pytest.fixture(scope="session")
def tags(pages: Mapping[str, bytes]) -> Mapping[str, Tagged]:
    """What the structure tree of every PDF says."""
    return {path: tagged(data) for path, data in pages.items()}
