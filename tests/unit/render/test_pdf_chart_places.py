"""Every kind of chart with the shortest and longest words and values: nothing leaves it, no text meets another."""

from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.document import (
    Box,
    Chart,
    ChartKind,
    Message,
    NineBox,
    Series,
    Task,
    Timeline,
    Trend,
    Value,
    Verbatim,
)
from reportgen.model.measured import Status
from reportgen.model.quantity import NotMeasured, Quantity, money, percent
from reportgen.render.pdf.charts import FULL, HALF, ChartView, drawn, drawn_boxes, drawn_timeline, drawn_trend
from reportgen.render.pdf.shapes import LABEL_SIZE, Label, text_width
from tests.unit.render.samples import LONG_NAME, sample_words

WORDS = {language: sample_words(language) for language in ("zh", "en")}
SAID = Message("sample.actual")
NAMES = st.sampled_from(("", "短", "Eco", "New customers of the region", LONG_NAME, "老客户 existing"))
VALUES: st.SearchStrategy[Quantity | NotMeasured] = st.one_of(
    st.integers(-(10**12), 10**12).map(lambda value: money(value, "CNY")),
    st.sampled_from((money(0, "CNY"), money(Fraction(1, 100), "CNY"), money(123456789012, "CNY"))),
    st.just(NotMeasured()),
)
KINDS: tuple[ChartKind, ...] = ("months", "bars", "bullets", "funnel", "waterfall", "forecast", "ageing", "spark")
KEYS = {"forecast": ("actual", "forecast", "low", "high", "target"), "ageing": ("a", "b", "c")}


