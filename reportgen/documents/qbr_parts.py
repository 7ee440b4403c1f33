"""The slides of the quarterly business review, one function each; None where the data have nothing to say."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.breakdowns import slice_table, telling_slices
from reportgen.documents.figures import figures_table
from reportgen.documents.qbr_actions import decisions, overdue
from reportgen.documents.qbr_bridge import mix, worst
from reportgen.documents.qbr_shown import card, main_figure, shown
from reportgen.documents.qbr_sources import all_sources, source_note, target_sources
from reportgen.documents.review_parts import month_chart
from reportgen.documents.wording import change, formula_of, label_of, listed_figures, named, say, share_of
from reportgen.model.document import (
    Chart,
    DataTable,
    Message,
    Metric,
    Metrics,
    Paragraph,
    Part,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, SliceTable, Standing, Status
from reportgen.model.money import summed
from reportgen.model.period import Period, spanning
from reportgen.model.period import parts as divided
from reportgen.model.plan import DECK_SUBJECTS, BandSlice, CompanyTarget, Slice, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, percent

_MOST_ALARMS = 3


def summary(measured: Measured) -> Section | None:
    """Position, cause and the figures against plan, and what the meeting is asked to decide."""
    names = measured.plan.documents.headline
    figures = [measured.company.figures[name] for name in names if name in measured.company.figures]
    metrics = [card(each) for each in figures[:4]]
    if isinstance(measured.pay_total, Quantity):
        note = say("qbr.pay.note", count=len(measured.statements))
        metrics.append(Metric("pay", say("qbr.pay"), measured.pay_total, note, Status.NONE))
    parts: list[Part] = [Metrics("figures", tuple(metrics))]
    why: list[Part] = []
    if measured.company.incomplete:
        why.append(Paragraph("incomplete", say("review.incomplete"), Status.ALARM))
    if measured.unfinished:
        why.append(Paragraph("unfinished", say("review.unfinished", day=measured.reach), Status.WATCH))
    why += [Paragraph(f"cause-{index}", text) for index, text in enumerate(_causes(measured))]
    why += [_alarm(each) for each in _alarming(measured, figures)[:_MOST_ALARMS]]
    late = overdue(measured, measured.cut_off)
    why += [late] if late else []
    asked = decisions(measured)
    parts += [Paragraph("heading-causes", say("qbr.causes")), *why] if why else []
    parts += [Paragraph("heading-decisions", say("qbr.decisions"))] if asked else []
    parts += [Paragraph(f"decision-{index}", text) for index, text in enumerate(asked)]
    return Section("summary", _headline(measured), _plan_said(measured), tuple(parts), all_sources(measured))


def _alarming(measured: Measured, figures: list[Figure]) -> list[Figure]:
    """The figures in alarm: those that lead, then those that other slides show."""
    others = [each for subject in DECK_SUBJECTS for each in shown(measured, subject)]
    found = {each.kpi.id: each for each in (*figures, *others) if each.status is Status.ALARM}
    return list(found.values())


def _alarm(figure: Figure) -> Paragraph:
    said = say(f"qbr.alarm.{figure.kpi.better}", kpi=named(figure.kpi.name), actual=figure.actual, target=figure.target)
    return Paragraph(f"alarm-{figure.kpi.id}", said, Status.ALARM)


def _headline(measured: Measured) -> Message:
    """The position, and what fell short most although (or because) of it."""
    position, short = _position(measured), worst(measured)
    return say("qbr.position.but", position=position, label=short[0], gap=short[1]) if short else position


def _position(measured: Measured) -> Message:
    main = main_figure(measured)
    if main is None or not isinstance(main.actual, Quantity):
        return say("qbr.position.none")
    if isinstance(main.attainment, Quantity):
        key = "qbr.position.above" if main.attainment.value >= 1 else "qbr.position.below"
        return say(key, kpi=named(main.kpi.name), actual=main.actual, attainment=main.attainment)
    return say("qbr.position.actual", kpi=named(main.kpi.name), actual=main.actual)


def _plan_said(measured: Measured) -> Message | None:
    """Floor and stretch of the period; of a shorter one, which part of the year it was to bring."""
    main = main_figure(measured)
    entry = _company_target(measured, main) if main else None
    if main is None or entry is None or not isinstance(main.target, Quantity):
        return None
    stretch = _stretch(entry, main)
    if measured.period.grain == "year" or not entry.floor:
        return say("qbr.plan.year", floor=main.target, stretch=stretch) if stretch else None
    year = Quantity(entry.floor, main.target.unit, main.target.currency)
    values: dict[str, Value] = {"floor": main.target, "year": year, "share": share_of(main.target, year)}
    return say("qbr.plan.both", stretch=stretch, **values) if stretch else say("qbr.plan.floor", **values)


def _causes(measured: Measured) -> list[Message]:
    """Name the teams furthest above and below their target, where at least two have one."""
    gaps = []
    for team in measured.teams.values():
        figure = team.figures.get(measured.plan.documents.main_measure)
        gap = change(figure.actual, figure.target) if figure else NotMeasured()
        if isinstance(gap, Quantity) and measured.roster.manager_of(team.subject.id, measured.period.end):
            gaps.append((gap.value, team.name, gap))
    gaps.sort(key=lambda found: (-found[0], found[1]))
    texts = []
    if gaps and gaps[0][0] > 0:
        texts.append(say("qbr.cause.above", team=Verbatim(gaps[0][1]), gap=gaps[0][2]))
    if len(gaps) > 1 and gaps[-1][0] < 0:
        texts.append(say("qbr.cause.below", team=Verbatim(gaps[-1][1]), gap=_absolute(gaps[-1][2])))
    return texts


def _absolute(found: Quantity) -> Quantity:
    return Quantity(abs(found.value), found.unit, found.currency)


def results(measured: Measured) -> Section | None:
    """Months against target, floor and stretch, and the year's phasing over its quarters."""
    main = main_figure(measured)
    if main is None or not isinstance(main.actual, Quantity):
        return None
    months = month_chart(measured, measured.company)
    parts: list[Part] = [months]
    entry = _company_target(measured, main)
    if isinstance(main.target, Quantity):
        parts.append(_targets(main, entry))
    phasing = _phasing(measured, main, entry) if entry else None
    parts += [phasing] if phasing else []
    return Section("results", _results_title(main), _beside(months), tuple(parts), target_sources(measured))


