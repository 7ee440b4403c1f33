"""No binary float takes part in what is paid: not in a column, nor on the way to one, nor in what comes out of it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from traceback import extract_stack
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from reportgen.measure.actuals.texts import Texts
from reportgen.measure.desk import prepared
from reportgen.measure.pay import Bench, pay
from reportgen.measure.pay.trace import traced
from reportgen.measure.roster import read_roster
from reportgen.model.listed import Listed
from reportgen.model.measured import PaidBefore
from reportgen.model.table import NUMERIC
from tests.truth.reading import ROOT, intake, measured, period_of

MONTH = "2026-03"
PATH = ("measure/pay", "measure/actuals", "measure/asof", "measure/controls", "measure/causes", "measure/targets",
        "measure/kpis", "ledger")  # fmt: skip
FILES = ("measure/columns.py", "measure/wide.py", "model/money.py", "model/balances.py", "model/pay.py",
         "model/pay_kinds.py", "model/measured.py", "model/controls.py", "model/tiers.py",
         "documents/register.py")  # fmt: skip
INEXACT = frozenset({"float", "float16", "float32", "float64", "nan", "NaN", "mean", "std", "quantile", "nan_to_num"})
Blocks = Counter[tuple[str, ...]]


def watched(found: Blocks) -> Iterator[Any]:
    """Yield patches under which every column that pandas makes is looked at, and a float's maker is written down."""
    for place in ("blocks", "managers", "construction"):
        module = import_module(f"pandas.core.internals.{place}")
        for name in ("new_block", "new_block_2d"):
            if hasattr(module, name):
                yield patch.object(module, name, _watching(getattr(module, name), found))


def _watching(real: Callable[..., object], found: Blocks) -> Callable[..., object]:
    def instead(values: Any, *given: Any, **named: Any) -> object:
        if getattr(getattr(values, "dtype", None), "kind", "") == "f":
            ours = [each for each in extract_stack() if "/reportgen/" in each.filename]
            found[tuple(f"{Path(each.filename).name}:{each.lineno}" for each in ours[-2:])] += 1
        return real(values, *given, **named)

    return instead


@pytest.fixture
def made() -> Iterator[Blocks]:
    """The columns of floats that are made while a test runs, by the lines of ours that make them."""
    found: Blocks = Counter()
    patches = list(watched(found))
    assert patches, "pandas makes its columns elsewhere now: look there"
    for each in patches:
        each.start()
    yield found
    for each in patches:
        each.stop()


def test_no_column_is_ever_of_floats_while_everybody_is_paid(made: Blocks) -> None:
    read, span = intake(), period_of(MONTH)
    assert read.plan is not None
    pd.Series([1, 2]).reindex([0, 5])  # an empty cell makes floats of integers: the watch sees it
    assert made.total() >= 1
    made.clear()
    roster, _ = read_roster(read.dataset.tables["people"])
    desk = prepared(read.dataset, read.plan, roster, span)
    bench = Bench(read.plan, desk.dataset, roster)
    paid = pay(desk.dataset, read.plan, roster, desk.targets, span, PaidBefore(), desk.books)
    trace = pa.concat_tables(traced(bench, paid.statements, span.end))
    assert made == Counter()
    assert len(paid.register) > 60
    assert floats(paid) == []
    assert floats(bench.kept) == []
    assert floats({kind: table.frame for kind, table in desk.dataset.tables.items()}) == []
    assert trace.num_rows > 1000
    assert [str(each) for each in trace.schema if _inexact(each.type)] == []


def _inexact(kind: pa.DataType) -> bool:
    return pa.types.is_floating(kind) or (pa.types.is_list(kind) and _inexact(kind.value_type))


def test_every_amount_that_is_read_is_an_integer_at_its_scale() -> None:
    amounts = [
        (kind, name, str(table.frame[name].dtype))
        for kind, table in intake().dataset.tables.items()
        for name, column in table.columns.items()
        if column.type in NUMERIC
    ]
    assert len(amounts) > 100
    assert [each for each in amounts if each[2] not in {"Int64", "int64"}] == []


def test_nothing_that_is_measured_is_a_float() -> None:
    assert floats(measured(MONTH)) == []


PLAIN = (str, int, bool, Fraction, date, Enum, type(None), bytes, Path)


def floats(found: object, where: str = "") -> list[str]:
    """Name every float in a value, however deep; whatever is of a kind that cannot be looked into is named too."""
    return list(dict.fromkeys(_floats(found, where, set())))


def _floats(found: object, where: str, seen: set[int]) -> Iterator[str]:
    if isinstance(found, PLAIN) or callable(found) or id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, pd.Series | pd.Index | np.ndarray):
        yield from _of_column(found, where)
        return
    if isinstance(found, pa.Array):
        yield from [f"{where}: {found.type}"] if pa.types.is_floating(found.type) else []
        return
    inside = _inside(found)
    if inside is None:
        yield f"{where}: {type(found).__name__}"
    for name, value in inside or ():
        yield from _floats(value, f"{where}.{name}", seen)


def _inside(found: object) -> list[tuple[str, object]] | None:
    """Return what a value is made of, by name; None where that cannot be told."""
    if isinstance(found, pd.DataFrame):
        return [(str(name), found[name]) for name in found.columns]
    if isinstance(found, Mapping):
        return [("", each) for pair in found.items() for each in pair]
    if isinstance(found, tuple | list | Set):
        return [("", each) for each in found]
    if isinstance(found, Listed):
        kept: tuple[str, ...] = getattr(type(found), "__slots__")  # noqa: B009  whichever class it is has its own
        return [*(("", line) for line in found), *((name, getattr(found, name)) for name in kept)]
    if isinstance(found, Texts):
        return [(name, getattr(found, name)) for name in Texts.__slots__]
    if is_dataclass(found):
        return [(each.name, getattr(found, each.name)) for each in fields(found)]
    return list(vars(found).items()) if hasattr(found, "__dict__") else None


def _of_column(column: Any, where: str) -> Iterator[str]:
    kind = str(column.dtype)
    if kind == "object":
        wrong = {type(each).__name__ for each in column if not isinstance(each, PLAIN)}
        yield from (f"{where}: {name}" for name in sorted(wrong))
    elif "float" in kind or "complex" in kind:
        yield f"{where}: {kind}"


@pytest.mark.parametrize("part", [*PATH, *FILES])
def test_the_code_of_pay_names_no_float(part: str) -> None:
    place = ROOT / "reportgen" / part
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    assert files
    assert [f"{file.name}:{line}: {said}" for file in files for line, said in inexact(file)] == []


def inexact(file: Path) -> Iterator[tuple[int, str]]:
    """Find literals with a decimal point, and names that make binary floats of what they are given."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, str(node.value)
        elif isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and node.attr in INEXACT:
            yield node.lineno, node.attr
