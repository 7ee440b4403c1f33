"""Which files of a pack are made anew: those whose content changed, and no other."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
from ruamel.yaml import YAML

from reportgen.app.jobs import Wish, jobs, key
from reportgen.app.manifest import environment_digest, looks, stamp
from reportgen.app.rendering import Studio
from reportgen.model.naming import names_of, packed
from reportgen.model.papers import PAPERS, STATEMENTS
from reportgen.model.plan import Plan
from tests.tables import dataset, measured, plan_of

COMPANY = Path(__file__).resolve().parents[2] / "golden" / "company.yaml"
STUDIO = Studio(Path("templates"), None, "0" * 64)


@cache
def given() -> tuple[Mapping[str, str], Plan]:
    content = YAML(typ="base", pure=True).load(COMPANY.read_text("utf-8"))
    plan = plan_of(**content.pop("plan"))
    return content, plan


def keys(tables: Mapping[str, str], studio: Studio = STUDIO) -> dict[str, str]:
    """Return the key of every file of the quarter's pack, with some tables in place of the company's own."""
    inputs, plan = given()
    found = measured(dataset(**{**inputs, **tables}), plan, "2026-Q1")
    return {job.path: key(job, studio) for job in jobs(found, PAPERS, ("zh",), Wish((), tuple(found.people)))}


def changed(**tables: str) -> set[str]:
    before, after = keys({}), keys(tables)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def edited(table: str, old: str, new: str) -> dict[str, str]:
    text = given()[0][table]
    assert text.count(old) == 1
    return {table: text.replace(old, new)}


def test_the_same_inputs_change_no_file() -> None:
    assert changed() == set()


def test_rows_that_change_places_change_no_file() -> None:
    orders = given()[0]["orders"].splitlines()
    assert changed(orders="\n".join([orders[0], *reversed(orders[1:])])) == set()


def test_rows_after_the_period_change_no_file() -> None:
    assert changed(**edited("orders", "70,000     14,000        79,100", "99,000 1,000 111,870")) == set()


def test_one_corrected_receipt_changes_its_payees_statement_and_the_totals() -> None:
    touched = changed(**edited("receipts", "45,200", "45,100"))
    assert touched == {"statements/E1.xlsx", "register-summary.xlsx", "qbr/qbr.pptx"}


def test_one_order_more_changes_its_seller_the_teams_and_the_company_and_no_colleague() -> None:
    touched = changed(orders=given()[0]["orders"] + "SO-8 - sale 2026-03-31 E1 Acme eco 1,000 300 1,130\n")
    assert touched == {
        "reviews/E1.pdf",
        "reviews/M1.pdf",
        "reviews/B1.pdf",
        "teams/M1.pdf",
        "teams/B1.pdf",
        "statements/E1.xlsx",
        "statements/FUND-M1.xlsx",
        "register-summary.xlsx",
        "qbr/qbr.pptx",
        "management/analysis.pdf",
        "management/bulletin.pdf",
    }


def test_a_changed_template_or_program_renders_everything_anew() -> None:
    before, after = keys({}), keys({}, replace(STUDIO, stamp="1" * 64))
    assert before.keys() == after.keys()
    assert not set(before.values()) & set(after.values())


def test_an_edited_template_draws_the_papers_that_are_made_with_it_and_no_other() -> None:
    files = {
        "templates/team/page.html.j2": "1",
        "templates/page/style.css": "1",
        "templates/qbr/deck.pptx": "1",
        "templates/languages/en.yaml": "1",
    }
    before = looks(files)

    def touched(name: str) -> set[str]:
        after = looks({**files, name: "2"})
        return {paper for paper in before if before[paper] != after[paper]}

    assert touched("templates/team/page.html.j2") == {"teams"}
    assert touched("templates/page/style.css") == {paper.name for paper in PAPERS if paper.form == "pdf"}
    assert touched("templates/qbr/deck.pptx") == {"qbr"}
    assert touched("templates/languages/en.yaml") == {paper.name for paper in PAPERS}


def test_another_version_of_any_library_draws_everything_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn rests on WeasyPrint, what is foreseen on statsmodels, and all on one or another below these."""
    versions = {"weasyprint": "70", "statsmodels": "0.15"}

    def stamped(**other: str) -> str:
        told = [f"Name: {name}\nVersion: {version}\n\nProse." for name, version in {**versions, **other}.items()]
        listed = [SimpleNamespace(read_text=lambda _, text=text: text) for text in told]
        monkeypatch.setattr(metadata, "distributions", lambda: listed)
        environment_digest.cache_clear()
        return stamp()

    found = [stamped(), stamped(weasyprint="71"), stamped(statsmodels="0.16"), stamped()]
    environment_digest.cache_clear()
    assert len(set(found)) == 3
    assert found[0] == found[3]


def test_an_input_file_that_is_called_after_somebody_is_in_the_key_of_whom_it_may_be_told_to() -> None:
    inputs, plan = given()
    found = measured(dataset(**inputs), plan, "2026-Q1")
    (job,) = jobs(found, (STATEMENTS,), ("zh",), Wish(("E1",), ()))
    archived = replace(job, sources=("inputs/data/orders.csv", "inputs/data/林诺.csv"))
    named = [replace(STUDIO, names=packed(names_of([(each, ("林诺",))], (), ()))) for each in ("E1", "E7")]
    assert key(archived, STUDIO) == key(archived, named[0])
    assert key(archived, named[1]) == key(replace(job, sources=("inputs/data/orders.csv",)), STUDIO)
    assert key(archived, named[1]) != key(archived, STUDIO)
