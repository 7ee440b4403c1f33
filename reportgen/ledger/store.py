"""Closed pay periods and their lines in a database: posted once, never changed, read back as what was paid before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Result, RowMapping, Table, insert, select

from reportgen.ledger.closings import ClosedPeriod, Closing, LedgerUnreadableError, Posting, Where
from reportgen.ledger.connection import reading, writing
from reportgen.ledger.posted import POSTED, posted_lines
from reportgen.ledger.schema import BRIDGES, CLOSED, DETAILS, FILES, LINES, TOTALS
from reportgen.ledger.sealing import START, Value, link, money_cents, sealed
from reportgen.model.balances import BalanceRow, Bridge, bridge_of
from reportgen.model.measured import PaidBefore, PayColumn, Statement
from reportgen.model.period import Period, parse_period

_CENTS = 100
_AT_A_TIME = 10_000


def closed_periods(where: Where) -> tuple[ClosedPeriod, ...]:
    """Return the closed pay periods in their order; none where there is no ledger yet."""
    with reading(where) as connection:
        return _closed_periods(connection) if connection else ()


def paid_before(where: Where, period: Period | None = None) -> PaidBefore:
    """Return what the closed pay periods paid: all of them, or those before a period."""
    with reading(where) as connection:
        closed = [
            each
            for each in (_closed_periods(connection) if connection else ())
            if period is None or each.period.end < period.start
        ]
        if connection is None or not closed:
            return PaidBefore()
        last = closed[-1].period
        try:
            lines = posted_lines(_until(connection, LINES, POSTED, last).partitions(_AT_A_TIME))
            return PaidBefore(last, lines, _bridges(connection, last))
        except (ValueError, TypeError, OverflowError) as error:  # what no program posted; `tampered` names the row
            raise LedgerUnreadableError(f"an amount is no whole number of cents: {error}") from error


def _bridges(connection: Connection, last: Period) -> dict[tuple[str, str], Bridge]:
    bridges: dict[tuple[str, str], list[BalanceRow]] = {}
    for at in _until(connection, TOTALS, ("period", "payee"), last).mappings():
        bridges[(at["period"], at["payee"])] = []
    for at in _until(connection, BRIDGES, ("period", "payee", "name", "key", "cents"), last).mappings():
        row = (at["name"], at["key"], Fraction(int(at["cents"]), _CENTS))
        bridges.setdefault((at["period"], at["payee"]), []).append(row)
    return {name: bridge_of(rows) for name, rows in bridges.items()}


def _until(connection: Connection, table: Table, columns: tuple[str, ...], last: Period) -> Result[Any]:
    """Return a table's rows of the pay periods up to one, in the order in which they were posted, a part at a time."""
    joined = select(*(table.c[name] for name in columns)).join(CLOSED, CLOSED.c.period == table.c.period)
    chosen = joined.where(CLOSED.c.last_day <= last.end.isoformat()).order_by(CLOSED.c.number, table.c.row)
    return connection.execute(chosen, execution_options={"yield_per": _AT_A_TIME})


def frozen_files(where: Where, period: Period) -> Mapping[str, str]:
    """Return the SHA-256 of a closed pay period's frozen files by their path; nothing where it is not closed."""
    with reading(where) as connection:
        if connection is None:
            return {}
        found = connection.execute(select(FILES.c.path, FILES.c.sha256).where(FILES.c.period == period.id))
        return {str(path): str(digest) for path, digest in found}


def totals(where: Where, period: Period) -> Mapping[str, Fraction]:
    """Return what a closed pay period paid each payee, in major units."""
    with reading(where) as connection:
        if connection is None:
            return {}
        found = connection.execute(select(TOTALS.c.payee, TOTALS.c.payable).where(TOTALS.c.period == period.id))
        return {str(payee): Fraction(int(cents), _CENTS) for payee, cents in found}


def post(where: Where, closing: Closing, statements: Iterable[Statement]) -> Posting:
    """Append a closed pay period and its rows in one transaction.

    Of a period that is closed already nothing is changed, and what stands there is returned. Raises ValueError for a
    period that does not follow the last closed one.
    """
    having = [each for each in statements if any(column.period == closing.period for column in each.columns)]
    mine = tuple(sorted(having, key=lambda found: found.payee))
    with writing(where) as connection:
        before = _closed_periods(connection)
        for each in before:
            if each.period == closing.period:
                return Posting(each, now=False)
        if before and before[-1].period.end >= closing.period.start:
            raise ValueError(f"{closing.period} does not follow {before[-1].period}")
        return Posting(_append(connection, closing, mine, before), now=True)


