"""Turns docs/rules.yaml and the sample's plan into docs/rules.md: every rule, its plan line, engine, case and page."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from reportgen import plan
from reportgen.model.organisation import Office
from reportgen.model.pay import Component
from reportgen.model.plan import Entry, Plan
from reportgen.plan.names import by_section
from reportgen.sample.stories import cases

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "rules.md"
TRUTH = ROOT / "tests" / "truth"
COLUMNS = ("plan", "engine", "case", "page")
OF_TRUTH = {"kpis": ("kpis",), "alerts": ("alerts",), "pay": ("pay-commission", "pay-components")}
"""In which files of expected figures the entries of a section stand."""
ISSUES = {
    "The pack, end to end, on real data",
    "The sample company: a whole department on paper",
    "Any spreadsheet a sales department really has",
    "The plan, and everything measured against it",
    "Pay that everyone can retrace",
    "Documents people are proud to hand over",
    "Fast, many, and nothing lost",
}
PROMISED = 7  # up to this section every rule has an issue, and expected figures
VARIANCE = ("by-line", "by-region", "by-tier", "by-person", "price-and-volume", "new-and-existing", "top-movers")
UNTOLD = {
    "target_rules/time-tree",
    "target_rules/smart",
    "talent/annual-calibration",
    "payment/payment",
    *(f"variance/{id_}" for id_ in VARIANCE),
}
"""What has no expected figures: weeks, findings about targets, later weights, bridges and payment, which have tests."""

Golden = Callable[[Path, str], None]
Item = Entry | Component


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    section: str
    rule: str
    plan: tuple[str, ...]
    engine: str
    case: str
    page: str

    @property
    def cases(self) -> tuple[str, ...]:
        """What shows it: names without blanks, but for those of expected figures, which may have some."""
        return tuple(re.split(r" (?=truth|tests/|stories/)", self.case))


@cache
def _first_rows(name: str) -> dict[str, int]:
    """The line on which each id of a file of expected figures first stands; pay is told by its component."""
    with (TRUTH / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    found: dict[str, int] = {}
    for line, row in enumerate(rows[1:], start=2):
        found.setdefault(row[1 if name.startswith("pay-") else 0], line)
    return found


def _of_truth(name: str) -> tuple[tuple[str, str, int], ...]:
    """File, id and line of an entry's expected figures."""
    section, _, id_ = name.partition("/")
    files = OF_TRUTH.get(section, ())
    return tuple((file, id_, _first_rows(file)[id_]) for file in files if id_ in _first_rows(file))


def _read() -> tuple[dict[str, str], tuple[Rule, ...]]:
    found = YAML(typ="safe", pure=True).load((ROOT / "docs" / "rules.yaml").read_text("utf-8"))
    rows = [{"section": section, **row} for section, rows in found["rules"].items() for row in rows]
    lacking = [row["rule"] for row in rows if any(not row.get(column) for column in COLUMNS)]
    assert lacking == [], "a rule with a hole"
    return found["marks"], tuple(Rule(**{**row, "plan": tuple(row["plan"])}) for row in rows)


MARKS, RULES = _read()


@pytest.fixture(scope="module")
def promised() -> Plan:
    found, problems = plan.read(ROOT / "inputs" / "plan", "inputs/plan")
    assert found is not None
    assert problems == ()
    return found


@pytest.fixture(scope="module")
def entries(promised: Plan) -> dict[str, tuple[Item, ...]]:
    """The versions of every entry by `section/id`."""
    found: dict[str, tuple[Item, ...]] = {}
    for section, items in by_section(promised).items():
        for item in items:
            name = f"{section}/{item.id}"
            found[name] = (*found.get(name, ()), item)
    return found


COMPUTED = (
    "talent",
    *("measures", "kpis", "scorecards", "targets", "slices", "funnels", "target_rules", "forecast", "variance"),
    *("tiers", "alerts", "payment"),
)
"""The sections that the engine computes; of pay, the components that do not wait; of the organisation, the offices."""
LAID_OUT = {"calendar/fiscal-year", "calendar/working-days", "calendar/months"}
"""What it computes of the calendar."""


