"""The slide about attainment: how many people reached how much of their target, and every team against its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reportgen.documents.qbr_sources import target_sources
from reportgen.documents.wording import say, status_word
from reportgen.model.document import (
    Chart,
    DataTable,
    Message,
    Section,
    Series,
    TableColumn,
    TableRow,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, Standing
from reportgen.model.quantity import Measurable, Quantity, count

_BANDS = (
    (Fraction(0), Fraction(3, 5)),
    (Fraction(3, 5), Fraction(4, 5)),
    (Fraction(4, 5), Fraction(1)),
    (Fraction(1), Fraction(6, 5)),
)


def teams(measured: Measured) -> DataTable | None:
    """Return every team's actual against target, each followed by the teams below it.

    The one that is the company is left out.
    """
    found = _ordered(measured)
    if not found:
        return None
    rows = tuple(_team_row(measured, team, depth) for depth, team in found)
    columns: tuple[TableColumn, ...] = (
        TableColumn("team", say("column.team")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("status", say("column.status")),
    )
    title = say("qbr.teams.table")
    if not any(isinstance(_of(measured, team).target, Quantity) for _, team in found):
        title, columns = say("qbr.teams.plain"), (columns[0], columns[2])
        rows = tuple(TableRow((row.cells[0], row.cells[2])) for row in rows)
    return DataTable("teams", title, columns, rows, note=say("qbr.teams.subtitle"))


def _ordered(measured: Measured) -> list[tuple[int, Standing]]:
    """Return the teams with their depth, best first below each leader; a lone team on top is the company."""
    name, day = measured.plan.documents.main_measure, measured.period.end
    levels: dict[str, list[Standing]] = {}
    for team in measured.teams.values():
        if name in team.figures:
            levels.setdefault(measured.roster.manager_of(team.subject.id, day), []).append(team)
    top = levels.get("", [])
    return _below(measured, levels, top[0].subject.id if len(top) == 1 else "", 0)


def _below(
    measured: Measured, levels: Mapping[str, Sequence[Standing]], above: str, depth: int
) -> list[tuple[int, Standing]]:
    """Return the teams below a leader with their depth, best first at each level."""
    level = sorted(
        levels.get(above, ()),
        key=lambda team: (-_value(_of(measured, team).attainment), -_value(_of(measured, team).actual), team.name),
    )
    told = ((team, _below(measured, levels, team.subject.id, depth + 1)) for team in level)
    return [each for team, below in told for each in ((depth, team), *below)]


def _of(measured: Measured, standing: Standing) -> Figure:
    return standing.figures[measured.plan.documents.main_measure]


def _value(found: Measurable) -> Fraction:
    return found.value if isinstance(found, Quantity) else Fraction(-1)


def _team_row(measured: Measured, team: Standing, depth: int) -> TableRow:
    figure = _of(measured, team)
    name = say("team.of" if depth == 0 else "team.below", name=Verbatim(team.name))
    return TableRow((name, figure.target, figure.actual, figure.attainment, status_word(figure.status)), figure.status)


def _teams_said(measured: Measured) -> Message | None:
    """How many of the highest teams reached their target, None where one has none."""
    highest = [team for depth, team in _ordered(measured) if depth == 0]
    scored = [team for team in highest if isinstance(_of(measured, team).attainment, Quantity)]
    if len(scored) < len(highest) or not scored:
        return None
    above = sum(1 for team in scored if _value(_of(measured, team).attainment) >= 1)
    return say("qbr.teams.above", count=above, all=len(scored))


def _first_said(measured: Measured, all_teams: int) -> Message:
    """Which of the highest teams has the most, where targets do not tell; else how many teams there are."""
    highest = [team for depth, team in _ordered(measured) if depth == 0]
    known = [(_of(measured, team).actual, team) for team in highest]
    most = max(known, key=lambda each: _value(each[0]))
    if len(highest) < 2 or not isinstance(most[0], Quantity):
        return say("qbr.teams.title", count=all_teams)
    return say("qbr.teams.first", team=Verbatim(most[1].name), amount=most[0], count=len(highest))


def _highest(measured: Measured) -> Chart | None:
    """The highest teams' results as bars, the largest first, where no target tells who reached how much."""
    known = [(_of(measured, team).actual, team) for depth, team in _ordered(measured) if depth == 0]
    if len(known) < 2 or not all(isinstance(actual, Quantity) for actual, _ in known):
        return None
    known.sort(key=lambda each: -_value(each[0]))
    labels = tuple(say("team.of", name=Verbatim(team.name)) for _, team in known)
    series = (Series("actual", say("column.actual"), tuple(actual for actual, _ in known)),)
    alt = _first_said(measured, len(known))
    return Chart("distribution", "bars", say("qbr.teams.highest"), labels, series, alt)


def distribution(measured: Measured) -> Section | None:
    """How many people reached how much of their target, and the teams beside it."""
    name = measured.plan.documents.main_measure
    figures = [standing.figures[name] for standing in measured.people.values() if name in standing.figures]
    reached = [each.attainment.value for each in figures if isinstance(each.attainment, Quantity)]
    table = teams(measured)
    if len(reached) < 2:
        if table is None:
            return None
        title = _teams_said(measured) or _first_said(measured, len(table.rows))
        bars = _highest(measured)
        return Section(
            "distribution", title, None, (bars, table) if bars else (table,), target_sources(measured, "posts")
        )
    bands = [sum(1 for value in reached if low <= value < high) for low, high in _BANDS]
    counts = [*bands, sum(1 for value in reached if value >= _BANDS[-1][1])]
    counts[0] += sum(1 for value in reached if value < 0)
    labels = tuple(say(f"band.{index}") for index in range(len(counts)))
    series = (Series("actual", say("column.people"), tuple(count(found) for found in counts)),)
    above = sum(1 for value in reached if value >= 1)
    title = say("qbr.distribution.title", count=above, all=len(reached))
    chart = Chart(
        "distribution",
        "bars",
        say("qbr.distribution.chart"),
        labels,
        series,
        say("qbr.distribution.alt", count=above, all=len(reached)),
    )
    parts = (chart, table) if table else (chart,)
    subtitle = _teams_said(measured) or say("qbr.distribution.subtitle")
    return Section("distribution", title, subtitle, parts, target_sources(measured, "posts"))
