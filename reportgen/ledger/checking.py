"""A ledger → the rows in it that were changed, removed or slipped in since they were posted."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, Table, select

from reportgen.ledger.closings import Tampered, Where
from reportgen.ledger.connection import reading
from reportgen.ledger.schema import CLOSED, DETAILS
from reportgen.ledger.sealing import START, link


def tampered(where: Where) -> tuple[Tampered, ...]:
    """Return every row that does not follow from the one before it, in the order of the ledger."""
    with reading(where) as connection:
        return tuple(_tampered(connection)) if connection else ()


def _tampered(connection: Connection) -> Iterator[Tampered]:
    periods = connection.execute(select(CLOSED).order_by(CLOSED.c.number)).mappings().all()
    before, expected = START, 1
    for at in periods:
        while expected < at["number"]:
            yield Tampered(CLOSED.name, "", expected)
            before, expected = "", expected + 1
        if before and at["digest"] != link(before, [at[name] for name in _values(CLOSED)]):
            yield Tampered(CLOSED.name, at["period"], at["number"], _text(at, CLOSED))
        before, expected = at["digest"], expected + 1
        for name, table in DETAILS.items():
            yield from _rows(connection, table, at["period"], at[name])
    known = [at["period"] for at in periods]
    for table in DETAILS.values():
        for at in connection.execute(select(table).where(table.c.period.not_in(known))).mappings():
            yield Tampered(table.name, at["period"], at["row"], _text(at, table))


def _rows(connection: Connection, table: Table, period: str, last: str) -> Iterator[Tampered]:
    """Follow a table's rows of a period, and compare where they end with what the period's own row says."""
    digest = link(START, (table.name, period))
    expected, end = 1, START
    rows = select(table).where(table.c.period == period).order_by(table.c.row)
    for at in connection.execute(rows).mappings():
        while expected < at["row"]:
            yield Tampered(table.name, period, expected)
            expected += 1
            digest = ""
        if digest and at["digest"] != link(digest, (at["row"], *(at[name] for name in _values(table)[2:]))):
            yield Tampered(table.name, period, at["row"], _text(at, table))
        digest = end = at["digest"]
        expected += 1
    if end != last:
        yield Tampered(table.name, period, expected)


def _values(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name != "digest"]


def _text(at: RowMapping, table: Table) -> str:
    return " | ".join(str(at[name]) for name in _values(table) if name not in ("row", *DETAILS))
