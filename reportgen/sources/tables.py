"""Turns the recognised sheets of one kind into one table: typed, derived, joined, every row with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.model.problem import Problem
from reportgen.model.room import aside, let_go
from reportgen.model.table import Column, ColumnType, Table
from reportgen.sources import kinds
from reportgen.sources.checks.overlap import resolve
from reportgen.sources.derive import derive
from reportgen.sources.findings import problems_of
from reportgen.sources.formats.access import Shelf
from reportgen.sources.grid import MANY, Cells
from reportgen.sources.join import join
from reportgen.sources.kept_columns import column_bytes, key_of, taken_columns
from reportgen.sources.profiles.profile import Derivation, Profile
from reportgen.sources.sheets import Sheet
from reportgen.sources.values.columns import Doubt, Typed, absent_series, text_series, typed

_LONG = 20_000
_AT_A_TIME = 2


@dataclass(slots=True)
class Part:
    """The rows that one profile brings to a table, while they are being made."""

    profile: Profile
    sheets: Sequence[Sheet]
    frame: pd.DataFrame
    columns: dict[str, Column]
    doubts: list[Doubt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_table(
    kind: str,
    sheets: Sequence[Sheet],
    tables: Mapping[str, Table],
    as_of: date | None = None,
    shelf: Shelf | None = None,
) -> tuple[Table, list[Problem]]:
    """Make the table of a kind; `tables` are those made before, from which columns may be taken.

    Where files overlap, only the rows that count are in it, and only their cells are doubted. On the `shelf` stand
    columns that were read before.
    """
    parts = [_part(profile, ours, tables, shelf) for profile, ours in _by_profile(sheets)]
    problems = [problem for part in parts for problem in part.problems]
    columns: dict[str, Column] = {}
    kept: list[Part] = []
    for part in parts:
        clashes = [name for name, column in part.columns.items() if columns.setdefault(name, column) != column]
        values = (("table", kind),)
        problems += [Problem(kinds.PROFILES_DISAGREE, part.profile.place, name, values) for name in clashes]
        kept += [] if clashes else [part]
    ordered = [sheet for part in kept for sheet in part.sheets]
    frame = _stacked(kept, columns)
    offset = 0
    doubts: list[Doubt] = []
    for part in kept:
        doubts += [doubt.moved(offset) for doubt in part.doubts]
        offset += len(part.frame)
    table = Table(kind, columns, kept[0].profile.key, tuple(sheet.source for sheet in ordered), frame)
    profile = next((part.profile for part in kept if part.profile.overlap.place.file), kept[0].profile)
    resolved = resolve(table, profile.overlap, profile.place.file, as_of)
    problems += resolved.problems
    if resolved.counts is not None:
        doubts = [doubt for doubt in doubts if resolved.counts[list(doubt.positions)].any()]
        table = replace(table, frame=frame[resolved.counts].reset_index(drop=True))
    return table, problems + problems_of(frame, columns, ordered, doubts)


def _by_profile(sheets: Sequence[Sheet]) -> list[tuple[Profile, list[Sheet]]]:
    grouped: dict[str, tuple[Profile, list[Sheet]]] = {}
    for sheet in sheets:
        grouped.setdefault(str(sheet.profile.place), (sheet.profile, []))[1].append(sheet)
    return list(grouped.values())


def _stacked(parts: Sequence[Part], columns: Mapping[str, Column]) -> pd.DataFrame:
    """Put the parts' rows one below the other; `_source` counts on over all of them."""
    if len(parts) == 1 and set(columns) == set(parts[0].columns):
        return parts[0].frame[[*columns, "_source", "_row"]]
    frames: list[pd.DataFrame] = []
    sheets = 0
    for part in parts:
        height = len(part.frame)
        whole = {
            name: part.frame[name] if name in part.columns else absent_series(column.type, height)
            for name, column in columns.items()
        }
        frames.append(pd.DataFrame({**whole, "_source": part.frame["_source"] + sheets, "_row": part.frame["_row"]}))
        sheets += len(part.sheets)
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _part(profile: Profile, sheets: Sequence[Sheet], tables: Mapping[str, Table], shelf: Shelf | None) -> Part:
    part = _typed_part(profile, sheets, shelf)
    for name, value in profile.constants.items():
        part.frame[name] = text_series(pa.array([value] * len(part.frame), pa.large_string()))
        part.columns[name] = Column(name, ColumnType.TEXT)
    waiting = _derive(part, profile.derive)
    for rule in profile.joins:
        if rule.table in tables and all(mine in part.columns for mine, _ in rule.on):
            part.problems += join(rule, part.frame, part.columns, tables[rule.table])
            waiting = _derive(part, waiting)
    _derive(part, [_with_what_there_is(rule, part) for rule in waiting])
    return part