def _waits(name: str, item: Item, promised: Plan) -> bool:
    section = name.partition("/")[0]
    if isinstance(item, Office):  # who acts on alerts
        return False
    return section not in COMPUTED and name not in LAID_OUT and not any(item is other for other in promised.components)


# -------------------------------------------------------------------------------------------------- nothing is missing


def test_every_rule_points_to_entries_of_the_plan(entries: dict[str, tuple[Item, ...]]) -> None:
    assert [name for rule in RULES for name in rule.plan if name not in entries] == []


def test_every_entry_of_the_plan_belongs_to_a_rule(entries: dict[str, tuple[Item, ...]]) -> None:
    told = {name for rule in RULES for name in rule.plan}
    assert sorted(name for name in entries.keys() - told if not name.startswith("measures/")) == []


def test_a_mark_is_the_name_of_an_issue_that_exists() -> None:
    assert set(MARKS.values()) - ISSUES == {"no issue yet"}
    said = {word for rule in RULES for word in (rule.engine, rule.page, *rule.cases)}
    assert [word for word in said if word not in {*MARKS, "truth"} and not _is_there(word)] == []


def test_every_rule_up_to_pay_has_expected_figures_of_every_entry_that_it_names_or_a_mark() -> None:
    early = [rule for rule in RULES if int(rule.section.split()[0]) <= PROMISED]
    untold = [rule for rule in early if not any(case.partition("/")[0] == "truth" for case in rule.cases)]
    assert [rule.rule for rule in untold if UNTOLD.isdisjoint(rule.plan)] == []
    named = [name for rule in RULES if "truth" in rule.cases for name in rule.plan]
    assert [name for name in named if name.partition("/")[0] in OF_TRUTH and not _of_truth(name)] == []


def test_every_rule_up_to_pay_has_an_issue_that_brings_it() -> None:
    early = [rule for rule in RULES if int(rule.section.split()[0]) <= PROMISED]
    assert [rule.rule for rule in early if "unplanned" in (rule.engine, rule.case, rule.page)] == []


def test_what_waits_is_marked_and_what_is_computed_is_not(entries: dict[str, tuple[Item, ...]], promised: Plan) -> None:
    wrong = []
    for rule in RULES:
        waiting = [_waits(name, item, promised) for name in rule.plan for item in entries[name]]
        marked = rule.engine in MARKS
        if (marked and not any(waiting)) or (not marked and not any(not each for each in waiting)):
            wrong.append(rule.rule)
    assert wrong == []


def test_everything_that_waits_has_a_rule_with_a_mark(entries: dict[str, tuple[Item, ...]], promised: Plan) -> None:
    marked = {name for rule in RULES if rule.engine in MARKS for name in rule.plan}
    waiting = {name for name, items in entries.items() if any(_waits(name, item, promised) for item in items)}
    assert sorted(name for name in waiting - marked if not name.startswith("measures/")) == []


def test_every_measure_is_named_by_something(promised: Plan) -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "inputs" / "plan").rglob("*.yaml"))
    every = {each.id for each in promised.measures}
    idle = {name for name in every if not re.search(rf"(?<!id: )(?<![\w-]){re.escape(name)}(?![\w-])", text)}
    assert idle == set()


def test_every_because_is_told_in_both_languages(entries: dict[str, tuple[Item, ...]]) -> None:
    untold = []
    for name, items in entries.items():
        for item in items:
            chinese, english = item.because["zh"], item.because["en"]
            if not re.search(r"[\u4e00-\u9fff]", chinese) or not re.search(r"[a-z]{2}", english):
                untold.append(name)
    assert untold == []


# ---------------------------------------------------------------------------------------------------- alerts and cases


