"""A team's people → the heat map of people × KPIs, how attainment is spread, and whom to coach on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from heapq import nsmallest

from reportgen.documents.gaps import gap_chart, people_gap
from reportgen.documents.narrative import lost_points, told_gap
from reportgen.documents.review_parts import sells
from reportgen.documents.team_shares import TeamShare, add_up, share_name, shares_of
from reportgen.documents.wording import change, listed_figures, named, say, status_word
from reportgen.model.alerts import Alert
from reportgen.model.document import (
    Chart,
    DataTable,
    HeatCell,
    HeatMap,
    HeatRow,
    Message,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, Standing, Status
from reportgen.model.plan import Kpi
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, count

_MOST_COLUMNS = 7
_MOST_COACHED = 12
_MOST_STEPS = 12
"""So many people a waterfall tells apart."""

_FEWEST = 2
"""People from whom on they are told beside one another."""

_MOST_LISTED = 120
"""So many people are listed one by one: three pages. Those of a larger team stand in the packs of its own teams."""

_ENDS = 20
"""So many of the highest and of the lowest are listed of a team that is too large to list everybody."""

_BANDS = tuple(Fraction(part, 10) for part in (6, 8, 10, 12))
"""Where bands of attainment begin; below the first is one of its own."""


def members_of(measured: Measured, leader: str) -> tuple[str, ...]:
    """Return everybody below a leader who was here in the period: after each leader of a team, that team's people."""
    return tuple(_walk(leader, _below(measured), {leader}))


def listed_of(measured: Measured, leader: str, members: tuple[str, ...]) -> tuple[str, ...]:
    """Return who is listed one by one: everybody, or of a large team as many levels from the top as can be.

    Whoever reports to the leader always is.
    """
    if len(members) <= _MOST_LISTED:
        return members
    below = _below(measured)
    level = set(below.get(leader, ()))
    found: set[str] = set()
    while level and (not found or len(found) + len(level) <= _MOST_LISTED):
        found |= level
        level = {each for person in level for each in below.get(person, ())} - found - {leader}
    return tuple(person for person in members if person in found)


def _below(measured: Measured) -> dict[str, list[str]]:
    """Return who reports to each person in the period."""
    return measured.once("who reports to whom", lambda: _reporting(measured))


def _reporting(measured: Measured) -> dict[str, list[str]]:
    below: dict[str, list[str]] = {}
    for person, listed in measured.roster.people.items():
        held = listed.in_period(measured.period)
        if held is not None and held.manager and person in measured.people:
            below.setdefault(held.manager, []).append(person)
    return below


def _walk(leader: str, below: dict[str, list[str]], seen: set[str]) -> list[str]:
    found: list[str] = []
    for person in sorted(below.get(leader, ()), key=lambda each: (each not in below, each)):
        if person not in seen:
            seen.add(person)
            found += [person, *_walk(person, below, seen)]
    return found


def standing_of(measured: Measured, person: str) -> Standing:
    """Return what a person is reviewed on: the team that they lead, else their own figures."""
    return measured.reviewed(person)


def called(measured: Measured, person: str) -> Value:
    """Return a person's name with their number: two people may share a name."""
    return say("team.person", name=Verbatim(measured.people[person].name), id=Verbatim(person))


def heat_map(measured: Measured, leader: str, members: tuple[str, ...]) -> Section | None:
    """Return everybody's attainment of the KPIs that have a target, with the score; leaders' rows are their team's."""
    listed = listed_of(measured, leader, members)
    kpis = _columns(measured, leader, listed)
    if not kpis or not listed:
        return None
    scored = any(standing_of(measured, person).score for person in listed)
    rows = tuple(_heat_row(measured, person, kpis, scored=scored) for person in listed)
    columns: tuple[Value, ...] = (*(named(kpi.name) for kpi in kpis), *((say("column.score"),) if scored else ()))
    alarms = sum(cell.status is Status.ALARM for row in rows for cell in row.cells)
    alt = say("team.heat.alt", people=len(rows), kpis=len(kpis), count=alarms)
    left = len(members) - len(rows)
    note = say("team.heat.note.part", count=left) if left else say("team.heat.note")
    found = HeatMap("heat-map", say("team.heat"), say("team.who"), columns, rows, alt, note=note)
    return Section("heat-map", say("team.heat"), None, (found,))


def _columns(measured: Measured, leader: str, members: tuple[str, ...]) -> tuple[Kpi, ...]:
    """The KPIs of the leader's card and list first, then those of the people's, as many as a page is wide.

    What is nobody's own says the same of everybody, and is left out.
    """
    found: dict[str, Kpi] = {}
    for person in (leader, *members):
        standing = standing_of(measured, person)
        for figure in listed_figures(measured, standing):
            if isinstance(figure.attainment, Quantity) and figure.subject == standing.subject:
                found.setdefault(figure.kpi.id, figure.kpi)
    return tuple(found.values())[:_MOST_COLUMNS]


