"""Rows of one kind from several files → which of them count where two files have the same ones, and what is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem
from reportgen.model.table import ColumnType, Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import ABSENT, NO_DAY, codes, days, in_place_order, shown
from reportgen.sources.checks.exports import day_in_name
from reportgen.sources.profiles.check_rules import Overlap

_LEAST_ROWS, _LEAST_SHARE = 3, 10
"""From so many keys in common, and from one in so many of the smaller file, two files are exports of one thing.

Fewer may be slips, and are told as rows that stand twice.
"""
_OLDEST, _NEWEST = -(2**40), 2**40


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which rows of a table count (None: all), and what is told of those that do not."""

    counts: Any | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Files:
    """A table's rows seen by file.

    File names, each row's file and key (ABSENT: none), and of each file and key the first row, sorted by key and file.
    """

    table: Table
    names: tuple[str, ...]
    of_row: Any
    keys: Any
    first_rows: Any


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two files with keys in common: for each such key its first row in the older (or first) and in the newer file."""

    old: int
    new: int
    old_rows: Any
    new_rows: Any
    differs: Any


def resolve(table: Table, policy: Overlap, profile: str, as_of: date | None) -> Resolved:
    """Say which rows of a table count where files overlap.

    `profile` is the file in which the policy stands or would stand. Exports dated after `as_of` were not known then:
    they give way to what was.
    """
    keys = [name for name in table.key if name in table.columns]
    names = tuple(dict.fromkeys(source.file for source in table.sources))
    if policy.keep == "both" or len(names) < 2 or not keys or len(keys) < len(table.key):
        return Resolved(None, ())
    files = _files(table, names, keys)
    shared = list(_shared(files, 1 if policy.keep == "newest" else _LEAST_ROWS))
    if not shared:
        return Resolved(None, ())
    if policy.keep == "newest":
        return _newest(files, shared, policy, profile, as_of)
    pairs = [_pair(files, *sorted((one, other))) for one, other in shared]
    counts = np.ones(len(table.frame), bool)
    for pair in pairs:
        counts[(files.of_row == pair.new) & np.isin(files.keys, files.keys[pair.new_rows])] = False
    return Resolved(counts, tuple(_told(kinds.FILES_OVERLAP, files, pair, (("profile", profile),)) for pair in pairs))


def _files(table: Table, names: tuple[str, ...], keys: list[str]) -> _Files:
    numbers = np.array([names.index(source.file) for source in table.sources])
    of_row = numbers[table.frame["_source"].to_numpy()]
    (key,) = codes((table.frame, keys))
    rows = in_place_order(table, np.flatnonzero(key != ABSENT))
    pairs = key[rows] * len(names) + of_row[rows]
    _, first = np.unique(pairs, return_index=True)
    return _Files(table, names, of_row, key, rows[first])


def _shared(files: _Files, least: int) -> Iterator[tuple[int, int]]:
    """Return the pairs of files with enough keys in common, counted over all keys at once."""
    keys, of = files.keys[files.first_rows], files.of_row[files.first_rows]
    sizes = np.bincount(of, minlength=len(files.names))
    counted: dict[tuple[int, int], int] = {}
    for step in range(1, len(files.names)):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not same.size:
            break
        both = of[same] * len(files.names) + of[same + step]
        for pair, count in zip(*np.unique(both, return_counts=True), strict=True):
            files_of = divmod(int(pair), len(files.names))
            counted[files_of] = counted.get(files_of, 0) + int(count)
    for (one, other), count in sorted(counted.items()):
        if count >= least and (least == 1 or count * _LEAST_SHARE >= min(sizes[one], sizes[other])):
            yield one, other


def _pair(files: _Files, old: int, new: int) -> _Pair:
    """Line up the rows of the keys that two files have in common, and compare them in every column."""
    of = files.of_row[files.first_rows]
    ours, theirs = (files.first_rows[of == one] for one in (old, new))
    _, left, right = np.intersect1d(files.keys[ours], files.keys[theirs], assume_unique=True, return_indices=True)
    old_rows, new_rows = ours[left], theirs[right]
    differs = np.zeros(len(old_rows), bool)
    for name in files.table.columns:
        series = files.table.frame[name]
        one, other = codes((series.iloc[old_rows].to_frame(), [name]), (series.iloc[new_rows].to_frame(), [name]))
        differs |= one != other
    return _Pair(old, new, old_rows, new_rows, differs)


def _told(
    kind: Kind, files: _Files, pair: _Pair, more: tuple[tuple[str, str], ...] = (), at_new: bool = True
) -> Problem:
    """Tell of two files at the first row of one that the other has too."""
    rows, here, there = (pair.new_rows, pair.new, pair.old) if at_new else (pair.old_rows, pair.old, pair.new)
    differing = int(pair.differs.sum())
    values = (
        ("rows", _counted(len(rows))),
        ("other", files.names[there]),
        ("same", str(len(rows) - differing)),
        ("differ", str(differing)),
        *more,
    )
    first = files.table.place(int(in_place_order(files.table, rows)[0]))
    return Problem(kind, Place(files.names[here], first.sheet, first.row), _key(files, rows), values)


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _key(files: _Files, rows: Any) -> str:
    """Return the business key of the first of some rows by place."""
    row = int(in_place_order(files.table, rows)[0])
    return shown(files.table, files.table.key, row)


def _newest(
    files: _Files, shared: Sequence[tuple[int, int]], policy: Overlap, profile: str, as_of: date | None
) -> Resolved:
    rank = _ranks(files, policy)
    problems: list[Problem] = []
    counts = np.ones(len(files.table.frame), bool)
    later = _later(files, shared, rank, policy, as_of)
    for number, known in later.items():
        counts[files.of_row == number] = False
        told = (("other", files.names[known]),)
        problems.append(Problem(kinds.OVERLAP_LATER, Place(files.names[number]), _day(rank[number]), told))
    for one, other in shared:
        if {one, other} & set(later):
            continue
        undated = [number for number in (one, other) if rank[number] is None]
        if undated or rank[one] == rank[other]:
            pair = _pair(files, *sorted((one, other)))
            more = (("profile", profile), ("pattern", policy.by))
            problems.append(_told(kinds.EXPORT_UNDATED, files, pair, more, at_new=pair.new in undated or not undated))
            counts[(files.of_row == pair.new) & np.isin(files.keys, files.keys[pair.new_rows])] = False
            continue
        old, new = sorted((one, other), key=lambda number: rank[number] or 0)
        pair = _pair(files, old, new)
        counts[(files.of_row == old) & np.isin(files.keys, files.keys[pair.old_rows])] = False
        problems.append(_told(kinds.OVERLAP_NEWEST, files, pair, at_new=False))
        problems += _gone(files, pair)
    return Resolved(counts, tuple(problems))


def _ranks(files: _Files, policy: Overlap) -> list[int | None]:
    """Return the day of each file's export (days since 1970), None where it cannot be told."""
    column = files.table.columns.get(policy.by)
    otherwise = {"oldest": _OLDEST, "newest": _NEWEST}.get(policy.undated)
    if column is not None and column.type is ColumnType.DATE:
        on = days(files.table, policy.by)
        latest = [on[files.of_row == number].max(initial=NO_DAY) for number in range(len(files.names))]
        return [otherwise if one == NO_DAY else int(one) for one in latest]
    named = [day_in_name(policy.by, name) for name in files.names]
    return [otherwise if one is None else (one - date(1970, 1, 1)).days for one in named]


