"""The slides on what is to be done: who is asked for what, what became of it, and where that is known from."""

from dataclasses import replace

from reportgen.documents.alarms import rules_table
from reportgen.documents.qbr_actions import decisions, followed, next_steps, risks
from reportgen.documents.qbr_people import distribution
from reportgen.documents.qbr_sources import figure_sources
from reportgen.model.document import DataTable, Metrics, Section
from reportgen.model.measured import Status
from reportgen.model.quantity import money
from reportgen.render.words import load_words, word
from tests.tables import dataset, measured, plan_of
from tests.unit.documents.test_documents import ROOT, company
from tests.unit.measure.test_alerts import LOW, WRITTEN, rule, said

EN = load_words(ROOT / "templates" / "languages", "en")
ASKING = """
- {{id: low, name: {{zh: 少, en: Few}}, kind: below, figures: [checked], threshold: '4', subject: customer,
   severity: escalation, owner: director, action: {{zh: {zh}, en: {en}}}}}
"""

AGREED = """
item_no  raised   rule  subject  topic    person  due_on      done_on
I1       2026-03  -     -        later    M1      2026-05-15  -
I2       2026-01  -     -        tidy-up  M1      2026-03-15  -
I3       2026-03  -     -        soon     M1      2026-04-10  -
"""


def asked(zh: str, en: str) -> list[str]:
    return [word(EN, each, "compact") for each in decisions(said(rule(ASKING.format(zh=zh, en=en))))]


def test_a_decision_names_who_acts_unless_its_action_does() -> None:
    assert asked("补齐", "Complete it") == ["Few, 1 case: Complete it (Director)"]
    assert asked("上报", "Tell the Director") == ["Few, 1 case: Tell the Director"]


def test_the_meeting_is_asked_for_three_decisions_at_most() -> None:
    grave = [rule(ASKING.format(zh="补齐", en="Complete it").replace("id: low", f"id: low{at}")) for at in range(4)]
    assert len(decisions(said(*grave))) == 3


def test_the_next_steps_begin_with_what_is_overdue() -> None:
    slide = next_steps(said(rule(LOW), improvements=AGREED))
    assert slide is not None
    (table,) = (part for part in slide.parts if isinstance(part, DataTable))
    assert [word(EN, row.cells[0]) for row in table.rows][:3] == ["tidy-up", "soon", "later"]


def test_a_small_sum_is_told_in_full() -> None:
    found = said(rule(LOW))
    alarm = found.alerts[0]
    cases = [
        word(EN, rules_table(found, [replace(alarm, value=money(amount, "CNY"))], []).rows[0].cells[2])
        for amount in (1_990, 19_900)
    ]
    assert [each.partition(": ")[2] for each in cases] == ["1,990.00", "19.9k"]


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


def test_a_team_with_the_most_is_compared_with_its_like_and_not_with_the_teams_below() -> None:
    people = """
    person role manager since
    D1 director - 2024-01-01
    M1 manager D1 2024-01-01
    M2 manager D1 2024-01-01
    S1 manager M1 2024-01-01
    E1 representative S1 2024-01-01
    E2 representative M2 2024-01-01
    """
    orders = "order_no order_date person amount\nA1 2026-01-05 E1 60000\nA2 2026-01-05 E2 90000"
    slide = distribution(measured(dataset(people=people, orders=orders), plan_of(), "2026-01"))
    assert slide is not None
    assert len(next(part for part in slide.parts if isinstance(part, DataTable)).rows) == 3
    assert word(EN, slide.title, "compact") == "M2's team has the most of 2 teams, 90k"
