"""Who is named in a text: people by their ids and names, found without mistaking a customer's name for a person's."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_APART = "\ud800"
"""What no name has in it and no word goes on over: half of a sign, which cannot be written into a file."""

_SHORTEST_LATIN = 4
"""A shorter Latin name (`Li`, `May`) is a word of some language as well; such people are known by their ids."""


@dataclass(frozen=True, slots=True)
class Names:
    """All people by what they are called.

    `ids` are those that can be told from a mere number. `names` holds, by its first two characters, each name with
    the ids of whoever bears it, longest first; a name of something else (a customer called after its founder) is
    among them with nobody's id, so that it is not taken for a person.
    """

    ids: frozenset[str] = frozenset()
    names: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = field(default_factory=dict)
    begins: re.Pattern[str] = field(init=False, repr=False, compare=False)
    """What finds the next place in a text where a name could begin."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "begins", _beginnings(self.names))


def names_of(called: Iterable[tuple[str, Iterable[str]]], others: Iterable[str], words: Iterable[str]) -> Names:
    """Return how people are told in a text.

    `called` gives each person's id and names, `others` the names of customers and products, `words` the texts that
    the documents have of their own: a name that is one of their words tells nobody.
    """
    bearers: dict[str, list[str]] = {}
    ids = set()
    for person, names in called:
        if _TOKEN.fullmatch(person) and not person.isdigit() and not person.isalpha():
            ids.add(person)
        for name in dict.fromkeys(names):
            if _tells(name):
                bearers.setdefault(name, []).append(person)
    for word in _found_in("\n".join(words), bearers):
        del bearers[word]
    people = _grouped({name: tuple(found) for name, found in bearers.items()})
    alone = Names(frozenset(), people)
    masks: dict[str, tuple[str, ...]] = {
        other: ()
        for other in set(others)
        if other not in bearers and alone.begins.search(other) and named(other, alone)  # few begin one
    }
    return Names(frozenset(ids), _grouped({**{name: tuple(found) for name, found in bearers.items()}, **masks}))


def _beginnings(starts: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of two characters that any name begins with; of none, one that is found nowhere."""
    second: dict[str, str] = {}
    for start in sorted(starts):
        second[start[:1]] = second.get(start[:1], "") + re.escape(start[1:])
    return re.compile("|".join(f"{re.escape(first)}[{rest}]" for first, rest in second.items()) or r"(?!)")


def _tells(name: str) -> bool:
    return len(name) >= (_SHORTEST_LATIN if name.isascii() else 2)


def _found_in(text: str, names: Iterable[str]) -> set[str]:
    """Return those names that stand anywhere in a text, also within one another."""
    starts: dict[str, list[str]] = {}
    for name in names:
        starts.setdefault(name[:2], []).append(name)
    begins, found = _beginnings(starts), set[str]()
    begun = begins.search(text)
    while begun is not None:
        at = begun.start()
        here = (name for name in starts[text[at : at + 2]] if text.startswith(name, at))
        found.update(name for name in here if _bounded(text, at, at + len(name)))
        begun = begins.search(text, at + 1)
    return found


def _grouped(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    grouped: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name in sorted(names, key=lambda each: (-len(each), each)):
        grouped.setdefault(name[:2], []).append((name, names[name]))
    return {start: tuple(found) for start, found in grouped.items()}


def named(text: str, names: Names) -> set[tuple[str, ...]]:
    """Return who is named in a text, each as the ids of all who are called so."""
    found: set[tuple[str, ...]] = {(token,) for token in _TOKEN.findall(text) if token in names.ids}
    begun = names.begins.search(text)
    while begun is not None:
        position = begun.start()
        following = position + 1
        for name, bearers in names.names[text[position : position + 2]]:
            end = position + len(name)
            if text.startswith(name, position) and _bounded(text, position, end):
                if bearers:
                    found.add(bearers)
                following = end
                break
        begun = names.begins.search(text, following)
    return found


def named_in(texts: Iterable[str], names: Names) -> set[tuple[str, ...]]:
    """Return who is named in any of several texts; nobody is whose name begins in one and ends in another."""
    return named(_APART.join(texts), names)


def _bounded(text: str, start: int, end: int) -> bool:
    """Tell whether a Latin name stands alone: `Anna` is not named in `Annapolis`. Chinese has no such marks."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (text[start].isascii() and before.isascii() and before.isalnum()) and not (
        text[end - 1].isascii() and after.isascii() and after.isalnum()
    )


def packed(names: Names) -> bytes:
    """Return the names as few bytes, so that they travel to other processes with every document."""
    content = {"ids": sorted(names.ids), "names": {start: names.names[start] for start in sorted(names.names)}}
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1)


@lru_cache(maxsize=4)
def unpacked(data: bytes) -> Names:
    """Return what `packed` made bytes of."""
    content = json.loads(zlib.decompress(data))
    names = {
        start: tuple((str(name), tuple(map(str, bearers))) for name, bearers in found)
        for start, found in content["names"].items()
    }
    return Names(frozenset(content["ids"]), names)
