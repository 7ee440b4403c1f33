"""What a review says where last year cannot be held against this one, and of what was asked of somebody before."""

from dataclasses import replace
from datetime import date

import pytest

from reportgen.documents.breakdowns import _MOST, slice_table
from reportgen.documents.review import review
from reportgen.documents.review_actions import followed_up, lost_sentence
from reportgen.model.alarms import Improvement
from reportgen.model.document import DataTable, Paragraph, TableColumn
from reportgen.model.measured import SliceRow, SliceTable
from reportgen.model.pursuits import LostReason
from reportgen.model.quantity import Measurable, NotMeasured, money
from reportgen.render.words import load_words, word
from tests.tables import telling
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


@pytest.mark.parametrize(
    ("reasons", "zh", "en"),
    [
        (
            "abc",
            "丢单原因：c 1 个（3 元）、b 1 个（2 元）、a 1 个（1 元）。",
            "Lost because of: c 1 deal (3), b 1 deal (2), a 1 deal (1).",
        ),
        (
            "abcd",
            "主要丢单原因：d 1 个（4 元）、c 1 个（3 元）、b 1 个（2 元）。",
            "Lost mostly because of: d 1 deal (4), c 1 deal (3), b 1 deal (2).",
        ),
    ],
)
def test_reasons_that_are_not_all_there_are_said_to_be_the_main_ones(reasons: str, zh: str, en: str) -> None:
    standing = next(each for each in company("2026-Q1").people.values() if each.funnel and each.funnel.detail)
    assert standing.funnel
    assert standing.funnel.detail
    lost = tuple(LostReason(reason, 1, money(amount, "CNY")) for amount, reason in enumerate(reasons, 1))
    detail = replace(standing.funnel.detail(), lost=lost)
    found = lost_sentence(telling(standing, funnel=replace(standing.funnel, detail=lambda: detail)))
    assert found
    assert (word(ZH, found.text), word(EN, found.text)) == (zh, en)


def test_what_a_leader_sells_begins_a_sentence_of_its_own() -> None:
    told = {
        part.id: part.text for part in review(company("2026-Q1"), "M1").sections[0].parts if isinstance(part, Paragraph)
    }
    assert word(EN, told["team"]) == (
        "These are the results of the team led, own sales and all levels below included. "
        "Order amount of their own: 20k."
    )


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
