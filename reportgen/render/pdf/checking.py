"""A folder of page templates → the names in them that nothing answers to, and the files that nothing uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from reportgen.model.papers import BY_NAME
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.brand import Brand, colours
from reportgen.render.pdf.page import FAMILY, PAGE, TEMPLATE_FAULTY, environment, shelves
from reportgen.render.pdf.style import STYLE, style_sheets
from reportgen.render.pdf.views import PageView, SectionView
from reportgen.render.tongues import tongues_of

PAGE_NAME_UNKNOWN = Kind(
    "page-name-unknown",
    Severity.BLOCKS_RUN,
    "`{found}` is nothing that this template can use",
    "Write one of: {known}.",
)
PAGE_PART_UNUSED = Kind(
    "page-part-unused",
    Severity.WARNING,
    "nothing uses {found}, so nothing of it is seen",
    "Call it so: {known}; or take it away.",
)
PAGE_COLOUR_UNKNOWN = Kind(
    "page-colour-unknown",
    Severity.WARNING,
    "`var(--{found})` is neither a colour of the brand nor set in these style sheets, so the line has no effect",
    "Write one of: {known}.",
)

PAGE_TEXT_MISPLACED = Kind(
    "page-text-misplaced",
    Severity.WARNING,
    "with the {data} data, in the language `{language}`, {found} {how}",
    "Give it more room, let it wrap, or set it smaller.",
)

PAGE_NOT_LAID_OUT = Kind(
    "page-not-laid-out",
    Severity.BLOCKS_RUN,
    "WeasyPrint cannot lay these pages out: {found}",
    "Take the last change of a style sheet back: it asks for what has no size, a division by zero for example.",
)

KINDS = (PAGE_NAME_UNKNOWN, PAGE_PART_UNUSED, PAGE_COLOUR_UNKNOWN, PAGE_TEXT_MISPLACED, PAGE_NOT_LAID_OUT)

_PAGE: Final = frozenset(field.name for field in fields(PageView))
_SECTION: Final = frozenset(field.name for field in fields(SectionView))
_BRAND: Final = frozenset((*colours(Brand()), "logo"))
_VARIABLE: Final = re.compile(r"var\(\s*--([A-Za-z0-9_-]+)")
_SET: Final = re.compile(r"--([A-Za-z0-9_-]+)\s*:")
_NEAR: Final = 6
"""Names that are told where none is alike."""


@dataclass(frozen=True)
class _Shelf:
    """The templates of a paper: `own` is its folder, whose files are looked at."""

    own: Path

    @cached_property
    def environment(self) -> Environment:
        return environment(self.own)

    def tree(self, name: str) -> nodes.Template | None:
        """Return a template of the paper, wherever it lies; None where there is none that can be read."""
        file = next((folder / name for folder in shelves(self.own) if (folder / name).is_file()), None)
        try:
            return self.environment.parse(file.read_text("utf-8"), name) if file else None
        except (TemplateSyntaxError, UnicodeDecodeError):
            return None

    def place(self, file: Path, line: int = 0) -> Place:
        return Place(f"templates/{self.own.name}/{file.name}", row=line)


def check_pages(templates: Path) -> Iterator[Problem]:
    """Yield what is wrong with the page templates and style sheets of a folder, each with its file and line."""
    known = {FAMILY, *(paper.template for paper in BY_NAME.values())}
    printed = {FAMILY, *(paper.template for paper in BY_NAME.values() if paper.form == "pdf")}
    texts = {file: file.read_text("utf-8", errors="replace") for file in templates.glob("*/*.j2")}
    for folder in sorted(each for each in templates.iterdir() if each.is_dir()):
        if folder.name in printed:
            yield from _folder(_Shelf(folder), texts)
        elif folder.name not in known and any((folder / name).is_file() for name in (PAGE, STYLE)):
            near = _nearest(folder.name, printed)
            yield Problem(PAGE_PART_UNUSED, Place(f"templates/{folder.name}"), "this folder", (("known", near),))


def _folder(shelf: _Shelf, texts: Mapping[Path, str]) -> Iterator[Problem]:
    """`texts` are all templates: one that another one names, in whichever way, is used."""
    for file in sorted(shelf.own.glob("*.j2")):
        yield from _template(shelf, file)
        if file.name != PAGE and not any(file.name in text for other, text in texts.items() if other != file):
            named = {PAGE, *(each.name for each in texts)} - {file.name}
            known = _nearest(file.name, named)
            yield Problem(PAGE_PART_UNUSED, shelf.place(file), "this template", (("known", known),))
    yield from _styles(shelf)


def _led_to(tree: nodes.Template) -> Iterator[tuple[str, nodes.Node]]:
    for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
        named = getattr(node, "template", None)
        if isinstance(named, nodes.Const) and not getattr(node, "ignore_missing", False):
            yield str(named.value), node


# ------------------------------------------------------------------------------------------------ names of a template


def _template(shelf: _Shelf, file: Path) -> Iterator[Problem]:
    try:
        tree = shelf.environment.parse(file.read_text("utf-8"), file.name)
    except TemplateSyntaxError as error:
        yield Problem(TEMPLATE_FAULTY, shelf.place(file, error.lineno), str(error.message))
        return
    except UnicodeDecodeError:
        yield Problem(TEMPLATE_FAULTY, shelf.place(file), "it is not written in UTF-8")
        return
    unknown = list(_filters(shelf, tree))
    try:
        unknown += (*_names(shelf, tree), *_attributes(shelf, tree))
    except TemplateSyntaxError as error:  # what only a compiler sees: a block that is there twice
        yield Problem(TEMPLATE_FAULTY, shelf.place(file, error.lineno), str(error.message))
    for name, line, known in dict.fromkeys(unknown):
        yield Problem(PAGE_NAME_UNKNOWN, shelf.place(file, line), name, (("known", known),))
    for name, line, known in _blocks(shelf, tree):
        yield Problem(PAGE_PART_UNUSED, shelf.place(file, line), f"the block `{name}`", (("known", known),))


_Unknown = Iterator[tuple[str, int, str]]
"""A name, its line, and what may be meant."""


def _names(shelf: _Shelf, tree: nodes.Template) -> _Unknown:
    """Yield variables and macros that are nowhere set, and templates that are not there."""
    given = {"page", "brand", *shelf.environment.globals}
    unknown = find_undeclared_variables(tree) - given
    for used in tree.find_all(nodes.Name):
        if used.name in unknown and used.ctx == "load":
            known = {each.name for each in tree.find_all(nodes.Macro)}
            yield used.name, used.lineno, _nearest(used.name, {*known, *given})
    for name, node in _led_to(tree):
        if not any((folder / name).is_file() for folder in shelves(shelf.own)):
            files = {file.name for folder in shelves(shelf.own) for file in folder.glob("*.j2")}
            yield name, node.lineno, _nearest(name, files)


def _attributes(shelf: _Shelf, tree: nodes.Template) -> _Unknown:
    """Yield what a template asks of the page, a section, the brand or another template, and they have not."""
    sections = Counter(_sections(tree))
    has: dict[str, Collection[str]] = {"page": _PAGE, "brand": {*_BRAND, "get", "items", "keys", "values"}}
    has |= {**dict.fromkeys(sections, _SECTION), **_imported(shelf, tree)}
    # A name that is given to something else as well may stand for that.
    given = Counter(each.name for each in tree.find_all(nodes.Name) if each.ctx != "load")
    has = {name: known for name, known in has.items() if given[name] == sections[name]}
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        of, name = getattr(node, "node", None), _asked(node)
        if isinstance(of, nodes.Name) and name and name not in has.get(of.name, (name,)):
            yield f"{of.name}.{name}", node.lineno, _nearest(name, has[of.name])
    for borrowing in tree.find_all(nodes.FromImport):
        offered = _offered(shelf, borrowing.template)
        asked = [each if isinstance(each, str) else each[0] for each in borrowing.names]
        yield from (
            (name, borrowing.lineno, _nearest(name, offered)) for name in asked if name not in (offered or asked)
        )


def _asked(node: nodes.Node) -> str:
    """Return the name after a point, or the text in brackets; "" of what is only known when the page is made."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return ""


