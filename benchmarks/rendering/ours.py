"""Jobs → their files, drawn as a build draws them: `python -m benchmarks.rendering.ours JOBS TARGET COUNT`."""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

from reportgen.app.memory import clear_up, collecting_rarely, keep_what_is_loaded
from reportgen.app.rendering import Job, Rendered, Studio, Task, render


def main(jobs: Path, target: Path, processes: int) -> None:
    """Draw every job with so many processes, and write it; with one, this is the one that draws."""
    target.mkdir(parents=True, exist_ok=True)
    work, studio = pickle.loads(jobs.read_bytes())  # noqa: S301  the benchmark wrote it a moment ago
    for job, (data, problems) in _drawn(work, studio, processes):
        if data is None:
            sys.exit(f"{job.path}: {problems[0].sentence}")
        (target / job.path.replace("/", "-")).write_bytes(data)


def _drawn(work: list[Job], studio: Studio, processes: int) -> Iterator[tuple[Task, Rendered]]:
    if processes > 1:
        from reportgen.app.fanout import rendered

        yield from rendered(work, studio, processes)
        return
    with collecting_rarely():  # as a worker does (`reportgen.app.worker`)
        for job in work:
            made = render(job, studio)
            keep_what_is_loaded()
            clear_up()
            yield job, made


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
