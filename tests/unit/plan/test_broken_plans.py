"""Turns a small sound plan, broken in one spot at a time, into the exact problem and line that people are told."""

from pathlib import Path

import pytest

from reportgen import plan
from reportgen.model.problem import Problem, Severity
from tests.unit.plan.small_plan import SOUND

COPY = """\
- id: sales
  name: {zh: 样, en: Copy}
  from: 2025-01-01
  table: copies
  how: count
  unit: count
  because: {zh: 制度, en: Policy}
"""

# file · what is replaced · by what · code · line: one mistake each, and nothing but its own complaint.
BROKEN = [
    ("company.yaml", "currency: CNY", "currency: yuan", "plan-currency-unreadable", 2),
    ("company.yaml", "currency: CNY\n", "", "plan-key-missing", 1),
    ("company.yaml", "currency: CNY", "currency:", "plan-value-empty", 2),
    ("company.yaml", "language: zh", "language: German", "plan-choice-unknown", 4),
    ("company.yaml", "pay_starts: 2026-01", "pay_starts: 2026-Q1", "plan-period-unreadable", 6),
    ("company.yaml", "  leader: {zh", "  Team leader: {zh", "plan-name-unreadable", 9),
    ("company.yaml", "en: Leader}", "en: Leader, of a team}", "plan-key-unknown", 9),
    ("company.yaml", "en: Sample", 'en: "Sam\\u0000ple"', "plan-text-unprintable", 1),
    ("company.yaml", "roles:\n", "roles:\n\t", "plan-yaml-invalid", 8),
    ("measures.yaml", "  how: sum\n", "  how: sum\n  sum: amount\n", "plan-key-unknown", 6),
    ("measures.yaml", "  how: sum\n", "  how: sum\n  how: count\n", "plan-key-twice", 6),
    ("measures.yaml", "  column: amount\n", "", "plan-key-missing", 1),
    ("measures.yaml", "  how: count\n", "  how: count\n  column: order_no\n", "plan-key-idle", 17),
    ("measures.yaml", "how: sum", "how: total", "plan-choice-unknown", 5),
    ("measures.yaml", "column: amount", "column: Order amount", "plan-name-unreadable", 6),
    ("measures.yaml", "[sale, NO]", "sale", "plan-shape-wrong", 9),
    ("measures.yaml", "[sale, NO]", "[sale, sale]", "plan-listed-twice", 9),
    ("kpis.yaml", "kind: ratio", "kind: ration", "plan-choice-unknown", 17),
    ("kpis.yaml", "numerator: sales", "numerator: sale", "plan-reference-unknown", 18),
    ("kpis.yaml", "numerator: sales", "numarator: sales", "plan-key-unknown", 18),
    ("kpis.yaml", "  because: {zh: 制度, en: Policy}\n- id", "- id", "plan-because-missing", 1),
    ("kpis.yaml", "from: 2026-01-01\n  kind: ratio", "from: 2026-02-30\n  kind: ratio", "plan-date-unreadable", 16),
    ("kpis.yaml", "green: 100 %", "green: 1", "plan-percent-unreadable", 9),
    ("kpis.yaml", "orange: 90 %", "orange: 110 %", "plan-bounds-crossed", 10),
    (
        "kpis.yaml",
        "  target: {metric: sales, column: floor}\n",
        "  target: {value: 5 %}\n",
        "plan-number-unreadable",
        8,
    ),
    ("kpis.yaml", "  target: {metric", "  targt: {metric", "plan-key-unknown", 8),
    ("kpis.yaml", "horizon: long", "horizon: long\n  green: 100 %", "plan-key-idle", 24),
    ("kpis.yaml", "id: average", "id: sales", "plan-version-twice", 14),
    ("scorecards.yaml", "from: 2026-01-01", "from: 2025-06-01", "plan-reference-early", 6),
    ("scorecards.yaml", "sales: 100 %", "sales: 97 %", "plan-shares-not-whole", 5),
    ("scorecards.yaml", "sales: 100 %", "turnover: 100 %", "plan-reference-unknown", 6),
    ("scorecards.yaml", "sales: 100 %", "average: 100 %", "plan-weight-without-target", 1),
    ("scorecards.yaml", "roles: [seller]", "roles: [sellers]", "plan-reference-unknown", 4),
    ("scorecards.yaml", "roles: [seller]", "roles: []", "plan-value-empty", 4),
    ("scorecards.yaml", "floor: 0 %", "floor: 130 %", "plan-bounds-crossed", 7),
    ("targets.yaml", "floor: 1,000,000", "floor: 0100", "plan-number-unreadable", 6),
    ("targets.yaml", "floor: 1,000,000", "floor: 1e6", "plan-number-unreadable", 6),
    ("targets.yaml", "year: 2026", "year: 26", "plan-year-unreadable", 5),
    ("targets.yaml", "10 %]", "5 %, 5 %]", "plan-shape-wrong", 8),
    ("targets.yaml", "10 %]", "10.5 %]", "plan-shares-not-whole", 8),
    ("funnels.yaml", "id: deals", "id: Deals", "plan-name-unreadable", 1),
    ("funnels.yaml", "won: [won]", "won: [quote]", "plan-listed-twice", 12),
    ("pay.yaml", "{from: 0, rate", "{from: 10, rate", "plan-tiers-start", 12),
    ("pay.yaml", "{from: 5000, rate", "{from: 0, rate", "plan-tiers-order", 13),
    ("pay.yaml", "{from: 5000, rate", "{from: 50 %, rate", "plan-number-unreadable", 13),
    ("pay.yaml", "{on: booking}\n  because: {zh: 制度, en: Policy}\n-", "{on: booking}\n-", "plan-because-missing", 1),
    ("pay.yaml", "release: {on: booking}", "release: {on: booking, invoiced: sales}", "plan-key-idle", 15),
    ("pay.yaml", "release: {on: booking}", "release: {on: pro_rata_cash, invoiced: sales}", "plan-key-missing", 15),
    ("pay.yaml", "  rate: 1 %\n", "", "plan-key-missing", 17),
    ("pay.yaml", "  rate: 1 %\n", "  rate: 1 %\n  rate_column: pct\n", "plan-key-idle", 24),
    ("pay.yaml", "  rate: 1 %\n", "  rates: 1 %\n", "plan-key-unknown", 24),
    ("pay.yaml", "kind: flat\n  base: sales", "kind: flat\n  base: orders", "plan-pay-needs-sum", 17),
    ("measures.yaml", "  column: amount\n", "  column: amount\n  window: 12\n", "plan-pay-picks-by-day", 1),
    ("company.yaml", "pay_starts:", "ledger: our database\npay_starts:", "plan-ledger-unreadable", 6),
    ("documents.yaml", "[reviews, qbr]", "[reviews, slides]", "plan-choice-unknown", 2),
    ("documents.yaml", "headline: [sales]", "headline: [sals]", "plan-reference-unknown", 4),
    ("documents.yaml", "month: [reviews]", "month: [reviews", "plan-yaml-invalid", 2),
    ("documents.yaml", "main_measure: sales", "main_measure: orders", "plan-main-measure-no-kpi", 5),
    ("alerts.yaml", "figures: [fill]", "figures: [fil]", "plan-reference-unknown", 20),
    ("alerts.yaml", "threshold: 80 %", "threshold: 80", "plan-threshold-unit", 16),
    ("alerts.yaml", "threshold: 100", "threshold: 100 %\n  of: target\n  against: sale", "plan-reference-unknown", 8),
    ("alerts.yaml", "in_a_row: 2", "in_a_row: two", "plan-whole-unreadable", 9),
    ("alerts.yaml", "in_a_row: 2", "in_a_row: 0", "plan-outside", 9),
    ("alerts.yaml", "owner: quality", "owner: qualty", "plan-reference-unknown", 26),
    ("alerts.yaml", "kind: below\n  figures: [fill]", "kind: bellow\n  figures: [fill]", "plan-choice-unknown", 19),
    ("organisation.yaml", "share: 70 %", "share: 60 %", "plan-shares-not-whole", 14),
    ("organisation.yaml", "returns: 20", "returns: 1:20", "plan-number-unreadable", 16),
    ("calendar.yaml", "starts: 4", "starts: 13", "plan-outside", 5),
    ("calendar.yaml", "starts: 4", "starts: 4.5", "plan-whole-unreadable", 5),
    ("calendar.yaml", "holidays: CN", "holidays: China", "plan-country-unreadable", 12),
    ("calendar.yaml", "[mon, tue]", "[mon, moon]", "plan-choice-unknown", 11),
    ("tiers.yaml", "weight: 100 %", "weight: 90 %", "plan-shares-not-whole", 8),
    ("tiers.yaml", "{A: open, B: none}", "{A: open}", "plan-key-missing", 20),
    ("target_rules.yaml", "{team: headcount, person: history}", "{team: headcount}", "plan-key-missing", 7),
    ("measures-quality.yaml", "below: 20", "under: 20", "plan-key-unknown", 6),
    ("kpis-quality.yaml", "values: {east: 90 %}", "values: {east: 90}", "plan-percent-unreadable", 9),
    ("kpis-quality.yaml", "  by: region\n", "", "plan-key-missing", 8),
    (
        "measures-quality.yaml",
        "- id: filled",
        COPY + "- id: filled",
        "plan-version-twice",
        1,
    ),
    ("scorecards-later.yaml", "fill: 100 %", "fill: 80 %", "plan-shares-not-whole", 5),
    ("scorecards-later.yaml", "kind: stepped", "kind: stairs", "plan-choice-unknown", 8),
    ("pay-further.yaml", "share: 40 %", "share: 30 %", "plan-shares-not-whole", 9),
    ("pay-further.yaml", "least: 80 %", "least: 80", "plan-threshold-unit", 1),
    ("pay-further.yaml", "{from: 0 %, rate: 0 %}", "{from: 10 %, rate: 0 %}", "plan-tiers-start", 28),
    ("pay-further.yaml", "{from: 0, share: 100 %}", "{from: 5, share: 100 %}", "plan-tiers-start", 31),
    ("pay-further.yaml", "  metric: sales\n", "", "plan-key-missing", 15),
    ("pay-further.yaml", "columns: [0 %, 90 %]", "columns: [10 %, 90 %]", "plan-tiers-start", 43),
    ("pay-further.yaml", "rounds: pool", "rounds: none", "plan-key-idle", 13),
    ("pay-further.yaml", "leaving: days, days: 90", "leaving: pay, days: 90", "plan-key-idle", 32),
    ("pay-further.yaml", "rates: [2 %, 3 %]", "rates: [2 %]", "plan-shape-wrong", 44),
    ("pay-further.yaml", "refund: none", "refund: never", "plan-choice-unknown", 13),
    ("pay-further.yaml", "{from: 100 %, rate: 1 %}", "{from: 0 %, rate: 1 %}", "plan-tiers-order", 28),
]


