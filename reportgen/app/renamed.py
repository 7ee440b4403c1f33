"""A finished pack's files, where people are told by other names since → those that name no stranger, and may stay.

A file's own names are its content, and in its key. Whose names they are is not: somebody may be hired, or renamed, who
is called what a remark in somebody else's paper says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from reportgen.app.jobs import Planned
from reportgen.app.judged import Judged
from reportgen.app.leaks import strangers
from reportgen.app.spread import spread, worth_it
from reportgen.model.manifest import Output
from reportgen.model.naming import unpacked
from reportgen.model.papers import BY_NAME

_AT_ONCE = 16
"""So many files are read back in one task."""


def names_digest(names: bytes) -> str:
    """Return what is noted of the names that a pack's files were held against (`Studio.names`)."""
    return sha256(names).hexdigest()


def without_strangers(
    folder: Path,
    files: Sequence[Planned],
    before: Mapping[str, Output],
    judged: Mapping[str, Judged],
    names: bytes,
    processes: int,
) -> dict[str, Output]:
    """Return the last pack's files without those that name strangers now: drawn anew, they are told of.

    Where files were `judged`, only those are read back whose key is the same: no others stay.
    """
    same = [file for file in files if _may_stay(file.path, before, judged)]
    groups = [same[at : at + _AT_ONCE] for at in range(0, len(same), _AT_ONCE)]
    tasks = [partial(_telling, folder, group, before, names) for group in groups]
    found = spread(tasks, processes if worth_it(len(same), processes) else 1)
    strange = {path for paths in found for path in paths}
    return {path: output for path, output in before.items() if path not in strange}


def _may_stay(path: str, before: Mapping[str, Output], judged: Mapping[str, Judged]) -> bool:
    return path in before and (not judged or (path in judged and judged[path].key == before[path].key))


def _telling(folder: Path, files: Sequence[Planned], before: Mapping[str, Output], names: bytes) -> list[str]:
    """Return the paths of those files that name strangers; a file with other bytes is drawn anew in any case."""
    return [file.path for file, data in _read(folder, files, before) if _tells(file, data, names)]


def _read(folder: Path, files: Sequence[Planned], before: Mapping[str, Output]) -> Iterator[tuple[Planned, bytes]]:
    for file in files:
        path = folder / file.path
        data = path.read_bytes() if path.is_file() else b""
        if sha256(data).hexdigest() == before[file.path].sha256:
            yield file, data


def _tells(file: Planned, data: bytes, names: bytes) -> bool:
    may = file.may(file.subject)
    return may is not None and bool(strangers(data, BY_NAME[file.kind].form, may, unpacked(names)))
