"""A dataset, a plan and a period → everything that measuring any subject in it needs, prepared once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from reportgen.measure.actuals.book import Book, book
from reportgen.measure.actuals.crediting import Crediting
from reportgen.measure.actuals.cuts import Cut, cut
from reportgen.measure.actuals.reading import Books
from reportgen.measure.asof import AsOf, changing, grounded, stood
from reportgen.measure.calendar import Calendar
from reportgen.measure.funnel import Deals, read_deals
from reportgen.measure.targets import Targets, read_targets
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import Measure, Plan, valid
from reportgen.model.table import Dataset


@dataclass(frozen=True, slots=True)
class Desk:
    """What measuring a subject needs, prepared once for all subjects."""

    plan: Plan
    dataset: Dataset
    books: Books
    targets: Targets
    cuts: tuple[Cut, ...]
    deals: tuple[Deals, ...]


def prepared(dataset: Dataset, plan: Plan, roster: Roster, period: Period) -> Desk:
    """Return the tables as they stood at a period's end, the measures over them, targets, slices and deals."""
    currency = plan.company.currency
    measures = valid(plan.measures, period.end)
    ground = grounded(dataset, measures.values(), currency)
    now = stood(ground, period.end)
    books = _books(ground, now, measures, Crediting(roster), period.end)
    cuts = [cut(books, each, period) for each in valid(plan.slices, period.end).values()]
    funnels = valid(plan.funnels, period.end).values()
    deals = [read_deals(each, now.tables.get(each.table), roster) for each in funnels]
    targets = targets_of(dataset, plan, roster)
    return Desk(plan, now, books, targets, tuple(c for c in cuts if c), tuple(d for d in deals if d))


def targets_of(dataset: Dataset, plan: Plan, roster: Roster) -> Targets:
    """Return all targets: those of the tables, their changes, and the plan's own."""
    given = (dataset.tables.get("targets"), dataset.tables.get("target_changes"))
    calendar = Calendar(plan.calendar)
    return read_targets(given[0], plan.targets, plan.company.currency, roster, given[1], calendar, plan.target_rules)


def books_as_of(dataset: Dataset, plan: Plan, roster: Roster, moment: date) -> Books:
    """Return all measures over the tables as they stood on a day."""
    currency, measures = plan.company.currency, valid(plan.measures, moment)
    ground = grounded(dataset, measures.values(), currency)
    return _books(ground, stood(ground, moment), measures, Crediting(roster), moment)


class _Computed(Mapping[str, "Book | None"]):
    """Measures by id, each computed when it is first asked for: a document rests on few of them."""

    def __init__(self, measures: Mapping[str, Measure], compute: Callable[[Measure], Book | None]) -> None:
        self._measures = measures
        self._compute = cache(lambda name: compute(measures[name]))

    def __getitem__(self, name: str) -> Book | None:
        if name not in self._measures:
            raise KeyError(name)
        return self._compute(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._measures)

    def __len__(self) -> int:
        return len(self._measures)


def _books(ground: AsOf, now: AsOf, measures: Mapping[str, Measure], crediting: Crediting, cut_off: date) -> Books:
    """Return all measures over the tables as they stood at the cut-off, and how to compute some as of another day."""
    changes = {name: measure for name, measure in measures.items() if changing(measure)}

    def over(tables: Dataset, moment: date) -> Callable[[Measure], Book | None]:
        return lambda measure: book(measure, tables.tables.get(measure.table), crediting, moment)

    @cache
    def at(moment: date) -> Mapping[str, Book | None]:
        return _Computed(changes, over(stood(ground, moment), moment))

    return Books(_Computed(measures, over(now, cut_off)), crediting, cut_off, frozenset(changes), at, at.cache_clear)