def read(folder: Path, files: dict[str, str]) -> tuple[bool, list[Problem]]:
    """Write a plan and read it: whether it was handed out, and its problems."""
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    found, problems = plan.read(folder, "inputs/plan")
    return found is not None, list(problems)


def spots(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.kind.code, str(problem.place)) for problem in problems]


def test_the_small_plan_is_sound(tmp_path: Path) -> None:
    assert read(tmp_path, SOUND) == (True, [])


@pytest.mark.parametrize(("file", "old", "new", "code", "line"), BROKEN)
def test_one_mistake_is_one_problem_on_its_own_line(
    tmp_path: Path, file: str, old: str, new: str, code: str, line: int
) -> None:
    assert old in SOUND[file]
    handed_out, problems = read(tmp_path, {**SOUND, file: SOUND[file].replace(old, new, 1)})
    assert spots(problems) == [(code, f"inputs/plan/{file}:{line}")]
    assert handed_out == (problems[0].kind.severity < Severity.BLOCKS_RUN)


def test_every_problem_says_what_and_what_to_do_without_open_braces(tmp_path: Path) -> None:
    for number, (file, old, new, code, _) in enumerate(BROKEN):
        folder = tmp_path / str(number)
        folder.mkdir()
        for problem in read(folder, {**SOUND, file: SOUND[file].replace(old, new, 1)})[1]:
            told = f"{problem.sentence} {problem.remedy}".replace("`because: {zh: …, en: …}`", "")
            assert "{" not in told, code
            assert problem.excerpt in (line.strip() for line in (folder / file).read_text("utf-8").splitlines()), code


