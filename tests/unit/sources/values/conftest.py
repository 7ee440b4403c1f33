"""Turns texts written in a test into a column read by a rule: its values, and what was said of it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.table import Column, ColumnType
from reportgen.sources.grid import CellKind, Cells
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.columns import typed

SCALES = {"money": 2, "percent": 4}


class Read:
    """A column that was read: plain values (None where absent), and the problems by code."""

    def __init__(self, rule: ColumnRule, cells: Cells) -> None:
        """Read the cells by the rule."""
        result = typed(rule, cells)
        self.doubts = result.doubts
        self.values = [_plain(value) for value in result.series]
        self.problems = {
            doubt.kind.code: Problem(doubt.kind, Place("x.csv"), doubt.found, doubt.values) for doubt in result.doubts
        }

    @property
    def codes(self) -> list[str]:
        """Return the codes of all doubts, each once, in alphabetical order."""
        return sorted(self.problems)


def _plain(value: Any) -> Any:
    text = str(value)
    return None if text in {"<NA>", "NaT", "nan"} else value.date() if hasattr(value, "date") else value


@pytest.fixture
def column() -> Callable[..., Read]:
    """Read texts as a type; `kinds` is what a workbook calls each cell, the rest settings of the rule or the cells."""

    def read(kind: str, texts: Sequence[str], kinds: Sequence[CellKind] | None = None, **settings: Any) -> Read:
        cells = {
            name: settings.pop(name) for name in ("factor", "epoch", "percent", "decimal_commas") if name in settings
        }
        scale = settings.pop("scale", SCALES.get(kind, 0))
        currency = settings.pop("currency", "CNY" if kind == "money" else "")
        rule = ColumnRule(Column("amount", ColumnType(kind), scale, currency), ("amount",), **settings)
        said = None if kinds is None else np.array(kinds, np.uint8)
        return Read(rule, Cells(pa.array(list(texts), pa.large_string()), said, **cells))

    return read
