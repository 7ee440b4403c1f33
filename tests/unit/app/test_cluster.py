"""What happens when a cluster draws: the same bytes, whoever dies; and nothing at all where it must not be trusted."""

import os
import pickle
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.app import cluster as drawing
from reportgen.app import kinds, rebuild
from reportgen.app.built import Built, Wanted
from reportgen.app.cluster import Cluster, Trial, joined, rendered_there
from reportgen.app.cluster_access import CERTIFICATES, Access, NoClusterError, access
from reportgen.app.cluster_kit import laid_out, packed_kit
from reportgen.app.crew import Limits
from reportgen.app.drawn import Progress
from reportgen.app.fanout import rendered
from reportgen.app.rendering import Job, Rendered, Studio, render
from reportgen.app.workspace import Workspace
from reportgen.cli.codes import exit_code
from reportgen.model.naming import names_of, packed
from reportgen.model.problem import Problem, Severity
from reportgen.render.fonts import Fonts
from tests.cli.running import assert_one_sentence, run
from tests.unit.app.closing import month, new_workspace
from tests.unit.app.clusters import Processes, certificates, cluster, end, start_worker
from tests.unit.app.test_crew import FOREVER, ROOT, company, filled_with

pytestmark = pytest.mark.slow

NOBODY = "tls://127.0.0.1:1"
"""Where nobody listens."""

SHEETS = Wanted(only=("statements", "register"), jobs=1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    font = tmp_path / "font.ttf"  # workbooks ask for none
    font.touch()
    return Studio(tmp_path / "templates", Fonts(font, font, font, font, ""), "")


def drawn(work: tuple[Job, ...], studio: Studio, there: Cluster, limits: Limits | None = None) -> dict[str, Rendered]:
    return {job.path: made for job, made in rendered_there(work, studio, there, limits or Limits())}


def here(work: tuple[Job, ...], studio: Studio) -> dict[str, Rendered]:
    return {job.path: render(job, studio) for job in work}


@contextmanager
def connected(running: Processes) -> Iterator[Cluster]:
    with joined(running.access) as there:
        assert isinstance(there, Cluster), there
        yield there


def test_a_cluster_and_two_processes_make_the_bytes_of_one_in_the_order_of_the_jobs(
    running: Processes, studio: Studio, fonts: Fonts
) -> None:
    sheets, review = company()
    work, whole = (*sheets[:3], review), replace(studio, fonts=fonts)
    with connected(running) as there:
        made = drawn(work, whole, there)
    assert list(made) == [job.path for job in work]
    assert made == here(work, whole) == {job.path: one for job, one in rendered(work, whole, 2)}
    assert all(data for data, _ in made.values())


def test_what_cannot_be_written_is_told_as_it_is_here(running: Processes, studio: Studio, fonts: Fonts) -> None:
    filled_with(studio, FOREVER)
    (first, second, third, *_), review = company()
    watched = replace(studio, fonts=fonts, names=packed(names_of([(second.document.subject, [])], [], [])))
    leaking = replace(second, audience=())
    first = replace(first, audience=None)
    with connected(running) as there:
        found = drawn((first, review, leaking, third), watched, there, Limits(seconds=3))
    data, (problem,) = found[review.path]
    assert (data, problem.kind, problem.people) == (None, kinds.RENDER_STUCK, (review.document.subject,))
    data, problems = found[leaking.path]
    assert (data, problems[-1].kind) == (None, kinds.NAMES_OTHERS)
    assert found[leaking.path] == render(leaking, watched)
    assert found[third.path] == render(third, watched)


def test_a_worker_with_another_library_gets_nothing_to_draw(running: Processes, studio: Studio, tmp_path: Path) -> None:
    told = tmp_path / "before" / "pydyf-0.0.1.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: pydyf\nVersion: 0.0.1\n")
    other = start_worker(running, told.parent)
    try:
        with connected(running) as there:
            (problem,) = there.refused.values()
            assert len(there.alike) == 2
            assert problem.kind == kinds.CLUSTER_WORKER_DIFFERS
            ours = there.ours["pydyf"]
            assert problem.sentence.endswith(f"it was given nothing to draw: pydyf 0.0.1 instead of {ours}")
            assert drawn(company()[0], studio, there) == here(company()[0], studio)
            assert list(there.refused.values()) == [problem]
    finally:
        end(other)


