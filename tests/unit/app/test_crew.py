"""What happens when a worker dies, is stuck or grows: its document is tried once more, and the others never notice."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from reportgen.app import crew, fanout, kinds, spread
from reportgen.app.built import Wanted
from reportgen.app.crew import Limits, Worker, begin, finished
from reportgen.app.early import early_workers
from reportgen.app.examples import examples
from reportgen.app.fanout import rendered
from reportgen.app.jobs import Wish, jobs
from reportgen.app.memory import MEGABYTE, resident
from reportgen.app.rendering import Job, Packed, Rendered, Studio, Task, packed, render
from reportgen.model.papers import REGISTER, REVIEWS, STATEMENTS
from reportgen.render.fonts import Fonts
from tests.tables import dataset, measured
from tests.unit.app.test_incremental import given

ROOT = Path(__file__).parents[3]

FOREVER = "{% for one in range(99999) %}{% for two in range(99999) %}{% endfor %}{% endfor %}"


@cache
def company() -> tuple[tuple[Job, ...], Job]:
    """The workbooks of a small company's quarter, and one review."""
    inputs, plan = given()
    found = measured(dataset(**inputs), plan, "2026-Q1")
    made = tuple(jobs(found, (STATEMENTS, REGISTER, REVIEWS), ("zh",), Wish((), tuple(found.people))))
    sheets = tuple(job for job in made if job.path.endswith("xlsx"))
    return sheets[:5], next(job for job in made if job.kind == "reviews")


@pytest.fixture
def studio(tmp_path: Path, fonts: Fonts) -> Studio:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "templates" / "review").mkdir(exist_ok=True)
    return Studio(tmp_path / "templates", fonts, "")


def filled_with(studio: Studio, text: str) -> None:
    (studio.templates / "review" / "page.html.j2").write_text(text, "utf-8")


def children() -> list[int]:
    """The programs that run since the test began; one that reads spreadsheets for other tests may stay."""
    return sorted(running() - BEFORE)


