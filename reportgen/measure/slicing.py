"""The plan's slices → the company's figures narrowed to each value: a product line, a customer tier, a region."""

from __future__ import annotations

from reportgen.measure.actuals.cuts import Cut
from reportgen.measure.actuals.reading import Books, Only, tells
from reportgen.measure.kpis import Figures, figure, measures_of, whose
from reportgen.measure.targets import Targets
from reportgen.model.measured import Figure, SliceStanding, Subject
from reportgen.model.period import Period
from reportgen.model.plan import Kpi, Plan, Slice, valid

_COMPANY = Subject("company", "")


def sliced(
    plan: Plan, books: Books, targets: Targets, cuts: tuple[Cut, ...], period: Period
) -> tuple[SliceStanding, ...]:
    """Return a standing for each value of each slice, in the order of the plan and of the values."""
    kpis = valid(plan.kpis, period.end)
    found = []
    for each in cuts:
        if isinstance(each.slice, Slice):
            labels = sorted({label for parts in each.company.values() for _, label, _ in parts})
            found += [_standing(books, targets, kpis, Only(each.slice.column, label), period) for label in labels]
    return tuple(found)


def _standing(books: Books, targets: Targets, kpis: dict[str, Kpi], only: Only, period: Period) -> SliceStanding:
    told = {name: kpi for name, kpi in kpis.items() if _told(books, kpi, only)}
    subject = Subject("slice", f"{only.column}={only.value}")

    def compute(kpi: Kpi) -> Figure:
        return figure(books, targets, kpi, _COMPANY, period, only)

    return SliceStanding(subject, Figures(told, compute))


def _told(books: Books, kpi: Kpi, only: Only) -> bool:
    """Tell whether all rows that a KPI rests on say which value of the column they are of."""
    found = [books.books.get(name) for name in measures_of(kpi.kind)]
    return all(book is not None and tells(books, book, only) for book in found)
