"""A period's model → what a pack has beside its documents: figures for machines, the register's rows, the trace.

They take a while of a large company, and so does finding out which documents changed: both are done on all cores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from reportgen import measure
from reportgen.app import control_files, figures, people, watchlists
from reportgen.app.drawn import to_send
from reportgen.app.jobs import Planned, register_stem, view_key
from reportgen.app.judged import Judged, Judging, judge
from reportgen.app.rendering import Job
from reportgen.app.rests import PEERS, SCORES, Rests, rests_of
from reportgen.app.spread import Ahead, spread, worth_it
from reportgen.model.measured import Measured
from reportgen.model.papers import REGISTER
from reportgen.model.room import let_go
from reportgen.model.table import Dataset

_LEAST, _TASKS = 24, 500
"""So many subjects make a task at least, and so many tasks there are at most: what is computed of a subject for its
documents is there for its figures."""

_ALONE = 100
"""Of so many subjects whose rows changed each is a task of its own: their documents are composed, not only judged."""

_FEW = 4
"""Where what others ask of people is unknown of more than one of so many, documents are composed on the way to it."""


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


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What returns a pack's plain files by path, and the keys of documents that may have stayed the same.

    Of a large pack the files may still be made while documents are drawn: who asks for them waits. `rests` tells what
    papers rest on, and `pieces` are rows of the files by that: for the next run.
    """

    plain: Callable[[], Mapping[str, bytes]]
    judged: Mapping[str, Judged] = field(default_factory=dict)
    rests: Rests | None = None
    pieces: Mapping[str, bytes] = field(default_factory=dict)


def worked_out(
    measured: Measured,
    dataset: Dataset,
    work: Sequence[Planned],
    again: Judging,
    processes: int,
    ground: measure.Ground | None = None,
) -> WorkedOut:
    """Return what a pack has beside its documents, and which of these may have stayed the same.

    A small pack's documents are composed one after another when they are drawn, and none of their keys is returned.
    `ground` are the digests of the dataset, where they are known.
    """
    whole: list[Callable[[], Pieces]] = [partial(_files, make) for make in _whole(measured, dataset, work)]
    if not worth_it(len(work), processes):
        made = spread([*whole, *_shared(_shares(_all_parts(measured)), again)], 1)
        measured.worked.clear()
        files = _joined({name: data for each in made for name, data in each.plain.items()})
        return WorkedOut(lambda: files)
    # What is the company's rests on everything: a copy begins with it while the deck is composed here. What the deck
    # computes on the way (the company's figures, its deals) everybody's papers ask for too.
    parts = [part for part in _all_parts(measured) if not part[1]]
    papers = _shared(_shares((), [file for file in again.files if not file.subject]), again)
    here, papers = papers[:1], papers[1:]
    ahead = Ahead([*papers, *whole], processes)
    first, later = range(len(papers)), range(len(papers), len(papers) + len(whole))
    deck = [task() for task in here]
    let_go()
    rests = rests_of(measured, dataset, again.studio.stamp, ground)
    again = replace(again, rests=rests)
    known, left, keys = _known(measured, rests, again.pieces)
    few = sum(path == PEERS for (path, _), *_ in left) * _FEW <= len(measured.people)
    if few:
        known |= {name: make() for name, _, _, make in left if name[0] == PEERS}
        left = [part for part in left if part[0] not in known]
        _tell(rests, known)
    tasks = _shared(_shares(left, [file for file in again.files if file.subject]), again)
    added = ahead.add([*tasks, *_shared(_shares(parts), again)], here=1)
    own, companys = added[: len(tasks)], added[len(tasks) :]
    measured.worked.clear()  # the copies that were made have it; one that is made later works it out
    let_go()
    found = Pieces(known)
    for each in (*deck, *ahead.results(own), *ahead.results(first)):
        found.plain.update(each.plain)
        found.judged.update(each.judged)
    if not few:
        _tell(rests, found.plain)
    judged = {file.path: _viewed(found.judged[file.path], file, again) for file in again.files}
    pieces = {key: found.plain[name] for name, key in keys.items()}
    return WorkedOut(partial(_with_the_companys, found.plain, ahead, (later, companys)), judged, rests, pieces)


def _tell(rests: Rests, pieces: Mapping[tuple[str, int], bytes]) -> None:
    """Tell what others ask of everybody."""
    for number, person in enumerate(rests.measured.people):
        rests.tell(person, pieces[PEERS, number])


def _with_the_companys(
    own: Mapping[tuple[str, int], bytes], ahead: Ahead[Pieces], later: Iterable[range]
) -> Mapping[str, bytes]:
    """Return the files, of what is made of each subject and of what is the company's."""
    plain = {name: data for name, data in own.items() if name[0] != PEERS}
    for numbers in later:
        for each in ahead.results(numbers):
            plain.update(each.plain)
    return _joined(plain)


