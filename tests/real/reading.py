"""Reads a real workspace where its data lies, and sums it up in exact fractions without the program's arithmetic."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

from reportgen.model.table import Table
from reportgen.sources import input_files, read, read_profiles, read_sources
from reportgen.sources.reading import Reading

HERE = Path(__file__).resolve().parent


@cache
def read_workspace(name: str) -> Reading:
    """Read a workspace's tables; its settings must have no problem."""
    inputs = HERE / name / "inputs"
    sources, wrong_sources = read_sources(inputs / "sources.yaml", "inputs/sources.yaml")
    files, missing = input_files(sources, inputs, "inputs")
    profiles, wrong_profiles = read_profiles(inputs / "profiles", "inputs/profiles")
    assert (wrong_sources, missing, wrong_profiles) == ((), (), ())
    return read(files, profiles)


def exact(table: Table, column: str) -> list[Fraction]:
    """The present values of a number column as fractions."""
    unit = 10 ** table.columns[column].scale
    return [Fraction(int(value), unit) for value in table.frame[column].dropna()]


def narrowed(table: Table, column: str, value: str) -> Table:
    """The rows of a table that have a value."""
    return replace(table, frame=table.frame[table.frame[column] == value])


def total_by(table: Table, amount: str, column: str) -> dict[str, Fraction]:
    """Sums of an amount by the values of a column."""
    rows = table.frame.dropna(subset=[amount, column])
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for key, value in zip(rows[column], exact(table, amount), strict=True):
        totals[key] += value
    return dict(totals)


def by_person_and_quarter(table: Table, amount: str, day: str) -> dict[str, dict[str, Fraction]]:
    """Sums of an amount by person and calendar quarter (`2017Q3`), quarters without rows left out."""
    totals: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for person, when, value in zip(table.frame["person"], table.frame[day], exact(table, amount), strict=True):
        totals[person][f"{when.year}Q{when.quarter}"] += value
    return {person: dict(quarters) for person, quarters in totals.items()}
