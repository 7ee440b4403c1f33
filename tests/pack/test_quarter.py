"""The sample company's quarter, built once as people build it, its finished files opened, checked and added up."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from fnmatch import fnmatch
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from reportgen import documents
from reportgen.app import unchanged
from reportgen.app.build import measure_period
from reportgen.app.built import Wanted
from reportgen.app.cache import keep, taken
from reportgen.app.shipped import templates_folder
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.measured import Measured
from reportgen.render.sheets import read_workbook
from reportgen.render.words import load_words
from reportgen.sources import read_sources
from tests.pack.building import a_third, files_of, reportgen
from tests.pack.conftest import Pack
from tests.pack.finished import (
    actuals,
    booked,
    cents,
    deck_of,
    defined,
    defined_of_team,
    figure_of,
    number,
    numbers,
    pages,
    pay_of,
    payable,
    rows_of,
    said_numbers,
    short,
    stands_for,
    table_of,
    text_of,
)
from tests.pack.shapes import with_every_shape
from tests.printing import smallest_print
from tests.recalculate import disagreements
from tests.tables import period as period_of

pytestmark = pytest.mark.slow

PERIOD = "2026-Q1"
# Name and formula of the main figure, as a review prints them.
MAIN = ("签单额", "签单额")
MAIN_EN = ("Order amount", "Order amount")
PEOPLE = 68
# One with most orders, the fund of the largest team, one who changed the post within the quarter.
RECALCULATED = ("E017", "FUND-E002", "E038")


@pytest.fixture(scope="module")
def pack(sample_pack: Pack) -> Path:
    """The folder of the quarter's pack, which other tests look at too."""
    return sample_pack(PERIOD)


@pytest.fixture(scope="module")
def workspace(pack: Path) -> Path:
    return pack.parents[1]


@pytest.fixture(scope="module")
def register(pack: Path) -> dict[str, Fraction]:
    """What the finished register pays each payee."""
    paid: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows_of(pack / "register-summary.csv"):
        paid[row["payee"]] += Fraction(row["payable"])
    return dict(paid)


@pytest.fixture(scope="module")
def both(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same quarter in both languages: the deck, the register, and one person's documents."""
    other = tmp_path_factory.mktemp("both") / "company"
    other.mkdir()
    (other / "inputs").symlink_to(workspace / "inputs", target_is_directory=True)
    for wanted in (("--only", "qbr,register"), ("--person", "E017")):
        done = reportgen("-C", other, "build", PERIOD, *wanted, "--language", "both", "--jobs", "1")
        assert done.returncode == 0, done.stderr
    return other / "outputs" / PERIOD


def reviews(pack: Path) -> dict[str, Path]:
    return {file.stem: file for file in sorted((pack / "reviews").glob("*.pdf"))}


def statements(pack: Path) -> dict[str, Path]:
    return {file.stem: file for file in sorted((pack / "statements").glob("*.xlsx"))}


def is_marked_copy(file: Path) -> bool:
    """A copy of an input with its findings marked: no document, and made by every run."""
    return "annotated" in file.parts


# ------------------------------------------------------------------------------------------------ every file opens


def test_no_sheet_of_any_statement_or_register_prints_below_six_points(pack: Path) -> None:
    files = [*(pack / "statements").glob("*.xlsx"), *pack.glob("register*.xlsx")]
    assert len(files) > PEOPLE
    found = {(file.name, sheet): size for file in files for sheet, size in smallest_print(file.read_bytes()).items()}
    assert {where: size for where, size in found.items() if size < 6} == {}


def test_every_pdf_passes_the_structure_checker(pack: Path) -> None:
    assert len(reviews(pack)) == PEOPLE - 1  # one person starts in May
    alike = {file.read_bytes(): file for file in sorted(pack.rglob("*.pdf"))}  # bundles hold copies
    assert len(alike) > PEOPLE
    for file in alike.values():
        done = subprocess.run(["qpdf", "--check", str(file)], check=False, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), f"{file.name}: {done.stdout}{done.stderr}"


def test_a_quarters_review_has_two_to_four_pages(pack: Path) -> None:
    assert {len(pages(review)) for review in reviews(pack).values()} <= {2, 3, 4}


def test_every_deck_and_workbook_passes_the_schema_checker(pack: Path, pytestconfig: pytest.Config) -> None:
    """Of the statements a third, and each that holds an element of a shape that none before it has."""
    found = [file for file in (*pack.rglob("*.pptx"), *pack.rglob("*.xlsx")) if not is_marked_copy(file)]
    office = [file for file in found if "delivery" not in file.parts]
    assert len(office) == len(statements(pack)) + 2
    assert all(
        file.read_bytes() == (pack / Path(*file.relative_to(pack).parts[2:])).read_bytes()
        for file in found
        if "delivery" in file.parts
    )
    third = [statements(pack)[payee] for payee in a_third(statements(pack), 1, pytestconfig)]
    alone = [file for file in office if file.parent.name != "statements"]
    looked_at = with_every_shape(office, alone + third)
    assert len(looked_at) > len(office) / 3
    for file in looked_at:
        assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == [], file.name


def test_a_marked_copy_has_no_fault_that_its_original_has_not(workspace: Path, pack: Path) -> None:
    copies = sorted((pack / "annotated").rglob("*.xlsx"))
    assert copies != []
    for copy in copies:
        original = workspace / "inputs" / "data" / copy.name
        assert faults(copy) - faults(original) == set(), copy.name


def faults(file: Path) -> set[str]:
    """What the schema checker says of a workbook, without the names and numbers of parts and cells."""
    return {re.sub(r"\S*\d\S*", "", error.description) for error in OpenXmlValidator().validate(str(file)).errors}


def test_libreoffice_opens_deck_statement_and_register(pack: Path, tmp_path: Path) -> None:
    files = [pack / "qbr" / "qbr.pptx", pack / "statements" / "E017.xlsx", pack / "register-summary.xlsx"]
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path / "out"), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    sizes = {file.stem: len(pages(tmp_path / "out" / f"{file.stem}.pdf")) for file in files}
    assert sizes["qbr"] == len(deck_of(files[0]).slides)
    assert sizes["E017"] >= 3
    assert sizes["register-summary"] >= 3


