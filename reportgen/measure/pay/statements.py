"""Lines of all components as statements: per payee and pay period, with the bridge between what stood open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import Final

from reportgen.measure.actuals.reading import Books
from reportgen.measure.pay.ahead import Ratings, rate_periods, rate_transactions, rate_waiting
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.bridge.columns import Counter, pay_columns
from reportgen.measure.pay.bridge.findings import unused
from reportgen.measure.pay.bridge.history import history_of
from reportgen.measure.pay.bridge.policies import concerns_many
from reportgen.measure.pay.checks import unallocated
from reportgen.measure.pay.credit_lines import shared
from reportgen.measure.pay.known import Known, known
from reportgen.measure.pay.opening import read_openings
from reportgen.measure.pay.rating import fund_of
from reportgen.measure.pay.register import register_rows
from reportgen.measure.pay.worked import Worked, worked
from reportgen.measure.pay.written import held_at, read_holds
from reportgen.measure.targets import Targets
from reportgen.model.balances import ALL_PAY
from reportgen.model.measured import PaidBefore, PayColumn, RegisterRow, Statement
from reportgen.model.people import Roster
from reportgen.model.period import Period, after, parts
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem
from reportgen.model.room import ROOM, by_key, let_go
from reportgen.model.table import Dataset


@dataclass(frozen=True, slots=True)
class Paid:
    """The result of pay: statements by payee, register rows in their order, the problems met, and whose pay is held.

    `payees` are all who were ever paid or are now; `disputed` are the sought lines that they have or had; `unallocated`
    tells of money that names only a customer and pays nothing; `worked` is what the trace tells again.
    """

    statements: Mapping[str, Statement]
    register: Sequence[RegisterRow]
    problems: tuple[Problem, ...]
    held: frozenset[str] = frozenset()
    payees: frozenset[str] = frozenset()
    disputed: frozenset[tuple[str, str]] = frozenset()
    unallocated: tuple[Problem, ...] = ()
    worked: Worked | None = field(default=None, repr=False, compare=False)


ClosedColumns = Mapping[Period, Mapping[str, PayColumn]]
"""Each payee's column of closed pay periods, as they were closed."""

NONE_CLOSED: Final[ClosedColumns] = {}


def pay(
    dataset: Dataset,
    plan: Plan,
    roster: Roster,
    targets: Targets,
    period: Period,
    paid_before: PaidBefore,
    books: Books | None = None,
    closed: ClosedColumns = NONE_CLOSED,
    sought: frozenset[tuple[str, str]] = frozenset(),
    rated: Callable[[], Ratings] | None = None,
) -> Paid:
    """Compute every payee's statement for a period: one column a pay period, from the first that the plan pays for.

    `books` are all measures, from which gates and scores are read. `closed` are the columns of closed pay periods,
    which stay what they were; `sought` are payees and lines that somebody asks for. Pay periods before it that are not
    closed are replayed in their order, each at its own cut-off, so that debts and what waits go from one to the next.
    `rated` gives what `rated_ahead` found, once transactions are rated.
    """
    turn = _turn(_bench(plan, dataset, roster, books, targets), paid_before, period)
    bench = turn.bench
    holds, wrong = read_holds(bench)
    ledger = known(paid_before)
    counter = Counter(bench, targets, turn.posted, holds, history_of(ledger, bench.openings), turn.replayed, sought)
    if rated is not None:
        rate_transactions(bench, turn.posted, turn.still_open(closed))
        rate_waiting(bench, targets, turn.posted, turn.still_open(closed))
        bench.kept.update(rated())
    columns: list[Mapping[str, PayColumn]] = []
    problems: dict[Problem, None] = dict.fromkeys((*wrong, *unused(bench)))
    for pay_period in turn.periods:
        shown = pay_period in turn.asked
        kept = closed.get(pay_period)
        let_go()
        found, met = (kept, ()) if kept is not None else pay_columns(counter, pay_period, shown=shown)
        if shown:
            problems.update(dict.fromkeys(met))
            columns.append(by_key(found.items()))
        del found  # where memory is short, the columns are not to be there twice
    draft = paid_before.through is None or paid_before.through.end < period.end
    told = partial(_statement, plan, roster, period, draft=draft)
    payees = sorted({payee for each in columns for payee in each})
    statements = by_key(
        (payee, told(payee, tuple(each[payee] for each in columns if payee in each))) for payee in payees
    )
    let_go()
    held = [each.person for each in holds if each.key == ALL_PAY and held_at((each,), each.person, period)]
    every = frozenset({*roster.people, *statements, *ledger.payees()})
    disputed = _met(counter, statements, ledger)
    register = register_rows(plan, statements)
    if ROOM.short:
        shared(bench).let_go()
    return Paid(
        statements,
        register,
        tuple(problems),
        frozenset(held),
        every,
        disputed,
        tuple(unallocated(bench, period)),
        worked(bench, period.end),
    )