def _sections(tree: nodes.Template) -> Iterator[str]:
    """Yield what a template calls the sections of the page, one after another."""
    for node in tree.find_all(nodes.For):
        over = node.iter
        if isinstance(over, nodes.Getattr) and over.attr == "sections" and isinstance(node.target, nodes.Name):
            yield node.target.name


def _imported(shelf: _Shelf, tree: nodes.Template) -> Mapping[str, Collection[str]]:
    """Return the names under which other templates are imported, each with what it offers."""
    found = {node.target: _offered(shelf, node.template) for node in tree.find_all(nodes.Import)}
    return {name: offered for name, offered in found.items() if offered}


def _offered(shelf: _Shelf, named: nodes.Expr) -> frozenset[str]:
    """Return the macros and values of a template that others may use; none where it cannot be read."""
    tree = shelf.tree(str(named.value)) if isinstance(named, nodes.Const) else None
    if tree is None:
        return frozenset()
    macros = {each.name for each in tree.find_all(nodes.Macro)}
    values = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    aliases: set[Any] = {each.target for each in tree.find_all(nodes.Import)}
    return frozenset(macros | values | aliases)


def _filters(shelf: _Shelf, tree: nodes.Template) -> _Unknown:
    """Yield filters and tests that there are not; the tree is given others for them, so that it can be gone through."""
    for node in tree.find_all(nodes.Filter):
        if node.name not in shelf.environment.filters:
            yield f"| {node.name}", node.lineno, _nearest(node.name, shelf.environment.filters)
            node.name = "string"
    for test in tree.find_all(nodes.Test):
        if test.name not in shelf.environment.tests:
            yield f"is {test.name}", test.lineno, _nearest(test.name, shelf.environment.tests)
            test.name = "defined"


