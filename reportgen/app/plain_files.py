"""A period's model → what a pack has beside its documents: figures for machines, the register's rows, the trace.

They take a while of a large company, and so does finding out which documents changed: both are done on all cores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from reportgen import measure
from reportgen.app import control_files, figures, people, watchlists
from reportgen.app.jobs import Planned, register_stem
from reportgen.app.judged import Judged, Judging, judging
from reportgen.app.spread import spread
from reportgen.model.measured import Measured
from reportgen.model.papers import REGISTER
from reportgen.model.table import Dataset

MANY: Final = 400
"""A pack of fewer documents is worked out here: copying a process costs more than it saves."""

_PEOPLE = 64
_ACTUALS = "data/actuals.csv"

Task = Callable[[], Mapping[str, bytes] | Mapping[str, Judged]]


def worked_out(
    measured: Measured,
    dataset: Dataset,
    work: Sequence[Planned],
    again: Judging,
    processes: int,
) -> tuple[dict[str, bytes], dict[str, Judged]]:
    """Return the pack's plain files by path, and the keys of documents that may have stayed the same.

    A small pack's documents are composed one after another when they are drawn, and none of their keys is returned.
    """
    many = len(work) >= MANY and processes > 1
    pieces = figures.actual_parts(measured, _PEOPLE if many else 0)
    plain = [*_whole(measured, dataset, work), *(partial(_piece, part) for part in pieces)]
    tasks: list[Task] = [*plain, *(judging(again) if many else ())]
    done: list[Mapping[str, bytes] | Mapping[str, Judged]] = spread(tasks, processes if many else 1)
    made: dict[str, bytes] = {}
    judged: dict[str, Judged] = {}
    for found in done:
        for path, each in found.items():
            if isinstance(each, Judged):
                judged[path] = each
            else:
                made[path] = made.get(path, b"") + each
    return made, judged


def _piece(part: Callable[[], bytes]) -> dict[str, bytes]:
    """A piece of the table of actuals: pieces come back in the order in which they were asked for."""
    return {_ACTUALS: part()}


def _whole(measured: Measured, dataset: Dataset, work: Sequence[Planned]) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Yield what makes a file or some, the one that takes longest first."""
    if measured.statements:
        yield lambda: {"data/trace.parquet": measure.trace(dataset, measured)}
    if any(file.kind == REGISTER.name for file in work):
        yield partial(_register, measured)
    yield lambda: {"data/scorecards.csv": figures.scorecards(measured)}
    yield lambda: watchlists.files(measured)
    yield lambda: control_files.files(measured)
    yield lambda: people.files(measured)
    if measured.forecasts:
        yield lambda: {"data/forecast.csv": figures.forecast(measured)}


def _register(measured: Measured) -> dict[str, bytes]:
    # Loaded here: the workbook library behind it is not needed to read and measure.
    from reportgen.render.sheets import register_csv

    return {f"{register_stem(measured)}.csv": register_csv(measured.register)}