# ------------------------------------------------------------------------------------------------ the figures agree


def test_the_reviews_sum_to_what_the_deck_books(pack: Path) -> None:
    deck = booked(deck_of(pack / "qbr" / "qbr.pptx"))
    on_reviews = sum((figure_of(review, *MAIN) for review in reviews(pack).values()), Fraction(0))
    assert on_reviews == deck.people
    assert deck.others == 0
    assert deck.people + deck.nobody == deck.company
    assert deck.company == Fraction(actuals(pack, "order_amount", "company")[""])


def test_each_review_and_the_figures_for_machines_say_the_same(pack: Path) -> None:
    printed = {person: figure_of(review, *MAIN) for person, review in reviews(pack).items()}
    assert printed == {person: Fraction(value) for person, value in actuals(pack, "order_amount").items()}


def test_the_teams_on_the_deck_are_those_of_the_figures_for_machines(pack: Path) -> None:
    printed = [row[2] for row in table_of(deck_of(pack / "qbr" / "qbr.pptx"), "teams")]
    values = sorted(map(Fraction, actuals(pack, "order_amount", "team").values()), reverse=True)
    # The largest is everybody's, all but the rows of nobody: the deck has it as the company.
    nobody = booked(deck_of(pack / "qbr" / "qbr.pptx")).nobody
    assert values[0] + nobody == Fraction(actuals(pack, "order_amount", "company")[""])
    in_order = sorted(printed, key=short, reverse=True)
    assert all(stands_for(text, value) for text, value in zip(in_order, values[1:], strict=True)), printed


def test_the_bridge_on_the_deck_adds_up_from_the_target_to_what_the_company_booked(pack: Path) -> None:
    shapes = [shape for slide in deck_of(pack / "qbr" / "qbr.pptx").slides for shape in slide.shapes]
    (bridge,) = (shape for shape in shapes if shape.name == "bridge")
    values = {series.name: [value or Fraction(0) for value in series.values] for series in bridge.series}
    (totals,) = (each for name, each in values.items() if name not in ("", "+", "−"))
    assert totals[0] + sum(values["+"]) - sum(values["−"]) == totals[-1]
    assert totals[-1] == Fraction(actuals(pack, "order_amount", "company")[""])


def test_the_decks_figures_stand_for_those_for_machines(pack: Path) -> None:
    shapes = [shape for slide in deck_of(pack / "qbr" / "qbr.pptx").slides for shape in slide.shapes]
    for name in ("order_amount", "overdue_receivables", "output_per_head"):
        (card,) = (shape for shape in shapes if shape.name == name)
        assert stands_for(card.text.splitlines()[1], Fraction(actuals(pack, name, "company")[""])), name


