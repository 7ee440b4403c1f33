"""The slides of the quarterly business review, one function each; None where the data have nothing to say."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.breakdowns import funnel_entry, funnel_table, slice_table, stage_name, telling_slices
from reportgen.documents.qbr_sources import all_sources, source_note
from reportgen.documents.review_parts import month_chart
from reportgen.documents.wording import change, formula_of, label_of, listed_figures, named, say, share_of, status_word
from reportgen.model.document import (
    Chart,
    DataTable,
    Message,
    Metric,
    Metrics,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, SliceTable, Standing, Status
from reportgen.model.plan import BandSlice, CompanyTarget, Slice, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, count


def _main(measured: Measured) -> Figure | None:
    return measured.company.figures.get(measured.plan.documents.main_measure)


def summary(measured: Measured) -> Section | None:
    """Position, cause and the figures against plan."""
    figures = [
        measured.company.figures[name] for name in measured.plan.documents.headline if name in measured.company.figures
    ]
    metrics = [
        Metric(each.kpi.id, named(each.kpi.name), each.actual, _against(each), each.status) for each in figures[:4]
    ]
    if isinstance(measured.pay_total, Quantity):
        metrics.append(
            Metric(
                "pay",
                say("qbr.pay"),
                measured.pay_total,
                say("qbr.pay.note", count=len(measured.statements)),
                Status.NONE,
            )
        )
    parts: list[Part] = [Metrics("figures", tuple(metrics))]
    parts += [Paragraph(f"cause-{index}", text) for index, text in enumerate(_causes(measured))]
    parts += [
        Paragraph(
            f"alarm-{each.kpi.id}",
            say("qbr.alarm", kpi=named(each.kpi.name), actual=each.actual, target=each.target),
            Status.ALARM,
        )
        for each in figures
        if each.status is Status.ALARM
    ]
    if measured.company.incomplete:
        parts.insert(1, Paragraph("incomplete", say("review.incomplete"), Status.ALARM))
    if measured.unfinished:
        parts.insert(1, Paragraph("unfinished", say("review.unfinished", day=measured.reach), Status.WATCH))
    return Section("summary", _position(measured), None, tuple(parts), all_sources(measured))


def _against(figure: Figure) -> Message | None:
    if isinstance(figure.target, Quantity):
        return say("review.metric.target", target=figure.target, attainment=figure.attainment)
    if isinstance(figure.year_before, Quantity):
        return say("review.metric.last-year", before=figure.year_before)
    return say("review.metric.reason", reason=figure.actual) if isinstance(figure.actual, NotMeasured) else None


def _position(measured: Measured) -> Message:
    main = _main(measured)
    if main is None or not isinstance(main.actual, Quantity):
        return say("qbr.position.none")
    if isinstance(main.attainment, Quantity):
        key = "qbr.position.above" if main.attainment.value >= 1 else "qbr.position.below"
        return say(key, kpi=named(main.kpi.name), actual=main.actual, attainment=main.attainment)
    return say("qbr.position.actual", kpi=named(main.kpi.name), actual=main.actual)


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
    """Months against target; floor and stretch; people + rows of nobody = company."""
    main = _main(measured)
    if main is None or not isinstance(main.actual, Quantity):
        return None
    parts: list[Part] = [month_chart(measured, measured.company)]
    if isinstance(main.target, Quantity):
        parts.append(_targets(measured, main))
    parts.append(_booked(measured, main))
    return Section("results", _results_title(main), say("qbr.results.subtitle"), tuple(parts), source_note(measured))


def _results_title(main: Figure) -> Message:
    growth = share_of(change(main.actual, main.year_before), main.year_before)
    kpi = named(main.kpi.name)
    if isinstance(growth, Quantity):
        key = "qbr.results.up" if growth.value >= 0 else "qbr.results.down"
        return say(key, kpi=kpi, actual=main.actual, growth=_absolute(growth))
    return say("qbr.results.actual", kpi=kpi, actual=main.actual)


def _targets(measured: Measured, main: Figure) -> DataTable:
    columns = (
        TableColumn("target", say("column.target")),
        TableColumn("amount", say("column.amount"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("gap", say("column.gap"), "end", "compact"),
    )
    rows = [_target_row(say("target.floor"), main.target, main.actual)]
    stretch = _stretch(measured, main)
    if stretch is not None:
        rows.append(_target_row(say("target.stretch"), stretch, main.actual))
    return DataTable("targets", say("qbr.targets"), columns, tuple(rows))


def _target_row(label: Value, target: Measurable, actual: Measurable) -> TableRow:
    return TableRow((label, target, share_of(actual, target), change(actual, target)))


def _stretch(measured: Measured, main: Figure) -> Quantity | None:
    entries = [
        each for each in valid(measured.plan.targets, measured.period.end).values() if _is_for(each, measured, main)
    ]
    if not entries or not isinstance(main.target, Quantity) or not entries[0].floor or entries[0].stretch is None:
        return None
    return Quantity(main.target.value * entries[0].stretch / entries[0].floor, main.target.unit, main.target.currency)


def _is_for(entry: CompanyTarget, measured: Measured, main: Figure) -> bool:
    return (
        main.kpi.target is not None
        and entry.metric == main.kpi.target.metric
        and entry.year == measured.period.start.year
    )


def _booked(measured: Measured, main: Figure) -> DataTable:
    """Return the sum that proves the deck: all reviews, people who have none, and what belongs to nobody."""
    name = measured.plan.documents.main_measure
    columns = (TableColumn("part", say("qbr.booked.part")), TableColumn("amount", say("column.amount"), "end"))
    figures = [standing for standing in measured.people.values() if name in standing.figures]
    known = [each for each in figures if isinstance(each.figures[name].actual, Quantity)]
    if not known or not isinstance(main.actual, Quantity) or not isinstance(measured.unassigned, Quantity):
        return DataTable("booked", say("qbr.booked"), columns, (), empty=say("qbr.booked.none"))
    reviewed = [each for each in known if _has_review(measured, each)]
    others = [each for each in known if each not in reviewed]
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
    return Quantity(sum((actual.value for actual in known), Fraction(0)), main.kpi.unit, currency)


def slices(measured: Measured) -> Section | None:
    """The plan's first two slices as tables with the change against last year."""
    return _slices(measured, "slices", telling_slices(measured, measured.company)[:2])


