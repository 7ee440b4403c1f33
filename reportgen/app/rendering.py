"""A file's document → its bytes: what a worker process loads, and nothing of what composes documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.app import compact
from reportgen.app.cache import Cache, keep, taken
from reportgen.app.fonts import font_cache
from reportgen.app.leaks import leak, strangers, without_namesakes
from reportgen.app.memory import MEGABYTE, not_collecting
from reportgen.app.shipped import templates_folder
from reportgen.model.document import Document
from reportgen.model.naming import named, unpacked
from reportgen.model.papers import BY_NAME
from reportgen.model.problem import Problem
from reportgen.render.brand import read_brand
from reportgen.render.fonts import Fonts, missing_glyphs
from reportgen.render.kept import Shelf, put_up
from reportgen.render.tongues import in_language

if TYPE_CHECKING:
    from reportgen.render.words import Words

_ROOM = 32 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Job:
    """One file to render: its path in the period's folder, its paper's name, the document, the language.

    `audience` are the ids of those whom it may name; None is anybody. `sources` are the input files that an archived
    document says it was made from; None where it is not for the archive. `trial` says how long the data are of a
    document that is drawn to try its template: what does not fit is told, and there is no file.
    """

    path: str
    kind: str
    document: Document
    language: str
    audience: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    trial: str = ""

    @property
    def subject(self) -> str:
        """Whom the document is about."""
        return self.document.subject


@dataclass(frozen=True, slots=True)
class Packed:
    """A job as it travels: `data` is the job itself, never unpacked by who only hands it on.

    `lacking` are the words that its language lacks: with any, it is not to be drawn.
    """

    path: str
    kind: str
    subject: str
    data: bytes
    lacking: tuple[Problem, ...] = ()


Task = Job | Packed


def packed(job: Task) -> bytes:
    """Return a job as bytes that `pickle.loads` makes the job of."""
    return job.data if isinstance(job, Packed) else compact.packed(job)


Rendered = tuple[bytes | None, tuple[Problem, ...]]
"""A file's bytes, None where it could not be made, and what was noticed on the way."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What rendering needs besides the document; small, so that it travels to worker processes.

    `stamp` stands for the program and its libraries, `looks` by a paper's name for the templates that it is made with:
    who edits those of one paper has that paper drawn anew. `names` is how people are told in a finished file
    (`model.naming.packed`); without it nobody is looked for. `called` is what words of the inputs are called in each
    language.
    """

    templates: Path
    fonts: Fonts | None
    stamp: str
    names: bytes = b""
    looks: Mapping[str, str] = field(default_factory=dict)
    called: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def words(self, language: str) -> Words:
        """Return the words of a language, with what it calls the words of the inputs."""
        # Loaded here, as below: who only hands jobs on needs none of it.
        from reportgen.render.words import load_words

        found = load_words(self.templates / "languages", language)
        return replace(found, names=self.called.get(language, {}))


def render(job: Job, studio: Studio) -> Rendered:
    """Render one job; pure, so that it may run in any process.

    What was rendered is read back: a file that names somebody whom it must not is a problem and has no bytes.
    """
    put_up_shelf()
    if job.trial:
        return None, _tried(job, studio)
    # Cells hold nobody who holds them: looking through a register's 200,000 for such takes long.
    with not_collecting() if BY_NAME[job.kind].form == "xlsx" else nullcontext():
        return _held_against_names(job, studio, *_drawn(job, studio))


def _held_against_names(job: Job, studio: Studio, data: bytes | None, problems: tuple[Problem, ...]) -> Rendered:
    """Return what was drawn, without its bytes where they name somebody whom they must not."""
    if data is None or job.audience is None or not studio.names:
        return data, problems
    found = _strangers(job, studio, data)
    return (None, (*problems, leak(job.path, job.document.subject, found))) if found else (data, problems)


def _strangers(job: Job, studio: Studio, data: bytes) -> tuple[str, ...]:
    """Return whom a file names and must not.

    Where the document gives customers who are called like them, the file is drawn a second time without the names of
    these: whoever is still named there is named elsewhere too.
    """
    form, audience, names = BY_NAME[job.kind].form, job.audience or (), unpacked(studio.names)
    found = strangers(data, form, audience, names)
    nameless = without_namesakes(job.document, names) if found else None
    if nameless is None:
        return found
    again, _ = _drawn(replace(job, document=nameless), studio)
    return found if again is None else strangers(again, form, audience, names)


def load() -> None:
    """Load what draws pages and workbooks, so that the first document need not wait for it."""
    with suppress(ImportError, OSError):  # what cannot be loaded is told of the document that needs it
        with _without("numpy"):
            from reportgen.render import said, sheets  # noqa: F401
        from reportgen.render.pdf.loading import load as load_pages

        load_pages()
        from reportgen.render.pdf import weasy
        from reportgen.render.said import pages  # noqa: F401

        weasy.install()
    put_up_shelf()


@contextmanager
def _without(library: str) -> Iterator[None]:
    """Have who asks within whether a library is there go without it; one that is loaded already stays.

    The library for workbooks loads numpy only to know its numbers in cells, and no document has any.
    """
    if library in sys.modules:
        yield
        return
    sys.modules[library] = None  # type: ignore[assignment]  # how Python writes down that it cannot be imported
    try:
        yield
    finally:
        del sys.modules[library]


@cache
def put_up_shelf() -> None:
    """Keep what this process works out of templates and fonts beside the fonts, where the next one finds it."""
    there = Cache(font_cache() / "prepared", _ROOM)
    put_up(Shelf(partial(taken, there), partial(keep, there)))


def _drawn(job: Job, studio: Studio) -> Rendered:
    words = studio.words(job.language)
    paper = BY_NAME[job.kind]
    if paper.form == "pdf":
        from reportgen.render.pdf import checked_pdf

        if studio.fonts is None:
            raise ValueError("a PDF needs fonts")
        fonts = _fonts(job, words, studio.fonts)
        sources = told_sources(job.sources, job.audience, studio)
        return checked_pdf(job.document, studio.templates / paper.template, words, fonts, sources)
    brand, problems = read_brand(studio.templates / "brand.yaml")
    logo = studio.templates / brand.logo if brand.logo else None
    if paper.form == "pptx":
        from reportgen.render.slides import slides

        deck = in_language(studio.templates / paper.template / "deck.pptx", job.language)
        if not deck.is_file():
            deck = in_language(templates_folder() / paper.template / "deck.pptx", job.language)
        return slides(job.document, deck, words, brand, logo), problems
    from reportgen.render.sheets import workbook_in

    book = in_language(studio.templates / paper.template / f"{paper.template}.xlsx", job.language)
    picture = logo.read_bytes() if logo is not None else b""
    name = f"templates/{paper.template}/{book.name}"
    data, refused = workbook_in(book, name, job.document, words, brand, picture)
    return data, (*problems, *refused)


def _tried(job: Job, studio: Studio) -> tuple[Problem, ...]:
    from reportgen.render.pdf.trial import tried

    if studio.fonts is None:
        raise ValueError("a PDF needs fonts")
    template = studio.templates / BY_NAME[job.kind].template
    return tuple(tried(job.document, template, studio.words(job.language), studio.fonts, job.trial))


def _fonts(job: Job, words: Words, fonts: Fonts) -> Fonts:
    """Return the fonts with further ones for what the document's texts have and the house's font lacks."""
    lacking = missing_glyphs(repr(job.document) + words.letters, fonts)
    if not lacking:
        return fonts
    from reportgen.app.further_fonts import with_further

    return with_further(fonts, lacking)


def told_sources(
    sources: tuple[str, ...] | None, audience: tuple[str, ...] | None, studio: Studio
) -> tuple[str, ...] | None:
    """Return the input files that a document may tell of: some companies call a file after the person it is about."""
    if not sources or audience is None or not studio.names:
        return sources
    may = set(audience)
    return tuple(file for file, told in _named_in(sources, studio.names) if all(set(each) & may for each in told))


@lru_cache(maxsize=4)
def _named_in(sources: tuple[str, ...], names: bytes) -> tuple[tuple[str, frozenset[tuple[str, ...]]], ...]:
    """Return who is named in the names of input files: once for all documents that tell of them."""
    return tuple((file, frozenset(named(file, unpacked(names)))) for file in sources)