def rated_ahead(
    dataset: Dataset,
    plan: Plan,
    roster: Roster,
    targets: Targets,
    period: Period,
    paid_before: PaidBefore,
    books: Books,
    closed: ClosedColumns,
) -> Ratings:
    """Return what paying a period asks of components that are rated per earning period: they need no other pay."""
    turn = _turn(_bench(plan, dataset, roster, books, targets), paid_before, period)
    return rate_periods(turn.bench, targets, turn.posted, turn.still_open(closed))


@dataclass(frozen=True, slots=True)
class _Turn:
    """What paying a period begins with.

    What was posted before, the pay periods that are `asked` for, and those to compute: where what earlier ones leave
    counts (`replayed`), the open ones before them too.
    """

    bench: Bench
    posted: Known
    asked: tuple[Period, ...]
    periods: tuple[Period, ...]
    replayed: bool

    def still_open(self, closed: ClosedColumns) -> tuple[Period, ...]:
        """Return the pay periods to compute that are not closed."""
        return tuple(each for each in self.periods if each not in closed)


def _turn(bench: Bench, paid_before: PaidBefore, period: Period) -> _Turn:
    posted = known(paid_before, bench.openings or None)
    replayed = concerns_many(bench) or period.end.year > bench.start.year
    asked = tuple(each for each in _pay_periods(bench.plan, period) if each.start >= bench.start)
    return _Turn(bench, posted, asked, tuple(_replayed(bench, posted, asked, replayed=replayed)), replayed)


def _statement(
    plan: Plan, roster: Roster, period: Period, payee: str, columns: tuple[PayColumn, ...], *, draft: bool
) -> Statement:
    payable = sum((column.bridge.payable for column in columns), Fraction(0))
    fund = payee not in roster.people
    return Statement(payee, _name(roster, payee), fund, period, columns, payable, plan.company.currency, draft)


def _met(counter: Counter, statements: Mapping[str, Statement], ledger: Known) -> frozenset[tuple[str, str]]:
    """Return the sought lines that are rated, were posted, or stand on a statement."""
    if not counter.sought:
        return frozenset()
    shown = {
        (payee, line.key)
        for payee in {payee for payee, _ in counter.sought} & statements.keys()
        for column in statements[payee].columns
        for result in column.components
        for line in result.lines
    }
    return (counter.sought & (counter.met | shown)) | ledger.among(counter.sought)


def _bench(plan: Plan, dataset: Dataset, roster: Roster, books: Books | None, targets: Targets) -> Bench:
    bench = Bench(plan, dataset, roster, books, targets=targets)
    return replace(bench, openings=read_openings(bench))


def _pay_periods(plan: Plan, period: Period) -> tuple[Period, ...]:
    order = ("month", "quarter", "year")
    if order.index(plan.company.pay_period) > order.index(period.grain):
        return ()
    return parts(period, plan.company.pay_period)


def _replayed(bench: Bench, posted: Known, asked: Sequence[Period], *, replayed: bool) -> Iterator[Period]:
    """Yield the pay periods to compute: those asked for, and the open ones before them where these leave balances."""
    if not asked:
        return
    period, start = asked[0], bench.first_period()
    if replayed:
        through = posted.through
        period = min(period, max(after(through), start) if through else start)
    while period.end <= asked[-1].end:
        yield period
        period = after(period)


def _name(roster: Roster, payee: str) -> str:
    if payee in roster.people:
        return roster.people[payee].name
    leader = payee.removeprefix(fund_of(""))
    return roster.people[leader].name if leader in roster.people else payee
