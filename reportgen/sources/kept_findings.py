"""What checks found in tables ↔ bytes, so that what rests on tables that did not change is not looked for again.

All that one run asked stands in one piece, each answer under a key that tells what was asked of which tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from pydantic import ValidationError

from reportgen.model.problem import Problem
from reportgen.sources.formats.access import Shelf
from reportgen.sources.kept import PROBLEMS


class Answers:
    """What was found in tables known by their keys ("": not to be kept), and what a run before found in the same."""

    def __init__(self, keys: Mapping[str, str], shelf: Shelf | None, about: Sequence[str]) -> None:
        """Take what was kept `about` the same files; without a shelf everything is looked for."""
        self._keys, self._shelf = keys, shelf
        self._name = sha256(json.dumps(["findings", *about]).encode()).hexdigest()
        self._known = {} if shelf is None else _read(shelf.taken(self._name))
        self._asked: dict[str, Sequence[Problem]] = {}

    def once(self, asked: str, tables: Sequence[str], find: Callable[[], list[Problem]]) -> Sequence[Problem]:
        """Return what is found when something is `asked` of these tables and of nothing else."""
        named = [(name, self._keys[name]) for name in sorted(set(tables)) if name in self._keys]
        if self._shelf is None or not all(key for _, key in named):
            return find()
        key = sha256(json.dumps([asked, named]).encode()).hexdigest()
        self._asked[key] = found = self._known[key] if key in self._known else find()
        return found

    def keep(self) -> None:
        """Keep what was asked, and nothing else, where any of it is new."""
        if self._shelf is not None and not self._asked.keys() <= self._known.keys():
            told = {key: PROBLEMS.dump_python(tuple(found), mode="json") for key, found in self._asked.items()}
            self._shelf.keep(self._name, json.dumps(told).encode("ascii"))


def _read(kept: bytes | None) -> Mapping[str, Sequence[Problem]]:
    """Return answers from their bytes; none where these are not what they were."""
    if kept is None:
        return {}
    try:
        told = json.loads(kept)
        return {key: PROBLEMS.validate_python(found, strict=False) for key, found in told.items()}
    except (ValueError, AttributeError, ValidationError):
        return {}
