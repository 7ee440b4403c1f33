"""The ledger's tables, and what makes a database refuse to change or remove a row of them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import DDL, BigInteger, Column, ForeignKey, Integer, MetaData, String, Table, event

META: Final = MetaData()

CLOSED: Final = Table(
    "closed_period",
    META,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("period", String(10), nullable=False, unique=True),
    Column("last_day", String(10), nullable=False),
    Column("plan_version", String(60), nullable=False),
    Column("plan_digest", String(64), nullable=False),
    Column("posted_by", String(120), nullable=False),
    Column("posted_at", String(40), nullable=False),
    Column("folder", String(64), nullable=False),
    Column("lines", String(64), nullable=False),
    Column("bridges", String(64), nullable=False),
    Column("totals", String(64), nullable=False),
    Column("inputs", String(64), nullable=False),
    Column("files", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
"""One row a closed period. The columns named as tables are the digests of their last rows."""


def _detail(name: str, *columns: Column[object]) -> Table:
    return Table(
        name,
        META,
        Column("period", String(10), ForeignKey("closed_period.period"), primary_key=True),
        Column("row", Integer, primary_key=True, autoincrement=False),
        *columns,
        Column("digest", String(64), nullable=False),
    )


LINES: Final = _detail(
    "posted_line",
    Column("payee", String(120), nullable=False),
    Column("component", String(120), nullable=False),
    Column("key", String(400), nullable=False),
    Column("earning_period", String(20), nullable=False),
    Column("earned", BigInteger, nullable=False),
    Column("released", BigInteger, nullable=False),
    Column("paid", BigInteger, nullable=False),
)
"""What a payee's line had earned and released to date, and what this pay period paid for it, in cents."""

BRIDGES: Final = _detail(
    "posted_bridge",
    Column("payee", String(120), nullable=False),
    Column("name", String(120), nullable=False),
    Column("key", String(400), nullable=False),
    Column("cents", BigInteger, nullable=False),
)
"""The amounts of each payee's bridge that are not nothing: opening balances, steps, closing balances, in cents."""

TOTALS: Final = _detail(
    "posted_total",
    Column("payee", String(120), nullable=False),
    Column("name", String(400), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("payable", BigInteger, nullable=False),
)

INPUTS: Final = _detail(
    "posted_input", Column("name", String(1000), nullable=False), Column("sha256", String(64), nullable=False)
)

FILES: Final = _detail(
    "frozen_file", Column("path", String(1000), nullable=False), Column("sha256", String(64), nullable=False)
)

DETAILS: Final = {"lines": LINES, "bridges": BRIDGES, "totals": TOTALS, "inputs": INPUTS, "files": FILES}
"""The tables of a closed period's rows, by the column that has the digest of the last one."""

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_{what} BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"""

_POSTGRESQL = """CREATE OR REPLACE FUNCTION ledger_is_added_to() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is only ever added to'; END $$;
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_added_to()"""

for _table in META.tables.values():
    for _what in ("UPDATE", "DELETE"):
        _text = _SQLITE.format(table=_table.name, what=_what)
        event.listen(_table, "after_create", DDL(_text).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
    _text = _POSTGRESQL.format(table=_table.name)
    event.listen(_table, "after_create", DDL(_text).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