def _blocks(shelf: _Shelf, tree: nodes.Template) -> _Unknown:
    """Yield the blocks of a template that extends another which does not have them."""
    extended = next((each.template for each in tree.find_all(nodes.Extends)), None)
    if not isinstance(extended, nodes.Const):
        return
    shown, waiting = set[str](), [str(extended.value)]
    while waiting:
        above = shelf.tree(waiting.pop())
        if above is None:
            return
        shown |= {each.name for each in above.find_all(nodes.Block)}
        waiting += [str(each.template.value) for each in above.find_all(nodes.Extends)]  # type: ignore[attr-defined]
    within = {inner.name for each in tree.find_all(nodes.Block) for inner in each.find_all(nodes.Block)}
    for block in tree.find_all(nodes.Block):
        if block.name not in shown | within:
            yield block.name, block.lineno, _nearest(block.name, shown)


# ------------------------------------------------------------------------------------------------------ style sheets


def _styles(shelf: _Shelf) -> Iterator[Problem]:
    """Yield style sheets that nothing uses, and colours that are none."""
    languages = {language for language, _ in tongues_of(shelf.own / STYLE)}
    used = {each.name for language in (*languages, "") for each in style_sheets(shelf.own, language)}
    texts = {file: file.read_text("utf-8", errors="replace") for file in sorted(shelf.own.glob("*.css"))}
    shared = [file.read_text("utf-8", errors="replace") for file in sorted((shelf.own.parent / FAMILY).glob("*.css"))]
    known = {*colours(Brand()), *(name for text in (*texts.values(), *shared) for name in _SET.findall(text))}
    for file, text in texts.items():
        if file.name not in used and not any(file.name in each for each in texts.values()):
            yield Problem(PAGE_PART_UNUSED, shelf.place(file), "this style sheet", (("known", STYLE),))
        for number, line in enumerate(text.splitlines(), 1):
            for name in _VARIABLE.findall(line):
                if name not in known:
                    near = _nearest(name, colours(Brand()))
                    yield Problem(PAGE_COLOUR_UNKNOWN, shelf.place(file, number), name, (("known", near),))


def _nearest(name: str, known: Collection[str]) -> str:
    """Return what may be meant by a name: those alike, or the first of all."""
    near = get_close_matches(name, sorted(known), 3)
    return ", ".join(f"`{each}`" for each in near or sorted(known)[:_NEAR]) or "nothing"
