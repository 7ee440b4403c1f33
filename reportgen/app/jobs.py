"""What a pack consists of: one job a file, each a pure rendering of a document in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from reportgen import documents
from reportgen.app.audience import audience
from reportgen.app.files import safe_stem
from reportgen.app.further_fonts import further_version
from reportgen.app.rendering import Job, Studio
from reportgen.model.document import Document
from reportgen.model.measured import Measured
from reportgen.model.papers import (
    ANALYSIS,
    BULLETIN,
    BY_NAME,
    CARBON,
    DEALERS,
    PLAN,
    QBR,
    REGISTER,
    REVIEWS,
    STATEMENTS,
    TEAMS,
    Paper,
)
from reportgen.model.plan_text import PlanText


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that a pack is to have, before it is known what it says: `make` composes its document.

    `may` tells of a document's subject whom the file may name; `sources` is as in `Job`.
    """

    path: str
    kind: str
    language: str
    make: Callable[[], Document]
    may: Callable[[str], tuple[str, ...] | None]
    sources: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom a pack is made: one person's papers ("" is everybody's), and who gets a review.

    `plan` is the plan's own text, where it is asked for.
    """

    person: str
    reviewed: tuple[str, ...]
    plan: PlanText | None = None


def planned(measured: Measured, papers: tuple[Paper, ...], languages: tuple[str, ...], wish: Wish) -> Iterator[Planned]:
    """Yield the files of a pack."""
    may = audience(measured)
    read = tuple(sorted({file for files in measured.sources.values() for file in files}))
    for paper in papers:
        sources = read if paper.name in measured.plan.documents.archive else None
        for path, make in _MADE[paper.name](measured, wish):
            for language in languages:
                suffix = f"-{language}" if len(languages) > 1 else ""
                told = partial(may.of, paper)
                yield Planned(f"{path}{suffix}.{paper.form}", paper.name, language, make, told, sources)


def composed(files: Iterable[Planned]) -> Iterator[Job]:
    """Yield the job of each file; a document is composed once for all its languages, and none is kept."""
    make, document = None, None
    for file in files:
        if document is None or file.make is not make:
            make, document = file.make, file.make()
        yield Job(file.path, file.kind, document, file.language, file.may(document.subject), file.sources)


def jobs(measured: Measured, papers: tuple[Paper, ...], languages: tuple[str, ...], wish: Wish) -> Iterator[Job]:
    """Yield the jobs of a pack."""
    return composed(planned(measured, papers, languages, wish))


_Papers = Iterator[tuple[str, Callable[[], Document]]]


def _reviews(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for each in wish.reviewed:
        stem = safe_stem(each, taken)
        if wish.person in ("", each):
            yield f"reviews/{stem}", partial(documents.review, measured, each)


def _statements(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for payee in measured.statements:
        stem = safe_stem(payee, taken)
        if wish.person in ("", payee):
            yield f"statements/{stem}", partial(documents.statement, measured, payee)


def _teams(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for leader in measured.teams:
        stem = safe_stem(leader, taken)
        if wish.person in ("", leader):
            yield f"teams/{stem}", partial(documents.team, measured, leader)


def _qbr(measured: Measured, wish: Wish) -> _Papers:
    if not wish.person:
        yield "qbr/qbr", partial(documents.qbr, measured)


def _register(measured: Measured, wish: Wish) -> _Papers:
    if not wish.person and measured.statements:
        yield register_stem(measured), partial(documents.register, measured)


def _analysis(measured: Measured, wish: Wish) -> _Papers:
    if not wish.person:
        yield "management/analysis", partial(documents.analysis, measured)


def _bulletin(measured: Measured, wish: Wish) -> _Papers:
    if not wish.person:
        yield "management/bulletin", partial(documents.bulletin, measured)


def _dealers(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for each in measured.dealers if not wish.person else ():
        yield f"management/dealers/{safe_stem(each, taken)}", partial(documents.dealer_statement, measured, each)


def _carbon(measured: Measured, wish: Wish) -> _Papers:
    if not wish.person and documents.has_carbon(measured):
        yield "management/carbon", partial(documents.carbon, measured)


def _plan(measured: Measured, wish: Wish) -> _Papers:
    if not wish.person and wish.plan is not None:
        yield "management/plan", partial(documents.plan_document, measured, wish.plan)


_MADE: Mapping[str, Callable[[Measured, Wish], _Papers]] = {
    REVIEWS.name: _reviews,
    STATEMENTS.name: _statements,
    TEAMS.name: _teams,
    QBR.name: _qbr,
    REGISTER.name: _register,
    ANALYSIS.name: _analysis,
    BULLETIN.name: _bulletin,
    DEALERS.name: _dealers,
    CARBON.name: _carbon,
    PLAN.name: _plan,
}
"""What makes the documents of each paper: their path in the period's folder without its ending, and how each is
composed."""


def register_stem(measured: Measured) -> str:
    """Return the register's name: a pay period has a register, a longer period its summary (contract.md)."""
    own = measured.period.grain == measured.plan.company.pay_period
    return "register" if own else "register-summary"


def key(job: Job, studio: Studio) -> str:
    """Return the content key of a job: same key, same bytes."""
    is_pdf = BY_NAME[job.kind].form == "pdf"
    fonts = f"{studio.fonts.digest} {further_version()}" if studio.fonts and is_pdf else ""
    made_with = f"{studio.stamp}\n{studio.looks.get(job.kind, '')}\n{fonts}\n{job.language}"
    called = studio.called.get(job.language)
    made_with += f"\n{sorted(called.items())}" if called else ""
    return sha256(f"{made_with}\n{job.audience}\n{job.sources}\n{job.document!r}".encode()).hexdigest()
