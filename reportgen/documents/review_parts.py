"""The parts of a review: sentences, figures, charts and tables of one standing."""

from __future__ import annotations

from datetime import date

from reportgen.documents.breakdowns import slice_table, telling_slices
from reportgen.documents.wording import change, formula_of, label_of, listed_figures, named, say, status_word
from reportgen.model.document import (
    Blank,
    Chart,
    DataTable,
    Message,
    Metric,
    Metrics,
    Paragraph,
    Part,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, ScoreLine, ScoreResult, Standing, Status
from reportgen.model.pursuits import Deal
from reportgen.model.quantity import NotMeasured, Quantity, percent


def sentences(measured: Measured, standing: Standing) -> list[Paragraph]:
    """Say the result and its main cause, then each headline figure that is in alarm.

    Nothing where nothing was measured.
    """
    main = _main(measured, standing)
    if main is None or not isinstance(main.actual, Quantity):
        return [Paragraph("result", say("review.result.none"))]
    found = [Paragraph("result", _result(main, _cause(measured, standing)))]
    for name in measured.plan.documents.headline:
        figure = standing.figures.get(name)
        if figure and figure is not main and figure.status is Status.ALARM:
            text = say("review.result.alarm", kpi=named(figure.kpi.name), actual=figure.actual, target=figure.target)
            found.append(Paragraph(f"alarm-{name}", text, Status.ALARM))
    return found


def _main(measured: Measured, standing: Standing) -> Figure | None:
    return standing.figures.get(measured.plan.documents.main_measure)


def _result(main: Figure, cause: Message | None) -> Message:
    kpi = named(main.kpi.name)
    if isinstance(main.attainment, Quantity):
        text = say(
            "review.result.attained", attainment=main.attainment, kpi=kpi, actual=main.actual, target=main.target
        )
    else:
        text = say("review.result.actual", kpi=kpi, actual=main.actual)
    return say("review.result.with-cause", result=text, cause=cause) if cause else text


def _cause(measured: Measured, standing: Standing) -> Message | None:
    """Name the part of a slice that moved most against last year, if last year is known and anything moved."""
    moves = []
    for entry, table in telling_slices(measured, standing):
        for row in table.rows:
            delta = change(row.actual, row.year_before)
            if row.label and isinstance(delta, Quantity) and delta.value:
                moves.append((abs(delta.value), entry.id, row.label, label_of(entry.labels, row.label), delta))
    if not moves:
        return None
    *_, label, delta = max(moves, key=lambda move: move[:3])
    key = "review.cause.up" if delta.value > 0 else "review.cause.down"
    return say(key, label=label, change=Quantity(abs(delta.value), delta.unit, delta.currency))


def headline_metrics(measured: Measured, standing: Standing) -> Metrics:
    """Return the plan's headline figures and the score."""
    items = [_metric(standing.figures[name]) for name in measured.plan.documents.headline if name in standing.figures]
    if standing.score:
        scored = sum(1 for line in standing.score.lines if isinstance(line.score, Quantity))
        note = _rank(measured, standing, say("review.score.note", count=scored)) if scored else None
        items.append(Metric("score", say("review.score"), standing.score.total, note, Status.NONE))
    return Metrics("figures", tuple(items[:5]))


def _rank(measured: Measured, standing: Standing, note: Message) -> Message:
    """Add the place within the role where the plan lets a review tell it."""
    found = measured.talent.get(standing.subject.id)
    if found is None or found.rank is None:
        return note
    return say("review.score.rank", note=note, place=found.rank.place, of=found.rank.of)


def _metric(figure: Figure) -> Metric:
    note: Message | None = None
    if isinstance(figure.target, Quantity):
        note = say("review.metric.target", target=figure.target, attainment=figure.attainment)
    elif isinstance(figure.year_before, Quantity):
        note = say("review.metric.last-year", before=figure.year_before)
    elif isinstance(figure.actual, NotMeasured):
        note = say("review.metric.reason", reason=figure.actual)
    return Metric(figure.kpi.id, named(figure.kpi.name), figure.actual, note, figure.status)


def month_chart(measured: Measured, standing: Standing) -> Chart:
    """Return the main measure month by month, with targets and last year."""
    points = standing.months
    series = (
        Series("actual", say("chart.actual"), tuple(point.actual for point in points)),
        Series("target", say("chart.target"), tuple(point.target for point in points)),
        Series("previous", say("chart.last-year"), tuple(point.year_before for point in points)),
    )
    main = _main(measured, standing)
    kpi: Value = named(main.kpi.name) if main else Verbatim("")
    total = main.actual if main else NotMeasured("no-data")
    alt = say("chart.months.alt", kpi=kpi, total=total, count=len(points))
    return Chart("months", "months", say("chart.months", kpi=kpi), tuple(point.period for point in points), series, alt)


def slice_tables(measured: Measured, standing: Standing) -> list[Part]:
    """Return one table a slice of the plan that tells something."""
    return [slice_table(entry, found) for entry, found in telling_slices(measured, standing)]


def scorecard_note(measured: Measured, standing: Standing) -> Message | None:
    """Say since when the weights hold, within which bounds attainment counts, and what was not measured."""
    if standing.score is None:
        return say("scorecard.none")
    entry = next(each for each in measured.plan.scorecards if (each.id, each.since) == _version(standing.score))
    missing = sum(1 for line in standing.score.lines if isinstance(line.score, NotMeasured))
    key = "scorecard.since"
    if missing:
        key = "scorecard.renormalised" if missing < len(standing.score.lines) else "scorecard.nothing"
    note = say(key, since=standing.score.since, count=missing, floor=percent(entry.floor), cap=percent(entry.cap))
    part = standing.score.part
    if part is None:
        return note
    of_team = standing.score.subject.kind == "team"
    key = "scorecard.partial.team" if of_team else "scorecard.partial"
    return say(key, note=note, first=part.first, last=part.last, days=part.days, whole=part.whole)


def _version(score: ScoreResult) -> tuple[str, date]:
    return score.scorecard, score.since


def scorecard_parts(measured: Measured, standing: Standing) -> tuple[Part, ...]:
    """Return the scorecard's table with its total, or the figures alone for somebody who is not scored."""
    first = (TableColumn("perspective", say("column.perspective")), TableColumn("kpi", say("column.kpi")))
    weights = (
        TableColumn("weight", say("column.weight"), "end", "compact"),
        TableColumn("effective", say("column.effective"), "end"),
    )
    last = (
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("status", say("column.status")),
    )
    if standing.score is None:
        rows = tuple(_figure_row(figure) for figure in listed_figures(measured, standing))
        return (DataTable("scorecard", say("scorecard.figures"), (*first, *last), rows),)
    columns = (*first, *weights, *last, TableColumn("score", say("column.score"), "end"))
    rows = tuple(_score_row(line) for line in standing.score.lines)
    foot = TableRow((None, say("column.total"), *(None,) * 6, standing.score.total), emphasis=True)
    return (DataTable("scorecard", say("scorecard.title"), columns, rows, foot),)


def _score_row(line: ScoreLine) -> TableRow:
    first, last = _figure_row(line.figure).cells[:2], _figure_row(line.figure).cells[2:]
    effective = line.effective if isinstance(line.score, Quantity) else None
    return TableRow((*first, percent(line.weight), effective, *last, line.score), line.figure.status)


def _figure_row(figure: Figure) -> TableRow:
    cells = (
        say(f"perspective.{figure.kpi.perspective}"),
        named(figure.kpi.name),
        figure.target,
        figure.actual,
        figure.attainment,
        status_word(figure.status),
    )
    return TableRow(cells, figure.status)


def attention_table(measured: Measured, standing: Standing) -> DataTable:
    """Return what needs attention: figures below or near their threshold."""
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("basis", say("column.basis")),
        TableColumn("status", say("column.status")),
    )
    found = [figure for figure in listed_figures(measured, standing) if figure.status in (Status.ALARM, Status.WATCH)]
    rows = tuple(
        TableRow(
            (
                named(figure.kpi.name),
                say("attention.basis", actual=figure.actual, target=figure.target, attainment=figure.attainment),
                status_word(figure.status),
            ),
            figure.status,
        )
        for figure in sorted(found, key=lambda figure: (figure.status is not Status.ALARM, figure.kpi.id))
    )
    held = any(figure.status is not Status.NONE for figure in listed_figures(measured, standing))
    empty = say("attention.empty" if held else "attention.nothing-held")
    return DataTable("attention", say("attention.title"), columns, rows, empty=empty)


