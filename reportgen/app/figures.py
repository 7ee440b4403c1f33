"""Measured figures → CSV files for machines: what the documents say, as plain decimals."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

from reportgen.model.measured import Figure, Measured, Standing, Subject
from reportgen.model.money import plain
from reportgen.model.outlook import Outlook
from reportgen.model.quantity import Measurable, Quantity, Unit
from reportgen.model.standing import in_passing

_DECIMALS = {Unit.MONEY: 2, Unit.PERCENT: 6, Unit.SCORE: 4, Unit.NUMBER: 6, Unit.COUNT: 0, Unit.DAYS: 0}
_FINEST = 6
_ACTIVE = frozenset("=+@-")
"""What a text begins with that a spreadsheet takes for a formula."""
_ALWAYS_ACTIVE = _ACTIVE - {"-"}
_NO_NUMBER = re.compile("[,\\n]-(?![0-9])")
_AT_A_TIME = 256

Part = tuple[str, str, Callable[[], bytes]]
"""A piece of a file: whom it is about, as what kind of subject ("" is the company), and what makes it."""

INCOMPLETE = "incomplete"
"""The status of a figure over which rows are held back: it is neither reached nor missed."""


_ACTUALS = (
    "period",
    "subject_kind",
    "subject",
    "measure",
    "value",
    "unit",
    "target",
    "attainment",
    "status",
    "rows",
    "year_to_date",
)


def actuals(measured: Measured) -> bytes:
    """Return `data/actuals.csv`: one row a subject and KPI. Not measured is an empty value, never 0.

    What is nobody's own is the company's alone. Slices (`line=Eco`) are those of the plan, and the values that a KPI
    is given by.
    """
    return joined(actual_parts(measured))


def actual_parts(measured: Measured) -> Iterator[Part]:
    """Yield what makes `data/actuals.csv`: the header, the rows of each subject, the slices."""
    yield "", "", partial(csv_bytes, _ACTUALS, ())
    for each in _standings(measured):
        yield each.subject.id, each.subject.kind, partial(_actual_rows, measured, each)
    yield "", "", lambda: csv_text(_parts(measured))


def _actual_rows(measured: Measured, standing: Standing) -> bytes:
    return csv_text(_figures(measured, standing))


def scorecards(measured: Measured) -> bytes:
    """Return `data/scorecards.csv`: one row a person and scorecard line, and the total.

    They are those of the review: `subject_kind` is team of who is scored on the team that they lead.
    """
    return joined(scorecard_parts(measured))


def scorecard_parts(measured: Measured) -> Iterator[Part]:
    """Yield what makes `data/scorecards.csv`: the header, and the rows of each person."""
    header = ("period", "person", "subject_kind", "scorecard", "kpi", "weight", "effective_weight")
    yield "", "", partial(csv_bytes, (*header, "attainment", "score"), ())
    for person in measured.people:
        yield person, "person", partial(_scorecard_rows, measured, person)


def _scorecard_rows(measured: Measured, person: str) -> bytes:
    standing = measured.reviewed(person)
    result = standing.score
    if result is None:
        return b""
    whose = (measured.period.id, person, standing.subject.kind, result.scorecard)
    rows = [
        (
            *whose,
            line.figure.kpi.id,
            plain(line.weight, 6),
            number_text(line.effective),
            number_text(line.figure.attainment),
            number_text(line.score),
        )
        for line in result.lines
    ]
    return csv_text([*rows, (*whose, "total", "", "", "", number_text(result.total))])


def forecast(measured: Measured) -> bytes:
    """Return `data/forecast.csv`: one row a subject, view and period foreseen, and one for each past forecast like it.

    A row of `kind` current has no actual yet; its accuracy is the mean of past ones at the same point of the period.
    """
    return joined(forecast_parts(measured))


def forecast_parts(measured: Measured) -> Iterator[Part]:
    """Yield what makes `data/forecast.csv`: the header, and the rows of each subject."""
    header = ("period", "kind", "subject_kind", "subject", "view", "of", "made", "forecast", "low", "high")
    yield "", "", partial(csv_bytes, (*header, "so_far", "target", "actual", "accuracy", "goal"), ())
    for subject in measured.forecasts:
        yield subject.id, subject.kind, partial(_outlook_rows, measured, subject)


def _outlook_rows(measured: Measured, subject: Subject) -> bytes:
    return csv_text(_outlook(measured, measured.forecasts[subject]))


def _outlook(measured: Measured, outlook: Outlook) -> Iterable[tuple[str, ...]]:
    who = (outlook.subject.kind, outlook.subject.id)
    said: set[tuple[str, ...]] = set()
    for found in outlook.forecasts:
        numbers = map(number_text, (found.value, found.low, found.high, found.so_far, found.target))
        goal = plain(found.goal, 6) if found.goal is not None else ""
        head = (measured.period.id, "current", *who, found.rule, found.of.id, found.made.isoformat())
        yield (*head, *numbers, "", number_text(found.accuracy), goal)
        for past in found.past:
            told = (found.rule, past.of.id, past.made.isoformat())
            if told not in said:
                said.add(told)
                actual = (number_text(past.actual), number_text(past.accuracy))
                yield (
                    measured.period.id,
                    "past",
                    *who,
                    *told,
                    number_text(past.forecast),
                    "",
                    "",
                    "",
                    "",
                    *actual,
                    goal,
                )


def _standings(measured: Measured) -> Iterable[Standing]:
    yield measured.company
    yield from measured.teams.values()
    yield from measured.people.values()


def _figures(measured: Measured, standing: Standing) -> Iterator[tuple[str, ...]]:
    for figure in in_passing(standing.figures):
        if figure.subject == standing.subject:
            yield _row(measured, standing.subject, figure, standing.incomplete)


def _parts(measured: Measured) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the slices, then of the values of KPIs that no slice has told."""
    found = {
        (figure.subject.id, figure.kpi.id): figure
        for standing in measured.slices
        for figure in standing.figures.values()
    }
    for figure in measured.company.figures.values():
        for part in figure.parts:
            found.setdefault((part.figure.subject.id, figure.kpi.id), part.figure)
    for figure in found.values():
        yield _row(measured, figure.subject, figure, measured.company.incomplete)


