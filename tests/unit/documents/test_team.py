"""A team's pack without targets or alerts says what there is, and nothing that there is not."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.documents import team_parts
from reportgen.model.document import DataTable, Document, Message, Paragraph, Value, Verbatim
from reportgen.model.quantity import NotMeasured, Quantity, percent
from reportgen.render.words import load_words, missing_keys
from tests.tables import dataset, entries, measured, plan_of

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


def test_the_table_of_people_makes_the_teams_figure_with_what_a_leader_sells_and_the_part_of_who_moved() -> None:
    people = """
person  name  role            manager  since       until
M1      Max   manager         -        2025-01-01  -
M2      Mia   manager         M1       2025-01-01  -
M3      Moe   manager         -        2025-01-01  -
E1      Ann   representative  M2       2025-01-01  -
E2      Bob   representative  M2       2025-01-01  2026-02-28
E2      Bob   representative  M3       2026-03-01  -
"""
    orders = f"{ORDERS}A3 2026-02-12 M2 50\nA4 2026-03-12 E2 40\nA5 2026-03-12 M1 5\n"
    targets = "person month metric floor\nE1 2026-02 order_amount 200\nE2 2026-02 order_amount 200\n"
    targets += "E2 2026-03 order_amount 300\nM2 2026-03 order_amount 100\n"
    promised = plan_of(variance=entries("- {id: people, kind: people, from: 2026-01-01}"))
    found = measured(dataset(people=people, orders=orders, targets=targets), promised, "2026-Q1")
    ends = {leader: next(tables(documents.team(found, leader), "ranking")) for leader in ("M1", "M2")}
    told = {
        leader: [[_said(cell) for cell in row.cells[:4]] for row in (*table.rows, table.foot) if row is not None]
        for leader, table in ends.items()
    }
    mine = [
        ["team.person.part E2", 200, 300, 100],
        ["team.person E1", 200, 100, -100],
        ["team.person.lead M2", 100, 50, -50],
    ]
    assert told["M2"] == [*mine, ["team.ranking.team", 500, 450, -50]]
    above = ["team.person.lead M1", "no-target", 5, None]  # asked for nothing: their orders are the team's all the same
    assert told["M1"] == [*mine, above, ["team.ranking.team", 500, 455, -45]]
    assert ends["M2"].rows[0].cells[4] == percent(Fraction(3, 2))
    assert not any(missing_keys(documents.team(found, "M1"), load_words(LANGUAGES, each)) for each in ("en", "zh"))


def _said(cell: Value) -> object:
    if isinstance(cell, Message):
        own = dict(cell.values).get("id")
        return f"{cell.key} {own.text}" if isinstance(own, Verbatim) else cell.key
    if isinstance(cell, NotMeasured):
        return cell.reason
    return cell.value if isinstance(cell, Quantity) else cell


def test_a_single_persons_figures_are_not_set_beside_anybodys() -> None:
    assert list(tables(pack("order_no order_date person amount\nA1 2026-02-10 E1 100"), "results")) == []


def test_without_alerts_one_sentence_says_so() -> None:
    found = next(section for section in pack().sections if section.id == "actions")
    assert [part.text for part in found.parts if isinstance(part, Paragraph)] == [Message("alerts.no-rules")]
    assert list(tables(pack(), "alerts")) == []
