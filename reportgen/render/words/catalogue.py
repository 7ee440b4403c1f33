"""Turns a language's catalogue file (`templates/languages/zh.yaml`) into `Words`: a sentence for each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity

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
    """

    language: str
    locale: Locale
    steps: tuple[int, ...]
    sentences: Mapping[str, Sentence]
    names: Mapping[str, str] = field(default_factory=dict)


def words_of(language: str, sentences: Mapping[str, Sentence]) -> Words:
    """Return the words of a language (`zh`, `en`, any code that Babel knows) from its sentences."""
    steps = sorted(int(key.removeprefix(_COMPACT)) for key in sentences if key.startswith(_COMPACT))
    return Words(language, Locale.parse(language.replace("-", "_")), tuple(steps), sentences)


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
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _unreadable(path, "there is no such file")
    except UnicodeDecodeError as error:
        return _unreadable(path, _first_line(error))
    return _read(text, path, language)


@lru_cache(maxsize=16)
def _read(text: str, path: Path, language: str) -> Words | Problem:
    """A worker words hundreds of documents with one catalogue, and reading it takes longer than drawing a page."""
    try:
        content = YAML(typ="safe", pure=True).load(text)
        Locale.parse(language.replace("-", "_"))
    except YAMLError as error:
        return _unreadable(path, _first_line(error), getattr(getattr(error, "problem_mark", None), "line", -1) + 1)
    except (UnknownLocaleError, ValueError):
        return _unreadable(path, f"`{language}` is not the code of a language")
    return _checked(path, language, content)


def _checked(path: Path, language: str, content: object) -> Words | Problem:
    if not isinstance(content, dict):
        return _unreadable(path, "it is not a list of keys with a sentence each")
    for key, sentence in content.items():
        if not isinstance(key, str) or not _is_sentence(sentence):
            return _unreadable(path, f"`{key}` has no sentence")
        if key.startswith(_COMPACT) and not key.removeprefix(_COMPACT).isdecimal():
            return _unreadable(path, f"`{key}` is not `{_COMPACT}` and a number")
    return words_of(language, content)


def _is_sentence(value: object) -> bool:
    if isinstance(value, dict):
        return "other" in value and all(isinstance(text, str) for text in value.values())
    return isinstance(value, str)


def _first_line(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _unreadable(path: Path, found: str, line: int = 0) -> Problem:
    return Problem(CATALOGUE_UNREADABLE, Place(f"templates/languages/{path.name}", row=line), found)
