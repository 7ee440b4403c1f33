"""Loads WeasyPrint with less work than it does by itself, for the version named here; any other is loaded as it is.

Its declarations of the C libraries are read from a file where it would parse them, and the parts of fontTools that cut
fonts down are loaded when they are asked for: HarfBuzz does that. docs/decisions/0025 says why and how.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

DECLARED: Final = Path(__file__).with_name("declared.json")
"""What cffi makes of `weasyprint/text/ffi.py`; tests/unit/render/test_pdf_loading.py makes it anew."""

_SELDOM: Final = ("fontTools.subset", "fontTools.ttLib.woff2")
_LIBRARIES: Final = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
_INSTANCER: Final = "fontTools.varLib.instancer"


@cache
def load() -> None:
    """Load WeasyPrint, once a process, and have the C libraries that it draws with stay."""
    _load_quickly()
    with suppress(ImportError, OSError):  # what is missing is told where it is needed
        import_module("weasyprint")
        _keep_libraries()


def _load_quickly() -> None:
    """Load it with what is declared here; nothing is done where it is there already, or is another version."""
    if "weasyprint" in sys.modules:
        return
    declared = json.loads(DECLARED.read_bytes())
    source = source_of_declarations()
    if source is None or sha256(source.read_bytes()).hexdigest() != declared["source"]:
        return
    for name in _SELDOM:
        _load_later(name)
    with _declared(declared), _without_instancer():
        import weasyprint  # noqa: F401


def _keep_libraries() -> None:
    """Have the C libraries stay until the process is gone.

    Python closes them at its end in any order, and what others of them still hold is freed by code that is there no
    more: the process would crash after its work was done.
    """
    kept = getattr(os, "RTLD_NODELETE", 0) | getattr(os, "RTLD_NOLOAD", 0)
    for name in _LIBRARIES if kept else ():
        with suppress(OSError):
            ctypes.CDLL(name, mode=os.RTLD_NOW | kept)


def source_of_declarations() -> Path | None:
    """Return the file of WeasyPrint that declares C functions, without loading it; None where there is none."""
    found = find_spec("weasyprint")
    places = found.submodule_search_locations if found else None
    source = Path(places[0]) / "text" / "ffi.py" if places else None
    return source if source is not None and source.is_file() else None


def interface(declared: dict[str, Any]) -> Any:
    """Return what `cffi.FFI()` is once the declarations were read."""
    from _cffi_backend import FFI

    class Declared(FFI):  # type: ignore[misc]
        """The declarations, ready-made: reading their text does nothing."""

        def cdef(self, text: str) -> None:
            """Take the text as read."""

    def made(value: Any) -> Any:
        """Return a value with its texts as the bytes that they stand for."""
        if isinstance(value, list):
            return tuple(made(each) for each in value)
        return value.encode("latin-1") if isinstance(value, str) else value

    parts = {name: made(value) for name, value in declared["parts"].items()}
    return Declared("weasyprint", _version=declared["version"], **parts)


@contextmanager
def _declared(declared: dict[str, Any]) -> Iterator[None]:
    """Have what is declared within declared so."""
    import cffi

    before = cffi.FFI
    cffi.FFI = lambda: interface(declared)
    try:
        yield
    finally:
        cffi.FFI = before


@contextmanager
def _without_instancer() -> Iterator[None]:
    """Give who asks within for what makes a variable font a static one a function that loads it when it is called."""
    if _INSTANCER in sys.modules:
        yield
        return

    def later(*arguments: Any, **options: Any) -> Any:
        from fontTools.varLib.instancer import instantiateVariableFont

        return instantiateVariableFont(*arguments, **options)

    stand_in = ModuleType(_INSTANCER)
    stand_in.instantiateVariableFont = later  # type: ignore[attr-defined]
    sys.modules[_INSTANCER] = stand_in
    try:
        yield
    finally:
        del sys.modules[_INSTANCER]


def _load_later(name: str) -> None:
    """Have a module loaded when something of it is asked for."""
    spec = find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    package, _, own = name.rpartition(".")
    # Found there, it is not imported again, which would load it.
    setattr(import_module(package), own, module)
