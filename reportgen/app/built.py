"""What a build was asked for, and what it did: all that whoever asks for one need know of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model.manifest import Output
from reportgen.model.problem import Problem, Severity, Skipped, worst

if TYPE_CHECKING:
    from reportgen.model.measured import Measured


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for.

    `only` are kinds of document (none: what the plan gives the period), `people` are people and payees (none:
    everybody), `language` one of `zh`, `en`, `both` ("" for the plan's), `jobs` a number of processes (0: one a core),
    `memory` what each of them may take, in megabytes (0: what is usual). `cluster` is the
    address of a cluster that draws instead ("": none).
    """

    only: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    language: str = ""
    jobs: int = 0
    fresh: bool = False
    memory: int = 0
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Files by kind, kept ones among them, what was skipped, all problems, and the model it all came from; the lines that
    tell its main figures. `unchanged` says that nothing had to be done, and then there is no model.
    """

    folder: Path
    written: tuple[Output, ...]
    kept: int
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]
    measured: Measured | None
    headline: tuple[str, ...] = ()
    unchanged: bool = False

    @property
    def stopped(self) -> bool:
        """Tell whether nothing could be written."""
        return worst(self.problems) is Severity.BLOCKS_RUN