def _typed_part(profile: Profile, sheets: Sequence[Sheet], shelf: Shelf | None) -> Part:
    """Read the declared columns of all sheets of a profile.

    A column that no sheet has and no default fills is not there at all.
    """
    present = [
        name for name, rule in profile.columns.items() if rule.default or any(sheet.has(name) for sheet in sheets)
    ]
    frames: list[pd.DataFrame] = []
    doubts: list[Doubt] = []
    offset = 0
    for number, sheet in enumerate(sheets):
        height = len(sheet.positions)
        read = _columns_once(profile, sheet, present, shelf)
        doubts += [doubt.moved(offset) for column in read.values() for doubt in column.doubts]
        places = {"_source": np.full(height, number, np.int32), "_row": sheet.positions.astype(np.int32) + np.int32(1)}
        # Nobody else holds the columns: copies would only cost their memory.
        frame = pd.DataFrame({**{name: one.series for name, one in read.items()}, **places}, copy=False)
        del read
        frames.append(aside(frame) if sheet.kept and len(sheets) > 1 else frame)
        if height > MANY:
            let_go()
        offset += height
    columns = {name: profile.columns[name].column for name in present}
    whole = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    if len(whole) > MANY:
        let_go()
    return Part(profile, sheets, whole, columns, doubts)


def _columns_once(profile: Profile, sheet: Sheet, names: Sequence[str], shelf: Shelf | None) -> dict[str, Typed]:
    """Read columns as `_columns` does, or take what the same sheet gave before."""
    key = key_of(profile, sheet, names, shelf)
    if shelf is None or not key:
        return _columns(profile, sheet, names)
    known = taken_columns(profile, names, len(sheet.positions), shelf.taken(key))
    if known is not None:
        return known
    read = _columns(profile, sheet, names)
    made = column_bytes(profile, read)
    if made is not None:
        shelf.keep(key, made)
    return read


def _columns(profile: Profile, sheet: Sheet, names: Sequence[str]) -> dict[str, Typed]:
    """Read columns, those of a long sheet two at a time: nearly all of the work is done outside the interpreter."""
    height = len(sheet.positions)
    if height < _LONG:
        return {name: _column(profile, sheet, name, height) for name in names}
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        read = dict(zip(names, pool.map(lambda name: _column(profile, sheet, name, height), names), strict=True))
    pa.default_memory_pool().release_unused()  # what stood between texts and values
    return read


def _column(profile: Profile, sheet: Sheet, name: str, height: int) -> Typed:
    cells = sheet.cells(name)
    return typed(profile.columns[name], Cells(pa.array([""] * height, pa.large_string())) if cells is None else cells)


def _derive(part: Part, rules: Sequence[Derivation]) -> list[Derivation]:
    """Derive what can be derived now, in the order written; return the rules whose operands are not all there."""
    waiting: list[Derivation] = []
    for rule in rules:
        if not rule.of or any(name not in part.columns for name in rule.of):
            waiting.append(rule)
            continue
        result = derive(rule, part.frame, [part.columns[name] for name in rule.of])
        if isinstance(result, Problem):
            part.problems.append(result)
            continue
        part.frame[rule.name] = result.series
        part.columns[rule.name] = result.column
        part.doubts += result.doubts
    return waiting


def _with_what_there_is(rule: Derivation, part: Part) -> Derivation:
    """Let texts be derived from the operands that are there, since an absent one counts as empty.

    Arithmetic needs them all.
    """
    if rule.kind not in {"first_of", "joined"}:
        return rule
    return replace(rule, of=tuple(name for name in rule.of if name in part.columns))
