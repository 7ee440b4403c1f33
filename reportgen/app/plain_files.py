"""A period's model → what a pack has beside its documents: figures for machines, the register's rows, the trace.

They take a while of a large company, and so does finding out which documents changed: both are done on all cores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from reportgen import measure
from reportgen.app import control_files, figures, people, watchlists
from reportgen.app.jobs import Planned, register_stem
from reportgen.app.judged import Judged, Judging, judge
from reportgen.app.spread import spread, worth_it
from reportgen.model.measured import Measured
from reportgen.model.papers import REGISTER
from reportgen.model.table import Dataset

_LEAST, _TASKS = 24, 500
"""So many subjects make a task at least, and so many tasks there are at most: what is computed of a subject for its
documents is there for its figures."""


@dataclass(slots=True)
class Pieces:
    """What a task made: pieces of files by path and number, and files that were judged by path."""

    plain: dict[tuple[str, int], bytes] = field(default_factory=dict)
    judged: dict[str, Judged] = field(default_factory=dict)


@dataclass(slots=True)
class _Share:
    """What is to be made of one subject: pieces of files, and files to be judged."""

    parts: list[tuple[tuple[str, int], Callable[[], bytes]]] = field(default_factory=list)
    files: list[Planned] = field(default_factory=list)


def worked_out(
    measured: Measured, dataset: Dataset, work: Sequence[Planned], again: Judging, processes: int
) -> tuple[dict[str, bytes], dict[str, Judged]]:
    """Return the pack's plain files by path, and the keys of documents that may have stayed the same.

    A small pack's documents are composed one after another when they are drawn, and none of their keys is returned.
    """
    many = worth_it(len(work), processes)
    tasks: list[Callable[[], Pieces]] = [partial(_files, make) for make in _whole(measured, dataset, work)]
    tasks += _shared(_shares(measured, again.files if many else ()), again)
    found = Pieces()
    for made in spread(tasks, processes if many else 1):
        found.plain.update(made.plain)
        found.judged.update(made.judged)
    plain: dict[str, bytes] = {}
    for (path, _), data in sorted(found.plain.items()):
        plain[path] = plain.get(path, b"") + data
    return plain, found.judged


def _whole(measured: Measured, dataset: Dataset, work: Sequence[Planned]) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Yield what makes files that are made in one piece, the one that takes longest first."""
    if measured.statements:
        yield lambda: {"data/trace.parquet": measure.trace(dataset, measured)}
    if any(file.kind == REGISTER.name for file in work):
        yield partial(_register, measured)
    yield lambda: {"data/scorecards.csv": figures.scorecards(measured)}
    yield lambda: watchlists.files(measured)
    yield lambda: control_files.files(measured)


def _register(measured: Measured) -> dict[str, bytes]:
    # Loaded here: the workbook library behind it is not needed to read and measure.
    from reportgen.render.sheets import register_csv

    return {f"{register_stem(measured)}.csv": register_csv(measured.register)}


def _files(make: Callable[[], Mapping[str, bytes]]) -> Pieces:
    return Pieces({(path, 0): data for path, data in make().items()})


def _shares(measured: Measured, files: Sequence[Planned]) -> dict[str, _Share]:
    """Return by subject the pieces of files that tell of it, and its documents."""
    found: dict[str, _Share] = {}
    for path, parts in _in_parts(measured):
        for number, (subject, part) in enumerate(parts):
            found.setdefault(subject, _Share()).parts.append(((path, number), part))
    for file in files:
        found.setdefault(file.subject, _Share()).files.append(file)
    return found


def _in_parts(measured: Measured) -> Iterator[tuple[str, Iterator[figures.Part]]]:
    yield "data/actuals.csv", figures.actual_parts(measured)
    if measured.forecasts:
        yield "data/forecast.csv", figures.forecast_parts(measured)
    if measured.talent:
        yield "data/talent.csv", people.talent_parts(measured)


def _shared(shares: Mapping[str, _Share], again: Judging) -> list[Callable[[], Pieces]]:
    """Return the tasks: each the shares of some subjects; the company's, which is by far the largest, first."""
    whole = shares.get("", _Share())
    company = _Share(whole.parts, [])
    alone = [_Share([], [file]) for file in whole.files]
    each = [share for subject, share in shares.items() if subject]
    step = max(_LEAST, -(-len(each) // _TASKS))
    groups = [[company], *([one] for one in alone), *(each[at : at + step] for at in range(0, len(each), step))]
    return [partial(_made, group, again) for group in groups]


def _made(shares: Sequence[_Share], again: Judging) -> Pieces:
    made = Pieces()
    made.judged.update(judge([file for share in shares for file in share.files], again))
    for share in shares:
        made.plain.update({name: part() for name, part in share.parts})
    return made