def test_a_misspelt_name_is_told_its_nearest(tmp_path: Path) -> None:
    _, problems = read(tmp_path, {**SOUND, "kpis.yaml": SOUND["kpis.yaml"].replace("measure: sales", "measure: slaes")})
    assert problems[0].sentence == "there is no measure `slaes` in the plan"
    assert "Did you mean `sales`?" in problems[0].remedy
    assert problems[0].excerpt == "measure: slaes"


def test_mistakes_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    files = dict(SOUND)
    files["measures.yaml"] = files["measures.yaml"].replace("unit: money", "unit: yuan")
    files["kpis.yaml"] = (
        files["kpis.yaml"].replace("green: 100 %", "gren: 100 %").replace("numerator: sales", "numerator: x")
    )
    files["scorecards.yaml"] = files["scorecards.yaml"].replace("100 %", "90 %")
    files["pay.yaml"] = files["pay.yaml"].replace("from: 5000, rate: 2 %", "from: 5000, rate: 2")
    assert spots(read(tmp_path, files)[1]) == [
        ("plan-key-unknown", "inputs/plan/kpis.yaml:9"),
        ("plan-reference-unknown", "inputs/plan/kpis.yaml:18"),
        ("plan-choice-unknown", "inputs/plan/measures.yaml:10"),
        ("plan-percent-unreadable", "inputs/plan/pay.yaml:13"),
        ("plan-shares-not-whole", "inputs/plan/scorecards.yaml:5"),
    ]


