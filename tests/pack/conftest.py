"""The sample company's packs, each built once in a run as people build them, by whichever process looks at it first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.once import made_once
from tests.pack.building import reportgen

PAY = ("--only", "statements,register")
"""What is built of January and February: of their packs the pay alone is looked at."""

Pack = Callable[[str], Path]


@pytest.fixture(scope="session")
def sample_pack(sample_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Return what tells the folder of a period's pack: all of them in one workspace, which nobody may change."""

    def built(period: str) -> Path:
        workspace = made_once(tmp_path_factory, "sample-packs", lambda new: shutil.copytree(sample_company, new))

        def build(_: Path) -> None:
            wanted = PAY if period in ("2026-01", "2026-02") else ()
            done = reportgen("-C", workspace, "build", period, *wanted)
            assert done.returncode == 0, done.stderr

        made_once(tmp_path_factory, f"sample-pack-{period}", build)
        return workspace / "outputs" / period

    return built
