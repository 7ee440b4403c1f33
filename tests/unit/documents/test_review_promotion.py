"""What a promotion needs is told with the figure of every period, and a period without a target says so in words."""

from datetime import date
from fractions import Fraction

from reportgen.documents.review_talent import promotion_table
from reportgen.model.appraisal import Evidence, Met, PromotionResult
from reportgen.model.measured import Subject
from reportgen.model.place import Place
from reportgen.model.quantity import NotMeasured, percent
from reportgen.model.step import Step
from reportgen.model.talent import Ladder, Requirement
from reportgen.render.words import load_words, word
from tests.tables import period
from tests.unit.documents.test_documents import ROOT

NEEDED = Requirement(figure="floor", least=percent(1), in_a_row=3)
LADDER = Ladder(
    id="management",
    name={"zh": "管理通道", "en": "Management"},
    since=date(2026, 1, 1),
    because={"zh": "例", "en": "Example"},
    place=Place("talent.yaml"),
    steps=(),
    needs=(NEEDED,),
)


def test_a_period_without_a_target_says_so_and_one_without_data_is_not_measured() -> None:
    spans = (
        (period("2025-Q3"), NotMeasured("no-data"), Met.UNKNOWN),
        (period("2025-Q4"), NotMeasured("no-target"), Met.UNKNOWN),
        (period("2026-Q1"), percent(Fraction(11, 10)), Met.YES),
    )
    evidence = Evidence(NEEDED, {"zh": "达成率", "en": "Attainment"}, Subject("person", "E1"), spans, Met.UNKNOWN)
    found = PromotionResult(LADDER, None, None, (evidence,), Met.UNKNOWN, Step("promotion", percent(1)))
    told = {
        language: word(
            load_words(ROOT / "templates" / "languages", language), promotion_table([found]).rows[1].cells[1]
        )
        for language in ("zh", "en")
    }
    assert told["en"] == "1 of 3: Q1 2026: 110%; Q4 2025: no target; Q3 2025: not measured"
    assert told["zh"] == "1/3：2026 年第一季度：110%；2025 年第四季度：没有目标；2025 年第三季度：未测量"


def test_what_a_leaders_promotion_needs_of_themselves_is_told_from_their_teams() -> None:
    spans = ((period("2026-Q1"), percent(Fraction(8, 10)), Met.NO),)
    both = [
        Evidence(NEEDED, {"zh": "达成率", "en": "Attainment"}, Subject(kind, "E1"), spans, Met.NO)
        for kind in ("person", "team")
    ]
    found = PromotionResult(LADDER, None, None, tuple(both), Met.NO, Step("promotion", percent(1)))
    needed = {
        (language, leads): [
            word(load_words(ROOT / "templates" / "languages", language), row.cells[0])
            for row in promotion_table([found], leads).rows[1:]
        ]
        for language in ("zh", "en")
        for leads in (True, False)
    }
    more = "at least 100% in 3 quarters in a row"
    assert needed == {
        ("zh", True): ["连续 3 个季度本人达成率不低于 100%", "连续 3 个季度团队达成率不低于 100%"],
        ("zh", False): ["连续 3 个季度达成率不低于 100%", "连续 3 个季度团队达成率不低于 100%"],
        ("en", True): [f"Attainment (own) {more}", f"Attainment of the team {more}"],
        ("en", False): [f"Attainment {more}", f"Attainment of the team {more}"],
    }
