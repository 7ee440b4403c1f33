"""Tasks that are worked out by copies of the process: what comes back, and what happens when one of them dies."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from reportgen.app import spread as spread_out
from reportgen.app.spread import Ahead, begun, spread, streamed


def test_results_come_back_in_the_order_of_the_tasks_whoever_worked_them_out() -> None:
    told = spread([partial(lambda number: (number, number * b"x"), number) for number in range(300)], 2)
    assert told == [(number, number * b"x") for number in range(300)]


def test_several_processes_work_and_this_one_only_waits() -> None:
    workers = set(spread([os.getpid] * 200, 2))
    assert workers
    assert os.getpid() not in workers


def test_what_a_killed_process_leaves_undone_is_done_here() -> None:
    here = os.getpid()

    def dies_elsewhere() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    found = spread([dies_elsewhere, dies_elsewhere, lambda: 7], 2)
    assert found == [here, here, 7]


def test_streamed_results_come_one_after_another_and_nothing_of_them_was_computed_here() -> None:
    seen: list[int] = []

    def task(number: int) -> tuple[int, int]:
        seen.append(number)
        return number, os.getpid()

    found = list(streamed([partial(task, number) for number in range(50)]))
    assert [number for number, _ in found] == list(range(50))
    assert {where for _, where in found} & {os.getpid()} == set()
    assert seen == []


def test_a_copy_that_has_grown_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_out, "_GROWTH", -1)  # each has, after its first task
    assert len(set(streamed([os.getpid] * 5))) == 5
    assert len(set(spread([os.getpid] * 5, 2))) == 5


def test_a_copy_that_stands_still_is_ended_and_its_task_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    monkeypatch.setattr(spread_out, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(spread_out, "_PATIENCE_SECONDS", 0.2)

    def stands_still_elsewhere() -> int:
        while os.getpid() != here:
            time.sleep(600)
        return os.getpid()

    assert list(streamed([stands_still_elsewhere, lambda: 7])) == [here, 7]
    assert spread([stands_still_elsewhere] * 2, 2) == [here, here]


def test_of_streamed_tasks_too_what_is_left_undone_is_done_here_and_nobody_outlives_who_asked() -> None:
    here = os.getpid()

    def dies_elsewhere() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    first, second, third = streamed([os.getpid, dies_elsewhere, os.getpid])
    assert second == here
    assert here not in (first, third)
    going = streamed([os.getpid] * 3)
    worker = next(going)
    going.close()
    assert not _runs(str(worker))


def test_what_is_begun_is_worked_out_by_one_copy_in_its_order_while_this_one_goes_on() -> None:
    seen: list[int] = []

    def task(number: int) -> tuple[int, int, bytes]:
        seen.append(number)
        return number, os.getpid(), number * 100_000 * b"x"

    found = list(begun([partial(task, number) for number in range(20)]))
    assert [number for number, _, _ in found] == list(range(20))
    assert [told for _, _, told in found] == [number * 100_000 * b"x" for number in range(20)]
    assert len({where for _, where, _ in found} - {os.getpid()}) == 1
    assert seen == []


def test_a_copy_goes_on_while_nobody_takes_what_it_found_however_much_that_is(tmp_path: Path) -> None:
    later = tmp_path / "later"
    results = begun([lambda: 10_000_000 * b"x", lambda: str(later.write_bytes(b"1")).encode()])
    waited = time.monotonic()
    while not later.exists() and time.monotonic() - waited < 60:
        time.sleep(0.05)
    assert later.exists()
    assert list(map(len, results)) == [10_000_000, 1]


def test_of_what_is_begun_too_what_is_left_undone_is_done_here_and_what_nobody_wants_is_ended() -> None:
    here = os.getpid()

    def dies_elsewhere() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    first, second, third = begun([os.getpid, dies_elsewhere, os.getpid])
    assert (first != here, second, third) == (True, here, here)
    going = begun([os.getpid, lambda: time.sleep(600)])
    worker = next(going)
    del going
    assert not _runs(str(worker))


def test_what_is_done_ahead_is_told_when_it_is_asked_for_however_much_it_is_and_further_tasks_may_come() -> None:
    seen: list[int] = []

    def task(number: int) -> tuple[int, int, bytes]:
        seen.append(number)
        return number, os.getpid(), number * 200_000 * b"x"

    ahead = Ahead([partial(task, number) for number in range(12)], 2)
    more = ahead.add([partial(task, number) for number in range(12, 20)])
    told = [*ahead.results(more), *ahead.results(range(12))]
    assert [number for number, _, _ in told] == [*range(12, 20), *range(12)]
    assert all(data == number * 200_000 * b"x" for number, _, data in told)
    assert os.getpid() not in {where for _, where, _ in told}
    assert len({where for _, where, _ in told}) <= 3  # two at once, and one in the place of who had done all there was
    assert seen == []


def test_what_the_first_task_computes_is_there_for_the_copies_that_do_the_others() -> None:
    computed: list[int] = []

    def task(number: int) -> tuple[int, int]:
        if not computed:  # as a company's sums are, which everybody's figures are told from
            computed.append(os.getpid())
        return number, computed[0]

    ahead = Ahead([partial(task, 0)], 2)
    more = ahead.add([partial(task, number) for number in (1, 2, 3)], here=1)
    assert [number for number, _ in ahead.results(more)] == [1, 2, 3]
    assert {where for _, where in ahead.results(more)[:1]} == {os.getpid()}
    later = Ahead([partial(task, 4)], 2)
    assert later.results(range(1)) == [(4, os.getpid())]


def test_a_copy_that_has_nothing_left_to_do_ahead_takes_part_in_what_comes_later() -> None:
    ahead = Ahead([os.getpid], 2)
    (first,) = ahead.results(range(1))

    def slowly() -> int:
        time.sleep(0.2)
        return os.getpid()

    later = ahead.results(ahead.add([slowly] * 6))
    assert len({*later}) == 2
    assert os.getpid() not in {first, *later}


def test_of_what_is_done_ahead_too_what_is_left_undone_is_done_here_and_what_nobody_wants_is_ended() -> None:
    here = os.getpid()

    def dies_elsewhere() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    assert Ahead([dies_elsewhere] * 5, 2).results(range(5)) == [here] * 5
    going = Ahead([os.getpid, lambda: time.sleep(600)], 2)
    (worker,) = going.results(range(1))
    del going
    assert not _runs(str(worker))


def test_where_no_process_can_be_copied_what_was_to_be_done_ahead_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_out, "_may_fork", lambda: False)
    ahead = Ahead([os.getpid] * 3, 2)
    assert ahead.results(ahead.add([lambda: 7])) == [7]
    assert ahead.results(range(3)) == [os.getpid()] * 3


def test_what_a_task_raises_is_raised_where_it_can_be_seen() -> None:
    def wrong() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spread([lambda: 1, wrong, lambda: 2], 2)


def test_nobody_goes_on_when_the_program_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from reportgen.app.spread import spread\n"
        "def task():\n"
        f"    with open({str(told)!r}, 'a') as file: file.write(f'{{os.getpid()}}\\n')\n"
        "    time.sleep(600)\n"
        "spread([task, task], 2)\n"
    )
    running = subprocess.Popen([sys.executable, "-c", program])
    while not (told.exists() and len(workers := told.read_text().split()) == 2):
        assert running.poll() is None
    running.kill()
    running.wait()
    while any(_runs(worker) for worker in workers):
        pass  # the test's own limit of time ends this


def _runs(process: str) -> bool:
    """Tell whether a process is at work: one that nobody has collected yet is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
