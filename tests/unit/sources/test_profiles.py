"""Profiles are read strictly: what is not expected is a problem with its line, and all are found in one run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.model.problem import Problem, Severity
from reportgen.sources import KINDS, Profile, SourceList, input_files, read_profiles, read_sources
from reportgen.sources.derive import DERIVATIONS
from reportgen.sources.profiles.profile import OPERANDS

ROOT = Path(__file__).resolve().parents[3]
Profiles = Callable[..., tuple[tuple[Profile, ...], tuple[Problem, ...]]]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("kind: orders", "kinds: orders", "setting-unknown", 2),
        ("kind: orders\n", "", "setting-missing", 2),
        ("key:", "kind: again\nkey:", "setting-twice", 4),
        ("type: id, headers: [订单号", "type: key, headers: [订单号", "setting-wrong", 6),
        ("required: true}\n  person", "required: yes}\n  person", "setting-wrong", 6),
        ("currency: CNY", "currency: CNY, scale: two", "setting-wrong", 9),
        ("headers: [日期, Day]", "headers: [日期, Day], format: '%b %d'", "setting-wrong", 8),
        ("headers: [日期, Day]", "headers: [日期, Day], scale: 2", "setting-unknown", 8),
        ("key: [order_no]", "key: [order]", "setting-wrong", 4),
        ("order_no: {", "Order: {", "setting-wrong", 2),
        ("key: [order_no]", "key: [order_no", "settings-unreadable", 5),
        ("key: [order_no]", "key: &k [order_no]\nsheets: *k", "setting-wrong", 4),
        ("columns:", "derive: {deal: {kind: first_of, of: [nothing]}}\ncolumns:", "setting-wrong", 5),
        ("columns:", "derive: {amount: {kind: first_of, of: [order_no]}}\ncolumns:", "setting-wrong", 2),
        ("columns:", "derive: {x: {kind: sum, of: [amount]}}\ncolumns:", "setting-wrong", 5),
        ("columns:", "join: [{table: ghosts, on: {person: person}, take: [name]}]\ncolumns:", "setting-wrong", 5),
        ("columns:", "join: [{table: orders, on: {person: person}, take: [type]}]\ncolumns:", "setting-wrong", 5),
    ],
)
def test_a_mistake_in_a_profile_is_found_on_its_line(
    profiles_of: Profiles, orders: str, old: str, new: str, code: str, line: int
) -> None:
    assert old in orders
    _, problems = profiles_of(orders.replace(old, new, 1))
    found = {(problem.kind.code, problem.place.row) for problem in problems}
    assert (code, line) in found
    assert all(problem.kind.severity is Severity.BLOCKS_RUN for problem in problems)


def test_all_mistakes_are_found_in_one_run(profiles_of: Profiles, orders: str) -> None:
    broken = orders.replace("files:", "file:").replace("type: date", "type: day").replace("currency", "curency")
    _, problems = profiles_of(broken)
    assert {"file", "files", "day", "curency"} <= {problem.found for problem in problems}
    assert any("Did you mean `currency`?" in problem.remedy for problem in problems)


def test_a_country_code_is_not_no(profiles_of: Profiles, orders: str) -> None:
    profiles, problems = profiles_of(orders.replace("columns:", "constants: {country: NO, version: 1.10}\ncolumns:"))
    assert problems == ()
    assert dict(profiles[0].constants) == {"country": "NO", "version": "1.10"}


def test_every_cut_of_a_profile_is_read_or_refused(profiles_of: Profiles, orders: str) -> None:
    for end in range(0, len(orders), 7):
        profiles, problems = profiles_of(orders[:end])
        assert profiles or problems


def test_the_profiles_of_the_sample_have_no_problem() -> None:
    profiles, problems = read_profiles(ROOT / "inputs" / "profiles", "inputs/profiles")
    assert problems == ()
    assert {profile.kind for profile in profiles} >= {"people", "orders", "receipts", "targets", "opportunities"}


def test_files_are_listed_without_what_is_ignored_and_without_lock_files(tmp_path: Path) -> None:
    data = tmp_path / "销售 数据"
    (data / "old").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "~$a.xlsx", ".hidden", "notes.md", "old/c.csv"):
        (data / name).touch()
    settings = (
        "folders: [销售 数据]\nignore:\n  - {files: '*.md', because: notes}\n  - {files: 'old/*', because: last year}\n"
    )
    (tmp_path / "sources.yaml").write_text(settings, "utf-8")
    sources, problems = read_sources(tmp_path / "sources.yaml", "inputs/sources.yaml")
    files, missing = input_files(sources, tmp_path, "inputs")
    assert (problems, missing) == ((), ())
    assert [file.name for file in files] == ["inputs/销售 数据/a.csv", "inputs/销售 数据/b.csv"]


def test_what_is_ignored_needs_a_reason(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("folders: [data]\nignore:\n  - files: x.csv\n", "utf-8")
    _, problems = read_sources(tmp_path / "sources.yaml", "inputs/sources.yaml")
    assert [(problem.kind.code, problem.found, problem.place.row) for problem in problems] == [
        ("setting-missing", "because", 3)
    ]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    sources, _ = read_sources(tmp_path / "sources.yaml", "inputs/sources.yaml")
    assert isinstance(sources, SourceList)
    files, problems = input_files(sources, tmp_path, "inputs")
    assert (files, [problem.found for problem in problems]) == ((), ["inputs/data"])


def test_every_kind_of_problem_has_its_own_code_and_a_remedy() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert all(kind.sentence and kind.remedy for kind in KINDS)


def test_every_derivation_that_a_profile_may_name_is_made() -> None:
    assert set(DERIVATIONS) == set(OPERANDS)
