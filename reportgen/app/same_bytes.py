"""A machine → the versions of all that a document's bytes depend on, and in what two machines differ."""

from __future__ import annotations

import ctypes
import platform
import zlib
from collections.abc import Mapping
from importlib import metadata

from reportgen import __version__
from reportgen.app.manifest import program_digest

_LIBRARIES = (
    *("babel", "brotli", "cssselect2", "fonttools", "jinja2", "lxml", "markupsafe", "openpyxl", "pillow", "pydyf"),
    *("pypdfium2", "pyphen", "python-pptx", "ruamel.yaml", "tinycss2", "tinyhtml5", "weasyprint", "xlsxwriter"),
)

_SYSTEM = (
    ("harfbuzz", "libharfbuzz.so.0", "hb_version_string"),
    ("pango", "libpango-1.0.so.0", "pango_version_string"),
)
"""Libraries of the system that lay out and cut down fonts, and what tells their version."""

_SHOWN = 3


def versions() -> dict[str, str]:
    """Return by name what this machine draws with; "absent" where there is none."""
    return {
        "reportgen": f"{__version__} ({program_digest()[:8]})",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: _system(library, told_by) for name, library, told_by in _SYSTEM},
        **{name: _installed(name) for name in _LIBRARIES},
    }


def difference(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """Say in what another machine differs, the first few; "" where it does not."""
    lines = [
        f"{name} {theirs.get(name, 'absent')} instead of {version}"
        for name, version in ours.items()
        if theirs.get(name) != version
    ]
    more = [f"{len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return ", ".join((*lines[:_SHOWN], *more))


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


def _system(library: str, told_by: str) -> str:
    try:
        tell = getattr(ctypes.CDLL(library), told_by)
    except (OSError, AttributeError):
        return "absent"
    tell.restype = ctypes.c_char_p
    return str(tell().decode())