def test_a_leaders_review_says_what_the_team_and_what_the_leader_sold(pack: Path) -> None:
    team, own = actuals(pack, "order_amount", "team"), actuals(pack, "order_amount")
    for leader in team.keys() & own.keys():
        first = pages(reviews(pack)[leader])[0]
        (headline,) = re.findall(r"签单额 ([−\d,.]+(?: [万亿])?) [●▲▼]", first)
        assert stands_for(headline, Fraction(team[leader])), leader
        assert figure_of(reviews(pack)[leader], *MAIN) == Fraction(own[leader])
        assert number(defined_of_team(text_of(reviews(pack)[leader]), *MAIN)) == Fraction(team[leader])


def test_each_manager_gets_a_pack_of_the_team_with_the_figure_that_machines_are_given(pack: Path) -> None:
    values = actuals(pack, "order_amount", "team")
    packs = {file.stem: file for file in (pack / "teams").glob("*.pdf")}
    assert packs.keys() == values.keys()
    for leader, file in packs.items():
        (headline,) = re.findall(r"签单额 ([−\d,.]+(?: [万亿])?) [●▲▼]", pages(file)[0])
        assert stands_for(headline, Fraction(values[leader])), leader


def test_every_statement_pays_what_its_rows_in_the_register_say(pack: Path, register: dict[str, Fraction]) -> None:
    assert {payee: payable(file) for payee, file in statements(pack).items()} == register


def test_the_register_the_statements_and_the_deck_pay_the_same(pack: Path, register: dict[str, Fraction]) -> None:
    book = read_workbook((pack / "register-summary.xlsx").read_bytes())
    total = sum(register.values())
    assert total > 0
    assert cents(book.figure("figures.payable").value) == total
    assert cents(book.figure("register.total.payable").value) == total
    assert pay_of(deck_of(pack / "qbr" / "qbr.pptx")) == total


def test_what_was_not_measured_is_printed_so_and_is_no_zero(pack: Path) -> None:
    assert actuals(pack, "training") == {}  # the inputs say nothing of it, so it is told once, as the company's
    assert actuals(pack, "training", "company") == {"": ""}
    texts = {person: text_of(review) for person, review in reviews(pack).items()}
    # Who sells nothing and is scored on something else is told nothing of it.
    asked = {person for person, text in texts.items() if "成长 培训证书 " in text}
    assert len(asked) > len(texts) / 2
    for person in asked:
        assert defined(texts[person], "培训证书", "培训证书") == "未测量", person


