"""Turns a language's catalogue file (`templates/languages/zh.yaml`) into `Words`: a sentence for each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
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
    """Return the words of a language; raise LookupError with one sentence where its catalogue cannot be read."""
    found = read_words(folder, language)
    if isinstance(found, Problem):
        raise LookupError(f"{found.place}: {found.sentence} {found.remedy}")  # noqa: TRY004  no caller passed a wrong type
    return found


def read_words(folder: Path, language: str) -> Words | Problem:
    """Return the words of a language, or what is wrong with its catalogue."""
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
