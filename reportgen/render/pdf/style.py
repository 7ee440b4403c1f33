"""A paper's template folder, a brand and a language → one style sheet, and where each of its lines was written."""

from __future__ import annotations

from pathlib import Path

from reportgen.model.place import Place
from reportgen.render.brand import Brand, colours
from reportgen.render.pdf.columns import width_rules
from reportgen.render.pdf.page import FAMILY, shelves
from reportgen.render.tongues import with_language

STYLE = "style.css"


def style_sheets(template: Path, language: str) -> tuple[Path, ...]:
    """Return the style sheets of a paper in a language in the order in which they hold, the last one most.

    One for all papers, of one's own or, where the folder of one's own pages lacks it, the program's; then the paper's.
    """
    paper, *others = shelves(template)
    own = template.parent / FAMILY
    shared = (own,) if (own / STYLE).is_file() else others[-1:] if own.is_dir() else ()
    folders = dict.fromkeys((*shared, paper))
    return tuple(sheet for folder in folders for sheet in with_language(folder / STYLE, language))


def css(template: Path, brand: Brand, language: str) -> str:
    """Return the style sheet: the brand's colours as its variables, the page's rules, the paper's, columns' widths."""
    variables = " ".join(f"--{name}: {colour};" for name, colour in colours(brand).items())
    sheets = (_text(each) for each in style_sheets(template, language))
    return "\n".join((f":root {{ {variables} }}", *sheets, width_rules()))


def line_of(template: Path, language: str, line: int) -> Place | None:
    """Return where a line of the whole style sheet was written; None of one that is the program's own."""
    first = 2
    for sheet in style_sheets(template, language):
        last = first + _text(sheet).count("\n")
        if first <= line <= last:
            return Place(f"templates/{sheet.parent.name}/{sheet.name}", row=line - first + 1)
        first = last + 1
    return None


def _text(sheet: Path) -> str:
    """Return a style sheet; letters that are not UTF-8 stand in its comments as a rule, and are marked elsewhere."""
    return sheet.read_text("utf-8", errors="replace")
