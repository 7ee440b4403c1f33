"""Turns a document into the keys that a language must have for it, and those it lacks into problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from reportgen.model.document import DataTable, Document, Message, Verbatim
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.words.catalogue import Sentence, Words, read_words
from reportgen.render.words.sentences import NAME

ALWAYS = frozenset(
    {"draft", "foot", "page-of", "not-measured", "unprintable", "format.date"}
    | {f"format.{grain}{suffix}" for grain in ("month", "quarter", "year") for suffix in ("", ".compact")}
    | {f"status.{name}" for name in ("good", "watch", "alarm", "none")}
)
"""The keys that renderers print by themselves."""

_OWN_VALUES = {"foot": frozenset({"period", "version", "cut-off"}), "page-of": frozenset({"page", "pages"})}
"""The values that renderers give to sentences of their own."""

WORD_MISSING = Kind(
    "word-missing",
    Severity.BLOCKS_RUN,
    "neither the language `{language}` nor the program has a sentence for `{found}`",
    "Add a line `{found}: …` to this file.",
)

VALUE_UNKNOWN = Kind(
    "word-names-unknown-value",
    Severity.BLOCKS_RUN,
    "the sentence `{found}` names {names}, which nothing fills",
    "Use only these names: {known}.",
)


def words_needed(document: Document) -> set[str]:
    """Return every catalogue key that printing a document may ask for."""
    return set(ALWAYS) | {key for message in _messages(document) for key in _shape(message)[0]}


def missing_keys(document: Document, words: Words) -> tuple[Problem, ...]:
    """Return a problem for each key that the language lacks and each sentence that names a value it is not given."""
    # A statement has thousands of messages of a few dozen shapes.
    shapes = dict.fromkeys(map(_shape, _messages(document)))
    needed = set(ALWAYS).union(*(keys for keys, _ in shapes))
    lacking = [_missing(key, words) for key in sorted(needed - set(words.sentences))]
    unknown: dict[str, Problem] = {}
    given = [(key, frozenset(names)) for (key, *others), names in shapes if not others]
    for key, known in (*_OWN_VALUES.items(), *given):
        found = _unknown_names(key, known, words) if key in words.sentences else None
        if found is not None:
            unknown.setdefault(key, found)
    return (*lacking, *unknown.values())


def covers(own: Path, other: Path, language: str) -> bool:
    """Tell whether the sentences of a folder's catalogue name no other values than those that another folder's name.

    False also where one of them cannot be read, or the other folder does not have the language. What the one lacks
    is no matter: the program lends it.
    """
    mine, theirs = read_words(own, language), read_words(other, language)
    if isinstance(mine, Problem) or isinstance(theirs, Problem):
        return False
    return all(
        _named(_texts(mine.sentences[key])) <= _named(_texts(sentence))
        for key, sentence in theirs.sentences.items()
        if key in mine.sentences
    )


def values_given(document: Document) -> dict[str, frozenset[str]]:
    """Return by a message's key the names of all values that it is given in a document."""
    found = dict(_OWN_VALUES)
    for message in _messages(document):
        if isinstance(message, Message):
            found[message.key] = found.get(message.key, frozenset()).union(name for name, _ in message.values)
    return found


def _messages(part: object) -> Iterator[Message | NotMeasured]:
    """Walk a document, whatever its parts, and yield what is worded by a key."""
    known: dict[type, _Values | None] = {}  # a document has many parts of few kinds
    told: set[int] = set()  # and what is said in many cells may be one value in all of them
    parts = [part]
    while parts:
        each = parts.pop()
        if isinstance(each, tuple):
            parts.extend([one for one in reversed(each) if type(one) not in _SAY_NOTHING])
            continue
        if isinstance(each, Message | NotMeasured):
            if id(each) in told:
                continue
            told.add(id(each))
            yield each
        kind = type(each)
        if kind not in known:
            known[kind] = _values(kind)
        values = known[kind]
        if values is not None:
            parts.extend(values(each))


_SAY_NOTHING = frozenset({Period, Quantity, Verbatim, str, int, type(None)})
"""The kinds of value that are worded by no key: most cells of a large table."""

_Values = Callable[[object], tuple[object, ...]]


def _values(kind: type) -> _Values | None:
    """What gives the values of a part, the last first; None for what is made of no parts."""
    if not is_dataclass(kind) or kind in _SAY_NOTHING:
        return None
    if kind is DataTable:
        return _of_table
    names = [field.name for field in reversed(fields(kind))]
    # Of one name alone, not the values but the value would be given: it is asked for twice.
    return attrgetter(*(names * 2 if len(names) == 1 else names)) if names else None


def _of_table(table: Any) -> tuple[object, ...]:
    """The values of a table, the last first: of its rows, the values that stand in any cell, each once."""
    said = {id(cell): cell for row in table.rows for cell in row.cells}
    return table.empty, table.note, table.foot, tuple(said.values()), table.columns, table.title


def _shape(message: Message | NotMeasured) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that may be asked for, and the names that are given: a value that was not measured asks for two."""
    if isinstance(message, Message):
        return (message.key,), tuple([name for name, _ in message.values])
    return ("not-measured", f"not-measured.{message.reason}"), ()


def _missing(key: str, words: Words) -> Problem:
    return Problem(WORD_MISSING, _place(words), key, (("language", words.language),))


def _unknown_names(key: str, known: frozenset[str], words: Words) -> Problem | None:
    named = _named(_texts(words.sentences[key]))
    if named <= known:
        return None
    values = (("names", ", ".join(sorted(named - known))), ("known", ", ".join(sorted(known)) or "none"))
    return Problem(VALUE_UNKNOWN, _place(words), key, values)


@lru_cache(maxsize=4096)
def _named(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(match[1] for text in texts for match in NAME.finditer(text))


def names_in(sentence: Sentence) -> frozenset[str]:
    """Return the names of values in a sentence."""
    return _named(_texts(sentence))


def _texts(sentence: Sentence) -> tuple[str, ...]:
    return (sentence,) if isinstance(sentence, str) else tuple(sentence.values())


def _place(words: Words) -> Place:
    return Place(f"templates/languages/{words.language}.yaml")
