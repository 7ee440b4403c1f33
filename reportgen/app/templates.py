"""Turns a workspace's templates into what a designer should know before a run, and into a starting copy of them.

A kind of template is one entry of `KINDS_OF_TEMPLATE`: where it lies, what checks it, what writes a starting copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportgen.app import kinds
from reportgen.app.files import write_file
from reportgen.app.workspace import Workspace
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.brand import check_brand


@dataclass(frozen=True, slots=True)
class TemplateKind:
    """A file below `templates` that people make in their own tools.

    `check` takes its bytes and its name in findings; `export` takes the bytes that a starting copy is made from and
    returns the copy and a page about its names.
    """

    path: str
    check: Callable[[bytes, str], tuple[Problem, ...]]
    export: Callable[[bytes], tuple[bytes, str]]


def check_templates(workspace: Workspace) -> tuple[Problem, ...]:
    """Return what the workspace's templates lack, what nobody knows, what would be lost; nothing is written."""
    found = list(check_brand(workspace.templates))
    for kind in KINDS_OF_TEMPLATE:
        file = workspace.templates / kind.path
        if file.is_file():
            found += kind.check(file.read_bytes(), f"templates/{kind.path}")
        else:
            found.append(Problem(kinds.TEMPLATE_MISSING, Place(f"templates/{kind.path}"), f"templates/{kind.path}"))
    return tuple(found)


def export_templates(workspace: Workspace, folder: Path) -> tuple[Path, ...] | Problem:
    """Write a starting copy of every template into an empty folder, each with a page that lists its names."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Problem(kinds.FOLDER_NOT_EMPTY, Place(str(folder)), str(folder))
    written: list[Path] = []
    try:
        for kind in KINDS_OF_TEMPLATE:
            source = workspace.templates / kind.path
            if not source.is_file():
                return Problem(kinds.TEMPLATE_MISSING, Place(f"templates/{kind.path}"), f"templates/{kind.path}")
            copy, page = kind.export(source.read_bytes())
            target = folder / kind.path
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(target, copy)
            write_file(target.with_name("NAMES.md"), page.encode())
            written += [target, target.with_name("NAMES.md")]
    except OSError as error:
        values = (("reason", (error.strerror or "error").lower()),)
        return Problem(kinds.CANNOT_WRITE, Place(str(folder)), str(folder), values)
    return tuple(written)


def _check_deck(data: bytes, name: str) -> tuple[Problem, ...]:
    from reportgen.render.slides import check_deck

    return check_deck(data, name)


def _export_deck(data: bytes) -> tuple[bytes, str]:
    from reportgen.render.slides import PARTS, bindable, exported

    rows = "\n".join(f"| `{section}` | {' '.join(f'`{part}`' for part in bindable(section))} |" for section in PARTS)
    return exported(data), _DECK_PAGE.format(rows=rows)


_DECK_PAGE = """# The names of a deck's shapes

Copy `deck.pptx` over `templates/qbr/deck.pptx` of the workspace, and change it in PowerPoint. A shape is bound by its
name (Home → Arrange → Selection Pane), `section/part`: move it, resize it, delete it.

* A part stands where the shape of its name is. What has no shape goes into the slide's regions (`metrics`, `body`,
  `body-left`, `body-right`), and what finds no room goes onto a further slide: nothing is lost.
* `title`, `subtitle`, `facts`, `foot` and `page` keep the font, size and colour of their first letter.
* A section without a slide is made from the layouts. A section with nothing to say has no slide.
* Slides and shapes without such names stay as they are. Hidden slides are left out.

`reportgen templates check` says what a deck lacks or would lose.

| section | parts |
|---|---|
{rows}
"""

KINDS_OF_TEMPLATE: tuple[TemplateKind, ...] = (TemplateKind("qbr/deck.pptx", _check_deck, _export_deck),)
"""What people make in their own tools, in the order of the pack."""
