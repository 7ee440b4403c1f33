"""The sample company month by month: its three pay periods, and the quarter that consolidates them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen import documents
from reportgen.app.build import measure_period
from reportgen.app.shipped import templates_folder
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.measured import Measured
from reportgen.render.sheets import read_workbook
from reportgen.render.words import load_words
from tests.pack.building import a_third
from tests.pack.conftest import Pack
from tests.pack.finished import actuals, cents, numbers, pages, payable, rows_of, said_numbers, stands_for, text_of
from tests.recalculate import disagreements
from tests.tables import period as period_of

pytestmark = pytest.mark.slow

MONTHS = ("2026-01", "2026-02", "2026-03")
WHOLE = "2026-03"
QUARTER = "2026-Q1"
TEMPLATES = templates_folder()


@pytest.fixture(scope="module")
def outputs(sample_pack: Pack) -> Path:
    """The packs: pay alone for two months, everything for the last month and the quarter."""
    (folder,) = {sample_pack(period).parent for period in (*MONTHS, QUARTER)}
    return folder


def statements(folder: Path) -> dict[str, Path]:
    """The statements of a period by payee."""
    return {file.stem: file for file in sorted((folder / "statements").glob("*.xlsx"))}


def paid(outputs: Path, period: str) -> dict[str, Fraction]:
    """What each finished statement of a period pays."""
    return {file.stem: payable(file) for file in sorted((outputs / period / "statements").glob("*.xlsx"))}


def test_the_statements_of_three_months_sum_to_the_quarters(outputs: Path) -> None:
    months: dict[str, Fraction] = defaultdict(Fraction)
    for month in MONTHS:
        for payee, amount in paid(outputs, month).items():
            months[payee] += amount
    assert dict(months) == paid(outputs, QUARTER)
    assert sum(months.values()) > 0


def test_each_month_stands_in_its_column_of_the_quarters_statement(outputs: Path) -> None:
    months = {month: paid(outputs, month) for month in MONTHS}
    for payee in paid(outputs, QUARTER):
        book = read_workbook((outputs / QUARTER / "statements" / f"{payee}.xlsx").read_bytes())
        columns = [name for name in book.names if name.startswith("bridge.payable.p")]
        expected = [of_month[payee] for of_month in months.values() if payee in of_month]
        assert [cents(book.figure(name).value) for name in columns] == expected, payee


def test_what_one_month_leaves_open_opens_the_next(outputs: Path) -> None:
    for payee in paid(outputs, MONTHS[0]):
        books = [read_workbook((outputs / month / "statements" / f"{payee}.xlsx").read_bytes()) for month in MONTHS]
        for before, after in pairwise(books):
            closing = -cents(before.figure("bridge.closing.total").value)  # the bridge takes it off
            assert cents(after.figure("bridge.opening.total").value) == closing, payee


def test_statements_recalculated_by_libreoffice_keep_every_check_at_zero(
    outputs: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """A third of each month's, another third each month."""
    books = {
        f"{month}-{name}": data
        for part, month in enumerate(MONTHS)
        for name, data in a_third(statements(outputs / month), part, pytestconfig).items()
    }
    assert len(books) >= len(statements(outputs / QUARTER)) - 3
    assert disagreements(books, tmp_path) == {}


@pytest.mark.parametrize("month", MONTHS)
def test_a_months_register_is_its_statements(outputs: Path, month: str) -> None:
    register: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows_of(outputs / month / "register.csv"):
        assert row["period"] == month
        register[row["payee"]] += Fraction(row["payable"])
    assert dict(register) == paid(outputs, month)
    book = read_workbook((outputs / month / "register.xlsx").read_bytes())
    assert cents(book.figure("figures.payable").value) == sum(register.values())


def test_the_quarters_summary_has_the_rows_of_its_months(outputs: Path) -> None:
    rows = [row for month in MONTHS for row in rows_of(outputs / month / "register.csv")]
    summary = rows_of(outputs / QUARTER / "register-summary.csv")
    assert sorted(map(repr, summary)) == sorted(map(repr, rows))


def test_a_months_review_is_one_page_with_the_figure_that_machines_are_given(outputs: Path) -> None:
    # Who leads a team is reviewed on the team.
    values = {**actuals(outputs / WHOLE, "order_amount"), **actuals(outputs / WHOLE, "order_amount", "team")}
    reviews = sorted((outputs / WHOLE / "reviews").glob("*.pdf"))
    assert {review.stem for review in reviews} == set(actuals(outputs / WHOLE, "order_amount"))
    silent: dict[str, str] = {}
    for review in reviews:
        (page,) = pages(review)
        printed = re.findall(r"签单额 ([−\d,.]+(?: [万亿])?)", page)
        if printed:
            assert stands_for(printed[0], Fraction(values[review.stem])), review.stem
        else:  # who sells nothing is reviewed on what they are scored on
            silent[review.stem] = values[review.stem]
    assert set(silent.values()) <= {"", "0", "0.00"}
    assert len(silent) < len(reviews) // 4


@pytest.fixture(scope="module")
def march(outputs: Path) -> Measured:
    """The month that has everything, measured as its pack was."""
    workspace = open_workspace(outputs.parent)
    assert isinstance(workspace, Workspace)
    _, found, _ = measure_period(workspace, period_of(WHOLE))
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "most"), [("analysis", 6), ("bulletin", 1)])
def test_every_number_of_a_management_paper_is_the_views(outputs: Path, march: Measured, name: str, most: int) -> None:
    document = documents.analysis(march) if name == "analysis" else documents.bulletin(march)
    printed = pages(outputs / WHOLE / "management" / f"{name}.pdf")
    assert len(printed) <= most
    missing = said_numbers(document, load_words(TEMPLATES / "languages", "zh")) - numbers(" ".join(printed))
    assert missing == Counter()


def test_the_bulletin_names_nobody(outputs: Path, march: Measured) -> None:
    text = text_of(outputs / WHOLE / "management" / "bulletin.pdf")
    assert [person.name for person in march.roster.people.values() if person.name in text] == []
