"""Turns text whose letters a font joins, turns or stacks into marked content that tells the letters as written.

Such glyphs tell nobody their letters: Arabic draws a letter's stem and its dots apart, and stems are alike. Without
this, search, screen readers and the check for names would read something else than what stands on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from weasyprint import svg
from weasyprint.draw import text as drawing
from weasyprint.pdf import pydyf

from reportgen.render.pdf.leftward import written_letters

SHAPED: Final = re.compile("[\u0300-\u036f\u0590-\u109f\u1780-\u17ff\ua8e0-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of scripts that run from right to left, and of those whose letters change with their neighbours."""

_draw_line = drawing.draw_first_line
_draw_label = svg.TAGS["text"]
_in_label = False
"""Whether a chart's text is being drawn, which is told as one and drawn letter by letter."""


@cache
def install() -> None:
    """Have every line that needs it told, in the running text as in the texts of charts; once a process.

    Whoever replaces how a line is drawn must have done so: what is told stands around that.
    """
    global _draw_line  # noqa: PLW0603  once a process
    _draw_line = drawing.draw_first_line
    drawing.draw_first_line = draw_line
    svg.TAGS.update({name: draw_label for name, drawn in svg.TAGS.items() if drawn is _draw_label})
    svg.text = draw_label  # a text is told from other shapes by being drawn so


def draw_line(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a line as WeasyPrint's `draw_first_line` does, and tell its letters where its glyphs do not."""
    if _in_label or not SHAPED.search(textbox.text):
        return _draw_line(stream, textbox, *rest)
    with _telling(stream, textbox.text):
        return _draw_line(stream, textbox, *rest)


def draw_label(picture: Any, node: Any, size: float) -> None:
    """Draw a text of an SVG as WeasyPrint's `text` does, and tell its letters in the order of reading."""
    global _in_label  # noqa: PLW0603  one page at a time: a process draws one document after another
    if _in_label or not SHAPED.search(node.text or ""):
        _draw_label(picture, node, size)
        return
    with _telling(picture.stream, written_letters(node.text)):
        _in_label = True
        try:
            _draw_label(picture, node, size)
        finally:
            _in_label = False


@contextmanager
def _telling(stream: Any, letters: str) -> Iterator[None]:
    stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(letters)}))
    yield
    stream.end_marked_content()
