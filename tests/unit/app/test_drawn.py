"""In which order files are drawn, and that what is told of them does not depend on it."""

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.app import drawn, spread
from reportgen.app.drawn import Drawing, Manner, draw
from reportgen.app.jobs import Planned, Wish, composed, planned
from reportgen.app.judged import Judged, judged
from reportgen.app.rendering import Studio
from reportgen.model.papers import REGISTER, STATEMENTS
from reportgen.render.words import load_words
from tests.drawing import drawn_here
from tests.tables import dataset, measured
from tests.unit.app.test_incremental import given

TEMPLATES = Path(__file__).parents[3] / "templates"
STUDIO = Studio(TEMPLATES, None, "")


def files() -> list[Planned]:
    inputs, plan = given()
    found = measured(dataset(**inputs), plan, "2026-Q1")
    return list(planned(found, (STATEMENTS, REGISTER), ("zh",), Wish((), tuple(found.people))))


def known(file: Planned) -> Judged:
    (job,) = composed([file])
    return replace(judged(file, lambda: job, STUDIO), job=job)


def test_what_is_composed_is_drawn_first_then_what_takes_long(tmp_path: Path) -> None:
    work, order = files(), list[str]()
    ready = {file.path: known(file) for file in work[1:3]}
    with drawn_here():
        drawing = Drawing(tmp_path, work, STUDIO, {}, ready)
        done = draw(drawing, Manner(1, fresh=False), lambda _, __, path: order.append(path))
    (register,) = (file.path for file in work if file.kind == REGISTER.name)
    others = [file.path for file in work if file.path not in (*ready, register)]
    assert order == ["", *ready, register, *others]
    assert done.outputs.keys() == {file.path for file in work}


def test_what_is_told_of_files_stands_in_the_packs_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = files()
    bare = replace(load_words(TEMPLATES / "languages", "zh"), sentences={})
    monkeypatch.setattr(drawn, "load_words", lambda *_: bare)
    with drawn_here():
        done = draw(Drawing(tmp_path, work, STUDIO, {}), Manner(1, fresh=False), lambda *_: None)
    assert [(each.document, each.subject) for each in done.failed] == [(file.kind, file.subject) for file in work]
    assert done.noticed == [problem for each in done.failed for problem in each.problems]


def test_documents_that_a_copy_of_the_process_composed_are_the_same_and_so_is_what_they_lack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = files()
    monkeypatch.setattr(spread, "MANY", 1)
    with drawn_here():
        here = draw(Drawing(tmp_path / "here", work, STUDIO, {}), Manner(1, fresh=False), lambda *_: None)
        there = draw(Drawing(tmp_path / "there", work, STUDIO, {}), Manner(2, fresh=False), lambda *_: None)
    assert there == here
    assert len(here.outputs) == len(work)
    monkeypatch.setattr(
        drawn, "load_words", lambda *_: replace(load_words(TEMPLATES / "languages", "zh"), sentences={})
    )
    with drawn_here():
        bare = [
            draw(Drawing(tmp_path, work, STUDIO, {}), Manner(many, fresh=False), lambda *_: None) for many in (1, 2)
        ]
    assert bare[0] == bare[1]
    assert len(bare[0].failed) == len(work)