def _row(measured: Measured, subject: Subject, figure: Figure, incomplete: bool) -> tuple[str, ...]:
    actual = figure.actual
    return (
        measured.period.id,
        subject.kind,
        subject.id,
        figure.kpi.id,
        number_text(actual),
        actual.currency or actual.unit.value if isinstance(actual, Quantity) else "",
        number_text(figure.target),
        number_text(figure.attainment),
        INCOMPLETE if incomplete else figure.status.value,
        str(figure.rows),
        number_text(figure.year_to_date),
    )


def number_text(value: Measurable) -> str:
    """Return a plain decimal: money with two places, or as many as it exactly has up to six."""
    if not isinstance(value, Quantity):
        return ""
    places, parts = _DECIMALS[value.unit], value.value.denominator
    while value.unit is Unit.MONEY and places < _FINEST and 10**places % parts:
        places += 1
    return plain(value.value, places)


def joined(parts: Iterable[Part]) -> bytes:
    """Return a file of its pieces."""
    return b"".join(make() for *_, make in parts)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as comma-separated text that Excel opens: UTF-8 with its mark, nothing taken for a formula."""
    return codecs.BOM_UTF8 + csv_text(chain((header,), rows))


def csv_text(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows of such a table without its header."""
    found, left = io.BytesIO(), iter(rows)
    # Some rows at a time: a large company's figures would stand in memory twice more as one text.
    while some := list(islice(left, _AT_A_TIME)):
        text = "\r\n".join([*map(",".join, some), ""])
        found.write((text if _stands_as_it_is(text, some) else _guarded(some)).encode())
    return found.getvalue()


def _stands_as_it_is(text: str, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows that were joined need no quotation marks, and nothing in them looks like a formula.

    All rows are looked at in one go: a cell with a comma or the end of a line in it shows in how many there are.
    """
    alone = any(len(row) < 2 for row in rows)  # an empty cell alone has quotation marks, for it would be no row
    if alone or '"' in text or text.count(",") != sum(map(len, rows)) - len(rows):
        return False
    if text.count("\r") != len(rows) or text.count("\n") != len(rows) or text[:1] in _ACTIVE:
        return False
    if any(sign in text and (f",{sign}" in text or f"\n{sign}" in text) for sign in _ALWAYS_ACTIVE):
        return False
    return not ((",-" in text or "\n-" in text) and _NO_NUMBER.search(text))


def _guarded(rows: Iterable[Sequence[str]]) -> str:
    """Return rows with what needs it in quotation marks, and nothing that is taken for a formula."""
    found = io.StringIO(newline="")
    csv.writer(found).writerows([cell if cell[:1] not in _ACTIVE else _inert(cell) for cell in row] for row in rows)
    return found.getvalue()


def _inert(cell: str) -> str:
    """Return a cell that begins like a formula as text; a negative number stays a number."""
    if cell[0] == "-" and cell[1:2].isdigit():
        return cell
    return f"'{cell}"
