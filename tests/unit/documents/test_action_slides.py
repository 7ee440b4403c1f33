"""The slides on what is to be done: who is asked for what, what became of it, and where that is known from."""

from reportgen.documents.qbr_actions import decisions, followed, next_steps, risks
from reportgen.documents.qbr_sources import figure_sources
from reportgen.model.document import Metrics, Section
from reportgen.model.measured import Status
from reportgen.render.words import load_words, word
from tests.unit.documents.test_documents import ROOT, company
from tests.unit.measure.test_alerts import LOW, WRITTEN, rule, said

EN = load_words(ROOT / "templates" / "languages", "en")
ASKING = """
- {{id: low, name: {{zh: 少, en: Few}}, kind: below, figures: [checked], threshold: '4', subject: customer,
   severity: escalation, owner: director, action: {{zh: {zh}, en: {en}}}}}
"""


def asked(zh: str, en: str) -> list[str]:
    return [word(EN, each, "compact") for each in decisions(said(rule(ASKING.format(zh=zh, en=en))))]


def test_a_decision_names_who_acts_unless_its_action_does() -> None:
    assert asked("补齐", "Complete it") == ["Few, 1 case: Complete it (Director)"]
    assert asked("上报", "Tell the Director") == ["Few, 1 case: Tell the Director"]


def test_actions_are_told_with_their_share_and_only_late_ones_have_a_state() -> None:
    slide = followed(said(rule(LOW), improvements=WRITTEN))
    assert slide is not None
    (figures,) = (part for part in slide.parts if isinstance(part, Metrics))
    assert [(each.id, word(EN, each.value), word(EN, each.note, "compact"), each.status) for each in figures.items] == [
        ("done", "1", "20% of all", Status.NONE),
        ("open", "3", "60% of all", Status.NONE),
        ("overdue", "1", "20% of all", Status.ALARM),
    ]


def files(slide: Section | None) -> str:
    assert slide is not None
    return word(EN, slide.notes[0]).partition(",")[0]


def test_a_slide_names_the_files_that_its_figures_rest_on() -> None:
    found = said(rule(LOW), improvements=WRITTEN)
    assert files(risks(found)) == "Source: checks.csv"
    assert files(followed(found)) == files(next_steps(found)) == "Source: improvements.csv"
    told = word(EN, figure_sources(company("2026-Q1"), ["win_rate"], "targets")[0])
    assert told.startswith("Source: opportunities.csv, targets.csv, up to")
