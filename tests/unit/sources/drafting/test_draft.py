"""A drafted profile is read strictly as it is, and reads the file it was drafted from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.sources import READY, InputFile, Profile, read, read_profile, read_profiles
from reportgen.sources.drafting.draft import draft
from tests.unit.sources.drafting.finding import book, found_in

ROOT = Path(__file__).resolve().parents[4]
LEADS = """Opportunity Name,Account Name,Close Date,Stage,Amount,Opportunity Owner,Region
Alpha,Acme,2026-03-01,Won,100.50,Maya,North
Beta,Bolt,2026-03-05,Open,200,Liu,South
Gamma,Acme,2026-03-09,Open,75.25,Maya,North
"""


@pytest.fixture(scope="module")
def known() -> list[Profile]:
    own, problems = read_profiles(ROOT / "inputs" / "profiles", "inputs/profiles")
    ready = [read_profile(path, path.name)[0] for path in sorted(READY.glob("*.yaml"))]
    assert problems == ()
    return [*own, *(profile for profile in ready if profile)]


def _strict(text: str, folder: Path) -> Profile:
    """Read a draft as the program reads any profile."""
    path = folder / "drafted.yaml"
    path.write_text(text, "utf-8")
    profile, problems = read_profile(path, "drafted.yaml")
    assert [(problem.place.row, problem.sentence, problem.remedy) for problem in problems] == []
    assert profile is not None
    return profile


def test_headers_of_another_system_get_the_names_of_the_plan(known: list[Profile], tmp_path: Path) -> None:
    text = draft(found_in(LEADS, "opportunities_2026-03.csv"), known)
    profile = _strict(text, tmp_path)
    assert profile.kind == "opportunities"
    assert profile.files == ("opportunities_*.csv",)
    assert {rule.headers[0]: (name, str(rule.column.type)) for name, rule in profile.columns.items()} == {
        "Opportunity Name": ("name", "text"),
        "Account Name": ("customer_name", "text"),
        "Close Date": ("closed", "date"),
        "Stage": ("stage", "text"),
        "Amount": ("amount", "money"),
        "Opportunity Owner": ("person", "id"),
        "Region": ("region", "text"),
    }
    assert profile.key == ("name",)
    assert "values: Open (2), Won (1)" not in text  # three rows are too few to call their texts a list


def test_chinese_headers_are_known_too(known: list[Profile], tmp_path: Path) -> None:
    content = "订单号,行号,签订日期,客户编号,销售工号,不含税金额\nS1,1,2026-01-05,C1,E1,10\nS1,2,2026-01-06,C1,E1,20\n"
    profile = _strict(draft(found_in(content, "订单_2026.csv"), known), tmp_path)
    assert (profile.kind, profile.key) == ("orders", ("order_no", "line_no"))
    assert profile.columns["amount"].headers == ("不含税金额",)


def test_a_draft_reads_its_own_file(known: list[Profile], tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(LEADS, "utf-8")
    profile = _strict(draft(found_in(LEADS, "leads.csv"), known), tmp_path)
    reading = read([InputFile(path, "leads.csv")], [profile])
    assert reading.problems == ()
    frame = reading.tables["opportunities"].frame
    assert frame["amount"].tolist() == [10050, 20000, 7525]
    assert frame["closed"].dt.date.tolist() == [date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 9)]


def test_what_is_doubtful_stands_as_a_comment(known: list[Profile], tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["name", "", "name", "seen"],
        *[["a", i, "x", v] for i, v in enumerate([1, "?", True, date(2026, 1, 1), 5])],
    ]
    text = draft(found_in(book(rows), "odd.xlsx"), known)
    _strict(text, tmp_path)
    assert "# Left out: column B, because it has no header." in text
    assert "# Left out: column name (2), because its header stands twice." in text
    assert "numbers, dates and texts stand in this column" in text
    assert "No known kind of table has these headers" in text


def test_a_decimal_comma_is_declared_where_the_file_shows_it(known: list[Profile], tmp_path: Path) -> None:
    content = "Auftrag;Betrag EUR\nA1;1.234,50\nA2;2.000,75\nA3;12,05\n"
    profile = _strict(draft(found_in(content, "auftraege.csv"), known), tmp_path)
    (amount,) = (rule for rule in profile.columns.values() if rule.headers == ("Betrag EUR",))
    assert (amount.decimal, amount.column.currency, amount.column.scale) == (",", "EUR", 2)


def test_a_file_without_a_table_drafts_nothing(known: list[Profile]) -> None:
    assert draft(found_in("", "empty.csv"), known) == "# empty.csv: no table was found, so there is nothing to draft.\n"


_HEADER = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters='",;\t|\r\n'), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(_HEADER, min_size=1, max_size=4), st.text("abc:#{}[]!&*'-? %@`", max_size=6))
def test_whatever_stands_in_a_file_the_draft_is_read_strictly(headers: list[str], name: str) -> None:
    content = ",".join(headers) + "\n" + "\n".join(",".join([f"x{i}", *["y"] * (len(headers) - 1)]) for i in range(3))
    text = draft(found_in(content, f"{name}.csv"), [])
    if "kind:" in text:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            _strict(text, Path(folder))
