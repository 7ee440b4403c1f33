"""A workspace's own templates beside the program's → what the program lends them, and what is said of that.

Templates may be older than the program: a sentence or a file that they lack is the program's own, so that its documents
are made all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reportgen.app import kinds
from reportgen.app import manifest as record
from reportgen.app.rendering import Job, Studio
from reportgen.app.shipped import templates_folder
from reportgen.model.papers import PAGES, PAPERS
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.words import covers, missing_keys, older, whole_words

_WORDS = "templates/languages/"


def looks_of(templates: Path) -> dict[str, str]:
    """Return by a paper's name one hash over the templates that it is made with, those that are lent among them."""
    own, shipped = (record.folder_hashes(each, "templates") for each in (templates, templates_folder()))
    lent = {name: content for name, content in shipped.items() if name not in own}
    lenders = {
        f"{name} behind": content
        for name, content in shipped.items()
        if name.startswith(_WORDS) and own.get(name) != content
    }
    return record.looks({**own, **lent, **lenders})


def lent_files(templates: Path) -> Iterator[Problem]:
    """Yield a problem for each file and folder that the workspace's own templates take from the program.

    Of pages, only what all papers share is told file by file: a paper's folder need not have more than what it changes.
    """
    home = templates_folder()
    names = [paper.template for paper in PAPERS if paper.form == "pdf"]
    names += [f"{PAGES}/{file.name}" for file in sorted((home / PAGES).glob("*.*")) if file.suffix != ".md"]
    names += [f"{paper.template}/deck.pptx" for paper in PAPERS if paper.form == "pptx"]
    for name in names:
        if (home / name).exists() and not (templates / name).exists():
            yield Problem(kinds.TEMPLATE_LENT, Place(f"templates/{name}"), f"templates/{name}")


def older_words(studio: Studio, languages: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each language of which the workspace's own catalogue is older than the program."""
    for language in languages:
        yield from older(studio.templates / "languages", language)


def may_lack_words(studio: Studio, languages: Sequence[str]) -> bool:
    """Tell whether a catalogue names values that the program's own does not: only then are all documents searched."""
    return not all(covers(studio.templates / "languages", templates_folder() / "languages", each) for each in languages)


def wordless(studio: Studio, work: Iterable[Job]) -> tuple[Problem, ...]:
    """Return what sentences of these documents nobody has, or name values that nothing fills."""
    found: dict[Problem, None] = {}
    for job in work:
        words = whole_words(studio.templates / "languages", job.language)
        if isinstance(words, Problem):
            return (words,)
        found.update(dict.fromkeys(missing_keys(job.document, words)))
    return tuple(found)
