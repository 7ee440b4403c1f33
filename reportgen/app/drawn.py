"""The files of a pack, one after another → those that changed, drawn and written; the others kept.

No more documents are in memory than the workers are at: a company of thousands needs no more than one of hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.app.crew import Crew, Limits
from reportgen.app.fanout import rendered
from reportgen.app.files import write_file
from reportgen.app.jobs import Planned, composing, together
from reportgen.app.judged import Judged, judged
from reportgen.app.renamed import names_digest
from reportgen.app.rendering import Job, Packed, Rendered, Studio, Task, packed
from reportgen.app.rests import Rests
from reportgen.app.resumed import Left, note, taken_up
from reportgen.app.spread import streamed, worth_it
from reportgen.model.manifest import Output
from reportgen.model.papers import QBR, REGISTER, TEAMS
from reportgen.model.problem import Problem, Skipped
from reportgen.model.room import let_go
from reportgen.render.words import load_words, missing_keys

if TYPE_CHECKING:
    from reportgen.app.cluster import Cluster

_LONGEST = {paper.name: turn for turn, paper in enumerate((REGISTER, TEAMS, QBR))}
"""The papers that may take long to draw, by their turn: they tell of a whole company or team."""

_AT_ONCE = 4
"""So many files are composed at once in a copy of the process."""

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the file just done ("" before the first).

With no files at all, the text says what is being prepared.
"""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to write it: with how many processes or on which cluster, whether all anew, what a process may take.

    `ready` are workers that were hired while it was measured what is to be drawn, None where there are none.
    """

    processes: int
    fresh: bool
    limits: Limits = field(default_factory=Limits)
    there: Cluster | None = None
    ready: Crew | None = None


@dataclass(slots=True)
class Drawn:
    """What became of the files so far: those drawn and those kept by path, who gets none, what was noticed.

    `typed` are by language texts of the inputs in characters that its readers do not know; `judged` is what each file
    was known by.
    """

    outputs: dict[str, Output] = field(default_factory=dict)
    kept: dict[str, Output] = field(default_factory=dict)
    failed: list[Skipped] = field(default_factory=list)
    noticed: list[Problem] = field(default_factory=list)
    typed: dict[str, set[str]] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where files go, which they are, what draws them, and what was there before by path.

    `judged` are those whose key was found before: they are composed where it is another one. `left` is what a run
    that broke off had drawn, `rests` tells what reviews and packs of teams rest on.
    """

    folder: Path
    files: Sequence[Planned]
    studio: Studio
    before: Mapping[str, Output]
    judged: Mapping[str, Judged] = field(default_factory=dict)
    left: Left = field(default_factory=Left)
    rests: Rests | None = None


def draw(drawing: Drawing, manner: Manner, progress: Progress) -> Drawn:
    """Draw what changed and write it; raises OSError where the system will not let it."""
    done = Drawn()
    keys: dict[str, str] = {}
    told: dict[str, tuple[Task, tuple[Problem, ...]]] = {}
    progress(0, len(drawing.files), "")
    order, drawing = drawing.files, replace(drawing, files=_longest_first(drawing))
    for job, (data, found) in _made(_changed(drawing, keys, done, manner.processes), drawing.studio, manner):
        wanted = keys.pop(job.path)
        if found or data is None:
            told[job.path] = (job, found)
        if data is not None:
            write_file(drawing.folder / job.path, data)
            digest = sha256(data).hexdigest()
            # With something to say of it, it has no key: the next run draws it again, and says it too.
            done.outputs[job.path] = Output(job.path, digest, "" if found else wanted, job.kind, job.subject)
            if not found:
                note(drawing.folder, done.outputs[job.path], names_digest(drawing.studio.names))
        without = sum(path not in done.outputs for path in told)
        progress(len(done.outputs) + len(done.kept) + without, len(drawing.files), job.path)
    _tell(done, told, order)
    return done


def _tell(done: Drawn, told: Mapping[str, tuple[Task, tuple[Problem, ...]]], order: Sequence[Planned]) -> None:
    """Note what was noticed of files in the pack's order, whichever was drawn first."""
    for file in order:
        if file.path in told:
            job, found = told[file.path]
            done.noticed += found
            if file.path not in done.outputs:
                done.failed.append(Skipped(job.kind, job.subject, found))


def _longest_first(drawing: Drawing) -> list[Planned]:
    """Return the files in the order in which they are to be drawn.

    What is known to have changed and is composed comes first, so that the others are looked at meanwhile; what takes
    long to draw comes before what does not, so that no worker is at it when all others are done.
    """

    def turn(file: Planned) -> tuple[bool, int]:
        found = drawing.judged.get(file.path)
        return found is None or found.job is None, _LONGEST.get(file.kind, len(_LONGEST))

    return sorted(drawing.files, key=turn)


