"""Turns a language's catalogue file (`templates/languages/zh.yaml`) into `Words`: a sentence for each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.shipped import templates_folder
from reportgen.render.yaml_text import Unreadable, plain

Sentence = str | Mapping[str, str]
"""A sentence with `{names}`, or one for each plural form (`one`, `other`, …), chosen by the value named `count`."""

CATALOGUE_UNREADABLE = Kind(
    "catalogue-unreadable",
    Severity.BLOCKS_RUN,
    "this language catalogue cannot be read: {found}",
    "Write one `key: sentence` a line, each key once, as in zh.yaml.",
)

_COMPACT = "compact."

_SPARE = "en"
"""The language whose sentences are lent to one that the program has no catalogue of."""


@dataclass(frozen=True, slots=True)
class Words:
    """A language: its sentences by key and Babel's rules for its digits, dates and plurals.

    `steps` are the amounts at which compact money is divided, rising: 10,000 and 100,000,000 where people count in 万
    and 亿. `names` are what the plan calls words of the inputs in this language; any other prints as it was typed.
    `letters` are the characters of its sentences, each once.
    """

    language: str
    locale: Locale
    steps: tuple[int, ...]
    sentences: Mapping[str, Sentence]
    names: Mapping[str, str] = field(default_factory=dict)
    letters: str = ""


def words_of(language: str, sentences: Mapping[str, Sentence]) -> Words:
    """Return the words of a language (`zh`, `en`, any code that Babel knows) from its sentences."""
    steps = sorted(int(key.removeprefix(_COMPACT)) for key in sentences if key.startswith(_COMPACT))
    letters = "".join(dict.fromkeys(repr(sentences)))
    return Words(language, Locale.parse(language.replace("-", "_")), tuple(steps), sentences, letters=letters)


def languages(folder: Path) -> tuple[str, ...]:
    """Return the codes of the languages that a folder has a catalogue for."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_words(folder: Path, language: str) -> Words:
    """Return the words of a language, whole; raise LookupError with one sentence where its catalogue cannot be read."""
    found = whole_words(folder, language)
    if isinstance(found, Problem):
        raise LookupError(f"{found.place}: {found.sentence} {found.remedy}")  # noqa: TRY004  no caller passed a wrong type
    return found


def whole_words(folder: Path, language: str) -> Words | Problem:
    """Return the words of a language with the program's own sentences for those that its catalogue lacks.

    So a catalogue that is older than the program still serves; `lent` tells which sentences these are.
    """
    found = read_words(folder, language)
    if isinstance(found, Problem):
        return found
    spare, keys = lent(folder, language)
    lender = read_words(templates_folder() / "languages", spare) if keys else found
    if isinstance(lender, Problem):
        return lender
    if not keys:
        return found
    return words_of(language, {**found.sentences, **{key: lender.sentences[key] for key in keys}})


def lent(folder: Path, language: str) -> tuple[str, tuple[str, ...]]:
    """Return whose sentences a catalogue is lent, and their keys, in the order in which the program has them.

    A language that the program knows is lent its own, one that it knows by another name (`zh-TW`) those of that, any
    other the English ones. Which sums are written short is each language's own and is never lent.
    """
    home = templates_folder() / "languages"
    known, general = languages(home), language.replace("_", "-").partition("-")[0]
    spare = next(each for each in (language, general, _SPARE) if each in known or each == _SPARE)
    mine, theirs = read_words(folder, language), read_words(home, spare)
    if isinstance(mine, Problem) or isinstance(theirs, Problem):
        return spare, ()
    return spare, tuple(key for key in theirs.sentences if key not in mine.sentences and not key.startswith(_COMPACT))


def read_words(folder: Path, language: str) -> Words | Problem:
    """Return the words of a language as its catalogue has them, or what is wrong with it."""
    path = folder / f"{language}.yaml"
    try:
        return _words(path.read_text(encoding="utf-8"), path.name, language)
    except FileNotFoundError:
        return _unreadable(path.name, "there is no such file")
    except UnicodeDecodeError as error:
        return _unreadable(path.name, str(error))


@lru_cache(maxsize=16)
def _words(text: str, name: str, language: str) -> Words | Problem:
    """Return the words of a catalogue's text, once: a worker words hundreds of documents with one catalogue."""
    content = plain(text)
    if isinstance(content, Unreadable):
        return _unreadable(name, content.found, content.line)
    try:
        Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return _unreadable(name, f"`{language}` is not the code of a language")
    return _checked(name, language, content)


def _checked(name: str, language: str, content: object) -> Words | Problem:
    if not isinstance(content, dict):
        return _unreadable(name, "it is not a list of keys with a sentence each")
    for key, sentence in content.items():
        if not isinstance(key, str) or not _is_sentence(sentence):
            return _unreadable(name, f"`{key}` has no sentence")
        if key.startswith(_COMPACT) and not key.removeprefix(_COMPACT).isdecimal():
            return _unreadable(name, f"`{key}` is not `{_COMPACT}` and a number")
    return words_of(language, content)


def _is_sentence(value: object) -> bool:
    if isinstance(value, dict):
        return "other" in value and all(isinstance(text, str) for text in value.values())
    return isinstance(value, str)


def _unreadable(name: str, found: str, line: int = 0) -> Problem:
    return Problem(CATALOGUE_UNREADABLE, Place(f"templates/languages/{name}", row=line), found)
