"""What a document rests on: where it is the same, the document is, and where anything in it differs, its key does."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from reportgen.app import judged
from reportgen.app.jobs import Planned, Wish, composed, key, planned, view_key
from reportgen.app.judged import Judged, Judging, Known, keys_by_view, remember, remembered
from reportgen.documents import StatementView
from reportgen.measure.pay.listed import Lines
from reportgen.model.document import Document
from reportgen.model.measured import Measured
from reportgen.model.papers import PAPERS, STATEMENTS
from tests.tables import dataset, measured
from tests.unit.app.test_incremental import STUDIO, edited, given

LANGUAGES = ("zh", "en")


@cache
def company(table: str = "", old: str = "", new: str = "") -> Measured:
    inputs, plan = given()
    return measured(dataset(**{**inputs, **(edited(table, old, new) if table else {})}), plan, "2026-Q1")


def statements(found: Measured) -> list[Planned]:
    return list(planned(found, (STATEMENTS,), ("zh",), Wish((), ())))


def judge(
    files: list[Planned], known: Mapping[str, str], last: Mapping[str, Judged] | None = None
) -> dict[str, Judged]:
    keys = {path: each.key for path, each in last.items()} if last else {}
    return judged.judge(files, Judging(files, STUDIO, keys, known))


def others(value: object) -> Iterator[object]:
    """Yield a value with one leaf of it changed, each leaf in turn; of what is no plain value, fail."""
    for kind, changed in CHANGED.items():
        if isinstance(value, kind):
            yield from changed(value)
            return
    yield from _with_another_field(value)


def _in_tuple(value: tuple[object, ...]) -> Iterator[object]:
    yield (*value, None)
    for index, each in enumerate(value):
        yield from ((*value[:index], other, *value[index + 1 :]) for other in others(each))


def _in_mapping(value: dict[object, object]) -> Iterator[object]:
    yield {**value, "something": None}
    for name, each in value.items():
        yield from ({**value, name: other} for other in others(each))


def _in_lines(value: Lines) -> Iterator[object]:
    """Lines are made of plain values: change each of these."""
    made, told = value.__reduce__()
    assert list(made(*told)) == list(value)
    for index, each in enumerate(told):
        yield from (made(*told[:index], other, *told[index + 1 :]) for other in others(each))


CHANGED: dict[type, Callable[[Any], Iterable[object]]] = {
    Lines: _in_lines,
    bool: lambda value: [not value],
    Enum: lambda value: [each for each in type(value) if each is not value][:1],
    str: lambda value: [f"{value}~"],
    int: lambda value: [value + 1],
    Fraction: lambda value: [value + 1],
    date: lambda value: [value - timedelta(1)],
    type(None): lambda value: ["something"],
    tuple: _in_tuple,
    frozenset: lambda value: [value | {"something"}],
    dict: _in_mapping,
}
"""How a value of a type is changed, the first type that it is of."""


def _with_another_field(value: Any) -> Iterator[object]:
    assert is_dataclass(value), f"{value!r} is no plain value"
    for field in fields(value):
        if field.init:
            yield from (_replaced(value, field.name, other) for other in others(getattr(value, field.name)))


def _replaced(value: Any, name: str, other: object) -> object:
    """A copy with one field changed, whatever the type thinks of it."""
    copy = object.__new__(type(value))
    for field in fields(value):
        object.__setattr__(copy, field.name, other if field.name == name else getattr(value, field.name))
    return copy


def _same(view: object) -> StatementView:
    assert isinstance(view, StatementView)
    return view


def test_whatever_differs_in_what_a_statement_rests_on_gives_it_another_key() -> None:
    for file in statements(company()):
        assert file.view is not None
        own, changed = view_key(file, STUDIO), list(others(file.view()))
        assert len(changed) > 250
        assert own not in {view_key(replace(file, view=partial(_same, other)), STUDIO) for other in changed}


def test_so_does_what_it_is_made_with() -> None:
    others = (
        replace(STUDIO, stamp="1"),
        replace(STUDIO, looks={"statements": "1"}),
        replace(STUDIO, called={"zh": {"word": "字"}}),
    )
    for file in statements(company()):
        assert len({view_key(file, studio) for studio in (STUDIO, *others)}) == 4


def test_so_does_whom_it_may_name_and_what_it_was_made_from() -> None:
    file = statements(company())[0]
    keys = {
        view_key(each, STUDIO) for each in (file, replace(file, may=lambda who: None), replace(file, sources=("a",)))
    }
    assert len(keys) == 3


def test_a_known_key_is_the_one_that_composing_gives() -> None:
    files = list(planned(company(), PAPERS, LANGUAGES, Wish((), tuple(company().people))))
    known = keys_by_view(judge(files, {}).values())
    assert len(known) == 5  # each payee's; the English ones print Chinese names
    found = {path: each.key for path, each in judge(files, known).items()}
    assert found == {job.path: key(job, STUDIO) for job in composed(files)}


def test_after_a_correction_only_the_statements_that_it_concerns_are_composed() -> None:
    last = judge(statements(company()), {})
    known = keys_by_view(last.values())
    made: list[str] = []

    def watched(file: Planned) -> Planned:
        def make() -> Document:
            made.append(file.path)
            return file.make()

        return replace(file, make=make)

    judge([watched(file) for file in statements(company())], known, last)
    assert made == []
    corrected = [watched(file) for file in statements(company("receipts", "45,200", "45,100"))]
    assert {path: each.key for path, each in judge(corrected, known, last).items()} == {
        job.path: key(job, STUDIO) for job in composed(statements(company("receipts", "45,200", "45,100")))
    }
    assert made == ["statements/E1.xlsx"]


def test_jobs_of_a_few_files_that_changed_come_with_them_and_never_more() -> None:
    files = statements(company())
    last = judge(files, {})
    assert not any(each.job for each in judge(files, {}, last).values())
    corrected = statements(company("receipts", "45,200", "45,100"))
    found = judge(corrected, {}, last)
    assert {path: each.job for path, each in found.items() if each.job} == {
        job.path: job for job in composed(corrected) if job.path == "statements/E1.xlsx"
    }
    renamed = [replace(file, path=str(number)) for number, file in enumerate(files * 3)]
    assert sum(each.job is not None for each in judge(renamed, {}).values()) == 4


def test_what_was_noted_is_there_for_the_next_run_and_a_damaged_note_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    known = Known({"a": "b"}, frozenset({"c", "d"}))
    remember(tmp_path / "2026-Q1", known)
    assert remembered(tmp_path / "2026-Q1") == known
    assert remembered(tmp_path / "2026-01") == Known()
    (note,) = (tmp_path / "reportgen" / "views").iterdir()
    assert note.stat().st_mode & 0o777 == 0o600
    note.write_bytes(note.read_bytes()[:-3])
    assert remembered(tmp_path / "2026-Q1") == Known()
