"""Months of a small company's life, closed one after the other, with all that is checked after each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen import ledger
from reportgen.app.close import Closed, Who, close
from reportgen.app.staging import hashes
from reportgen.app.verify import verify
from reportgen.model.period import Period, parse_period
from tests.life.company import PEOPLE, Company, last_day


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
        return close(self.company.workspace(), period(month), who, 1, lambda done, of, what: None)

    def check(self, month: int) -> None:
        """Hold the ledger against what is owed by the rows, and the frozen files against what they were."""
        workspace = self.company.workspace()
        posted = ledger.paid_before(workspace.ledger)
        assert all(bridge.conserved for bridge in posted.bridges.values())
        for person in PEOPLE:
            earned, released = self.company.earned(person, last_day(month))
            closing = posted.bridges[(month_id(month), person)].closing
            paid = sum((bridge.payable for (_, who), bridge in posted.bridges.items() if who == person), Fraction(0))
            lines = sum((amount for (_, _, who, _), amount in posted.amounts.items() if who == person), Fraction(0))
            assert paid + closing.deferred + closing.held_total + closing.carried == released, (person, month)
            assert closing.unreleased == earned - released, (person, month)
            assert lines == released, (person, month)
        for name, before in self.frozen.items():
            assert hashes(workspace.frozen(name)) == before, name
        assert verify(workspace, None).problems == ()
