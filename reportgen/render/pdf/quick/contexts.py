"""Turns where an element stands into its style, kept from one document to the next: alike elements match alike rules.

What a rule can ask of an element is its name, some of its attributes, its place among its siblings, the ones just
before it, and the same of all that it lies in. Two elements that agree in all of this have the same style. A style
sheet that asks for more (any sibling before, what lies within) is left to the library's own way, and so is a page with
styles of its own in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, Final
from xml.etree.ElementTree import Element

from weasyprint import CSS, cssselect2
from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes, preprocess_declarations
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA

_MOST: Final = 20_000
"""So many places are known, some hundred bytes each; a paper has some hundreds."""

_FAR: Final = re.compile(
    r"~|:has\(|:empty|:(?:dis|en)abled|:checked|nth-(?:last-)?of-type"
    r"|nth-(?:last-)?child\((?!\s*(?:-n\s*\+\s*)?\d+\s*\))",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"nth-(last-)?child\(\s*(-n\s*\+\s*)?(\d+)", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"\[\s*([A-Za-z-]+)")
_OWN_STYLE: Final = re.compile(r"\sstyle\s*=")
_NAMES: Final = re.compile(r":?[a-z][a-z0-9-]*|\[[^\]]*\]")
_COMMA: Final = re.compile(r",(?![^(]*\))")
_AFTER: Final = 3
"""So many siblings before an element are known; a style sheet with longer chains of `+` is left to the library."""
_CHAIN: Final = re.compile(rf"(?:\+[^+,{{}}]*){{{_AFTER + 1}}}")

_ALWAYS: Final = ("class", "id", "lang", "href", "name")
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_SIZES: Final = ("width", "height")
"""What of a drawing's attributes is its style."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What style sheets ask of an element: attributes by name, and its place from either end of its siblings.

    Places are asked for as parts of all there are: `first` and `last` are those, counted from 0, that parts begin with.
    """

    attributes: tuple[str, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]


_known: dict[Any, tuple[int, Any]] = {}
"""By what a place is known by: its number, and its style where that can be kept."""
_alike: dict[Any, int] = {}
"""By what an element is known by, its siblings and all that it lies in apart: a number."""
_held: dict[int, Any] = {}
"""What is known by its place in memory, which must stay there."""
_init = StyleFor.__init__


class Root(cssselect2.ElementWrapper):  # type: ignore[misc]
    """The root of a page, in which elements are found by their names alone without looking at each from all sides."""

    def query_all(self, *selectors: str) -> Iterator[Any]:
        """Yield the elements with these names, in tree order, as what has an `etree_element`."""
        return (
            SimpleNamespace(etree_element=each)
            for each in self.etree_element.iter()
            if each.tag.rpartition("}")[2] in selectors
        )


def install() -> None:
    """Replace how the styles of a document are found."""
    StyleFor.__init__ = style_all


@lru_cache(maxsize=16)
def asked_of(css: str) -> Asked | None:
    """Return what a style sheet and the library's own ask of an element; None where they ask for more than is known."""
    text = plain_text() + css
    if _FAR.search(text) or _CHAIN.search(text):
        return None
    names = dict.fromkeys((*_ALWAYS, *_ATTRIBUTE.findall(text)))
    numbered = _NUMBERED.findall(text)
    return Asked(tuple(names), *(_parts(each for each in numbered if bool(each[0]) is last) for last in (False, True)))


def _parts(numbered: Iterable[tuple[str, str, str]]) -> tuple[int, ...]:
    """Return where parts of places begin that are asked for by number, or by all numbers up to one."""
    parts = {1}  # the first and the last of all are always told
    for _, up_to, number in numbered:
        parts |= {int(number)} if up_to else {int(number) - 1, int(number)}
    return tuple(sorted(parts))


def asked_by(html: str, css: str) -> Asked | None:
    """Return what is asked of a page's elements; None where that cannot be told."""
    return None if _OWN_STYLE.search(html) else asked_of(css)


@cache
def plain_text() -> str:
    """Return the library's own style sheet without what it says of elements that a plain page cannot have.

    That is lists, forms, old elements, and the marks of lists and footnotes, which it makes for every element.
    """
    from reportgen.render.pdf.quick.reading import ELEMENTS

    return "\n".join(line for line in UA.splitlines() if _concerns(line, ELEMENTS))


@cache
def plain_sheet() -> Any:
    """Return the library's own style sheet for plain pages."""
    return CSS(string=plain_text(), counter_style=CounterStyle())


def _concerns(line: str, elements: frozenset[str]) -> bool:
    """Tell whether a line may be a rule for one of these elements; one for all elements has no name in it."""
    if line.startswith(("::", "@counter-style")):
        return False
    selectors, _, rest = line.partition("{")
    if not rest or line.startswith(("@", " ")):
        return True
    each = ({name for name in _NAMES.findall(one) if name[0] not in ":["} for one in _COMMA.split(selectors))
    return any(not names or not names.isdisjoint(elements) for names in each)


