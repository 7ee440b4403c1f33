"""Turns an unknown file into a drafted profile in YAML: what is sure as settings, what is not as comments."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.table import NUMERIC, ColumnType
from reportgen.sources.drafting.found import FoundColumn, FoundFile, FoundSheet, FoundTable
from reportgen.sources.drafting.matching import Likeness, Matched, likeliest_profile
from reportgen.sources.grid import CellKind
from reportgen.sources.profiles.profile import ColumnRule, Profile

_FEW = 12
"""Different texts of a column that are still worth listing, as candidates for `values:`."""
_SCALES = {ColumnType.MONEY: 2, ColumnType.NUMBER: 0, ColumnType.PERCENT: 4}
_TEXTS = frozenset({ColumnType.ID, ColumnType.TEXT})
_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9_.\u4e00-\u9fff -]*[A-Za-z0-9\u4e00-\u9fff]")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


@dataclass(frozen=True, slots=True)
class Drafted:
    """One column of the draft: its name in the profile, the column found, its rule, and what is doubtful about it."""

    name: str
    column: FoundColumn
    rule: ColumnRule
    doubts: tuple[str, ...]


def draft(file: FoundFile, known: Sequence[Profile]) -> str:
    """Draft a profile for the largest table of a file. Without any table there is only a comment."""
    sheet, table = _largest(file)
    if sheet is None or table is None:
        return f"# {file.name}: no table was found, so there is nothing to draft.\n"
    likeness = likeliest_profile([column.written for column in table.columns], known)
    columns = _columns(table, likeness)
    return "\n".join([*_opening(file, sheet, table, likeness, columns), *_listed(columns), *_left_out(table), ""])


def _largest(file: FoundFile) -> tuple[FoundSheet | None, FoundTable | None]:
    """Return the table with the most cells, of visible sheets where there is one on them."""
    tables = [(sheet, table) for sheet in file.sheets for table in sheet.tables if len(table.rows)]
    found = max(tables, key=lambda one: (not one[0].hidden, len(one[1].rows) * len(one[1].columns)), default=None)
    return found or (None, None)


def _columns(table: FoundTable, likeness: Likeness | None) -> list[Drafted]:
    """Name each column that can be found by its header, and settle its type."""
    matches = likeness.columns if likeness else (None,) * len(table.columns)
    taken = {match.rule.name for match in matches if match}
    columns: list[Drafted] = []
    for column, match in zip(table.columns, matches, strict=True):
        if _is_findable(column) and column.rule is not None:
            name = match.rule.name if match else _free_name(column, taken)
            taken.add(name)
            rule, doubts = _settled(column, match)
            columns.append(Drafted(name, column, rule, doubts))
    return columns


def _is_findable(column: FoundColumn) -> bool:
    """Tell whether a profile can find a column: by a header that no column before it has."""
    return bool(column.written.strip()) and column.name == " ".join(column.written.split())


def _free_name(column: FoundColumn, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", column.written.casefold()).strip("_")
    name = plain if re.match(r"[a-z]", plain) else f"column_{column.index + 1}"
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _settled(column: FoundColumn, match: Matched | None) -> tuple[ColumnRule, tuple[str, ...]]:
    """Weigh what the cells look like against what a profile of this kind says of the column."""
    rule = column.rule
    assert rule is not None  # noqa: S101  columns without a rule were left out before
    doubts = list(column.doubts)
    if column.type == "mixed":
        doubts.append("numbers, dates and texts stand in this column")
    if match is None:
        return rule, tuple(doubts)
    if match.alike:
        doubts.append(f"the header is only like “{match.alike}”")
    declared, guessed = match.rule.column.type, rule.column.type
    if column.type == "empty" or {declared, guessed} <= _TEXTS or {declared, guessed} <= NUMERIC or declared is guessed:
        kept = declared
    else:
        kept = guessed
        doubts.append(f"other files of this kind have a {declared} here")
    if kept is ColumnType.MONEY and not rule.column.currency and match.rule.column.currency:
        doubts.append(f"the file names no currency; other files of this kind are in {match.rule.column.currency}")
    return replace(rule, column=replace(rule.column, type=kept)), tuple(doubts)


def _opening(
    file: FoundFile, sheet: FoundSheet, table: FoundTable, likeness: Likeness | None, columns: Sequence[Drafted]
) -> Iterator[str]:
    place = " ".join(part for part in (file.name, f"[{sheet.name}]" if sheet.name else "", table.range) if part)
    yield f"# Drafted from {_one_line(place)}: {len(table.rows)} rows."
    yield "# Look through every line: types and names were guessed from this one file, and what is doubtful says so."
    if likeness is None:
        yield "# No known kind of table has these headers: name the kind, and the columns as the plan calls them."
    else:
        known = f"{likeness.known} of {len(table.columns)} headers are those of {likeness.profile.place.file}"
        yield f"# {known}."
    others = [f"{one.name} {other.range}".strip() for one in file.sheets for other in one.tables if other is not table]
    if others:
        yield f"# Further tables in the file: {_one_line(', '.join(others[:10]))}{' …' if len(others) > 10 else ''}."
    for unit in table.units:
        yield f"# “{_one_line(unit.written)}” in row {unit.position + 1} counts: numbers are taken times {unit.factor}."
    yield f"kind: {likeness.profile.kind if likeness else _kind_of(file.name)}"
    yield f"files: [{_scalar(_pattern(file.name))}]"
    if len(file.sheets) > 1:
        yield f"sheets: [{_scalar(sheet.name)}]"
    yield from _key(table, likeness, columns)


def _kind_of(name: str) -> str:
    stem = posixpath.splitext(posixpath.basename(name))[0].casefold()
    plain = re.sub(r"[^a-z]+", "_", stem).strip("_")
    return plain or "table"


def _pattern(name: str) -> str:
    """Return a pattern for this file and those of other dates: `orders_2026-03 (2).csv` is `orders_*.csv`."""
    stem, ending = posixpath.splitext(posixpath.basename(name))
    pattern = re.sub(r"[0-9][0-9 ()._-]*", "*", stem)
    return re.sub(r"[\[\]?]", "*", pattern) + ending.lower()


def _key(table: FoundTable, likeness: Likeness | None, columns: Sequence[Drafted]) -> Iterator[str]:
    names = {column.name for column in columns}
    declared = likeness.profile.key if likeness else ()
    if declared and set(declared) <= names and _is_unique(table, [one for one in columns if one.name in declared]):
        yield f"key: [{', '.join(declared)}]"
        return
    unique = [one for one in columns if one.rule.column.type in _TEXTS and _is_unique(table, [one])]
    unique.sort(key=lambda one: one.rule.column.type is not ColumnType.ID)
    if unique:
        yield f"key: [{unique[0].name}]"
        others = ", ".join(one.name for one in unique[1:5])
        yield f"  # Every row has its own value in it{f'; so in {others}' if others else ''}."
    else:
        yield "# key: []   # No single column has its own value in every row: name the columns that tell rows apart."


def _is_unique(table: FoundTable, columns: Sequence[Drafted]) -> bool:
    """Tell whether columns together have another value in every row, and one in each."""
    arrays = [one.column.values for one in columns]
    if any((values.kinds == CellKind.BLANK).any() for values in arrays):
        return False
    whole = pa.table([values.texts for values in arrays], names=[one.name for one in columns])
    return len(whole.group_by(whole.column_names).aggregate([])) == len(table.rows) > 1


def _listed(columns: Sequence[Drafted]) -> Iterator[str]:
    yield "columns:" if columns else "columns: {}"
    for one in columns:
        settings = [f"type: {one.rule.column.type}", f"headers: [{_scalar(one.column.name)}]", *_settings(one)]
        comment = "; ".join(_one_line(doubt) for doubt in (*one.doubts, *_seen(one)))
        yield f"  {one.name}: {{{', '.join(settings)}}}{f'   # {comment}' if comment else ''}"


def _settings(one: Drafted) -> Iterator[str]:
    column = one.rule.column
    scale = max(one.column.decimals, 0)
    if column.type in NUMERIC and min(scale, 9) > _SCALES[column.type]:
        yield f"scale: {min(scale, 9)}"
    if column.type is ColumnType.MONEY:
        if column.currency:
            yield f"currency: {column.currency}"
        if column.tax:
            yield f"tax: {column.tax}"
    if column.type in NUMERIC and one.rule.decimal:
        yield f'decimal: "{one.rule.decimal}"'
    if column.type is ColumnType.DATE and one.rule.order:
        yield f"order: {one.rule.order}"
    if one.rule.formats:
        yield f"format: [{', '.join(map(_scalar, one.rule.formats))}]"


def _seen(one: Drafted) -> Iterator[str]:
    """List the texts of a column that has few: they may want plain names in `values:`."""
    if one.rule.column.type is not ColumnType.TEXT:
        return
    counted = pc.value_counts(one.column.values.texts.filter(pa.array(one.column.values.kinds == CellKind.TEXT)))
    if 1 <= len(counted) <= _FEW and len(one.column.values.texts) > 2 * len(counted):
        pairs = sorted((-int(item["counts"].as_py()), item["values"].as_py()) for item in counted)
        yield "values: " + ", ".join(f"{text} ({-count})" for count, text in pairs)


def _left_out(table: FoundTable) -> Iterator[str]:
    """Name the columns that a profile cannot find by a header."""
    for column in table.columns:
        if not _is_findable(column):
            why = "its header stands twice" if column.written.strip() else "it has no header"
            yield f"# Left out: column {_one_line(column.name)}, because {why}."


def _scalar(text: str) -> str:
    """Write a text so that YAML reads just that text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)


def _one_line(text: str) -> str:
    """Return a text that cannot leave its comment."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
