"""Turns a file of rule cases into cases: each with its plan, its rows, and what it expects, all with their lines.

A file holds one case or a list of them:

    name: each slice of a gross profit earns its own tier's rate
    on: tiered, marginal
    because: where the expected figure comes from
    given:                                  # sections of a plan, as in inputs/plan, and tables
      pay: [{id: commission, kind: tiered, …}]
      orders: |
        order_no  order_date  person  amount
        SO-1      2026-01-15  E1      5,000.00
    expect: |
      period   payee  key   earned
      2026-01  E1     SO-1  44.00

A table is a line of headers and a line a row, cells apart by blanks (by `|` where the headers are), `-` for an empty
cell; or a list of mappings. Under a name that a section has too (`targets`), a text is the table.

`expect: {refused: CODE}` says that the plan must be stopped by that problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ruamel.yaml.nodes import MappingNode, ScalarNode

from reportgen.model.cases import Case, GivenRow, GivenTable
from reportgen.model.period import parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.plan import kinds
from reportgen.plan.case_plan import USUAL_YEAR, Began, plan_of_case
from reportgen.plan.read import PARTS
from reportgen.plan.yaml_nodes import Fields, Node, open_file

_PAID_BEFORE = "paid_before"
_MONTH = re.compile(r"[1-9][0-9]{3}-[01][0-9]")
_SIGN = re.compile(r"([0-9]) %(?=\s|$)")
_LASTING = frozenset({"since", "until", "hired", "left"})
"""The columns whose days say how long something holds, and not that anything happened on them."""


def read_cases(file: Path, shown: str) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Read a file of cases. A case whose own keys are wrong is left out; its problems come back with the cases."""
    root = open_file(file, shown)
    if root.raw is None:
        return (), tuple(root.file.problems)
    nodes = (root,) if isinstance(root.raw, MappingNode) else root.items()
    cases = [_case(node) for node in nodes]
    return tuple(case for case in cases if case), tuple(root.file.problems)


def _case(node: Node) -> Case | None:
    faults = node.faults()
    fields = node.fields(("name", "on", "because", "given"), ("expect", "refused"))
    given = dict(fields["given"].pairs())
    sections = {name: one for name, one in given.items() if name in PARTS and not isinstance(one.raw, ScalarNode)}
    tables = {kind: _table(one) for kind, one in given.items() if kind not in (*sections, _PAID_BEFORE)}
    expect, refused = _expected(node, fields)
    name, on, because = (fields[key].scalar() for key in ("name", "on", "because"))
    paid = _table(given[_PAID_BEFORE]) if _PAID_BEFORE in given else None
    if node.faults() > faults or fields["given"].raw is None:
        return None
    plan, problems = plan_of_case(
        fields["given"], sections, _began(expect, (*tables.values(), *([paid] if paid else [])))
    )
    return Case(name, on, because, plan, tables, paid, expect, refused, node.place, problems)


def _began(expect: GivenTable | None, tables: Iterable[GivenTable]) -> Began:
    """Return the year that a case is about, that of the first period it expects, and the first month it names in it."""
    asked = [
        found.start for row in (expect.rows if expect else ()) if (found := parse_period(row.cells.get("period", "")))
    ]
    year = min((start.year for start in asked), default=USUAL_YEAR)
    cells = (cell for table in tables for row in table.rows for name, cell in row.cells.items() if name not in _LASTING)
    named = [found.start for cell in cells if (match := _MONTH.match(cell)) and (found := parse_period(match[0]))]
    starts = [start for start in (*asked, *named) if start.year == year]
    return Began(year, f"{min(starts):%Y-%m}" if starts else f"{year}-01")


def _expected(node: Node, fields: Fields) -> tuple[GivenTable | None, str]:
    if "refused" in fields:
        fields.refuse("expect", "a plan that is refused computes nothing", "remove `refused`")
        return None, fields["refused"].scalar()
    expected = fields["expect"]
    if isinstance(expected.raw, MappingNode) and expected.written() == ("refused",):
        return None, expected.fields(("refused",))["refused"].scalar()
    if "expect" not in fields:
        node.report(kinds.KEY_MISSING, "expect", of=node.title())
        return None, ""
    table = _table(expected)
    if not table.rows:
        expected.report(kinds.VALUE_EMPTY)
    return table, ""


def _table(node: Node) -> GivenTable:
    """Read a table from its text, or from a list of mappings."""
    return _written(node) if isinstance(node.raw, ScalarNode) else _listed(node)


def _written(node: Node) -> GivenTable:
    text = str(node.raw.value) if node.raw else ""
    first = node.line + (1 if getattr(node.raw, "style", "") in {"|", ">"} else 0)
    lines = [(first + index, line) for index, line in enumerate(text.splitlines()) if line.strip()]
    if not lines:
        node.report(kinds.VALUE_EMPTY)
        return GivenTable((), (), node.place)
    separator = "|" if "|" in lines[0][1] else None
    columns = _cells(lines[0][1], separator)
    for name in _twice(columns):
        node.report(kinds.LISTED_TWICE, name)
    rows = [(Place(node.file.name, row=number), _cells(line, separator)) for number, line in lines[1:]]
    for place, cells in rows:
        if len(cells) != len(columns):
            row = Node(node.raw, node.file, place.row, node.key)
            row.report(kinds.CASE_ROW_UNEVEN, " ".join(cells), cells=str(len(cells)), columns=str(len(columns)))
    return GivenTable(
        tuple(columns),
        tuple(GivenRow(dict(zip(columns, cells, strict=False)), place) for place, cells in rows),
        node.place,
    )


def _twice(columns: Sequence[str]) -> list[str]:
    """Return the columns that a table has twice, whatever each says of its type."""
    names = [name.partition(":")[0] for name in columns]
    return [name for position, name in enumerate(names) if name in names[:position]]


def _cells(line: str, separator: str | None) -> list[str]:
    # A percentage is one cell, with a blank before its sign or without.
    stripped = line.strip().strip("|") if separator else _SIGN.sub(r"\1%", line)
    cells = [cell.strip() for cell in stripped.split(separator)]
    return ["" if cell == "-" else cell for cell in cells]


def _listed(node: Node) -> GivenTable:
    rows = [GivenRow({key: _cell(value) for key, value in item.pairs()}, item.place) for item in node.items(least=0)]
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    full = tuple(GivenRow({name: row.cells.get(name, "") for name in columns}, row.place) for row in rows)
    return GivenTable(columns, full, node.place)


def _cell(node: Node) -> str:
    """Return one cell; an empty one is empty, and says so by itself."""
    blank = isinstance(node.raw, ScalarNode) and str(node.raw.value).strip() in {"", "-", "~", "null"}
    return "" if blank else node.scalar()
