"""Turns this machine's shared libraries and programs into what is missing and the Debian packages that bring it.

Standard library only, with no import from the project: the set-up scripts load this file before anything is installed.
"""

import ctypes
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Need:
    """A thing the operating system must bring: a file the loader opens or a command on the path, and the package."""

    kind: Literal["library", "program"]
    name: str
    package: str


# What WeasyPrint opens when it is imported; each name is one its own loader asks for. GObject and fontconfig come with
# Pango, and are asked for by Pango's name: their own package names differ between Debian and Ubuntu releases.
LIBRARIES = (
    Need("library", "libgobject-2.0.so.0", "libpango-1.0-0"),
    Need("library", "libfontconfig.so.1", "libpangoft2-1.0-0"),
    Need("library", "libpango-1.0.so.0", "libpango-1.0-0"),
    Need("library", "libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    Need("library", "libharfbuzz.so.0", "libharfbuzz0b"),
    Need("library", "libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
)

# What only the tests call. LibreOffice starts without Calc or Impress and then cannot open their files: ask for both.
TEST_PROGRAMS = (
    Need("program", "soffice", "libreoffice-calc"),
    Need("program", "localc", "libreoffice-calc"),
    Need("program", "loimpress", "libreoffice-impress"),
    Need("program", "pdftoppm", "poppler-utils"),
    Need("program", "qpdf", "qpdf"),
    Need("program", "javac", "default-jdk-headless"),
)


def is_present(need: Need) -> bool:
    """Whether the loader opens the library, or the program is on the path."""
    if need.kind == "program":
        return shutil.which(need.name) is not None
    try:
        ctypes.CDLL(need.name)
    except OSError:
        return False
    return True


def absent(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Those of the needs that this machine lacks, in the order given."""
    return tuple(need for need in needs if not is_present(need))


def packages_of(needs: Iterable[Need]) -> tuple[str, ...]:
    """The packages that bring the needs, each once, in the order first named."""
    return tuple(dict.fromkeys(need.package for need in needs))


def install_command(packages: Iterable[str]) -> str:
    """The line to type on Debian or Ubuntu so that the packages are there."""
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"
