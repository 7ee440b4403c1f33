"""The manifest of a pack: written last, read first; what was made from what, by content."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from reportgen import __version__
from reportgen.model.manifest import Manifest, Output
from reportgen.model.papers import PAGES, PAPERS, WHATIF

NAME = "manifest.json"

_PACKAGE = Path(__file__).resolve().parent.parent

_LIBRARIES = ("jinja2", "weasyprint", "python-pptx", "pandas", "openpyxl", "babel", "fonttools", "pyarrow")


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that figures and bytes depend on."""
    return {name: metadata.version(name) for name in _LIBRARIES}


def folder_hashes(folder: Path, shown: str) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder, hidden ones left out, by the name people see."""
    return {
        f"{shown}/{file.relative_to(folder).as_posix()}": sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def stamp() -> str:
    """Return one hash over all that figures and bytes may depend on beside inputs, templates and fonts."""
    return environment_digest()


def looks(templates: Mapping[str, str]) -> dict[str, str]:
    """Return by a paper's name one hash over the templates that it is made with, from those of the whole folder.

    These are the paper's own folder, for a PDF what all pages share, and whatever is no paper's own: words and brand.
    """
    own = {paper.template for paper in (*PAPERS, WHATIF)}
    return {
        paper.name: _digest(
            {
                name: content
                for name, content in templates.items()
                if (folder := name.split("/")[1]) == paper.template
                or (folder == PAGES and paper.form == "pdf")
                or folder not in {*own, PAGES}
            }
        )
        for paper in PAPERS
    }


def _digest(parts: Mapping[str, object]) -> str:
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def program_digest() -> str:
    """Return one hash over the program's own code: a version number alone would keep what older code rendered."""
    content = sha256(__version__.encode())
    for file in sorted(_PACKAGE.rglob("*.py")):
        content.update(file.relative_to(_PACKAGE).as_posix().encode())
        content.update(file.read_bytes())
    return content.hexdigest()


@cache
def environment_digest() -> str:
    """Return one hash over the program, every library that is installed with it, and the Python that runs it."""
    found = sorted({_name_and_version(each) for each in metadata.distributions()})
    return _digest({"program": program_digest(), "libraries": found, "python": sys.version})


def _name_and_version(library: metadata.Distribution) -> str:
    """Return what the head of a library's own text says it is; the rest of it is prose, which takes long to part."""
    head = (library.read_text("METADATA") or library.read_text("PKG-INFO") or "").partition("\n\n")[0]
    return " ".join(line for line in head.splitlines() if line.startswith(("Name:", "Version:")))


def to_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON, the same bytes for the same content."""
    content = {
        "period": manifest.period,
        "plan_version": manifest.plan_version,
        "program": manifest.program,
        "inputs": dict(manifest.inputs),
        "plan": dict(manifest.plan),
        "templates": dict(manifest.templates),
        "fonts": dict(manifest.fonts),
        "libraries": dict(manifest.libraries),
        "outputs": [_output(output) for output in sorted(manifest.outputs, key=lambda output: output.path)],
        "skipped": [dict(skipped) for skipped in manifest.skipped],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _output(output: Output) -> dict[str, str]:
    return {
        "path": output.path,
        "sha256": output.sha256,
        "key": output.key,
        "document": output.document,
        "subject": output.subject,
    }


def read_outputs(folder: Path) -> dict[str, Output]:
    """Return what the last whole pack of a folder consisted of, by path.

    Nothing where there is none that can be read.
    """
    try:
        content = json.loads((folder / NAME).read_bytes())
        rows = [
            Output(*(str(row[name]) for name in ("path", "sha256", "key", "document", "subject")))
            for row in content["outputs"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {row.path: row for row in rows}


def read_inputs(folder: Path) -> dict[str, str]:
    """Return what the last whole pack of a folder was made from: SHA-256 of each input and plan file by its name."""
    return _read(folder, ("inputs", "plan"))


def read_templates(folder: Path) -> dict[str, str]:
    """Return what the last whole pack of a folder was drawn with: SHA-256 of each template by its name."""
    return _read(folder, ("templates",))


def _read(folder: Path, parts: tuple[str, ...]) -> dict[str, str]:
    try:
        content = json.loads((folder / NAME).read_bytes())
        return {str(name): str(value) for part in parts for name, value in content[part].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
