"""Turns a PDF's objects into bytes: each object of a file once, where the library writes it and then hashes it anew."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from weasyprint.pdf import pydyf

_KEPT: Final = "_kept_bytes"
_writing = False
"""Whether a file is being written: its objects are complete then, and change no more."""

_slow_bytes = pydyf._to_bytes  # noqa: SLF001  what is replaced
_write = pydyf.PDF.write


def install() -> None:
    """Replace how values become bytes and how a file is written."""
    pydyf._to_bytes = to_bytes  # noqa: SLF001
    pydyf.PDF.write = write
    told = (
        (pydyf.Stream, stream),
        (pydyf.Dictionary, dictionary),
        (pydyf.Array, array),
        (pydyf.String, pydyf.String.data.fget),
    )
    for kind, data in told:
        kind.data = property(_once(data))


def to_bytes(item: Any) -> bytes:
    """Return what a value is in a PDF, as pydyf's function of this name does."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is float:
        return b"%d" % item if item.is_integer() else f"{item:f}".rstrip("0").encode("ascii")
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is int:
        return b"%d" % item
    return _slow_bytes(item)  # type: ignore[no-any-return]


def dictionary(item: Any) -> bytes:
    """Return what a dictionary is in a PDF."""
    return b"<<%b>>" % b"".join([_named(name) + to_bytes(value) for name, value in item.items()])


def array(item: Any) -> bytes:
    """Return what an array is in a PDF."""
    return b"[%b]" % b" ".join([to_bytes(each) for each in item])


def stream(item: Any) -> bytes:
    """Return what a stream is in a PDF, compressed as pydyf does where that is asked for."""
    content = b"\n".join([each if type(each) is bytes else to_bytes(each) for each in item.stream])
    extra = pydyf.Dictionary(item.extra.copy())
    if item.compress:
        extra["Filter"] = "/FlateDecode"
        packing = pydyf.zlib.compressobj(level=9)
        content = packing.compress(content) + packing.flush()
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


@lru_cache(maxsize=4096)
def _named(name: str | bytes) -> bytes:
    return b"/%b " % to_bytes(name)


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
