"""A stand-alone rule case: a piece of a plan, the rows it meets, and what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row of a table that is written in a case: its cells by column, "" for an empty one, and its line."""

    cells: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class GivenTable:
    """A table that is written in a case: its columns in order, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[GivenRow, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `plan` is None where its piece of a plan cannot be used; `problems` say why, and what else is wrong.

    `on` says which kind of rule the case is about and `because` where its expected figures come from. `tables` are
    the rows by kind of table, `paid_before` what closed pay periods posted, `expect` what must come out. `refused` is
    the code of the problem that must stop the plan, "" where it must not be stopped.
    """

    name: str
    on: str
    because: str
    plan: Plan | None
    tables: Mapping[str, GivenTable]
    paid_before: GivenTable | None
    expect: GivenTable | None
    refused: str
    place: Place
    problems: tuple[Problem, ...]