def _beside(months: Chart) -> Message:
    """Say what the months stand beside: target, last year, both or neither."""
    known = {each.key for each in months.series if any(isinstance(value, Quantity) for value in each.values)}
    if known >= {"target", "previous"}:
        return say("qbr.results.subtitle")
    return say(f"qbr.results.subtitle.{next((key for key in ('target', 'previous') if key in known), 'none')}")


def _results_title(main: Figure) -> Message:
    growth = share_of(change(main.actual, main.year_before), main.year_before)
    kpi = named(main.kpi.name)
    if isinstance(growth, Quantity):
        key = "qbr.results.up" if growth.value >= 0 else "qbr.results.down"
        return say(key, kpi=kpi, actual=main.actual, growth=_absolute(growth))
    return say("qbr.results.actual", kpi=kpi, actual=main.actual)


def _targets(main: Figure, entry: CompanyTarget | None) -> DataTable:
    columns = (
        TableColumn("target", say("column.target")),
        TableColumn("amount", say("column.amount"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("gap", say("column.gap"), "end", "compact"),
    )
    rows = [_target_row(say("target.floor"), main.target, main.actual)]
    stretch = _stretch(entry, main) if entry else None
    if stretch is not None:
        rows.append(_target_row(say("target.stretch"), stretch, main.actual))
    return DataTable("targets", say("qbr.targets"), columns, tuple(rows))


def _target_row(label: Value, target: Measurable, actual: Measurable) -> TableRow:
    return TableRow((label, target, share_of(actual, target), change(actual, target)))


def _stretch(entry: CompanyTarget, main: Figure) -> Quantity | None:
    if not isinstance(main.target, Quantity) or not entry.floor or entry.stretch is None:
        return None
    return Quantity(main.target.value * entry.stretch / entry.floor, main.target.unit, main.target.currency)


def _company_target(measured: Measured, main: Figure) -> CompanyTarget | None:
    """Return the plan's target of the year for the main KPI."""
    year = measured.period.start.year
    return next(
        (
            each
            for each in valid(measured.plan.targets, measured.period.end).values()
            if main.kpi.target is not None and each.metric == main.kpi.target.metric and each.year == year
        ),
        None,
    )


def _phasing(measured: Measured, main: Figure, entry: CompanyTarget) -> DataTable | None:
    """The year's floor over its quarters; what came is told of the quarters that the period holds."""
    if measured.period.grain == "month" or not entry.floor or not isinstance(main.target, Quantity):
        return None
    quarters = divided(spanning(measured.period.end, "year"), "quarter")
    columns = (
        TableColumn("quarter", say("qbr.phasing.quarter")),
        TableColumn("share", say("qbr.phasing.share"), "end", "compact"),
        TableColumn("floor", say("target.floor"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end", "compact"),
    )
    rows = []
    for quarter, weight in zip(quarters, entry.phasing, strict=True):
        floor = Quantity(entry.floor * weight, main.target.unit, main.target.currency)
        came = _came(measured, quarter)
        reached = share_of(came, floor) if came is not None else None
        rows.append(TableRow((quarter, percent(weight), floor, came, reached), emphasis=quarter == measured.period))
    return DataTable("phasing", say("qbr.phasing"), columns, tuple(rows))


def _came(measured: Measured, quarter: Period) -> Measurable | None:
    """Add up the months of a quarter, None where the period does not hold it."""
    months = [point.actual for point in measured.company.months if point.period.start in quarter]
    known = [value for value in months if isinstance(value, Quantity)]
    if len(known) < 3 or len(known) < len(months):
        return None
    return Quantity(sum((value.value for value in known), Fraction(0)), known[0].unit, known[0].currency)


def booked(measured: Measured) -> DataTable | None:
    """Return the sum that proves the deck: all reviews, people who have none, and what belongs to nobody."""
    main, name = main_figure(measured), measured.plan.documents.main_measure
    if main is None or not isinstance(main.actual, Quantity):
        return None
    columns = (TableColumn("part", say("qbr.booked.part")), TableColumn("amount", say("column.amount"), "end"))
    figures = [standing for standing in measured.people.values() if name in standing.figures]
    known = [each for each in figures if isinstance(each.figures[name].actual, Quantity)]
    if not known or not isinstance(measured.unassigned, Quantity):
        return DataTable("booked", say("qbr.booked"), columns, (), empty=say("qbr.booked.none"))
    reviewed = [each for each in known if _has_review(measured, each)]
    their = {id(each) for each in reviewed}
    others = [each for each in known if id(each) not in their]
    rows = [TableRow((say("qbr.booked.people", count=len(reviewed)), _sum_of(reviewed, main)), key="people")]
    if others:
        rows.append(TableRow((say("qbr.booked.others", count=len(others)), _sum_of(others, main)), key="others"))
    rows.append(TableRow((say("qbr.booked.nobody"), measured.unassigned), key="nobody"))
    foot = TableRow((say("qbr.booked.company"), main.actual), emphasis=True)
    return DataTable("booked", say("qbr.booked"), columns, tuple(rows), foot)


def _has_review(measured: Measured, standing: Standing) -> bool:
    """Tell whether a person is given a review: it is not held back, and the plan wants one for the role."""
    roles = measured.plan.documents.review_roles
    assignment = measured.roster.people[standing.subject.id].in_period(measured.period)
    return not standing.incomplete and (not roles or (assignment is not None and assignment.role in roles))


def _sum_of(people: list[Standing], main: Figure) -> Quantity:
    """Add up a figure of these people, for whom it is measured."""
    known = [actual for each in people if isinstance(actual := each.figures[main.kpi.id].actual, Quantity)]
    currency = main.actual.currency if isinstance(main.actual, Quantity) else ""
    return Quantity(summed(actual.value for actual in known), main.kpi.unit, currency)


def slices(measured: Measured) -> Section | None:
    """Each slice against its targets, or, where none has any, the first two with the change against last year."""
    return mix(measured) or _slices(measured, "slices", telling_slices(measured, measured.company)[:2])


def _slices(measured: Measured, name: str, found: list[tuple[Slice | BandSlice, SliceTable]]) -> Section | None:
    """Put slices on a slide; the title names the largest part of the first."""
    if not found:
        return None
    tables = tuple(slice_table(entry, each, "compact") for entry, each in found)
    entry, largest = found[0][0], found[0][1].rows[0]
    share = share_of(largest.actual, found[0][1].total)
    title = say("qbr.slices.title", label=label_of(entry.labels, largest.label), share=share, name=named(entry.name))
    past = any(column.key == "year-before" for table in tables for column in table.columns)
    subtitle = say("qbr.slices.subtitle" if past else "qbr.slices.subtitle.share")
    return Section(name, title, subtitle, tables, source_note(measured))


def figures(measured: Measured) -> Section | None:
    """All KPIs of the company against target, last period and last year."""
    listed = listed_figures(measured, measured.company)
    if not listed:
        return None
    missing = sum(1 for each in listed if isinstance(each.actual, NotMeasured))
    subtitle = say("qbr.figures.missing", count=missing) if missing else None
    table = figures_table(measured, say("qbr.figures.table"))
    return Section("figures", _figures_said(listed), subtitle, (table,), all_sources(measured))


def _figures_said(listed: tuple[Figure, ...]) -> Message:
    """How many of the figures that have a target reach it."""
    judged = [each for each in listed if each.status is not Status.NONE]
    reached = sum(1 for each in judged if each.status is Status.GOOD)
    if not judged:
        return say("qbr.figures.untargeted", count=len(listed))
    return say("qbr.figures.title", count=reached, all=len(judged))


def definitions(measured: Measured) -> DataTable:
    """Return how each KPI is computed."""
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("formula", say("column.formula")),
        TableColumn("because", say("column.because")),
    )
    rows = tuple(
        TableRow((named(each.kpi.name), formula_of(measured, each.kpi), named(each.kpi.because)))
        for each in listed_figures(measured, measured.company)
    )
    return DataTable("definitions", say("definitions.title"), columns, rows)
