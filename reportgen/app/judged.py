"""The files of a pack → the key that each has now, with as little composed as may be.

What plain values a document rests on is remembered beside its key: where they are the same again, the key is known and
nothing is composed. The others are composed on all cores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from reportgen.app.cache import Cache, keep, taken
from reportgen.app.fonts import font_cache
from reportgen.app.jobs import Planned, composing, key, view_key
from reportgen.app.memory import MEGABYTE
from reportgen.app.pieces import remember_pieces, remembered_pieces
from reportgen.app.rendering import Job, Studio, Task
from reportgen.app.rests import Rests
from reportgen.render.words import unreadable

_JOBS = 4
"""So many jobs of documents that changed may go with what was found of some subjects' files."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a file before it is drawn.

    Its key, the key of the view that its document rests on ("" where there is none), the texts of the inputs that its
    readers cannot read, and its job where that was composed on the way and is to be drawn.
    """

    key: str
    view: str
    typed: tuple[str, ...] = ()
    job: Task | None = None


def judged(
    file: Planned,
    made: Callable[[], Job],
    studio: Studio,
    known: Mapping[str, str] | None = None,
    rests: Rests | None = None,
) -> Judged:
    """Return a file's key; `known` are keys by the key of a view, and `made` composes the job where there is none."""
    view = view_key(file, studio, rests)
    if known and view in known:
        return Judged(known[view], view)
    job = made()
    typed = unreadable(job.document, studio.words(job.language))
    return Judged(key(job, studio), view, tuple(sorted(typed)))


@dataclass(frozen=True, slots=True)
class Judging:
    """Files to be judged, the keys that they have now by path, and keys that are known by the key of a view.

    `rests` tells what reviews and packs of teams rest on, `pieces` rows of files for machines by what they rest on.
    """

    files: Sequence[Planned]
    studio: Studio
    last: Mapping[str, str]
    known: Mapping[str, str]
    rests: Rests | None = None
    pieces: Mapping[str, bytes] = field(default_factory=dict)


def judge(files: Iterable[Planned], asked: Judging) -> dict[str, Judged]:
    """Return what is known of each file by its path; a document is composed once for all its languages.

    The jobs of a few that changed go with it: what they were composed of may be the whole company's. Not those of
    all: where everything changed, they would fill the memory.
    """
    found: dict[str, Judged] = {}
    room = _JOBS
    for file, made in composing(files):
        one = judged(file, made, asked.studio, asked.known, asked.rests)
        if room and one.key != asked.last.get(file.path):
            one, room = replace(one, job=made()), room - 1
        found[file.path] = one
    return found


# -------------------------------------------------------------------------------------------------------- remembered


@dataclass(frozen=True, slots=True)
class Known:
    """What a period's last run noted.

    The keys of files by the key of the view that each rests on, which finished files were read back and say what they
    should (`proof`), by which names people were told (`renamed`) and by a paper's name with which templates it was
    made: hashes alone. `pieces` are rows of files for machines by what they rest on; none where what they tell was
    unlocked with a password, or is closed.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    proved: frozenset[str] = frozenset()
    pieces: Mapping[str, bytes] = field(default_factory=dict)
    names: str = ""
    looks: Mapping[str, str] = field(default_factory=dict)


def remembered(folder: Path) -> Known:
    """Return what a period's last run noted; nothing where there is no note, or it cannot be read."""
    found = taken(_cache(), _name(folder))
    try:
        noted = _NOTES.validate_json(found) if found is not None else _Noted()
    except ValidationError:
        return Known()
    return Known(noted.keys, noted.proved, remembered_pieces(folder), noted.names, noted.looks)


def remember(folder: Path, known: Known) -> None:
    """Note what a run knows of a period's files for the next one."""
    keep(_cache(), _name(folder), _NOTES.dump_json(_Noted(known.keys, known.proved, known.names, known.looks)))
    if known.pieces:
        remember_pieces(folder, known.pieces)


def keys_by_view(found: Iterable[Judged]) -> dict[str, str]:
    """Return what is to be noted of files: not of those that print texts which their readers cannot read.

    These are composed each time, or the texts would have to be kept too.
    """
    return {each.view: each.key for each in found if each.view and not each.typed}


@dataclass(frozen=True, slots=True)
class _Noted:
    """What of it is hashes alone."""

    keys: Mapping[str, str] = field(default_factory=dict)
    proved: frozenset[str] = frozenset()
    names: str = ""
    looks: Mapping[str, str] = field(default_factory=dict)


_NOTES = TypeAdapter(_Noted)


def _cache() -> Cache:
    return Cache(font_cache() / "views", 64 * MEGABYTE)


def _name(folder: Path) -> str:
    return sha256(str(folder.resolve()).encode()).hexdigest()
