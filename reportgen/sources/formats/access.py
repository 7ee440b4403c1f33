"""What opening a file may cost, and where its password comes from: values that the shell passes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost before it is refused.

    `file_megabytes` is its size on disk, `unpacked_megabytes` what the parts of a workbook come to when unpacked,
    `ratio` how many times larger than its packed form a part may be (parts below a megabyte are not asked),
    `parts` how many it may have. `cells` is the area of a sheet's used range. `seconds` is the computing time
    that reading may take, to which every two megabytes of the file add one; by the clock four times that may pass.
    `memory_megabytes` is what the reading program may take.
    """

    file_megabytes: int = 500
    unpacked_megabytes: int = 1500
    ratio: int = 150
    parts: int = 10_000
    cells: int = 50_000_000
    seconds: int = 8
    memory_megabytes: int = 900


DEFAULT_LIMITS = Limits()


def no_password(name: str) -> str | None:
    """Know no password of any file."""
    del name
    return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where what was read of a file is kept: bytes by a key that names all that they depend on but the program."""

    taken: Callable[[str], bytes | None]
    keep: Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Access:
    """How files may be opened: within which limits, with which password, and what of them was kept.

    `password` is asked with a protected file's shown name, and only then; None says that there is none. Without a
    `shelf` every file is taken apart anew.
    """

    limits: Limits = DEFAULT_LIMITS
    password: Callable[[str], str | None] = no_password
    shelf: Shelf | None = None


ANY_ACCESS = Access()
