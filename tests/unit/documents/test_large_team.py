"""Whom a pack lists whose leader has hundreds of people: as many levels as are read, the highest and the lowest."""

from types import SimpleNamespace
from typing import Any

import pytest

from reportgen import documents
from reportgen.documents import team_parts
from reportgen.documents.wording import say
from reportgen.model.document import DataTable, HeatMap
from reportgen.render.words import load_words, missing_keys
from tests.unit.documents.test_documents import LANGUAGES, ROOT, company


def led(*widths: int) -> Any:
    """A company in which everybody of a level leads so many of the next one."""
    managers, level = {"L": ""}, ["L"]
    for width in widths:
        below = {f"{leader}.{number}": leader for leader in level for number in range(width)}
        managers.update(below)
        level = list(below)
    people = {
        person: SimpleNamespace(in_period=lambda _, above=above: SimpleNamespace(manager=above))
        for person, above in managers.items()
    }
    roster = SimpleNamespace(people=people)
    return SimpleNamespace(roster=roster, people=people, period=None, once=lambda _, work: work())


@pytest.mark.parametrize(
    ("widths", "listed"),
    [((5, 10), 55), ((10, 11), 120), ((10, 12), 10), ((10, 8, 8), 90), ((200, 1), 200)],
)
def test_whole_levels_are_listed_as_far_as_they_can_be_read(widths: tuple[int, ...], listed: int) -> None:
    large = led(*widths)
    members = team_parts.members_of(large, "L")
    found = team_parts.listed_of(large, "L", members)
    assert len(found) == listed
    assert [person for person in members if person in found] == list(found)
    assert {person for person in members if person.count(".") == 1} <= set(found)


def test_the_pack_of_a_large_team_says_how_many_are_listed_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_parts, "_MOST_LISTED", 1)
    monkeypatch.setattr(team_parts, "_ENDS", 1)
    found = company("2026-Q1")
    pack = documents.team(found, "B1")
    parts = [part for section in pack.sections for part in section.parts]
    (heat,) = (part for part in parts if isinstance(part, HeatMap))
    everybody = team_parts.members_of(found, "B1")
    assert len(heat.rows) == 1 < len(everybody)
    tables = {part.id: part.rows for part in parts if isinstance(part, DataTable)}
    highest, lowest = tables["ranking"], tables["ranking-last"]
    assert len(highest) == len(lowest) == 1
    assert highest != lowest
    assert heat.note == say("team.heat.note.part", count=len(everybody) - 1)
    assert not any(missing_keys(pack, load_words(ROOT / "templates" / "languages", each)) for each in LANGUAGES)
