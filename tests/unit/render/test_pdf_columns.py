from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.render.fonts import Fonts, advances
from reportgen.render.pdf.charts import FULL
from reportgen.render.pdf.columns import STEPS, sized, width_rules
from reportgen.render.pdf.compose import page_view
from reportgen.render.pdf.views import (
    CellView,
    ColumnView,
    MetricsView,
    MetricView,
    PageView,
    RowView,
    SectionView,
    TableView,
)
from tests.unit.render.samples import review, sample_words

NUMBERS = st.from_regex(r"-?[0-9]{1,3}(,[0-9]{3}){0,3}(\.[0-9]{2})?( 万|%)?", fullmatch=True)
WORDS = st.text("客户名称区域经理abc def-", min_size=0, max_size=40)


def table(heads: list[tuple[str, bool]], rows: list[list[str]], key: str = "name") -> TableView:
    columns = tuple(ColumnView(f"{key}-{at}", head, end) for at, (head, end) in enumerate(heads))
    told = tuple(RowView(tuple(CellView(text, "", None, absent=False) for text in row), "", False) for row in rows)
    return TableView("t", "", "", columns, told, None, "")


def widths(of: TableView, fonts: Fonts) -> list[int]:
    page = PageView(
        "review", "quarter", "zh", "", "", (), (SectionView("s", "", "", ((of,),), ()),), "", "", "", ("", "", "")
    )
    (((part,),),) = (section.blocks for section in sized(page, fonts).sections)
    assert isinstance(part, TableView)
    return [column.width for column in part.columns]


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(WORDS, NUMBERS, NUMBERS, WORDS), min_size=1, max_size=6))
def test_columns_fill_the_table_and_no_number_is_cut(rows: list[tuple[str, str, str, str]], fonts: Fonts) -> None:
    heads = [("客户", False), ("金额", True), ("同比", True), ("说明", False)]
    found = widths(table(heads, [list(row) for row in rows]), fonts)
    assert sum(found) == STEPS
    known = advances(fonts.regular)
    for at in (1, 2):
        longest = max(sum(known.get(ord(char), 1.0) for char in row[at]) * 9.0 for row in rows)
        assert found[at] * FULL / STEPS >= longest + 6.0


def test_a_table_that_hardly_fits_is_left_to_the_layout(fonts: Fonts) -> None:
    heads = [(f"第{number}列", True) for number in range(9)]
    assert widths(table(heads, [["123,456,789.00 万"] * 9]), fonts) == [0] * 9


def unmeasured(heads: list[tuple[str, bool]], fonts: Fonts) -> list[int]:
    """The widths of a table whose figures were not measured."""
    cells = tuple(CellView("not measured" if end else text, "", None, absent=end) for text, end in heads)
    return widths(replace(table(heads, []), rows=(RowView(cells, "", False),)), fonts)


def test_what_was_not_measured_stays_on_one_line_where_there_is_room(fonts: Fonts) -> None:
    known = advances(fonts.regular)
    whole = sum(known[ord(char)] for char in "not measured") * 7.0
    found = unmeasured([("A measure with a name that takes many words to say", False), *[("Year", True)] * 6], fonts)
    assert all(width * FULL / STEPS >= whole + 6.0 for width in found[1:])
    narrow = unmeasured([("A measure", False), *[("Year", True)] * 10], fonts)
    assert sum(narrow) == STEPS
    assert all(width * FULL / STEPS < whole + 6.0 for width in narrow[1:])


def test_a_short_reason_is_not_set_letter_under_letter(fonts: Fonts) -> None:
    of = table([("客户", False), ("原因", False)], [["苏州工业园区长三角一体化智能制造数字化转型联合创新" * 4, "交期"]])
    columns = tuple(replace(each, key=key) for each, key in zip(of.columns, ("customer", "reason"), strict=True))
    found = widths(replace(of, columns=columns), fonts)
    assert found[1] * FULL / STEPS >= 2 * 9.0 + 6.0


def test_a_column_of_words_gets_what_the_numbers_leave(fonts: Fonts) -> None:
    heads = [("说明", False), ("金额", True)]
    words, numbers = widths(table(heads, [["很长的说明" * 30, "1,234.00"]]), fonts)
    assert words > 170
    assert words + numbers == STEPS


def test_each_width_has_a_rule_and_the_review_uses_them(fonts: Fonts) -> None:
    rules = width_rules()
    page = sized(page_view(review(), sample_words("zh")), fonts)
    tables = [part for each in page.sections for block in each.blocks for part in block if isinstance(part, TableView)]
    used = {column.width for each in tables for column in each.columns if column.width}
    assert len(used) > 3
    assert all(f"th.w-{width} {{ width: {width / 2:g}% }}" in rules for width in used)


def test_a_figure_that_has_room_is_set_large_and_one_that_has_not_is_not(fonts: Fonts) -> None:
    sizes = [figure_is_long(value, beside, fonts) for value, beside in (("2,085.1 万", 5), ("12,085.17 万", 5))]
    assert sizes == [False, True]
    assert figure_is_long("12,085.17 万", 4, fonts) is False


def figure_is_long(value: str, beside: int, fonts: Fonts) -> bool:
    figure = MetricView("签单额", value, (), "none", "", long=False, absent=False)
    section = SectionView("headline", "", "", ((MetricsView((figure,) * beside),),), ())
    (block,) = sized(replace(page_view(review(), sample_words("zh")), sections=(section,)), fonts).sections[0].blocks
    assert isinstance(block[0], MetricsView)
    return block[0].items[0].long
