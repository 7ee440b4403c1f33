"""Alerts: the rows behind one recompute its numbers; the order of rows and a threshold elsewhere change nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import measure
from reportgen.measure.alerts import Board
from reportgen.measure.alerts.alarms import alarms
from reportgen.measure.asof import as_of
from reportgen.measure.watching import board_of
from reportgen.model.alarms import Alarm
from reportgen.model.alerts import Concentrated, Missing
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.plan import Measure, Plan, valid
from reportgen.model.quantity import Quantity
from reportgen.model.step import Rows, Step, walk
from reportgen.model.table import Table
from reportgen.plan import read
from tests.tables import dataset, entries, measured, plan_of
from tests.truth.reading import ROOT, desk_of, intake

FEW = 1
"""So many alerts of each rule: overdue customers alone are hundreds."""


def quarter() -> Period:
    found = parse_period("2026-Q1")
    assert found is not None
    return found


@cache
def found() -> tuple[Alarm, ...]:
    return alarms(board_of(desk_of("2026-Q1")), quarter())


def some() -> Iterator[Alarm]:
    """The first few alerts of each rule."""
    for rule in dict.fromkeys(alarm.rule.id for alarm in found()):
        yield from [alarm for alarm in found() if alarm.rule.id == rule][:FEW]


def leaves(step: Step) -> Iterator[tuple[Rows, Quantity]]:
    """The parts of an explanation that are numbers made of rows."""
    for _, node in walk(step):
        if node.rows is not None and node.rows.measure and isinstance(node.value, Quantity):
            yield node.rows, node.value


@cache
def then(moment: date) -> Mapping[str, Table]:
    """The sample's tables as they stood on a day."""
    plan = intake().plan
    assert plan is not None
    return as_of(intake().dataset, moment, plan.measures, plan.company.currency).tables


@cache
def standing(moment: date, kind: str) -> tuple[Place, ...]:
    """Where each row of a table stands."""
    table = then(moment)[kind]
    return tuple(table.place(position) for position in range(len(table.frame)))


def recomputed(rule: Measure, moment: date, places: set[Place]) -> set[Fraction]:
    """A measure over the rows at some places: as a sum and a mean, or a number of rows and of different values."""
    table = then(moment)[rule.table]
    mine = [position for position, place in enumerate(standing(moment, rule.table)) if place in places]
    frame: pd.DataFrame = table.frame.iloc[mine]
    if rule.how != "sum":
        return {Fraction(len(frame)), Fraction(frame[rule.column].nunique() if rule.column else 0)}
    cells = [int(cell) for cell in frame[rule.column].dropna()]
    total = Fraction(sum(cells), 10 ** table.columns[rule.column].scale)
    return {total, total / max(1, len(cells))}


def test_the_rows_behind_an_alert_recompute_its_numbers() -> None:
    plan = intake().plan
    assert plan is not None
    checked = 0
    for alarm in some():
        for rows, value in leaves(alarm.step):
            places, total = measure.places(intake().dataset, plan, rows)
            assert rows.count in {0, total}, (alarm.key, rows)
            if not isinstance(alarm.rule.condition, Missing | Concentrated):  # those tell a part of their rows
                rule = valid(plan.measures, quarter().end)[rows.measure]
                assert value.value in recomputed(rule, rows.end or quarter().end, set(places)), (alarm.key, rows)
                checked += 1
    assert checked > 30


def changed(line: str, into: str, folder: Path) -> Plan:
    """The sample's plan with one line of its alerts changed."""
    shutil.copytree(ROOT / "inputs" / "plan", folder)
    file = folder / "alerts.yaml"
    text = file.read_text("utf-8")
    assert text.count(line) == 1
    file.write_text(text.replace(line, into), "utf-8")
    plan, problems = read(folder, "inputs/plan")
    assert plan is not None, problems
    return plan


def test_one_line_in_one_file_changes_one_rules_alerts_and_no_others(tmp_path: Path) -> None:
    stock = "figures: [stock_days]\n  threshold: {}\n"
    plan = changed(stock.format(45), stock.format(46), tmp_path / "plan")
    desk = desk_of("2026-Q1")
    board = board_of(desk)
    now = alarms(Board(plan, board.books, board.targets, board.shelf, board.tables), quarter())
    before = {(alarm.key, alarm.value, alarm.threshold) for alarm in found()}
    after = {(alarm.key, alarm.value, alarm.threshold) for alarm in now}
    assert {key[0] for key, _, _ in before ^ after} == {"stock-low"}
    assert {key for key, _, _ in before} < {key for key, _, _ in after}


ORDER = st.tuples(st.sampled_from(["C1", "C2", "C3"]), st.integers(1, 28), st.integers(-50, 100))
RULES = entries("""
- {id: low, kind: below, figures: [order_amount], threshold: '60', subject: customer}
- {id: big, kind: concentrated, figure: order_amount, column: customer, top: 1, share: 50 %, subject: company}
""")


@settings(max_examples=20, deadline=None)
@given(st.lists(ORDER, min_size=1, max_size=8), st.randoms())
def test_the_order_of_rows_changes_no_alert(orders: list[tuple[str, int, int]], random: object) -> None:
    lines = [f"O{place} 2026-03-{day:02d} E1 {who} {amount} 0" for place, (who, day, amount) in enumerate(orders)]
    mixed = list(lines)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert keys(lines) == keys(mixed)


def keys(lines: list[str]) -> list[tuple[tuple[str, str, str], Fraction, tuple[str, ...]]]:
    header = "order_no order_date person customer amount gross_profit"
    data = dataset(people="person role since\nE1 representative 2024-01-01", orders="\n".join([header, *lines]))
    return [(a.key, a.value.value, a.told) for a in measured(data, plan_of(alerts=RULES), "2026-03").alerts]
