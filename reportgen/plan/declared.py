"""Turns a table of keys, and how each is read, into the reader of a frozen value: kinds are declared, not coded."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from reportgen.model.entry import Entry
from reportgen.plan.scalars import ENTRY, choice, column, distinct, entries, heading, identifier, reference, references
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind

T = TypeVar("T")
C = TypeVar("C", bound=str)
E = TypeVar("E", bound=Entry)

Reader = Callable[[Node], object]


@dataclass(frozen=True, slots=True)
class Key:
    """How a key is read; whether it may be left out; the field it fills where that has another name (`from`)."""

    read: Reader
    optional: bool = False
    field: str = ""


Keys = Mapping[str, Reader | Key]
"""The keys of a kind by their word in the file."""


def shape(cls: type[T], keys: Keys) -> Shape[T]:
    """Return the shape of a value whose fields these keys fill; every field has its key, or it is a bug."""
    known = _complete(cls, keys, frozenset())
    return Shape(*_words(known), lambda fields: cls(**_values(fields, known)))


def entry(cls: type[E], keys: Keys) -> Shape[E]:
    """Return the shape of a dated entry: what every entry begins with, and these keys."""
    known = _complete(cls, keys, frozenset(each.name for each in dataclasses.fields(Entry)))
    return Shape(*_words(known), lambda fields: cls(**heading(fields), **_values(fields, known)))


def section(root: Node, shapes: Mapping[str, Shape[E]]) -> tuple[E, ...]:
    """Read a file that is a list of dated entries, each of the kind that it names."""
    return entries(root, lambda node: fields_of_kind(node, ENTRY, (), shapes)[1])


def nested(one: Shape[T]) -> Callable[[Node], T]:
    """Return the reader of a mapping below a key."""
    return lambda node: one.read(node.fields(one.required, one.optional))


def listed(read: Callable[[Node], T], *, least: int = 1) -> Callable[[Node], tuple[T, ...]]:
    """Return the reader of a list."""
    return lambda node: tuple(read(item) for item in node.items(least=least))


def named_items(read: Callable[[Node], T]) -> Callable[[Node], dict[str, T]]:
    """Return the reader of a mapping from ids to values."""
    return lambda node: {_id(value): read(value) for _, value in node.pairs()}


def by_value(read: Callable[[Node], T]) -> Callable[[Node], dict[str, T]]:
    """Return the reader of a mapping from values of the data, as they stand there, to something."""
    return lambda node: {key: read(value) for key, value in node.pairs()}


def one_of(*words: C) -> Callable[[Node], C]:
    """Return the reader of one of a few words."""
    return lambda node: choice(node, words)


def some_of(*words: C, least: int = 1) -> Callable[[Node], tuple[C, ...]]:
    """Return the reader of a list of a few words, each once."""
    return lambda node: distinct(node.items(least=least), lambda item: choice(item, words))


def name_of(what: str) -> Callable[[Node], str]:
    """Return the reader of another plan item's name."""
    return lambda node: reference(node, what)


def names_of(what: str, *, least: int = 1) -> Callable[[Node], tuple[str, ...]]:
    """Return the reader of a list of other plan items' names."""
    return lambda node: references(node, what, least=least)


def columns(node: Node) -> tuple[str, ...]:
    """Read a list of names of columns."""
    return distinct(node.items(), column)


def _id(node: Node) -> str:
    return identifier(node.name())


def _words(keys: Mapping[str, Key]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that must stand there, and those that may."""
    return (
        tuple(word for word, key in keys.items() if not key.optional),
        tuple(word for word, key in keys.items() if key.optional),
    )


def _values(fields: Fields, keys: Mapping[str, Key]) -> dict[str, object]:
    """Read the fields' values; what may be left out, and is, keeps its default."""
    return {key.field: key.read(fields[word]) for word, key in keys.items() if word in fields or not key.optional}


def _complete(cls: type[object], keys: Keys, elsewhere: frozenset[str]) -> dict[str, Key]:
    """Give every key its field; prove that keys and fields are the same, and that what is left out has a default."""
    known = {}
    for word, key in keys.items():
        whole = key if isinstance(key, Key) else Key(key)
        known[word] = dataclasses.replace(whole, field=whole.field or word)
    fields = {each.name: each for each in dataclasses.fields(cls)}  # type: ignore[arg-type]
    wrong = (fields.keys() - elsewhere) ^ {key.field for key in known.values()}
    wrong |= {key.field for key in known.values() if key.optional and not _has_default(fields[key.field])}
    if wrong:
        raise TypeError(f"{cls.__name__}: {sorted(wrong)}")
    return known


def _has_default(each: dataclasses.Field[object]) -> bool:
    return each.default is not dataclasses.MISSING or each.default_factory is not dataclasses.MISSING
