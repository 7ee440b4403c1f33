"""The slides on what is to come and on people: forecasts that say a number, the pool of successors as bars."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from typing import Any, cast
from zipfile import ZipFile

from reportgen import documents
from reportgen.documents import qbr_outlook, qbr_talent
from reportgen.model.appraisal import SuccessorLine, SuccessorsResult
from reportgen.model.document import Chart, DataTable, HeatMap, Section
from reportgen.model.measured import Measured
from reportgen.model.outlook import Forecast, Outlook, PastForecast
from reportgen.model.period import Period, after, parse_period
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, money, percent
from reportgen.render.slides import read_deck, slides
from reportgen.render.words import missing_keys, word
from tests.unit.documents.test_deck import TEMPLATE, words
from tests.unit.documents.test_documents import company

UNKNOWN = NotMeasured("no-data")
NO_STEP = cast("Any", None)


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def successors() -> Measured:
    """A pool of three lines: one is full, one lacks two, one has nobody who stands ready."""
    lines = (
        SuccessorLine("Line 1", 3, {"now": ("a",), "one_year": ("b", "c")}, ()),
        SuccessorLine("Line 2", 30, {"now": tuple("abcdefgh"), "two_years": tuple("ijklmnopqrstuvwxyzAB")}, ("z",)),
        SuccessorLine("Line 3", 1, {"one_year": ("d",)}, ()),
    )
    return replace(company("2026-Q1"), successors=SuccessorsResult(NO_STEP, lines, NO_STEP))


def test_the_pool_of_successors_is_a_chart_whose_parts_are_those_of_the_table() -> None:
    section = qbr_talent.people(successors())
    assert section is not None
    parts = {part.id: part for part in section.parts if isinstance(part, Chart | DataTable)}
    bench, table = parts["bench"], parts["succession"]
    assert isinstance(bench, Chart)
    assert isinstance(table, DataTable)
    told = {
        series.key: [value.value for value in series.values if isinstance(value, Quantity)] for series in bench.series
    }
    assert told == {"now": [1, 8, 0], "later": [2, 20, 1], "missing": [0, 2, 0]}
    for index, key in ((3, "now"), (4, "later"), (5, "missing")):
        assert [cast("Quantity", row.cells[index]).value for row in table.rows] == told[key]


def test_each_bar_of_the_pool_tells_its_sum_and_the_narrow_parts_stand_above_it() -> None:
    data = slides(documents.qbr(successors()), TEMPLATE, words("en"))
    drawn = {shape.name: shape for slide in read_deck(data).slides for shape in slide.shapes}
    assert drawn["bench"].series[0].categories == ("Line 1 · 3", "Line 2 · 30", "Line 3 · 1")
    with ZipFile(BytesIO(data)) as package:
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("ppt/charts/chart")]
    (bench,) = (chart for chart in charts if "Ready now" in chart)
    now, later, missing = (part.partition("</c:ser>")[0] for part in bench.split("<c:ser>")[1:])
    # One of thirty is too narrow for its digit, eight are not; nobody is no part.
    assert now.count("<c:manualLayout>") == 1
    assert later.count("<c:manualLayout>") == 1  # Line 3, alone in its bar
    assert missing.count('<c:delete val="1"/>') == 2


def _view(rule: str, of: str, value: Measurable, past: tuple[PastForecast, ...] = ()) -> Forecast:
    span = period(of)
    return Forecast(
        rule, "run_rate", span, span.start, value, UNKNOWN, UNKNOWN, UNKNOWN, money(100, "CNY"), UNKNOWN, None,
        past, NO_STEP,
    )  # fmt: skip


def forecast_of(*views: Forecast) -> Section | None:
    measured = company("2026-Q1")
    subject = measured.company.subject
    return qbr_outlook.forecast(replace(measured, forecasts={subject: Outlook(subject, views, ())}))


def test_forecasts_without_a_number_are_counted_and_take_no_row() -> None:
    following, own = after(period("2026-Q1")).id, period("2026-Q1")
    known = PastForecast(own, own.start, money(1, "CNY"), money(1, "CNY"), percent(Fraction(9, 10)))
    section = forecast_of(
        _view("steady", following, money(80, "CNY")),
        _view("silent", following, UNKNOWN),
        _view("silent", "2026", UNKNOWN),
        _view("steady", "2026-Q1", money(90, "CNY"), (known,)),
        _view("silent", "2026-Q1", UNKNOWN),
    )
    assert section is not None
    (views,) = (part for part in section.parts if isinstance(part, DataTable))
    english = words("en")
    assert [[word(english, cell, "compact") for cell in row.cells[1:4]] for row in views.rows] == [
        ["steady", "80", "−20"]
    ]
    assert word(english, views.note) == "2 more are not measured and not listed"
    (accuracy,) = (part for part in section.parts if isinstance(part, HeatMap))
    assert [word(english, row.label) for row in accuracy.rows] == ["steady"]


def test_teams_without_targets_are_bars_of_what_they_sold_the_largest_first() -> None:
    measured = company("2025")
    (lone,) = (
        team
        for team in measured.teams.values()
        if measured.roster.manager_of(team.subject.id, measured.period.end) == ""
    )
    name = measured.plan.documents.main_measure
    assert _bars(measured) is None  # one team alone is the company
    other = replace(lone, subject=replace(lone.subject, id="M9"), name="Other")
    figure = replace(other.figures[name], actual=money(10**9, "CNY"))
    other = replace(other, figures={**other.figures, name: figure})
    bars = _bars(replace(measured, teams={lone.subject.id: lone, "M9": other}))
    assert bars is not None
    (series,) = bars.series
    assert [value.value for value in series.values if isinstance(value, Quantity)] == [
        10**9,
        _sold(lone.figures[name].actual),
    ]
    document = documents.qbr(measured)
    assert not any(missing_keys(document, words(each)) for each in ("zh", "en"))


def _sold(found: Measurable) -> Fraction:
    assert isinstance(found, Quantity)
    return found.value


def _bars(measured: Measured) -> Chart | None:
    section = next((each for each in documents.qbr(measured).sections if each.id == "distribution"), None)
    charts = [part for part in section.parts if isinstance(part, Chart)] if section else []
    return charts[0] if charts else None
