"""What a pack consists of: one job a file, each a pure rendering of a document in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from reportgen import documents
from reportgen.app import telling
from reportgen.app.audience import audience
from reportgen.app.files import safe_stem
from reportgen.app.flat import flat
from reportgen.app.further_fonts import further_version
from reportgen.app.rendering import Job, Studio, told_sources
from reportgen.app.rests import Rests
from reportgen.documents import StatementView
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

    `subject` is the document's. `may` tells of it whom the file may name; `sources` is as in `Job`. `view` returns
    plain values that the document is composed of, all of them; None where some are computed when they are asked for.
    """

    path: str
    kind: str
    language: str
    subject: str
    make: Callable[[], Document]
    may: Callable[[str], tuple[str, ...] | None]
    sources: tuple[str, ...] | None = None
    view: Callable[[], StatementView] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom a pack is made: some people's papers (of none named: everybody's), and who gets a review.

    `plan` is the plan's own text, where it is asked for.
    """

    people: tuple[str, ...]
    reviewed: tuple[str, ...]
    plan: PlanText | None = None

    def of(self, subject: str) -> bool:
        """Tell whether somebody's papers are asked for."""
        return not self.people or subject in self.people


def planned(measured: Measured, papers: tuple[Paper, ...], languages: tuple[str, ...], wish: Wish) -> Iterator[Planned]:
    """Yield the files of a pack."""
    may = audience(measured)
    read = tuple(sorted({file for files in measured.sources.values() for file in files}))
    for paper in papers:
        sources = read if paper.name in measured.plan.documents.archive else None
        for path, subject, make, view in _MADE[paper.name](measured, wish):
            for language in languages:
                suffix = f"-{language}" if len(languages) > 1 else ""
                told = partial(may.of, paper)
                name = f"{path}{suffix}.{paper.form}"
                yield Planned(name, paper.name, language, subject, make, told, sources, view)


def composed(files: Iterable[Planned]) -> Iterator[Job]:
    """Yield the job of each file; a document is composed once for all its languages, and none is kept."""
    yield from (made() for _, made in composing(files))


def composing(files: Iterable[Planned]) -> Iterator[tuple[Planned, Callable[[], Job]]]:
    """Yield each file with what makes its job, where it is needed: while the file is the last that was yielded."""
    make: Callable[[], Document] | None = None
    document: Document | None = None

    def job(file: Planned) -> Job:
        nonlocal make, document
        if document is None or file.make is not make:
            make, document = file.make, file.make()
        return Job(file.path, file.kind, document, file.language, file.may(document.subject), file.sources)

    for file in files:
        yield file, partial(job, file)


def together(files: Iterable[Planned], least: int) -> list[list[Planned]]:
    """Return files in groups of so many at least, those of one document in one."""
    groups: list[list[Planned]] = []
    for file in files:
        if not groups or (len(groups[-1]) >= least and file.make is not groups[-1][-1].make):
            groups.append([])
        groups[-1].append(file)
    return groups


def jobs(measured: Measured, papers: tuple[Paper, ...], languages: tuple[str, ...], wish: Wish) -> Iterator[Job]:
    """Yield the jobs of a pack."""
    return composed(planned(measured, papers, languages, wish))


_Papers = Iterator[tuple[str, str, Callable[[], Document], Callable[[], StatementView] | None]]


def _reviews(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for each in wish.reviewed:
        stem = safe_stem(each, taken)
        if wish.of(each):
            yield f"reviews/{stem}", each, partial(documents.review, measured, each), None


def _statements(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for payee in measured.statements:
        stem = safe_stem(payee, taken)
        if wish.of(payee):
            view = partial(documents.statement_view, measured, payee)
            yield f"statements/{stem}", payee, partial(documents.statement, measured, payee), view


def _teams(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for leader in measured.teams:
        stem = safe_stem(leader, taken)
        if wish.of(leader):
            yield f"teams/{stem}", leader, partial(documents.team, measured, leader), None


def _qbr(measured: Measured, wish: Wish) -> _Papers:
    if not wish.people:
        yield "qbr/qbr", "", partial(documents.qbr, measured), None


def _register(measured: Measured, wish: Wish) -> _Papers:
    if not wish.people and measured.statements:
        yield register_stem(measured), "", partial(documents.register, measured), None


def _analysis(measured: Measured, wish: Wish) -> _Papers:
    if not wish.people:
        yield "management/analysis", "", partial(documents.analysis, measured), None


def _bulletin(measured: Measured, wish: Wish) -> _Papers:
    if not wish.people:
        yield "management/bulletin", "", partial(documents.bulletin, measured), None


def _dealers(measured: Measured, wish: Wish) -> _Papers:
    taken: set[str] = set()
    for each in measured.dealers if not wish.people else ():
        if not documents.has_dealer_figures(measured, each):
            continue
        yield (
            f"management/dealers/{safe_stem(each, taken)}",
            each,
            partial(documents.dealer_statement, measured, each),
            None,
        )


def _carbon(measured: Measured, wish: Wish) -> _Papers:
    if not wish.people and documents.has_carbon(measured):
        yield "management/carbon", "", partial(documents.carbon, measured), None


def _plan(measured: Measured, wish: Wish) -> _Papers:
    if not wish.people and wish.plan is not None:
        yield "management/plan", "", partial(documents.plan_document, measured, wish.plan), None


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
"""What makes the documents of each paper: their path in the period's folder without its ending, whom each is about, how
it is composed, and of which plain values."""


def register_stem(measured: Measured) -> str:
    """Return the register's name: a pay period has a register, a longer period its summary (contract.md)."""
    own = measured.period.grain == measured.plan.company.pay_period
    return "register" if own else "register-summary"


def key(job: Job, studio: Studio) -> str:
    """Return the content key of a job: same key, same bytes."""
    made_with = _made_with(job.kind, job.language, studio)
    sources = told_sources(job.sources, job.audience, studio)
    return sha256(f"{made_with}\n{job.audience}\n{sources}\n".encode() + flat(job.document)).hexdigest()


def view_key(file: Planned, studio: Studio, rests: Rests | None = None) -> str:
    """Return the same of what a file's document is composed of: same view key, same key. "" where that is not known.

    `rests` tells what reviews and packs of teams rest on.

    What the view is packed to can be unpacked to the whole of it, so that two that differ are never packed alike. Two
    that are equal may be: values that are one value here, and two equal ones there, are packed in another way.
    """
    told = rests.paper(file.kind, file.subject).encode() if rests else b""
    packed = telling.told(file.view()) if file.view else told
    if not packed:
        return ""
    made_with = _made_with(file.kind, file.language, studio)
    may = file.may(file.subject)
    made_with += f"\n{may}\n{told_sources(file.sources, may, studio)}\n"
    return sha256(made_with.encode() + packed).hexdigest()


def _made_with(kind: str, language: str, studio: Studio) -> str:
    is_pdf = BY_NAME[kind].form == "pdf"
    fonts = f"{studio.fonts.digest} {further_version()}" if studio.fonts and is_pdf else ""
    made_with = f"{studio.stamp}\n{studio.looks.get(kind, '')}\n{fonts}\n{language}"
    called = studio.called.get(language)
    return f"{made_with}\n{sorted(called.items())}" if called else made_with
