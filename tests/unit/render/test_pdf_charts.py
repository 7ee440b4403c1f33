from fractions import Fraction

from reportgen.model.document import Chart, Message, Series, Verbatim
from reportgen.model.quantity import NotMeasured, Quantity, money, percent
from reportgen.render.pdf.charts import HALF, ChartView, drawn, is_narrow
from reportgen.render.pdf.shapes import shortened, text_width
from tests.unit.render.samples import sample_words

ZH = sample_words("zh")


def chart(kind: str, **series: list[Quantity | NotMeasured]) -> ChartView:
    label = Message("sample.actual")
    rows = tuple(Series(key, label, tuple(values)) for key, values in series.items())
    names = tuple(Verbatim(f"第{index}类") for index in range(len(rows[0].values)))
    return drawn(Chart("x", kind, label, names, rows, label), ZH, HALF)  # type: ignore[arg-type]


def cny(*amounts: int) -> list[Quantity | NotMeasured]:
    return [money(amount, "CNY") for amount in amounts]


def test_bars_are_as_high_as_their_values() -> None:
    view = chart("months", actual=cny(100, 200, 400))
    heights = [rect.height for rect in view.shapes.rects]
    assert heights[2] == 2 * heights[1] == 4 * heights[0] > 0
    assert {round(rect.y + rect.height, 2) for rect in view.shapes.rects} == {view.shapes.lines[0].y1}


def test_a_month_stands_in_its_middle_with_last_years_bar_and_without_one() -> None:
    middles = [HALF / 6, HALF / 2, HALF * 5 / 6]
    unknown: list[Quantity | NotMeasured] = [NotMeasured("no-history")] * 3
    for past in (None, unknown, cny(80, 90, 70)):
        series = {"actual": cny(100, 200, 400)} | ({} if past is None else {"previous": past})
        rects = chart("months", **series).shapes.rects
        bars = [[rect for rect in rects if abs(rect.x - middle) < HALF / 6] for middle in middles]
        edges = [(min(each.x for each in bar), max(each.x + each.width for each in bar)) for bar in bars]
        assert all(abs((left + right) / 2 - middle) < 0.3 for (left, right), middle in zip(edges, middles, strict=True))


def test_a_month_below_zero_hangs_from_the_axis() -> None:
    view = chart("months", actual=cny(300, -100))
    above, below = view.shapes.rects
    assert round(above.y + above.height, 2) == below.y == view.shapes.lines[0].y1
    assert above.height == 3 * below.height


def test_months_of_nothing_take_no_height() -> None:
    assert chart("months", actual=cny(0, 0)).shapes.height < chart("months", actual=cny(0, 1)).shapes.height / 3


def test_a_figure_never_stands_on_the_target_tick() -> None:
    view = chart("months", actual=cny(1000, 1000, 1000), target=cny(1050, 1000, 500))
    ticks = [line.y1 for line in view.shapes.lines if line.role == "target"]
    figures = [label for label in view.shapes.labels if label.role == "figure"]
    for tick, figure in zip(ticks, figures, strict=True):
        assert not figure.y - 6 < tick < figure.y + 1


def test_a_quarter_is_narrow_and_a_year_is_not() -> None:
    label = Message("sample.actual")
    quarter, year = (Chart("x", "months", label, (None,) * months, (), label) for months in (3, 12))
    assert is_narrow(quarter)
    assert not is_narrow(year)


def test_what_is_not_measured_is_said_and_not_drawn() -> None:
    for kind in ("months", "bars", "bullets", "funnel"):
        view = chart(kind, actual=[percent(1), NotMeasured()])
        assert len([rect for rect in view.shapes.rects if rect.role == "actual"]) == 1
        assert [label.text for label in view.shapes.labels if label.role == "absent"] == ["未测量"]
        assert chart(kind, actual=[NotMeasured(), NotMeasured()]).empty == "未测量"


def test_a_bullet_ends_with_its_track() -> None:
    view = chart("bullets", actual=[percent(Fraction(1, 2)), percent(1), percent(99)])
    track, *_ = [rect for rect in view.shapes.rects if rect.role == "track"]
    half, whole, beyond = [rect for rect in view.shapes.rects if rect.role == "actual"]
    tick = view.shapes.lines[0].x1
    assert abs(half.width * 2 - whole.width) < 0.05
    assert abs(whole.x + whole.width - tick) < 0.05
    assert beyond.width == track.width
    (tip,) = view.shapes.tips
    assert (tip.x, tip.y) == (round(track.x + track.width, 2), beyond.y + beyond.height / 2)


def test_nothing_leaves_the_drawing_however_long_the_words() -> None:
    for kind in ("months", "bars", "bullets", "funnel"):
        values = cny(-123456789012, 123456789012, 0)
        names = tuple(Verbatim("苏州工业园区长三角一体化智能制造数字化转型联合创新示范工厂") for _ in values)
        series = (Series("actual", Message("sample.actual"), tuple(values)),)
        made = Chart("x", kind, Message("sample.actual"), names, series, Message("sample.actual"))
        view = drawn(made, ZH, HALF)
        for rect in view.shapes.rects:
            assert rect.x >= 0
            assert rect.x + rect.width <= view.width + 0.1
        for label in view.shapes.labels:
            length = text_width(label.text)
            start = label.x - {"start": 0.0, "middle": length / 2, "end": length}[label.anchor]
            assert start >= -0.1
            assert start + length <= view.width + 0.1


def test_a_text_is_cut_to_its_room_with_an_ellipsis() -> None:
    assert shortened("短", 50) == "短"
    cut = shortened("苏州工业园区长三角一体化", 50)
    assert cut.endswith("…")
    assert text_width(cut) <= 50


def test_months_without_a_figure_share_their_words_above_last_years_bars() -> None:
    unknown = NotMeasured()
    view = chart("months", actual=[unknown, unknown, *cny(5)], previous=cny(1, 9, 4))
    (label,) = [label for label in view.shapes.labels if label.role == "absent"]
    highest = min(rect.y for rect in view.shapes.rects if rect.role == "previous")
    assert label.y < highest
    assert label.x == round(view.width / 3, 2)


def test_a_legend_names_only_what_is_drawn() -> None:
    view = chart("months", actual=cny(1, 2), target=cny(2, 2), previous=[NotMeasured(), NotMeasured()])
    assert [role for role, _ in view.legend] == ["actual", "target"]