def deals_table(measured: Measured, standing: Standing) -> DataTable:
    """Return the largest transactions of the period by name."""
    columns = (
        TableColumn("key", say("column.order")),
        TableColumn("day", say("column.date")),
        TableColumn("customer", say("column.customer")),
        TableColumn("amount", say("column.amount"), "end"),
    )
    rows = tuple(_deal_row(deal) for deal in standing.deals)
    title = say("deals.title", count=len(rows)) if rows else say("deals.none")
    return DataTable("deals", title, columns, rows, empty=say("deals.empty"))


def _deal_row(deal: Deal) -> TableRow:
    return TableRow((Verbatim(deal.key), deal.day, Verbatim(deal.customer), deal.amount))


def agreed() -> tuple[Part, ...]:
    """Return the space for what the two agree on, and for their signatures."""
    actions = (say("blank.action"), say("blank.owner"), say("blank.due"))
    return (
        Blank("agreed", actions, 3),
        Blank("signatures", (say("blank.employee"), say("blank.manager"), say("blank.date")), 1),
    )


def definitions(measured: Measured, standing: Standing) -> tuple[Part, ...]:
    """Return each figure to its last digit, how it is computed, and on how many rows it rests."""
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("actual", say("column.actual"), "end"),
        TableColumn("formula", say("column.formula")),
        TableColumn("because", say("column.because")),
        TableColumn("rows", say("column.rows"), "end"),
    )
    rows = tuple(
        TableRow(
            (
                named(figure.kpi.name),
                figure.actual,
                formula_of(measured, figure.kpi),
                named(figure.kpi.because),
                figure.rows,
            )
        )
        for figure in listed_figures(measured, standing)
    )
    own = standing.subject.id in measured.teams
    title = say("definitions.own" if own else "definitions.title")
    table = DataTable("definitions", title, columns, rows)
    return (
        table,
        Paragraph(
            "trace", say("review.trace", period=Verbatim(measured.period.id), subject=Verbatim(standing.subject.id))
        ),
    )