def test_workers_that_draw_the_first_document_differently_are_all_refused(
    running: Processes, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(studio, templates=shutil.copytree(studio.templates, studio.templates.with_name("other")))
    brand = other.templates / "brand.yaml"
    brand.write_text(brand.read_text("utf-8").replace("#1F4B99", "#1F4B98"), "utf-8")
    monkeypatch.setattr(drawing, "packed_kit", lambda _: packed_kit(other))
    with connected(running) as there, pytest.raises(NoClusterError) as raised:
        drawn(company()[0], studio, there)
    assert raised.value.problem.kind == kinds.CLUSTER_UNFIT
    assert raised.value.problem.sentence.count("it draws the first document differently") == 2


def test_a_worker_that_is_killed_while_it_draws_costs_no_document(
    running: Processes, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[str] = []
    look = drawing._look

    def kill_and_look(there: Cluster, trial: Trial | None) -> None:
        look(there, trial)
        if not killed:
            for other in list(there.seats)[1:]:  # one draws alone, so that the others prove themselves after its end
                del there.seats[other]
            killed.extend(each for each in there.seats if there.client.processing()[each])
            for pid in there.client.run(os.getpid, workers=killed).values() if killed else ():
                os.kill(pid, signal.SIGKILL)

    monkeypatch.setattr(drawing, "_look", kill_and_look)
    monkeypatch.setattr(drawing, "_LOOK_SECONDS", 0.01)  # at once, while everything that was sent is still drawn
    with connected(running) as there:
        assert len(there.alike) == 2
        assert drawn(company()[0], studio, there) == here(company()[0], studio)
    assert len(killed) == 1
    start_worker(running)  # for the tests that follow


def test_a_scheduler_that_is_killed_ends_the_run_and_the_next_one_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    workspace = new_workspace(tmp_path / "company")
    built(workspace)
    before = files(workspace)
    orders = workspace.inputs / "data" / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("1000.00", "1100.00"), "utf-8")
    monkeypatch.setattr(drawing, "_REACH_SECONDS", 3)
    with cluster(tmp_path / "cluster", workers=1) as running:
        monkeypatch.setenv(CERTIFICATES, str(running.certificates))

        def kill(done: int, of: int, what: str) -> None:
            if what.endswith(".xlsx"):  # the first that is drawn; another one is still to come
                end(running.scheduler)

        lost = built(workspace, replace(SHEETS, cluster=running.address), kill)
    (problem,) = (each for each in lost.problems if each.kind.severity is Severity.BLOCKS_RUN)
    assert problem.kind == kinds.CLUSTER_LOST
    assert exit_code(lost.problems) == 3
    assert files(workspace) == before
    again = built(workspace)
    assert exit_code(again.problems) == 0
    assert again.kept == 2  # what did not change, and what was drawn before the scheduler went away
    finished = files(workspace)
    assert finished["2026-01/statements/E1.xlsx"] != before["2026-01/statements/E1.xlsx"]
    shutil.rmtree(workspace.outputs)
    built(workspace)
    assert files(workspace) == finished


def test_a_pack_drawn_on_a_cluster_is_the_one_that_is_drawn_here(
    running: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv(CERTIFICATES, str(running.certificates))
    workspace = new_workspace(tmp_path / "company")
    said: list[str] = []
    there = built(workspace, replace(SHEETS, cluster=running.address), lambda done, of, what: said.append(what))
    assert f"Drawing at {running.address}: 2 workers" in said
    made = files(workspace)
    shutil.rmtree(workspace.outputs)
    assert built(workspace).problems == there.problems
    assert files(workspace) == made


def test_who_has_a_certificate_of_another_authority_is_told_so_in_a_sentence(
    running: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_workspace(tmp_path / "company")
    monkeypatch.setenv(CERTIFICATES, str(certificates(tmp_path / "others")))
    said = run("-C", tmp_path / "company", "build", "2026-01", "--cluster", running.address)
    assert_one_sentence(said, 3, "cluster-unreachable", running.address, "certificate")


def test_a_scheduler_that_nobody_started_is_told_of_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "_REACH_SECONDS", 0.5)
    new_workspace(tmp_path / "company")
    monkeypatch.setenv(CERTIFICATES, str(certificates(tmp_path / "certificates")))
    said = run("-C", tmp_path / "company", "build", "2026-01", "--cluster", NOBODY)
    assert_one_sentence(said, 3, "cluster-unreachable", NOBODY)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "127.0.0.1:8786", "tls://", "tls://host", "inproc://x"])
