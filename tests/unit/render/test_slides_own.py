"""A designer's own deck: what is bound is filled where it stands, the rest builds, and what would be lost is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Pt

from reportgen.model.document import Chart, DataTable, Document, HeatCell, HeatMap, HeatRow, Section, Series, Verbatim
from reportgen.model.measured import Status
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.slides import PARTS, bindable, check_deck, exported, read_deck, slides
from reportgen.render.slides.starter import starter
from tests.unit.render.deck_sample import TEMPLATE, cny, deck_words, echo, message, review, share

PIXEL = 9525
FILE = "templates/qbr/deck.pptx"


def chart(kind: str, **rows: tuple[str | None, ...]) -> Chart:
    """A chart whose categories are numbered."""
    count = len(next(iter(rows.values())))
    series = tuple(
        Series(key, Verbatim(key), tuple(NotMeasured() if value is None else cny(value) for value in values))
        for key, values in rows.items()
    )
    names = tuple(Verbatim(f"c{number}") for number in range(count))
    return Chart("drawn", kind, message("bullets"), names, series, message("bullets-alt"))  # type: ignore[arg-type]


def alone(part: Chart | HeatMap) -> Document:
    return replace(review(), sections=(Section("odd", message("lost"), None, (part,)),))


def deck_of(document: Document, template: Path = TEMPLATE) -> bytes:
    return slides(document, template, deck_words("zh"))


def results() -> Document:
    """A section by the names that the real deck has, with a part that no shape of the template is bound to."""
    plan = review().sections[2]
    months, table = plan.parts
    assert isinstance(table, DataTable)
    regions = replace(table, rows=table.rows[:2], note=None)
    parts = (replace(months, id="months"), replace(regions, id="targets"), replace(regions, id="phasing"))
    return replace(review(), sections=(review().sections[0], replace(plan, id="results", parts=parts)))


def saved(deck: Deck, tmp_path: Path) -> Path:
    path = tmp_path / "own.pptx"
    deck.save(str(path))
    return path


def opened(data: bytes) -> Deck:
    return Presentation(BytesIO(data))


# ------------------------------------------------------------------------------------------------------- the charts


def test_a_waterfall_stands_on_levels_that_add_up_exactly() -> None:
    part = chart("waterfall", actual=("100.10", "-30.05", "12.00", "82.05"))
    drawn = {series.name: series.values for series in read_deck(deck_of(alone(part))).slides[-1].shape("drawn").series}
    start, taken, added, end = (value.value for value in part.series[0].values if isinstance(value, Quantity))
    assert drawn["actual"] == (start, None, None, end)
    assert drawn["−"] == (None, -taken, None, None)
    assert drawn["+"] == (None, None, added, None)
    assert drawn[""] == (None, start + taken, start + taken, None)
    assert start + taken + added == end


def test_a_waterfall_below_zero_is_bars_for_columns_cannot_stand_there() -> None:
    part = chart("waterfall", actual=("10", "-30", "25", "5"))
    data = deck_of(alone(part))
    (series,) = read_deck(data).slides[-1].shape("drawn").series
    assert [str(value) for value in series.values] == ["10", "-30", "25", "5"]


def test_the_band_of_a_forecast_is_its_height_above_the_lower_end() -> None:
    part = chart(
        "forecast",
        actual=("10", "20", None),
        forecast=(None, "20", "26"),
        low=(None, "20", "22"),
        high=(None, "20", "31"),
    )
    drawn = {series.name: series.values for series in read_deck(deck_of(alone(part))).slides[-1].shape("drawn").series}
    assert [None if value is None else int(value) for value in drawn["high"]] == [None, 0, 9]
    assert [None if value is None else int(value) for value in drawn["low"]] == [None, 20, 22]


def test_parts_of_a_whole_are_stacked_and_each_keeps_its_value() -> None:
    part = chart("ageing", to_30=("5", "3"), over_90=("7.5", "0"))
    data = deck_of(alone(part))
    drawn = {series.name: series.values for series in read_deck(data).slides[-1].shape("drawn").series}
    assert [float(value or 0) for value in drawn["over_90"]] == [7.5, 0]
    with ZipFile(BytesIO(data)) as package:
        (xml,) = (package.read(name) for name in package.namelist() if name.startswith("ppt/charts/chart"))
    assert b'<c:grouping val="stacked"/>' in xml


def test_a_cell_of_a_heat_map_has_its_sign_and_a_ground_light_enough_to_read_on() -> None:
    cells = (HeatCell(share("47"), Status.ALARM), HeatCell(None))
    part = HeatMap(
        "heat", message("bullets"), Verbatim("who"), (Verbatim("a"), Verbatim("b")), (HeatRow(Verbatim("x"), cells),),
        message("bullets-alt"),
    )  # fmt: skip
    data = deck_of(alone(part))
    assert read_deck(data).slides[-1].shape("heat").rows[1] == ("x", "▼ 47%", "")
    (table,) = (shape for shape in list(opened(data).slides)[-1].shapes if shape.has_table)
    (fill,) = table.element.xpath(".//a:tcPr/a:solidFill/a:schemeClr[a:alpha]")
    assert (fill.get("val"), fill[0].get("val")) == ("accent4", "14000")


# ------------------------------------------------------------------------------------------------- the user's slides


def test_every_bindable_thing_is_shown_in_the_exported_deck() -> None:
    data = exported(starter())
    names = {shape.name for slide in opened(data).slides for shape in slide.shapes}
    wanted = {
        f"{section}/{part}"
        for section, parts in PARTS.items()
        if section != "summary"
        for part in parts
    }  # fmt: skip
    assert wanted - names == set()
    assert {name for name in names if name.partition("/")[2] not in bindable(name.partition("/")[0])} == set()
    assert exported(starter()) == data


def test_the_exported_deck_lacks_and_loses_nothing() -> None:
    assert [problem.kind.code for problem in check_deck(starter(), FILE)] == []
    told = {problem.kind.code for problem in check_deck(exported(starter()), FILE)}
    assert told <= {"binding-absent"}


def test_a_deck_whose_shapes_all_moved_and_two_layouts_are_gone_is_filled(tmp_path: Path) -> None:
    own = opened(exported(starter()))
    _drop_slides(own, keep={"cover", "results"})
    for layout in list(own.slide_layouts):
        if layout.name in {"table", "summary"}:
            own.slide_layouts.remove(layout)
    for slide in own.slides:
        for shape in slide.shapes:
            _move(shape, 40)
    extra = own.slides.add_slide(own.slide_layouts[0])
    extra.shapes.add_textbox(Emu(0), Emu(0), Emu(900000), Emu(400000)).text_frame.text = "our own closing words"
    template = saved(own, tmp_path)

    told = [(problem.kind.code, problem.found) for problem in check_deck(template.read_bytes(), FILE)]
    assert told == [("layout-absent", "summary"), ("layout-absent", "table")]
    data = deck_of(results(), template)
    deck = read_deck(data)
    assert len(deck.slides) == 3
    assert deck.slides[2].shapes[-1].text == "our own closing words"
    months = next(shape for shape in opened(data).slides[1].shapes if shape.has_chart)
    assert (months.name, months.left) == ("months", (64 + 40) * PIXEL)
    assert _cells(deck.slides[1]) == _cells(read_deck(deck_of(results())).slides[1])
    written = tmp_path / "deck.pptx"
    written.write_bytes(data)
    assert OpenXmlValidator().validate(written).errors == []


def test_what_has_no_shape_goes_onto_a_further_slide_and_nothing_is_lost(tmp_path: Path) -> None:
    own = opened(exported(starter()))
    _drop_slides(own, keep={"results"})
    for shape in list(own.slides[0].shapes):
        if shape.name == "results/phasing":
            shape.element.getparent().remove(shape.element)
    data = deck_of(results(), saved(own, tmp_path))
    deck = read_deck(data)
    assert [{shape.name for shape in slide.shapes} & {"targets", "phasing"} for slide in deck.slides[1:]] == [
        {"targets"},
        {"phasing"},
    ]
    assert deck.slides[2].title == deck.slides[1].shape("results/title").text


def test_a_text_keeps_its_look_and_shrinks_only_where_it_must(tmp_path: Path) -> None:
    own = opened(exported(starter()))
    _drop_slides(own, keep={"results"})
    title = next(shape for shape in own.slides[0].shapes if shape.name == "results/title")
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(30)
    title.text_frame.paragraphs[0].runs[0].font.italic = True
    template = saved(own, tmp_path)
    for text, size in (("签单 1.71 亿", 30), ("签单 1.71 亿，超计划；" * 9, 18)):
        document = results()
        section = replace(document.sections[1], title=echo(text))
        data = deck_of(replace(document, sections=(document.sections[0], section)), template)
        filled = next(shape for shape in opened(data).slides[1].shapes if shape.name == "results/title")
        font = filled.text_frame.paragraphs[0].runs[0].font
        assert font.italic is True
        assert font.size is not None
        assert font.size.pt <= size


def test_a_section_with_nothing_to_say_leaves_no_empty_slide_behind(tmp_path: Path) -> None:
    data = deck_of(results(), saved(opened(exported(starter())), tmp_path))
    assert len(read_deck(data).slides) == 2
    with ZipFile(BytesIO(data)) as package:
        assert sum(name.startswith("ppt/slides/slide") for name in package.namelist()) == 2


SPOILS: dict[str, Callable[[Deck], None]] = {
    "binding-unknown": lambda deck: _rename(deck, "cash/ageing", "cash/aging"),
    "binding-twice": lambda deck: _rename(deck, "cash/owing", "cash/ageing"),
    "binding-absent": lambda deck: _rename(deck, "cash/owing", "box"),
    "slide-dropped": lambda deck: deck.slides[3].element.set("show", "0"),
    "content-replaced": lambda deck: _chart_as(deck, "cash/ageing"),
    "shape-outside": lambda deck: _move(_named(deck, "cash/ageing"), -200),
    "shape-too-small": lambda deck: _shrink(_named(deck, "cash/title")),
    "animation-lost": lambda deck: _animate(deck, "cash/ageing"),
    "layout-absent": lambda deck: _rename_layout(deck, "table", "Tabelle"),
    "layout-place-absent": lambda deck: _rename_place(deck, "chart-table", "body-right"),
}


@pytest.mark.parametrize("code", SPOILS)
def test_what_a_deck_lacks_or_would_lose_is_told_with_slide_and_shape(code: str, tmp_path: Path) -> None:
    own = opened(exported(starter()))
    before = {(problem.kind.code, problem.place) for problem in check_deck(exported(starter()), FILE)}
    SPOILS[code](own)
    found = check_deck(saved(own, tmp_path).read_bytes(), FILE)
    new = [problem for problem in found if (problem.kind.code, problem.place) not in before]
    assert code in {problem.kind.code for problem in new}
    assert all(
        "slide" in str(problem.place) or "layout" in str(problem.place) for problem in new if problem.place.sheet
    )


def test_what_is_no_presentation_is_told_so() -> None:
    (problem,) = check_deck(b"PK no zip", FILE)
    assert problem.kind.code == "deck-unreadable"


# ------------------------------------------------------------------------------------------------------------ doing


def _cells(slide: object) -> set[tuple[tuple[str, ...], ...]]:
    return {shape.rows for shape in slide.shapes if shape.rows}  # type: ignore[attr-defined]


def _drop_slides(deck: Deck, keep: set[str]) -> None:
    for entry, slide in zip(list(deck.slides.element), list(deck.slides), strict=True):
        if not any(shape.name.partition("/")[0] in keep for shape in slide.shapes):
            deck.part.drop_rel(entry.rId)
            deck.slides.element.remove(entry)
    deck.part.rename_slide_parts([entry.rId for entry in deck.slides.element])


def _named(deck: Deck, name: str):  # type: ignore[no-untyped-def]
    return next(shape for slide in deck.slides for shape in slide.shapes if shape.name == name)


def _move(shape, pixels: int) -> None:  # type: ignore[no-untyped-def]
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    shape.left, shape.top, shape.width, shape.height = Emu(left + pixels * PIXEL), Emu(top), Emu(width), Emu(height)


def _shrink(shape) -> None:  # type: ignore[no-untyped-def]
    left, top = shape.left, shape.top
    shape.left, shape.top, shape.width, shape.height = Emu(left), Emu(top), Emu(300 * PIXEL), Emu(30 * PIXEL)


def _rename(deck: Deck, name: str, other: str) -> None:
    _named(deck, name).name = other


def _chart_as(deck: Deck, name: str) -> None:
    shape = _named(deck, name)
    slide = next(slide for slide in deck.slides if any(each.name == name for each in slide.shapes))
    shape.name = "box"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["a"]
    data.add_series("s", (1,))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Emu(0), Emu(0), Emu(5000000), Emu(3000000), data).name = name


def _animate(deck: Deck, name: str) -> None:
    from lxml import etree

    shape = _named(deck, name)
    slide = next(slide for slide in deck.slides if any(each.name == name for each in slide.shapes))
    space = "http://schemas.openxmlformats.org/presentationml/2006/main"
    timing = etree.SubElement(slide.element, f"{{{space}}}timing")
    etree.SubElement(timing, f"{{{space}}}spTgt", spid=str(shape.shape_id))


def _rename_layout(deck: Deck, name: str, other: str) -> None:
    next(layout for layout in deck.slide_layouts if layout.name == name).element.cSld.set("name", other)


def _rename_place(deck: Deck, layout: str, place: str) -> None:
    found = next(each for each in deck.slide_layouts if each.name == layout)
    next(shape for shape in found.shapes if shape.name == place).name = "elsewhere"
