"""The example documents that templates are tried with say what real documents say, at any length."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.app.examples import Example, examples
from reportgen.app.examples.tree import document_of, tree_of
from reportgen.model.document import Chart, DataTable, Document, HeatMap, Metrics, Verbatim
from reportgen.model.papers import BY_NAME, PAPERS
from reportgen.model.quantity import Quantity, Unit
from reportgen.render.fonts import Fonts
from reportgen.render.pdf.trial import tried
from reportgen.render.stretched import longest, shortest
from reportgen.render.words import load_words, missing_keys
from tests.unit.documents.test_company_papers import company, compose

ANEW = "documents say something new: `python -m reportgen.app.examples` writes the examples anew"
ROOT = Path(__file__).resolve().parents[3]
WORDS = {language: load_words(ROOT / "templates" / "languages", language) for language in ("en", "zh")}
LARGEST = 10**9


def called(example: Example) -> str:
    return f"{example.paper}-{example.document.period.grain}"


def test_every_paper_that_is_a_pdf_has_an_example() -> None:
    assert {each.paper for each in examples()} == {paper.name for paper in PAPERS if paper.form == "pdf"}
    assert {each.document.period.grain for each in examples() if each.paper == "reviews"} == {"month", "quarter"}
    assert all(BY_NAME[each.paper].template == each.document.kind for each in examples())


@pytest.mark.parametrize("example", examples(), ids=called)
def test_every_word_of_an_example_is_in_both_catalogues(example: Example) -> None:
    assert [problem for words in WORDS.values() for problem in missing_keys(example.document, words)] == []


def sections(document: Document) -> set[str]:
    return {section.id for section in document.sections}


@pytest.mark.parametrize("paper", ["analysis", "bulletin", "carbon", "dealers"])
def test_such_a_document_of_another_company_has_no_section_that_the_example_has_not(paper: str) -> None:
    (example,) = (each for each in examples() if each.paper == paper)
    subject = "PT-1" if paper == "dealers" else ""
    made = compose(example.document.kind, example.document.period.id, subject)
    assert sections(made) <= sections(example.document), ANEW


@pytest.mark.parametrize("grain", ["month", "quarter"])
def test_a_review_of_another_company_has_no_section_that_its_example_has_not(grain: str) -> None:
    found = company({"month": "2026-03", "quarter": "2026-Q1"}[grain])
    (example,) = (each for each in examples() if each.paper == "reviews" and each.document.period.grain == grain)
    for person in found.people:
        assert sections(documents.review(found, person)) <= sections(example.document), ANEW


def test_a_document_is_the_same_after_it_was_taken_apart() -> None:
    for each in examples():
        assert document_of(tree_of(each.document)) == each.document
    analysis = compose("analysis", "2026-Q1", "")
    assert document_of(tree_of(analysis)) == analysis


def sums(document: Document) -> Iterator[Fraction]:
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, DataTable):
                cells = [cell for row in part.rows for cell in row.cells]
                yield from (abs(each.value) for each in cells if isinstance(each, Quantity) and each.unit is Unit.MONEY)


@pytest.mark.parametrize("example", examples(), ids=called)
def test_the_longest_has_long_names_large_sums_and_many_rows(example: Example) -> None:
    usual, made = example.document, longest(example.document)
    assert [section.id for section in made.sections] == [section.id for section in usual.sections]
    if any(sums(usual)):
        assert max(sums(made)) >= max(sums(usual)) > 0
    if isinstance(usual.title, Verbatim) and isinstance(made.title, Verbatim):
        assert len(made.title.text) >= 12
    tables = [part for section in made.sections for part in section.parts if isinstance(part, DataTable | HeatMap)]
    assert example.paper == "plan" or max(len(each.rows) for each in tables) >= 14


def test_in_the_longest_what_added_up_still_does() -> None:
    (analysis,) = (each.document for each in examples() if each.paper == "analysis")
    charts = [part for section in longest(analysis).sections for part in section.parts if isinstance(part, Chart)]
    (bridge,) = (chart.series[0].values for chart in charts if chart.kind == "waterfall")
    values = [each.value for each in bridge if isinstance(each, Quantity)]
    assert len(values) == len(bridge)
    assert sum(values[:-1]) == values[-1] != 0
    assert max(map(abs, values)) >= LARGEST / 10


@pytest.mark.parametrize("example", examples(), ids=called)
def test_the_shortest_measures_nothing_and_lists_nothing(example: Example) -> None:
    for section in shortest(example.document).sections:
        for part in section.parts:
            if isinstance(part, DataTable | HeatMap):
                assert part.rows == ()
            elif isinstance(part, Chart):
                assert not any(isinstance(value, Quantity) for series in part.series for value in series.values)
            elif isinstance(part, Metrics):
                assert not any(isinstance(each.value, Quantity) for each in part.items)


@cache
def template(paper: str) -> Path:
    return ROOT / "templates" / BY_NAME[paper].template


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("example", examples(), ids=called)
def test_the_programs_own_templates_hold_the_longest_and_the_shortest(
    example: Example, language: str, fonts: Fonts
) -> None:
    for document in (longest(example.document), shortest(example.document)):
        assert list(tried(document, template(example.paper), WORDS[language], fonts, "")) == []
