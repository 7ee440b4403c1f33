"""Turns the headers of an unknown table into the kind of table and the columns that known profiles call so."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.sources.layout.header import header_name
from reportgen.sources.profiles.profile import ColumnRule, Profile

_ALIKE = 0.84
"""How alike two headers must be to be thought the same; `Closing Date` and `Close Date` are."""
_NEARLY = 0.6
"""What a header that is only alike counts against one that is the same."""
_LEAST = 2
"""Columns that a kind must recognise to be proposed."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A header that a profile knows: the column's rule there, and the name it was known by where it is only alike."""

    rule: ColumnRule
    alike: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The profile that knows most of the headers, and which column each of them is (None: unknown)."""

    profile: Profile
    columns: tuple[Matched | None, ...]

    @property
    def known(self) -> int:
        """Return how many of the headers are known."""
        return sum(1 for column in self.columns if column)


def likeliest_profile(headers: Sequence[str], known: Sequence[Profile]) -> Likeness | None:
    """Return the profile that the headers are most like, or None where none knows two of them.

    A name that few kinds of table use says more than one that all do (客户编号, Amount). Of equals the first wins.
    """
    plain = [header_name(header) for header in headers]
    kinds = Counter(alias for profile in _by_kind(known) for alias in profile)
    best: Likeness | None = None
    highest = 0.0
    for profile in known:
        found = Likeness(profile, tuple(_assigned(plain, profile)))
        score = sum(
            (_NEARLY if one.alike else 1) / kinds.get(header_name(one.alike) or header, 1) ** 0.5
            for header, one in zip(plain, found.columns, strict=True)
            if one
        )
        score -= 0.5 * sum(1 for rule in profile.columns.values() if rule.required and not _has(found, rule))
        if found.known >= _LEAST and score > highest:
            best, highest = found, score
    return best


def _by_kind(known: Iterable[Profile]) -> list[set[str]]:
    """Return the names that each kind of table uses, whichever profile says so."""
    kinds: dict[str, set[str]] = {}
    for profile in known:
        names = (header_name(header) for rule in profile.columns.values() for header in rule.headers)
        kinds.setdefault(profile.kind, set()).update(names)
    return list(kinds.values())


def _assigned(headers: Sequence[str], profile: Profile) -> list[Matched | None]:
    """Give each column of the profile to one header at most: first to those that are the same."""
    aliases = {header_name(alias): rule for rule in profile.columns.values() for alias in rule.headers}
    found: list[Matched | None] = [None] * len(headers)
    taken: set[str] = set()
    for at, header in enumerate(headers):
        rule = aliases.get(header)
        if rule is not None and rule.name not in taken:
            found[at] = Matched(rule)
            taken.add(rule.name)
    for at, header in enumerate(headers):
        if found[at] is None and header:
            near = _nearest(header, [alias for alias, rule in aliases.items() if rule.name not in taken])
            if near:
                found[at] = Matched(aliases[near], near)
                taken.add(aliases[near].name)
    return found


def _nearest(header: str, aliases: Sequence[str]) -> str:
    """Return the name most like a header; the unit behind it does not count: 金额（万元） is 金额."""
    bare = re.sub(r"\s*[(/].*$", "", header)
    if bare in aliases:
        return bare
    return next(iter(difflib.get_close_matches(header, aliases, 1, _ALIKE)), "")


def _has(found: Likeness, rule: ColumnRule) -> bool:
    return any(one is not None and one.rule.name == rule.name for one in found.columns)
