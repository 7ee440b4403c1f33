"""Labels of a deck's lines and bars: none is crossed by the line that it belongs to, none lies half in its bar."""

import re
from dataclasses import replace

from reportgen.render.slides.charts import chart_xml
from reportgen.render.slides.said import Plot, PlotSeries

_LABEL = re.compile(r'<c:dLbl><c:idx val="(\d+)"/>(.*?)</c:dLbl>')


def labels_of(values: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """The labels of a line that stand elsewhere than above their points: the side, and how far up or down."""
    categories = tuple(f"Q{index}" for index in range(len(values)))
    plot = Plot("p", "forecast", "Line", categories, (PlotSeries("actual", "Actual", values),), "0", "alt")
    found = {}
    for place, said in _LABEL.findall(chart_xml(plot, "en")):
        (side,) = re.findall(r'dLblPos val="(\w)"', said)
        moved = re.findall(r'<c:y val="([^"]+)"', said)
        found[int(place)] = (side, moved[0] if moved else "0")
    return found


def test_a_label_above_its_point_is_not_crossed_by_a_line_that_comes_down() -> None:
    assert labels_of(("100", "70", "30", "160", "10")) == {
        1: ("r", "-0.03"),  # the line goes on falling: beside it and a little higher
        2: ("r", "0"),  # the lowest point: below the line that rises
        4: ("r", "0"),  # the last one
    }


def test_a_label_beside_a_line_that_goes_on_rising_stands_lower() -> None:
    assert labels_of(("10", "60", "110")) == {0: ("r", "0.03"), 1: ("r", "0.03")}


def test_labels_of_an_even_line_and_of_peaks_stand_above() -> None:
    assert labels_of(("100", "104", "99", "102")) == {}
    assert 1 not in labels_of(("50", "100", "40"))


def test_a_point_after_a_fall_that_goes_on_evenly_has_its_label_below() -> None:
    assert labels_of(("100", "60", "62")) == {1: ("b", "0")}


def test_a_narrow_part_of_a_bar_across_the_slide_has_its_label_inside() -> None:
    ages = tuple(PlotSeries(str(at), str(at), (part,)) for at, part in enumerate(("6000", "2600", "900", "500")))
    beside = Plot("p", "ageing", "Ages", ("All",), ages, "0", "alt")
    told = chart_xml(replace(beside, across=True), "en")
    assert [len(_LABEL.findall(each)) for each in (chart_xml(beside, "en"), told)] == [2, 1]
    left_out = [
        [at for at, said in _LABEL.findall(each) if "c:delete" in said] for each in (chart_xml(beside, "en"), told)
    ]
    assert left_out == [["0"], []]
