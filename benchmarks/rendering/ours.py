"""Jobs → their files, drawn as a build draws them: `python -m benchmarks.rendering.ours JOBS TARGET COUNT`."""

import pickle
import sys
from pathlib import Path

from reportgen.app.fanout import rendered


def main(jobs: Path, target: Path, processes: int) -> None:
    """Draw every job with so many processes, and write it."""
    target.mkdir(parents=True, exist_ok=True)
    work, studio = pickle.loads(jobs.read_bytes())  # noqa: S301  the benchmark wrote it a moment ago
    for job, (data, problems) in rendered(work, studio, processes):
        if data is None:
            sys.exit(f"{job.path}: {problems[0].sentence}")
        (target / job.path.replace("/", "-")).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
