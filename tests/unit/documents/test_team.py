"""A team's pack without targets or alerts says what there is, and nothing that there is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.documents import team_parts
from reportgen.model.document import DataTable, Document, Message, Paragraph, Verbatim
from reportgen.model.quantity import Quantity
from reportgen.render.words import load_words, missing_keys
from tests.tables import dataset, measured, plan_of

LANGUAGES = Path(__file__).resolve().parents[3] / "templates" / "languages"
PEOPLE = """
person  name  role            manager  since
M1      Max   manager         -        2025-01-01
E1      Ann   representative  M1       2025-01-01
E2      Bob   representative  M1       2025-01-01
E3      Cy    representative  M1       2025-01-01
"""
ORDERS = """
order_no order_date person amount
A1 2026-02-10 E1 100
A2 2026-02-11 E2 300
"""


def pack(orders: str = ORDERS) -> Document:
    return documents.team(measured(dataset(people=PEOPLE, orders=orders), plan_of(), "2026-Q1"), "M1")


def tables(found: Document, name: str) -> Iterator[DataTable]:
    parts = (part for section in found.sections for part in section.parts)
    return (part for part in parts if isinstance(part, DataTable) and part.id == name)


def test_without_targets_who_sells_is_listed_with_their_figures_who_brought_most_first() -> None:
    (table,) = tables(pack(), "results")
    names = [dict(row.cells[0].values)["name"] for row in table.rows if isinstance(row.cells[0], Message)]
    assert names == [Verbatim("Bob"), Verbatim("Ann")]
    assert [cell.value for row in table.rows for cell in row.cells if isinstance(cell, Quantity)] == [300, 100]


def test_of_a_large_team_those_who_brought_most_and_least_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_parts, "_MOST_LISTED", 2)
    monkeypatch.setattr(team_parts, "_ENDS", 1)
    found = pack(f"{ORDERS}A3 2026-02-12 E3 200\n")
    ends = [row.cells[1] for name in ("results", "results-last") for table in tables(found, name) for row in table.rows]
    assert [cell.value for cell in ends if isinstance(cell, Quantity)] == [300, 100]
    assert not any(missing_keys(found, load_words(LANGUAGES, each)) for each in ("en", "zh"))


def test_a_single_persons_figures_are_not_set_beside_anybodys() -> None:
    assert list(tables(pack("order_no order_date person amount\nA1 2026-02-10 E1 100"), "results")) == []


def test_without_alerts_one_sentence_says_so() -> None:
    found = next(section for section in pack().sections if section.id == "actions")
    assert [part.text for part in found.parts if isinstance(part, Paragraph)] == [Message("alerts.no-rules")]
    assert list(tables(pack(), "alerts")) == []
