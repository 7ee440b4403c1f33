"""Turns a PDF's objects into bytes: each object of a file once, where the library writes it and then hashes it anew."""

from __future__ import annotations

from typing import Any, Final

from weasyprint.pdf import pydyf

_KEPT: Final = "_kept_bytes"
_CLASSES: Final = (pydyf.Stream, pydyf.Dictionary, pydyf.Array, pydyf.String)
_writing = False
"""Whether a file is being written: its objects are complete then, and change no more."""

_slow_bytes = pydyf._to_bytes  # noqa: SLF001  what is replaced
_write = pydyf.PDF.write


def install() -> None:
    """Replace how values become bytes and how a file is written."""
    pydyf._to_bytes = to_bytes  # noqa: SLF001
    pydyf.PDF.write = write
    for each in _CLASSES:
        each.data = property(_once(each.data.fget))


def to_bytes(item: Any) -> bytes:
    """Return what a value is in a PDF, as pydyf's function of this name does."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is int:
        return b"%d" % item
    if kind is float:
        return b"%d" % item if item.is_integer() else f"{item:f}".rstrip("0").encode("ascii")
    return _slow_bytes(item)  # type: ignore[no-any-return]


def write(pdf: Any, *arguments: Any, **options: Any) -> None:
    """Write a file as pydyf does, with the bytes of its objects kept until it is written."""
    global _writing  # noqa: PLW0603  one file at a time: a process draws one document after another
    _writing = True
    try:
        _write(pdf, *arguments, **options)
    finally:
        _writing = False


def _once(data: Any) -> Any:
    """Keep the bytes of numbered objects while a file is written; those within others have no number, and pass."""

    def kept(item: Any) -> bytes:
        if not _writing or item.number is None:
            return data(item)  # type: ignore[no-any-return]
        found = item.__dict__.get(_KEPT)
        if found is None:
            found = item.__dict__[_KEPT] = data(item)
        return found  # type: ignore[no-any-return]

    return kept
