"""A designer's own pages: what they name that is not there, what is used by nothing, where data do not fit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.model.problem import Problem
from reportgen.render.fonts import Fonts
from reportgen.render.pdf.checking import check_pages
from reportgen.render.pdf.trial import tried
from tests.unit.render.samples import ROOT, longest, review, sample_words, shortest


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of the templates."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    return tmp_path / "templates"


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind.code, str(each.place), each.found) for each in problems]


def put(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


# ------------------------------------------------------------------------------------------------------------- names


def test_the_programs_own_pages_name_nothing_unknown() -> None:
    assert tuple(check_pages(ROOT / "templates")) == ()


def test_every_unknown_name_is_told_with_its_line_and_what_may_be_meant(mine: Path) -> None:
    page = mine / "page" / "page.html.j2"
    put(page, "{{ page.title }}", "{{ page.titel }}")
    put(page, "{% if brand.logo %}", "{% if brand.logos %}")
    put(page, "{% for fact in page.facts %}", "{% for fact in pages.facts | sorted %}")
    put(page, "parts.section(section, loop.first)", "parts.sektion(section, loop.first) }}{{ section.titel")
    found = tuple(check_pages(mine))
    place = "templates/page/page.html.j2 [{}]"
    assert sorted(told(found)) == [
        ("page-name-unknown", place.format(13), "brand.logos"),
        ("page-name-unknown", place.format(17), "pages"),
        ("page-name-unknown", place.format(17), "| sorted"),
        ("page-name-unknown", place.format(26), "parts.sektion"),
        ("page-name-unknown", place.format(26), "section.titel"),
        ("page-name-unknown", place.format(7), "page.titel"),
    ]
    assert "Write one of: `title`" in next(each.remedy for each in found if each.found == "page.titel")
    assert "`sort`" in next(each.remedy for each in found if each.found == "| sorted")


def test_a_template_that_is_not_there_and_one_that_cannot_be_read_are_told(mine: Path) -> None:
    put(mine / "page" / "page.html.j2", '"parts.html.j2"', '"partz.html.j2"')
    put(mine / "page" / "charts.html.j2", "{% macro chart(item) %}", "{% macro chart(item %}")
    (mine / "review" / "pages.html.j2").write_text("{% include page.kind ~ '.j2' %}", "utf-8")
    assert told(tuple(check_pages(mine))) == [
        ("template-faulty", "templates/page/charts.html.j2 [20]", "expected token ',', got '%'"),
        ("page-name-unknown", "templates/page/page.html.j2 [2]", "partz.html.j2"),
        ("page-part-unused", "templates/review/pages.html.j2", "this template"),
    ]


def test_what_nothing_uses_is_told(mine: Path) -> None:
    (mine / "reviews").mkdir()
    (mine / "reviews" / "style.css").write_text("h1 { color: var(--ink) }", "utf-8")
    (mine / "review" / "styles.css").write_text("h1 { color: var(--own) }", "utf-8")
    (mine / "review" / "style.en.css").write_text(":root { --own: red }\nh1 { color: var(--acent) }", "utf-8")
    (mine / "team" / "page.html.j2").write_text("{% extends 'base.j2' %}{% block titel %}{% endblock %}", "utf-8")
    (mine / "team" / "base.j2").write_text("{% block title %}{% endblock %}", "utf-8")
    assert told(tuple(check_pages(mine))) == [
        ("page-colour-unknown", "templates/review/style.en.css [2]", "acent"),
        ("page-part-unused", "templates/review/styles.css", "this style sheet"),
        ("page-part-unused", "templates/reviews", "this folder"),
        ("page-part-unused", "templates/team/page.html.j2 [1]", "the block `titel`"),
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"{{ 1 // 0 }}", "by zero"),
        (b"{{ page.title + 1 }}", "can only concatenate"),
        (b"{{ page.sections[99].id }}", "has no element 99"),
        ("标题".encode("gbk"), "not written in UTF-8"),
    ],
)
def test_whatever_a_template_ends_in_is_a_finding(mine: Path, fonts: Fonts, written: bytes, said: str) -> None:
    page = mine / "review" / "page.html.j2"
    page.write_bytes(b"{# own #}\n" + written)
    (problem,) = fitting(mine, shortest(), fonts)
    assert (problem.kind.code, problem.place.file) == ("template-faulty", "templates/review/page.html.j2")
    assert said in problem.sentence


def test_a_style_sheet_in_another_encoding_is_used_as_far_as_it_can_be_read(mine: Path, fonts: Fonts) -> None:
    style = mine / "review" / "style.css"
    style.write_bytes(style.read_bytes() + "/* 标题 */ h1 { margin-left: -40pt }".encode("gbk"))
    assert [each.kind.code for each in fitting(mine, longest(), fonts)] == ["page-text-misplaced"]


# -------------------------------------------------------------------------------------------------------------- room


def fitting(templates: Path, document, fonts: Fonts, data: str = "longest") -> tuple[Problem, ...]:  # type: ignore[no-untyped-def]
    return tuple(tried(document, templates / "review", sample_words("zh"), fonts, data))


@pytest.mark.parametrize("document", [longest(), shortest()], ids=["longest", "shortest"])
def test_the_programs_own_review_holds_the_longest_and_the_shortest(document, fonts: Fonts) -> None:  # type: ignore[no-untyped-def]
    assert fitting(ROOT / "templates", document, fonts) == ()


@pytest.mark.parametrize(
    ("rule", "how", "text"),
    [
        ("td.c-customer { white-space: nowrap }", "overlap", ""),
        ("h1 { margin-left: -40pt }", "outside", "苏州"),
        ("h1 { margin-bottom: -26pt }", "overlap", ""),
        ("h1 { overflow: hidden; height: 12pt; line-height: 12pt }", "cut", "苏州"),
        ("h1 { overflow: hidden; white-space: nowrap; width: 90mm }", "cut", ""),
    ],
)
def test_text_that_does_not_fit_is_told_with_its_page(mine: Path, fonts: Fonts, rule: str, how: str, text: str) -> None:
    style = mine / "review" / "style.css"
    style.write_text(style.read_text("utf-8") + rule, "utf-8")
    found = fitting(mine, longest(), fonts)
    ways = {"outside": "leaves its room", "overlap": "lies over another text", "cut": "is cut off"}
    assert any(ways[how] in each.sentence and text in each.found for each in found), found
    assert {each.kind.code for each in found} <= {"page-text-misplaced"}
    assert {str(each.place) for each in found} <= {f"templates/review [page {number}]" for number in (1, 2, 3)}
    assert all("with the longest data, in the language `zh`" in each.sentence for each in found)


def test_a_rule_that_is_none_is_told_with_its_file_and_line(mine: Path, fonts: Fonts) -> None:
    style = mine / "review" / "style.css"
    lines = style.read_text("utf-8").count("\n")
    headline = (mine / "page" / "style.css").read_text("utf-8").partition("h1 { font-size: 21pt;")[0].count("\n") + 1
    style.write_text(style.read_text("utf-8") + "h1 { colr: red; }\n", "utf-8")
    put(mine / "page" / "style.css", "h1 { font-size: 21pt;", "h1 { font-size: 21px;\n  font-sice: 21pt;")
    assert told(fitting(mine, shortest(), fonts, "shortest")) == [
        (
            "render-warning",
            f"templates/page/style.css [{headline + 1}]",
            "Ignored `font-sice: 21pt`, unknown property.",
        ),
        ("render-warning", f"templates/review/style.css [{lines + 1}]", "Ignored `colr: red`, unknown property."),
    ]


def test_a_style_for_one_language_comes_after_the_others(mine: Path, fonts: Fonts) -> None:
    (mine / "review" / "style.en.css").write_text("h1 { margin-left: -40pt }", "utf-8")
    template = mine / "review"
    assert list(tried(review(), template, sample_words("zh"), fonts, "usual")) == []
    (problem,) = tried(review(), template, sample_words("en"), fonts, "usual")
    assert "in the language `en`" in problem.sentence
