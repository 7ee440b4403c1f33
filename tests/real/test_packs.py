"""The whole pack of each real data set, for everybody in it; its finished files say what the truth says."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app.build import build
from reportgen.app.built import Built, Wanted
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.money import half_up
from reportgen.model.period import parse_period
from tests.conftest import SHARED_DATA
from tests.pack.finished import (
    Booked,
    booked,
    deck_of,
    defined,
    number,
    pages,
    pay_of,
    payable,
    rows_of,
    table_of,
    text_of,
)
from tests.real.measuring import by_id, by_quarter, truth
from tests.real.reading import HERE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_data")]


@dataclass(frozen=True, slots=True)
class Case:
    """A data set, the quarter that is built, its main figure and one that its data cannot answer.

    The figures are named as they are printed: name and formula; before them the id of the one without an answer.
    """

    name: str
    quarter: str
    main: tuple[str, str]
    unanswered: tuple[str, str, str]

    def expected(self) -> dict[str, Fraction]:
        """The main figure's truth by person's id."""
        table = {
            "adventureworks": lambda: by_id(truth(self.name)["revenue_by_rep_quarter"]),
            "maven_crm": lambda: self._by_name(truth(self.name)["won_value_by_agent_quarter"]),
            "northwind": lambda: by_id(truth(self.name)["net_by_employee_quarter"]),
        }[self.name]()
        return {person: quarters[self.quarter] for person, quarters in table.items() if self.quarter in quarters}

    @staticmethod
    def _by_name(table: Mapping[str, Mapping[str, Fraction]]) -> dict[str, dict[str, Fraction]]:
        return {name: by_quarter(quarters) for name, quarters in table.items()}


CASES = (
    Case(
        "adventureworks",
        "2018-Q4",
        ("Sales", "Sales"),
        ("collection_rate", "Collection rate", "Collected ÷ Sales"),
    ),
    Case(
        "maven_crm",
        "2017-Q4",
        ("Won value", "Won value"),
        ("collection_rate", "Collection rate", "Collected ÷ Won value"),
    ),
    Case(
        "northwind",
        "1997-Q4",
        ("Net sales", "Net sales"),
        ("gross_margin", "Gross margin", "Gross profit ÷ Net sales"),
    ),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A data set's finished pack."""

    case: Case
    built: Built

    @property
    def folder(self) -> Path:
        return self.built.folder

    def stems(self, kind: str) -> dict[str, Path]:
        """The files of a kind by their subject."""
        return {each.subject: self.folder / each.path for each in self.built.written if each.document == kind}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    case: Case = request.param
    workspace = open_workspace(copied(case.name, tmp_path_factory.mktemp(case.name)))
    quarter = parse_period(case.quarter)
    assert isinstance(workspace, Workspace)
    assert quarter is not None
    return Pack(case, build(workspace, quarter, Wanted(jobs=1), lambda done, whole, name: None))


def copied(name: str, folder: Path) -> Path:
    """Copy a workspace, whose pack must not lie in the repository; its data stays where it is."""
    shutil.copytree(HERE / name / "inputs", folder / "inputs")
    sources = folder / "inputs" / "sources.yaml"
    text, changed = re.subn(r"(?m)^folders: \[.*\]$", f"folders: ['{SHARED_DATA / name}']", sources.read_text("utf-8"))
    assert changed == 1
    sources.write_text(text, "utf-8")
    return folder


def test_everybody_has_a_review_and_every_payee_a_statement(pack: Pack) -> None:
    assert pack.built.skipped == ()
    assert pack.built.measured is not None
    assert set(pack.stems("reviews")) == set(pack.built.measured.people)
    assert set(pack.stems("statements")) == set(pack.built.measured.statements)
    assert set(pack.case.expected()) <= set(pack.stems("reviews"))
    assert all((pack.folder / each.path).is_file() for each in pack.built.written)
    assert (pack.folder / "qbr" / "qbr.pptx").is_file()


def test_the_figure_on_every_review_is_the_truth(pack: Pack) -> None:
    expected = pack.case.expected()
    for person, review in pack.stems("reviews").items():
        printed = number(defined(text_of(review), *pack.case.main))
        assert printed == half_up(expected.get(person, Fraction(0))), person


def test_the_deck_books_what_the_truth_sums_to(pack: Pack) -> None:
    whole = half_up(sum(pack.case.expected().values(), Fraction(0)))
    found = booked(deck_of(pack.folder / "qbr" / "qbr.pptx"))
    assert found == Booked(whole, Fraction(0), Fraction(0), whole)


def test_the_statements_the_register_and_the_deck_pay_the_same(pack: Pack) -> None:
    paid = {payee: payable(file) for payee, file in pack.stems("statements").items()}
    register: dict[str, Fraction] = dict.fromkeys(paid, Fraction(0))
    for row in rows_of(pack.folder / "register.csv"):
        register[row["payee"]] += Fraction(row["payable"])
    assert register == paid
    assert pay_of(deck_of(pack.folder / "qbr" / "qbr.pptx")) == sum(paid.values())
    if pack.case.name == "adventureworks":
        commission = by_id(truth(pack.case.name)["commission_flat_pct_of_revenue_by_rep_quarter"])
        expected = {person: quarters.get(pack.case.quarter, Fraction(0)) for person, quarters in commission.items()}
        assert {person: amount for person, amount in paid.items() if amount} == {
            person: amount for person, amount in expected.items() if amount
        }


def test_what_the_data_cannot_answer_is_printed_as_not_measured_and_never_as_zero(pack: Pack) -> None:
    kpi, name, formula = pack.case.unanswered
    for person, review in pack.stems("reviews").items():
        assert defined(text_of(review), name, formula) == "not measured", person
        assert f"{name} not measured" in pages(review)[0], person
    deck = deck_of(pack.folder / "qbr" / "qbr.pptx")
    row = next(row for row in table_of(deck, "figures") if row[0] == name)
    assert row[2] == "not measured"
    assert set(row[1:-1]) <= {"not measured", "—"}
    unanswered = [row for row in rows_of(pack.folder / "data" / "actuals.csv") if row["measure"] == kpi]
    assert unanswered
    assert {(row["value"], row["status"]) for row in unanswered} == {("", "none")}