def running() -> set[int]:
    tasks = Path("/proc/self/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


BEFORE: set[int] = set()


@pytest.fixture(autouse=True)
def _running_before() -> None:
    BEFORE.clear()
    BEFORE.update(running())


def made(found: Iterator[tuple[Task, Rendered]]) -> dict[str, Rendered]:
    return {job.path: one for job, one in found}


def test_workers_make_the_same_bytes_as_this_process_in_the_order_of_the_jobs(studio: Studio) -> None:
    there = made(rendered(company()[0], studio, 2))
    assert list(there) == [job.path for job in company()[0]]
    assert there == {job.path: render(job, studio) for job in company()[0]}


def test_a_worker_that_is_killed_costs_no_document(studio: Studio) -> None:
    coming = rendered(company()[0], studio, 2)
    first, one = next(coming)
    before = set(children())
    assert before
    for child in before:
        os.kill(child, signal.SIGKILL)
    assert {first.path: one} | made(coming) == {job.path: render(job, studio) for job in company()[0]}


def test_a_job_that_was_lost_goes_to_no_worker_that_died_while_it_waited(studio: Studio) -> None:
    sheet = company()[0][0]
    with crew.crew(studio, 2, Limits()) as hired:
        begin(hired, 0, sheet)
        for worker in hired.workers:
            os.kill(worker.process.pid, signal.SIGKILL)
        done: dict[int, Rendered] = {}
        while not done:
            done.update(finished(hired))
    assert done == {0: render(sheet, studio)}


def test_a_document_that_is_never_ready_is_tried_twice_and_told_of_once(studio: Studio) -> None:
    filled_with(studio, FOREVER)
    sheets, review = company()
    found = made(rendered((sheets[0], review, sheets[1]), studio, 2, Limits(seconds=2)))
    data, (problem,) = found[review.path]
    assert (data, problem.kind, problem.people) == (None, kinds.RENDER_STUCK, (review.document.subject,))
    assert problem.sentence == f"{review.path} was not ready after 2 seconds of computing, twice"
    assert all(found[sheet.path] == render(sheet, studio) for sheet in sheets[:2])
    assert children() == []


def test_a_document_that_takes_too_much_memory_is_ended_before_the_machine_suffers(studio: Studio) -> None:
    filled_with(studio, "{% set much = 'x' * 500000000 %}" + FOREVER)
    sheets, review = company()
    found = made(rendered((review, sheets[0]), studio, 1, Limits(megabytes=300)))
    data, (problem,) = found[review.path]
    assert (data, problem.kind) == (None, kinds.RENDER_LARGE)
    assert problem.sentence == f"drawing {review.path} takes more than 300 MB of memory"
    assert found[sheets[0].path] == render(sheets[0], studio)


def test_a_fault_of_the_program_costs_its_document_alone_and_is_told_with_its_place(studio: Studio) -> None:
    sheets, review = company()
    found = made(rendered((review, sheets[0]), replace(studio, fonts=None), 1))
    data, (problem,) = found[review.path]
    assert (data, problem.kind, problem.people) == (None, kinds.RENDER_DIED, (review.document.subject,))
    assert re.search(r"broke off, twice: ValueError at app/rendering\.py:\d+$", problem.sentence)
    assert found[sheets[0].path] == render(sheets[0], studio)


def test_a_worker_that_the_system_ends_again_and_again_is_told_with_what_ended_it(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin_and_kill(hired: crew.Crew, number: int, job: Job) -> None:
        begin(hired, number, job)
        for worker in hired.workers if job is sheets[0] else ():
            worker.process.kill()

    begin = crew.begin
    for module in (crew, fanout):
        monkeypatch.setattr(module, "begin", begin_and_kill)
    sheets, _ = company()
    found = made(rendered(sheets[:2], studio, 1))
    (problem,) = found[sheets[0].path][1]
    assert problem.sentence == f"the process that draws {sheets[0].path} broke off, twice: it was ended by SIGKILL"
    assert found[sheets[1].path] == render(sheets[1], studio)


def test_a_worker_that_has_grown_is_replaced_after_its_document(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired: list[Worker] = []

    def hire(process: subprocess.Popen[bytes], told: Connection, scratch: tempfile.TemporaryDirectory[str]) -> Worker:
        hired.append(Worker(process, told, scratch))
        return hired[-1]

    monkeypatch.setattr(crew, "Worker", hire)
    monkeypatch.setattr(crew, "resident", lambda process: 600)
    sheets, _ = company()
    assert made(rendered(sheets, studio, 2)) == {job.path: render(job, studio) for job in sheets}
    assert len(hired) >= len(sheets)
    assert children() == []


def test_the_memory_of_a_process_is_known() -> None:
    before = resident(os.getpid())
    much = bytearray(b"x" * 80 * MEGABYTE)
    assert 70 < resident(os.getpid()) - before < 90
    del much


def test_a_worker_that_nobody_has_work_for_any_more_ends_without_a_crash(studio: Studio) -> None:
    """After three pages there are enough of the libraries' own values left for it to crash where it ends by itself."""
    papers = {each.paper: each.document for each in examples()}
    with crew.crew(studio, 1, Limits()) as hired:
        for number, paper in enumerate(("analysis", "bulletin", "carbon")):
            begin(hired, number, Job(f"{paper}.pdf", paper, papers[paper], "zh"))
            while not finished(hired):
                pass
        (worker,) = hired.workers
        worker.told.close()
        assert worker.process.wait(30) == 0


def test_workers_that_load_while_it_is_measured_draw_the_same_and_end_with_who_hired_them(studio: Studio) -> None:
    sheets, review = company()
    with crew.crew(None, 2, Limits()) as hired:
        waiting = {worker.process.pid for worker in hired.workers}
        found = made(rendered((review, *sheets[:2]), studio, 2, ready=hired))
        assert {worker.process.pid for worker in hired.workers} == waiting == set(children())
    assert found == {job.path: render(job, studio) for job in (review, *sheets[:2])}
    assert children() == []


def test_what_workers_unpack_is_gone_with_them(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (passing := tmp_path / "passing").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    _, review = company()
    with crew.crew(studio, 1, Limits()) as hired:
        begin(hired, 0, review)
        while not finished(hired):
            pass
        assert list(passing.rglob("weasyprint-*/*")), "the fonts of pages"
    assert list(passing.iterdir()) == []


def test_a_job_that_travels_packed_is_drawn_as_it_is_and_is_told_of_by_its_name(studio: Studio) -> None:
    sheets, review = company()
    jobs = [Packed(job.path, job.kind, job.subject, packed(job)) for job in (sheets[0], review)]
    assert made(rendered(jobs, studio, 1)) == {job.path: render(job, studio) for job in (sheets[0], review)}
    lost = made(rendered(jobs[1:], replace(studio, fonts=None), 1))[review.path][1]
    assert [(each.kind, each.people) for each in lost] == [(kinds.RENDER_DIED, (review.subject,))]


def test_workers_are_hired_early_where_the_last_pack_is_large_and_end_with_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "MANY", 2)
    row = dict.fromkeys(("sha256", "key", "document", "subject"), "")
    many = [{"path": str(number), **row} for number in range(2)]
    for rows, asked, expected in (
        ([], Wanted(jobs=2), 0),
        (many, Wanted(jobs=2), 2),
        (many, Wanted(people=("E1",)), 0),
    ):
        (tmp_path / "manifest.json").write_text(json.dumps({"outputs": rows}), "utf-8")
        with early_workers(tmp_path, asked) as hired:
            assert len(children()) == expected == (len(hired.workers) if hired else 0)
        assert children() == []


def test_a_worker_that_waits_for_the_first_to_load_begins_where_that_one_dies(studio: Studio) -> None:
    with crew.crew(None, 2, Limits()) as hired:
        hired.workers[0].process.kill()
        crew.equip(hired, studio)
        sheets, review = company()
        for number, job in enumerate((sheets[0], review)):
            begin(hired, number, job)
        done: dict[int, Rendered] = {}
        while hired.jobs:
            done.update(finished(hired))
    assert done == {0: render(sheets[0], studio), 1: render(review, studio)}
