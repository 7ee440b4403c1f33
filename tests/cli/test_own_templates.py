"""A company's own statement, register and deck, from the exported copy to the closed month: built, closed, kept."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.util import Inches

from reportgen.app.shipped import templates_folder
from reportgen.app.staging import hashes
from reportgen.render.sheets import read_workbook
from tests.cli.running import run
from tests.problems.small import write_workspace

pytestmark = pytest.mark.slow

OURS = "Our own words"
PAID = {"statements/E1.xlsx": "60", "statements/M1.xlsx": "10", "register.xlsx": "70"}
CLOSED = (*PAID, "register.csv")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company with templates of its own, its first month built and closed with them."""
    folder = tmp_path_factory.mktemp("own") / "company"
    folder.mkdir()
    write_workspace(folder, {})
    shutil.copytree(templates_folder(), folder / "templates")
    copies = folder.with_name("copies")
    assert run("-C", folder, "templates", "export", copies).code == 0
    for kind, file in (("statement", "statement.xlsx"), ("register", "register.xlsx"), ("qbr", "deck.pptx")):
        (folder / "templates" / kind).mkdir(exist_ok=True)
        shutil.copy(copies / kind / file, folder / "templates" / kind)
    for kind in ("statement", "register"):
        with_our_words(folder / "templates" / kind / f"{kind}.xlsx")
    deck = folder / "templates" / "qbr" / "deck.pptx"
    slides = Presentation(str(deck))
    ours = slides.slides.add_slide(slides.slide_layouts[0])
    ours.shapes.add_textbox(Inches(1), Inches(6), Inches(4), Inches(0.5)).text_frame.text = OURS
    slides.save(str(deck))
    built = run("-C", folder, "build", "2026-01", "--only", "statements,register")
    assert built.code == 0, built.err
    closed = run("-C", folder, "close", "2026-01", "--by", "Li Na")
    assert closed.out.startswith("2026-01 is closed: 70.00 CNY on 2 statements"), closed.err
    return folder


def with_our_words(file: Path) -> None:
    book = load_workbook(file)
    book.create_sheet("Ours")["A1"] = OURS
    book.save(file)


def test_closed_files_are_the_companys_own_and_pay_what_the_ledger_paid(company: Path) -> None:
    frozen = company / "inputs" / "ledger" / "2026-01"
    for name, pays in PAID.items():
        book = load_workbook(frozen / name)
        first = {"statements": "Statement", "register.xlsx": "Register"}[name.partition("/")[0]]
        assert (book.sheetnames[0], book["Ours"]["A1"].value) == (first, OURS), name
        found = read_workbook((frozen / name).read_bytes())
        # The cell on the company's own sheet; the program's sheets behind it prove it.
        assert found.names["figures.payable"][0] == first, name
        assert found.figure("figures.payable").value == pays, name
        assert found.figure("figures.checks").value == "0", name
        assert [str(error) for error in OpenXmlValidator().validate(str(frozen / name)).errors] == []


def test_a_later_build_copies_what_was_closed_whatever_the_templates_say_now(company: Path, tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(company, folder)
    for kind in ("statement", "register"):
        (folder / "templates" / kind / f"{kind}.xlsx").unlink()
    shutil.rmtree(folder / "outputs")
    assert run("-C", folder, "build", "2026-01", "--only", "statements,register").code == 0
    frozen, shown = hashes(folder / "inputs" / "ledger" / "2026-01"), hashes(folder / "outputs" / "2026-01")
    assert {name: shown[name] for name in CLOSED} == {name: frozen[name] for name in CLOSED}
    verified = run("-C", folder, "--json", "verify")
    assert (verified.code, json.loads(verified.out)["problems"]) == (0, [])


def test_the_quarter_with_the_companys_own_deck_and_summary_stands_on_the_closed_month(company: Path) -> None:
    built = run("-C", company, "build", "2026-Q1", "--only", "qbr,statements,register")
    assert built.code == 0, built.err
    pack = company / "outputs" / "2026-Q1"
    deck = Presentation(str(pack / "qbr" / "qbr.pptx"))
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert OURS in texts
    assert not [text for text in texts if "{" in text]
    assert [str(error) for error in OpenXmlValidator().validate(str(pack / "qbr" / "qbr.pptx")).errors] == []
    summary = read_workbook((pack / "register-summary.xlsx").read_bytes())
    assert summary.figure("figures.payable").value == "70"
    assert run("-C", company, "verify").code == 0
