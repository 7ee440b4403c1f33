"""What a pack consists of: one job a file, each a pure rendering of a document in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportgen import documents
from reportgen.app.files import safe_stem
from reportgen.model.document import Document
from reportgen.model.measured import Measured
from reportgen.model.papers import BY_NAME, QBR, REGISTER, REVIEWS, STATEMENTS, Paper
from reportgen.model.problem import Problem
from reportgen.render.brand import Brand, read_brand
from reportgen.render.fonts import Fonts
from reportgen.render.words import load_words


@dataclass(frozen=True, slots=True)
class Job:
    """One file to render: its path in the period's folder, its paper's name, the document, the language."""

    path: str
    kind: str
    document: Document
    language: str


@dataclass(frozen=True, slots=True)
class Studio:
    """What rendering needs besides the document; small, so that it travels to worker processes."""

    templates: Path
    fonts: Fonts | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom a pack is made: one person's papers ("" is everybody's), and who gets a review."""

    person: str
    reviewed: tuple[str, ...]


def jobs(measured: Measured, papers: tuple[Paper, ...], languages: tuple[str, ...], wish: Wish) -> Iterator[Job]:
    """Yield the jobs of a pack."""
    for paper in papers:
        for path, document in _MADE[paper.name](measured, wish):
            for language in languages:
                suffix = f"-{language}" if len(languages) > 1 else ""
                yield Job(f"{path}{suffix}.{paper.form}", paper.name, document, language)


def _reviews(measured: Measured, wish: Wish) -> Iterator[tuple[str, Document]]:
    taken: set[str] = set()
    for each in wish.reviewed:
        stem = safe_stem(each, taken)
        if wish.person in ("", each):
            yield f"reviews/{stem}", documents.review(measured, each)


def _statements(measured: Measured, wish: Wish) -> Iterator[tuple[str, Document]]:
    taken: set[str] = set()
    for payee in measured.statements:
        stem = safe_stem(payee, taken)
        if wish.person in ("", payee):
            yield f"statements/{stem}", documents.statement(measured, payee)


def _qbr(measured: Measured, wish: Wish) -> Iterator[tuple[str, Document]]:
    if not wish.person:
        yield "qbr/qbr", documents.qbr(measured)


def _register(measured: Measured, wish: Wish) -> Iterator[tuple[str, Document]]:
    if not wish.person and measured.statements:
        yield register_stem(measured), documents.register(measured)


_MADE: Mapping[str, Callable[[Measured, Wish], Iterator[tuple[str, Document]]]] = {
    REVIEWS.name: _reviews,
    STATEMENTS.name: _statements,
    QBR.name: _qbr,
    REGISTER.name: _register,
}
"""What makes the documents of each paper: their path in the period's folder without its ending, and the document."""


def register_stem(measured: Measured) -> str:
    """Return the register's name: a pay period has a register, a longer period its summary (contract.md)."""
    own = measured.period.grain == measured.plan.company.pay_period
    return "register" if own else "register-summary"


def key(job: Job, studio: Studio) -> str:
    """Return the content key of a job: same key, same bytes."""
    fonts = studio.fonts.digest if studio.fonts and BY_NAME[job.kind].form == "pdf" else ""
    return sha256(f"{studio.stamp}\n{fonts}\n{job.language}\n{job.document!r}".encode()).hexdigest()


def render(job: Job, studio: Studio) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Render one job; pure, so that it may run in any process."""
    words = load_words(studio.templates / "languages", job.language)
    paper = BY_NAME[job.kind]
    if paper.form == "pdf":
        from reportgen.render.pdf import checked_pdf

        if studio.fonts is None:
            raise ValueError("a PDF needs fonts")
        return checked_pdf(job.document, studio.templates / paper.template, words, studio.fonts)
    read = read_brand(studio.templates / "brand.yaml")
    brand, problems = (Brand(), (read,)) if isinstance(read, Problem) else (read, ())
    if paper.form == "pptx":
        from reportgen.render.slides import slides

        return slides(job.document, studio.templates / paper.template / "deck.pptx", words, brand), problems
    from reportgen.render.sheets import workbook

    return workbook(job.document, words, brand), problems
