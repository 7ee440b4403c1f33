"""Turns finished files back into the figures they print, the way a reader takes them from the page."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pypdfium2

from reportgen.model.document import DataTable, Document, HeatMap, Metrics, Paragraph, Precision
from reportgen.render.sheets import read_workbook
from reportgen.render.slides import DeckText, read_deck
from reportgen.render.words import Words, scales, word
from tests.pack.numbers import cells_of

NOT_MEASURED = ("not measured", "未测量")

T = TypeVar("T")

_UNITS = {"": Fraction(1), "万": Fraction(10**4), "亿": Fraction(10**8)}
_FIGURE = r"([−-]?[\d,]+(?:\.\d+)?%?|not measured|未测量)"


def once_for_its_bytes(look: Callable[[bytes], T]) -> Callable[[Path], T]:
    """Return what looks at a file by its bytes: many tests ask the same of it, and what they get nobody can change."""
    known: dict[bytes, T] = {}

    @wraps(look)
    def seen(file: Path) -> T:
        data = file.read_bytes()
        digest = sha256(data).digest()
        if digest not in known:
            known[digest] = look(data)
        return known[digest]

    return seen


@once_for_its_bytes
def pages(data: bytes) -> tuple[str, ...]:
    """The text of each page of a PDF, line ends as blanks: a cell may have broken anywhere."""
    document = pypdfium2.PdfDocument(data)
    try:
        return tuple(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def text_of(file: Path) -> str:
    """The whole text of a PDF."""
    return " ".join(pages(file))


def number(text: str) -> Fraction:
    """A printed figure as an exact number; a share of one for a percentage."""
    plain = text.replace(",", "").replace("−", "-")
    return Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)


def defined(text: str, name: str, formula: str) -> str:
    """The figure that a review's list of definitions prints between a measure's name and its formula.

    A leader's list has the team's before the leader's own: this is the own. A narrow column may break name and formula
    anywhere, in Chinese without a blank.
    """
    return _defined(text, name, formula)[1]


def defined_of_team(text: str, name: str, formula: str) -> str:
    """The team's figure in the definitions of a leader's review."""
    return _defined(text, name, formula)[0]


def _defined(text: str, name: str, formula: str) -> tuple[str, str]:
    found = re.findall(rf"{_broken(name)} (?:{_FIGURE} )?{_FIGURE} {_broken(formula)}", text)
    assert len(found) == 1, f"{name}: {found}"
    ((team, own),) = found
    return str(team), str(own)


def _broken(text: str) -> str:
    return r"\s?".join(re.escape(char) for char in text if char != " ")


def short(text: str) -> tuple[Fraction, Fraction]:
    """An amount in its short form (`358.2 万`), and by how much what it stands for may differ."""
    figure, _, unit = text.strip().partition(" ")
    size = _UNITS[unit] / 10 ** len(figure.partition(".")[2])
    # A short form leaves out decimals that are 0: 885 万 may stand for 885.04 万, or for 885.4 where no place is kept.
    return number(figure) * _UNITS[unit], max(size, _UNITS[unit] / 10) / 2


def stands_for(text: str, value: Fraction) -> bool:
    """Tell whether a short form may stand for an exact value."""
    shown, tolerance = short(text)
    return abs(shown - value) <= tolerance


def figure_of(review: Path, name: str, formula: str) -> Fraction:
    """A figure of a review that must be a number."""
    return number(defined(text_of(review), name, formula))


_NUMBER = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?%?")


def numbers(text: str) -> Counter[str]:
    """All numbers that a text prints, each as often as it does."""
    return Counter(_NUMBER.findall(text))


def said_numbers(document: Document, words: Words) -> Counter[str]:
    """All numbers that the sentences, figures and tables of a document say, as a page writes them.

    A chart writes only those that it has room for; what it shows stands in a table or sentence too.
    """
    found: Counter[str] = Counter()
    for part in (part for section in document.sections for part in section.parts):
        match part:
            case Paragraph():
                found += numbers(word(words, part.text, "compact"))
            case Metrics():
                for item in part.items:
                    found += numbers(word(words, item.value, "compact"))
                    found += numbers(word(words, item.note, "compact"))
            case DataTable() | HeatMap():
                precise: list[Precision] = ["compact"] * len(part.columns)
                if isinstance(part, DataTable):
                    precise = [each.precision for each in part.columns]
                manners = list(zip(precise, scales(part, words), strict=True))
                for row in cells_of(part):
                    for cell, (precision, scale) in zip(row, manners, strict=True):
                        found += numbers(word(words, cell, precision, scale))
    return found


@once_for_its_bytes
def deck_of(data: bytes) -> DeckText:
    """A finished deck."""
    return read_deck(data)


def table_of(deck: DeckText, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a deck's table without its header, from wherever in the deck it stands."""
    found = [shape.rows for slide in deck.slides for shape in slide.shapes if shape.name == name and shape.rows]
    assert found, f"no table {name}"
    return tuple(row for rows in found for row in rows[1:])


@dataclass(frozen=True, slots=True)
class Booked:
    """What the deck says the company is made of: all reviews, people without one, rows of nobody, the company."""

    people: Fraction
    others: Fraction
    nobody: Fraction
    company: Fraction


def booked(deck: DeckText) -> Booked:
    """The table that proves the deck against the reviews."""
    people, *others, nobody, company = (number(row[1]) for row in table_of(deck, "booked"))
    assert len(others) <= 1
    return Booked(people, sum(others, Fraction(0)), nobody, company)


def pay_of(deck: DeckText) -> Fraction:
    """The deck's pay figure: the total of its table by component."""
    return number(table_of(deck, "pay")[-1][1])


@once_for_its_bytes
def payable(data: bytes) -> Fraction:
    """What a finished statement pays."""
    return cents(read_workbook(data).figure("figures.payable").value)


def cents(cell: str) -> Fraction:
    """A money cell, whose file may carry binary dust behind the cent."""
    exact = Fraction(cell)
    assert abs(exact - round(exact, 2)) < Fraction(1, 10**6), cell
    return round(exact, 2)


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a finished CSV file."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def actuals(folder: Path, measure: str, kind: str = "person") -> dict[str, str]:
    """The values of a measure in `data/actuals.csv`, by subject."""
    rows = rows_of(folder / "data" / "actuals.csv")
    return {row["subject"]: row["value"] for row in rows if (row["measure"], row["subject_kind"]) == (measure, kind)}
