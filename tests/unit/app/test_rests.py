"""What somebody's papers rest on: nothing else can come into them, and where it is the same, so are they."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.app import figures, plain_files, spread
from reportgen.app.jobs import Wish, planned, view_key
from reportgen.app.judged import Judging, keys_by_view
from reportgen.app.pieces import remember_pieces, remembered_pieces
from reportgen.app.plain_files import WorkedOut, worked_out
from reportgen.app.rests import rests_of
from reportgen.documents.seen import UnseenError, seen_by, team_view
from reportgen.model.measured import Measured, Standing
from reportgen.model.papers import REVIEWS, TEAMS
from tests.faults.rests import Given, Memory, assert_nothing_else_weighs, corrected, sample, told
from tests.tables import Tables, dataset, measured
from tests.unit.app.test_incremental import STUDIO, edited, given

ROUNDS, PEOPLE = 6, 5
"""So many corrections of the sample, and so many of its people: `make rests` takes hundreds, and everybody."""


RECEIPT = ("receipts", "45,200", "45,100")
TOUCHED = {"E1", "E2", "M1", "B1"}
"""Who sold to the customer of that receipt, and who leads them."""


@cache
def company(table: str = "", old: str = "", new: str = "") -> tuple[Measured, Tables]:
    inputs, plan = given()
    read = dataset(**{**inputs, **(edited(table, old, new) if table else {})})
    return measured(read, plan, "2026-Q1"), read


def keys(table: str = "", old: str = "", new: str = "") -> dict[str, str]:
    found, read = company(table, old, new)
    files = planned(found, (REVIEWS, TEAMS), ("zh",), Wish((), tuple(found.people)))
    rests = told(found, read)
    return {file.path: view_key(file, STUDIO, rests) for file in files}


def differ(table: str, old: str, new: str) -> set[str]:
    before, after = keys(), keys(table, old, new)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


# ------------------------------------------------------------------------------------------------ nothing else comes in


def test_papers_that_look_at_what_they_do_not_rest_on_are_a_mistake() -> None:
    found, _ = company()
    seen, team = seen_by(found, "E1"), team_view(found, "M1").measured
    assert seen.people["E1"].name == found.people["E1"].name
    asked = (
        lambda: seen.people["E2"],
        lambda: list(seen.people),
        lambda: len(seen.teams),
        lambda: seen.company.figures,
        lambda: seen.statements["E1"],
        lambda: list(seen.register),
        lambda: bool(seen.skipped),
        lambda: seen.people["E1"].figures["order_amount"].step,
        lambda: seen.people["E1"].figures["order_amount"].parts,
        lambda: list(team.alerts),
        lambda: list(team.improvements),
        lambda: list(seen.alerts),
    )
    for each in asked:
        with pytest.raises(UnseenError):
            each()


def test_a_person_of_whom_others_ask_nothing_has_the_figures_that_were_told_of_them() -> None:
    found, read = company()
    rests = told(found, read)
    for person, standing in found.people.items():
        own = {name: figure for name, figure in standing.figures.items() if figure.subject == standing.subject}
        assert rests.told[person] == {
            name: own[name].actual.value  # type: ignore[union-attr]  # what has no value is not told
            for name in documents.listed_names(found, standing)
            if name in own and documents.own_value(standing, own[name]) is not None
        }


# ----------------------------------------------------------------------------------------- what differs has another key


def test_a_corrected_receipt_touches_who_sold_to_that_customer_and_the_leaders_above_alone() -> None:
    assert differ(*RECEIPT) == {f"reviews/{each}.pdf" for each in TOUCHED} | {"teams/B1.pdf", "teams/M1.pdf"}
    assert set(company()[0].people) - TOUCHED


def test_what_is_noted_is_there_for_the_next_run_and_a_damaged_note_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    pieces = {"a": b"1,2\n", "b": b"", "c": "三\n".encode()}
    remember_pieces(tmp_path / "2026-Q1", pieces)
    assert remembered_pieces(tmp_path / "2026-Q1") == pieces
    assert remembered_pieces(tmp_path / "2026-01") == {}
    (note,) = (tmp_path / "reportgen" / "pieces").iterdir()
    assert note.stat().st_mode & 0o777 == 0o600
    note.write_bytes(note.read_bytes()[:-1])
    assert remembered_pieces(tmp_path / "2026-Q1") == {}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_corrected_in_a_small_company_a_key_stands_for_one_document(seed: int) -> None:
    chance, memory = random.Random(seed), Memory()
    _, plan = given()
    found, read = company()
    memory.look(found, read)
    for _ in range(6):
        what, other = corrected(read, chance)
        memory.look(measured(other, plan, "2026-Q1"), other)
        assert memory.wrong == [], what


@pytest.fixture(scope="module")
def read(sample_company: Path) -> Given:
    return sample(sample_company, "2026-Q1")


@pytest.mark.slow
def test_customers_that_rank_in_another_order_touch_nobody(read: Given) -> None:
    found = read.measured(read.dataset)
    assert found.tiers is not None
    turned = replace(found.tiers, customers=tuple(reversed(found.tiers.customers)))
    bases = {rests_of(each, read.dataset, "").base for each in (found, replace(found, tiers=turned))}
    assert len(bases) == 1


@pytest.mark.slow
def test_whatever_is_corrected_in_the_sample_a_key_stands_for_one_document(read: Given) -> None:
    chance, memory = random.Random(7), Memory()
    memory.look(read.measured(read.dataset), read.dataset)
    for _ in range(ROUNDS):
        what, other = corrected(read.dataset, chance)
        memory.look(read.measured(other), other)
        assert memory.wrong == [], what
    assert memory.kept > 200


# ------------------------------------------------------------------------------------ what is in no key is of no weight


@pytest.mark.slow
def test_rows_that_are_not_in_somebodys_key_may_say_anything(read: Given) -> None:
    found = read.measured(read.dataset)
    for person in random.Random(3).sample([each for each in found.people if each not in found.teams], PEOPLE):
        assert_nothing_else_weighs(read, found, person)
    small = sorted(found.teams, key=lambda leader: (len(documents.members_of(found, leader)), leader))
    assert_nothing_else_weighs(read, found, small[0])


# ------------------------------------------------------------------------------------------------------ a large company


def large(found: Measured, read: Tables, last: WorkedOut | None = None) -> WorkedOut:
    """Work a company out as a large one after its last run."""
    files = list(planned(found, (REVIEWS, TEAMS), ("zh",), Wish((), tuple(found.people))))
    judged = last.judged if last else {}
    known, keys = keys_by_view(judged.values()), {path: each.key for path, each in judged.items()}
    again = Judging(files, STUDIO, keys, known, pieces=last.pieces if last else {})
    return worked_out(found, read, files, again, 2)


def noted(worked: WorkedOut) -> dict[str, tuple[str, str]]:
    return {path: (each.key, each.view) for path, each in worked.judged.items()}


def test_after_a_correction_a_large_companys_files_are_those_made_anew_and_only_what_it_concerns_is_composed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spread, "MANY", 0)
    monkeypatch.setattr(plain_files, "_FEW", 1)  # four of six are touched: many, by the usual measure
    last, anew = large(*company()), large(*company(*RECEIPT))
    for module, name in ((documents, "review"), (documents, "team"), (figures, "_actual_rows")):
        monkeypatch.setattr(module, name, partial(only_those_touched, getattr(module, name)))
    again = large(*company(*RECEIPT), last)
    assert (again.plain(), noted(again), again.pieces) == (anew.plain(), noted(anew), anew.pieces)
    assert all(each.view for each in again.judged.values())


def only_those_touched(make: Callable[..., object], found: Measured, whom: str | Standing) -> object:
    """Make what is told of those whom the correction concerns; of nobody else it is to be made."""
    who = whom.subject.id if isinstance(whom, Standing) else whom
    assert who in {*TOUCHED, ""}, who
    return make(found, whom)
