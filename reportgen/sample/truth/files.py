"""Turns a company into the files of what is expected of it, one an area: names and contents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from reportgen.sample.company import Company
from reportgen.sample.truth.alerts import alarms
from reportgen.sample.truth.commission import PayLine, commissions
from reportgen.sample.truth.credits import Credits
from reportgen.sample.truth.deals import deal_counts
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.forecast import forecasts, stage_rates
from reportgen.sample.truth.holds import held
from reportgen.sample.truth.kpis import kpis
from reportgen.sample.truth.kpis_money import book
from reportgen.sample.truth.pay_people import peoples_pay, pool
from reportgen.sample.truth.pay_sales import selling_pay
from reportgen.sample.truth.pay_teams import team_funds
from reportgen.sample.truth.scores import Judged, judgements, scores
from reportgen.sample.truth.targets import targets
from reportgen.sample.truth.tiers import Moved, Ranked, migrations, tiers
from reportgen.sample.truth.totals import totals
from reportgen.sample.truth.words import MONTHS, Alarm, Expected, period, table, yuan

PAID = ("E001", "E002", "E004", "E008", "E017", "E022", "E024", "E025", "E031", "E037", "E043", "E049", "E055", "E061")
"""Whose pay is worked line by line.

The director, two managers of whom one sells, a supervisor who sells, the person of the documentation, one whose pay is
held, a transfer, two joiners, a long leave, two leavers, part time, a consultant.
"""


def truth_files(company: Company) -> Iterator[tuple[str, str]]:
    """Return each file's name and content."""
    events = Events(company)
    yield "totals.csv", table(Expected.HEADER, (figure.row() for figure in totals(events)))
    yield "deals.csv", table(Expected.HEADER, (figure.row() for figure in deal_counts(events)))
    yield "kpis.csv", table(Expected.HEADER, (figure.row() for figure in kpis(events)))
    yield "alerts.csv", table(Alarm.HEADER, (alarm.row() for alarm in alarms(events)))
    ranked = tiers(events)
    every = (each for of_quarter in ranked.values() for each in of_quarter.values())
    yield "tiers.csv", table(Ranked.HEADER, (each.row() for each in every))
    yield "migrations.csv", table(Moved.HEADER, (moved.row() for moved in migrations(ranked)))
    expected = (*forecasts(events), *stage_rates(events))
    yield "forecasts.csv", table(Expected.HEADER, (figure.row() for figure in expected))
    yield "targets.csv", table(Expected.HEADER, (figure.row() for figure in targets(events)))
    yield "scores.csv", table(Expected.HEADER, (figure.row() for figure in scores(events)))
    yield "judgements.csv", table(Judged.HEADER, (judged.row() for judged in judgements(events)))
    yield from _pay(events)


def _pay(events: Events) -> Iterator[tuple[str, str]]:
    """Pay line by line, and its sums by month and component."""
    credits_ = Credits.of(events)
    year = book(events, credits_.cash, period("2026"))
    orders = [*commissions(events, PAID)]
    others = [*selling_pay(credits_, PAID), *peoples_pay(events, PAID), *team_funds(credits_), *pool(events, year)]
    others += held(events.side.holds, [*orders, *others])
    yield "pay-commission.csv", table(PayLine.HEADER, (line.row() for line in orders))
    yield "pay-components.csv", table(PayLine.HEADER, (line.row() for line in others))
    sums: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(lambda: dict.fromkeys(MONTHS, Fraction(0)))
    for line in (*orders, *others):
        sums[line.person, line.component][line.paid_in] += line.payable
    rows = (
        (*key, *(yuan(amount) for amount in months.values()), yuan(sum(months.values(), Fraction(0))))
        for key, months in sorted(sums.items())
    )
    yield "pay-totals.csv", table(("person", "component", *MONTHS, "2026"), rows)


def write_truth(company: Company, folder: Path) -> tuple[Path, ...]:
    """Write every file into a folder, made if absent; the same company gives the same bytes. Raise OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in truth_files(company):
        path = folder / name
        path.write_bytes(content.encode())
        written.append(path)
    return tuple(written)