def test_an_address_without_tls_is_wrong_on_this_machine_too(address: str, tmp_path: Path) -> None:
    refused = access(address, tmp_path, {})
    assert isinstance(refused, Problem)
    assert (refused.kind, exit_code((refused,))) == (kinds.CLUSTER_ADDRESS, 2)


def without_key(folder: Path) -> None:
    (folder / "key.pem").unlink()


def read_by_others(folder: Path) -> None:
    (folder / "key.pem").chmod(0o644)


def of_another(folder: Path) -> None:
    shutil.copy(certificates(folder / "other") / "key.pem", folder / "key.pem")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (without_key, "it cannot be read"),
        (read_by_others, "others than its owner may read it"),
        (of_another, "its files are no certificates with their key"),
    ],
)
def test_certificates_that_will_not_do_are_refused_before_anything_is_sent(
    spoil: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    folder = certificates(tmp_path / "certificates")
    assert isinstance(access(NOBODY, tmp_path / "company", {CERTIFICATES: str(folder)}), Access)
    spoil(folder)
    refused = access(NOBODY, tmp_path / "company", {CERTIFICATES: str(folder)})
    assert isinstance(refused, Problem)
    assert (refused.kind, refused.values) == (kinds.CLUSTER_CERTIFICATES, (("reason", reason),))


def test_certificates_do_not_lie_in_the_workspace(tmp_path: Path) -> None:
    refused = access(NOBODY, tmp_path, {CERTIFICATES: str(certificates(tmp_path / "certificates"))})
    assert isinstance(refused, Problem)
    assert refused.sentence.endswith("it lies in the workspace, whose files travel with the data")


def test_a_kit_is_content_alone_and_has_one_name(studio: Studio, tmp_path: Path) -> None:
    kit = packed_kit(replace(studio, names=b"names"))
    moved = replace(studio, templates=shutil.copytree(studio.templates, tmp_path / "moved"), names=b"names")
    assert packed_kit(moved) == kit
    assert str(tmp_path).encode() not in pickle.dumps(kit)
    laid = laid_out(kit, tmp_path / "laid")
    assert packed_kit(laid) == kit
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "laid").rglob("*")} == {0}
    (moved.templates / "brand.yaml").write_text("", "utf-8")
    assert packed_kit(moved).digest != kit.digest


def built(workspace: Workspace, wanted: Wanted = SHEETS, progress: Progress = lambda done, of, what: None) -> Built:
    return rebuild.build(workspace, month("2026-01"), wanted, progress)


def files(workspace: Workspace) -> dict[str, bytes]:
    return {
        path.relative_to(workspace.outputs).as_posix(): path.read_bytes()
        for path in sorted(workspace.outputs.rglob("*"))
        if path.is_file() and not path.relative_to(workspace.outputs).parts[0].startswith(".")
    }