def _append(
    connection: Connection, closing: Closing, statements: tuple[Statement, ...], before: tuple[ClosedPeriod, ...]
) -> ClosedPeriod:
    period = closing.period.id
    details = {
        name: list(sealed(DETAILS[name].name, period, rows)) for name, rows in _details(closing, statements).items()
    }
    head: dict[str, Value] = {
        "number": len(before) + 1,
        "period": period,
        "last_day": closing.period.end.isoformat(),
        "plan_version": closing.plan_version,
        "plan_digest": closing.plan_digest,
        "posted_by": closing.posted_by,
        "posted_at": closing.posted_at,
        "folder": closing.folder,
        **{name: rows[-1]["digest"] if rows else START for name, rows in details.items()},
    }
    digest = link(before[-1].digest if before else START, head.values())
    connection.execute(insert(CLOSED).values(**head, digest=digest))
    for name, rows in details.items():
        _add(connection, DETAILS[name], rows)
    return _closed_periods(connection)[-1]


def _add(connection: Connection, table: Table, rows: list[dict[str, Value]]) -> None:
    for start in range(0, len(rows), _AT_A_TIME):
        connection.execute(insert(table), rows[start : start + _AT_A_TIME])


def _details(closing: Closing, statements: tuple[Statement, ...]) -> dict[str, Iterable[Mapping[str, Value]]]:
    return {
        "lines": _lines(closing, statements),
        "bridges": [
            {"payee": statement.payee, "name": name, "key": key, "cents": money_cents(amount)}
            for statement in statements
            for name, key, amount in _column(statement, closing.period).bridge.rows()
        ],
        "totals": [
            {
                "payee": statement.payee,
                "name": statement.name,
                "currency": statement.currency,
                "payable": money_cents(_column(statement, closing.period).bridge.payable),
            }
            for statement in statements
        ],
        "inputs": [{"name": name, "sha256": digest} for name, digest in sorted(closing.inputs.items())],
        "files": [{"path": path, "sha256": digest} for path, digest in sorted(closing.files.items())],
    }


def _column(statement: Statement, period: Period) -> PayColumn:
    return next(column for column in statement.columns if column.period == period)


def _lines(closing: Closing, statements: tuple[Statement, ...]) -> Iterator[dict[str, Value]]:
    """Yield one row a payee, component and key: versions of a component share its id, so their lines are added."""
    found: dict[tuple[str, str, str], tuple[str, Fraction, Fraction, Fraction]] = {}
    for statement in statements:
        for column in statement.columns:
            for result in column.components if column.period == closing.period else ():
                for line in result.lines:
                    name = (statement.payee, result.component.id, line.key)
                    _, earned, released, paid = found.get(name, ("", Fraction(0), Fraction(0), Fraction(0)))
                    if not line.settled:  # paid before, and nothing new to post
                        sums = (earned + line.earned, released + line.released, paid + line.payable)
                        found[name] = (line.earning_period, *sums)
    for (payee, component, key), (earning, earned, released, paid) in sorted(found.items()):
        yield {
            "payee": payee,
            "component": component,
            "key": key,
            "earning_period": earning,
            "earned": money_cents(earned),
            "released": money_cents(released),
            "paid": money_cents(paid),
        }


def _closed_periods(connection: Connection) -> tuple[ClosedPeriod, ...]:
    rows = connection.execute(select(CLOSED).order_by(CLOSED.c.number)).mappings()
    return tuple(found for row in rows if (found := _closed(row)) is not None)


def _closed(at: RowMapping) -> ClosedPeriod | None:
    """Return a row's closed period; none for a period that no program wrote: the check of the ledger names it."""
    period = parse_period(at["period"])
    if period is None:
        return None
    texts = (str(at[name]) for name in ("plan_version", "plan_digest", "posted_by", "posted_at", "folder", "digest"))
    return ClosedPeriod(int(at["number"]), period, *texts)