def box(label: Label) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of a text, a little inside of its lines."""
    length = text_width(label.text)
    left = label.x - {"start": 0.0, "middle": length / 2, "end": length}[label.anchor]
    return left, label.y - LABEL_SIZE * 0.8, left + length, label.y + LABEL_SIZE * 0.15


def meet(one: Label, other: Label) -> bool:
    (a, b, c, d), (e, f, g, h) = box(one), box(other)
    return min(c, g) - max(a, e) > 0.2 and min(d, h) - max(b, f) > 0.2


def assert_in_place(view: ChartView) -> None:
    for rect in view.shapes.rects:
        assert -1.1 <= rect.x <= rect.x + rect.width <= view.width + 1.1, rect
        assert -0.1 <= rect.y <= rect.y + rect.height <= view.shapes.height + 0.1, rect
    for label in view.shapes.labels:
        left, top, right, bottom = box(label)
        assert -0.2 <= left <= right <= view.width + 0.2, label
        assert -0.2 <= top <= bottom <= view.shapes.height + 0.2, label
    for one, other in combinations([label for label in view.shapes.labels if label.text], 2):
        assert not meet(one, other), (one, other)


@st.composite
def charts(draw: st.DrawFn, kind: ChartKind) -> Chart:
    size = draw(st.integers(3, 9))
    names: tuple[Value, ...] = tuple(Verbatim(draw(NAMES)) for _ in range(size))
    series = tuple(
        Series(key, Verbatim(key), tuple(draw(VALUES) for _ in range(size))) for key in KEYS.get(kind, ("actual",))
    )
    return Chart("x", kind, SAID, names, series, SAID)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_text_leaves_a_chart_or_meets_another(kind: ChartKind, data: st.DataObject) -> None:
    chart = data.draw(charts(kind))
    language = data.draw(st.sampled_from(("zh", "en")))
    assert_in_place(drawn(chart, WORDS[language], data.draw(st.sampled_from((HALF, FULL)))))


def test_figures_wider_than_their_months_stand_inside_of_the_chart_and_apart() -> None:
    for values in ((-100500, 0), (-100500, -100500)):
        actual = tuple(money(value, "CNY") for value in values) + (NotMeasured("no-data"),) * 6
        series = (Series("actual", Verbatim("actual"), actual),)
        assert_in_place(drawn(Chart("x", "months", SAID, (Verbatim(""),) * 8, series, SAID), WORDS["zh"], HALF))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=7), st.integers(-(10**9), 10**9))
def test_each_bar_of_a_waterfall_starts_where_the_one_before_ended(changes: list[int], start: int) -> None:
    values = (start, *changes, start + sum(changes))
    series = Series("actual", SAID, tuple(money(value, "CNY") for value in values))
    view = drawn(Chart("x", "waterfall", SAID, (Verbatim("甲"),) * len(values), (series,), SAID), WORDS["zh"], FULL)
    bars = [rect for rect in view.shapes.rects if rect.role in ("total", "up", "down")]
    assert [bar.role for bar in bars[1:-1]] == ["up" if change >= 0 else "down" for change in changes]
    links = [line for line in view.shapes.lines if line.role == "link"]
    assert len(links) == len(bars) - 1
    for link, (before, after) in zip(links, pairwise(bars), strict=True):
        assert link.y1 == link.y2
        for bar in (before, after):
            assert min(abs(link.y1 - bar.y), abs(link.y1 - bar.y - bar.height)) < 0.7, (link, bar)


def test_a_waterfall_with_long_names_lies() -> None:
    values = tuple(money(value, "CNY") for value in (100, 20, 120))
    series = (Series("actual", SAID, values),)
    short, long = ((Verbatim(name),) * 3 for name in ("新客户", LONG_NAME))
    upright, lying = (
        drawn(Chart("x", "waterfall", SAID, names, series, SAID), WORDS["zh"], HALF) for names in (short, long)
    )
    assert len({bar.x for bar in upright.shapes.rects if bar.role != "paper"}) == 3
    assert len({label.y for label in lying.shapes.labels}) == 3


def test_a_cut_foot_is_marked_and_a_whole_one_is_not() -> None:
    def roles(*values: int) -> set[str]:
        series = (Series("actual", SAID, tuple(money(value, "CNY") for value in values)),)
        chart = Chart("x", "waterfall", SAID, (Verbatim("甲"),) * len(values), series, SAID)
        return {rect.role for rect in drawn(chart, WORDS["zh"], FULL).shapes.rects}

    assert "paper" in roles(1000, -20, 30, 1010)
    assert "paper" not in roles(1000, -800, 30, 230)


def test_an_end_of_the_band_that_is_what_is_expected_is_not_said_twice() -> None:
    def told(low: int) -> list[str]:
        values = {"actual": (20, None), "forecast": (None, 30), "low": (None, low), "high": (None, 40)}
        series = tuple(
            Series(key, SAID, tuple(NotMeasured() if each is None else money(each, "CNY") for each in line))
            for key, line in values.items()
        )
        view = drawn(Chart("x", "forecast", SAID, (Verbatim("前"), Verbatim("后")), series, SAID), WORDS["zh"], HALF)
        return [label.text for label in view.shapes.labels]

    assert told(25) == ["40", "30", "25", "20", "前", "后"]
    assert told(30) == ["40", "30", "20", "前", "后"]


def test_the_band_of_a_forecast_begins_at_the_last_value_that_was() -> None:
    unknown = NotMeasured()

    def line(key: str, *values: int | None) -> Series:
        known = tuple(unknown if value is None else money(value, "CNY") for value in values)
        return Series(key, Verbatim(key), known)

    series = (
        line("actual", 10, 20, None),
        line("forecast", None, None, 30),
        line("low", None, None, 25),
        line("high", None, None, 40),
    )
    view = drawn(Chart("x", "forecast", SAID, (Verbatim("1"),) * 3, series, SAID), WORDS["zh"], HALF)
    band, actual, expected = view.shapes.traces
    assert (band.role, actual.role, expected.role) == ("band", "actual", "forecast")
    last = actual.points.split()[-1]
    assert band.points.split()[0] == expected.points.split()[0] == last
    assert [role for role, _ in view.legend] == ["actual", "forecast"]
    assert [dot.hollow for dot in view.shapes.dots] == [False, False, True]


def test_the_parts_of_a_stack_are_as_long_as_their_amounts_and_darken() -> None:
    series = tuple(Series(key, Verbatim(key), (money(value, "CNY"),)) for key, value in (("a", 100), ("b", 300)))
    view = drawn(Chart("x", "ageing", SAID, (Verbatim("甲"),), series, SAID), WORDS["zh"], FULL)
    young, old = view.shapes.rects
    assert abs(young.width * 3 - old.width) < 0.1
    assert (young.role, old.role) == ("shade-0", "shade-5")
    assert [label.text for label in view.shapes.labels if label.role == "figure"] == ["400"]


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_the_axis_of_a_stack_goes_beyond_its_bars_alike_on_both_ends(rows: int) -> None:
    series = (Series("a", Verbatim("a"), (money(100, "CNY"),) * rows),)
    shapes = drawn(Chart("x", "ageing", SAID, (Verbatim("甲"),) * rows, series, SAID), WORDS["zh"], FULL).shapes
    (axis,) = shapes.lines
    first, last = shapes.rects[0], shapes.rects[-1]
    assert first.y - axis.y1 == axis.y2 - (last.y + last.height) > 0
    assert axis.y2 <= shapes.height


DONE: tuple[Quantity | NotMeasured, ...] = (percent(0), percent(1), percent(3), NotMeasured())
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_timeline_keeps_its_tasks_within_its_months(data: st.DataObject) -> None:
    rows = []
    for _ in range(data.draw(st.integers(1, 8))):
        start, end = sorted((data.draw(DAYS), data.draw(DAYS)))
        done = data.draw(st.sampled_from(DONE))
        note = data.draw(st.sampled_from((None, Verbatim(LONG_NAME))))
        rows.append(Task(Verbatim(data.draw(NAMES)), start, end, done, data.draw(st.sampled_from(Status)), note))
    made = Timeline("x", SAID, tuple(rows), data.draw(DAYS), SAID)
    view = drawn_timeline(made, WORDS["zh"], data.draw(st.sampled_from((HALF, FULL))))
    assert_in_place(view)
    for dot in view.shapes.dots:
        assert dot.x - dot.radius >= 0
        assert dot.x + dot.radius <= view.width


@settings(max_examples=30, deadline=None)
@given(st.lists(NAMES.filter(bool), max_size=12), st.integers(0, 8))
def test_the_nine_boxes_hold_the_names_that_are_in_them(names: list[str], own: int) -> None:
    boxes = tuple(
        Box(Verbatim("中坚"), tuple(map(Verbatim, names)) if place == own else (), place == own) for place in range(9)
    )
    levels = (Verbatim("低"), Verbatim("中"), Verbatim("高"))
    made = NineBox("x", SAID, Verbatim("绩效"), Verbatim(LONG_NAME), levels, boxes, SAID)
    view = drawn_boxes(made, WORDS["zh"], HALF)
    assert_in_place(view)
    marked = view.shapes.rects[own]
    assert [rect.role == "box-marked" for rect in view.shapes.rects] == [place == own for place in range(9)]
    inside = [label for label in view.shapes.labels if label.role == "mark"]
    assert all(marked.x <= label.x <= marked.x + marked.width for label in inside)
    assert all(marked.y <= label.y <= marked.y + marked.height for label in inside)


def test_a_trend_has_a_gap_where_nothing_was_measured_and_ends_in_a_point() -> None:
    values = tuple(NotMeasured() if value is None else money(value, "CNY") for value in (1, 4, None, 3, 5))
    view = drawn_trend(Trend(values, SAID), WORDS["zh"])
    assert [len(trace.points.split()) for trace in view.traces] == [2, 2]
    (dot,) = view.dots
    assert f"{dot.x},{dot.y}" == view.traces[-1].points.split()[-1]
    assert drawn_trend(Trend((NotMeasured(),), SAID), WORDS["zh"]).dots == ()