def test_statements_recalculated_by_libreoffice_keep_every_check_at_zero(
    pack: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    files = statements(pack)
    books = a_third(files, 0, pytestconfig) | {payee: files[payee].read_bytes() for payee in RECALCULATED}
    assert len(books) > len(files) / 3
    assert disagreements(books, tmp_path) == {}


@pytest.fixture(scope="module")
def quarter(workspace: Path) -> Measured:
    """The quarter measured as its pack was."""
    opened = open_workspace(workspace)
    assert isinstance(opened, Workspace)
    _, found, _ = measure_period(opened, period_of(PERIOD))
    assert found is not None
    return found


def test_every_number_of_the_dealers_statements_is_the_views_and_their_own(pack: Path, quarter: Measured) -> None:
    words, found = load_words(templates_folder() / "languages", "zh"), quarter.dealers
    printed = {file.stem: text_of(file) for file in (pack / "management" / "dealers").glob("*.pdf")}
    assert printed.keys() == found.keys()
    assert len(found) == 21  # one is signed in April
    for dealer, text in printed.items():
        assert said_numbers(documents.dealer_statement(quarter, dealer), words) - numbers(text) == Counter(), dealer
        assert [other.id for other in found.values() if other.id != dealer and other.id in text] == [], dealer
        assert [who.name for who in quarter.roster.people.values() if who.name in text] == [], dealer


def test_every_number_of_the_carbon_report_is_the_views(pack: Path, quarter: Measured) -> None:
    words = load_words(templates_folder() / "languages", "zh")
    text = text_of(pack / "management" / "carbon.pdf")
    assert said_numbers(documents.carbon(quarter), words) - numbers(text) == Counter()


# ------------------------------------------------------------------------------------------------ both languages


def test_both_languages_say_the_same_numbers(pack: Path, both: Path, register: dict[str, Fraction]) -> None:
    decks = {language: deck_of(both / "qbr" / f"qbr-{language}.pptx") for language in ("zh", "en")}
    assert booked(decks["zh"]) == booked(decks["en"]) == booked(deck_of(pack / "qbr" / "qbr.pptx"))
    assert pay_of(decks["zh"]) == pay_of(decks["en"]) == sum(register.values())
    charts = {language: [series.values for slide in deck.slides for shape in slide.shapes for series in shape.series]
              for language, deck in decks.items()}  # fmt: skip
    assert charts["zh"] == charts["en"]
    in_chinese = figure_of(both / "reviews" / "E017-zh.pdf", *MAIN)
    assert (
        figure_of(both / "reviews" / "E017-en.pdf", *MAIN_EN) == in_chinese == figure_of(reviews(pack)["E017"], *MAIN)
    )


def test_the_workbooks_of_both_languages_hold_the_same_figures(both: Path) -> None:
    for stem in ("statements/E017", "register-summary"):
        chinese, english = (read_workbook((both / f"{stem}-{language}.xlsx").read_bytes()) for language in ("zh", "en"))
        assert chinese.names.keys() == english.names.keys()
        assert {name: chinese.figure(name).value for name in chinese.names} == {
            name: english.figure(name).value for name in english.names
        }


def test_a_document_is_the_same_bytes_alone_as_in_the_whole_pack(pack: Path, both: Path) -> None:
    assert (both / "reviews" / "E017-zh.pdf").read_bytes() == reviews(pack)["E017"].read_bytes()
    assert (both / "statements" / "E017-zh.xlsx").read_bytes() == statements(pack)["E017"].read_bytes()


# ------------------------------------------------------------------------------------------------ the folder


def test_the_manifest_names_every_file_with_its_hash_and_nothing_else(pack: Path) -> None:
    written = files_of(pack)
    manifest = json.loads(written.pop("manifest.json"))
    assert {each["path"]: each["sha256"] for each in manifest["outputs"]} == {
        path: sha256(data).hexdigest() for path, data in written.items()
    }
    assert manifest["skipped"] == []


def test_the_manifest_names_everything_that_was_read(workspace: Path, pack: Path) -> None:
    manifest = json.loads((pack / "manifest.json").read_bytes())
    inputs = files_of(workspace / "inputs")
    for path, digest in {**manifest["inputs"], **manifest["plan"]}.items():
        assert sha256(inputs[path.removeprefix("inputs/")]).hexdigest() == digest, path
    read = {path.removeprefix("inputs/") for path in (*manifest["inputs"], *manifest["plan"])}
    listed, _ = read_sources(workspace / "inputs" / "sources.yaml", "inputs/sources.yaml")
    left_out = {path for path in inputs if any(fnmatch(Path(path).name, each.files) for each in listed.ignore)}
    assert set(inputs) - read == left_out


def test_only_the_owner_may_read_the_pack(pack: Path) -> None:
    for path in (pack, *pack.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path.name


def test_a_second_build_keeps_every_file_and_changes_no_byte(workspace: Path, pack: Path) -> None:
    before = files_of(pack)
    documents = [
        path for path in before if path.endswith((".pdf", ".xlsx", ".pptx")) and not is_marked_copy(Path(path))
    ]
    touched = {path: (pack / path).stat().st_mtime_ns for path in documents}
    done = reportgen("--json", "-C", workspace, "build", PERIOD)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["unchanged"]
    assert told["kept"] == len(told["files"]) > len(touched)
    assert files_of(pack) == before
    assert {path: (pack / path).stat().st_mtime_ns for path in touched} == touched


def test_a_file_that_somebody_changed_is_made_anew(workspace: Path, pack: Path, tmp_path: Path) -> None:
    before = files_of(pack)
    changed = copied(workspace, tmp_path / "company") / "outputs" / PERIOD
    statements(changed)["E017"].write_bytes(b"changed by hand")
    done = reportgen("--json", "-C", tmp_path / "company", "build", PERIOD)
    assert done.returncode == 0, done.stderr
    assert files_of(changed) == before


def copied(workspace: Path, folder: Path) -> Path:
    """Copy what the quarter was built from and its pack, with the program's note that nothing changed since."""
    for part in ("inputs", "templates", f"outputs/{PERIOD}"):
        shutil.copytree(workspace / part, folder / part)
    theirs, mine = open_workspace(workspace), open_workspace(folder)
    assert isinstance(theirs, Workspace)
    assert isinstance(mine, Workspace)
    digest = unchanged.made_from(mine, period_of(PERIOD), Wanted())
    note = taken(unchanged._cache(), unchanged._name(theirs, digest))
    assert note is not None
    keep(unchanged._cache(), unchanged._name(mine, digest), note)
    assert unchanged.last_run(mine, period_of(PERIOD), digest) is not None
    return folder
