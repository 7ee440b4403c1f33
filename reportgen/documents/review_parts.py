"""The parts of a review: sentences, figures, charts and tables of one standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reportgen.documents.narrative import growth, main_cause
from reportgen.documents.wording import formula_of, listed_figures, named, say, status_word
from reportgen.model.document import (
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
    Trend,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, ScoreLine, ScoreResult, Standing, Status
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, percent

_LEADING = 4
"""So many figures stand beside the score."""


def sentences(measured: Measured, standing: Standing) -> list[Paragraph]:
    """Say the result and its main cause, then each headline figure that is in alarm.

    Nothing where nothing was measured.
    """
    main = _main(measured, standing)
    cause = main_cause(measured, standing)
    leading = headline(measured, standing)
    if not sells(measured, standing):
        main, cause = leading[0] if leading else None, None
    if main is None or not isinstance(main.actual, Quantity):
        # Who sells nothing may still have figures below: that something is missing is said of sales alone.
        unsold = not sells(measured, standing) and _has_figures(measured, standing)
        return [Paragraph("result", say("review.result.no-sales" if unsold else "review.result.none"))]
    found = [Paragraph("result", _result(main, cause))]
    for figure in leading:
        if figure.kpi.id != main.kpi.id and figure.status is Status.ALARM:
            key = "review.result.alarm" if figure.kpi.better == "higher" else "review.result.alarm.lower"
            text = say(key, kpi=named(figure.kpi.name), actual=figure.actual, target=figure.target)
            found.append(Paragraph(f"alarm-{figure.kpi.id}", text, Status.ALARM))
    return found


def headline(measured: Measured, standing: Standing) -> tuple[Figure, ...]:
    """Return the figures that lead: the plan's, or of who sells nothing and is not asked to those that are scored.

    The latter by weight; what was not measured stands after the others. Of who is not scored either there are none.
    """
    if not sells(measured, standing):
        lines = standing.score.lines if standing.score else ()
        ranked = sorted(lines, key=lambda line: (isinstance(line.score, NotMeasured), -line.weight))
        return tuple(line.figure for line in ranked[:_LEADING])
    names = measured.plan.documents.headline
    return tuple(standing.figures[name] for name in names if name in standing.figures)


def sells(measured: Measured, standing: Standing) -> bool:
    """Tell whether there is anything to say of the main measure: something came, or was to come, or came last year."""
    main = _main(measured, standing)
    known = (main.actual, main.target, main.year_before) if main else ()
    return any(isinstance(value, Quantity) and value.value for value in known)


def _has_figures(measured: Measured, standing: Standing) -> bool:
    return any(isinstance(figure.actual, Quantity) for figure in listed_figures(measured, standing))


def _main(measured: Measured, standing: Standing) -> Figure | None:
    return standing.figures.get(measured.plan.documents.main_measure)


def _result(main: Figure, cause: Message | None) -> Message:
    kpi = named(main.kpi.name)
    if isinstance(main.attainment, Quantity) and main.kpi.unit is Unit.PERCENT:
        # A rate in percent of a rate would say the same figure twice where the target is 100 %.
        text = say("review.result.rate", kpi=kpi, actual=main.actual, target=main.target)
    elif isinstance(main.attainment, Quantity):
        text = say(
            "review.result.attained", attainment=main.attainment, kpi=kpi, actual=main.actual, target=main.target
        )
    else:
        text = say("review.result.actual", kpi=kpi, actual=main.actual)
    return say("review.result.with-cause", result=text, cause=cause) if cause else text


def headline_metrics(measured: Measured, standing: Standing) -> tuple[Metrics, ...]:
    """Return the figures that lead and the score; nothing where there is neither."""
    items = [_metric(figure) for figure in headline(measured, standing)]
    items = [replace(each, trend=_trend(standing)) if each.id == _main_id(measured) else each for each in items]
    if standing.score:
        scored = sum(1 for line in standing.score.lines if isinstance(line.score, Quantity))
        note = _rank(measured, standing, say("review.score.note", count=scored)) if scored else None
        items.append(Metric("score", say("review.score"), standing.score.total, note, Status.NONE))
    return (Metrics("figures", tuple(items[:5])),) if items else ()


def _rank(measured: Measured, standing: Standing, note: Message) -> Message:
    """Add the place within the role where the plan lets a review tell it."""
    found = measured.talent.get(standing.subject.id)
    if found is None or found.rank is None:
        return note
    return say("review.score.rank", note=note, place=found.rank.place, of=found.rank.of)


def _main_id(measured: Measured) -> str:
    return measured.plan.documents.main_measure


def _trend(standing: Standing) -> Trend | None:
    """The months of the main measure as a small line; of one month there is none."""
    values = tuple(point.actual for point in standing.months)
    if sum(isinstance(value, Quantity) for value in values) < 2:
        return None
    return Trend(values, say("trend.alt", count=len(values)))


def _metric(figure: Figure) -> Metric:
    note: Message | None = None
    if isinstance(figure.actual, NotMeasured):
        note = say("review.metric.reason", reason=figure.actual)
    elif isinstance(figure.target, Quantity):
        note = say("review.metric.target", target=figure.target, attainment=figure.attainment)
    elif isinstance(figure.year_before, Quantity):
        note = say("review.metric.last-year", before=figure.year_before)
    since = _since(figure)
    if note and since and isinstance(figure.target, Quantity):
        note = say("review.metric.and", first=note, rest=since)
    return Metric(figure.kpi.id, named(figure.kpi.name), figure.actual, note, figure.status)


def _since(figure: Figure) -> Message | None:
    """How a figure moved since last year: growth of a sum, points of a rate."""
    grown = growth(figure)
    if grown is not None:
        return say("review.metric.grown", growth=grown)
    now, then = figure.actual, figure.year_before
    if figure.kpi.unit is not Unit.PERCENT or not isinstance(now, Quantity) or not isinstance(then, Quantity):
        return None
    return say("review.metric.points", points=Quantity((now.value - then.value) * 100, Unit.SCORE))


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
    scored = isinstance(line.score, Quantity)
    effective, score = (line.effective, line.score) if scored else (None, None)
    return TableRow((*first, percent(line.weight), effective, *last, score), line.figure.status)


def _figure_row(figure: Figure) -> TableRow:
    """What was not measured says so once, where its figure would stand, and a missing target where that would."""
    attained = isinstance(figure.actual, Quantity) and isinstance(figure.attainment, Quantity)
    judged = attained or figure.status is not Status.NONE
    cells = (
        say(f"perspective.{figure.kpi.perspective}"),
        named(figure.kpi.name),
        figure.target,
        figure.actual,
        figure.attainment if attained else None,
        status_word(figure.status) if judged else None,
    )
    return TableRow(cells, figure.status)


def definitions(measured: Measured, standing: Standing) -> tuple[Part, ...]:
    """Return each figure to its last digit, how it is computed, and on how many rows it rests.

    Of who leads a team it is the team's figure, with the leader's own beside it: those are what the company adds up.
    """
    leads = standing.subject.kind == "team"
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("actual", say("column.team" if leads else "column.actual"), "end"),
        *((TableColumn("own", say("column.own"), "end"),) if leads else ()),
        TableColumn("formula", say("column.formula")),
        TableColumn("because", say("column.because")),
        TableColumn("rows", say("column.rows"), "end"),
    )
    own = measured.people[standing.subject.id].figures if leads else {}
    figures = _defined(measured, standing)
    rows = tuple(
        TableRow(
            (
                named(figure.kpi.name),
                figure.actual,
                *((_own(own.get(figure.kpi.id)),) if leads else ()),
                formula_of(measured, figure.kpi),
                _because(figure, above),
                figure.rows,
            )
        )
        for above, figure in zip((None, *figures), figures, strict=False)
    )
    title = say("definitions.own" if leads else "definitions.title")
    table = DataTable("definitions", title, columns, rows)
    return (table, *_small_print(measured, standing))


def _because(figure: Figure, above: Figure | None) -> Value:
    """Why a figure is the plan's: what the row above says already is not printed again."""
    if above is not None and above.kpi.because == figure.kpi.because:
        return say("definitions.same")
    return named(figure.kpi.because)


def _defined(measured: Measured, standing: Standing) -> tuple[Figure, ...]:
    """The figures to define: of who sells nothing and is scored the main one and those, for no other is shown."""
    listed = listed_figures(measured, standing)
    if standing.score is None or sells(measured, standing):
        return listed
    shown = {_main_id(measured), *(line.figure.kpi.id for line in standing.score.lines)}
    return tuple(figure for figure in listed if figure.kpi.id in shown)


def _own(figure: Figure | None) -> Measurable:
    return figure.actual if figure else NotMeasured("no-data")


def _small_print(measured: Measured, standing: Standing) -> tuple[Paragraph, ...]:
    """Say how scores come to be, which files were read up to which day, and how every figure is traced."""
    texts = [say("review.small.score")] if standing.score else []
    files = tuple(dict.fromkeys(file for names in measured.sources.values() for file in names))
    texts.append(say("review.small.cut-off", day=measured.cut_off, count=len(files)))
    texts.append(say("review.small.unmeasured"))
    subject = Verbatim(standing.subject.id)
    texts.append(say("review.trace", period=Verbatim(measured.period.id), subject=subject))
    return tuple(Paragraph(f"small-{index}", text) for index, text in enumerate(texts))
