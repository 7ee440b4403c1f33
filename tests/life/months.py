"""Months of a small company's life, closed one after the other, with all that is checked before and after each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen import ledger
from reportgen.app.build import measure_period
from reportgen.app.close import Closed, Who, close
from reportgen.app.diff import Asked, compare
from reportgen.app.staging import hashes
from reportgen.app.verify import verify
from reportgen.measure.causes.prior import prior_lines
from reportgen.model.causes import Cause
from reportgen.model.period import Period, parse_period
from tests.drawing import drawn_here
from tests.life.company import PEOPLE, Company, last_day
from tests.tables import posted as posted_amounts

Name = tuple[str, str, str]
"""Payee, component, key: a line of pay. Without component and key it is what the payee's balances make of the lines."""
Deltas = Mapping[Name, Mapping[Cause, Fraction]]
"""What changed a line, cause by cause."""


def month_id(month: int) -> str:
    return f"2026-{month:02d}"


def period(month: int) -> Period:
    found = parse_period(month_id(month))
    assert found is not None
    return found


@dataclass(slots=True)
class Life:
    """A company, and the files of its closed months as they were when they were closed."""

    company: Company
    frozen: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def close(self, month: int) -> Closed:
        """Close a month on the rows as they stand, which must go well, and check everything that must hold then."""
        done = self.try_to_close(month)
        assert done.folder is not None, [problem.sentence for problem in done.problems]
        self.frozen[month_id(month)] = hashes(done.folder)
        self.check(month)
        return done

    def try_to_close(self, month: int) -> Closed:
        who = Who("Li Na", f"2026-{month:02d}-28T18:00:00+08:00")
        with drawn_here():
            return close(self.company.workspace(), period(month), who, 1, lambda done, of, what: None)

    def since_closed(self, month: int) -> Deltas:
        """Return what `diff` says of a closed month and today; the causes of each line add up to its change."""
        found = compare(self.company.workspace(), month_id(month), "today", Asked())
        assert found.within is not None, [problem.sentence for problem in found.problems]
        for line in found.within.lines:
            assert sum(line.causes.values(), Fraction(0)) == line.change != 0, (month, line)
        total = sum(found.within.by_cause().values(), Fraction(0))
        assert total == sum((line.change for line in found.within.lines), Fraction(0))
        return {(line.payee, line.component, line.key): dict(line.causes) for line in found.within.lines}

    def told(self, month: int) -> Deltas:
        """Return the prior-period lines of an open month's statements with their causes, which add up as well."""
        _, measured, problems = measure_period(self.company.workspace(), period(month))
        assert measured is not None, [problem.sentence for problem in problems]
        found: dict[Name, Mapping[Cause, Fraction]] = {}
        for statement in measured.statements.values():
            for result, line in (each for column in statement.columns for each in prior_lines(column)):
                causes = dict(line.causes)
                assert sum(causes.values(), Fraction(0)) == line.earned - line.earned_before, (month, line)
                found[(statement.payee, result.component.id, line.key)] = causes
        return found

    def check(self, month: int) -> None:
        """Hold the ledger against what is owed by the rows, and the frozen files against what they were."""
        workspace = self.company.workspace()
        posted = ledger.paid_before(workspace.ledger)
        amounts = posted_amounts(posted)
        assert all(bridge.conserved for bridge in posted.bridges.values())
        for person in PEOPLE:
            earned, released = self.company.earned(person, last_day(month))
            closing = posted.bridges[(month_id(month), person)].closing
            paid = _sum(bridge.payable for (_, who), bridge in posted.bridges.items() if who == person)
            lines = _sum(amount for (_, _, who, _), amount in amounts.items() if who == person)
            assert paid + closing.deferred + closing.held_total + closing.carried == released, (person, month)
            assert closing.unreleased == earned - released, (person, month)
            assert lines == released, (person, month)
        for name, before in self.frozen.items():
            assert hashes(workspace.frozen(name)) == before, name
        assert verify(workspace, None).problems == ()


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0))
