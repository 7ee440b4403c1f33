"""Turns a YAML file into entries that know their line, and reads them strictly.

Whatever is not expected is a problem, never ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.settings import composed
from reportgen.sources import kinds
from reportgen.sources.likeness import likeliest

Content = str | tuple["Entry", ...] | Mapping[str, "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A value in a settings file: text, a list or named entries.

    Numbers, dates and yes/no are text until somebody reads them.
    """

    value: Content
    place: Place


def load(path: Path, shown: str, problems: list[Problem]) -> Entry | None:
    """Read a settings file; None, with a problem, where it is not YAML. An empty file has no settings."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    place = Place(shown, row=1)
    try:
        node = composed(path.read_text("utf-8-sig"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = error.problem or "not YAML"
    except UnicodeDecodeError:
        line, reason = 0, "it is not UTF-8 text"
    except (YAMLError, RecursionError, ValueError) as error:
        line, reason = 0, str(error).splitlines()[0] if str(error) else "not YAML"
    else:
        return Entry({}, place) if node is None else _entry(node, shown, problems, set())
    problems.append(Problem(kinds.SETTINGS_UNREADABLE, Place(shown, row=line), values=(("reason", reason),)))
    return None


def _entry(node: Any, shown: str, problems: list[Problem], seen: set[int]) -> Entry:
    """Turn a composed node into an entry.

    A node met twice is an alias, which could unfold without end and is refused.
    """
    place = Place(shown, row=node.start_mark.line + 1)
    if id(node) in seen:
        wrong(problems, Entry("*", place), "Write the value again instead of an alias.")
        return Entry("", place)
    if isinstance(node.value, str):
        return Entry(node.value, place)
    seen.add(id(node))
    if node.id == "sequence":
        return Entry(tuple(_entry(item, shown, problems, seen) for item in node.value), place)
    named: dict[str, Entry] = {}
    for key, value in node.value:
        name = key.value if isinstance(key.value, str) else "?"
        if name in named:
            problems.append(Problem(kinds.SETTING_TWICE, Place(shown, row=key.start_mark.line + 1), found=name))
        named[name] = _entry(value, shown, problems, seen)
    return Entry(named, place)


def wrong(problems: list[Problem], entry: Entry, remedy: str) -> None:
    """Report a value that cannot stand where it stands, with what could."""
    found = entry.value if isinstance(entry.value, str) else "…"
    problems.append(Problem(kinds.SETTING_WRONG, entry.place, found, (("remedy", remedy),)))


def fields(
    problems: list[Problem], entry: Entry, required: Iterable[str], optional: Iterable[str] = ()
) -> dict[str, Entry]:
    """Return an entry's named settings; unknown and missing ones are problems."""
    named = mapping(problems, entry)
    known = [*required, *optional]
    for name, value in named.items():
        if name not in known:
            problems.append(
                Problem(kinds.SETTING_UNKNOWN, value.place, name, (("nearest", _did_you_mean(name, known)),))
            )
    problems.extend(Problem(kinds.SETTING_MISSING, entry.place, name) for name in required if name not in named)
    return {name: value for name, value in named.items() if name in known}


def mapping(problems: list[Problem], entry: Entry) -> dict[str, Entry]:
    """Return an entry's named entries, whatever their names."""
    if isinstance(entry.value, Mapping):
        return dict(entry.value)
    if entry.value != "":
        wrong(problems, entry, "Write named settings, one a line: `name: value`.")
    return {}


def items(problems: list[Problem], entry: Entry | None) -> tuple[Entry, ...]:
    """Return the entries of a list; none where the setting is absent."""
    if entry is None or entry.value == "":
        return ()
    if isinstance(entry.value, tuple):
        return entry.value
    wrong(problems, entry, "Write a list: `- item`, one a line.")
    return ()


def text(problems: list[Problem], entry: Entry | None, otherwise: str = "") -> str:
    """Return an entry's text."""
    if entry is None:
        return otherwise
    if isinstance(entry.value, str):
        return entry.value
    wrong(problems, entry, "Write one value.")
    return otherwise


def texts(problems: list[Problem], entry: Entry | None) -> tuple[str, ...]:
    """Return a list of texts; a single text is a list of one."""
    if entry is not None and isinstance(entry.value, str):
        return (entry.value,) if entry.value else ()
    return tuple(text(problems, item) for item in items(problems, entry))


def pairs(problems: list[Problem], entry: Entry | None) -> tuple[tuple[str, str], ...]:
    """Return named texts in the order written; a list of names pairs each with itself."""
    if entry is None:
        return ()
    if isinstance(entry.value, tuple):
        return tuple((name, name) for name in texts(problems, entry))
    return tuple((name, text(problems, value)) for name, value in mapping(problems, entry).items())


def choice(problems: list[Problem], entry: Entry | None, allowed: Iterable[str], otherwise: str) -> str:
    """Return one of the allowed texts."""
    found = text(problems, entry, otherwise)
    options = list(allowed)
    if entry is not None and found not in options:
        wrong(problems, entry, f"Write one of: {', '.join(options)}.")
        return otherwise
    return found


def flag(problems: list[Problem], entry: Entry | None) -> bool:
    """Return whether an entry says `true`; absent is no."""
    return choice(problems, entry, ("true", "false"), "false") == "true"


def whole(problems: list[Problem], entry: Entry | None, largest: int) -> int | None:
    """Return a whole number from 0 to the largest; None where absent or wrong."""
    found = text(problems, entry)
    if entry is None or (found.isascii() and found.isdigit() and int(found) <= largest):
        return int(found) if found else None
    wrong(problems, entry, f"Write a whole number from 0 to {largest}.")
    return None


def _did_you_mean(name: str, known: list[str]) -> str:
    near = likeliest(name, known)
    return f"Did you mean `{near}`?" if near else f"Known here: {', '.join(known)}."
