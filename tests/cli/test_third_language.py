"""A third language is one file: a catalogue that is put beside the others, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from reportgen.render.sheets import read_workbook
from reportgen.render.slides import read_deck
from tests.cli.running import run
from tests.pack.finished import pages
from tests.problems.small import write_workspace

OPEN, CLOSE = "«", "»"
_LANGUAGE = "ru"
"""One whose months and days are not in Latin letters."""

_VALUE = re.compile(r"\{[^}]*\}")
_WORDS = re.compile(r"[a-z]{4,}")


def marked(sentence: str) -> str:
    """A sentence of a made-up language: its own letters are gone, its values stay, and marks stand around it."""
    parts = re.split(r"(\{[^}]*\})", sentence)
    return OPEN + "".join(part if _VALUE.fullmatch(part) else re.sub(r"[A-Za-z]", "é", part) for part in parts) + CLOSE


def catalogue(folder: Path) -> None:
    """Write the made-up language beside the others: the English file with other words in it, its forms kept."""
    yaml = YAML(typ="safe", pure=True)
    english = yaml.load((folder / "en.yaml").read_text("utf-8"))
    made = {
        key: {form: marked(text) for form, text in said.items()} if isinstance(said, dict) else marked(said)
        for key, said in english.items()
        if not key.startswith(("format.", "compact."))
    }
    kept = {key: said for key, said in english.items() if key.startswith(("format.", "compact."))}
    with (folder / f"{_LANGUAGE}.yaml").open("w", encoding="utf-8") as file:
        yaml.dump({**made, **kept}, file)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of the small company in a language that the program does not know."""
    folder = tmp_path_factory.mktemp("third") / "company"
    write_workspace(folder, {"templates": True})
    catalogue(folder / "templates" / "languages")
    company = folder / "inputs" / "plan" / "company.yaml"
    text = re.sub(r"(?m)^language: \w+", f"language: {_LANGUAGE}", company.read_text("utf-8"))
    company.write_text(text, "utf-8")
    said = run("-C", folder, "build", "2026-01", "--only", "reviews,statements,qbr", "--jobs", "1")
    assert said.code == 0, said.err
    return folder / "outputs" / "2026-01"


def foreign(texts: list[str], names: str) -> set[str]:
    """The words of texts that are neither of the made-up language, which has none of these letters, nor names."""
    return {word for text in texts for word in _WORDS.findall(text.lower()) if word not in names.lower()}


def names(pack: Path) -> str:
    """Everything that the plan and the inputs say, in one text."""
    files = [*(pack.parents[1] / "inputs" / "plan").glob("*.yaml"), *(pack.parents[1] / "inputs" / "data").glob("*")]
    return "\n".join((*(file.read_text("utf-8") for file in files), *(file.name for file in files)))


def test_a_review_a_statement_and_a_deck_are_made_of_the_catalogue_alone(pack: Path) -> None:
    review = list(pages(pack / "reviews" / "E1.pdf"))
    deck = read_deck((pack / "qbr" / "qbr.pptx").read_bytes())
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    slides = [
        text for shape in shapes for text in (shape.text, shape.alt, *(cell for row in shape.rows for cell in row))
    ]
    book = read_workbook((pack / "statements" / "E1.xlsx").read_bytes())
    cells = [cell.value for sheet in book.sheets.values() for cell in sheet.values()]
    assert deck.language == _LANGUAGE
    known = names(pack)
    for texts in (review, slides, [*cells, *book.sheets]):
        assert sum(OPEN in text for text in texts) > 0
        assert foreign(texts, known) == set()
