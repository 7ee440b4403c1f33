"""The parts of the analysis that hold the month against its plan: figures, teams, the four weeks, and "421"."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.figures import figures_table
from reportgen.documents.gaps import gap_chart, gap_of
from reportgen.documents.meeting_figures import agenda_figures, agenda_of, metrics_of
from reportgen.documents.wording import business_name, change, label_of, named, person_name, say, share_of, status_word
from reportgen.model.counts import Span
from reportgen.model.document import (
    Chart,
    DataTable,
    Message,
    Metrics,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
)
from reportgen.model.measured import Figure, Measured, Standing, Status
from reportgen.model.quantity import Measurable, NotMeasured, Quantity

DOCUMENT = "management_analysis"
"""What the plan's meetings call this document."""

_LOCKED_BY = 2
"""The rolling week by whose end the plan's share of the month is to be signed; the rest is the next week's."""


def main_figure(measured: Measured) -> Figure | None:
    """Return the company's figure of the main measure."""
    return measured.company.figures.get(measured.plan.documents.main_measure)


def year_chart(measured: Measured) -> list[Part]:
    """Return the main measure month by month since the year began; nothing where nothing was measured."""
    main, points = main_figure(measured), measured.year
    known = [point.actual.value for point in points if isinstance(point.actual, Quantity)]
    if main is None or not known:
        return []
    series = (
        Series("actual", say("chart.actual"), tuple(point.actual for point in points)),
        Series("target", say("chart.target"), tuple(point.target for point in points)),
        Series("previous", say("chart.last-year"), tuple(point.year_before for point in points)),
    )
    kpi = named(main.kpi.name)
    total = Quantity(sum(known, Fraction(0)), main.kpi.unit, measured.plan.company.currency)
    alt = say("chart.months.alt", kpi=kpi, total=total, count=len(points))
    title = say("analysis.year-chart", kpi=kpi)
    return [Chart("year", "months", title, tuple(point.period for point in points), series, alt)]


def bridge_chart(measured: Measured) -> list[Part]:
    """Return the way from target to actual by the plan's first driver; nothing where the plan or the data tell none."""
    gap = gap_of(measured, measured.company.subject)
    return [gap_chart(measured, gap)] if gap else []


def figures(measured: Measured) -> DataTable:
    """Return the KPIs that the plan lists, with the year to date and the unit of money."""
    currency = say(f"unit.{measured.plan.company.currency}")
    return figures_table(measured, say("analysis.figures"), to_date=True, note=say("analysis.unit", currency=currency))


