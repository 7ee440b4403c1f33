"""A person and a span → the figure that speaks for them: their own, or their team's where the target is the team's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.measure.desk import Desk
from reportgen.measure.roster import leaders
from reportgen.measure.standing import figures_of
from reportgen.model.measured import Figure, Subject
from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured


@dataclass(frozen=True)
class Spoken:
    """The figures of everybody in any span up to the desk's period, each computed when it is first asked for."""

    desk: Desk
    _known: dict[tuple[Subject, Period], Mapping[str, Figure]] = field(default_factory=dict, repr=False)
    _leaders: dict[Period, frozenset[str]] = field(default_factory=dict, repr=False)

    def figure(self, kpi: str, person: str, span: Period) -> Figure | None:
        """Return a person's figure; who leads without a target of their own answers for the team's."""
        own = self._of(Subject("person", person), span).get(kpi)
        if own is None or own.actual != NotMeasured("no-target") or person not in self._leading(span):
            return own
        return self._of(Subject("team", person), span).get(kpi)

    def _of(self, subject: Subject, span: Period) -> Mapping[str, Figure]:
        if (subject, span) not in self._known:
            self._known[subject, span] = figures_of(self.desk, subject, span, self._company(span))
        return self._known[subject, span]

    def _company(self, span: Period) -> Mapping[str, Figure]:
        company = Subject("company", "")
        if (company, span) not in self._known:
            self._known[company, span] = figures_of(self.desk, company, span)
        return self._known[company, span]

    def _leading(self, span: Period) -> frozenset[str]:
        if span not in self._leaders:
            self._leaders[span] = frozenset(leaders(self.desk.books.roster, span))
        return self._leaders[span]
