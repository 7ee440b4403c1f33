"""What a plan names for a slide → its parts: figures as cards or a table, their parts as a heat map, a slice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reportgen.documents.breakdowns import funnel_entry
from reportgen.documents.wording import label_of, named, say, status_word
from reportgen.model.document import (
    Chart,
    DataTable,
    HeatCell,
    HeatMap,
    HeatRow,
    Message,
    Metric,
    Metrics,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, SliceTable
from reportgen.model.plan import BandSlice, Slice, valid
from reportgen.model.quantity import NotMeasured, Quantity

_MOST_CARDS = 5


def main_figure(measured: Measured) -> Figure | None:
    """Return the company's figure of the main measure."""
    return measured.company.figures.get(measured.plan.documents.main_measure)


def shown(measured: Measured, subject: str) -> tuple[Figure, ...]:
    """Return the company's figures that the plan names for a slide, those that mean something in this period."""
    entry = measured.plan.documents.deck.get(subject)
    names = entry.figures if entry else ()
    return tuple(measured.company.figures[name] for name in names if name in measured.company.figures)


def told(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures that were measured."""
    return tuple(each for each in figures if isinstance(each.actual, Quantity))


def against(figure: Figure) -> Message | None:
    """Say what a figure stands beside: its target, else last year, else why it was not measured."""
    if isinstance(figure.actual, NotMeasured):
        return say("review.metric.reason", reason=figure.actual)
    if isinstance(figure.target, Quantity):
        key = "review.metric.target" if figure.kpi.better == "higher" else "qbr.card.at-most"
        return say(key, target=figure.target, attainment=figure.attainment)
    if isinstance(figure.year_before, Quantity):
        return say("review.metric.last-year", before=figure.year_before)
    return None


def card(figure: Figure) -> Metric:
    """Return a figure as a card."""
    return Metric(figure.kpi.id, named(figure.kpi.name), figure.actual, against(figure), figure.status)


def cards(figures: Sequence[Figure], name: str = "figures") -> Metrics:
    """Return figures side by side, five at most."""
    return Metrics(name, tuple(card(each) for each in figures[:_MOST_CARDS]))


def figure_table(name: str, title: Message, figures: Sequence[Figure]) -> DataTable:
    """Return figures with target, last period and status, a row each."""
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("previous", say("column.last-period"), "end", "compact"),
        TableColumn("status", say("column.status")),
    )
    rows = tuple(
        TableRow((named(each.kpi.name), each.target, each.actual, each.previous, status_word(each.status)), each.status)
        for each in figures
    )
    return DataTable(name, title, columns, rows)


def parts_map(
    name: str, title: Message, head: Value, figures: Sequence[Figure], names: Mapping[str, str] | None = None
) -> HeatMap | None:
    """Return figures by the values that the first of them is given by: dealers × what they are measured on.

    The company's own figures stand in the first row. None where nothing is given by parts. A value that a figure does
    not know has an empty cell. `names` are what values are called that are ids.
    """
    divided = [each for each in figures if len(each.parts) > 1]
    if not divided:
        return None
    own = [each for each in divided if each.kpi.by == divided[0].kpi.by]
    labels = dict.fromkeys(part.label for each in own for part in each.parts)
    known = [{part.label: part.figure for part in each.parts} for each in own]
    rows = [HeatRow(say("qbr.booked.company"), tuple(_cell(each) for each in own), emphasis=True)]
    rows += [
        HeatRow(_label((names or {}).get(label, label)), tuple(_cell(found.get(label)) for found in known))
        for label in labels
    ]
    columns = tuple(named(each.kpi.name) for each in own)
    return HeatMap(name, title, head, columns, tuple(rows), say("qbr.parts.alt", count=len(labels)))


def _label(label: str) -> Value:
    return label_of({}, label)


def _cell(found: Figure | None) -> HeatCell:
    return HeatCell(found.actual, found.status) if found else HeatCell(None)


def below(figure: Figure) -> int:
    """Return how many of a figure's parts miss their target."""
    return sum(
        isinstance(part.figure.attainment, Quantity) and part.figure.attainment.value < 1 for part in figure.parts
    )


def slice_named(measured: Measured, subject: str) -> tuple[Slice | BandSlice, SliceTable] | None:
    """Return the slice that the plan names for a slide, where it has rows."""
    shows = measured.plan.documents.deck.get(subject)
    entry = valid(measured.plan.slices, measured.period.end).get(shows.slice) if shows and shows.slice else None
    found = next((each for each in measured.company.slices if entry and each.slice == entry.id and each.rows), None)
    return (entry, found) if entry and found else None


def ordered_rows(entry: Slice | BandSlice, found: SliceTable) -> list[str]:
    """Return a slice's values in order: bands as the plan has them, other values the largest first."""
    if isinstance(entry, BandSlice):
        present = {row.label for row in found.rows}
        return [band.label for band in entry.bands if band.label in present]
    return [row.label for row in found.rows]


def slice_bars(name: str, entry: Slice | BandSlice, found: SliceTable) -> Chart:
    """Return a slice as bars."""
    values = {row.label: row.actual for row in found.rows}
    labels = ordered_rows(entry, found)
    series = (Series("actual", say("column.actual"), tuple(values[label] for label in labels)),)
    categories = tuple(label_of(entry.labels, label) for label in labels)
    alt = say("qbr.slice.alt", name=named(entry.name), total=found.total)
    return Chart(name, "bars", named_title(named(entry.name)), categories, series, alt)


def named_title(name: Value) -> Message:
    """Return a name of the plan as a title."""
    return say("qbr.name", name=name)


def share(part: Fraction, whole: Fraction) -> Fraction:
    """Return part ÷ whole, nought where there is no whole."""
    return part / whole if whole else Fraction(0)


def stage_title(measured: Measured, stage: str) -> Value:
    """Return what the plan calls a stage of its funnel."""
    entry = funnel_entry(measured)
    return label_of(entry.names, stage) if entry and stage else Verbatim(stage)