def _heat_row(measured: Measured, person: str, kpis: tuple[Kpi, ...], *, scored: bool) -> HeatRow:
    standing = standing_of(measured, person)
    cells = [_heat_cell(standing.figures.get(kpi.id)) for kpi in kpis]
    score = standing.score.total if standing.score else None
    last = (HeatCell(score),) if scored else ()
    return HeatRow(called(measured, person), (*cells, *last), person in measured.teams)


def _heat_cell(figure: Figure | None) -> HeatCell:
    if figure is None:
        return HeatCell(None)
    if isinstance(figure.attainment, Quantity):
        return HeatCell(say("heat.share", share=figure.attainment), figure.status)
    return HeatCell(say("team.heat.none") if isinstance(figure.actual, NotMeasured) else None)


def distribution(measured: Measured, leader: str, members: tuple[str, ...]) -> Section | None:
    """Return how many people reached how much, in bands of the unrounded attainment, and each person's own.

    Where there were no targets, each person's figures alone.
    """
    shares = shares_of(measured, leader, members)
    reached = [share.reached for share in shares if share.reached is not None]
    if len(reached) < _FEWEST:
        return _results(measured, (leader, *members), some=bool(reached))
    gap = people_gap(measured, measured.teams[leader].subject)
    text = told_gap(measured, gap)
    parts: list[Part] = [_bands(reached)]
    if gap is not None and len(gap.parts) <= _MOST_STEPS:
        parts.append(gap_chart(measured, gap, _MOST_STEPS))
    if text is not None:
        parts.append(Paragraph("gap-by-person", text))
    parts += _rankings(measured, leader, shares)
    above = sum(each >= 1 for each in reached)
    subtitle = say("team.distribution.count", above=above, count=len(reached))
    return Section("distribution", say("team.distribution"), subtitle, tuple(parts))


def _results(measured: Measured, people: tuple[str, ...], *, some: bool) -> Section | None:
    """Return the headline figures of each person who sells, who brought most first; None of fewer than two.

    Of a large team those who brought most and least. `some` tells whether anybody had a target.
    """
    main = measured.plan.documents.main_measure
    names = dict.fromkeys((main, *measured.plan.documents.headline))
    held = [measured.people[person] for person in people if sells(measured, measured.people[person])]
    kpis = [kpi for name in names if (kpi := _kpi_of(held, name)) is not None]
    known = [(standing, _brought(standing, main)) for standing in held]
    rows = [
        (brought, TableRow((_own(measured, standing.subject.id), *_actuals(standing, kpis))))
        for standing, brought in known
        if brought is not None
    ]
    if len(rows) < _FEWEST:
        return None
    rows.sort(key=lambda each: -each[0])
    columns = (
        TableColumn("label", say("team.who")),
        *(TableColumn(kpi.id.replace("_", "-"), named(kpi.name), "end") for kpi in kpis),
    )
    first, shown = named(kpis[0].name), tuple(row for _, row in rows)
    tables = [DataTable("results", say("team.results"), columns, shown)]
    if len(shown) > _MOST_LISTED:
        ends = (("results", "first", shown[:_ENDS]), ("results-last", "last", shown[-_ENDS:]))
        tables = [
            DataTable(name, say(f"team.results.{end}", kpi=first, count=_ENDS), columns, told)
            for name, end, told in ends
        ]
    note = None if some else say("team.results.note", kpi=first)
    return Section("distribution", say("team.results"), note, tuple(tables))


def _own(measured: Measured, person: str) -> Value:
    """Return a person's name where their own figures stand beside it: those of a leader are not their team's."""
    name = Verbatim(measured.people[person].name)
    return say("team.person.lead" if person in measured.teams else "team.person", name=name, id=Verbatim(person))


def _kpi_of(held: list[Standing], name: str) -> Kpi | None:
    """The KPI as somebody has it, if it was measured of anybody."""
    figures = (standing.figures.get(name) for standing in held)
    return next((figure.kpi for figure in figures if figure and isinstance(figure.actual, Quantity)), None)


def _brought(standing: Standing, main: str) -> Fraction | None:
    figure = standing.figures.get(main)
    return figure.actual.value if figure and isinstance(figure.actual, Quantity) else None


def _actuals(standing: Standing, kpis: list[Kpi]) -> tuple[Value, ...]:
    figures = (standing.figures.get(kpi.id) for kpi in kpis)
    return tuple(figure.actual if figure else None for figure in figures)


