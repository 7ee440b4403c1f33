"""The files of a pack, one after another → those that changed, drawn and written; the others kept.

No more documents are in memory than the workers are at: a company of thousands needs no more than one of hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.app.crew import Limits
from reportgen.app.fanout import rendered
from reportgen.app.files import write_file
from reportgen.app.jobs import Planned, composed, key
from reportgen.app.rendering import Job, Rendered, Studio
from reportgen.app.resumed import Left, note, taken_up
from reportgen.model.manifest import Output
from reportgen.model.problem import Problem, Skipped
from reportgen.render.words import load_words, missing_keys, unreadable

if TYPE_CHECKING:
    from reportgen.app.cluster import Cluster

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

    `typed` are by language texts of the inputs in characters that its readers do not know.
    """

    outputs: dict[str, Output] = field(default_factory=dict)
    kept: dict[str, Output] = field(default_factory=dict)
    failed: list[Skipped] = field(default_factory=list)
    noticed: list[Problem] = field(default_factory=list)
    typed: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where files go, which they are, what draws them, and what was there before by path.

    `left` is what a run that broke off had drawn.
    """

    folder: Path
    files: Sequence[Planned]
    studio: Studio
    before: Mapping[str, Output]
    left: Left = field(default_factory=Left)


def draw(drawing: Drawing, manner: Manner, progress: Progress) -> Drawn:
    """Draw what changed and write it; raises OSError where the system will not let it."""
    done = Drawn()
    keys: dict[str, str] = {}
    progress(0, len(drawing.files), "")
    for job, (data, found) in _made(_changed(drawing, keys, done), drawing.studio, manner):
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


def _changed(drawing: Drawing, keys: dict[str, str], done: Drawn) -> Iterator[Job]:
    """Yield what is to be drawn, with its key noted; what can stay is noted as kept."""
    for job in composed(drawing.files):
        wanted = key(job, drawing.studio)
        done.typed.setdefault(job.language, set()).update(unreadable(job.document, drawing.studio.words(job.language)))
        before = drawing.before.get(job.path)
        if before is not None and _unchanged(drawing.folder, before, wanted):
            done.kept[job.path] = before
        elif (again := taken_up(drawing.left, drawing.folder, job.path, wanted)) is not None:
            done.kept[job.path] = again
            note(drawing.folder, again)
        else:
            keys[job.path] = wanted
            yield job


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
