"""What a review says where last year cannot be held against this one, and of what was asked of somebody before."""

from dataclasses import replace
from datetime import date

import pytest

from reportgen.documents.breakdowns import _MOST, slice_table
from reportgen.documents.review import review
from reportgen.documents.review_actions import followed_up
from reportgen.model.alarms import Improvement
from reportgen.model.document import DataTable, TableColumn
from reportgen.model.measured import SliceRow, SliceTable
from reportgen.model.quantity import Measurable, NotMeasured, money
from reportgen.render.words import load_words, word
from tests.unit.documents.test_documents import ROOT, company

ZH, EN = (load_words(ROOT / "templates" / "languages", language) for language in ("zh", "en"))
WRITTEN = Improvement(
    "GJ-1",
    "",
    "",
    "",
    "2026-03",
    {"en": "Talk it over"},
    "",
    "E1",
    date(2026, 4, 8),
    None,
    "open",
    carried=False,
)
UNLIKE = "Not comparable with last year: days here differ"
PAST: list[tuple[Measurable, str, str]] = [
    (
        NotMeasured("not-comparable"),
        "与去年同期在岗天数不同，不可比",
        UNLIKE,
    ),
    (NotMeasured("no-history"), "没有去年同期的数据", "Nothing is known of last year"),
    (money(5, "CNY"), "", ""),
]


@pytest.mark.parametrize(("past", "zh", "en"), PAST)
def test_a_breakdown_without_last_year_says_why(past: Measurable, zh: str, en: str) -> None:
    entry = next(iter(company("2026-Q1").plan.slices))
    rows = tuple(SliceRow(label, money(10, "CNY"), past) for label in "ab")
    found = slice_table(entry, SliceTable(entry.id, rows, money(20, "CNY")))
    assert (word(ZH, found.note), word(EN, found.note)) == (zh, en)
    assert len(found.columns) == (3 if zh else 5)


def test_one_value_that_is_left_over_is_named_rather_than_summed() -> None:
    entry = next(iter(company("2026-Q1").plan.slices))
    rows = tuple(SliceRow(f"v{at}", money(10, "CNY"), money(5, "CNY")) for at in range(_MOST + 2))
    last = [
        word(EN, slice_table(entry, SliceTable(entry.id, rows[:count], money(20, "CNY"))).rows[-1].cells[0])
        for count in (_MOST, _MOST + 1, _MOST + 2)
    ]
    assert last == [f"v{_MOST - 1}", f"v{_MOST}", "2 others together"]


def test_what_was_raised_in_the_period_itself_is_not_called_earlier() -> None:
    known = company("2026-03")
    earlier = replace(WRITTEN, raised="2026-02", carried=True)
    titles = [followed_up(known, items, (), 9) for items in ([WRITTEN], [earlier], [earlier, WRITTEN])]
    assert [word(EN, found.title) for found in titles if found] == [
        "Listed actions followed up",
        "Earlier actions followed up",
        "Listed actions followed up",
    ]


def columns(person: str, when: str) -> dict[str, tuple[TableColumn, ...]]:
    sections = review(company(when), person).sections
    return {part.id: part.columns for each in sections for part in each.parts if isinstance(part, DataTable)}


def test_the_day_to_act_by_is_not_called_as_what_is_due() -> None:
    (due,) = (column for column in columns("E1", "2026-Q1")["alerts"] if column.key == "due")
    assert (word(ZH, due.label), word(EN, due.label)) == ("办理期限", "Act by")


def test_a_reason_that_the_row_above_gives_is_not_printed_again() -> None:
    (table,) = (part for part in review(company("2026-Q1"), "E1").sections[-1].parts if isinstance(part, DataTable))
    place = [column.key for column in table.columns].index("because")
    assert [word(EN, row.cells[place]) for row in table.rows] == ["Example", *["as above"] * 4]
