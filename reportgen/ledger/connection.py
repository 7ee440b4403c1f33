"""Where a ledger is → a connection to it, in one transaction that is taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from reportgen.ledger.closings import LedgerUnreadableError, Where
from reportgen.ledger.schema import CLOSED, META

_ONE_AT_A_TIME = 6_034_201_607
"""The number under which PostgreSQL lets one closing in at a time: any number will do, if it is always this one."""

_PATIENCE = 60
"""Seconds that one closing waits for another."""


@contextmanager
def reading(where: Where) -> Iterator[Connection | None]:
    """Open a ledger to look at it; None where there is none yet, and none is made."""
    if isinstance(where, Path) and not where.exists():
        yield None
        return
    with _connected(where, "BEGIN") as connection:
        yield connection if inspect(connection).has_table(CLOSED.name) else None


@contextmanager
def writing(where: Where) -> Iterator[Connection]:
    """Open a ledger to add to it, alone: whoever else wants to waits, and then sees what was added."""
    if isinstance(where, Path):
        where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        where.touch(mode=0o600)  # what people earn is for its owner's eyes; a file that is there keeps its mode
    with _connected(where, "BEGIN IMMEDIATE") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
        META.create_all(connection)
        yield connection


@contextmanager
def _connected(where: Where, begin: str) -> Iterator[Connection]:
    try:
        engine = _engine(where, begin)
    except (SQLAlchemyError, ImportError, ValueError) as error:  # a URL that is none, a driver that is not installed
        raise LedgerUnreadableError(_first_line(error)) from error
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise LedgerUnreadableError(_first_line(error.__cause__ or error)) from error
    finally:
        engine.dispose()


def _engine(where: Where, begin: str) -> Engine:
    url = f"sqlite:///{where}" if isinstance(where, Path) else where
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _careful)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _careful(connection: Any, _: object) -> None:
    # A rollback journal and full syncs are safe on shared drives, where write-ahead logging is not. The driver would
    # begin a transaction only with the first row added: too late to be alone.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_PATIENCE * 1000}", "journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def with_password(url: str, password: str) -> str:
    """Return a URL with a password in it, for a database that asks for one; as it is where it cannot be read."""
    try:
        return make_url(url).set(password=password).render_as_string(hide_password=False)
    except SQLAlchemyError:
        return url


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
