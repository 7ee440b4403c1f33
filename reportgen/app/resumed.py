"""What a run had drawn when it broke off → files of the next run: the same key and the same bytes, or drawn anew.

A run notes in its unfinished pack what it has drawn, file by file. One about which something was said is not noted: it
is drawn again, so that the next run says it too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from reportgen.app.files import write_file
from reportgen.model.manifest import Output

NAME: Final = ".drawn"
"""The file of an unfinished pack with a line for each file that was drawn; a finished one has none."""


@dataclass(frozen=True, slots=True)
class Left:
    """The folder of a pack that was never finished, and what of it was drawn, by path."""

    folder: Path = Path()
    outputs: Mapping[str, Output] = field(default_factory=dict)


def left_in(folder: Path, names: str) -> Left:
    """Return what a run left in a folder, which need not be there; `names` is as in `note`."""
    return Left(folder, {output.path: output for output in _lines(folder / NAME, names)})


def taken_up(left: Left, folder: Path, path: str, wanted: str) -> Output | None:
    """Write a file that was drawn before the run broke off, where it has the key wanted and the bytes noted."""
    output = left.outputs.get(path)
    if output is None or output.key != wanted:
        return None
    try:
        data = (left.folder / path).read_bytes()
    except OSError:
        return None
    if sha256(data).hexdigest() != output.sha256:
        return None
    write_file(folder / path, data)
    return output


def note(folder: Path, output: Output, names: str) -> None:
    """Note in an unfinished pack that one of its files is drawn and written, and by which `names` people were told.

    With others it could name strangers, and is drawn again.
    """
    handle = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, json.dumps({**asdict(output), "names": names}, ensure_ascii=False).encode() + b"\n")
    finally:
        os.close(handle)


def _lines(file: Path, names: str) -> Iterator[Output]:
    """Yield what was noted; a line that a crash cut short notes nothing."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        return
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            noted = json.loads(line)
            if noted.pop("names") == names:
                yield Output(**noted)