def style_all(
    style_for: Any, html: Any, sheets: Any, presentational_hints: Any, font_config: Any, target_collector: Any
) -> None:
    """Find the styles of all elements of a document as WeasyPrint's constructor does."""
    asked = getattr(html, "asked", None)
    if asked is None or presentational_hints:
        _init(style_for, html, sheets, presentational_hints, font_config, target_collector)
        return
    style_for._cascaded_styles, style_for._computed_styles = {}, {}  # noqa: SLF001  what the constructor sets
    style_for._sheets, style_for.font_config = sheets, font_config  # noqa: SLF001
    style_for.initial_page_sizes = {"box": None, "area": None}
    if len(_known) > _MOST:
        _known.clear()
        _alike.clear()
    _Finding(style_for, html, asked, target_collector).all()


class _Finding:
    """The styles of one document, being found."""

    def __init__(self, style_for: Any, html: Any, asked: Asked, targets: Any) -> None:
        self.style_for, self.html, self.asked, self.targets = style_for, html, asked, targets
        self.styles: dict[Any, Any] = style_for.get_computed_styles()
        self.wrappers: dict[Any, Any] = {}
        self.marked: list[tuple[Any, str]] = []

    def all(self) -> None:
        """Find them in tree order, then those of what is put before and after elements."""
        root, sheets = self.html.etree_element, self.style_for._sheets  # noqa: SLF001
        whole = (id(self.style_for.font_config), self.html.base_url, *(id(sheet) for sheet, _, _ in sheets))
        if whole not in _known:
            _known[whole] = (len(_known), None)
            for each in (self.style_for.font_config, *(sheet for sheet, _, _ in sheets)):
                _held[id(each)] = each
        signature = self._signature(root)
        number, style = self._one(root, None, (_known[whole][0], signature))
        self._within(root, number, style)
        for element, kind in self.marked:
            self._computed(element, element, kind)
        self.style_for.get_cascaded_styles().clear()

    def _within(self, parent: Element, number: int, above: Any) -> None:
        children = [*parent]
        if not children:
            return
        asked, end = self.asked, len(children) - 1
        last_of = {child.tag: place for place, child in enumerate(children)}
        seen: set[str] = set()
        before: tuple[Any, ...] = ()
        for place, child in enumerate(children):
            among = (bisect_right(asked.first, place), bisect_right(asked.last, end - place))
            of_kind = (child.tag in seen, last_of[child.tag] == place)
            alike = _alike.setdefault((*self._signature(child), *among, *of_kind), len(_alike))
            key = (number, id(above), alike, before)
            seen.add(child.tag)
            before = (*before[1 - _AFTER :], alike)
            self._within(child, *self._one(child, parent, key))

    def _signature(self, element: Element) -> tuple[Any, ...]:
        get = element.attrib.get
        names = self.asked.attributes if element.tag != _SVG else (*self.asked.attributes, *_SIZES)
        return (element.tag, *[get(name) for name in names])

    def _one(self, element: Element, parent: Element | None, key: Any) -> tuple[int, Any]:
        number, style = _known.get(key) or (-1, None)
        if style is None:
            marks = self._cascade(element)
            self._computed(element, parent, None)
            style = self.styles[element, None]
            number = number if number >= 0 else len(_known)
            # What has something before or after it is looked at anew: its marks are no part of its style.
            _known[key] = (number, None if marks else style)
        else:
            self.styles[element, None] = style
            if self.targets and style["anchor"]:
                self.targets.collect_anchor(style["anchor"])
        return number, style

    def _computed(self, element: Any, parent: Any, kind: str | None) -> None:
        self.style_for.set_computed_styles(
            element,
            root=self.html.etree_element,
            parent=parent,
            pseudo_type=kind,
            base_url=self.html.base_url,
            target_collector=self.targets,
        )

    def _cascade(self, element: Element) -> bool:
        """Collect the declarations that match an element; tell whether any are of what goes before or after."""
        if not self.wrappers:
            self.wrappers = {each.etree_element: each for each in self.html.wrapper_element.iter_subtree()}
            self._attributes()
        cascaded = self.style_for.get_cascaded_styles()
        kinds: dict[str, None] = {}
        for sheet, origin, sheet_specificity in self.style_for._sheets:  # noqa: SLF001
            for specificity, _, kind, (declarations, layer) in sheet.matcher.match(self.wrappers[element]):
                order = float("inf") if layer is None else sheet.layers.index(layer)
                style = cascaded.setdefault((element, kind), {})
                _add(style, declarations, origin, (order, sheet_specificity or specificity))
                if kind:
                    kinds[kind] = None
        self.marked += ((element, kind) for kind in kinds)
        return bool(kinds)

    def _attributes(self) -> None:
        """Collect the declarations that stand in elements' attributes: their language."""
        root, base_url = self.html.etree_element, self.html.base_url
        cascaded = self.style_for.get_cascaded_styles()
        for specificity, element, declarations, _ in find_style_attributes(root, False, base_url):
            prepared = preprocess_declarations(base_url, declarations)
            _add(cascaded.setdefault((element, None), {}), prepared, "author", (float("inf"), specificity))


def _add(style: dict[str, Any], declarations: Any, origin: str, weight: tuple[float, Any]) -> None:
    """Add declarations to those that an element has so far: the heavier one stays."""
    for name, values, importance in declarations:
        own = (declaration_precedence(origin, importance), *weight)
        old = style.get(name, (None, None))[1]
        if old is None or old <= own:
            style[name] = values, own
