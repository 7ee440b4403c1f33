"""Scores → the place of each person among those of the same role, where the plan lets a review tell it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from reportgen.model.appraisal import Rank
from reportgen.model.measured import ScoreResult, Standing
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import Plan
from reportgen.model.quantity import Quantity


@dataclass(frozen=True)
class Ranks:
    """Who is scored in a period; who leads a team is scored on the team."""

    plan: Plan
    roster: Roster
    period: Period
    people: Mapping[str, Standing]
    teams: Mapping[str, Standing]

    def of(self, person: str) -> Rank | None:
        """Return a person's place; None where the plan does not allow it, or there is no score."""
        mine = self._scores.get(person)
        if mine is None:
            return None
        role, total = mine
        same = self._sorted[role]
        return Rank(1 + len(same) - bisect_right(same, total), len(same), role)

    @cached_property
    def _sorted(self) -> Mapping[str, list[Fraction]]:
        """The totals of each role, from the least on."""
        found: dict[str, list[Fraction]] = {}
        for role, total in self._scores.values():
            found.setdefault(role, []).append(total)
        return {role: sorted(totals) for role, totals in found.items()}

    @cached_property
    def _scores(self) -> Mapping[str, tuple[str, Fraction]]:
        """The role and total of everybody whose scorecard allows a rank."""
        allowed = {(card.id, card.since) for card in self.plan.scorecards if card.rank}
        found: dict[str, tuple[str, Fraction]] = {}
        for person in self.people if allowed else ():
            score = self.teams.get(person, self.people[person]).score
            assignment = self.roster.people[person].in_period(self.period)
            if assignment and _counts(score, allowed) and score and isinstance(score.total, Quantity):
                found[person] = (assignment.role, score.total.value)
        return found


def _counts(score: ScoreResult | None, allowed: set[tuple[str, date]]) -> bool:
    return score is not None and (score.scorecard, score.since) in allowed
