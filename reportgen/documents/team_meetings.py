"""A team's meetings and outlook → the agenda with its figures, and what the next periods are expected to bring."""

from __future__ import annotations

from reportgen.documents.wording import named, say
from reportgen.model.document import Chart, DataTable, Message, Part, Section, Series, TableColumn, TableRow, Value
from reportgen.model.measured import Figure, Measured, Standing
from reportgen.model.meetings import Meeting
from reportgen.model.outlook import Forecast
from reportgen.model.plan import valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity

_PACK = "team_packs"
"""What plans call the pack that a meeting is held with."""


def agenda(measured: Measured, leader: str) -> Section | None:
    """Return what each meeting that is held with this pack looks at, with the team's figures of it."""
    held = held_with_pack(measured)
    if not held:
        return None
    columns = (
        TableColumn("meeting", say("team.meeting")),
        TableColumn("every", say("team.every")),
        TableColumn("topic", say("team.topic")),
        TableColumn("figures", say("team.figures")),
    )
    rows = tuple(row for rule in held for row in _meeting(rule, measured.teams[leader]))
    table = DataTable("agenda", say("team.agenda"), columns, rows)
    return Section("agenda", say("team.agenda"), None, (table,))


def held_with_pack(measured: Measured) -> tuple[Meeting, ...]:
    """Return the meetings that are held with a team's pack."""
    rules = valid(measured.plan.meetings, measured.period.end).values()
    return tuple(rule for rule in rules if isinstance(rule, Meeting) and _PACK in rule.documents)


def _meeting(rule: Meeting, standing: Standing) -> list[TableRow]:
    rows = []
    for index, item in enumerate(rule.agenda):
        head: tuple[Value, Value] = (named(rule.name), say(f"every.{rule.every}")) if index == 0 else (None, None)
        figures = [standing.figures[name] for name in item.figures if name in standing.figures]
        rows.append(TableRow((*head, named(item.what), _listed(figures))))
    return rows


def _listed(figures: list[Figure]) -> Message | None:
    if not figures:
        return None
    told = [_figure(figure) for figure in figures]
    together = told[-1]
    for each in reversed(told[:-1]):
        together = say("team.and", first=each, rest=together)
    return together


def _figure(figure: Figure) -> Message:
    kpi = named(figure.kpi.name)
    if isinstance(figure.target, Quantity) and isinstance(figure.actual, Quantity):
        return say("team.figure.target", kpi=kpi, actual=figure.actual, target=figure.target)
    return say("team.figure", kpi=kpi, actual=figure.actual)


def outlook(measured: Measured, leader: str) -> tuple[Part, ...]:
    """Return what each view expects of the periods that are not over, and how the first of them came near before."""
    subject = measured.teams[leader].subject
    if subject not in measured.forecasts:
        return ()
    ahead = [each for each in measured.forecasts[subject].forecasts if each.of.end > measured.period.end]
    told = [each for each in ahead if isinstance(each.value, Quantity)]
    if not told:
        return ()
    chart = _band(told[0])
    return (*((chart,) if chart else ()), _views(measured, told))


def _views(measured: Measured, told: list[Forecast]) -> DataTable:
    rules = valid(measured.plan.forecasts, measured.period.end)
    columns = (
        TableColumn("period", say("team.forecast.period")),
        TableColumn("view", say("team.forecast.view")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("forecast", say("team.forecast.value"), "end", "compact"),
        TableColumn("low", say("team.forecast.low"), "end", "compact"),
        TableColumn("high", say("team.forecast.high"), "end", "compact"),
        TableColumn("accuracy", say("team.forecast.accuracy"), "end"),
    )
    rows = tuple(
        TableRow((each.of, named(rules[each.rule].name), each.target, each.value, each.low, each.high, each.accuracy))
        for each in told
        if each.rule in rules
    )
    return DataTable("forecast", say("team.forecast"), columns, rows)


def _band(found: Forecast) -> Chart | None:
    """The periods that a view foresaw before with what came, then the one it foresees; none without a past."""
    past = [each for each in found.past if isinstance(each.actual, Quantity)]
    if not past:
        return None
    none: tuple[Measurable, ...] = (NotMeasured("no-data"),) * len(past)
    series = (
        Series("actual", say("chart.actual"), (*(each.actual for each in past), NotMeasured("no-data"))),
        Series("forecast", say("team.forecast.value"), (*none, found.value)),
        Series("low", say("team.forecast.low"), (*none, found.low)),
        Series("high", say("team.forecast.high"), (*none, found.high)),
        Series("target", say("chart.target"), (*none, found.target)),
    )
    periods = tuple(say("team.forecast.span", span=each) for each in (*(each.of for each in past), found.of))
    alt = say("team.forecast.alt", period=found.of, value=found.value, target=found.target)
    return Chart("forecast-band", "forecast", say("team.forecast.chart"), periods, series, alt)
