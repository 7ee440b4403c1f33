"""Turns an office file (workbook, deck) into the same file with nothing in it of when or where it was written.

Writers of office files leave the clock in three places: the time of each zip entry, `created` and `modified` of the
document, and the same two in every workbook embedded behind a chart. Here all of them are fixed, and the parts are
sorted, so that equal content is equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT: Final = "2000-01-01T00:00:00Z"
"""What `created` and `modified` say: no moment in particular. What a document is about, its text says."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_LEVEL: Final = 7
"""How hard parts are deflated: beyond it a file takes three times as long for two parts in a hundred."""

_CONTENT_TYPES: Final = "[Content_Types].xml"
_CORE: Final = "docProps/core.xml"
_CLOCK: Final = re.compile(rb"(<(?:\w+:)?(created|modified)\b[^>]*>)[^<]*(</(?:\w+:)?\2>)")
_EMBEDDED: Final = re.compile(r"embeddings/[^/]+\.(?:xlsx|docx|pptx)$")


def canonical(data: bytes, patch: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """Return an office file's canonical form: fixed times, sorted parts, embedded workbooks likewise.

    Doing it twice changes nothing. `patch(name, content)` may rewrite each part of the outer file on the way (not those
    of an embedded one). Raise ValueError when two parts have the same name: such a file says two things at once.
    """
    parts = _parts(data)
    return packed({name: _without_clock(name, patch(name, part) if patch else part) for name, part in parts.items()})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as an office file in its canonical form; what they say of clocks is left to whoever wrote them."""
    written = BytesIO()
    with ZipFile(written, "w") as package:
        for name in sorted(parts, key=_order):
            package.writestr(_entry(name), parts[name], ZIP_DEFLATED, _LEVEL)
    return written.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts by name, folder entries left out."""
    with ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if not name.endswith("/")]
        if len(set(names)) != len(names):
            raise ValueError("an office file with two parts of the same name")
        return {name: package.read(name) for name in names}


def _order(name: str) -> tuple[int, str]:
    """Content types and the package's relations first, where streaming readers look for them; the rest by name."""
    return (0 if name == _CONTENT_TYPES else 1 if name == "_rels/.rels" else 2), name


def _entry(name: str) -> ZipInfo:
    """A zip entry that says nothing of the machine: fixed time, system and rights."""
    entry = ZipInfo(name, _ZIP_TIME)
    entry.create_system = 0
    entry.external_attr = 0
    return entry


def _without_clock(name: str, content: bytes) -> bytes:
    """A part whose moments are fixed: the core properties, and embedded files as a whole."""
    if name == _CORE:
        return _CLOCK.sub(rb"\g<1>" + MOMENT.encode() + rb"\g<3>", content)
    return canonical(content) if _EMBEDDED.search(name) else content