def teams_table(measured: Measured) -> tuple[DataTable, ...]:
    """Return the teams right below the top against their target, the furthest ahead first; none without any."""
    rows = [_team_row(measured, each) for each in leading_teams(measured)]
    if not rows:
        return ()
    columns = (
        TableColumn("team", say("column.team")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("gap", say("column.gap"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("previous", say("column.last-period"), "end", "compact"),
        TableColumn("year-before", say("column.last-year"), "end", "compact"),
        TableColumn("status", say("column.status")),
    )
    main = main_figure(measured)
    title = say("analysis.teams", kpi=named(main.kpi.name)) if main else say("column.team")
    return (DataTable("teams", title, columns, tuple(rows)),)


def leading_teams(measured: Measured) -> list[Standing]:
    """Return the teams whose leader reports to the top, with the main measure, by attainment."""
    name, end = measured.plan.documents.main_measure, measured.period.end
    above = {team: measured.roster.manager_of(team, end) for team in measured.teams}
    below = [measured.teams[team] for team, leader in above.items() if leader and not above.get(leader)]
    found = [team for team in below if name in team.figures]
    return sorted(found, key=lambda each: (-_reached(each.figures[name].attainment), each.subject.id))


def _reached(attainment: Measurable) -> Fraction:
    return attainment.value if isinstance(attainment, Quantity) else Fraction(-1)


def _team_row(measured: Measured, team: Standing) -> TableRow:
    figure = team.figures[measured.plan.documents.main_measure]
    cells = (
        team_name(measured, team),
        figure.target,
        figure.actual,
        change(figure.actual, figure.target),
        figure.attainment,
        figure.previous,
        figure.year_before,
        status_word(figure.status),
    )
    return TableRow(cells, figure.status)


def team_name(measured: Measured, team: Standing) -> Message:
    """Return a team by who leads it."""
    return say("analysis.team", leader=person_name(measured, team.subject.id))


def rhythm(measured: Measured) -> Section | None:
    """The four rolling weeks: what was signed, how far the month was locked, what else the weeks brought."""
    main = main_figure(measured)
    signed = measured.counts.get(measured.plan.documents.main_measure)
    if main is None or signed is None or not signed.weeks:
        return None
    so_far = _running(signed.weeks)
    locked = locked_figure(measured)
    parts: list[Part] = [_weeks_chart(measured, main, so_far)]
    if locked is not None:
        parts.append(_parts_table(measured, locked))
    parts.append(_weeks_table(measured, main, so_far))
    return Section("rhythm", say("analysis.rhythm"), say("analysis.rhythm.note"), tuple(parts))


def locked_figure(measured: Measured) -> Figure | None:
    """Return the KPI of the monthly meeting that is a share and told by a column: how much of the month is locked."""
    names = agenda_figures(agenda_of(measured, DOCUMENT, "month"))
    found = [measured.company.figures[name] for name in names if name in measured.company.figures]
    return next((each for each in found if each.kpi.by and each.kpi.unit.value == "percent"), None)


def _running(weeks: tuple[Span, ...]) -> list[Measurable]:
    """Return what had come by the end of each week."""
    found: list[Measurable] = []
    total = Fraction(0)
    for week in weeks:
        if isinstance(week.value, NotMeasured):
            return [week.value] * len(weeks)
        total += week.value.value
        found.append(Quantity(total, week.value.unit, week.value.currency))
    return found


def _asked(measured: Measured, main: Figure) -> tuple[Measurable, ...]:
    """Return what is to be signed by the end of each week: nothing is asked of the first."""
    locked = locked_figure(measured)
    share = locked.target if locked else NotMeasured("no-target")
    if isinstance(main.target, NotMeasured) or isinstance(share, NotMeasured):
        return (NotMeasured("no-target"),) * 4
    by_second = Quantity(main.target.value * share.value, main.target.unit, main.target.currency)
    return (NotMeasured("no-target"), by_second, main.target, main.target)


def _week_name(number: int, week: Span) -> Message:
    return say("analysis.week", number=number, first=week.first.day, last=week.last.day)


def _weeks_chart(measured: Measured, main: Figure, so_far: list[Measurable]) -> Chart:
    weeks = measured.counts[measured.plan.documents.main_measure].weeks
    series = (
        Series("actual", say("analysis.signed"), tuple(so_far)),
        Series("target", say("analysis.asked"), _asked(measured, main)),
    )
    names = tuple(say("analysis.week.short", number=number) for number in range(1, len(weeks) + 1))
    alt = say("analysis.weeks.alt", total=so_far[-1], target=main.target)
    return Chart("weeks", "months", say("analysis.weeks", kpi=named(main.kpi.name)), names, series, alt)


def _weeks_table(measured: Measured, main: Figure, so_far: list[Measurable]) -> DataTable:
    """Return the weeks with what was signed and, where days tell it, the figures of the weekly meeting."""
    signed = measured.counts[main.kpi.id]
    beside = [name for name in agenda_figures(agenda_of(measured, DOCUMENT, "week")) if name != main.kpi.id]
    told = [measured.counts[name] for name in beside if name in measured.counts and measured.counts[name].weeks]
    columns = (
        TableColumn("week", say("analysis.week.title")),
        TableColumn("signed", say("analysis.signed.week"), "end", "compact"),
        TableColumn("to-date", say("analysis.signed"), "end", "compact"),
        TableColumn("asked", say("analysis.asked"), "end", "compact"),
        TableColumn("share", say("analysis.of-target"), "end"),
        *(TableColumn(each.measure.id, named(each.measure.name), "end", "compact") for each in told),
    )
    asked = _asked(measured, main)
    rows = tuple(
        TableRow(
            (
                _week_name(index + 1, week),
                week.value,
                so_far[index],
                asked[index],
                share_of(so_far[index], main.target),
                *(each.weeks[index].value for each in told),
            )
        )
        for index, week in enumerate(signed.weeks)
    )
    foot = TableRow(
        (say("column.total"), signed.actual, None, None, None, *(each.actual for each in told)), emphasis=True
    )
    return DataTable("weeks", say("analysis.weeks.table"), columns, rows, foot)


def _parts_table(measured: Measured, figure: Figure) -> DataTable:
    """Return a KPI by the values of its column, the whole as the last row."""
    columns = (
        TableColumn("kpi", say("analysis.part")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end"),
        TableColumn("status", say("column.status")),
    )
    labels = next((each.labels for each in measured.plan.slices if getattr(each, "column", "") == figure.kpi.by), {})
    rows = tuple(
        TableRow((label_of(labels, each.label), *_held(each.figure)), each.figure.status) for each in figure.parts
    )
    foot = TableRow((say("qbr.booked.company"), *_held(figure)), figure.status, emphasis=True)
    title, note = say("analysis.parts", kpi=named(figure.kpi.name)), say("analysis.parts.note")
    return DataTable("locked", title, columns, rows, foot, note, narrow=True)


def _held(figure: Figure) -> tuple[Measurable, Measurable, Message]:
    return (figure.target, figure.actual, status_word(figure.status))


def weekly(measured: Measured) -> Section | None:
    """The weekly "421": four figures, the two that hurt most, and the practice to copy."""
    agenda = agenda_of(measured, DOCUMENT, "week")
    metrics = tuple(metrics_of(measured, agenda_figures(agenda)))[:5]
    if not metrics:
        return None
    parts: list[Part] = [Metrics("four", metrics)]
    parts += [
        Paragraph(f"pain-{index}", _pain(figure, index), Status.ALARM)
        for index, figure in enumerate(pains(measured), start=1)
    ]
    best = best_practice(measured)
    if best is not None:
        parts.append(Paragraph("practice", best, Status.GOOD))
    return Section("weekly", say("analysis.weekly"), None, tuple(parts))


def pains(measured: Measured) -> list[Figure]:
    """Return the two KPIs in alarm that are furthest below their target."""
    found = [figure for figure in measured.company.figures.values() if figure.status is Status.ALARM]
    return sorted(found, key=lambda figure: (_reached(figure.attainment), figure.kpi.id))[:2]


def _pain(figure: Figure, number: int) -> Message:
    values: dict[str, Value] = {"actual": figure.actual, "target": figure.target, "attainment": figure.attainment}
    return say("analysis.pain", number=number, kpi=named(figure.kpi.name), **values)


def best_practice(measured: Measured) -> Message | None:
    """Name the team furthest above its target and above the company, with its largest order; None where none is."""
    main, teams = main_figure(measured), leading_teams(measured)
    if main is None or not teams or not isinstance(main.attainment, Quantity):
        return None
    best = teams[0]
    reached = best.figures[main.kpi.id].attainment
    if not isinstance(reached, Quantity) or reached.value <= max(main.attainment.value, Fraction(1)):
        return None
    values: dict[str, Value] = {"team": team_name(measured, best), "attainment": reached, "company": main.attainment}
    if best.deals:
        deal = best.deals[0]
        return say("analysis.practice.deal", **values, customer=business_name(deal.customer), amount=deal.amount)
    return say("analysis.practice", **values)
