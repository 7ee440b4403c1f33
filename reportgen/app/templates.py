"""Turns a workspace's templates into what a designer should know before a run, and into a starting copy of them.

A kind of template is one entry of `KINDS_OF_TEMPLATE`: where it lies, what checks it, what writes a starting copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.app import kinds
from reportgen.app.build import missing_template
from reportgen.app.files import write_file
from reportgen.app.lending import lent_files
from reportgen.app.page_trials import catalogued, check_pages_and_words
from reportgen.app.shipped import templates_folder
from reportgen.app.workspace import Workspace
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.brand import Brand, check_brand, read_brand
from reportgen.render.tongues import tongues_of


@dataclass(frozen=True, slots=True)
class TemplateKind:
    """A file below `templates` that people make in their own tools.

    `check` takes its bytes and its name in findings; `export` takes the bytes that a starting copy is made from, and
    the brand, and returns the copy and a page about its names. A file that is `optional` need not be there: without it
    the program lays the document out.
    """

    path: str
    check: Callable[[bytes, str], tuple[Problem, ...]]
    export: Callable[[bytes, Brand], tuple[bytes, str]]
    optional: bool = False


def check_templates(workspace: Workspace) -> tuple[Problem, ...]:
    """Return what the workspace's templates lack, what nobody knows, what would be lost; nothing is written."""
    missing = missing_template(workspace)
    if missing is not None:
        return (missing,)
    found = [*check_brand(workspace.templates), *lent_files(workspace.templates)]
    found += check_pages_and_words(workspace.templates)
    for kind in KINDS_OF_TEMPLATE:
        file = workspace.templates / kind.path
        if file.is_file():
            found += kind.check(file.read_bytes(), f"templates/{kind.path}")
        for language, own in tongues_of(file):
            name = f"templates/{own.parent.name}/{own.name}"
            found += tuple(catalogued(workspace.templates, language, name)) or kind.check(own.read_bytes(), name)
    return tuple(dict.fromkeys(found))


def export_templates(workspace: Workspace, folder: Path) -> tuple[Path, ...] | Problem:
    """Write a starting copy of every template into an empty folder, each with a page that lists its names."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Problem(kinds.FOLDER_NOT_EMPTY, Place(str(folder)), str(folder))
    brand, _ = read_brand(workspace.templates / "brand.yaml")
    written: list[Path] = []
    try:
        for kind in KINDS_OF_TEMPLATE:
            source = workspace.templates / kind.path
            if not source.is_file() and not kind.optional:
                source = templates_folder() / kind.path
            copy, page = kind.export(source.read_bytes() if source.is_file() else b"", brand)
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


def _export_deck(data: bytes, brand: Brand) -> tuple[bytes, str]:
    del brand  # a deck has the colours of its own file
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
* `deck.en.pptx` beside it is the deck in English alone, `deck.zh.pptx` in Chinese.

`reportgen templates check` says what a deck lacks or would lose.

| section | parts |
|---|---|
{rows}
"""


def _check_book(data: bytes, name: str, kind: str) -> tuple[Problem, ...]:
    from reportgen.render.sheets.own.checking import check_book

    return check_book(data, name, kind)


def _export_book(data: bytes, brand: Brand, kind: str) -> tuple[bytes, str]:
    """Every copy starts from the house's: a workbook of one's own is at hand already."""
    del data
    from reportgen.render.sheets.own.bindings import FAMILIES, TABLES, single_names
    from reportgen.render.sheets.own.starter import started

    tables = [*TABLES[kind].items(), *((f"{name}_‹component›", columns) for name, columns in FAMILIES[kind].items())]
    rows = "\n".join(f"| `{name}` | {' '.join(f'`{each}`' for each in columns)} |" for name, columns in tables)
    cells = "\n".join(f"* `{name}`" for name in single_names(kind))
    return started(kind, brand), _BOOK_PAGE.format(kind=kind, tables=rows, cells=cells)


_BOOK_PAGE = """# The names of a workbook's cells and tables

Copy `{kind}.xlsx` into `templates/{kind}` of the workspace, and change it in Excel. Its sheets then stand before the
program's own, and are filled:

* A **cell** by its name (the name box, or Formulas → Name Manager). Cut it and paste it elsewhere: its name goes along.
  A figure is a formula that follows the program's own sheet; text stays text.
* A **table** (Insert → Table) by its name (Table Design → Table Name), or a named range with a row of heads. It grows
  by rows: what stands below moves down, and formulas, names, charts, conditions and print areas move along. Its rows
  take their looks in turn. Only one table may stand in the same rows; give each a sheet of its own.
* A **column** by its head: the key below, which the document's language replaces, or your own words for a column with
  a formula of yours, which is carried down.
* Everything else stays: sheets, pictures, charts, pivot tables, conditions, notes, print settings. Your own formulas
  are computed when the workbook is opened.

`{kind}.en.xlsx` beside it is the workbook in English alone, `{kind}.zh.xlsx` in Chinese. Without any of them in that
folder the program lays the whole workbook out. `reportgen templates check` says what a
workbook lacks, what nobody knows, what would be lost, and where the longest data do not fit.

## Tables

| table | columns |
|---|---|
{tables}

## Cells

A row of a table with a key is `table.row.column`: `components.base_commission.total`.

{cells}
"""


def _book(kind: str) -> TemplateKind:
    """A workbook of the user's own for a kind of document."""
    return TemplateKind(
        f"{kind}/{kind}.xlsx", partial(_check_book, kind=kind), partial(_export_book, kind=kind), optional=True
    )


KINDS_OF_TEMPLATE: tuple[TemplateKind, ...] = (
    TemplateKind("qbr/deck.pptx", _check_deck, _export_deck),
    _book("statement"),
    _book("register"),
    _book("whatif"),
)
"""What people make in their own tools, in the order of the pack."""