def _viewed(found: Judged, file: Planned, again: Judging) -> Judged:
    """Return what is known of a file with what it rests on, which was not known before everybody's figures were."""
    return found if found.view else replace(found, view=view_key(file, again.studio, again.rests))


def _joined(pieces: Mapping[tuple[str, int], bytes]) -> dict[str, bytes]:
    """Return files of their pieces."""
    plain: dict[str, list[bytes]] = {}
    for (path, _), data in sorted(pieces.items()):
        plain.setdefault(path, []).append(data)
    return {path: b"".join(parts) for path, parts in plain.items()}


_Part = tuple[tuple[str, int], str, str, Callable[[], bytes]]
"""The name of a piece, whom it is about and as what kind of subject, and what makes it."""


def _all_parts(measured: Measured) -> Iterator[_Part]:
    for path, parts in _in_parts(measured):
        for number, (subject, kind, make) in enumerate(parts):
            yield (path, number), subject, kind, make


def _known(
    measured: Measured, rests: Rests, pieces: Mapping[str, bytes]
) -> tuple[dict[tuple[str, int], bytes], list[_Part], dict[tuple[str, int], str]]:
    """Return the pieces of people and teams that are known, those that are to be made, and the keys of all of both."""
    known: dict[tuple[str, int], bytes] = {}
    left: list[_Part] = []
    keys: dict[tuple[str, int], str] = {}
    for part in (*_all_parts(measured), *_asked_of_people(measured, rests)):
        name, subject, kind, _ = part
        if not subject:
            continue
        keys[name] = rests.piece(name[0], kind, subject)
        if keys[name] in pieces:
            known[name] = pieces[keys[name]]
        else:
            left.append(part)
    return known, left, keys


def _asked_of_people(measured: Measured, rests: Rests) -> Iterator[_Part]:
    for number, person in enumerate(measured.people):
        yield (PEERS, number), person, "person", partial(rests.told_to_others, person)


def _whole(measured: Measured, dataset: Dataset, work: Sequence[Planned]) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Yield what makes files that are made in one piece, the one that takes longest first."""
    if measured.statements:
        yield lambda: {"data/trace.parquet": measure.trace(dataset, measured)}
    if any(file.kind == REGISTER.name for file in work):
        yield partial(_register, measured)
    yield lambda: watchlists.files(measured)
    yield lambda: control_files.files(measured)


def _register(measured: Measured) -> dict[str, bytes]:
    # Loaded here: the workbook library behind it is not needed to read and measure.
    from reportgen.render.sheets import register_csv

    return {f"{register_stem(measured)}.csv": register_csv(measured.register)}


def _files(make: Callable[[], Mapping[str, bytes]]) -> Pieces:
    return Pieces({(path, 0): data for path, data in make().items()})


def _shares(parts: Iterable[_Part], files: Sequence[Planned] = ()) -> dict[str, _Share]:
    """Return by subject the pieces of files that tell of it, and its documents."""
    found: dict[str, _Share] = {}
    for name, subject, _, make in parts:
        found.setdefault(subject, _Share()).parts.append((name, make))
    for file in files:
        found.setdefault(file.subject, _Share()).files.append(file)
    return found


def _in_parts(measured: Measured) -> Iterator[tuple[str, Iterator[figures.Part]]]:
    yield "data/actuals.csv", figures.actual_parts(measured)
    yield SCORES, figures.scorecard_parts(measured)
    if measured.forecasts:
        yield "data/forecast.csv", figures.forecast_parts(measured)
    if measured.talent:
        yield "data/talent.csv", people.talent_parts(measured)


def _shared(shares: Mapping[str, _Share], again: Judging) -> list[Callable[[], Pieces]]:
    """Return the tasks: each the shares of some subjects; the company's, which is by far the largest, first.

    A few of whom there are pieces to make, where there are others too, changed: they come before these, one by one.
    """
    whole = shares.get("", _Share())
    company = [[_Share(whole.parts, [])]] if whole.parts else []
    alone = [_Share([], [file]) for file in whole.files]
    each = [share for subject, share in shares.items() if subject]
    changed = [share for share in each if share.parts]
    changed = changed if len(changed) <= _ALONE else []
    each = [share for share in each if not share.parts] if changed else each
    step = max(_LEAST, -(-len(each) // _TASKS))
    one_by_one = [[one] for one in (*alone, *changed)]
    groups = [*company, *one_by_one, *(each[at : at + step] for at in range(0, len(each), step))]
    return [partial(_made, group, again) for group in groups]


def _made(shares: Sequence[_Share], again: Judging) -> Pieces:
    made = Pieces()
    judged = judge([file for share in shares for file in share.files], again)
    for path, one in judged.items():
        # Packed here: who waits for it hands it on, and has other things to do.
        made.judged[path] = replace(one, job=to_send(one.job, again.studio)) if isinstance(one.job, Job) else one
    for share in shares:
        made.plain.update({name: part() for name, part in share.parts})
    return made
