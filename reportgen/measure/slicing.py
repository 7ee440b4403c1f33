"""The plan's slices → the company's figures narrowed to each value: a product line, a customer tier, a region."""

from __future__ import annotations

from reportgen.measure.actuals.cuts import cross_table, labels_of
from reportgen.measure.actuals.reading import Books, Only, tells
from reportgen.measure.desk import Desk
from reportgen.measure.kpis import Figures, figure, measures_of
from reportgen.model.measured import CrossTable, Figure, SliceStanding, Subject
from reportgen.model.period import Period
from reportgen.model.plan import Kpi, Slice, valid

_COMPANY = Subject("company", "")


def sliced(desk: Desk, period: Period) -> tuple[SliceStanding, ...]:
    """Return a standing for each value of each slice, in the order of the plan and of the values."""
    found = []
    for each in desk.cuts:
        if isinstance(each.slice, Slice):
            found += [_standing(desk, Only(each.slice.column, label), period) for label in labels_of(each)]
    return tuple(found)


def crossed(desk: Desk, period: Period) -> CrossTable | None:
    """Return the company by the plan's two slices at once, None where the plan crosses none or the inputs lack one."""
    wanted = desk.plan.documents.cross
    down = next((each for each in desk.cuts if wanted and each.slice.id == wanted[0]), None)
    across = valid(desk.plan.slices, period.end).get(wanted[1]) if wanted else None
    return cross_table(desk.books, down, across, period) if down and across else None


def _standing(desk: Desk, only: Only, period: Period) -> SliceStanding:
    def compute(kpi: Kpi) -> Figure:
        return figure(desk.books, desk.targets, kpi, _COMPANY, period, only)

    subject = Subject("slice", f"{only.column}={only.value}")
    kpis = valid(desk.plan.kpis, period.end)
    return SliceStanding(subject, Figures(kpis, compute, lambda kpi: _told(desk.books, kpi, only)))


def _told(books: Books, kpi: Kpi, only: Only) -> bool:
    """Tell whether all rows that a KPI rests on say which value of the column they are of."""
    found = [books.books.get(name) for name in measures_of(kpi.kind)]
    return all(book is not None and tells(books, book, only) for book in found)
