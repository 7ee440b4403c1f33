import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5
import weasyprint
from weasyprint.css import ComputedStyle, get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reportgen.model.document import Document
from reportgen.render.brand import read_brand
from reportgen.render.fonts import Fonts
from reportgen.render.pdf import pdf, quick, weasy
from reportgen.render.pdf.columns import sized
from reportgen.render.pdf.compose import page_view
from reportgen.render.pdf.page import html
from reportgen.render.pdf.quick import values
from reportgen.render.pdf.quick.contexts import Asked, asked_by, plain_text
from reportgen.render.pdf.quick.reading import Page, tree_of
from reportgen.render.pdf.quick.styles import begin, is_steady
from reportgen.render.pdf.style import css as style_of
from tests.unit.render.samples import ROOT, TEMPLATE, longest, review, sample_words, shortest

DOCUMENTS = (review(), longest(), review(), shortest(), replace(review(), kind="bulletin"))
LANGUAGES = ("zh", "en")

UNTOUCHED = """
import hashlib, sys
from pathlib import Path
from reportgen.app.fonts import prepare_fonts
from reportgen.render.pdf import pdf, quick
from tests.unit.render.test_pdf_quick import DOCUMENTS, LANGUAGES, TEMPLATE, sample_words
quick.KNOWN = ("another version",)
fonts = prepare_fonts(Path(sys.argv[1]))
for document in DOCUMENTS:
    for language in LANGUAGES:
        print(hashlib.sha256(pdf(document, TEMPLATE, sample_words(language), fonts)).hexdigest())
"""


def page(document: Document, language: str, fonts: Fonts) -> str:
    view = sized(page_view(document, sample_words(language)), fonts)
    made = html(view, TEMPLATE, read_brand(ROOT / "templates" / "brand.yaml")[0])
    assert isinstance(made, str)
    return made


def by_the_library(text: str) -> str:
    return ET.tostring(tinyhtml5.parse(text, namespace_html_elements=False), encoding="unicode")


def test_the_steps_are_for_the_version_that_is_installed() -> None:
    assert weasyprint.__version__ == quick.KNOWN[0]
    assert quick.quicken()


def test_pages_have_the_same_bytes_with_the_library_left_as_it_is(fonts: Fonts) -> None:
    command = [sys.executable, "-c", UNTOUCHED, str(fonts.regular.parent.parent)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ})
    pdf(review(), TEMPLATE.parent / "team", sample_words("zh"), fonts)  # what it leaves must change nothing
    ours = [
        hashlib.sha256(pdf(document, TEMPLATE, sample_words(language), fonts)).hexdigest()
        for document in DOCUMENTS
        for language in LANGUAGES
    ]
    assert ours == done.stdout.split()