def _bands(reached: list[Fraction]) -> Chart:
    """A bar a band; 99.99 % of a target lies below 100 %, whatever it is printed as."""
    numbers = [sum(edge <= value for edge in _BANDS) for value in reached]
    labels = tuple(say(f"band.{band}") for band in range(len(_BANDS) + 1))
    values = tuple(count(numbers.count(band)) for band in range(len(_BANDS) + 1))
    alt = say("team.bands.alt", count=len(reached))
    return Chart("bands", "bars", say("team.bands"), labels, (Series("actual", say("column.people"), values),), alt)


def _rankings(measured: Measured, leader: str, shares: tuple[TeamShare, ...]) -> list[DataTable]:
    """Everybody's target and result with the team's below them, or of a large team the highest and the lowest."""
    kpi = named(measured.teams[leader].figures[measured.plan.documents.main_measure].kpi.name)
    if len(shares) <= _MOST_LISTED:
        whole = add_up(measured, leader, shares)
        return [_ranking(measured, "ranking", say("team.ranking", kpi=kpi), shares, whole)]
    first = say("team.ranking.first", kpi=kpi, count=_ENDS)
    last = say("team.ranking.last", kpi=kpi, count=_ENDS)
    known = [share for share in shares if share.reached is not None]
    return [
        _ranking(measured, "ranking", first, known[:_ENDS]),
        _ranking(measured, "ranking-last", last, known[-_ENDS:]),
    ]


def _ranking(
    measured: Measured, name: str, title: Message, shares: Sequence[TeamShare], whole: Figure | None = None
) -> DataTable:
    columns = (
        TableColumn("label", say("team.who")),
        TableColumn("target", say("column.target"), "end"),
        TableColumn("actual", say("column.actual"), "end"),
        TableColumn("gap", say("column.gap"), "end"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("status", say("column.status")),
    )
    rows = tuple(
        _ranked(share_name(measured, each), each.target, each.actual, each.attainment, each.status) for each in shares
    )
    foot = None
    if whole is not None:
        made = _ranked(say("team.ranking.team"), whole.target, whole.actual, whole.attainment, whole.status)
        foot = replace(made, emphasis=True)
    return DataTable(name, title, columns, rows, foot)


def _ranked(who: Value, target: Measurable, actual: Measurable, attainment: Measurable, status: Status) -> TableRow:
    gap = change(actual, target) if isinstance(target, Quantity) else None
    return TableRow((who, target, actual, gap, attainment, status_word(status)), status)


def coaching(measured: Measured, members: tuple[str, ...], urgent: Mapping[str, Alert]) -> Section | None:
    """Return whom to coach on what: the scored figure that costs each person most, with the reason and the step.

    Who loses no points is not on the list; those who lose most come first. `urgent` is each person's most urgent rule.
    """
    found = []
    for person in members:
        lost = lost_points(standing_of(measured, person))
        if lost:
            found.append((person, *lost[0]))
    if not found:
        return None
    told = nsmallest(_MOST_COACHED, found, key=lambda each: (-each[2].value, each[0]))
    steps = {person: _step(urgent.get(person)) for person, _, _ in told}
    # Where no alert is open on anybody there is nothing to list.
    alerted = any(steps.values())
    columns = (
        TableColumn("label", say("team.who")),
        TableColumn("kpi", say("team.coach.on")),
        TableColumn("reason", say("team.coach.reason")),
        TableColumn("points", say("team.coach.points"), "end"),
        *((TableColumn("step", say("team.coach.step")),) if alerted else ()),
    )
    rows = tuple(
        TableRow(
            (
                called(measured, person),
                named(line.figure.kpi.name),
                _reason(line.figure),
                points,
                *((steps[person],) if alerted else ()),
            ),
            line.figure.status,
        )
        for person, line, points in told
    )
    left = len(found) - len(rows)
    note = say("team.coach.further", count=left) if left else None
    table = DataTable("coaching", say("team.coach"), columns, rows, note=note)
    return Section("coaching", say("team.coach"), None, (table,))


def _reason(figure: Figure) -> Message:
    """The figure beside its target, and where it came from if that is known."""
    if isinstance(figure.previous, Quantity):
        return say("team.reason.since", actual=figure.actual, target=figure.target, before=figure.previous)
    return say("team.reason", actual=figure.actual, target=figure.target)


def _step(rule: Alert | None) -> Value:
    """The most urgent alert on what is the person's with what the plan asks for; none where none is open."""
    return say("team.coach.alert", alert=named(rule.name), step=named(rule.action)) if rule else None
