"""The sample company's quarter: each paper's numbers are the view's, and one figure is the same in every paper."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.app import figures
from reportgen.app.build import measure_period
from reportgen.app.called import called, unnamed
from reportgen.app.intake import Intake
from reportgen.app.jobs import Wish, jobs
from reportgen.app.rendering import Studio, render
from reportgen.app.shipped import templates_folder
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.document import Verbatim
from reportgen.model.measured import Measured
from reportgen.model.papers import ANALYSIS, PAPERS, PLAN, QBR, REVIEWS, TEAMS
from reportgen.render.fonts import Fonts
from reportgen.render.words import Words, load_words, unreadable
from tests.pack.decks import books, charted, plotted, printed, told
from tests.pack.finished import deck_of, numbers, pages, rows_of, said_numbers, table_of, text_of
from tests.tables import period as period_of

pytestmark = pytest.mark.slow

PERIOD = "2026-Q1"
LANGUAGES = ("zh", "en")
LEADERS = ("E002", "E003")
"""Two who lead right below the top: their teams stand in every paper of the company."""

_TARGET = r"目标 [−\d,.]+(?: [万亿])? · ([−\d,.]+)%"


@pytest.fixture(scope="module")
def taken(sample_company: Path) -> tuple[Intake, Measured]:
    """What was read, and the quarter measured as its pack was."""
    opened = open_workspace(sample_company)
    assert isinstance(opened, Workspace)
    intake, found, _ = measure_period(opened, period_of(PERIOD))
    assert found is not None
    return intake, found


@pytest.fixture(scope="module")
def quarter(taken: tuple[Intake, Measured]) -> Measured:
    return taken[1]


@pytest.fixture(scope="module")
def pack(quarter: Measured, fonts: Fonts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both decks, the analysis, what two who lead get, and the figures for machines, drawn as a pack is."""
    folder = tmp_path_factory.mktemp("papers")
    studio = Studio(templates_folder(), fonts, "", called=called(quarter.plan, LANGUAGES))
    work = list(jobs(quarter, (QBR, ANALYSIS), LANGUAGES, Wish((), ())))
    for leader in LEADERS:
        work += jobs(quarter, (REVIEWS, TEAMS), LANGUAGES, Wish((leader,), (leader,)))
    for job in work:
        data, problems = render(job, studio)
        assert (data is not None, problems) == (True, ()), job.path
        (folder / job.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / job.path).write_bytes(data or b"")
    (folder / "data").mkdir()
    (folder / "data" / "actuals.csv").write_bytes(figures.actuals(quarter))
    return folder


def words_of(measured: Measured, language: str) -> Words:
    names = called(measured.plan, (language,)).get(language, {})
    return replace(load_words(templates_folder() / "languages", language), names=names)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_of_the_deck_is_the_views_in_its_notes_too(pack: Path, quarter: Measured, language: str) -> None:
    document, deck = documents.qbr(quarter), deck_of(pack / "qbr" / f"qbr-{language}.pptx")
    assert told(document, words_of(quarter, language)) - printed(deck) == Counter()


def test_plots_hold_the_exact_values_and_their_workbooks_nothing_else(pack: Path, quarter: Measured) -> None:
    file = pack / "qbr" / "qbr-zh.pptx"
    shown, behind = charted(deck_of(file)), books(file)
    exact = plotted(documents.qbr(quarter))
    assert len(exact) >= 5
    assert {name: shown[name] for name in exact} == exact
    assert behind.keys() == shown.keys()
    for name, series in shown.items():
        values = {value for each in series for value in each if value is not None}
        assert behind[name] == values, name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_of_reviews_and_team_packs_is_the_views(pack: Path, quarter: Measured, language: str) -> None:
    words = words_of(quarter, language)
    for kind, make in (("reviews", documents.review), ("teams", documents.team)):
        files = sorted((pack / kind).glob(f"*-{language}.pdf"))
        assert len(files) == 2
        for file in files:
            document = make(quarter, file.stem.removesuffix(f"-{language}"))
            assert said_numbers(document, words) - numbers(text_of(file)) == Counter(), file.name


def test_what_a_team_reached_is_the_same_figure_in_every_paper(pack: Path, quarter: Measured) -> None:
    deck = {row[0].removesuffix("团队"): row[3] for row in table_of(deck_of(pack / "qbr" / "qbr-zh.pptx"), "teams")}
    analysis = text_of(pack / "management" / "analysis-zh.pdf")
    machines = {
        row["subject"]: Fraction(row["attainment"])
        for row in rows_of(pack / "data" / "actuals.csv")
        if (row["subject_kind"], row["measure"]) == ("team", "order_amount")
    }
    for leader in LEADERS:
        name = quarter.roster.people[leader].name
        (listed,) = re.findall(rf"{name}团队 (?:[−\d,.]+ [万亿] )+([−\d,.]+)%", analysis)
        on_pages = [re.findall(_TARGET, pages(pack / kind / f"{leader}-zh.pdf")[0])[0] for kind in ("reviews", "teams")]
        reached = {Fraction(text) / 100 for text in (*on_pages, listed, deck[name].removesuffix("%"))}
        assert len(reached) == 1, leader
        assert abs(reached.pop() - machines[leader]) <= Fraction(1, 2000), leader


def test_no_english_paper_holds_a_word_that_the_plan_does_not_name(taken: tuple[Intake, Measured]) -> None:
    intake, found = taken
    words = words_of(found, "en")
    papers = tuple(paper for paper in PAPERS if paper != PLAN)
    typed = [unreadable(job.document, words) for job in jobs(found, papers, ("en",), Wish((), tuple(found.people)))]
    assert list(unnamed({"en": frozenset().union(*typed)}, intake, found)) == []
    assert list(unnamed({"en": {"价格战"}}, intake, found)) != []


def test_the_decks_pay_names_nobody(quarter: Measured) -> None:
    (pay,) = (section for section in documents.qbr(quarter).sections if section.id == "pay")
    people = {person.name for person in quarter.roster.people.values()} | set(quarter.roster.people)
    assert [text for text in _texts(pay) if text in people] == []
    assert _texts((Verbatim("李文静"),)) == ["李文静"]


def _texts(part: object) -> list[str]:
    if isinstance(part, Verbatim):
        return [part.text]
    if isinstance(part, tuple):
        return [text for each in part for text in _texts(each)]
    names = getattr(part, "__dataclass_fields__", ())
    return [text for name in names for text in _texts(getattr(part, name))]
