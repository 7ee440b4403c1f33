"""Turns the files of expected figures into rows, and the sample's inputs into what the program measures of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from reportgen import measure
from reportgen.app.intake import Intake, take_in
from reportgen.app.shipped import templates_folder
from reportgen.app.workspace import Workspace
from reportgen.measure.desk import Desk, prepared
from reportgen.measure.roster import leaders, read_roster
from reportgen.measure.slicing import sliced
from reportgen.measure.standing import figures_of
from reportgen.model.measured import Figure, Measured, SliceStanding, Subject
from reportgen.model.period import Period, parse_period
from reportgen.model.quantity import Measurable, Quantity

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT / "tests" / "truth"

Row = dict[str, str]


def rows(name: str) -> Iterator[Row]:
    """The rows of an area's file by header."""
    with (TRUTH / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def number(text: str) -> Fraction | None:
    """An exact number; a blank is none."""
    return Fraction(text) if text else None


def period_of(name: str) -> Period:
    """A period by its name."""
    found = parse_period(name)
    assert found is not None
    return found


@cache
def intake() -> Intake:
    """The sample's inputs, read once."""
    return take_in(Workspace(ROOT, templates_folder()))


@dataclass(frozen=True, slots=True)
class Figured:
    """The figures of a period, each computed when it is asked for: nothing is paid for them."""

    company: Mapping[str, Figure]
    of: Callable[[str, str], Mapping[str, Figure]]
    slices: tuple[SliceStanding, ...]


@cache
def desk_of(period: str) -> Desk:
    """The sample's books at a period's end: what figures, alerts, tiers and funnels are computed from."""
    read, span = intake(), parse_period(period)
    assert read.plan is not None
    assert span is not None
    roster, _ = read_roster(read.dataset.tables["people"])
    return prepared(read.dataset, read.plan, roster, span)


@cache
def figured(period: str) -> Figured:
    """The figures of a period: the company's, those of a team or person by kind and id, the slices."""
    desk, span = desk_of(period), parse_period(period)
    assert span is not None
    roster = desk.books.roster
    company = figures_of(desk, Subject("company", ""), span)
    there = {"team": set(leaders(roster, span)), "person": {p.id for p in roster.people.values() if p.days_in(span)}}

    @cache
    def of(kind: str, name: str) -> Mapping[str, Figure]:
        return figures_of(desk, Subject(kind, name), span, company) if name in there[kind] else {}

    return Figured(company, of, sliced(desk, span))


@cache
def measured(period: str) -> Measured:
    """What the program measures of a period."""
    read, span = intake(), parse_period(period)
    assert read.plan is not None
    assert span is not None
    found, _ = measure.run(read.dataset, read.plan, span, read.paid_before, read.problems)
    assert found is not None
    return found


def value(found: Measurable) -> Fraction | None:
    """A figure's number; None where it is not measured."""
    return found.value if isinstance(found, Quantity) else None
