"""What stands around a table changes its places and nothing else."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.sources.layout import Area, find_areas
from tests.unit.sources.layout.drawing import grid_of

HEADER = ["订单号", "客户", "签订日期", "金额", "数量"]
WORDS = st.text("甲乙丙丁abcXYZ", min_size=1, max_size=6)
TITLES = st.lists(st.sampled_from(["2026年销售明细", "", "华东事业部", "Monthly report", "截至六月底"]), max_size=4)
PROSE = st.lists(st.sampled_from(["制表：张三", "注：以上数据未经审计，仅供内部使用。", "Source: finance"]), max_size=3)
UNITS = st.sampled_from(["", "单位：万元", "(in thousands)"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Orders: a number, a customer, a day, amounts, and perhaps a row of sums."""
    amounts = draw(st.lists(st.tuples(st.integers(-999, 9999), st.integers(1, 50)), min_size=2, max_size=12))
    rows = [
        [f"SO-{index}", draw(WORDS), f"2026-01-{index % 28 + 1:02d}", str(amount), str(count)]
        for index, (amount, count) in enumerate(amounts)
    ]
    total = [["合计", "", "", str(sum(one for one, _ in amounts)), str(sum(one for _, one in amounts))]]
    return [HEADER, *rows, *(total if draw(st.booleans()) else [])]


def content(area: Area, first: int) -> object:
    """All that an area says, with places counted from its header."""
    return (
        tuple(row - first for row in area.header),
        list(area.names.values()),
        [row - first for row in area.rows.tolist()],
        [area.cells(column).texts.to_pylist() for column in area.names],
        [
            (one.position - first, one.label, [row - first for row in one.covers.tolist()], one.agrees)
            for one in area.sums
        ],
    )


@given(
    table=tables(),
    titles=TITLES,
    unit=UNITS,
    prose=PROSE,
    gap=st.integers(0, 3),
    left=st.integers(0, 2),
    workbook=st.booleans(),
)
@example(
    table=[HEADER, ["SO-0", "甲", "2026-01-01", "0", "1"], ["SO-1", "a", "2026-01-02", "0", "1"]],
    titles=["华东事业部", ""], unit="", prose=["制表：张三"], gap=0, left=1, workbook=False,
)  # fmt: skip
@settings(max_examples=60)
def test_titles_above_and_prose_below_change_places_only(
    table: list[list[str]], titles: list[str], unit: str, prose: list[str], gap: int, left: int, workbook: bool
) -> None:
    (alone,) = find_areas(grid_of(table, workbook=workbook))
    above = [[title] for title in (*titles, *([unit] if unit else []))]
    sheet = [*above, *table, *[[""]] * gap, *([[text] for text in prose])]
    padded = [[""] * left + row + [""] * (5 - len(row)) for row in sheet]
    (around,) = find_areas(grid_of(padded, workbook=workbook))
    shifted = {column + left: name for column, name in alone.names.items()}
    assert content(around, len(above)) == content(alone, 0)
    assert around.names == shifted
    assert bool(around.units) is bool(unit)


@given(table=tables(), blanks=st.lists(st.integers(2, 12), max_size=4))
@settings(max_examples=60)
def test_blank_rows_among_the_data_change_places_only(table: list[list[str]], blanks: list[int]) -> None:
    (alone,) = find_areas(grid_of(table))
    spread = [line for index, row in enumerate(table) for line in ([[""] * 5] * blanks.count(index) + [row])]
    (around,) = find_areas(grid_of(spread))
    assert [around.cells(column).texts.to_pylist() for column in around.names] == [
        alone.cells(column).texts.to_pylist() for column in alone.names
    ]
    assert [(one.label, len(one.covers), one.agrees) for one in around.sums] == [
        (one.label, len(one.covers), one.agrees) for one in alone.sums
    ]


CELLS = st.one_of(
    st.just(""),
    st.just(""),
    st.sampled_from(
        [
            "合计",
            "小计",
            "Total",
            "单位：万元",
            "金额",
            "编号",
            "客户",
            "一月",
            "2026",
            "第1页",
            "#N/A",
            "万元",
            "说明：无",
        ]
    ),
    st.integers(-20, 3000).map(str),
    st.dates().map(str),
    WORDS,
)


@given(data=st.data(), width=st.integers(1, 6), height=st.integers(1, 14), workbook=st.booleans())
@settings(max_examples=150)
def test_every_filled_row_of_any_sheet_is_somewhere(
    data: st.DataObject, width: int, height: int, workbook: bool
) -> None:
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=height, max_size=height))
    merges = []
    for _ in range(data.draw(st.integers(0, 3))):
        top, left = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
        bottom, right = data.draw(st.integers(top, height - 1)), data.draw(st.integers(left, width - 1))
        merges.append(f"{chr(65 + left)}{top + 1}:{chr(65 + right)}{bottom + 1}")
    areas = find_areas(grid_of(rows, " ".join(merges), workbook=workbook))
    found = {row for area in areas for row in (*area.header, *area.rows.tolist(), *area.notes, *area.repeated)}
    found |= {one.position for area in areas for one in area.sums}
    found |= {unit.position for area in areas for unit in area.units.values()}
    assert {index for index, row in enumerate(rows) if any(row)} <= found
    for area in areas:
        assert [len(area.cells(column).texts) for column in area.names] == [len(area.rows)] * len(area.names)
        assert sorted({*area.rows.tolist()}) == area.rows.tolist()