def test_every_planned_case_is_of_an_alert_that_the_page_names(promised: Plan) -> None:
    told = {case.rule for case in cases()}
    assert told - {alert.id for alert in promised.alerts} == set()
    named = {name.partition("/")[2] for rule in RULES if "truth" in rule.cases for name in rule.plan}
    assert sorted(told - named) == []


def test_every_alert_with_planned_cases_has_one_that_fires_and_one_that_stays_quiet() -> None:
    rules = {case.rule for case in cases()}
    assert [rule for rule in rules if not any(case.fires for case in cases(rule=rule))] == []
    # Seven days late is quiet for the one and fires for the other.
    assert {rule for rule in rules if all(case.fires for case in cases(rule=rule))} <= {"delivery-very-late"}


# ------------------------------------------------------------------------------------------------------------ the page


def _is_there(word: str) -> bool:
    """A file of the repository, a planned case, or a section of a document."""
    kind, _, name = word.partition("/")
    if kind == "stories":
        return next(cases(rule=name), None) is not None
    if kind == "truth":
        file, _, id_ = name.partition("/")
        return (TRUTH / f"{file}.csv").is_file() and id_ in _first_rows(file)
    if kind in {"review", "qbr", "statement", "register"}:
        files = (ROOT / "reportgen" / "documents").glob(f"{kind}*.py")
        return any(f'"{name}"' in file.read_text("utf-8") for file in files)
    return (ROOT / word).exists()


def test_the_page_of_rules_is_current(entries: dict[str, tuple[Item, ...]], promised: Plan, golden: Golden) -> None:
    golden(PAGE, "\n".join(_page(entries, promised)))


_HEAD = """# Rules · 规则一览

Every rule of the sample company's sales department, the line of the plan that holds it, what computes it, the case
that shows it, and where it is printed. Made from `docs/rules.yaml` and the plan itself: a test compares them, and
`python -m pytest --regenerate tests/unit/plan/test_rules_page.py` writes this page anew.

A case is a row of the expected figures in `tests/truth`, which the sample's own plan of events gives; or a test. A
name *in italics* is the issue that will bring what is not there yet. What waits for it is read and checked in every
run, and printed nowhere.
"""


def _page(entries: dict[str, tuple[Item, ...]], promised: Plan) -> Iterator[str]:
    yield _HEAD
    for section in dict.fromkeys(rule.section for rule in RULES):
        yield f"## {section}\n"
        yield "| rule | plan | computed by | case | page |"
        yield "|---|---|---|---|---|"
        for rule in RULES:
            if rule.section == section:
                lines = "<br>".join(_line(name, item) for name in rule.plan for item in entries[name])
                shown = "<br>".join(told for case in rule.cases for told in _case(case, rule))
                yield f"| {rule.rule} | {lines} | {_told(rule.engine)} | {shown} | {_told(rule.page)} |"
        yield ""


def _line(name: str, item: Item) -> str:
    file = item.place.file
    short, row = file.removeprefix("inputs/plan/"), item.place.row
    return f"[{short}:{row}](../{file}#L{row}) `{name.partition('/')[2]}`"


def _case(word: str, rule: Rule) -> Iterator[str]:
    """A case as links: `truth` is the expected figures of each entry that has some."""
    if word == "truth":
        yield from dict.fromkeys(_row(*found) for name in rule.plan for found in _of_truth(name)[:1])
    elif word.startswith("truth/"):
        _, file, id_ = word.split("/", 2)
        yield _row(file, id_, _first_rows(file)[id_])
    else:
        yield _told(word)


def _row(file: str, id_: str, line: int) -> str:
    return f"[{file}.csv:{line}](../tests/truth/{file}.csv#L{line}) `{id_}`"


def _told(word: str) -> str:
    if word in MARKS:
        return f"*{MARKS[word]}*"
    kind, _, name = word.partition("/")
    if kind == "stories":
        return f"[planned cases](../reportgen/sample/stories.py) `{name}`"
    return f"`{word}`" if not (ROOT / word).exists() else f"[{word}](../{word})"
