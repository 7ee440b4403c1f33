"""Turns what was found in a file into JSON text, piece by piece, so that a million rows need no second copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.place import column_letters
from reportgen.model.problem import Problem
from reportgen.sources.drafting.canonical import decimal_text
from reportgen.sources.drafting.found import FoundColumn, FoundFile, FoundSheet, FoundSum, FoundTable, Note, Values
from reportgen.sources.grid import CellKind
from reportgen.sources.layout.area import Unit

BATCH = 20_000
"""Rows that are turned into text at once."""

AsJson = Callable[[Problem], object]

_CONTROL = "[\\x00-\\x1f]"


def json_pieces(file: FoundFile, as_json: AsJson) -> Iterator[str]:
    """Write one file as a JSON object; `as_json` is how the program writes a problem."""
    opened = {
        "file": file.name,
        "sha256": file.sha256,
        "format": file.format,
        "encoding": file.encoding or None,
        "separator": file.separator or None,
    }
    refused = file.refused
    reason = refused and {"code": refused.kind.code, "sentence": refused.sentence, "remedy": refused.remedy}
    yield _head(opened) + ',\n"refused": ' + _text(reason) + ',\n"sheets": ['
    for number, sheet in enumerate(file.sheets):
        yield ",\n" if number else "\n"
        yield from _sheet(sheet, as_json)
    yield '],\n"problems": ' + _list(map(as_json, file.problems)) + "}"


def _head(named: Mapping[str, object]) -> str:
    """Return a JSON object without its closing brace, so that more can follow."""
    return _text(named)[:-1]


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _list(items: Iterable[object]) -> str:
    return "[" + ",\n".join(map(_text, items)) + "]"


def _sheet(sheet: FoundSheet, as_json: AsJson) -> Iterator[str]:
    hidden = {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "hidden_rows": list(sheet.hidden_rows),
        "hidden_columns": list(sheet.hidden_columns),
    }
    yield _head(hidden) + ', "tables": ['
    for number, table in enumerate(sheet.tables):
        yield ",\n" if number else "\n"
        yield from _table(table)
    yield '],\n"notes": [' + ",\n".join(map(_note, sheet.notes))
    yield '],\n"problems": ' + _list(map(as_json, sheet.problems)) + "}"


def _table(table: FoundTable) -> Iterator[str]:
    head: dict[str, object] = {"kind": table.kind} if table.kind else {}
    head |= {"range": table.range, "header_rows": list(table.header), "repeated_headers": list(table.repeated)}
    head["row_count"] = len(table.rows)
    yield _head(head) + ',\n"columns": ' + _list(map(_column, table.columns)) + ',\n"rows": ['
    for start in range(0, len(table.rows), BATCH):
        yield ",\n" if start else "\n"
        yield _rows(table, start)
    yield '],\n"sums": [' + ",\n".join(map(_sum, table.sums)) + '],\n"units": ' + _list(map(_unit, table.units))
    yield ',\n"notes": [' + ",\n".join(map(_note, table.notes)) + '],\n"merged": ' + _text(list(table.merged)) + "}"


def _column(column: FoundColumn) -> dict[str, object]:
    unit = column.unit
    return {
        "name": column.name,
        "header": column.written,
        "letter": column_letters(column.index) if column.index >= 0 else None,
        "type": column.type,
        "unit": unit.written if unit else None,
        "factor": unit.factor if unit else 1,
        "currency": column.currency or None,
        "decimals": column.decimals,
        "blank_marks": list(column.blank_marks),
    }


def _unit(unit: Unit) -> dict[str, object]:
    return {
        "row": unit.position + 1,
        "text": unit.written,
        "factor": unit.factor,
        "currency": unit.currency or None,
        "tax": unit.tax or None,
    }


def _sum(found: FoundSum) -> str:
    head = {"row": found.row, "label": found.label, "agrees": found.agrees}
    checks = ", ".join(_check(*check) for check in found.checks)
    return _head(head) + ', "values": ' + _values(found.values) + f', "checks": [{checks}]' + "}"


def _check(name: str, said: Fraction, summed: Fraction, agrees: bool) -> str:
    says = f'"says": {_exact(said)}, "rows_sum_to": {_exact(summed)}'
    return f'{{"name": {_text(name)}, {says}, "agrees": {_text(agrees)}}}'


def _exact(value: Fraction) -> str:
    return decimal_text(value) or _text(str(value))


def _note(note: Note) -> str:
    shown = " | ".join(" ".join(text.split()) for _, text, _ in note.cells)
    return _head({"row": note.row, "text": shown}) + ', "cells": ' + _values(note.cells) + "}"


def _values(cells: Sequence[tuple[str, str, int]]) -> str:
    return "{" + ", ".join(f"{_text(name)}: {fragment(text, kind)}" for name, text, kind in cells) + "}"


def fragment(text: str, kind: int) -> str:
    """Write one cell as JSON: numbers keep every digit, an error or an uncalculated formula is never null."""
    if kind == CellKind.BLANK:
        return "null"
    if kind == CellKind.ERROR:
        return _text({"error": text})
    if kind == CellKind.UNCALCULATED:
        return '{"uncalculated": true}'
    return text if kind in {CellKind.NUMBER, CellKind.TRUTH} else _text(text)


def _rows(table: FoundTable, start: int) -> str:
    """Write a batch of rows, column by column: no Python value is made for a cell."""
    rows = pa.array(table.rows[start : start + BATCH]).cast(pa.large_string())
    parts: list[Any] = ['{"row":', rows, ',"values":{']
    for number, column in enumerate(table.columns):
        values = Values(column.values.texts[start : start + BATCH], column.values.kinds[start : start + BATCH])
        parts += [("," if number else "") + _text(column.name) + ":", fragments(values)]
    lines = pc.binary_join_element_wise(*map(_large, parts), _large("}}"), _large(""))
    return str(pc.binary_join(pa.LargeListArray.from_arrays([0, len(lines)], lines), _large(",\n"))[0].as_py())


def _large(part: Any) -> Any:
    return pa.scalar(part, pa.large_string()) if isinstance(part, str) else part


def fragments(values: Values) -> Any:
    """Write a column's cells as JSON, all at once."""
    texts, kinds = values.texts, values.kinds
    as_they_stand = np.isin(kinds, (CellKind.NUMBER, CellKind.TRUTH))
    if as_they_stand.all():
        return texts
    written = pc.if_else(pa.array(as_they_stand), texts, _quoted(texts))
    written = pc.if_else(pa.array(kinds == CellKind.BLANK), _large("null"), written)
    odd = np.flatnonzero(np.isin(kinds, (CellKind.ERROR, CellKind.UNCALCULATED)))
    if not len(odd):
        return written
    told = [fragment(texts[int(at)].as_py(), int(kinds[at])) for at in odd]
    mask = np.zeros(len(kinds), bool)
    mask[odd] = True
    return pc.replace_with_mask(written, pa.array(mask), pa.array(told, pa.large_string()))


def _quoted(texts: Any) -> Any:
    if pc.any(pc.match_substring_regex(texts, _CONTROL)).as_py():
        encoded = pc.dictionary_encode(texts)
        return pa.array(map(_text, encoded.dictionary.to_pylist()), pa.large_string()).take(encoded.indices)
    escaped = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    return pc.binary_join_element_wise(_large('"'), escaped, _large('"'), _large(""))
