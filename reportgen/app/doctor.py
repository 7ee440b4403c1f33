"""Turns this machine into findings: what the program needs, what is here, and the command that mends the rest."""

import platform
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from reportgen.app.fonts import source_font
from reportgen.app.system import LIBRARIES, TEST_PROGRAMS, Need, install_command, is_present

_PYTHON = (3, 11)
_LOWER_BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z,]+\])?>=(?P<version>[0-9.]+)$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it will do, what was found, and what mends it ("" if nothing).

    `optional` marks what a pack on this machine does not need: what only the tests call, or an extra such as `cluster`.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""
    optional: bool = False


def examine() -> tuple[Finding, ...]:
    """Look at Python, its libraries, the system's libraries, the Chinese font and the tests' programs."""
    return (
        _python(),
        *_python_libraries(),
        *(_system(need) for need in LIBRARIES),
        _chinese_font(source_font()),
        *(_system(need) for need in TEST_PROGRAMS),
    )


def _python() -> Finding:
    wanted = ".".join(map(str, _PYTHON))
    ok = sys.version_info >= _PYTHON
    return Finding(f"Python >= {wanted}", ok, platform.python_version(), "" if ok else _apt("python3"))


def _python_libraries() -> tuple[Finding, ...]:
    """Every library the program declares, in its declared order."""
    try:
        declared = metadata.requires("reportgen") or []
    except metadata.PackageNotFoundError:
        return (Finding("reportgen", ok=False, found="not installed", remedy="make setup"),)
    return tuple(_python_library(requirement) for requirement in declared)


def _python_library(requirement: str) -> Finding:
    requirement, _, extra = (part.strip() for part in requirement.partition(";"))
    optional = extra.startswith("extra ==")
    bound = _LOWER_BOUND.match(requirement)
    name = bound["name"] if bound else requirement
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(requirement, ok=False, found="not installed", remedy=_pip(requirement), optional=optional)
    ok = bound is None or _numbers(found) >= _numbers(bound["version"])
    return Finding(requirement, ok, found, "" if ok else _pip(requirement), optional)


def _numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version: 2.9.0.post0 is (2, 9, 0)."""
    leading = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, leading[0].split("."))) if leading else ()


def _system(need: Need) -> Finding:
    ok = is_present(need)
    found = "not found"
    if ok:
        found = shutil.which(need.name) or "found"
    return Finding(need.name, ok, found, "" if ok else _apt(need.package), optional=need.kind == "program")


def _chinese_font(font: Path | None) -> Finding:
    name = "Chinese font"
    if font is None:
        return Finding(name, ok=False, found="not found", remedy=_pip("justmytype-intl-cjk"))
    return Finding(name, ok=True, found=font.name)


def _apt(package: str) -> str:
    return install_command((package,))


def _pip(requirement: str) -> str:
    return shlex.join([sys.executable, "-m", "pip", "install", "--upgrade", requirement])
