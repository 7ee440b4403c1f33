"""A language's catalogue beside the program's own → what it lacks, and names in it that nothing fills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.words.catalogue import Words, languages, lent, read_words
from reportgen.render.words.needed import VALUE_UNKNOWN, WORD_MISSING, names_in

WORD_LENT = Kind(
    "word-lent",
    Severity.WARNING,
    "the language `{language}` has no sentence for `{found}`; documents say the program's own (`{lender}`)",
    "Add a line `{found}: …` to this file.",
)
CATALOGUE_OLDER = Kind(
    "catalogue-older",
    Severity.WARNING,
    "the language `{language}` lacks {count} of the program's sentences: {found}; documents say the program's own"
    " (`{lender}`)",
    "Add them to this file: `reportgen templates check` lists each with its line.",
)
KINDS = (WORD_LENT, CATALOGUE_OLDER)

_QUOTED: Final = 8
"""So many keys are quoted where all are told at once."""

_KEY: Final = re.compile(r"""^["']?([^\s"':#][^"':]*)["']?\s*:""")


def compared(own: Path, other: Path, language: str, given: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Yield what a folder's catalogue of a language lacks, each with its line, or what is wrong with the catalogue.

    It is compared with all catalogues of another folder. A missing sentence is told with the line of the one that
    stands before it there. `given` are names of values by key that are filled besides those that the other folder's
    sentences have.
    """
    mine = read_words(own, language)
    if isinstance(mine, Problem):
        yield mine
        return
    lines, before = _lines(own / f"{language}.yaml"), 0
    file, (lender, borrowed) = _file(language), lent(own, language)
    for key, filled in _known(other, language).items():
        before = lines.get(key, before)
        if key not in mine.sentences:
            kind = WORD_LENT if key in borrowed else WORD_MISSING
            yield Problem(kind, Place(file, row=before), key, (("language", language), ("lender", lender)))
            continue
        known, named = filled | given.get(key, frozenset()), names_in(mine.sentences[key])
        if not named <= known:
            values = (("names", ", ".join(sorted(named - known))), ("known", ", ".join(sorted(known)) or "none"))
            yield Problem(VALUE_UNKNOWN, Place(file, row=lines.get(key, 0)), key, values)


def older(own: Path, language: str) -> Iterator[Problem]:
    """Yield one problem for all sentences that a folder's catalogue of a language is lent, if it is lent any."""
    lender, keys = lent(own, language)
    if keys:
        quoted = " · ".join(keys[:_QUOTED]) + (" …" if len(keys) > _QUOTED else "")
        values = (("language", language), ("count", str(len(keys))), ("lender", lender))
        yield Problem(CATALOGUE_OLDER, Place(_file(language)), quoted, values)


def _file(language: str) -> str:
    return f"templates/languages/{language}.yaml"


def _known(folder: Path, first: str) -> dict[str, frozenset[str]]:
    """Return the keys of a folder's catalogues in the order of the first, with the names in their sentences.

    Which sums are written short is each language's own and is not among them.
    """
    found: dict[str, frozenset[str]] = {}
    for language in sorted(languages(folder), key=lambda each: each != first):
        words = read_words(folder, language)
        for key, sentence in words.sentences.items() if isinstance(words, Words) else ():
            if not key.startswith("compact."):
                found[key] = found.get(key, frozenset()) | names_in(sentence)
    return found


def _lines(file: Path) -> dict[str, int]:
    """Return the line on which each key of a catalogue stands."""
    found: dict[str, int] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        key = _KEY.match(line)
        if key:
            found[key[1].strip()] = number
    return found