def _later(
    files: _Files, shared: Sequence[tuple[int, int]], rank: list[int | None], policy: Overlap, as_of: date | None
) -> dict[int, int]:
    """Return exports that were not known on a day, with the newest one that was and has rows in common."""
    if as_of is None or policy.by in files.table.columns:
        return {}
    limit = (as_of - date(1970, 1, 1)).days
    late = {number for number, day in enumerate(rank) if day is not None and limit < day < _NEWEST}
    found: dict[int, int] = {}
    for number in sorted(late):
        partners = {other for pair in shared if number in pair for other in pair} - late
        known = [other for other in partners if rank[other] is not None]
        if known:
            found[number] = max(known, key=lambda other: rank[other] or 0)
    return found


def _day(number: int | None) -> str:
    return str(np.datetime64(number or 0, "D"))


def _gone(files: _Files, pair: _Pair) -> list[Problem]:
    """Report rows of the older file that the newer one, which has at least half of it, no longer has."""
    old = files.first_rows[files.of_row[files.first_rows] == pair.old]
    gone = old[~np.isin(files.keys[old], files.keys[pair.old_rows])]
    if not gone.size or len(pair.old_rows) * 2 < len(old):
        return []
    row = int(in_place_order(files.table, gone)[0])
    values = (("rows", _counted(len(gone))), ("other", files.names[pair.new]))
    return [Problem(kinds.ROWS_GONE, files.table.place(row), _key(files, gone), values)]