def test_a_file_that_is_not_yaml_does_not_make_its_names_unknown(tmp_path: Path) -> None:
    assert spots(read(tmp_path, {**SOUND, "measures.yaml": "- id: [sales"})[1]) == [
        ("plan-yaml-invalid", "inputs/plan/measures.yaml:1")
    ]


def test_a_role_has_one_scorecard_a_day(tmp_path: Path) -> None:
    second = SOUND["scorecards.yaml"].replace("id: seller", "id: other").replace("2026-01-01", "2026-07-01")
    _, problems = read(tmp_path, {**SOUND, "scorecards.yaml": SOUND["scorecards.yaml"] + second})
    assert spots(problems) == [("plan-rule-twice", "inputs/plan/scorecards.yaml:10")]
    assert problems[0].sentence == "the role `seller` has two scorecards on 2026-07-01: `other` and `seller` on line 1"


def test_margin_bands_compare_measures_of_one_table(tmp_path: Path) -> None:
    text = SOUND["measures.yaml"].split("- id: orders")[0].replace("id: sales", "id: cash")
    files = {
        **SOUND,
        "measures.yaml": SOUND["measures.yaml"] + text.replace("table: orders", "table: receipts"),
        "pay.yaml": SOUND["pay.yaml"]
        .replace("base: sales", "base: sales\n  per: cash", 1)
        .replace("5000,", "20 %,")
        .replace("from: 0,", "from: 0 %,"),
    }
    assert spots(read(tmp_path, files)[1]) == [("plan-pay-tables-differ", "inputs/plan/pay.yaml:1")]


def test_a_year_has_one_target_a_metric(tmp_path: Path) -> None:
    second = SOUND["targets.yaml"].replace("id: sales_2026", "id: again")
    assert spots(read(tmp_path, {**SOUND, "targets.yaml": SOUND["targets.yaml"] + second})[1]) == [
        ("plan-rule-twice", "inputs/plan/targets.yaml:10")
    ]


def test_a_missing_folder_a_missing_file_and_a_misspelt_one_are_named(tmp_path: Path) -> None:
    assert spots(list(plan.read(tmp_path / "no", "inputs/plan")[1])) == [("plan-missing", "inputs/plan")]
    files = {name: text for name, text in SOUND.items() if name != "documents.yaml"}
    _, problems = read(tmp_path, {**files, "document.yaml": SOUND["documents.yaml"]})
    assert spots(problems) == [
        ("plan-file-unknown", "inputs/plan/document.yaml"),
        ("plan-file-missing", "inputs/plan/documents.yaml"),
    ]
    assert "Did you mean `documents.yaml`?" in problems[0].remedy


def test_a_file_in_another_encoding_is_said_to_be_one(tmp_path: Path) -> None:
    read(tmp_path, SOUND)
    (tmp_path / "kpis.yaml").write_bytes(SOUND["kpis.yaml"].encode("gb18030"))
    assert spots(list(plan.read(tmp_path, "p")[1])) == [("plan-file-unreadable", "p/kpis.yaml")]


def test_every_kind_of_problem_is_shown_here() -> None:
    elsewhere = {
        "plan-missing",
        "plan-file-missing",
        "plan-file-unknown",
        "plan-file-unreadable",
        "plan-rule-twice",
        "plan-pay-tables-differ",
        "case-row-uneven",  # in tests/rules
        "plan-begins-late",  # these three tell of a sound plan, in tests/problems
        "plan-role-unpaid",
        "plan-role-unscored",
        "plan-ledger-password",  # its line is not quoted, in tests/problems
        "plan-changed-closed",  # these tell of a plan beside the one that was closed, in tests/problems
        "plan-closed-unreadable",
    }
    assert {row[3] for row in BROKEN} | elsewhere == {kind.code for kind in plan.KINDS}
