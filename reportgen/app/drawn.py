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

from reportgen.app.crew import Limits
from reportgen.app.fanout import rendered
from reportgen.app.files import write_file
from reportgen.app.jobs import Planned, composing, together
from reportgen.app.judged import Judged, judged
from reportgen.app.rendering import Job, Rendered, Studio
from reportgen.app.rests import Rests
from reportgen.app.resumed import Left, note, taken_up
from reportgen.app.spread import streamed, worth_it
from reportgen.model.manifest import Output
from reportgen.model.problem import Problem, Skipped
from reportgen.render.words import load_words, missing_keys

if TYPE_CHECKING:
    from reportgen.app.cluster import Cluster

_AT_ONCE = 4
"""So many files are composed at once in a copy of the process."""

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the file just done ("" before the first).

With no files at all, the text says what is being prepared.
"""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to write it: with how many processes or on which cluster, whether all anew, what a process may take."""

    processes: int
    fresh: bool
    limits: Limits = field(default_factory=Limits)
    there: Cluster | None = None


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
    progress(0, len(drawing.files), "")
    for job, (data, found) in _made(_changed(drawing, keys, done, manner.processes), drawing.studio, manner):
        done.noticed += found
        wanted = keys.pop(job.path)
        if data is None:
            done.failed.append(Skipped(job.kind, job.document.subject, found))
        else:
            write_file(drawing.folder / job.path, data)
            digest = sha256(data).hexdigest()
            done.outputs[job.path] = Output(job.path, digest, wanted, job.kind, job.document.subject)
            if not found:
                note(drawing.folder, done.outputs[job.path])
        progress(len(done.outputs) + len(done.kept) + len(done.failed), len(drawing.files), job.path)
    return done


def _changed(drawing: Drawing, keys: dict[str, str], done: Drawn, processes: int) -> Iterator[Job]:
    """Yield what is to be drawn, with its key noted; what can stay is noted as kept."""
    for found, file, made in _told(drawing, processes):
        done.judged.append(found)
        done.typed.setdefault(file.language, set()).update(found.typed)
        before = drawing.before.get(file.path)
        if before is not None and _unchanged(drawing.folder, before, found.key):
            done.kept[file.path] = before
        elif (again := taken_up(drawing.left, drawing.folder, file.path, found.key)) is not None:
            done.kept[file.path] = again
            note(drawing.folder, again)
        else:
            keys[file.path] = found.key
            yield made()


def _told(drawing: Drawing, processes: int) -> Iterator[tuple[Judged, Planned, Callable[[], Job]]]:
    """Yield each file with what is known of it, and what makes its job.

    Of a large pack, documents that were not judged are composed in a copy of the process: what is computed for them on
    the way is not to stay here.
    """
    new = [file for file in drawing.files if _to_compose(drawing, file)]
    apart = worth_it(len(new), processes)
    groups = together(new, _AT_ONCE) if apart else ()
    coming = chain.from_iterable(streamed([partial(_composed, group, drawing) for group in groups]))
    for file, made in composing(drawing.files):
        if apart and _to_compose(drawing, file):
            found = next(coming)
        else:
            found = drawing.judged.get(file.path) or _judged(file, made, drawing)
        yield replace(found, job=None), file, partial(_ready, found.job) if found.job else made


def _to_compose(drawing: Drawing, file: Planned) -> bool:
    """Tell whether a file is to be composed still: it was not judged, or changed and its job did not come with that."""
    found, before = drawing.judged.get(file.path), drawing.before.get(file.path)
    return found is None or (found.job is None and (before is None or before.key != found.key))


def _composed(files: Sequence[Planned], drawing: Drawing) -> list[Judged]:
    return [replace(_judged(file, made, drawing), job=made()) for file, made in composing(files)]


def _judged(file: Planned, made: Callable[[], Job], drawing: Drawing) -> Judged:
    return judged(file, made, drawing.studio, rests=drawing.rests)


def _ready(job: Job) -> Job:
    return job


def _unchanged(folder: Path, before: Output, wanted: str) -> bool:
    """Tell whether a file of the last pack can stay: same key, and still the bytes that were written."""
    path = folder / before.path
    return before.key == wanted and path.is_file() and sha256(path.read_bytes()).hexdigest() == before.sha256


def _made(coming: Iterator[Job], studio: Studio, manner: Manner) -> Iterator[tuple[Job, Rendered]]:
    """Render on several processes where there is something to do for each: one takes a second to start."""
    first = list(islice(coming, 2 * manner.processes))
    wordless: list[tuple[Job, Rendered]] = []
    worded = _worded(chain(first, coming), studio, wordless)
    processes = min(manner.processes, max(1, len(first) // 2))
    for one in rendered(worded, studio, processes, manner.limits, manner.there):
        yield one
        while wordless:
            yield wordless.pop()
    yield from wordless


def _worded(coming: Iterator[Job], studio: Studio, wordless: list[tuple[Job, Rendered]]) -> Iterator[Job]:
    """Yield the documents that the language has all the words for, and note the others with what they lack."""
    for job in coming:
        lacking = missing_keys(job.document, load_words(studio.templates / "languages", job.language))
        if lacking:
            wordless.append((job, (None, lacking)))
        else:
            yield job
