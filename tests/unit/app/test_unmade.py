"""Values that are made when they are looked at are the values that were packed."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app.build import measure_period
from reportgen.app.spill import make_room, stay_in_memory
from reportgen.app.unmade import Unmade, UnmadeByKey, unmade
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.measured import Measured, RegisterRow, Statement
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.room import by_key, in_order
from reportgen.model.step import Rows, Step


@pytest.fixture(scope="module")
def measured(sample_company: Path) -> Measured:
    workspace, period = open_workspace(sample_company), parse_period("2026-Q1")
    assert isinstance(workspace, Workspace)
    assert isinstance(period, Period)
    found = measure_period(workspace, period)[1]
    assert found is not None
    return found


@pytest.fixture
def short(tmp_path: Path) -> Iterator[None]:
    """Memory that is short."""
    make_room(tmp_path / "aside", inputs=2**30)
    yield
    stay_in_memory()


def _steps(many: int) -> list[Step]:
    value = Quantity(Fraction(2, 3), Unit.MONEY, "CNY")
    rows = Rows("orders", start=date(2026, 1, 1), where={"status": ("已签", "")})
    leaf = Step("target", NotMeasured("no-data"), places=(Place("a.xlsx", "表", 7, "B"),))
    return [Step(f"sum {number}", value, "a + b", (leaf,), rows=rows) for number in range(many)]


def test_values_are_equal_to_those_that_were_packed_in_their_order() -> None:
    steps = _steps(1000)
    found = Unmade(steps, 64)
    assert found == tuple(steps)
    assert len(found) == 1000
    assert [found[0], found[-1], found[640]] == [steps[0], steps[-1], steps[640]]
    assert list(found[10:300:7]) == steps[10:300:7]
    assert [steps.index(each) for each in found][-1] == 999
    with pytest.raises(IndexError):
        found[1000]


def test_values_are_found_by_their_keys() -> None:
    steps = {each.name: each for each in _steps(100)}
    found = UnmadeByKey(steps.items())
    assert found == steps
    assert list(found) == list(steps)
    assert "sum 99" in found
    assert found.get("sum 100") is None
    with pytest.raises(KeyError):
        found["sum 100"]


def test_none_of_nothing_is_made() -> None:
    assert len(Unmade((), 64)) == 0
    assert list(Unmade((), 64)) == []
    assert dict(UnmadeByKey(())) == {}


def test_what_travels_to_another_process_is_the_same_there() -> None:
    steps = _steps(10)
    assert pickle.loads(pickle.dumps(Unmade(steps, 4))) == tuple(steps)  # noqa: S301
    assert pickle.loads(pickle.dumps(UnmadeByKey(enumerate(steps)))) == dict(enumerate(steps))  # noqa: S301


def _short(measured: Measured) -> Measured:
    """Return the same with statements and a register that are made when they are looked at."""
    return replace(measured, statements=by_key(measured.statements.items()), register=in_order(measured.register))


def test_statements_and_the_register_say_the_same_where_memory_is_short(measured: Measured, short: None) -> None:
    found = _short(measured)
    assert type(found.statements) is UnmadeByKey
    assert type(found.register) is Unmade
    assert dict(found.statements) == dict(measured.statements)
    assert tuple(found.register) == measured.register
    for payee, statement in measured.statements.items():
        for before, after in zip(statement.columns, found.statements[payee].columns, strict=True):
            for one, other in zip(before.components, after.components, strict=True):
                assert tuple(other.lines) == tuple(one.lines)
                assert other.component is one.component


def test_few_of_them_are_there_at_once(measured: Measured, short: None) -> None:
    found = _short(measured)
    held = _alive()
    for statement in found.statements.values():
        assert statement.payee
    for row in found.register:
        assert row.payee
    assert _alive() <= held + 64 + 32 * 256


def test_where_memory_suffices_nothing_is_packed(measured: Measured) -> None:
    assert unmade(measured) is measured
    assert type(by_key(measured.statements.items())) is dict
    assert type(in_order(measured.register)) is tuple


def test_a_pack_is_without_the_steps_of_its_alerts_where_memory_is_short(measured: Measured, short: None) -> None:
    found = unmade(measured)
    assert [replace(alarm, step=None) for alarm in found.alerts] == [  # type: ignore[arg-type]
        replace(alarm, step=None)  # type: ignore[arg-type]
        for alarm in measured.alerts
    ]
    assert {alarm.step.name for alarm in found.alerts} == {""}


def _alive() -> int:
    return sum(isinstance(each, Statement | RegisterRow) for each in gc.get_objects())