@pytest.mark.parametrize(
    ("html_text", "css", "own"),
    [
        ("<p>a</p>", "p::after { content: '\\2003' }", False),
        ("<p>a</p>", "@FONT-face { font-family: Report; src: url(own.ttf) }", True),
        ("<p>a</p>", "@f\\6fnt-face { font-family: Report; src: url(own.ttf) }", True),
        ("<p>a</p>", "@import url(own.css);", True),
        ("<style>p { color: red }</style><p>a</p>", "", True),
    ],
)
def test_papers_share_opened_fonts_unless_they_may_bring_their_own(
    html_text: str, css: str, own: bool, fonts: Fonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []
    monkeypatch.setattr(weasy, "_finished", lambda laid_out, *_, **__: used.append(laid_out.font_config))
    for template, text, rules in ((TEMPLATE, "<p>a</p>", ""), (TEMPLATE.parent / "team", html_text, css)):
        weasy.write(f"<html lang=en><title>a</title><body>{text}</body></html>", template, rules, fonts)
    first, second = used
    assert (first is not second) is own


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", [review(), longest(), shortest()], ids=["usual", "longest", "shortest"])
def test_a_page_is_read_into_the_tree_of_the_librarys_own_parser(
    document: Document, language: str, fonts: Fonts
) -> None:
    text = page(document, language, fonts)
    tree = tree_of(text)
    assert tree is not None
    assert ET.tostring(tree, encoding="unicode") == by_the_library(text)


def test_characters_with_a_name_are_read_alike() -> None:
    text = "<html><head></head><body><p title='&quot;'>a&nbsp;b&ensp;c &lt;&AMP;&gt; d&hellip;</p></body></html>"
    text = text.replace("'", '"')
    tree = tree_of(text)
    assert tree is not None
    assert ET.tostring(tree, encoding="unicode") == by_the_library(text)


@pytest.mark.parametrize(
    "body",
    [
        "<p>a<div>b</div></p>",
        "<p>a<p>b",
        "<table>a<tr><td>b</td></tr></table>",
        "<table><tr><td>b</td></tr></table>",
        "<a href='#x'>a<a href='#y'>b</a></a>",
        '<a href="#x">a<span><a href="#y">b</a></span></a>',
        "<div/>a",
        "<p>a<!-- b -->c</p>",
        "<p>a&nosuchname;b</p>",
        '<p title="a\nb">c</p>',
        "<ul><li>a</li></ul>",
        "<P>a</P>",
        '<p Title="a">b</p>',
        "<pre>\na</pre>",
    ],
)
def test_what_html_would_mend_is_left_to_the_librarys_parser(body: str) -> None:
    assert tree_of(f"<!doctype html><html><head></head><body>{body}</body></html>") is None


@pytest.mark.parametrize(
    ("html_text", "css", "steady"),
    [
        ("<p>a</p>", "p { overflow-wrap: anywhere }", True),
        ("<ul><li>a</li></ul>", "", False),
        ("<p>a</p>", "p { display: list-item }", False),
        ("<p>a</p>", "p { float: footnote }", False),
        ("<p>a</p>", "p::after { content: leader('.') }", False),
        ("<p>a</p>", "body { overflow: hidden }", False),
        ("<p>a</p>", "p { width: 50vw }", False),
    ],
)
def test_styles_are_kept_only_where_nothing_changes_them_later(html_text: str, css: str, steady: bool) -> None:
    assert is_steady(html_text, css) is steady


@pytest.mark.parametrize(
    "css",
    [
        "p ~ p { color: red }",
        "p:has(b) { color: red }",
        "p:empty { color: red }",
        "p:nth-child(2n + 1) { color: red }",
        "p:nth-child(odd) { color: red }",
        "p:nth-of-type(2) { color: red }",
        "a + b + i + b + i { color: red }",
    ],
)
def test_places_are_not_known_by_what_is_near_where_a_rule_asks_for_more(css: str) -> None:
    assert asked_by("<p>a</p>", css) is None


def test_what_rules_ask_of_an_element_is_known() -> None:
    asked = asked_by("<p>a</p>", "p[title] + p:nth-last-child(7) { color: red }")
    assert asked is not None
    assert "title" in asked.attributes
    assert asked.last == (1, 6, 7)
    assert asked.first == (1,)
    assert asked_by('<p style="color: red">a</p>', "") is None
    assert isinstance(asked_by("<p>a</p>", (TEMPLATE.parent / "page" / "style.css").read_text("utf-8")), Asked)


@pytest.mark.parametrize("paper", ["review", "team"])
def test_elements_of_papers_that_everybody_gets_are_known_by_where_they_stand(paper: str) -> None:
    brand, _ = read_brand(ROOT / "templates" / "brand.yaml")
    assert asked_by("<p>a</p>", style_of(TEMPLATE.parent / paper, brand, "zh"))


PLACED = """
p:nth-last-child(-n+3) { color: #010101 } p:nth-child(2) { color: #020202 } p:nth-child( -n + 1 ) { color: #030303 }
p:nth-last-child(5) + p { color: #040404 } p:first-of-type + b { color: #050505 } p:last-of-type { color: #060606 }
p:nth-child(3) + b + p { color: #070707 } b:last-of-type + p { color: #080808 }
"""


def test_elements_in_any_place_among_any_siblings_have_the_librarys_styles() -> None:
    quick.quicken()
    fonts, sheet = FontConfiguration(), weasyprint.CSS(string=PLACED)
    for kinds in (each for length in range(1, 7) for each in product("pb", repeat=length)):
        text = "<html><head></head><body>" + "".join(f"<{kind}>a</{kind}>" for kind in kinds) + "</body></html>"
        assert colours(text, sheet, fonts, known=True) == colours(text, sheet, fonts, known=False), kinds


def colours(text: str, sheet: weasyprint.CSS, fonts: FontConfiguration, *, known: bool) -> list[str]:
    """Return the colour of each element of the body, by what is known of places, or as the library finds it."""
    begin(steady=known)
    page = Page(text, "", URLFetcher(), plain=True, asked=asked_by(text, PLACED) if known else None)
    style_for = get_all_computed_styles(page, [sheet], font_config=fonts)
    return [str(style_for(element)["color"]) for element in page.etree_element[1]]


DECLARED = """
div { margin-inline-start: 3pt; border: 1pt solid red; line-height: calc(50% + 2pt); text-indent: calc(10% + 1pt) }
p { padding-left: 2pt; direction: rtl; color: var(--ink); page: front; text-decoration: underline; float: left }
b { block-size: 4pt; width: 5pt; border-start-start-radius: 2pt; position: absolute; color-scheme: dark; font: inherit }
i { display: block; margin: inherit; padding-inline-end: 1pt; all: initial } :root { --ink: #123456; lang: en }
"""


@pytest.mark.parametrize("order", [list(INITIAL_VALUES), sorted(INITIAL_VALUES, reverse=True)])
def test_a_property_that_nothing_declares_has_the_librarys_value(
    order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick.quicken()
    text = "<html><head></head><body><div><p><b>a</b><i>b</i></p><b><i><p>c</p></i></b></div><i>d</i></body></html>"

    def told() -> list[str]:
        begin(steady=False)
        page = Page(text, "", URLFetcher(), plain=False, asked=None)
        style_for = get_all_computed_styles(page, [weasyprint.CSS(string=DECLARED)])
        return [f"{each.tag} {name} {style_for(each)[name]}" for each in page.etree_element.iter() for name in order]

    ours = told()
    monkeypatch.setattr(ComputedStyle, "__missing__", values._missing)
    assert ours == told()


def test_the_librarys_rules_for_what_a_page_can_have_stay() -> None:
    assert ":link, :visited, ins, u { text-decoration: underline }" in plain_text()
    assert "tr, td, th { vertical-align: inherit }" in plain_text()
    assert not any(word in plain_text() for word in ("footnote-call", "textarea:empty", "@counter-style"))
