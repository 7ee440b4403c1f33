"""Turns the bytes of a zipped workbook into parts that are safe to unpack, or refuses it: bombs, doubles, damage."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from reportgen.sources.formats.access import MEGABYTE, Limits
from reportgen.sources.formats.refusal import RefusedError

DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    struct.error,
    UnicodeError,
    ValueError,
    OverflowError,
)
"""What the zip library raises on a damaged archive."""

_BLOCK = 1 << 22
_OVERLAP = 32
_TYPE_DECLARATIONS = tuple(mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le"))
_ENCRYPTED_FLAG = 0x1


def open_package(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a zipped workbook and refuse it if unpacking it could cost more than the limits, or is ambiguous."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGES as error:
        raise RefusedError("it is damaged or was cut off") from error
    entries = package.infolist()
    if len(entries) > limits.parts:
        raise RefusedError(f"it has {len(entries):,} parts, and {limits.parts:,} are the most that are read")
    doubled = [name for name, count in Counter(map(part_name, package.namelist())).items() if count > 1]
    if doubled:
        raise RefusedError(f"it contains two parts called {doubled[0]}, so nobody can say which one counts")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise RefusedError(code="file-protected")
    _check_sizes(entries, len(content), limits)
    return package


def part_name(name: str) -> str:
    r"""Return a part's name as the standard writes it: some programs write `xl\workbook.xml` or `/xl/Workbook.xml`."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_megabytes * MEGABYTE:
        size = unpacked // MEGABYTE
        raise RefusedError(
            f"unpacked it has {size:,} MB, and {limits.unpacked_megabytes:,} MB are the most that are read"
        )
    for entry in entries:
        if entry.file_size > MEGABYTE and entry.file_size > limits.ratio * max(1, entry.compress_size):
            times = entry.file_size // max(1, entry.compress_size)
            raise RefusedError(f"its part {entry.filename} is {times:,} times larger unpacked, as only a zip bomb is")
    if sum(entry.compress_size for entry in entries) > packed:
        raise RefusedError("its parts overlap, as only those of a zip bomb do")


def blocks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Unpack a part of XML block by block, its checksum proved at the end; one that declares entities is refused."""
    tail = b""
    try:
        with package.open(part) as stream:
            while block := stream.read(_BLOCK):
                seen = tail + block
                if b"<!" in seen or b"<\0!" in seen:
                    _refuse_declarations(seen)
                yield block
                tail = block[-_OVERLAP:]
    except DAMAGES as error:
        raise RefusedError(f"its part {part} is damaged") from error


def _refuse_declarations(block: bytes) -> None:
    if any(mark in block for mark in _TYPE_DECLARATIONS):
        raise RefusedError("it declares XML entities, which no spreadsheet program writes and which can hide a bomb")


def read_part(package: zipfile.ZipFile, part: str) -> bytes:
    """Unpack a whole part of XML."""
    return b"".join(blocks(package, part))


def prove(package: zipfile.ZipFile, skipped: frozenset[str]) -> None:
    """Unpack every part that nobody else does, so that damage and entities show before another reader sees it."""
    for name in package.namelist():
        if name not in skipped and posixpath.splitext(name)[1].lower() in {".xml", ".rels", ".bin"}:
            for _ in blocks(package, name):
                pass
