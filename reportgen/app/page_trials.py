"""A workspace's page templates, style sheets and words → what they lack, and where the longest data do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportgen.app import kinds
from reportgen.app import manifest as record
from reportgen.app.examples import Example, examples
from reportgen.app.fonts import font_cache, prepare_fonts
from reportgen.app.shipped import templates_folder
from reportgen.model.document import Document
from reportgen.model.papers import BY_NAME, PAGES, PAPERS
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.brand import Brand, read_brand
from reportgen.render.stretched import longest, shortest
from reportgen.render.tongues import tongues_of
from reportgen.render.words import compared, languages, load_words, missing_keys, values_given

_LENGTHS: Final[tuple[tuple[str, Callable[[Document], Document]], ...]] = (("longest", longest), ("shortest", shortest))


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
    """Draw what does not look as the program's own, which its tests have drawn, and yield what does not fit."""
    from reportgen.render.pdf.trial import tried

    changed = _changed(templates)
    if not changed:
        return
    fonts = prepare_fonts(font_cache())
    if isinstance(fonts, Problem):
        yield fonts
        return
    for language in _whole_languages(templates):
        words = load_words(templates / "languages", language)
        for example in changed:
            template = templates / BY_NAME[example.paper].template
            for data, stretched in _LENGTHS:
                document = stretched(example.document)
                if not missing_keys(document, words):
                    yield from tried(document, template, words, fonts, data)


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
