"""What a pack consists of: one job a file, each a pure rendering of a document in a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportgen import documents
from reportgen.app.files import safe_stem
from reportgen.model.document import Document
from reportgen.model.measured import Measured
from reportgen.model.problem import Problem
from reportgen.render.brand import Brand, read_brand
from reportgen.render.fonts import Fonts
from reportgen.render.words import load_words

REVIEWS, STATEMENTS, QBR, REGISTER = "reviews", "statements", "qbr", "register"
KINDS = (REVIEWS, STATEMENTS, QBR, REGISTER)
"""What --only takes, in the order of the pack."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to render: its path in the period's folder, the document, the language."""

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


def jobs(
    measured: Measured, kinds: tuple[str, ...], languages: tuple[str, ...], person: str, reviewed: tuple[str, ...]
) -> Iterator[Job]:
    """Yield the jobs of a pack; `person` ("" for everybody) narrows reviews and statements to one."""
    taken: dict[str, set[str]] = {REVIEWS: set(), STATEMENTS: set()}
    for kind in kinds:
        for path, ending, document in _documents(measured, kind, person, reviewed, taken):
            for language in languages:
                suffix = f"-{language}" if len(languages) > 1 else ""
                yield Job(f"{path}{suffix}.{ending}", kind, document, language)


def _documents(
    measured: Measured, kind: str, person: str, reviewed: tuple[str, ...], taken: Mapping[str, set[str]]
) -> Iterator[tuple[str, str, Document]]:
    if kind == REVIEWS:
        for each in reviewed:
            stem = safe_stem(each, taken[kind])
            if person in ("", each):
                yield f"reviews/{stem}", "pdf", documents.review(measured, each)
    elif kind == STATEMENTS:
        for payee in measured.statements:
            stem = safe_stem(payee, taken[kind])
            if person in ("", payee):
                yield f"statements/{stem}", "xlsx", documents.statement(measured, payee)
    elif kind == QBR and not person:
        yield "qbr/qbr", "pptx", documents.qbr(measured)
    elif kind == REGISTER and not person and measured.statements:
        yield register_stem(measured), "xlsx", documents.register(measured)


def register_stem(measured: Measured) -> str:
    """Return the register's name: a pay period has a register, a longer period its summary (contract.md)."""
    own = measured.period.grain == measured.plan.company.pay_period
    return "register" if own else "register-summary"


def key(job: Job, studio: Studio) -> str:
    """Return the content key of a job: same key, same bytes."""
    fonts = studio.fonts.digest if studio.fonts and job.kind == REVIEWS else ""
    return sha256(f"{studio.stamp}\n{fonts}\n{job.language}\n{job.document!r}".encode()).hexdigest()


def render(job: Job, studio: Studio) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Render one job; pure, so that it may run in any process."""
    words = load_words(studio.templates / "languages", job.language)
    if job.kind == REVIEWS:
        from reportgen.render.pdf import checked_pdf

        if studio.fonts is None:
            raise ValueError("a PDF needs fonts")
        return checked_pdf(job.document, studio.templates / "review", words, studio.fonts)
    read = read_brand(studio.templates / "brand.yaml")
    brand, problems = (Brand(), (read,)) if isinstance(read, Problem) else (read, ())
    if job.kind == QBR:
        from reportgen.render.slides import slides

        return slides(job.document, studio.templates / "qbr" / "deck.pptx", words, brand), problems
    from reportgen.render.sheets import workbook

    return workbook(job.document, words, brand), problems
