"""A workspace's page templates, style sheets and words → what they lack, and where the longest data do not fit."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportgen.app import kinds
from reportgen.app import manifest as record
from reportgen.app.crew import Limits
from reportgen.app.examples import Example, examples
from reportgen.app.fanout import rendered
from reportgen.app.fonts import font_cache, prepare_fonts
from reportgen.app.rendering import Job, Studio
from reportgen.app.shipped import templates_folder
from reportgen.model.document import Document
from reportgen.model.papers import BY_NAME, PAGES, PAPERS
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem
from reportgen.render.brand import Brand, read_brand
from reportgen.render.stretched import longest, shortest
from reportgen.render.tongues import tongues_of
from reportgen.render.words import compared, languages, load_words, missing_keys, values_given

_Length = tuple[str, Callable[[Document], Document]]
_LENGTHS: Final[tuple[_Length, ...]] = (("longest", longest), ("shortest", shortest))

LIMITS: Final = Limits(seconds=20, times=1)
"""What drawing an example may take; it takes seconds, and is begun once: the check can be run again."""

_BROKEN_OFF: Final[Mapping[Kind, Kind]] = {
    kinds.RENDER_STUCK: kinds.TRIAL_STUCK,
    kinds.RENDER_LARGE: kinds.TRIAL_LARGE,
    kinds.RENDER_DIED: kinds.TRIAL_DIED,
}
"""What is told of pages instead of what is told of a person's file."""


def check_pages_and_words(templates: Path) -> tuple[Problem, ...]:
    """Return what is wrong with page templates, style sheets and catalogues; nothing is written.

    Each paper that does not look as the program's own does is drawn in every language, with the longest data and with
    next to none.
    """
    from reportgen.render.pdf.checking import check_pages

    read = [*_words(templates), *check_pages(templates), *_tongues(templates)]
    told = {(each.place.file, each.place.row) for each in read if each.place.row}
    # What a name stops is told once, with the names that are meant.
    drawn = (each for each in _drawn(templates) if (each.place.file, each.place.row) not in told)
    return (*read, *dict.fromkeys(drawn))


def catalogued(templates: Path, language: str, name: str) -> Iterator[Problem]:
    """Yield the problem of a template for a language that has no catalogue."""
    known = languages(templates / "languages")
    if language not in known:
        values = (("language", language), ("known", ", ".join(known)))
        yield Problem(kinds.TEMPLATE_LANGUAGE, Place(name), name, values)


def _words(templates: Path) -> Iterator[Problem]:
    given: dict[str, frozenset[str]] = {}
    for example in examples():
        for key, names in values_given(example.document).items():
            given[key] = given.get(key, frozenset()) | names
    for language in languages(templates / "languages"):
        yield from compared(templates / "languages", templates_folder() / "languages", language, given)


def _tongues(templates: Path) -> Iterator[Problem]:
    for folder in dict.fromkeys((PAGES, *(paper.template for paper in PAPERS if paper.form == "pdf"))):
        for language, own in tongues_of(templates / folder / "style.css"):
            yield from catalogued(templates, language, f"templates/{folder}/{own.name}")


def _drawn(templates: Path) -> Iterator[Problem]:
    """Draw what does not look as the program's own, which its tests have drawn, and yield what does not fit.

    It is drawn by watched processes, as a pack is: pages that are never ready, or that take too much, are told and
    left alone.
    """
    changed = _changed(templates)
    if not changed:
        return
    fonts = prepare_fonts(font_cache())
    if isinstance(fonts, Problem):
        yield fonts
        return
    broken: set[str] = set()
    for language in _whole_languages(templates):
        for length in _LENGTHS:
            yield from _round(Studio(templates, fonts, ""), changed, language, length, broken)


def _round(
    studio: Studio, changed: Iterable[Example], language: str, length: _Length, broken: set[str]
) -> Iterator[Problem]:
    """Draw each paper once; those of which the files in `broken` broke a drawing off are left out, and added there."""
    data, stretched = length
    words = load_words(studio.templates / "languages", language)
    papers = ((each.paper, stretched(each.document)) for each in changed if not _meets(studio, each.paper, broken))
    work = (
        Job(f"templates/{BY_NAME[paper].template}", paper, document, language, trial=data)
        for paper, document in papers
        if not missing_keys(document, words)
    )
    for trial, (_, problems) in rendered(work, studio, os.cpu_count() or 1, LIMITS):
        for problem in problems:
            kind = _BROKEN_OFF.get(problem.kind)
            if kind is None:
                yield problem
            elif problem.place.file not in broken:
                broken |= {problem.place.file, trial.path}
                values = (*problem.values, ("data", data), ("language", language))
                yield replace(problem, kind=kind, values=values, people=())


def _meets(studio: Studio, paper: str, broken: Collection[str]) -> bool:
    """Tell whether a paper would be drawn with pages that broke off: its own, or those that all share."""
    from reportgen.render.pdf.page import PAGE

    own = studio.templates / BY_NAME[paper].template
    shared = not (own / PAGE).is_file() and any(Path(file).parent.name == PAGES for file in broken)
    return shared or f"templates/{own.name}" in broken


def _changed(templates: Path) -> tuple[Example, ...]:
    """Return the examples of papers that do not look as the program's own do."""
    own, shipped = _looks(templates), _looks(templates_folder())
    if _drawn_with(templates) != _drawn_with(templates_folder()):
        return examples()
    return tuple(each for each in examples() if own[each.paper] != shipped[each.paper])


def _looks(templates: Path) -> dict[str, str]:
    """Return a hash of each paper's templates, notes and the brand file left out."""
    files = record.folder_hashes(templates, "templates")
    return record.looks({name: each for name, each in files.items() if not name.endswith((".md", "/brand.yaml"))})


def _drawn_with(templates: Path) -> Brand:
    """Return what pages have of the brand: its font by name is for decks and workbooks."""
    return replace(read_brand(templates / "brand.yaml")[0], font="")


def _whole_languages(templates: Path) -> Iterator[str]:
    """Yield the languages that can be read at all."""
    folder = templates / "languages"
    for language in languages(folder):
        try:
            load_words(folder, language)
        except LookupError:
            continue
        yield language
