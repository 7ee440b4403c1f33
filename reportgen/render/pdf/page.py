"""Turns views and a template folder into HTML: sandboxed, every name defined, data never read as template text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Any, ClassVar, Final

import jinja2
from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.model.papers import PAGES
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.brand import Brand, colours
from reportgen.render.kept import keep, taken
from reportgen.render.pdf.leftward import drawn_letters
from reportgen.render.pdf.rows import beyond, reach
from reportgen.render.pdf.views import PageView
from reportgen.render.shipped import templates_folder

PAGE = "page.html.j2"
FAMILY = PAGES
"""The folder of what all pages share; a paper's own folder beside it may have another file of the same name."""
_COMPILED: Final = f"templates 1, jinja {jinja2.__version__}"
SIGNS = {"good": "●", "watch": "▲", "alarm": "▼", "none": "○"}
"""What a status is marked with besides its colour, so that it is seen without colours too."""

_MISHAPS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template's own arithmetic may end in: `{{ page.title / 0 }}`."""

TEMPLATE_FAULTY = Kind(
    "template-faulty",
    Severity.BLOCKS_RUN,
    "the template cannot be filled: {found}",
    "Mend the line, or copy the file again from the templates that came with the program.",
)


def html(view: PageView, template: Path, brand: Brand) -> str | Problem:
    """Return the page in HTML, or what is wrong with the template.

    A file that the folder `template` does not have is taken from the folder `page` beside it.
    """
    try:
        return environment(template).get_template(PAGE).render(page=view, brand={**colours(brand), "logo": brand.logo})
    except TemplateError as error:
        return Problem(TEMPLATE_FAULTY, _place(error, template), str(error.message or error))
    except UnicodeDecodeError as error:
        return Problem(TEMPLATE_FAULTY, _place(error, template), "a file of it is not written in UTF-8")
    except _MISHAPS as error:
        return Problem(TEMPLATE_FAULTY, _place(error, template), str(error) or type(error).__name__)


def _place(error: Exception, template: Path) -> Place:
    """The line of the template that failed: what a syntax error says, else the deepest template on the stack."""
    folders = shelves(template)
    if isinstance(error, TemplateSyntaxError):
        name = error.name or PAGE
        return Place(f"templates/{_holder(folders, name)}/{name}", row=error.lineno)
    for frame, line in reversed(list(walk_tb(error.__traceback__))):
        file = Path(frame.f_code.co_filename)
        if file.parent in folders:
            return Place(f"templates/{file.parent.name}/{file.name}", row=line)
    return Place(f"templates/{_holder(folders, PAGE)}/{PAGE}")


def shelves(template: Path) -> tuple[Path, ...]:
    """Return the folders that a paper's templates are taken from, its own first, the program's own last.

    A file that templates of one's own lack is the program's, so that those made for an older one still serve.
    """
    home = templates_folder()
    paper = template if template.is_dir() else home / template.name
    return tuple(dict.fromkeys((paper, template.parent / FAMILY, home / FAMILY)))


def _holder(folders: tuple[Path, ...], name: str) -> str:
    return next((folder.name for folder in folders if (folder / name).is_file()), folders[-1].name)


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, which decides by a value's type and an attribute's name, and so once for each."""

    _decided: ClassVar[dict[tuple[type, str], bool]] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may ask for an attribute."""
        key = (type(obj), attr)
        decided = self._decided.get(key)
        if decided is None:
            decided = self._decided[key] = super().is_safe_attribute(obj, attr, value)
        return decided


class _Compiled(BytecodeCache):
    """Templates as they were compiled by the last process, by their text, their place and the library's version."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is kept."""
        found = taken(_COMPILED, _named(bucket))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        keep(_COMPILED, _named(bucket), bucket.bytecode_to_string())


def _named(bucket: Bucket) -> bytes:
    return f"{bucket.key} {bucket.checksum}".encode()


@cache
def environment(template: Path) -> ImmutableSandboxedEnvironment:
    """Return what fills a paper's templates: no name may be unknown, and data stay data."""
    environment = _Sandbox(
        loader=FileSystemLoader(shelves(template)),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_Compiled(),
    )
    environment.filters["drawn_letters"] = drawn_letters
    environment.globals.update(signs=SIGNS, reach=reach, beyond=beyond)
    return environment
