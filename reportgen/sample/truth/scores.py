"""Turns people's figures into scores and judgements: scorecards, nine-box, ladders, credit ratings.

A KPI scores weight × attainment × 100, attainment held between 0 and 120 %; what is not measured is left out and its
weight spread over the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reportgen.sample.staff import DIRECTOR, MANAGER, REPRESENTATIVE, SUPERVISOR
from reportgen.sample.truth.cash import allocated
from reportgen.sample.truth.events import Events, number, word
from reportgen.sample.truth.kpis_money import Book, book
from reportgen.sample.truth.teams import Subject, employed, leaders, post_on
from reportgen.sample.truth.words import QUARTERS, Expected, period, summed

WEIGHTS = {
    REPRESENTATIVE: (40, 20, 20, 15),
    SUPERVISOR: (40, 20, 20, 15),
    MANAGER: (45, 20, 20, 10),
    DIRECTOR: (40, 25, 20, 10),
}
"""Percent of order amount, gross margin, collection rate, win rate in the first half; 5 % of training has no data."""
MARGIN, COLLECTED, WON, MOST = Fraction(22, 100), Fraction(85, 100), Fraction(28, 100), Fraction(120, 100)
CUTS = (Fraction(80, 100), Fraction(100, 100))
"""Where the nine-box cuts performance."""
CREDIT = {"financial": 50, "outlook": 20, "overdue": 20, "legal": 10}
GRADES = (("AAA", 85), ("AA", 75), ("A", 65), ("B", 38), ("C", 0))


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule says of somebody in words, and on what it rests."""

    rule: str
    period: str
    subject: str
    result: str
    because: str

    HEADER = ("rule", "period", "subject", "result", "because")

    def row(self) -> tuple[str, ...]:
        """The judgement as text."""
        return (self.rule, self.period, self.subject, self.result, self.because)


def scores(events: Events) -> Iterator[Expected]:
    """Return the scorecards of the first half's quarters; leaders are scored on their teams."""
    for name in QUARTERS[:2]:
        figures = book(events, allocated(events), period(name))
        leading = leaders(events, period(name))
        for person in employed(events, period(name)):
            weights = WEIGHTS.get(post_on(person, period(name).end).role)
            if weights:
                subject: Subject = ("team" if person.id in leading else "person", person.id)
                found = [(w, a) for w, a in zip(weights, _attained(figures, subject), strict=True) if a is not None]
                whole = sum(weight for weight, _ in found)
                total = sum((weight * min(max(a, Fraction(0)), MOST) for weight, a in found), Fraction(0))
                yield summed("score", name, ("person", person.id), 100 * total / whole if whole else None)


def _attained(figures: Book, subject: Subject) -> Iterator[Fraction | None]:
    amount, asked = figures.fen("amount", subject), figures.fen("floor", subject)
    yield Fraction(amount, asked) if asked else None
    yield Fraction(figures.fen("profit", subject), amount) / MARGIN if amount else None
    due, closed = figures.fen("due", subject), figures.fen("closed", subject)
    yield Fraction(figures.fen("collected", subject), due) / COLLECTED if due else None
    yield Fraction(figures.fen("won", subject), closed) / WON if closed else None


def judgements(events: Events) -> Iterator[Judged]:
    """Return nine-boxes of both halves, promotions at the year's end, and credit ratings."""
    quarters = {name: book(events, allocated(events), period(name)) for name in QUARTERS}
    for half, names in (("2026-H1", QUARTERS[:2]), ("2026-H2", QUARTERS[2:])):
        yield from _nine_box(events, half, [quarters[name] for name in names])
    yield from _ladders(events, quarters)
    yield from _credit(events)


def _nine_box(events: Events, half: str, books: list[Book]) -> Iterator[Judged]:
    """Performance by the half's attainment of the floor, potential as assessed, the values grade beside them."""
    rows = {word(row, "工号"): row for row in events.tables["potential"] if word(row, "期间") == half}
    for person in events.company.people:
        subject: Subject = ("person", person.id)
        asked = sum(each.fen("floor", subject) for each in books)
        if not asked or person.left:
            continue
        attained = Fraction(sum(each.fen("amount", subject) for each in books), asked)
        step = "低中高"[sum(attained >= cut for cut in CUTS)]
        row = rows.get(person.id)
        potential = word(row, "潜力") if row else "not assessed"
        words = f"attained {float(attained):.2%}, values {word(row, '价值观') if row else '—'}"
        yield Judged("nine-box", half, person.id, f"{step} × {potential}", words)


def _ladders(events: Events, quarters: dict[str, Book]) -> Iterator[Judged]:
    """Management: four quarters at 100 % and 80 points of 360°; experts: 85 points and two certificates."""
    for person in events.company.people:
        if person.left or person.id not in {t.person for t in events.company.targets}:
            continue
        marks = [number(row, "得分") for row in events.tables["feedback360"] if word(row, "工号") == person.id]
        mean = sum(marks, Fraction(0)) / len(marks)
        reached = [
            each.fen("amount", ("person", person.id)) >= each.fen("floor", ("person", person.id)) > 0
            for each in quarters.values()
        ]
        trained = (row for row in events.tables["training_records"] if word(row, "工号") == person.id)
        papers = sum(bool(word(row, "证书编号")) for row in trained)
        met = all(reached) and mean >= 80
        words = f"{sum(reached)} of 4 quarters at 100 %, 360° {float(mean):.2f}"
        yield Judged("management-ladder", "2026", person.id, "met" if met else "not met", words)
        expert = mean >= 85 and papers >= 2
        words = f"360° {float(mean):.2f}, {papers} certificates"
        yield Judged("expert-ladder", "2026", person.id, "met" if expert else "not met", words)


def _credit(events: Events) -> Iterator[Judged]:
    """50 % finance, 20 % outlook, 20 % past overdue (a point a day), 10 % lawsuits (25 points each)."""
    for row in events.side.ratings:
        scores_ = {
            "financial": row.financial,
            "outlook": row.outlook,
            "overdue": max(0, 100 - row.overdue_days),
            "legal": max(0, 100 - 25 * row.lawsuits),
        }
        points = Fraction(sum(CREDIT[of] * score for of, score in scores_.items()), 100)
        grade = next(name for name, least in GRADES if points >= least)
        terms = {"B": "when paid", "C": "never on credit"}.get(grade, "on terms")
        words = f"{float(points):g} points; delivered {terms}"
        yield Judged("credit", "2026-01-01", row.customer, grade, words)