def further_slices(measured: Measured) -> Section | None:
    """The plan's third and fourth slice: more than two tables would be too small to read."""
    return _slices(measured, "further-slices", telling_slices(measured, measured.company)[2:4])


def _slices(measured: Measured, name: str, found: list[tuple[Slice | BandSlice, SliceTable]]) -> Section | None:
    """Put slices on a slide; the title names the largest part of the first."""
    if not found:
        return None
    tables = tuple(slice_table(entry, each, "compact") for entry, each in found)
    entry, largest = found[0][0], found[0][1].rows[0]
    share = share_of(largest.actual, found[0][1].total)
    title = say("qbr.slices.title", label=label_of(entry.labels, largest.label), share=share, name=named(entry.name))
    return Section(name, title, say("qbr.slices.subtitle"), tables, source_note(measured))


def pipeline(measured: Measured) -> Section | None:
    """Deals by stage, and the win rate of what was closed."""
    funnel, entry = measured.company.funnel, funnel_entry(measured)
    table = funnel_table(measured, measured.company, "compact")
    if funnel is None or entry is None or table is None:
        return None
    stages = [row for row in funnel.stages if row.state == "open"]
    series = (Series("actual", say("column.deals"), tuple(count(row.count) for row in stages)),)
    labels = tuple(stage_name(entry, row.stage) for row in stages)
    total = sum(row.count for row in stages)
    chart = Chart("stages", "funnel", say("qbr.pipeline.chart"), labels, series, say("qbr.pipeline.alt", count=total))
    title = say("qbr.pipeline.title", count=total, rate=funnel.win_rate)
    if not isinstance(funnel.win_rate, Quantity):
        title = say("qbr.pipeline.title-open", count=total)
    return Section(
        "pipeline", title, say("funnel.win-rate-meaning"), (chart, table), source_note(measured, entry.table)
    )


def kpi_table(measured: Measured) -> Section | None:
    """All KPIs of the company against target, last period and last year."""
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("previous", say("column.last-period"), "end", "compact"),
        TableColumn("year-before", say("column.last-year"), "end", "compact"),
        TableColumn("status", say("column.status")),
    )
    rows = tuple(
        TableRow(
            (
                named(each.kpi.name),
                each.target,
                each.actual,
                each.attainment,
                each.previous,
                each.year_before,
                status_word(each.status),
            ),
            each.status,
        )
        for each in listed_figures(measured, measured.company)
    )
    missing = sum(1 for each in listed_figures(measured, measured.company) if isinstance(each.actual, NotMeasured))
    alarms = sum(1 for each in listed_figures(measured, measured.company) if each.status is Status.ALARM)
    title = say("qbr.figures.alarms", count=alarms) if alarms else say("qbr.figures.title")
    subtitle = say("qbr.figures.missing", count=missing) if missing else None
    return Section(
        "figures",
        title,
        subtitle,
        (DataTable("figures", say("qbr.figures.table"), columns, rows),),
        all_sources(measured),
    )


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
