"""Closed pay periods and their lines in a database: posted once, never changed, read back as what was paid before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
)
from sqlalchemy.pool import NullPool

from reportgen.model.measured import PaidBefore, Statement
from reportgen.model.period import Period, parse_period

_CENTS = 100

_META = MetaData()

_CLOSED = Table(
    "closed_period",
    _META,
    Column("period", String(10), primary_key=True),
    Column("last_day", String(10), nullable=False),
    Column("plan_version", String(60), nullable=False),
    Column("plan_digest", String(64), nullable=False),
    Column("posted_by", String(120), nullable=False),
    Column("posted_at", String(40), nullable=False),
)

_LINES = Table(
    "posted_line",
    _META,
    Column("period", String(10), ForeignKey("closed_period.period"), primary_key=True),
    Column("payee", String(120), primary_key=True),
    Column("component", String(120), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("cents", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed a pay period, when (ISO 8601), under which plan."""

    period: Period
    plan_version: str
    plan_digest: str
    posted_by: str
    posted_at: str


def paid_before(file: Path) -> PaidBefore:
    """Return what all closed pay periods paid; nothing where there is no ledger yet."""
    if not file.exists():
        return PaidBefore()
    with _open(file) as connection:
        last = connection.execute(select(_CLOSED.c.period).order_by(_CLOSED.c.last_day.desc())).scalars().first()
        lines = _LINES.c
        rows = connection.execute(select(lines.period, lines.component, lines.payee, lines.key, lines.cents))
        amounts = {
            (period, component, payee, key): Fraction(int(cents), _CENTS)
            for period, component, payee, key, cents in rows
        }
    return PaidBefore(parse_period(last) if last else None, amounts)


def post(file: Path, closing: Closing, statements: tuple[Statement, ...]) -> None:
    """Append a closed pay period and its lines in one transaction.

    A period that is already closed raises IntegrityError.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with _open(file) as connection:
        connection.execute(
            insert(_CLOSED).values(
                period=closing.period.id,
                last_day=closing.period.end.isoformat(),
                plan_version=closing.plan_version,
                plan_digest=closing.plan_digest,
                posted_by=closing.posted_by,
                posted_at=closing.posted_at,
            )
        )
        rows = list(_rows(closing, statements))
        if rows:
            connection.execute(insert(_LINES), rows)


def _rows(closing: Closing, statements: tuple[Statement, ...]) -> Iterator[dict[str, str | int]]:
    """Yield one row a payee, component and key: versions of a component share its id, so their lines are added."""
    totals: dict[tuple[str, str, str], Fraction] = {}
    for statement in statements:
        for column in statement.columns:
            for result in column.components:
                for line in result.lines if column.period == closing.period else ():
                    name = (statement.payee, result.component.id, line.key)
                    if not line.settled:  # paid before, and nothing new to post
                        totals[name] = totals.get(name, Fraction(0)) + line.payable
    for (payee, component, key), amount in totals.items():
        cents = amount * _CENTS
        yield {"period": closing.period.id, "payee": payee, "component": component, "key": key, "cents": int(cents)}


@contextmanager
def _open(file: Path) -> Iterator[Connection]:
    engine = _engine(file)
    try:
        with engine.begin() as connection:
            _META.create_all(connection)
            yield connection
    finally:
        engine.dispose()


def _engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _careful(connection: object, _: object) -> None:
        # A rollback journal and full syncs are safe on shared drives, where write-ahead logging is not.
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own connection
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    return engine
