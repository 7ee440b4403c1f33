"""A digest of a table that is everybody's tells every cell of it, and where its rows stand."""

from collections.abc import Iterator

from reportgen.measure.hashed_rows import Rows
from tests.tables import dataset

VISITS = """
visit_no due_on person customer quantity
V1 2026-01-05 E1 C1 1
V12 2026-01-06 E1 C12 12
V2 - E2 - -
V3 2026-02-07 - C1 0
"""


def digest(text: str) -> bytes:
    return Rows(dataset(visits=text).tables["visits"]).in_order()


def changed() -> Iterator[str]:
    """Yield the table with one cell changed, emptied or filled, with rows swapped, and with one row less or twice."""
    head, *rows = VISITS.strip().splitlines()
    others = {"due_on": "2026-03-01", "quantity": "7"}
    for at, row in enumerate(rows):
        cells = row.split()
        for column, name in enumerate(head.split()):
            for text in ("-", others.get(name, "X9")):
                found = " ".join([*cells[:column], text, *cells[column + 1 :]])
                if found != row:
                    yield "\n".join([head, *rows[:at], found, *rows[at + 1 :]])
        yield "\n".join([head, *rows[:at], *rows[at + 1 :]])
        yield "\n".join([head, *rows[: at + 1], *rows[at:]])
        yield "\n".join([head, *rows[:at], *reversed(rows[at : at + 2]), *rows[at + 2 :]])


def test_no_two_tables_have_one_digest() -> None:
    tables = {text.strip() for text in changed()} | {VISITS.strip()}
    assert len(tables) > 40
    assert len({digest(text) for text in tables}) == len(tables)


def test_texts_are_told_apart_by_where_they_end() -> None:
    assert digest("person customer\nE1 C1") != digest("person customer\nE1C 1")


def test_the_same_table_has_the_same_digest() -> None:
    assert digest(VISITS) == digest(VISITS)
