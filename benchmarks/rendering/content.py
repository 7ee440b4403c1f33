"""Jobs → the same content for the other ways: what pages say, our pages, Typst with its charts, cells, slides' text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from reportgen.app.rendering import Job, Studio
from reportgen.model.document import DataTable, Document, Paragraph
from reportgen.model.problem import Problem
from reportgen.render.brand import colours, read_brand
from reportgen.render.pdf.columns import sized
from reportgen.render.pdf.compose import page_view
from reportgen.render.pdf.page import html
from reportgen.render.pdf.style import css
from reportgen.render.pdf.views import PageView, PartView, TableView
from reportgen.render.sheets.checks import checked
from reportgen.render.sheets.layout import sheets
from reportgen.render.sheets.pieces import every
from reportgen.render.words import Words, load_words, word

FAMILY = '"Noto Sans CJK SC", "Noto Sans SC"'
"""What the plain way sets Chinese in: the system's font, by the names that it has from the system or from a package."""

OUR_FAMILY = "Report, Report Rare"
"""What charts name as their font."""

_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~/=+\-\"'])")


def write_content(jobs: Iterable[Job], studio: Studio, folder: Path) -> None:
    """Write the content of every job below a folder."""
    for name in ("reviews", "pages", "sheets"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for job in jobs:
        words = load_words(studio.templates / "languages", job.language)
        stem = Path(job.path).stem
        if job.kind == "reviews":
            _write_review(job.document, words, studio, folder, stem)
        elif job.kind == "qbr":
            (folder / "deck.json").write_text(json.dumps(list(_slides(job.document, words)), ensure_ascii=False))
        else:
            (folder / "sheets" / f"{stem}.json").write_text(json.dumps(_cells(job.document, words)), "utf-8")


def _write_review(document: Document, words: Words, studio: Studio, folder: Path, stem: str) -> None:
    template = studio.templates / "review"
    brand, _ = read_brand(studio.templates / "brand.yaml")
    view = page_view(document, words)
    if studio.fonts is None:
        raise ValueError("a page needs fonts")
    page = html(sized(view, studio.fonts), template, brand)
    if isinstance(page, Problem):
        raise ValueError(page.sentence)  # noqa: TRY004  no caller passed a wrong type
    said = {"page": asdict(view), "brand": {**colours(brand), "logo": brand.logo}}
    (folder / "reviews" / f"{stem}.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    style = css(template, brand, words.language).replace('"Report", "Report Rare"', FAMILY)
    own = page.replace("</head>", f"<style>{style}</style></head>").replace(OUR_FAMILY, FAMILY.replace('"', ""))
    (folder / "pages" / f"{stem}.html").write_text(own, "utf-8")
    charts = _SVG.findall(page)
    for number, chart in enumerate(charts):
        picture = chart.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        (folder / "reviews" / f"{stem}-{number}.svg").write_text(picture, "utf-8")
    (folder / "reviews" / f"{stem}.typ").write_text("\n".join(_typst(view, stem)), "utf-8")


# ---------------------------------------------------------------------------------------------------------- Typst


def _typst(view: PageView, stem: str) -> Iterator[str]:
    yield '#set text(font: "Noto Sans SC", size: 9pt, lang: "zh")'
    yield f'#set page(paper: "a4", margin: (x: 15.5mm, top: 13mm, bottom: 15mm), footer: [{_said(view.foot)}])'
    yield f"#text(size: 21pt, weight: 700)[{_said(view.title)}]\n"
    yield "\n\n".join(_said(fact) for fact in view.facts)
    pictures = iter(range(1000))
    for section in view.sections:
        yield f"\n#text(size: 10.5pt, weight: 700)[{_said(section.title)} {_said(section.subtitle)}]\n"
        for block in section.blocks:
            parts = ["\n".join(_part(part, stem, pictures)) for part in block]
            yield parts[0] if len(parts) == 1 else f"#grid(columns: 2, gutter: 25pt, [{parts[0]}], [{parts[1]}])"
        yield from (f"\n#text(size: 8pt)[{_said(note)}]\n" for note in section.notes)


def _part(part: PartView, stem: str, pictures: Iterator[int]) -> Iterator[str]:
    match part.kind:
        case "paragraph":
            yield "".join(f"#strong[{_said(s.text)}]" if s.figure else _said(s.text) for s in part.spans) + "\n"
        case "metrics":
            cells = ", ".join(
                f"[{_said(one.label)} \\ #text(size: 18pt, weight: 700)[{_said(one.value)}] \\ "
                f"{_said(one.state)} {_said(' '.join(text for note in one.notes for text in note))}]"
                for one in part.items
            )
            yield f"#grid(columns: (1fr,) * {len(part.items)}, gutter: 8pt, {cells})"
        case "table":
            yield from _table(part)
        case "chart":
            yield f"#text(weight: 700)[{_said(part.title)}]\n"
            if not part.empty:
                yield f'#image("{stem}-{next(pictures)}.svg", width: {part.width}pt)'
        case "blank":
            yield "\n".join(f"{_said(label)} #line(length: 100%, stroke: 0.6pt)" for label in part.labels)


def _table(part: TableView) -> Iterator[str]:
    if not part.rows:
        yield _said(part.empty)
        return
    sides = ", ".join("right" if column.end else "left" for column in part.columns)
    yield f"#table(columns: {len(part.columns)}, align: ({sides},), stroke: (bottom: 0.6pt + gray), inset: 3pt,"
    yield f"table.header({', '.join(f'[{_said(column.label)}]' for column in part.columns)}),"
    for row in (*part.rows, *((part.foot,) if part.foot else ())):
        yield ", ".join(f"[{_said(cell.text)}]" for cell in row.cells) + ","
    yield ")"


def _said(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


# ------------------------------------------------------------------------------------------------- sheets and slides


def _cells(document: Document, words: Words) -> list[dict[str, object]]:
    return [
        {
            "name": sheet.name,
            "cells": [
                (
                    cell.row,
                    cell.column,
                    float(cell.content) if isinstance(cell.content, Fraction) else str(cell.content or ""),
                    cell.style.bold,
                    cell.style.size,
                    cell.format,
                    cell.style.wrap,
                )
                for cell in every(sheet.pieces)
            ],
        }
        for sheet in sheets(checked(document), words)
    ]


def _slides(document: Document, words: Words) -> Iterator[dict[str, str]]:
    for section in document.sections:
        lines = []
        for part in section.parts:
            if isinstance(part, Paragraph):
                lines.append(word(words, part.text))
            elif isinstance(part, DataTable):
                lines.append(word(words, part.title))
        yield {"title": word(words, section.title), "text": "\n".join(lines)}
