"""Nobody is named in a file that is none of their business, wherever in the file it stands."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from ruamel.yaml import YAML

from reportgen.app.audience import Audience, audience, known_names
from reportgen.app.jobs import Wish, jobs
from reportgen.app.leaks import strangers, without_namesakes
from reportgen.app.rendering import Job, Studio, render
from reportgen.documents.wording import say
from reportgen.model.document import Message, Value, Verbatim
from reportgen.model.naming import named, named_in, names_of, packed, unpacked
from reportgen.model.papers import BULLETIN, PLAN, QBR, REGISTER, REVIEWS, STATEMENTS, Paper
from reportgen.render.fonts import Fonts
from reportgen.render.said import said
from tests.tables import dataset, measured, plan_of

ROOT = Path(__file__).resolve().parents[3]
NAMES = names_of(
    [
        ("E017", ("李文静", "Wenjing Li")),
        ("E018", ("周立群", "Liqun Zhou")),
        ("E019", ("周立", "")),
        ("7", ("高峰", "May")),
    ],
    ["周立群电子有限公司", "上海机床"],
    ["本期高峰出现在 5 月", "May 2026"],
)


def who(text: str) -> set[str]:
    return {person for bearers in named(text, NAMES) for person in bearers}


def test_nobody_is_named_by_the_end_of_one_text_and_the_beginning_of_another() -> None:
    assert named_in(["与李文", "静 E0", "17 Wenjing", "Li"], NAMES) == set()
    assert named_in(["XE017", "E017", "周立", "Wenjing Li"], NAMES) == {("E017",), ("E019",)}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("与李文静、E018 共享", {"E017", "E018"}),
        ("周立群", {"E018"}),  # not 周立, whose name begins the same
        ("周立,周立群", {"E018", "E019"}),
        ("周立群电子有限公司", set()),  # a customer called after its founder
        ("周立群电子有限公司的周立群", {"E018"}),
        ("Wenjing Li; Wenjing Lindqvist", {"E017"}),
        ("XE0177 E017-1", set()),
        ("高峰 May 7", set()),  # words of the documents, and a mere number
    ],
)
def test_a_name_is_told_from_what_only_looks_like_it(text: str, people: set[str]) -> None:
    assert who(text) == people
    assert {each for bearers in named(text, unpacked(packed(NAMES))) for each in bearers} == people


def book() -> bytes:
    """A workbook with nothing in it."""
    return saved(openpyxl.Workbook())


def saved(workbook: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def in_a_comment() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"].comment = Comment("as 李文静 said", "payroll")
    return saved(workbook)


def in_a_hidden_sheet() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.create_sheet("x").sheet_state = "veryHidden"
    workbook["x"]["ZZ9"] = "E017"
    return saved(workbook)


def in_the_properties() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.properties.lastModifiedBy = "李文静"
    return saved(workbook)


def in_a_part_that_nothing_leads_to() -> bytes:
    file = BytesIO(book())
    with ZipFile(file, "a", ZIP_DEFLATED) as package:
        package.writestr("xl/old.bin", "李文静".encode("utf-16-le"))
    return file.getvalue()


def in_a_charts_workbook() -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["李文静"]
    data.add_series("x", (1,))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(1), Inches(3), Inches(3), data)
    return saved_deck(deck)


def in_the_notes_in_two_runs() -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    for text in ("李文", "静"):
        frame.paragraphs[0].add_run().text = text
    return saved_deck(deck)


def saved_deck(deck: object) -> bytes:
    file = BytesIO()
    deck.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


@pytest.mark.parametrize(
    ("made", "form"),
    [
        (in_a_comment, "xlsx"),
        (in_a_hidden_sheet, "xlsx"),
        (in_the_properties, "xlsx"),
        (in_a_part_that_nothing_leads_to, "xlsx"),
        (in_a_charts_workbook, "pptx"),
        (in_the_notes_in_two_runs, "pptx"),
    ],
)
def test_a_stranger_is_found_wherever_an_office_file_names_them(made, form) -> None:  # type: ignore[no-untyped-def]
    assert strangers(book(), "xlsx", (), NAMES) == ()
    assert strangers(made(), form, (), NAMES) == ("E017",)
    assert strangers(made(), form, ("E017",), NAMES) == ()


@pytest.fixture
def page(fonts: Fonts):  # type: ignore[no-untyped-def]
    """How to make a PDF of one paragraph that is so many points wide."""
    weasyprint = pytest.importorskip("weasyprint")
    face = f'@font-face {{ font-family: Report; src: url("{fonts.full_regular.resolve().as_uri()}") }}'

    def write(text: str, width: int) -> bytes:
        style = f"{face} p {{ font: 10pt/1.5 Report; width: {width}pt; word-break: break-all }}"
        data: bytes = weasyprint.HTML(string=f"<style>{style}</style><p>{text}</p>").write_pdf()
        return data

    return write


def test_figures_are_read_past_and_what_stands_among_them_is_not() -> None:
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet><sheetData><row r="1">'
    cells = '<c r="E17" s="9"/><c r="A1" s="4"><v>-12.5</v></c><c r="B1" s="5" t="s"><v>1234</v></c>'
    named = '<c r="C1" t="str"><f>A1&amp;"E019"</f><v>E018</v></c><c r="D1" s="6" t="s"><v>7</v></c><v>E020</v>'
    named += '<c r="E1" s="6"><f>E17-E021*$E$17</f><v>3</v></c>'
    end = "</row></sheetData></worksheet>"
    found = said(_package(f"{start}{cells}{named}{end}"), "xlsx")
    assert {"4", "5", "6", "9", "s", "str", "-12.5", "1234", "7", "E018", "E020"} < found
    assert all(any(person in text for text in found) for person in ("E019", "E021"))
    assert not any("E17" in text for text in found)
    assert not any("E017" in text for text in said(_package(f"{start}E0{cells}17{end}"), "xlsx"))
    assert any(cells in text for text in said(_package(f"{start}<!-- {cells} -->{end}"), "xlsx"))


def _package(sheet: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", sheet)
    return data.getvalue()


def test_a_name_that_a_page_wraps_is_found_too(page) -> None:  # type: ignore[no-untyped-def]
    text = "这一单由李文静负责"
    assert {width: strangers(page(text, width), "pdf", (), NAMES) for width in (300, 57, 47)} == {
        300: ("E017",),
        57: ("E017",),
        47: ("E017",),
    }


def test_a_name_in_a_pdfs_metadata_or_bookmarks_is_found(page) -> None:  # type: ignore[no-untyped-def]
    plain = page("没有人", 300)
    assert strangers(plain, "pdf", (), NAMES) == ()
    with pikepdf.open(BytesIO(plain)) as document:
        document.docinfo["/Keywords"] = "李文静"
        titled = BytesIO()
        document.save(titled)
    with pikepdf.open(BytesIO(plain)) as document, document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("E017", 0))
        marked = BytesIO()
        document.save(marked)
    assert strangers(titled.getvalue(), "pdf", (), NAMES) == ("E017",)


def test_a_file_that_names_a_stranger_is_not_written() -> None:
    content = YAML(typ="base", pure=True).load((ROOT / "tests/golden/company.yaml").read_text("utf-8"))
    plan = plan_of(**content.pop("plan"))
    found = measured(dataset(**content), plan, "2026-Q1")
    may = audience(found)
    assert set(may.of(REVIEWS, "E1") or ()) >= {"E1", "M1"}
    assert may.of(STATEMENTS, "E1") is not None
    (job,) = jobs(found, (STATEMENTS,), ("en",), Wish(("E1",), ()))
    name = found.roster.people["E2"].name
    names = packed(names_of([("E2", (name,))], (), ()))
    studio = Studio(ROOT / "templates", None, "", names)
    data, problems = render(job, studio)
    assert data is not None
    telling = replace(job, document=replace(job.document, facts=(*job.document.facts, told(name))), audience=("E1",))
    data, problems = render(telling, studio)
    assert data is None
    assert [(each.kind.code, each.people) for each in problems] == [("names-others", ("E1",))]
    assert "E2" in problems[0].sentence


@pytest.mark.parametrize(("paper", "subject"), [(STATEMENTS, "E1"), (QBR, ""), (REVIEWS, "E1")])
def test_a_customer_called_like_somebody_is_no_leak_and_the_person_still_is(
    paper: Paper, subject: str, fonts: Fonts
) -> None:
    content = YAML(typ="base", pure=True).load((ROOT / "tests/golden/company.yaml").read_text("utf-8"))
    plan = plan_of(**content.pop("plan"))
    name = "张敏"  # E2, whom neither paper may name, and now the largest customer
    namesake = dataset(**{kind: text.replace("Acme", name) for kind, text in content.items()})
    found = measured(namesake, plan, "2026-Q1")
    names = known_names(found.roster, namesake, ())
    studio = Studio(ROOT / "templates", fonts, "", packed(names))
    (job,) = jobs(found, (paper,), ("en",), Wish((subject,) if subject else (), ("E1",)))
    assert {each for text in said(drawn(job, studio), paper.form) for each in named(text, names)} >= {("E2",)}
    assert render(job, studio)[1] == ()
    for telling in (
        replace(job.document, facts=(*job.document.facts, told(name))),
        replace(job.document, title=Verbatim(name)),
    ):
        data, problems = render(replace(job, document=telling), studio)
        assert (data, [each.kind.code for each in problems]) == (None, ["names-others"])


def drawn(job: Job, studio: Studio) -> bytes:
    data, problems = render(replace(job, audience=None), studio)
    assert data is not None, problems
    return data


def test_only_the_names_of_customers_are_taken_out() -> None:
    content = YAML(typ="base", pure=True).load((ROOT / "tests/golden/company.yaml").read_text("utf-8"))
    plan = plan_of(**content.pop("plan"))
    (job,) = jobs(measured(dataset(**content), plan, "2026-Q1"), (STATEMENTS,), ("en",), Wish(("E1",), ()))

    def facts(*texts: Verbatim) -> tuple[Value, ...] | None:
        found = without_namesakes(
            replace(job.document, facts=tuple(say("review.fact.id", id=each) for each in texts)), NAMES
        )
        return None if found is None else tuple(dict(fact.values)["id"] for fact in found.facts)

    business = Verbatim("上海机床", customer=True)
    both = facts(Verbatim("李文静", customer=True), Verbatim("李文静"), business)
    assert both == (Verbatim("—"), Verbatim("李文静"), business)
    assert facts(Verbatim("李文静"), business) is None


LADDER = """
id: running
kind: ladder
base: order_amount
thresholds: money
scope: year_to_date
mode: marginal
earning: month
tiers: [{from: 0, rate: 1 %}, {from: 1000, rate: 2 %}]
negative: zero
"""


def test_who_is_paid_by_the_same_running_account_is_not_told_of_each_other() -> None:
    """Its key is the year: everybody has it, and shares nothing."""
    yaml = YAML(typ="base", pure=True)
    content = yaml.load((ROOT / "tests/golden/company.yaml").read_text("utf-8"))
    plan = content.pop("plan")
    before = audience(measured(dataset(**content), plan_of(**plan), "2026-03"))
    found = measured(dataset(**content), plan_of(**{**plan, "pay": [*plan["pay"], yaml.load(LADDER)]}), "2026-03")
    keys = {
        payee: {line.key for column in told.columns for result in column.components for line in result.lines}
        for payee, told in found.statements.items()
    }
    assert {"2026"} <= keys["E1"] & keys["E2"]
    after = audience(found)
    assert after.of(STATEMENTS, "E1") == before.of(STATEMENTS, "E1")
    assert "E2" not in (after.of(STATEMENTS, "E1") or ())


def test_the_deck_names_who_leads_and_nobody_who_only_sells() -> None:
    content = YAML(typ="base", pure=True).load((ROOT / "tests/golden/company.yaml").read_text("utf-8"))
    plan = plan_of(**content.pop("plan"))
    found = measured(dataset(**content), plan, "2026-Q1")
    may = audience(found).of(QBR, "")
    assert may is not None
    assert "M1" in may
    assert not {"E1", "E2"} & set(may)
    people = found.roster.people
    studio = Studio(ROOT / "templates", None, "", packed(names_of([(i, (p.name,)) for i, p in people.items()], (), ())))
    (job,) = jobs(found, (QBR,), ("en",), Wish((), ()))
    data, problems = render(job, studio)
    assert data is not None
    assert problems == ()
    for person, strange in (("M1", False), ("E2", True)):
        note = told(people[person].name)
        first, *rest = job.document.sections
        noted = replace(job.document, sections=(replace(first, notes=(note,)), *rest))
        data, problems = render(replace(job, document=noted), studio)
        assert [each.kind.code for each in problems] == (["names-others"] if strange else []), person


def test_the_register_names_who_is_paid_and_the_plan_is_not_asked() -> None:
    may = Audience({"E1": frozenset()}, {"M1": frozenset({"E1"})}, {"E1": frozenset({"HR1"})}, {})
    assert may.of(REGISTER, "") == ("E1", "HR1")
    assert may.of(QBR, "") == ("M1",)
    assert may.of(BULLETIN, "") == ()
    assert may.of(PLAN, "") is None


def told(name: str) -> Message:
    return say("review.fact.id", id=Verbatim(name))
