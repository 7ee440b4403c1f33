"""Names and other facts of customers → pairs that are probably one customer, with what says so and how sure it is.

Nothing is compared with everything: only names that fall into one group by a key are, so that the work grows with the
number of customers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.sources.checks.company_names import Name, read_names

_SHORTEST = 3
"""Characters of a core below which two names say too little."""
_SLIP_FROM = {True: 6, False: 8}
"""From how many characters one more or fewer is a slip: in a Chinese name, and in another."""
_MOST = 50
"""Records that may share a telephone number or an address before it says nothing (a tower block, a switchboard)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One customer: id, name, facts of which one equal is proof, and facts that count with a similar name."""

    id: str
    name: str
    proof: tuple[tuple[str, str], ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """Two records of probably one customer, by their positions; `score` is a percentage, `because` says why."""

    first: int
    second: int
    score: int
    because: str


def twins(records: Sequence[Record]) -> list[Twin]:
    """Return for each record the best other that is probably the same and has a smaller id, in the order of the ids.

    The order of the records changes nothing but their positions.
    """
    order = sorted(range(len(records)), key=lambda position: (records[position].id, records[position].name))
    names = read_names([records[position].name for position in order])
    best: dict[int, tuple[int, int, str]] = {}
    for first, second, score, because in _candidates([records[position] for position in order], names):
        known = best.get(second)
        if known is None or (-score, first) < (-known[0], known[1]):
            best[second] = (score, first, because)
    return [Twin(order[first], order[second], score, why) for second, (score, first, why) in sorted(best.items())]


def _candidates(records: Sequence[Record], names: Sequence[Name]) -> Iterator[tuple[int, int, int, str]]:
    """Return pairs (earlier, later) by rank with score and reason; each group's members are paired with its first."""
    yield from _by_proof(records)
    cores = [name.core if len(name.core) >= _SHORTEST else "" for name in names]
    for first, second in _stars(enumerate(cores)):
        yield first, second, 98, _same_name(records[first].name, records[second].name)
    bags = [name.bag if core else "" for name, core in zip(names, cores, strict=True)]
    for first, second in _stars(enumerate(bags)):
        if cores[first] != cores[second]:
            yield first, second, 93, "the same characters in another order" if names[first].is_chinese else _WORDS
    yield from _with_a_letter_behind(names)
    yield from _one_character_more(names)
    yield from _by_evidence(records, names)


_WORDS = "the same words in another order"


def _same_name(one: str, other: str) -> str:
    return "the same name" if one == other else "the names differ in typing or legal form only"


def _stars(keyed: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Pair each member of a group with the group's first; "" is no group."""
    first: dict[str, int] = {}
    for position, key in keyed:
        if key and first.setdefault(key, position) != position:
            yield first[key], position


def _by_proof(records: Sequence[Record]) -> Iterator[tuple[int, int, int, str]]:
    columns = {column for record in records for column, _ in record.proof}
    for column in sorted(columns):
        keyed = ((position, _fact(record.proof, column)) for position, record in enumerate(records))
        for first, second in _stars(keyed):
            yield first, second, 100, f"the same {column}"


def _fact(facts: Iterable[tuple[str, str]], column: str) -> str:
    """Return a fact's letters and digits, small; no fact is ""."""
    found = next((value for name, value in facts if name == column), "")
    return "".join(char for char in found.casefold() if char.isalnum())


def _with_a_letter_behind(names: Sequence[Name]) -> Iterator[tuple[int, int, int, str]]:
    """Pair a name with the one that has a letter more behind; A and B of one name are two companies."""
    bare = {name.core: position for position, name in reversed(list(enumerate(names))) if not name.tail}
    for position, name in enumerate(names):
        other = bare.get(name.core[: -len(name.tail)]) if name.tail else None
        if other is not None and len(name.core) > _SHORTEST:
            yield min(other, position), max(other, position), 90, "a letter stands behind one of the names"


def _one_character_more(names: Sequence[Name]) -> Iterator[tuple[int, int, int, str]]:
    """Pair names of which one has a character more than the other, or two Latin letters exchanged.

    Digits tell branches and plants apart, so they must be the same.
    """
    known: dict[str, int] = {}
    for position, name in reversed(list(enumerate(names))):
        if name.core:
            known[name.core] = position
    for position, name in enumerate(names):
        if len(name.core) < _SLIP_FROM[name.is_chinese]:
            continue
        for shorter in {name.core[:at] + name.core[at + 1 :] for at in range(len(name.core)) if _may_go(name, at)}:
            other = known.get(shorter, position)
            if other != position and len(shorter) >= _SLIP_FROM[name.is_chinese] - 1:
                yield min(other, position), max(other, position), 80, "one character more in one of the names"
        if not name.is_chinese:
            for at in range(len(name.core) - 1):
                swapped = name.core[:at] + name.core[at + 1] + name.core[at] + name.core[at + 2 :]
                other = known.get(swapped, position) if not name.core[at : at + 2].isdigit() else position
                if other < position:
                    yield other, position, 85, "two letters are exchanged"


def _may_go(name: Name, at: int) -> bool:
    """Tell whether a character may be a slip: no digit, and in a Chinese name none of its last ones.

    What stands last says what a company is (机械, 机械厂), so a character less there is another company.
    """
    return not name.core[at].isdigit() and not (name.is_chinese and at >= len(name.core) - 1)


def _by_evidence(records: Sequence[Record], names: Sequence[Name]) -> Iterator[tuple[int, int, int, str]]:
    """Pair similar names that share a telephone number, an address or the like."""
    columns = sorted({column for record in records for column, _ in record.evidence})
    for column in columns:
        groups: dict[str, list[int]] = {}
        for position, record in enumerate(records):
            fact = _fact(record.evidence, column)
            if fact:
                groups.setdefault(fact, []).append(position)
        for members in groups.values():
            if len(members) <= _MOST:
                yield from _similar_ones(members, names, f"the same {column} and a similar name")


def _similar_ones(members: Sequence[int], names: Sequence[Name], because: str) -> Iterator[tuple[int, int, int, str]]:
    for place, second in enumerate(members):
        for first in members[:place]:
            alike = _alike(names[first].core, names[second].core)
            if alike >= 50:
                yield first, second, 75 + alike // 5, because


def _alike(one: str, other: str) -> int:
    """Return how many percent of two names' pairs of neighbouring characters both have (Dice)."""
    ours, theirs = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    together = len(ours) + len(theirs)
    return 200 * len(ours & theirs) // together if together else 0
