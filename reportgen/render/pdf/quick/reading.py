"""Turns HTML that is written like XML into the tree that WeasyPrint lays out, by a parser in C.

Both parsers give the same tree where every element is closed and stands where HTML lets it stand; anything else, which
HTML's rules would mend, is left to the library's own parser.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import weasyprint

from reportgen.render.pdf.quick.contexts import Asked, Root, plain_sheet

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

_SVG: Final = "{http://www.w3.org/2000/svg}"
_DOCTYPE: Final = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_VOID: Final = re.compile(r"<((?:meta|img|br|hr|col)\b[^<>]*?)\s*/?>")
_CLOSED: Final = re.compile(r"<([A-Za-z0-9]+)(?:\s[^<>]*)?/>")
_BROKEN_VALUE: Final = re.compile(r"""=\s*(?:"[^"]*[\n\t][^"]*"|')""")

_NAMED: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*;)")

_FLOW: Final = frozenset(
    ("header", "footer", "section", "div", "p", "h1", "h2", "h3", "h4", "table", "img", "br", "hr", f"{_SVG}svg")
)
_TEXT: Final = frozenset(("span", "b", "i", "small", "em", "strong", "a", "img", "br", f"{_SVG}svg"))
_DRAWN: Final = frozenset(
    f"{_SVG}{name}"
    for name in ("g", "rect", "line", "path", "circle", "polygon", "polyline", "text", "tspan", "title", "desc")
)
_ROWS: Final = frozenset(("tr",))
_WITHIN: Final = {
    "html": frozenset(("head", "body")),
    "head": frozenset(("meta", "title")),
    "title": frozenset[str](),
    **dict.fromkeys(("body", "header", "footer", "section", "div", "td", "th"), _FLOW | _TEXT),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4"), _TEXT),
    **dict.fromkeys(("span", "b", "i", "small", "em", "strong"), _TEXT),
    "a": _TEXT - {"a"},
    "table": frozenset(("colgroup", "thead", "tbody", "tfoot")),
    "colgroup": frozenset(("col",)),
    **dict.fromkeys(("thead", "tbody", "tfoot"), _ROWS),
    "tr": frozenset(("th", "td")),
    **{name: frozenset[str]() for name in ("meta", "img", "br", "hr", "col")},
    **dict.fromkeys((f"{_SVG}svg", f"{_SVG}g", f"{_SVG}text", f"{_SVG}tspan"), _DRAWN),
    **{name: frozenset[str]() for name in _DRAWN - {f"{_SVG}g", f"{_SVG}text", f"{_SVG}tspan"}},
}
"""What may stand in each element. What HTML would move elsewhere is not in it."""

_TEXTLESS: Final = frozenset(("html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr"))
_CLOSING: Final = frozenset(("meta", "img", "br", "hr", "col", *(name.removeprefix(_SVG) for name in _DRAWN)))
_OWN_CASE: Final = frozenset(("viewBox", "preserveAspectRatio"))


ELEMENTS: Final = frozenset(name.removeprefix(_SVG) for name in _WITHIN)
"""What a page can have in it that is read here."""


class Page(weasyprint.HTML):  # type: ignore[misc]
    """A page to lay out, as `weasyprint.HTML` is one.

    `plain` tells that nothing changes styles later, `asked` what style sheets ask of elements, where that is known.
    """

    def __init__(self, text: str, base_url: str, fetcher: URLFetcher, *, plain: bool, asked: Asked | None) -> None:
        tree = tree_of(text)
        self._plain = plain and tree is not None
        self.asked = asked if self._plain else None
        if tree is None:
            super().__init__(string=text, base_url=base_url, url_fetcher=fetcher)
        else:
            self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
            self.wrapper_element = Root.from_html_root(tree, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        if not self._plain or forms:
            return super()._ua_stylesheets(forms)  # type: ignore[no-any-return]
        return [plain_sheet()]


def tree_of(text: str) -> ET.Element | None:
    """Return the tree that HTML's rules make of a text, None where only their own parser can tell."""
    if "<!--" in text or _BROKEN_VALUE.search(text) or not {*_CLOSED.findall(text)} <= _CLOSING:
        return None
    text = _NAMED.sub(_character, _DOCTYPE.sub("", text, count=1))
    text = _VOID.sub(r"<\1/>", text).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    try:
        root = ET.fromstring(text)  # noqa: S314  entities are not declared in it: the doctype is gone
    except ET.ParseError:
        return None
    return _placed(root) if root.tag == "html" and _is_proper(root) else None


def _character(named: re.Match[str]) -> str:
    """Return the character that a name stands for in HTML, as XML writes it; an unknown name stays."""
    return escape(html5[named[1]]) if named[1] in html5 else named[0]


def _is_proper(root: ET.Element) -> bool:
    """Tell whether every element stands where HTML lets it stand."""
    for element in root.iter():
        allowed = _WITHIN.get(element.tag)
        if allowed is None or any(child.tag not in allowed for child in element):
            return False
        if element.tag in _TEXTLESS and not _is_blank(element):
            return False
        if any(not name.islower() and name not in _OWN_CASE for name in element.attrib):
            return False
    return [child.tag for child in root] == ["head", "body"] and all(
        len([*link.iter("a")]) == 1 for link in root.iter("a")
    )


def _is_blank(element: ET.Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return not any(text and not text.isspace() for text in texts)


def _placed(root: ET.Element) -> ET.Element:
    """Put the white space around head and body where HTML puts it."""
    body = root[1]
    root.text = None
    after = body.tail or ""
    body.tail = None
    if len(body):
        body[-1].tail = (body[-1].tail or "") + after
    else:
        body.text = (body.text or "") + after
    return root