def _changed(drawing: Drawing, keys: dict[str, str], done: Drawn, processes: int) -> Iterator[Task]:
    """Yield what is to be drawn, with its key noted; what can stay is noted as kept."""
    for found, file, made in _told(drawing, processes):
        done.judged.append(found)
        done.typed.setdefault(file.language, set()).update(found.typed)
        before = drawing.before.get(file.path)
        if before is not None and _unchanged(drawing.folder, before, found.key):
            done.kept[file.path] = before
        elif (again := taken_up(drawing.left, drawing.folder, file.path, found.key)) is not None:
            done.kept[file.path] = again
            note(drawing.folder, again, names_digest(drawing.studio.names))
        else:
            keys[file.path] = found.key
            yield made()


def _told(drawing: Drawing, processes: int) -> Iterator[tuple[Judged, Planned, Callable[[], Task]]]:
    """Yield each file with what is known of it, and what makes its job.

    Of a large pack, documents that were not judged are composed in a copy of the process: what is computed for them on
    the way is not to stay here. They come packed, and go to the workers as they came.
    """
    new = [file for file in drawing.files if _to_compose(drawing, file)]
    apart = worth_it(len(new), processes)
    groups = together(new, _AT_ONCE) if apart else ()
    coming = chain.from_iterable(streamed([partial(_composed, group, drawing) for group in groups]))
    for file, made in composing(drawing.files):
        if apart and _to_compose(drawing, file):
            found, task = next(coming)
            yield found, file, partial(_ready, task)
        else:
            found = drawing.judged.get(file.path) or _judged(file, made, drawing)
            yield replace(found, job=None), file, partial(_ready, found.job) if found.job else made


def _to_compose(drawing: Drawing, file: Planned) -> bool:
    """Tell whether a file is to be composed still: it was not judged, or changed and its job did not come with that."""
    found, before = drawing.judged.get(file.path), drawing.before.get(file.path)
    return found is None or (found.job is None and (before is None or before.key != found.key))


def _composed(files: Sequence[Planned], drawing: Drawing) -> list[tuple[Judged, Packed]]:
    found = []
    for file, made in composing(files):
        found.append((_judged(file, made, drawing), to_send(made(), drawing.studio)))
        let_go()  # the pack of who leads thousands looks at all of them
    return found


def _judged(file: Planned, made: Callable[[], Job], drawing: Drawing) -> Judged:
    return judged(file, made, drawing.studio, rests=drawing.rests)


def to_send(job: Job, studio: Studio) -> Packed:
    """Return a job packed where it was composed, to be handed on as it is, with the words that its language lacks."""
    return Packed(job.path, job.kind, job.subject, packed(job), _lacking(job, studio))


def _ready(task: Task) -> Task:
    return task


def _unchanged(folder: Path, before: Output, wanted: str) -> bool:
    """Tell whether a file of the last pack can stay: same key, and still the bytes that were written."""
    path = folder / before.path
    return before.key == wanted and path.is_file() and sha256(path.read_bytes()).hexdigest() == before.sha256


def _made(coming: Iterator[Task], studio: Studio, manner: Manner) -> Iterator[tuple[Task, Rendered]]:
    """Render on several processes where there is something to do for each: one takes a second to start.

    Where workers wait already, the first document is begun before the second is looked for.
    """
    first = list(islice(coming, 2 * manner.processes)) if manner.ready is None else []
    wordless: list[tuple[Task, Rendered]] = []
    worded = _worded(chain(first, coming), studio, wordless)
    processes = min(manner.processes, max(1, len(first) // 2))
    for one in rendered(worded, studio, processes, manner.limits, manner.there, manner.ready):
        yield one
        while wordless:
            yield wordless.pop()
    yield from wordless


def _worded(coming: Iterator[Task], studio: Studio, wordless: list[tuple[Task, Rendered]]) -> Iterator[Task]:
    """Yield the documents that the language has all the words for, and note the others with what they lack."""
    for job in coming:
        lacking = _lacking(job, studio)
        if lacking:
            wordless.append((job, (None, lacking)))
        else:
            yield job


def _lacking(job: Task, studio: Studio) -> tuple[Problem, ...]:
    """Return the words that a job's language lacks."""
    if isinstance(job, Packed):
        return job.lacking
    return tuple(missing_keys(job.document, load_words(studio.templates / "languages", job.language)))
